"""Maps and SOPs to be read, searched, and remarked on."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask.views import MethodView

from bpm2sop.workspace.maps import list_maps, search
from bpm2sop.workspace.reviewing import AddComment, add_comment
from bpm2sop.workspace.values import CellView, SopView, StepView
from bpm2sop.workspace.views import list_sops, sop_view
from bpm2sop_web.api.describing import IF_NONE_MATCH, WRITES
from bpm2sop_web.api.parsing import Blueprint
from bpm2sop_web.api.shapes import Comment, Hit, MapLine, NewComment, Query, SopLine, SopShape
from bpm2sop_web.here import who, ws

blueprint = Blueprint("api_records", __name__, url_prefix="/api", description="Maps and SOPs")


@blueprint.route("/maps")
class Maps(MethodView):
    """The maps in use."""

    @blueprint.response(200, MapLine(many=True))
    def get(self) -> list[dict[str, Any]]:
        """List them by name."""
        return [line._asdict() for line in list_maps(ws(), who())]


@blueprint.route("/sops")
class Sops(MethodView):
    """The SOPs in use."""

    @blueprint.response(200, SopLine(many=True))
    def get(self) -> list[dict[str, Any]]:
        """List them by code and title."""
        return [line._asdict() for line in list_sops(ws(), who())]


@blueprint.route("/sops/<string:sop>")
class OneSop(MethodView):
    """One SOP."""

    @blueprint.doc(parameters=[IF_NONE_MATCH])
    @blueprint.response(200, SopShape)
    @blueprint.alt_response(304, "NOT_MODIFIED")
    def get(self, sop: str) -> Any:  # noqa: ANN401  (304 has no body)
        """Give its rows; with If-None-Match only if something has changed."""
        view = sop_view(ws(), who(), sop)
        tag = f"{view.version}-{view.file_version}-{view.counts.errors}-{view.counts.warnings}"
        if tag in request.if_none_match.as_set():
            return Response(status=304, headers={"ETag": f'"{tag}"'})
        return _sop(view), 200, {"ETag": f'"{tag}"'}


@blueprint.route("/sops/<string:sop>/comments")
class Comments(MethodView):
    """The remarks on an SOP."""

    @blueprint.doc(**WRITES)
    @blueprint.arguments(NewComment)
    @blueprint.response(201, Comment)
    def post(self, new: dict[str, Any], sop: str) -> dict[str, Any]:
        """Make a remark."""
        return add_comment(ws(), who(), AddComment(sop, **new))._asdict()


@blueprint.route("/search")
class Search(MethodView):
    """Search."""

    @blueprint.arguments(Query, location="query")
    @blueprint.response(200, Hit(many=True))
    def get(self, query: dict[str, Any]) -> list[dict[str, Any]]:
        """Find maps, SOPs, steps, actors and elements."""
        return [hit._asdict() for hit in search(ws(), who(), query["q"])]


def _sop(view: SopView) -> dict[str, Any]:
    """Give an SOP with its rows."""
    return {
        "id": view.id, "title": view.title, "state": view.state, "stage": view.stage,
        "number": view.number, "file": view.file, "file_version": view.file_version,
        "version": view.version, "counts": view.counts._asdict(),
        "head": [_cell(cell) for cell in view.head.values()],
        "steps": [_step(step) for step in view.steps],
    }  # fmt: skip


def _step(view: StepView) -> dict[str, Any]:
    step = view.step
    return {
        "key": view.key, "no": step.no, "kind": step.kind.value, "status": view.status.value,
        "seen": view.seen, "parent": view.parent,
        "elements": [element.id for element in step.elements],
        "next": [{"to": arrow.to, "label": arrow.label, "kind": arrow.kind.value} for arrow in step.next],
        "cells": [_cell(cell) for cell in view.cells.values()],
        "comments": [one._asdict() for one in view.comments],
    }  # fmt: skip


def _cell(cell: CellView) -> dict[str, Any]:
    return {
        "field": cell.field.value, "value": cell.value, "source": cell.source, "map": cell.map,
        "seen": cell.seen,
    }  # fmt: skip
