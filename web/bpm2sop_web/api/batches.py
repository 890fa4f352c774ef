"""Files in, a portion a request; what becomes of each is asked for until all are done."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for
from flask.views import MethodView
from werkzeug.exceptions import NotFound

from bpm2sop.workspace.batches import (
    BatchView,
    Import,
    JobView,
    batch_view,
    cancel_batch,
    extend_batch,
    start_batch,
)
from bpm2sop_web.api.describing import IF_NONE_MATCH, WRITES
from bpm2sop_web.api.parsing import Blueprint, version_in
from bpm2sop_web.api.shapes import Batch
from bpm2sop_web.found import told
from bpm2sop_web.here import who, ws
from bpm2sop_web.taking import files_of

blueprint = Blueprint("api_batches", __name__, url_prefix="/api/batches", description="Maps in")


def _files(least: int) -> dict[str, Any]:
    """Describe a request with so many files at least."""
    files = {"type": "array", "items": {"type": "string", "format": "binary"}}
    schema = {
        "type": "object",
        "properties": {
            "files": files | {"minItems": least},
            "more": {"type": "string", "enum": ["yes", "no"]},
        },
        "required": ["files"][:least],
    }
    content = {"multipart/form-data": {"schema": schema}}
    return {"requestBody": {"content": content, "required": bool(least)}}


def _more() -> bool:
    return request.form.get("more") == "yes"


@blueprint.route("")
class Batches(MethodView):
    """Batches of files."""

    @blueprint.doc(**_files(1), **WRITES)
    @blueprint.response(201, Batch)
    def post(self) -> dict[str, Any]:
        """Begin a batch with some files; `more` tells that others follow. After ten minutes without any it is complete."""
        batch = start_batch(ws(), who(), Import(sources=list(files_of()), more=_more()))
        return _shape(_view(batch))


@blueprint.route("/<string:batch>/files")
class Files(MethodView):
    """The files of a batch."""

    @blueprint.doc(**_files(0), **WRITES)
    @blueprint.response(200, Batch)
    def post(self, batch: str) -> dict[str, Any]:
        """Add files; without `more` the batch is complete."""
        extend_batch(ws(), who(), batch, list(files_of()), more=_more())
        return _shape(_view(batch))


@blueprint.route("/<string:batch>/cancel")
class Cancel(MethodView):
    """The end of a batch before its time."""

    @blueprint.doc(**WRITES)
    @blueprint.response(200, Batch)
    def post(self, batch: str) -> dict[str, Any]:
        """Cancel what is not done; nothing of it comes in."""
        cancel_batch(ws(), who(), batch)
        return _shape(_view(batch))


@blueprint.route("/<string:batch>")
class One(MethodView):
    """One batch."""

    @blueprint.doc(parameters=[IF_NONE_MATCH])
    @blueprint.response(200, Batch)
    @blueprint.alt_response(304, "NOT_MODIFIED")
    def get(self, batch: str) -> Any:  # noqa: ANN401  (304 has no body)
        """Tell how far it is; with If-None-Match only if that has changed."""
        seen = version_in(request.if_none_match)
        view = batch_view(ws(), who(), batch, seen=seen)
        if view is None:
            return Response(status=304, headers={"ETag": f'"{seen}"'})
        return _shape(view), 200, {"ETag": f'"{view.version}"'}


def _view(batch: str) -> BatchView:
    """Show a batch.

    Raises:
        NotFound: never after it was begun; a batch that nobody knows is told by the use case.
    """
    view = batch_view(ws(), who(), batch)
    if view is None:
        raise NotFound
    return view


def _shape(view: BatchView) -> dict[str, Any]:
    return view._asdict() | {"jobs": [_job(job) for job in view.jobs]}


def _job(job: JobView) -> dict[str, Any]:
    """Tell what became of one file."""
    line = job.line
    findings = (
        line.findings if line is not None else (job.reason,) if job.reason is not None else ()
    )
    return {
        "name": job.name,
        "state": job.state,
        "status": line.status if line is not None else None,
        "url": url_for("maps.show", file=line.file) if line is not None and line.file else None,
        "findings": [one._asdict() for one in told(findings)],
        "sops": [
            {"id": sop.id, "title": sop.title, "status": sop.status,
             "url": url_for("review.show", sop=sop.id)}
            for sop in (line.sops if line is not None else ()) if sop.id
        ],
    }  # fmt: skip
