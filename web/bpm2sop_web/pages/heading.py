"""Title and identity as one form: one button saves every cell that was changed in it."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from bpm2sop.errors import Refused, Stale
from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.reviewing import EditCell, edit_cell
from bpm2sop.workspace.rights import Right, require
from bpm2sop.workspace.views import sop_view
from bpm2sop_web.here import who, ws
from bpm2sop_web.pages.going import to
from bpm2sop_web.pages.review import may_edit, torn_of
from bpm2sop_web.problems import status_of, words_of
from bpm2sop_web.rows import HEAD

blueprint = Blueprint("heading", __name__)
_OWN = {"cell-stale", "cell-empty", "text-too-long"}
"""Refusals of one cell, with which the others can still be saved."""


class Unsaved(NamedTuple):
    """What was typed into a cell that could not be saved, and why; `theirs` and `map` where somebody else wrote there."""

    typed: str
    why: str
    hint: str
    stale: bool = False
    theirs: str = ""
    map: str = ""


@blueprint.get("/sops/<sop>/identity")
def show(sop: str) -> ResponseReturnValue:
    """Show title and identity as a form."""
    return _page(sop, saved=request.args.get("saved", 0, int))


@blueprint.post("/sops/<sop>/identity")
def save(sop: str) -> ResponseReturnValue:
    """Save every cell that the form changed; those that cannot be saved are shown with what was typed."""
    require(who(), Right.WRITE, sop)
    unsaved: dict[Field, Unsaved] = {}
    statuses: list[int] = []
    saved = 0
    for field in HEAD:
        if not _is_changed(field):
            continue
        value = _value(field)
        try:
            edit_cell(ws(), who(), EditCell(sop, "", field, value, _seen(field)))
            saved += 1
        except Refused as refusal:
            if refusal.code not in _OWN:
                raise
            unsaved[field] = _unsaved(refusal, field)
            statuses.append(status_of(refusal))
    if unsaved:
        return _page(sop, saved=saved, unsaved=unsaved), min(statuses)
    if any(name.startswith(("reset-", "set-")) for name in request.form):
        return to("heading.show", sop=sop, saved=saved)
    return to("review.show", sop=sop, _anchor="identity")


def _page(sop: str, *, saved: int = 0, unsaved: dict[Field, Unsaved] | None = None) -> str:
    view = sop_view(ws(), who(), sop)
    return render_template(
        "identity.html", active="atlas", view=view, head=HEAD, torn=torn_of(view),
        edit=may_edit(view), saved=saved, unsaved=unsaved or {},
    )  # fmt: skip


def _is_changed(field: Field) -> bool:
    """Tell whether somebody typed into a field, or pressed a button for it."""
    form, name = request.form, field.value
    if f"reset-{name}" in form or f"set-{name}" in form:
        return True
    return name in form and _lines(form[name]) != _lines(form.get(f"was-{name}", ""))


def _value(field: Field) -> str | None:
    """Give the words for a cell; none gives it back to the map."""
    form, name = request.form, field.value
    return None if f"reset-{name}" in form else form.get(f"set-{name}", form.get(name, ""))


def _seen(field: Field) -> int:
    return request.form.get(f"seen-{field.value}", -1, int)


def _lines(words: str) -> str:
    """Give words with the line ends that they have where they are kept; browsers send others."""
    return words.replace("\r\n", "\n").replace("\r", "\n")


def _unsaved(refusal: Refused, field: Field) -> Unsaved:
    why, hint = words_of(refusal)
    typed = request.form.get(field.value, "")
    if isinstance(refusal, Stale):
        return Unsaved(typed, why, hint, stale=True, theirs=refusal.theirs, map=refusal.map)
    return Unsaved(typed, why, hint)
