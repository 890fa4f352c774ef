"""The proof of tables that somebody has edited: whatever stands in them, it answers with what differs."""

from msgspec.structs import replace

from bpm2sop.decompose.proof import differences
from bpm2sop.drafting import Settings, draft_file
from bpm2sop.model.sop import Next, NextKind, Sop
from tests.drafting.small import line, read

MAP = line("Menerima surat", "Memeriksa surat", "Mengarsipkan surat")


def clauses(sop: Sop) -> set[str]:
    """Name the clauses that a table breaks beside `MAP`."""
    return {difference.clause for difference in differences(read(MAP).maps[0], sop)}


def drafted() -> Sop:
    """Draft `MAP`."""
    (sop,) = draft_file(read(MAP), Settings())
    return sop


def test_a_draft_differs_in_nothing() -> None:
    """What is drafted says what the map says."""
    assert clauses(drafted()) == set()


def test_steps_below_a_task_are_in_no_scope() -> None:
    """A task holds nothing: rows that were moved below it stand in the list of another scope."""
    sop = drafted()
    first, second, third = sop.steps
    moved = replace(sop, steps=(replace(first, steps=(second, third)),))
    assert "C2" in clauses(moved)


def test_an_exception_that_runs_through_nothing_leads_nowhere() -> None:
    """An exception begins with a boundary event; one without is no arrow of the map."""
    sop = drafted()
    first, second, third = sop.steps
    arrow = Next(to=third.key, kind=NextKind.EXCEPTION, via=())
    bent = replace(sop, steps=(replace(first, next=(*first.next, arrow)), second, third))
    assert "C8" in clauses(bent)
