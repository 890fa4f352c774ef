"""Words typed into cells: If-Match names the version that was seen; without it 428, with an old one 412."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Response, request
from flask.views import MethodView
from werkzeug.exceptions import NotFound, PreconditionRequired

from bpm2sop.errors import Stale
from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.reviewing import EditCell, edit_cell
from bpm2sop.workspace.values import CellView, SopView
from bpm2sop.workspace.views import sop_view
from bpm2sop_web.api.describing import PROBLEM, WRITES
from bpm2sop_web.api.parsing import Blueprint, version_in
from bpm2sop_web.api.shapes import CellAnswer, Problem, Typed
from bpm2sop_web.here import who, ws
from bpm2sop_web.problems import Said, answer, words_of

blueprint = Blueprint("api_cells", __name__, url_prefix="/api/sops", description="Cells of SOPs")
HEAD = "-"
"""Stands for title and identity, where a step has its key."""
_UNSEEN = -1
"""No version: what no cell ever has."""


@blueprint.route("/<string:sop>/cells/<string:key>/<string:field>")
class Cells(MethodView):
    """One cell."""

    @blueprint.doc(
        parameters=[
            {"name": "If-Match", "in": "header", "required": True, "schema": {"type": "string"}}
        ],
        **WRITES,
    )
    @blueprint.arguments(Typed)
    @blueprint.response(200, CellAnswer)
    @blueprint.alt_response(404, schema=Problem, content_type=PROBLEM)
    @blueprint.alt_response(412, schema=Problem, content_type=PROBLEM)
    @blueprint.alt_response(428, schema=Problem, content_type=PROBLEM)
    def put(self, typed: dict[str, Any], sop: str, key: str, field: str) -> Any:  # noqa: ANN401
        """Type words, or give the cell back to the map with null."""
        command = EditCell(sop, "" if key == HEAD else key, _field(field), typed["value"], _seen())
        try:
            cell = edit_cell(ws(), who(), command)
        except Stale as stale:
            return _on_stale(stale, command)
        return _saved(cell, sop_view(ws(), who(), sop))


def _field(name: str) -> Field:
    """Read the name of a cell.

    Raises:
        NotFound: no cell is called so.
    """
    try:
        return Field(name)
    except ValueError:
        raise NotFound from None


def _seen() -> int:
    """Read the version that was seen.

    Raises:
        PreconditionRequired: none is named.
    """
    if "If-Match" not in request.headers or request.if_match.star_tag:
        raise PreconditionRequired
    version = version_in(request.if_match)
    return _UNSEEN if version is None else version


def _on_stale(stale: Stale, command: EditCell) -> Response:
    """Tell mine, theirs and the map's, with the version of what stands now."""
    cell = _find(sop_view(ws(), who(), command.sop), command)
    said = Said(HTTPStatus.PRECONDITION_FAILED, stale.code, *words_of(stale))
    more: dict[str, object] = {"mine": stale.mine, "theirs": stale.theirs, "map": stale.map}
    if cell is not None:
        more |= {"theirs": cell.value, "map": cell.map, "seen": cell.seen}
    response = answer(said, more)
    if cell is not None:
        response.set_etag(str(cell.seen))
    return response


def _find(view: SopView, command: EditCell) -> CellView | None:
    """Find the cell as it is now."""
    if not command.key:
        return view.head.get(command.field)
    step = next((one for one in view.steps if one.key == command.key), None)
    return step.cells.get(command.field) if step is not None else None


def _saved(cell: CellView, view: SopView) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Tell the cell as it is now, the status of its row, and the counts."""
    step = next((one for one in view.steps if one.key == cell.key), None)
    said = {
        "key": cell.key, "field": cell.field.value, "value": cell.value, "source": cell.source,
        "map": cell.map, "seen": cell.seen, "who": cell.who, "at": cell.at,
        "status": step.status.value if step is not None else "",
        "counts": view.counts._asdict(),
    }  # fmt: skip
    return said, HTTPStatus.OK, {"ETag": f'"{cell.seen}"'}
