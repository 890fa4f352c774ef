"""What a person does on a step, by plain forms; the panel beside the table sends the same."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.reviewing import (
    AddComment,
    EditCell,
    OrphanAct,
    StepAct,
    accept_phrase,
    add_comment,
    answer_question,
    clear_step,
    confirm_orphan,
    edit_cell,
    place_orphan,
    resolve_comment,
    review_step,
    withdraw_review,
)
from bpm2sop_web.here import who, ws
from bpm2sop_web.pages.going import to
from bpm2sop_web.pages.review import blueprint

_ACTS = {"review": review_step, "clear": clear_step, "withdraw": withdraw_review}


def _back(sop: str, key: str) -> ResponseReturnValue:
    """Go to the step, or to the whole SOP."""
    return to("review.step", sop=sop, key=key) if key else to("review.show", sop=sop)


@blueprint.post("/sops/<sop>/steps/<key>/<any(review, clear, withdraw):act>")
def judge(sop: str, key: str, act: str) -> ResponseReturnValue:
    """Review a step, clear it, or take its review back."""
    form = request.form
    _ACTS[act](ws(), who(), StepAct(sop, key, form.get("seen", ""), form.get("word", "")))
    return _back(sop, key)


@blueprint.post("/sops/<sop>/steps/<key>/cells/<field>")
def type_words(sop: str, key: str, field: str) -> ResponseReturnValue:
    """Type into a cell, or give it back to the map."""
    _type(sop, key, field)
    return _back(sop, key)


@blueprint.post("/sops/<sop>/cells/<field>")
def type_head(sop: str, field: str) -> ResponseReturnValue:
    """Type into a cell of title or identity, or give it back to the map."""
    _type(sop, "", field)
    return to("review.show", sop=sop, _anchor="identity")


def _type(sop: str, key: str, field: str) -> None:
    """Put the words of a form into a cell.

    Raises:
        NotFound: no cell is called so.
    """
    try:
        name = Field(field)
    except ValueError:
        raise NotFound from None
    value = None if "reset" in request.form else request.form.get("value", "")
    seen = request.form.get("seen", -1, int)
    edit_cell(ws(), who(), EditCell(sop, key, name, value, seen))


@blueprint.post("/sops/<sop>/comments")
def comment(sop: str) -> ResponseReturnValue:
    """Make a remark on a step, an element or the whole SOP, or answer one."""
    key, form = request.args.get("key", ""), request.form
    answers = form.get("answers") or None
    text = form.get("text" if answers is None else "answer", "")
    add_comment(ws(), who(), AddComment(sop, text, key, form.get("element", ""), answers))
    return _back(sop, key)


@blueprint.post("/sops/<sop>/comments/<comment>/resolve")
def resolve(sop: str, comment: str) -> ResponseReturnValue:
    """Settle a remark, or open it again."""
    form = request.form
    resolve_comment(
        ws(), who(), comment, seen=form.get("seen", 0, int), resolved="again" not in form
    )
    return _back(sop, request.args.get("key", ""))


@blueprint.post("/sops/<sop>/steps/<key>/phrase")
def accept(sop: str, key: str) -> ResponseReturnValue:
    """Use a step's words wherever a map says what this one says."""
    accept_phrase(ws(), who(), request.form.get("label", ""), request.form.get("text", ""))
    return _back(sop, key)


@blueprint.post("/sops/<sop>/orphans/<orphan>/<any(place, answer, confirm):act>")
def settle(sop: str, orphan: str, act: str) -> ResponseReturnValue:
    """Give words without a step a new place, or let them go."""
    into = request.form.get("into") or None
    other = request.form.get("other", "")
    command = OrphanAct(orphan, request.form.get("seen", 0, int), step=into, sop=other)
    if act == "confirm":
        confirm_orphan(ws(), who(), command)
    elif act == "place" and into is not None:
        place_orphan(ws(), who(), command)
    else:
        answer_question(ws(), who(), command)
    return to("review.show", sop=sop)
