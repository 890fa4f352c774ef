"""General SOPs: one unit's SOP adopted by others, with actors and numbers of their own; their words survive its next edition."""

import pytest

from bpm2sop.errors import Missing, Refused, Stale
from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.adopting import (
    Adopt,
    accept_upstream,
    adopt,
    adoption_of,
    list_adoptions,
    make_general,
    upstream_changes,
)
from bpm2sop.workspace.approving import EditionAct, Enact, enact, revoke
from bpm2sop.workspace.exporting import export_sop
from bpm2sop.workspace.filling import fill
from bpm2sop.workspace.importing import relink
from bpm2sop.workspace.maps import list_maps, retire_map
from bpm2sop.workspace.material import effective
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.reviewing import EditCell, StepAct, edit_cell, review_step
from bpm2sop.workspace.units import add_unit
from bpm2sop.workspace.values import StepStatus
from bpm2sop.workspace.views import list_sops, sop_view
from tests.workspace.maps import ANI, BUDI, CICI, SERVICE, bring
from tests.workspace.test_approving import approved
from tests.workspace.test_filling import changed


def put_in_force(workspace: Workspace, sop: str, number: str) -> None:
    """Approve an SOP and put it in force."""
    edition = approved(workspace, sop)
    seen = sop_view(workspace, CICI, sop).version
    enact(workspace, CICI, Enact(sop, edition, seen, number, "2026-01-05", "2026-01-05"))


@pytest.fixture
def general(workspace: Workspace) -> str:
    """An SOP in force that is offered to all units."""
    bring(workspace, who=ANI)
    sop = list_sops(workspace, ANI)[0].id
    put_in_force(workspace, sop, "001")
    make_general(workspace, CICI, sop, seen=sop_view(workspace, CICI, sop).version)
    return sop


def taken(workspace: Workspace, general: str, name: str = "Dinas Kesehatan") -> str:
    """A unit adopts it, with its own name for the counter."""
    unit = add_unit(workspace, ANI, name).id
    return adopt(workspace, ANI, Adopt(general=general, unit=unit, actors={"Loket": "Resepsionis"}))


def renewed(workspace: Workspace, general: str) -> None:
    """The general SOP gets another edition: one step says something else, one is new."""
    steps = SERVICE.replace("Catat surat", "Catat dan pindai surat") + "; e Arsipkan surat @Staf"
    bring(workspace, steps, who=ANI)
    put_in_force(workspace, general, "001")


def test_an_adopted_sop_has_its_own_actors_and_an_open_number(
    workspace: Workspace, general: str
) -> None:
    """Steps and elements are those of the general one."""
    own = effective(workspace, taken(workspace, general))
    assert [actor.name for actor in own.actors] == ["Resepsionis", "Staf"]
    assert own.identity.number.value == ""
    assert [step.key for step in own.steps] == ["a", "b", "c", "d"]
    assert own.key != effective(workspace, general).key


def test_a_unit_may_bring_its_own_number(workspace: Workspace, general: str) -> None:
    """It stands on the working copy from the start; what is no number adopts nothing."""
    unit = add_unit(workspace, ANI, "Dinas Kesehatan").id
    with pytest.raises(Refused, match="text-too-long"):
        adopt(workspace, ANI, Adopt(general=general, unit=unit, number="x" * 20_000))
    assert list_adoptions(workspace, ANI) == ()
    own = adopt(workspace, ANI, Adopt(general=general, unit=unit, number="KES-007"))
    assert effective(workspace, own).identity.number.value == "KES-007"
    line = adoption_of(workspace, ANI, own)
    assert (line.general_id, line.unit) == (general, "Dinas Kesehatan")
    with pytest.raises(Missing, match="adoption-missing"):
        adoption_of(workspace, ANI, general)


def test_it_is_a_working_copy_like_any_other(workspace: Workspace, general: str) -> None:
    """Edited, reviewed, approved, in force under its own number, exported; the list of maps does not grow."""
    sop = taken(workspace, general)
    edit_cell(workspace, ANI, EditCell(sop, "a", Field.TIME, "1 hari", 0))
    put_in_force(workspace, sop, "KES-001")
    data = export_sop(workspace, ANI, sop, ["json", "pdf"], edition=1)
    assert len(data) == 2
    assert len(list_maps(workspace, ANI)) == 1
    relink(workspace, ANI)
    assert effective(workspace, sop).steps[0].time is not None


def test_its_filled_file_goes_back_to_itself(workspace: Workspace, general: str) -> None:
    """Not to the general one, from whose map it is; also after that has moved on."""
    sop = taken(workspace, general)
    (data,) = export_sop(workspace, ANI, sop, ["xlsx"]).values()
    filled = changed(data, {"Mencatat surat": "Membukukan surat"})
    renewed(workspace, general)
    accept_upstream(workspace, ANI, sop, seen=2)
    report = fill(workspace, BUDI, "isi.xlsx", filled, sop_id=sop)
    assert (report.sop, [cell.value for cell in (*report.cells, *report.conflicts)]) == (
        sop,
        ["Membukukan surat"],
    )
    with pytest.raises(Refused, match="fill-other"):
        fill(workspace, BUDI, "isi.xlsx", data, sop_id=general)
    texts = {step.step.text for step in sop_view(workspace, ANI, general).steps}
    assert "Membukukan surat" not in texts


def test_a_general_sop_that_is_revoked_makes_the_adopted_ones_suspect(
    workspace: Workspace, general: str
) -> None:
    """Nothing is there to follow, and that is said."""
    own = taken(workspace, general)
    seen = sop_view(workspace, CICI, general).version
    revoke(workspace, CICI, EditionAct(general, 1, seen, "diganti peraturan baru"))
    line = adoption_of(workspace, ANI, own)
    assert (line.suspect, line.why, line.upstream) == (True, "revoked", 1)
    assert upstream_changes(workspace, ANI, own) == ()
    with pytest.raises(Refused, match="general-not-in-force"):
        accept_upstream(workspace, ANI, own, seen=1)
    put_in_force(workspace, general, "002")
    assert adoption_of(workspace, ANI, own).why == "edition"


def test_a_general_sop_out_of_use_makes_the_adopted_ones_suspect(
    workspace: Workspace, general: str
) -> None:
    """Its map was retired after it was revoked."""
    own = taken(workspace, general)
    seen = sop_view(workspace, CICI, general).version
    revoke(workspace, CICI, EditionAct(general, 1, seen, "dicabut"))
    retire_map(workspace, CICI, list_maps(workspace, ANI)[0].id, seen=1)
    assert [one.why for one in list_adoptions(workspace, ANI)] == ["retired"]
    assert [line.id for line in list_sops(workspace, ANI)] == [own]


def test_an_edition_to_come_upstream_is_not_followed_yet(
    workspace: Workspace, general: str
) -> None:
    """On its day it makes the adopted ones suspect."""
    own = taken(workspace, general)
    edition = approved(workspace, general)
    seen = sop_view(workspace, CICI, general).version
    enact(workspace, CICI, Enact(general, edition, seen, "001", "2026-01-05", "2026-09-01"))
    line = adoption_of(workspace, ANI, own)
    assert (line.suspect, line.upstream) == (False, 1)


def test_another_edition_makes_the_adopted_ones_suspect(workspace: Workspace, general: str) -> None:
    """Each tells how many steps it touches; nothing changes by itself."""
    sop = taken(workspace, general)
    assert not list_adoptions(workspace, ANI)[0].suspect
    renewed(workspace, general)
    (line,) = list_adoptions(workspace, ANI, general)
    assert (line.suspect, line.edition, line.upstream, line.changes >= 2) == (True, 1, 2, True)
    assert upstream_changes(workspace, ANI, sop)
    assert len(effective(workspace, sop).steps) == 4


def test_own_words_survive_the_next_edition(workspace: Workspace, general: str) -> None:
    """And a step that was reviewed says why it is suspect."""
    sop = taken(workspace, general)
    edit_cell(workspace, ANI, EditCell(sop, "c", Field.TIME, "3 hari", 0))
    row = next(step for step in sop_view(workspace, BUDI, sop).steps if step.key == "c")
    review_step(workspace, BUDI, StepAct(sop, "c", row.seen))
    renewed(workspace, general)
    told = accept_upstream(workspace, ANI, sop, seen=2)
    view = sop_view(workspace, ANI, sop)
    step = next(step for step in view.steps if step.key == "c")
    assert step.cells[Field.TIME].value == "3 hari"
    assert step.status is StepStatus.SUSPECT
    assert [change.new for change in step.why] == ["Catat dan pindai surat"]
    assert told.suspects == 1
    own = effective(workspace, sop)
    assert [step.key for step in own.steps] == ["a", "b", "c", "d", "e"]
    assert own.actors[0].name == "Resepsionis"
    assert not list_adoptions(workspace, ANI)[0].suspect


def test_only_a_general_sop_in_force_is_adopted_and_once_a_unit(workspace: Workspace) -> None:
    """Each refusal says what is missing."""
    bring(workspace, who=ANI)
    sop = list_sops(workspace, ANI)[0].id
    unit = add_unit(workspace, ANI, "Dinas Kesehatan").id
    with pytest.raises(Refused, match="general-not"):
        adopt(workspace, ANI, Adopt(general=sop, unit=unit))
    make_general(workspace, CICI, sop, seen=sop_view(workspace, CICI, sop).version)
    with pytest.raises(Refused, match="general-not-in-force"):
        adopt(workspace, ANI, Adopt(general=sop, unit=unit))
    put_in_force(workspace, sop, "001")
    with pytest.raises(Missing, match="actor-missing"):
        adopt(workspace, ANI, Adopt(general=sop, unit=unit, actors={"Menteri": "Staf"}))
    adopt(workspace, ANI, Adopt(general=sop, unit=unit))
    with pytest.raises(Refused, match="general-twice"):
        adopt(workspace, ANI, Adopt(general=sop, unit=unit))


def test_an_old_look_at_the_general_sop_is_refused(workspace: Workspace, general: str) -> None:
    """And so is following what is followed already."""
    sop = taken(workspace, general)
    with pytest.raises(Refused, match="general-followed"):
        accept_upstream(workspace, ANI, sop, seen=1)
    renewed(workspace, general)
    with pytest.raises(Stale, match="edition-stale"):
        accept_upstream(workspace, ANI, sop, seen=1)
    with pytest.raises(Missing, match="adoption-missing"):
        accept_upstream(workspace, ANI, general, seen=2)
