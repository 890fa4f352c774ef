"""General SOPs: offered by one unit, adopted by others; where an adopted one is from, and whether that has changed."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from bpm2sop.model.sop import Actor
from bpm2sop.trace.matching_changes import What
from bpm2sop.workspace.adopting import (
    ADOPTED,
    Adopt,
    accept_upstream,
    adopt,
    adoption_of,
    list_adoptions,
    make_general,
    upstream_changes,
)
from bpm2sop.workspace.approving import edition_view
from bpm2sop.workspace.units import list_units
from bpm2sop.workspace.values import EditionLine
from bpm2sop.workspace.views import sop_view
from bpm2sop_web.here import who, ws
from bpm2sop_web.pages.going import to
from bpm2sop_web.wordsdiff import pieces

blueprint = Blueprint("adopting", __name__)
_ACTOR = "actor."


@blueprint.get("/sops/<sop>/adoption")
def show(sop: str) -> ResponseReturnValue:
    """Show who adopted an SOP; of one that is adopted, where it is from and what has changed there."""
    view = sop_view(ws(), who(), sop)
    own = adoption_of(ws(), who(), sop) if view.origin == ADOPTED else None
    diffs = upstream_changes(ws(), who(), sop) if own is not None and own.suspect else ()
    adopters = list_adoptions(ws(), who(), sop)
    taken = {one.unit for one in adopters}
    units = [one for one in list_units(ws(), who()) if one.state == "active"]
    force = next((one for one in view.editions if one.stage == "in_force"), None)
    return render_template(
        "adoption.html", active="atlas", view=view, own=own, adopters=adopters, pieces=pieces,
        force=force,
        units=[one for one in units if one.name not in taken],
        actors=_actors(sop, force),
        changes=[one for diff in diffs for one in diff.steps if one.what is not What.SAME],
    )  # fmt: skip


def _actors(sop: str, force: EditionLine | None) -> tuple[Actor, ...]:
    """Give the actors of the edition in force."""
    return edition_view(ws(), who(), sop, force.number).sop.actors if force is not None else ()


@blueprint.post("/sops/<sop>/<any(offer, withdraw):act>")
def offer(sop: str, act: str) -> ResponseReturnValue:
    """Offer an SOP to all units, or take the offer back."""
    seen = request.form.get("seen", -1, int)
    make_general(ws(), who(), sop, seen=seen, general=act == "offer")
    return to("adopting.show", sop=sop)


@blueprint.post("/sops/<sop>/adopt")
def take(sop: str) -> ResponseReturnValue:
    """Adopt a general SOP for a unit."""
    form = request.form
    actors = {
        name.removeprefix(_ACTOR): own.strip()
        for name, own in form.items()
        if name.startswith(_ACTOR) and own.strip()
    }
    command = Adopt(
        general=sop, unit=form.get("unit", ""), actors=actors, number=form.get("number", "").strip()
    )
    return to("adopting.show", sop=adopt(ws(), who(), command))


@blueprint.post("/sops/<sop>/follow")
def follow(sop: str) -> ResponseReturnValue:
    """Let an adopted SOP follow the edition in force of its general one."""
    accept_upstream(ws(), who(), sop, seen=request.form.get("seen", -1, int))
    return to("review.show", sop=sop)
