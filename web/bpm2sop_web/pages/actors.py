"""Actors of one SOP: in another order, called otherwise, made one."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from bpm2sop.workspace.calling import CallActor, MoveActor, call_actor, move_actor
from bpm2sop_web.here import who, ws
from bpm2sop_web.pages.going import to

blueprint = Blueprint("actors", __name__)


@blueprint.post("/sops/<sop>/actors")
def call(sop: str) -> ResponseReturnValue:
    """Call an actor otherwise in this SOP; by the name of another the two are one."""
    form = request.form
    command = CallActor(sop, form.get("actor", ""), form.get("name", ""), form.get("seen", -1, int))
    call_actor(ws(), who(), command)
    return to("review.show", sop=sop, _anchor="actors")


@blueprint.post("/sops/<sop>/actors/order")
def move(sop: str) -> ResponseReturnValue:
    """Move an actor by one column."""
    form = request.form
    earlier = form.get("move") == "earlier"
    command = MoveActor(sop, form.get("actor", ""), earlier, form.get("seen", -1, int))
    move_actor(ws(), who(), command)
    return to("review.show", sop=sop, _anchor="actors")
