"""One map: its drawing, what was found in it, its versions, the SOPs that it gives."""

from __future__ import annotations

import json

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from bpm2sop.workspace.drawings import drawings
from bpm2sop.workspace.maps import map_bytes, map_view, retire_map
from bpm2sop.workspace.pictures import map_picture
from bpm2sop_web.found import Told, told
from bpm2sop_web.here import language, who, ws
from bpm2sop_web.naming import element_names
from bpm2sop_web.sending import as_download, as_picture

blueprint = Blueprint("maps", __name__)


@blueprint.get("/maps/<file>")
@blueprint.get("/maps/<file>/<number:version>", endpoint="version")
def show(file: str, version: int | None = None) -> ResponseReturnValue:
    """Show a map in its current version, or in one that is named."""
    view = map_view(ws(), who(), file, number=version)
    found = told(view.findings)
    sheets = drawings(ws(), who(), file, number=view.shown.number)
    here = next((one for one in sheets if one.id == request.args.get("map")), None)
    here = here or (sheets[0] if sheets else None)
    others = [one for one in sheets if one is not here]
    return render_template(
        "map.html", active="atlas", view=view, findings=found, notes=json.dumps(notes_of(found)),
        main_map=request.args.get("map", ""), scope=request.args.get("scope", ""),
        drawings=sheets, here=here, names=element_names(one.map for one in sheets),
        elsewhere=frozenset[str]().union(*(one.elements for one in others)),
    )  # fmt: skip


@blueprint.get("/maps/<file>/elements/<element>")
def spot(file: str, element: str) -> ResponseReturnValue:
    """Lead to an element in the drawing that has it; a link need not know which of several that is."""
    sheets = drawings(ws(), who(), file)
    found = next((one.id for one in sheets if element in one.elements), None)
    if found is None:
        raise NotFound
    several = found if len(sheets) > 1 else None
    return redirect(url_for("maps.show", file=file, map=several, _anchor=f"el={element}"))


def notes_of(found: list[Told]) -> list[dict[str, str]]:
    """Give the marks that findings put on elements, one an element with all words and repairs, the heaviest first."""
    marks: dict[str, list[str]] = {}
    for one in found:
        for element in one.elements:
            marks.setdefault(element, []).append(f"{one.message} {one.hint}".strip())
    return [
        {"element": element, "kind": "finding", "text": "!", "title": "\n".join(words)}
        for element, words in marks.items()
    ]


@blueprint.get("/maps/<file>/<number:version>/bytes")
def data(file: str, version: int) -> ResponseReturnValue:
    """Give a version's bytes, as they were uploaded; the browser may keep them, for they never change."""
    held = map_bytes(ws(), who(), file, number=version)
    response = as_download(held.data, held.name, "application/xml")
    response.set_etag(held.sha256)
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)


@blueprint.get("/maps/<file>/<number:version>/picture")
def picture(file: str, version: int) -> Response:
    """Give our own picture of a map, for those that the viewer cannot draw."""
    drawn = map_picture(
        ws(), who(), file, number=version, map_id=request.args.get("map", ""),
        plane=request.args.get("scope", ""), language=language(),
    )  # fmt: skip
    return as_picture(drawn)


@blueprint.post("/maps/<file>/retire")
def retire(file: str) -> ResponseReturnValue:
    """Take a map out of use."""
    retire_map(ws(), who(), file, seen=request.form.get("seen", 0, int))
    return redirect(url_for("atlas.show"), code=303)
