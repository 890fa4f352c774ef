"""Who did what to an SOP when; and filled documents coming back."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from bpm2sop.wording import messages
from bpm2sop.workspace.filling import fill
from bpm2sop.workspace.histories import HistoryLine, history
from bpm2sop.workspace.views import sop_view
from bpm2sop_web.here import language, who, ws
from bpm2sop_web.pages.going import to

blueprint = Blueprint("history", __name__)
MOST = 500
"""Acts on the page, where not all are asked for."""
_ALL = 1_000_000
_LARGEST = 20_000_000


@blueprint.get("/sops/<sop>/history")
def show(sop: str) -> ResponseReturnValue:
    """Show the acts on an SOP, or on one of its steps, the newest first."""
    view = sop_view(ws(), who(), sop)
    key = request.args.get("key") or None
    most = _ALL if "all" in request.args else MOST
    lines = history(ws(), who(), sop, key=key, limit=most + 1)
    numbers = {one.key: f"{one.no} {one.text or one.label}" for one in view.orphans}
    numbers |= {one.key: f"{one.step.no} {one.step.text}" for one in view.steps}
    return render_template(
        "history.html",
        active="atlas",
        view=view,
        lines=lines[:most],
        key=key,
        numbers=numbers,
        now={one.key for one in view.steps},
        said=_said,
        cut=len(lines) > most,
    )


def _said(line: HistoryLine) -> str:
    """Say an act in words; one without words stands for itself."""
    return messages(language()).sentences.get(f"web.acted.{line.act}", line.act)


@blueprint.get("/sops/<sop>/fill")
def leave(sop: str) -> ResponseReturnValue:
    """Lead to the SOP: what a file brought is told once."""
    return to("review.show", sop=sop_view(ws(), who(), sop).id)


@blueprint.post("/sops/<sop>/fill")
def take_back(sop: str) -> ResponseReturnValue:
    """Take a workbook or document that was filled in elsewhere."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise BadRequest
    report = fill(ws(), who(), sent.filename, sent.stream.read(_LARGEST + 1), sop_id=sop)
    view = sop_view(ws(), who(), sop)
    numbers = {one.key: one.step.no for one in view.steps}
    return render_template("filled.html", active="atlas", view=view, report=report, numbers=numbers)
