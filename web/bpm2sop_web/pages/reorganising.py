"""After a reorganisation: actors and units renamed, made one, split, abolished; looked at first, then carried out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from bpm2sop.trace.matching_spots import steps_of
from bpm2sop.trace.performers import Touched, plain
from bpm2sop.workspace.adopting import list_adoptions
from bpm2sop.workspace.maps import list_maps
from bpm2sop.workspace.reorganising import (
    Abolish,
    Change,
    Merge,
    Rename,
    Split,
    carry_out,
    list_actors,
    preview_change,
)
from bpm2sop.workspace.reorganising_units import (
    AbolishUnit,
    MergeUnits,
    UnitChange,
    carry_out_units,
    preview_units,
)
from bpm2sop.workspace.rights import Right, require
from bpm2sop.workspace.units import give_maps, list_units
from bpm2sop.workspace.views import list_sops, sop_view
from bpm2sop_web.here import who, ws
from bpm2sop_web.pages.going import to

blueprint = Blueprint("reorganising", __name__)
_STEP = "step."


class Spot(NamedTuple):
    """A step that a split may give to another: the name of its form field, and who has it so far as chosen."""

    name: str
    no: str
    text: str
    chosen: str


@blueprint.get("/admin/reorganise")
def show() -> ResponseReturnValue:
    """Show what can be reorganised: actors, units, the maps that units have, general SOPs and who adopted them."""
    require(who(), Right.KEEP)
    units = [unit for unit in list_units(ws(), who()) if unit.state == "active"]
    return render_template(
        "admin_reorganise.html", active="admin", part="reorganise", actors=list_actors(ws(), who()),
        units=units, maps=list_maps(ws(), who()), names={unit.id: unit.name for unit in units},
        adopted=list_adoptions(ws(), who()), given="given" in request.args,
        actor_of=request.args.get("actor", ""),
    )  # fmt: skip


@blueprint.post("/admin/reorganise/actors/look")
def look() -> ResponseReturnValue:
    """Show every SOP and step that a change of actors touches."""
    require(who(), Right.KEEP)
    change = _change()
    found = preview_change(ws(), who(), change)
    return _touched(change, found.touched, seen=found.seen, done=False)


@blueprint.post("/admin/reorganise/actors")
def act() -> ResponseReturnValue:
    """Carry a change of actors out."""
    change = _change()
    found = carry_out(ws(), who(), change, seen=request.form.get("seen", -1, int))
    return _touched(change, found.touched, seen=found.seen, done=True)


@blueprint.post("/admin/reorganise/units/look")
def look_at_units() -> ResponseReturnValue:
    """Show all that a change of units touches."""
    require(who(), Right.KEEP)
    found = preview_units(ws(), who(), _unit_change())
    return _units_touched(found, done=False)


@blueprint.post("/admin/reorganise/units")
def act_on_units() -> ResponseReturnValue:
    """Carry a change of units out."""
    found = carry_out_units(ws(), who(), _unit_change(), seen=request.form.get("seen", ""))
    return _units_touched(found, done=True)


@blueprint.post("/admin/reorganise/maps")
def give() -> ResponseReturnValue:
    """Let maps belong to a unit."""
    form = request.form
    give_maps(ws(), who(), form.get("unit") or None, form.getlist("maps"))
    return to("reorganising.show", given="yes")


def _change() -> Change:
    """Read a change of actors.

    Raises:
        BadRequest: it is none.
    """
    form = request.form
    names, into = form.getlist("name"), form.get("into", "")
    first = names[0] if names else ""
    match form.get("act"):
        case "rename":
            return Rename(first, into)
        case "merge":
            return Merge(tuple(names), into)
        case "split":
            others = tuple(line for line in into.splitlines() if line.strip())
            return Split(first, others, _given(others))
        case "abolish":
            return Abolish(first, into)
        case _:
            raise BadRequest


def _given(names: tuple[str, ...]) -> dict[tuple[str, str], str]:
    """Read which steps go to the others; those of the first are not named."""
    found: dict[tuple[str, str], str] = {}
    for name, chosen in request.form.items():
        sop, _, key = name.removeprefix(_STEP).partition(".")
        if name.startswith(_STEP) and chosen != names[0]:
            found[sop, key] = chosen
    return found


def _unit_change() -> UnitChange:
    """Read a change of units.

    Raises:
        BadRequest: it is none.
    """
    form = request.form
    named, into = form.getlist("unit"), form.get("heir", "")
    match form.get("act"):
        case "merge":
            return MergeUnits(
                tuple(named), into=into, called="" if into else form.get("called", "")
            )
        case "abolish" if named:
            return AbolishUnit(named[0], into)
        case _:
            raise BadRequest


def _touched(
    change: Change, touched: tuple[Touched, ...], *, seen: int, done: bool
) -> ResponseReturnValue:
    """Render what a change of actors touches."""
    ids = {line.key: line.id for line in list_sops(ws(), who())}
    spots = _spots(change, touched, ids) if isinstance(change, Split) and not done else {}
    return render_template(
        "reorganised.html", active="admin", part="reorganise", done=done, touched=touched, ids=ids,
        seen=seen, spots=spots, names=change.into if isinstance(change, Split) else (),
        form=[(name, value) for name, value in request.form.items(multi=True) if _goes_on(name)],
        steps=sum(len(one.steps) for one in touched), sops=len({one.sop for one in touched}),
    )  # fmt: skip


def _goes_on(name: str) -> bool:
    """Tell whether a field of the form before goes along to the next."""
    return name in {"act", "name", "into", "unit", "heir", "called"}


def _spots(change: Split, touched: Iterable[Touched], ids: dict[str, str]) -> dict[str, list[Spot]]:
    """List the steps that a split may share out, by SOP."""
    found: dict[str, list[Spot]] = {}
    for one in touched:
        sop = ids.get(one.sop, "")
        view = sop_view(ws(), who(), sop)
        own = {actor.id for actor in view.sop.actors if plain(actor.name) == plain(change.name)}
        found[one.sop] = [
            Spot(
                f"{_STEP}{sop}.{step.key}",
                step.no,
                step.text,
                change.steps.get((sop, step.key), ""),
            )
            for step, _ in steps_of(view.sop.steps)
            if own & set(step.actors)
        ]
    return found


def _units_touched(found: object, *, done: bool) -> ResponseReturnValue:
    """Render what a change of units touches."""
    return render_template(
        "reorganised_units.html", active="admin", part="reorganise", found=found, done=done,
        form=[(name, value) for name, value in request.form.items(multi=True) if _goes_on(name)],
    )  # fmt: skip
