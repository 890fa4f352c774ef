"""Which edition is in force on which day: what takes effect later waits for its day, and nothing lapses before it."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpm2sop.errors import Refused
from bpm2sop.store.terms import Term
from bpm2sop.workspace.approving import EditionAct, Enact, SopAct, enact, retire_sop, revoke
from bpm2sop.workspace.evaluating import WELL, FillForm, fill_form
from bpm2sop.workspace.exporting import Which, export_all
from bpm2sop.workspace.in_force import coming_after, in_force_on, stages_on
from bpm2sop.workspace.inspecting import fsck
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import LOCAL
from bpm2sop.workspace.views import list_sops, sop_view
from bpm2sop.writers.forms import FormKind
from tests.stores import Clock
from tests.workspace.maps import ANI, BUDI, CICI, bring
from tests.workspace.test_approving import approved, version

MAY, JUNE = date(2026, 5, 31), date(2026, 6, 1)


def term(number: int, effective: str, *, by: int = 0, revoked: str = "") -> Term:
    """An edition that was put in force for a day; `by` took its place, or it was revoked."""
    stage = "revoked" if revoked else "superseded" if by else "in_force"
    return Term("s", number, stage, 1, f"{number}/A", effective, revoked, by)


def numbers(terms: Sequence[Term], *days: date) -> list[int]:
    """The number of the edition in force on each day, 0 where none is."""
    found = (in_force_on(terms, day) for day in days)
    return [one.number if one is not None else 0 for one in found]


def test_an_edition_is_in_force_from_its_day() -> None:
    """Not the day before."""
    assert numbers([term(1, "2026-06-01")], MAY, JUNE) == [0, 1]


def test_an_edition_lapses_on_the_day_when_the_next_one_takes_effect() -> None:
    """Not when that one was put in force."""
    held = [term(1, "2026-01-05", by=2), term(2, "2026-06-01")]
    assert numbers(held, MAY, JUNE) == [1, 2]
    assert stages_on(held, MAY) == {1: "in_force", 2: "to_come"}
    assert stages_on(held, JUNE) == {1: "superseded", 2: "in_force"}


def test_an_edition_that_is_revoked_before_its_day_takes_no_place() -> None:
    """The one before it stays in force."""
    held = [term(1, "2026-01-05", by=2), term(2, "2026-06-01", revoked="2026-03-01")]
    assert numbers(held, MAY, JUNE) == [1, 1]
    assert coming_after(held, MAY) is None


def test_an_edition_that_is_revoked_in_force_leaves_none() -> None:
    """The one before it does not come back."""
    held = [term(1, "2026-01-05", by=2), term(2, "2026-03-01", revoked="2026-06-01")]
    assert numbers(held, MAY, JUNE) == [2, 0]


def test_what_replaced_an_edition_that_never_came_replaces_the_one_before_too() -> None:
    """The second was to come in June; the third takes effect in March."""
    held = [
        term(1, "2026-01-05", by=2),
        term(2, "2026-06-01", by=3),
        term(3, "2026-03-01"),
    ]
    assert numbers(held, date(2026, 2, 1), date(2026, 3, 1), JUNE) == [1, 3, 3]
    assert stages_on(held, MAY)[2] == "superseded"


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(days=st.lists(DAYS, min_size=1, max_size=5), on=DAYS)
def test_one_edition_is_in_force_from_the_first_day_on(days: list[date], on: date) -> None:
    """Each takes the place of the one before, whatever their days: never none, and the stages name the same one."""
    last = len(days)
    held = [
        term(number, day.isoformat(), by=number + 1 if number < last else 0)
        for number, day in enumerate(days, 1)
    ]
    force = in_force_on(held, on)
    begun = [number for number, day in enumerate(days, 1) if day <= on]
    assert (force.number if force else None) == (begun[-1] if begun else None)
    named = [number for number, stage in stages_on(held, on).items() if stage == "in_force"]
    assert named == ([force.number] if force else [])
    after = coming_after(held, on)
    if after is not None:
        assert in_force_on(held, date.fromisoformat(after.effective)) == after
        assert numbers(held, date.fromisoformat(after.effective) - timedelta(1)) != [after.number]


@pytest.fixture
def sop(workspace: Workspace) -> str:
    """An SOP whose first edition is in force; the second was put in force for the first of February."""
    bring(workspace, who=ANI)
    made = list_sops(workspace, ANI)[0].id
    for number, effective in (("1/A", "2026-01-05"), ("2/A", "2026-02-01")):
        edition = approved(workspace, made)
        seen = version(workspace, made)
        enact(workspace, CICI, Enact(made, edition, seen, number, "2026-01-05", effective))
    return made


def test_until_its_day_the_list_shows_the_edition_in_force(
    workspace: Workspace, clock: Clock, sop: str
) -> None:
    """With its number; on the day, the next one."""
    (line,) = list_sops(workspace, ANI)
    assert (line.number, line.edition_stage) == ("1/A", "in_force")
    assert [one.stage for one in sop_view(workspace, ANI, sop).editions] == ["in_force", "to_come"]
    clock.forward(days=40)
    (line,) = list_sops(workspace, ANI)
    assert (line.number, line.edition_stage) == ("2/A", "in_force")
    view = sop_view(workspace, ANI, sop)
    assert (view.number, [one.stage for one in view.editions]) == (
        "2/A",
        ["superseded", "in_force"],
    )


def test_an_edition_that_is_only_approved_leaves_the_sop_in_force(
    workspace: Workspace, clock: Clock, sop: str
) -> None:
    """The list tells both."""
    clock.forward(days=40)
    approved(workspace, sop)
    (line,) = list_sops(workspace, ANI)
    assert (line.edition_stage, line.in_force, line.number) == ("approved", True, "2/A")


def test_until_its_day_the_edition_in_force_is_written(
    workspace: Workspace, clock: Clock, tmp_path: Path, sop: str
) -> None:
    """And monitored; the next one is not yet."""
    which = Which(in_force=True)
    (line,) = export_all(workspace, ANI, tmp_path, ["json"], which=which)
    assert line.edition == 1
    form = {"sop": sop, "kind": FormKind.MONITORING, "on": "2026-01-05", "answers": {WELL: True}}
    with pytest.raises(Refused, match="form-not-in-force"):
        fill_form(workspace, BUDI, FillForm(**form, edition=2))
    fill_form(workspace, BUDI, FillForm(**form, edition=1))
    clock.forward(days=40)
    (line,) = export_all(workspace, ANI, tmp_path, ["json"], which=which)
    assert line.edition == 2


def test_an_edition_to_come_can_be_revoked(workspace: Workspace, clock: Clock, sop: str) -> None:
    """The one in force stays so, under its own number."""
    revoke(workspace, CICI, EditionAct(sop, 2, version(workspace, sop), "batal"))
    clock.forward(days=40)
    view = sop_view(workspace, ANI, sop)
    assert (view.number, [one.stage for one in view.editions]) == ("1/A", ["in_force", "revoked"])
    edition = approved(workspace, sop)
    enact(workspace, CICI, Enact(sop, edition, version(workspace, sop), "3/A", *["2026-02-01"] * 2))
    assert [one.stage for one in sop_view(workspace, ANI, sop).editions] == [
        "superseded",
        "revoked",
        "in_force",
    ]
    assert fsck(workspace, LOCAL).faults == ()


def test_the_edition_in_force_can_be_revoked_while_the_next_waits(
    workspace: Workspace, sop: str
) -> None:
    """Nothing is in force until that day; the SOP is not retired meanwhile."""
    revoke(workspace, CICI, EditionAct(sop, 1, version(workspace, sop), "dicabut"))
    assert [one.stage for one in sop_view(workspace, ANI, sop).editions] == ["revoked", "to_come"]
    with pytest.raises(Refused, match="edition-in-force"):
        retire_sop(workspace, CICI, SopAct(sop, version(workspace, sop)))
