"""A map split in two: what people wrote is offered its step in the other map, and goes there when a person says so."""

import pytest

from bpm2sop.errors import Missing, Refused
from bpm2sop.sources import SourceFile
from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.inspecting import fsck
from bpm2sop.workspace.maps import list_maps, retire_map
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.reviewing import (
    AddComment,
    EditCell,
    OrphanAct,
    StepAct,
    add_comment,
    edit_cell,
    place_orphan,
    review_step,
)
from bpm2sop.workspace.values import OrphanView, SopView, StepView
from bpm2sop.workspace.views import list_sops, sop_view
from tests.workspace.maps import ANI, BUDI, CICI, bpmn, bring

FIRST = "a Terima permohonan @Loket; b Periksa berkas @Loket"
SECOND = "k Cetak surat izin @Staf; l Tanda tangani izin @Kadin; m Serahkan izin @Loket"
RENEWED = "u Cetak surat izin @Staf; v Tanda tangani izin @Kadin; w Serahkan izin @Loket"


def split(workspace: Workspace, second: str = SECOND) -> tuple[str, str]:
    """A map on which people wrote is cut in two; the ids of both SOPs."""
    sop = bring(workspace, f"{FIRST}; {SECOND}", who=ANI).lines[0].sops[0].id
    for key in "ablkm":
        seen = row(sop_view(workspace, ANI, sop), key).cells[Field.TIME].seen
        edit_cell(workspace, ANI, EditCell(sop, key, Field.TIME, f"{key} hari", seen))
    for step in sop_view(workspace, BUDI, sop).steps:
        review_step(workspace, BUDI, StepAct(sop, step.key, step.seen))
    add_comment(workspace, ANI, AddComment(sop, "Berapa lembar?", "l"))
    halves = [
        SourceFile("surat.bpmn", bpmn(FIRST)),
        SourceFile("izin.bpmn", bpmn(second, process="Q")),
    ]
    import_maps(workspace, ANI, halves)
    return sop, next(one.id for one in list_sops(workspace, ANI) if one.id != sop)


def row(view: SopView, key: str) -> StepView:
    """A row by its step's key."""
    return next(step for step in view.steps if step.key == key)


def orphans(workspace: Workspace, sop: str) -> dict[str, OrphanView]:
    """The orphans of an SOP by their keys."""
    return {one.key: one for one in sop_view(workspace, ANI, sop).orphans}


@pytest.mark.parametrize(("second", "key"), [(SECOND, "l"), (RENEWED, "v")], ids=["ids", "renewed"])
def test_words_go_to_the_other_map_where_a_person_says_so(
    workspace: Workspace, second: str, key: str
) -> None:
    """With the review, for the step and all around it say what was reviewed, and with the remark."""
    first, other = split(workspace, second)
    orphan = orphans(workspace, first)["l"]
    assert [(one.sop, one.step) for one in orphan.elsewhere] == [(other, key)]
    place_orphan(workspace, ANI, OrphanAct(orphan.id, orphan.version, key, sop=other))
    assert orphans(workspace, first).keys() == {"k", "m"}
    found = row(sop_view(workspace, ANI, other), key)
    assert (found.cells[Field.TIME].value, found.status, found.why) == ("l hari", "reviewed", ())
    assert [one.text for one in found.comments] == ["Berapa lembar?"]
    assert fsck(workspace, CICI).faults == ()


def test_a_review_that_saw_something_else_is_suspect_there(workspace: Workspace) -> None:
    """The step is performed by another in the new map."""
    first, other = split(workspace, SECOND.replace("@Kadin", "@Sekda"))
    orphan = orphans(workspace, first)["l"]
    place_orphan(workspace, ANI, OrphanAct(orphan.id, orphan.version, "l", sop=other))
    found = row(sop_view(workspace, ANI, other), "l")
    assert (found.status, [change.facet for change in found.why]) == ("suspect", ["actor"])


def test_words_go_to_no_step_that_is_not_there_or_not_worked_on(workspace: Workspace) -> None:
    """Nothing is changed."""
    first, other = split(workspace)
    orphan = orphans(workspace, first)["l"]
    with pytest.raises(Missing) as missing:
        place_orphan(workspace, ANI, OrphanAct(orphan.id, orphan.version, "x", sop=other))
    assert missing.value.code == "step-missing"
    file = next(one for one in list_maps(workspace, ANI) if one.name == "izin.bpmn")
    retire_map(workspace, CICI, file.id, seen=file.version)
    assert orphans(workspace, first)["l"].elsewhere == ()
    with pytest.raises(Refused) as retired:
        place_orphan(workspace, ANI, OrphanAct(orphan.id, orphan.version, "l", sop=other))
    assert retired.value.code == "sop-retired"
    assert orphans(workspace, first)["l"].version == orphan.version


def test_orphans_of_a_retired_map_may_still_be_placed(workspace: Workspace) -> None:
    """Its map is out of use; what was written is not."""
    first, other = split(workspace)
    file = next(one for one in list_maps(workspace, ANI) if one.name == "surat.bpmn")
    retire_map(workspace, CICI, file.id, seen=file.version)
    orphan = orphans(workspace, first)["l"]
    assert [one.sop for one in orphan.elsewhere] == [other]
    place_orphan(workspace, ANI, OrphanAct(orphan.id, orphan.version, "l", sop=other))
    assert row(sop_view(workspace, ANI, other), "l").cells[Field.TIME].value == "l hari"
