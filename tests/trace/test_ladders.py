"""The letters of the self-assessment forms, as sop-ap.md 3.1 and 3.2 have them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpm2sop.settings import Coverage
from bpm2sop.trace.ladders import (
    Item,
    MapStanding,
    Standing,
    due,
    later,
    pmprb,
    zona_integritas,
)
from bpm2sop.trace.values import Ratio, letter

DAY = date(2026, 11, 21)
CUTS = Coverage()
GOOD = Standing(
    sop="a",
    title="Pelayanan Izin",
    unit="Dinas",
    linked=True,
    in_force=True,
    effective=date(2025, 1, 2),
    monitored=date(2026, 9, 1),
    well=date(2026, 9, 1),
    evaluated=date(2026, 2, 1),
    followed_up=True,
)


def _letters(
    *sops: Standing, maps: Sequence[MapStanding] = (), units: Sequence[str] = ("Dinas",)
) -> dict[Item, str]:
    rungs = pmprb(sops, maps, units, cuts=CUTS, cross_functional=3, on=DAY)
    return {rung.item: rung.letter for rung in rungs}


def _unit_letters(*sops: Standing, attested: Sequence[Item] = ()) -> dict[Item, str]:
    rungs = zona_integritas("Dinas", sops, cuts=CUTS, on=DAY, attested=attested)
    return {rung.item: rung.letter for rung in rungs}


@pytest.mark.parametrize(
    ("covered", "total", "mark"),
    [(4, 4, "A"), (3, 4, "B"), (2, 4, "C"), (1, 4, "C"), (0, 4, "D"), (0, 0, "-")],
)
def test_all_most_few_none(covered: int, total: int, mark: str) -> None:
    """All most few none."""
    assert letter(Ratio(covered, total), CUTS) == mark


def test_the_profile_moves_the_cut_offs() -> None:
    """The profile moves the cut offs."""
    assert letter(Ratio(8, 10), Coverage(a=80, b=40, c=10)) == "A"
    assert letter(Ratio(1, 10), Coverage(a=80, b=40, c=10)) == "D"


@given(covered=st.integers(0, 50), more=st.integers(0, 50), total=st.integers(1, 50))
def test_more_coverage_never_gives_a_worse_letter(covered: int, more: int, total: int) -> None:
    """More coverage never gives a worse letter."""
    low = min(covered, total)
    high = min(low + more, total)
    assert letter(Ratio(high, total), CUTS) <= letter(Ratio(low, total), CUTS)


def test_maps_into_sops_counts_all_maps_and_the_next_item_only_the_cross_functional() -> None:
    """Maps into SOPs counts all maps and the next item only the cross functional."""
    maps = [
        MapStanding(key="1", title="Peta proses", unit="Dinas", level=1),
        MapStanding(key="2", title="Peta lintas fungsi", unit="Dinas", level=3, with_sop=True),
    ]
    letters = _letters(maps=maps)
    assert letters[Item.MAPS_INTO_SOPS] == "C"
    assert letters[Item.CROSS_FUNCTIONAL_INTO_SOPS] == "A"


def test_a_unit_without_any_map_lowers_the_first_item() -> None:
    """A unit without any map lowers the first item."""
    maps = [MapStanding(key="1", title="Peta", unit="Dinas", level=3)]
    assert _letters(maps=maps, units=("Dinas", "Badan"))[Item.UNITS_WITH_MAP] == "C"


def test_a_unit_applies_its_sops_when_each_was_found_running_well_in_six_months() -> None:
    """A unit applies its SOPs when each was found running well in six months."""
    assert _letters(GOOD)[Item.APPLIED] == "A"
    assert _letters(GOOD, replace(GOOD, sop="b", well=date(2026, 5, 20)))[Item.APPLIED] == "D"


def test_a_unit_without_an_sop_in_force_applies_none() -> None:
    """A unit without an SOP in force applies none."""
    assert _letters(replace(GOOD, in_force=False))[Item.APPLIED] == "D"


def test_evaluated_and_all_followed_up_is_a() -> None:
    """Evaluated and all followed up is a."""
    assert _letters(GOOD)[Item.EVALUATED] == "A"


def test_evaluated_but_not_all_followed_up_is_b() -> None:
    """Evaluated but not all followed up is b."""
    assert _letters(GOOD, replace(GOOD, sop="b", followed_up=False))[Item.EVALUATED] == "B"


def test_not_all_evaluated_is_c_and_none_ever_is_d() -> None:
    """Not all evaluated is c and none ever is d."""
    never = replace(GOOD, sop="b", evaluated=None, followed_up=False)
    assert _letters(GOOD, never)[Item.EVALUATED] == "C"
    assert _letters(never)[Item.EVALUATED] == "D"


def test_a_unit_gets_a_only_with_an_attested_innovation() -> None:
    """A unit gets a only with an attested innovation."""
    assert _unit_letters(GOOD)[Item.ZI_REFERS] == "B"
    assert _unit_letters(GOOD, attested=[Item.ZI_REFERS])[Item.ZI_REFERS] == "A"


def test_an_innovation_alone_helps_nothing() -> None:
    """An innovation alone helps nothing."""
    without = replace(GOOD, linked=False)
    assert _unit_letters(without, attested=[Item.ZI_REFERS])[Item.ZI_REFERS] == "D"


def test_sops_of_other_units_do_not_count_for_a_unit() -> None:
    """SOPs of other units do not count for a unit."""
    other = replace(GOOD, sop="b", unit="Badan", linked=False)
    assert _unit_letters(GOOD, other)[Item.ZI_REFERS] == "B"


@pytest.mark.parametrize(
    ("evaluated", "followed_up", "mark"),
    [(4, 4, "A"), (4, 3, "B"), (4, 1, "C"), (3, 0, "C"), (1, 1, "D"), (1, 0, "D"), (0, 0, "E")],
)
def test_evaluation_of_a_unit(evaluated: int, followed_up: int, mark: str) -> None:
    """Evaluation of a unit."""
    sops = [
        replace(
            GOOD,
            sop=str(at),
            evaluated=GOOD.evaluated if at < evaluated else None,
            followed_up=at < followed_up,
        )
        for at in range(4)
    ]
    assert _unit_letters(*sops)[Item.ZI_EVALUATED] == mark


def test_nothing_to_count_has_no_letter() -> None:
    """Nothing to count has no letter."""
    assert set(_unit_letters().values()) == {"-"}


def test_due_days_follow_the_last_form_and_the_earliest_comes_first() -> None:
    """Due days follow the last form and the earliest comes first."""
    listed = [(one.kind, one.by.isoformat(), one.overdue) for one in due([GOOD], DAY)]
    assert listed == [("evaluation", "2027-02-01", False), ("monitoring", "2027-03-01", False)]


def test_never_monitored_is_due_six_months_after_it_took_effect() -> None:
    """Never monitored is due six months after it took effect."""
    never = replace(GOOD, monitored=None, evaluated=None)
    listed = [(one.kind, one.by.isoformat(), one.overdue) for one in due([never], DAY)]
    assert listed == [("monitoring", "2025-07-02", True), ("evaluation", "2026-01-02", True)]


def test_a_monitoring_that_found_it_wanting_was_held_but_applies_nothing() -> None:
    """A monitoring that found it wanting was held but applies nothing."""
    bad = replace(GOOD, monitored=date(2026, 11, 1), well=None)
    listed = [(one.kind, one.by.isoformat()) for one in due([bad], DAY)]
    assert listed == [("evaluation", "2027-02-01"), ("monitoring", "2027-05-01")]
    assert (_letters(bad)[Item.APPLIED], _unit_letters(bad)[Item.ZI_APPLIED]) == ("D", "E")


def test_what_is_not_in_force_is_never_due() -> None:
    """What is not in force is never due."""
    assert due([replace(GOOD, in_force=False)], DAY) == ()


def test_a_month_without_that_day_ends_on_its_last() -> None:
    """A month without that day ends on its last."""
    assert later(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert later(date(2027, 8, 31), 6) == date(2028, 2, 29)
