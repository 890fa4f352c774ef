"""Reorganisation: what it touches is shown before, and carried out in every SOP; maps and editions in force stay."""

import pytest

from bpm2sop.errors import Forbidden, Missing, Refused, Stale
from bpm2sop.sources import SourceFile
from bpm2sop.store import audit
from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.approving import Enact, edition_view, enact
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.material import effective
from bpm2sop.workspace.opening import Workspace
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
from bpm2sop.workspace.reviewing import EditCell, edit_cell
from bpm2sop.workspace.rights import Role
from bpm2sop.workspace.submitting import SopAct, submit
from bpm2sop.workspace.views import list_sops, sop_view
from tests.workspace.maps import ANI, CICI, SERVICE, bpmn, bring, count_statements, person
from tests.workspace.test_approving import approved

OTHER = "a Susun laporan @Staf; b Setujui laporan @Kepala Dinas"


def two(workspace: Workspace) -> dict[str, str]:
    """Two SOPs; their ids by title."""
    sources = [
        SourceFile("surat.bpmn", bpmn(SERVICE)),
        SourceFile("laporan.bpmn", bpmn(OTHER, process="Q", name="Pelaporan")),
    ]
    import_maps(workspace, ANI, sources)
    return {line.title: line.id for line in list_sops(workspace, ANI)}


def done(workspace: Workspace, change: Change) -> None:
    """Look at a change, and carry it out."""
    carry_out(workspace, ANI, change, seen=preview_change(workspace, ANI, change).seen)


def performers(workspace: Workspace, sop: str) -> list[str]:
    """Who performs the steps of an SOP, by name, in the table's order."""
    told = effective(workspace, sop)
    names = {actor.id: actor.name for actor in told.actors}
    return [names[one] for step in told.steps for one in step.actors]


def test_the_preview_names_every_sop_and_step(workspace: Workspace) -> None:
    """And changes nothing."""
    two(workspace)
    found = preview_change(workspace, ANI, Rename("staf", "Pelaksana Umum"))
    assert {(one.title, one.actor, one.steps) for one in found.touched} == {
        ("Pelayanan surat", "Staf", ("3", "4")),
        ("Pelaporan", "Staf", ("1",)),
    }
    assert {line.name for line in list_actors(workspace, ANI)} == {"Loket", "Staf", "Kepala Dinas"}


def test_a_renamed_actor_has_its_new_name_in_every_sop(workspace: Workspace) -> None:
    """In the table, in the cell, in later versions of the map; each SOP says why."""
    ids = two(workspace)
    done(workspace, Rename("Staf", "Pelaksana Umum"))
    assert performers(workspace, ids["Pelaporan"]) == ["Pelaksana Umum", "Kepala Dinas"]
    view = sop_view(workspace, ANI, ids["Pelaporan"])
    assert view.steps[0].cells[Field.ACTORS].value == "Pelaksana Umum"
    assert ["Staf" in remark.text for remark in view.comments] == [True]
    bring(workspace, SERVICE.replace("Kirim surat", "Kirim surat segera"), who=ANI)
    assert performers(workspace, ids["Pelayanan surat"])[-1] == "Pelaksana Umum"


def test_merged_actors_are_one_column(workspace: Workspace) -> None:
    """Under the name given."""
    ids = two(workspace)
    done(workspace, Merge(("Loket", "Staf"), "Loket Terpadu"))
    assert performers(workspace, ids["Pelayanan surat"]) == ["Loket Terpadu"] * 4
    assert len(effective(workspace, ids["Pelayanan surat"]).actors) == 1


def test_a_split_gives_the_steps_named_to_the_other(workspace: Workspace) -> None:
    """The rest to the first; who said so stands at the cell."""
    ids = two(workspace)
    sop = ids["Pelayanan surat"]
    done(workspace, Split("Staf", ("Arsiparis", "Kurir"), {(sop, "d"): "Kurir"}))
    assert performers(workspace, sop) == ["Loket", "Loket", "Arsiparis", "Kurir"]
    assert performers(workspace, ids["Pelaporan"]) == ["Arsiparis", "Kepala Dinas"]
    assert sop_view(workspace, ANI, sop).steps[3].cells[Field.ACTORS].who == "ani"


def test_an_abolished_actor_passes_its_work_on(workspace: Workspace) -> None:
    """Or keeps its steps, and its record says that it is no more."""
    ids = two(workspace)
    done(workspace, Abolish("Staf", "Loket"))
    assert performers(workspace, ids["Pelaporan"]) == ["Loket", "Kepala Dinas"]
    done(workspace, Abolish("Kepala Dinas"))
    assert performers(workspace, ids["Pelaporan"]) == ["Loket", "Kepala Dinas"]
    states = {line.name: line.state for line in list_actors(workspace, ANI)}
    assert states["Kepala Dinas"] == "abolished"


def test_an_edition_in_force_stays_as_it_was_approved(workspace: Workspace) -> None:
    """Only the working copy has the new name."""
    sop = two(workspace)["Pelayanan surat"]
    number = approved(workspace, sop)
    seen = sop_view(workspace, CICI, sop).version
    enact(workspace, CICI, Enact(sop, number, seen, "001", "2026-01-05", "2026-01-05"))
    done(workspace, Rename("Staf", "Pelaksana Umum"))
    kept = edition_view(workspace, ANI, sop, number)
    assert kept.line.stage == "in_force"
    assert "Staf" in {actor.name for actor in kept.sop.actors}
    assert "Pelaksana Umum" in performers(workspace, sop)


def test_the_preview_names_the_number_in_force(workspace: Workspace) -> None:
    """It is the edition's, which will be replaced."""
    sop = two(workspace)["Pelayanan surat"]
    number = approved(workspace, sop)
    seen = sop_view(workspace, CICI, sop).version
    enact(workspace, CICI, Enact(sop, number, seen, "001", "2026-01-05", "2026-01-05"))
    found = preview_change(workspace, ANI, Rename("Staf", "Pelaksana Umum"))
    assert {one.title: one.number for one in found.touched} == {
        "Pelayanan surat": "001",
        "Pelaporan": "",
    }


def test_a_submitted_sop_goes_back_to_draft(workspace: Workspace) -> None:
    """For it is no longer what was submitted."""
    sop = two(workspace)["Pelayanan surat"]
    submit(workspace, ANI, SopAct(sop, sop_view(workspace, ANI, sop).version, "lengkap"))
    done(workspace, Rename("Staf", "Pelaksana Umum"))
    assert sop_view(workspace, ANI, sop).stage == "draft"


def test_words_typed_before_are_kept(workspace: Workspace) -> None:
    """A reorganisation touches actors, and nothing else."""
    sop = two(workspace)["Pelayanan surat"]
    edit_cell(workspace, ANI, EditCell(sop, "c", Field.TIME, "2 hari", 0))
    done(workspace, Rename("Staf", "Pelaksana Umum"))
    cell = sop_view(workspace, ANI, sop).steps[2].cells[Field.TIME]
    assert (cell.value, cell.who) == ("2 hari", "ani")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (Rename("Staf", "Loket"), "actor-twin"),
        (Merge(("Staf",), "staf"), "actor-alone"),
        (Split("Staf", ("Kurir",)), "actor-alone"),
        (Abolish("Staf", "STAF"), "actor-alone"),
        (Rename("Staf", "  "), "name-length"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(
    workspace: Workspace, change: Change, code: str
) -> None:
    """Nothing is changed."""
    two(workspace)
    with pytest.raises(Refused, match=code):
        done(workspace, change)
    with workspace.store.reading() as connection:
        assert next(audit.acts(connection)).act != "reorganise"


def test_an_actor_whom_nobody_has_is_not_found(workspace: Workspace) -> None:
    """Neither is a step that is not there."""
    two(workspace)
    with pytest.raises(Missing, match="actor-missing"):
        preview_change(workspace, ANI, Rename("Menteri", "Staf Ahli"))
    with pytest.raises(Missing, match="step-missing"):
        done(workspace, Split("Staf", ("A", "B"), {("no-such", "a"): "B"}))


def test_an_old_look_at_the_set_is_refused(workspace: Workspace) -> None:
    """Somebody brought another map meanwhile."""
    two(workspace)
    change = Rename("Staf", "Pelaksana Umum")
    seen = preview_change(workspace, ANI, change).seen
    bring(workspace, SERVICE.replace("Kirim", "Antar"), who=ANI)
    with pytest.raises(Stale, match="set-changed"):
        carry_out(workspace, ANI, change, seen=seen)


def test_only_who_keeps_house_reorganises(workspace: Workspace) -> None:
    """Anyone may look."""
    two(workspace)
    change = Rename("Staf", "Pelaksana Umum")
    reader = person("eko", Role.REVIEWER)
    seen = preview_change(workspace, reader, change).seen
    with pytest.raises(Forbidden):
        carry_out(workspace, reader, change, seen=seen)


def test_looking_takes_as_many_queries_for_many_sops_as_for_one(workspace: Workspace) -> None:
    """What people wrote is read for all of them at once; their drafts are remembered."""
    change = Rename("Staf", "Pelaksana Umum")
    bring(workspace, who=ANI)
    preview_change(workspace, ANI, change)
    one = count_statements(workspace, lambda: preview_change(workspace, ANI, change))
    for number in range(5):
        steps = SERVICE.replace("surat", f"surat {number}")
        bring(workspace, steps, name=f"{number}.bpmn", who=ANI)
    preview_change(workspace, ANI, change)
    assert count_statements(workspace, lambda: preview_change(workspace, ANI, change)) == one
