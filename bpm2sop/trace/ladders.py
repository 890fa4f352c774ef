"""The ladders of the self-assessment forms, from how each SOP stands: PMPRB (LKE RB) and Zona Integritas, item by item.

Source: sop-ap.md 3.1 and 3.2. "Sebagian besar" and "sebagian kecil" have no figure in the regulations: the cut-offs are the
profile's. What no record can show (an innovation) is never assumed: a person attests it, and then it counts.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeVar

from bpm2sop.settings import Coverage
from bpm2sop.trace.values import Ratio, letter

_One = TypeVar("_One")

MONITORING_MONTHS = 6
EVALUATION_MONTHS = 12


class Item(StrEnum):
    """An item of a form. The first part names the form."""

    UNITS_WITH_MAP = "pmprb.units-with-map"
    MAPS_INTO_SOPS = "pmprb.maps-into-sops"
    CROSS_FUNCTIONAL_INTO_SOPS = "pmprb.cross-functional-into-sops"
    APPLIED = "pmprb.applied"
    EVALUATED = "pmprb.evaluated"
    ZI_REFERS = "zi.refers-to-map"
    ZI_APPLIED = "zi.applied"
    ZI_EVALUATED = "zi.evaluated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one SOP stands. Days are None where there is none."""

    sop: str
    title: str
    unit: str = ""
    number: str = ""
    linked: bool = False
    """All that it says of the map is in the map's current version."""
    in_force: bool = False
    effective: date | None = None
    coming: date | None = None
    """When its next edition takes effect, one that is put in force already."""
    monitored: date | None = None
    """Last monitoring form, whatever it found: by it the next one falls due."""
    well: date | None = None
    """Last monitoring form that found it running well: by it an SOP is applied."""
    evaluated: date | None = None
    followed_up: bool = False
    """The last evaluation was followed up."""
    behind: bool = False
    """Its map has changed since it was approved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapStanding:
    """How one map with flow stands."""

    key: str
    title: str
    unit: str = ""
    level: int | None = None
    with_sop: bool = False


_Owned = TypeVar("_Owned", Standing, MapStanding)


class Rung(NamedTuple):
    """An item judged: what was counted, the letter, and the rule that gave it (`ladder.<rule>` in the catalogues)."""

    item: Item
    counted: Ratio
    letter: str
    rule: str
    unit: str = ""


class Due(NamedTuple):
    """A form that has to be filled in by a day."""

    standing: Standing
    kind: str
    by: date
    overdue: bool


def pmprb(
    sops: Sequence[Standing],
    maps: Sequence[MapStanding],
    units: Collection[str],
    *,
    cuts: Coverage,
    cross_functional: int,
    on: date,
) -> tuple[Rung, ...]:
    """Judge the items on process maps and SOPs of the agency.

    Args:
        sops: all SOPs that are not retired, and those in force.
        maps: all maps with flow.
        units: the units that are to have maps and SOPs.
        cuts: where "all", "most" and "few" end, in per cent.
        cross_functional: the level of the cross-functional maps.
        on: the day for which it is judged.
    """
    mapped = {one.unit for one in maps}
    lanes = [one for one in maps if one.level is None or one.level >= cross_functional]
    force = [one for one in sops if one.in_force]
    owned = by_unit(force)
    applying = sum(_applies(owned.get(unit, ()), on) for unit in units)
    with_map = Ratio(sum(unit in mapped for unit in units), len(units))
    ladders = (
        (Item.UNITS_WITH_MAP, with_map, "all-most-few-none"),
        (Item.MAPS_INTO_SOPS, _part(maps, lambda one: one.with_sop), "broken-down"),
        (Item.CROSS_FUNCTIONAL_INTO_SOPS, _part(lanes, lambda one: one.with_sop), "broken-down"),
        (Item.APPLIED, Ratio(applying, len(units)), "applied-by-units"),
    )
    rungs = [Rung(item, ratio, letter(ratio, cuts), rule) for item, ratio, rule in ladders]
    fresh = [one for one in force if within(one.evaluated, EVALUATION_MONTHS, on)]
    done = [one for one in fresh if one.followed_up]
    ever = any(one.evaluated is not None for one in force)
    if not force:
        mark = "-"
    elif len(fresh) == len(force):
        mark = "A" if len(done) == len(force) else "B"
    else:
        mark = "C" if ever else "D"
    rungs.append(Rung(Item.EVALUATED, Ratio(len(done), len(force)), mark, "evaluated-followed-up"))
    return tuple(rungs)


def zona_integritas(
    unit: str,
    sops: Sequence[Standing],
    *,
    cuts: Coverage,
    on: date,
    attested: Collection[Item] = (),
) -> tuple[Rung, ...]:
    """Judge the items on SOPs of one work unit.

    Args:
        unit: the unit.
        sops: all SOPs that are not retired, and those in force; those of other units are left out.
        cuts: where "all", "most" and "few" end, in per cent.
        on: the day for which it is judged.
        attested: items for which a person attests an innovation.
    """
    own = [one for one in sops if one.unit == unit]
    force = [one for one in own if one.in_force]
    refers = _part(own, lambda one: one.linked)
    applied = _part(force, lambda one: within(one.well, MONITORING_MONTHS, on))
    fresh = _part(force, lambda one: within(one.evaluated, EVALUATION_MONTHS, on))
    done = _part(
        force, lambda one: one.followed_up and within(one.evaluated, EVALUATION_MONTHS, on)
    )
    return (
        Rung(
            Item.ZI_REFERS,
            refers,
            _shifted(_all_some_none(refers), Item.ZI_REFERS in attested),
            "refers",
            unit,
        ),
        Rung(
            Item.ZI_APPLIED,
            applied,
            _shifted(letter(applied, cuts), Item.ZI_APPLIED in attested),
            "applied",
            unit,
        ),
        Rung(Item.ZI_EVALUATED, done, _zi_evaluated(fresh, done, cuts), "zi-evaluated", unit),
    )


def by_unit(every: Iterable[_Owned]) -> dict[str, list[_Owned]]:
    """Group maps or SOPs by the unit that owns them."""
    found: dict[str, list[_Owned]] = {}
    for one in every:
        found.setdefault(one.unit, []).append(one)
    return found


def due(sops: Iterable[Standing], on: date) -> tuple[Due, ...]:
    """List the monitoring and evaluation of SOPs in force, by the day they fall due, the earliest first."""
    found = []
    for one in sops:
        if not one.in_force or one.effective is None:
            continue
        for kind, last, months in (
            ("monitoring", one.monitored, MONITORING_MONTHS),
            ("evaluation", one.evaluated, EVALUATION_MONTHS),
        ):
            by = later(max(last, one.effective) if last else one.effective, months)
            found.append(Due(one, kind, by, overdue=by < on))
    return tuple(
        sorted(found, key=lambda one: (one.by, one.kind, one.standing.number, one.standing.sop))
    )


def within(day: date | None, months: int, on: date) -> bool:
    """Tell whether something was done in the last months before a day."""
    return day is not None and day <= on <= later(day, months)


def later(day: date, months: int) -> date:
    """Give the day some months later; the last of the month where it has no such day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return day.replace(
        year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1])
    )


def _part(every: Sequence[_One], has: Callable[[_One], bool]) -> Ratio:
    """Count those of all that have something."""
    return Ratio(sum(map(has, every)), len(every))


def _applies(own: Sequence[Standing], on: date) -> bool:
    """Tell whether a unit has SOPs in force and each was found running well in the last six months."""
    return bool(own) and all(within(one.well, MONITORING_MONTHS, on) for one in own)


def _all_some_none(ratio: Ratio) -> str:
    """Give A for all, B for some and C for none, before innovation is looked at."""
    if not ratio.all:
        return "-"
    return "A" if ratio.covered == ratio.all else "B" if ratio.covered else "C"


def _shifted(mark: str, innovates: bool) -> str:  # noqa: FBT001  (a yes or no)
    """Leave A to those who innovate: the ladder of the unit's form has one rung more at its top."""
    if mark == "-" or (mark == "A" and innovates):
        return mark
    return chr(ord(mark) + 1)


def _zi_evaluated(fresh: Ratio, done: Ratio, cuts: Coverage) -> str:
    """Judge evaluation: all followed up, most followed up, most but not followed up, few, never."""
    if not fresh.all:
        return "-"
    if letter(done, cuts) in {"A", "B"}:
        return letter(done, cuts)
    return {"A": "C", "B": "C", "C": "D", "D": "E"}[letter(fresh, cuts)]
