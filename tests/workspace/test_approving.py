"""From draft to edition: submitted, verified, approved, in force, superseded, revoked; nobody passes what they wrote."""

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from bpm2sop.errors import Forbidden, Missing, Refused, Stale
from bpm2sop.settings import Review
from bpm2sop.sources import SourceFile
from bpm2sop.trace.matching_changes import What
from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.approving import (
    EditionAct,
    Enact,
    SopAct,
    approve,
    compare_editions,
    edition_view,
    enact,
    list_editions,
    retire_sop,
    revoke,
    send_back,
    submit,
    verify,
)
from bpm2sop.workspace.exporting import Which, export_all, export_sop
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.reviewing import EditCell, edit_cell
from bpm2sop.workspace.rights import LOCAL, Person
from bpm2sop.workspace.views import list_sops, sop_view
from tests.workspace.maps import ANI, BUDI, CICI, SERVICE, bpmn, bring


def version(workspace: Workspace, sop: str) -> int:
    """The version of an SOP as a page shows it."""
    return sop_view(workspace, ANI, sop).version


def ask(workspace: Workspace, sop: str, word: str = "") -> SopAct:
    """An act on an SOP as it is."""
    return SopAct(sop, version(workspace, sop), word)


def type_time(workspace: Workspace, sop: str, value: str, *, who: Person = ANI) -> bool:
    """Somebody types a time; tells whether this took the SOP back to draft."""
    cell = sop_view(workspace, who, sop).steps[1].cells[Field.TIME]
    return edit_cell(workspace, who, EditCell(sop, "b", Field.TIME, value, cell.seen)).reopened


def approved(workspace: Workspace, sop: str) -> int:
    """Ani submits, Budi verifies, Cici approves; the edition's number."""
    submit(workspace, ANI, ask(workspace, sop, "data follow"))
    verify(workspace, BUDI, ask(workspace, sop))
    return approve(workspace, CICI, ask(workspace, sop)).number


def in_force(workspace: Workspace, sop: str, number: str = "1/SOP/2026") -> int:
    """As `approved`, and put in force."""
    edition = approved(workspace, sop)
    days = ("2026-01-05", "2026-01-05")
    enact(workspace, CICI, Enact(sop, edition, version(workspace, sop), number, *days))
    return edition


def new_sop(workspace: Workspace) -> str:
    """The id of the SOP of a map just imported."""
    return bring(workspace, who=ANI).lines[0].sops[0].id


def rule_of_times(document: bytes) -> list[str]:
    """What a document says of steps without a time."""
    found = json.loads(document)["findings"]
    return [one["message"] for one in found if one["rule"] == "sop-time-missing"]


def test_documents_tell_findings_of_what_people_wrote(workspace: Workspace) -> None:
    """Not of the draft beneath: who fills in a time is not told in the document that it is missing."""
    sop = new_sop(workspace)
    (before,) = export_sop(workspace, ANI, sop, ["json"]).values()
    for step in sop_view(workspace, ANI, sop).steps:
        seen = step.cells[Field.TIME].seen
        edit_cell(workspace, ANI, EditCell(sop, step.key, Field.TIME, "5 menit", seen))
    (after,) = export_sop(workspace, ANI, sop, ["json"]).values()
    assert (len(rule_of_times(before)), rule_of_times(after)) == (1, [])
    edition = approved(workspace, sop)
    (frozen,) = export_sop(workspace, ANI, sop, ["json"], edition=edition).values()
    assert rule_of_times(frozen) == []


def test_a_computer_without_users_signs_nothing(workspace: Workspace) -> None:
    """Who approves has no name there: the cell is left for a person to fill."""
    sop = new_sop(workspace)
    submit(workspace, ANI, ask(workspace, sop, "data follow"))
    verify(workspace, BUDI, ask(workspace, sop))
    edition = approve(workspace, LOCAL, ask(workspace, sop)).number
    assert edition_view(workspace, ANI, sop, edition).sop.identity.approved_by.value == ""


def test_an_sop_goes_from_draft_to_an_edition(workspace: Workspace) -> None:
    """Each with who and when; the working copy is a draft again."""
    sop = new_sop(workspace)
    assert approved(workspace, sop) == 1
    (edition,) = list_editions(workspace, ANI, sop)
    assert edition.stage == "approved"
    assert [edition.acts[act]["who"] for act in ("submitted", "verified", "approved")] == [
        "ani",
        "budi",
        "cici",
    ]
    assert sop_view(workspace, ANI, sop).stage == "draft"


def test_the_hash_of_an_edition_is_that_of_its_json(workspace: Workspace) -> None:
    """Before and after it is put in force."""
    sop = new_sop(workspace)
    approved(workspace, sop)
    view = edition_view(workspace, ANI, sop, 1)
    assert hashlib.sha256(view.document).hexdigest() == view.line.sha256
    days = ("2026-01-05", "2026-02-01")
    enact(workspace, CICI, Enact(sop, 1, version(workspace, sop), "7", *days))
    view = edition_view(workspace, ANI, sop, 1)
    assert hashlib.sha256(view.document).hexdigest() == view.line.sha256
    assert view.line.acts["approved"]["sha256"] != view.line.sha256


def test_the_identity_of_an_edition_in_force_is_filled_by_the_acts(workspace: Workspace) -> None:
    """Number, dates in words, who approved."""
    sop = new_sop(workspace)
    in_force(workspace, sop)
    identity = edition_view(workspace, ANI, sop, 1).sop.identity
    cells = (identity.number, identity.created, identity.effective, identity.approved_by)
    assert [cell.value for cell in cells] == [
        "1/SOP/2026",
        "5 Januari 2026",
        "5 Januari 2026",
        "Cici",
    ]
    assert {cell.source.value for cell in cells} == {"person"}
    assert identity.revised.value == ""
    assert list_sops(workspace, ANI)[0].number == "1/SOP/2026"


@pytest.mark.parametrize("act", ["verify", "approve"])
def test_nobody_passes_what_they_wrote(workspace: Workspace, act: str) -> None:
    """Who typed since the last edition is an author, whoever submitted."""
    sop = new_sop(workspace)
    type_time(workspace, sop, "3 hari", who=BUDI)
    submit(workspace, ANI, ask(workspace, sop, "data follow"))
    with pytest.raises(Forbidden) as told:
        verify(workspace, BUDI, ask(workspace, sop))
    assert told.value.code == "author-may-not"
    if act == "approve":
        verify(workspace, CICI, ask(workspace, sop))
        with pytest.raises(Forbidden):
            approve(workspace, ANI, ask(workspace, sop))
    assert not list_editions(workspace, ANI, sop)


def test_a_profile_may_let_an_office_of_one_approve(workspace: Workspace) -> None:
    """The setting is the agency's own choice."""
    profile = replace(workspace.settings.profile, review=Review(author_may_approve=True))
    alone = replace(workspace, settings=replace(workspace.settings, profile=profile))
    sop = new_sop(alone)
    submit(alone, ANI, ask(alone, sop, "data follow"))
    verify(alone, ANI, ask(alone, sop))
    assert approve(alone, ANI, ask(alone, sop)).number == 1


def test_an_edit_takes_a_submitted_sop_back_to_draft(workspace: Workspace) -> None:
    """And says so."""
    sop = new_sop(workspace)
    submit(workspace, ANI, ask(workspace, sop, "data follow"))
    assert type_time(workspace, sop, "3 hari")
    view = sop_view(workspace, ANI, sop)
    assert (view.stage, dict(view.acts)) == ("draft", {})


def test_a_changed_map_takes_a_submitted_sop_back_to_draft(workspace: Workspace) -> None:
    """The report says which."""
    sop = new_sop(workspace)
    submit(workspace, ANI, ask(workspace, sop, "data follow"))
    report = bring(workspace, f"{SERVICE}; e Arsipkan surat @Staf")
    assert [one.reopened for one in report.lines[0].sops] == [True]
    assert sop_view(workspace, ANI, sop).stage == "draft"


def test_errors_are_accepted_with_a_reason_only(workspace: Workspace) -> None:
    """The reason stays with the edition."""
    broken = "a Terima @Loket; b  @Loket; c Catat surat @Staf"
    sop = bring(workspace, broken, who=ANI).lines[0].sops[0].id
    assert sop_view(workspace, ANI, sop).counts.errors
    with pytest.raises(Refused) as told:
        submit(workspace, ANI, ask(workspace, sop))
    assert told.value.code == "submit-errors"
    submit(workspace, ANI, ask(workspace, sop, "named next year"))
    assert sop_view(workspace, ANI, sop).acts["submitted"]["word"] == "named next year"


def test_what_waits_for_a_decision_is_named_and_stops_a_submission(workspace: Workspace) -> None:
    """First conflicts, then words whose step is gone."""
    sop = new_sop(workspace)
    type_time(workspace, sop, "3 hari")
    edit_cell(workspace, ANI, EditCell(sop, "c", Field.TEXT, "Salin surat", 0))
    bring(workspace, "a Terima berkas @Loket; c Catat agenda surat @Staf; d Kirim surat @Staf")
    with pytest.raises(Refused) as told:
        submit(workspace, ANI, ask(workspace, sop, "data follow"))
    assert (told.value.code, told.value.params["cells"]) == ("submit-conflicts", "2 text")
    cell = sop_view(workspace, ANI, sop).steps[1].cells[Field.TEXT]
    edit_cell(workspace, ANI, EditCell(sop, "c", Field.TEXT, "Salin surat", cell.seen))
    with pytest.raises(Refused) as told:
        submit(workspace, ANI, ask(workspace, sop, "data follow"))
    assert (told.value.code, told.value.params["names"]) == ("submit-orphans", "Periksa berkas")


def test_an_act_on_what_was_seen_earlier_is_stale(workspace: Workspace) -> None:
    """Nobody submits or approves words that they have not seen."""
    sop = new_sop(workspace)
    seen = ask(workspace, sop, "data follow")
    type_time(workspace, sop, "3 hari")
    with pytest.raises(Stale):
        submit(workspace, ANI, seen)


def test_steps_of_the_way_cannot_be_left_out(workspace: Workspace) -> None:
    """Each says where the SOP is."""
    sop = new_sop(workspace)
    with pytest.raises(Refused) as told:
        approve(workspace, CICI, ask(workspace, sop))
    assert told.value.code == "stage-draft"
    submit(workspace, ANI, ask(workspace, sop, "data follow"))
    with pytest.raises(Refused) as told:
        approve(workspace, CICI, ask(workspace, sop))
    assert told.value.code == "stage-submitted"


def test_an_sop_is_sent_back_with_a_word(workspace: Workspace) -> None:
    """Without one it is not."""
    sop = new_sop(workspace)
    submit(workspace, ANI, ask(workspace, sop, "data follow"))
    with pytest.raises(Refused) as told:
        send_back(workspace, BUDI, ask(workspace, sop))
    assert told.value.code == "word-needed"
    send_back(workspace, BUDI, ask(workspace, sop, "step 2 has no time"))
    view = sop_view(workspace, ANI, sop)
    assert (view.stage, view.acts["sent_back"]["word"]) == ("draft", "step 2 has no time")


def test_a_later_edition_supersedes_the_one_in_force(workspace: Workspace) -> None:
    """Until then that one stays in force, whatever is typed."""
    sop = new_sop(workspace)
    in_force(workspace, sop)
    type_time(workspace, sop, "3 hari")
    approved(workspace, sop)
    assert [edition.stage for edition in list_editions(workspace, ANI, sop)] == [
        "in_force",
        "approved",
    ]
    days = ("2026-01-05", "2026-01-05")
    enact(workspace, CICI, Enact(sop, 2, version(workspace, sop), "1/SOP/2026", *days))
    assert [edition.stage for edition in list_editions(workspace, ANI, sop)] == [
        "superseded",
        "in_force",
    ]
    assert edition_view(workspace, ANI, sop, 2).sop.identity.revised.value == "5 Januari 2026"


def test_a_number_belongs_to_one_sop_in_force(workspace: Workspace) -> None:
    """Another one is told whose it is; small letters make no other number."""
    names = ("satu", "dua")
    sources = [SourceFile(f"{n}.bpmn", bpmn(SERVICE, process=n, name=n)) for n in names]
    first, second = (line.sops[0].id for line in import_maps(workspace, ANI, sources).lines)
    in_force(workspace, first)
    approved(workspace, second)
    days = ("2026-01-05", "2026-02-01")
    taken = Enact(second, 1, version(workspace, second), " 1/sop/2026 ", *days)
    with pytest.raises(Refused) as told:
        enact(workspace, CICI, taken)
    assert (told.value.code, told.value.params["other"]) == ("number-taken", "Satu")
    revoke(workspace, CICI, EditionAct(first, 1, version(workspace, first), "merged"))
    enact(workspace, CICI, taken)


@pytest.mark.parametrize(
    ("created", "effective", "code"),
    [("kemarin", "2026-01-01", "day-unreadable"), ("2026-02-01", "2026-01-01", "days-order")],
)
def test_dates_are_days_in_their_order(
    workspace: Workspace, created: str, effective: str, code: str
) -> None:
    """Nothing is put in force otherwise."""
    sop = new_sop(workspace)
    approved(workspace, sop)
    with pytest.raises(Refused) as told:
        enact(workspace, CICI, Enact(sop, 1, version(workspace, sop), "1", created, effective))
    assert told.value.code == code


def test_a_revoked_edition_stays_revoked(workspace: Workspace) -> None:
    """With its word; it cannot be put in force again."""
    sop = new_sop(workspace)
    in_force(workspace, sop)
    edition = revoke(workspace, CICI, EditionAct(sop, 1, version(workspace, sop), "unit abolished"))
    assert (edition.stage, edition.revoked) == ("revoked", "2026-01-05")
    with pytest.raises(Refused) as told:
        enact(
            workspace, CICI, Enact(sop, 1, version(workspace, sop), "1", "2026-01-05", "2026-02-01")
        )
    assert told.value.code == "edition-revoked"


def test_editions_are_compared_row_by_row(workspace: Workspace) -> None:
    """What a person typed counts as what the map says."""
    sop = new_sop(workspace)
    approved(workspace, sop)
    type_time(workspace, sop, "3 hari")
    diff = compare_editions(workspace, ANI, sop, 1)
    (changed,) = [step for step in diff.steps if step.what is What.CHANGED]
    assert [(cell.field, cell.old, cell.new) for cell in changed.cells] == [("time", "", "3 hari")]
    with pytest.raises(Missing):
        compare_editions(workspace, ANI, sop, 1, new=2)


def test_an_sop_in_force_is_not_retired(workspace: Workspace) -> None:
    """Revoke it first; then it may go, and come back."""
    sop = new_sop(workspace)
    in_force(workspace, sop)
    with pytest.raises(Refused) as told:
        retire_sop(workspace, CICI, ask(workspace, sop))
    assert told.value.code == "edition-in-force"
    revoke(workspace, CICI, EditionAct(sop, 1, version(workspace, sop), "merged"))
    retire_sop(workspace, CICI, ask(workspace, sop))
    bring(workspace, f"{SERVICE}; e Arsipkan surat @Staf")
    assert not list_sops(workspace, ANI)
    retire_sop(workspace, CICI, ask(workspace, sop), retired=False)
    assert [line.id for line in list_sops(workspace, ANI)] == [sop]


def test_an_edition_is_exported_the_same_whatever_happens_after(workspace: Workspace) -> None:
    """Edits and revisions touch the working copy only."""
    sop = new_sop(workspace)
    in_force(workspace, sop)
    formats = ("json", "csv", "html", "svg", "xlsx")
    before = export_sop(workspace, ANI, sop, formats, edition=1)
    type_time(workspace, sop, "3 hari")
    bring(workspace, f"{SERVICE}; e Arsipkan surat @Staf")
    assert export_sop(workspace, ANI, sop, formats, edition=1) == before
    assert (
        before[next(name for name in before if name.endswith(".json"))]
        == edition_view(workspace, ANI, sop, 1).document
    )


def test_a_working_copy_says_on_its_pages_that_it_is_a_draft(workspace: Workspace) -> None:
    """An edition does not."""
    sop = new_sop(workspace)
    in_force(workspace, sop)
    (draft,) = export_sop(workspace, ANI, sop, ["xlsx"]).values()
    (edition,) = export_sop(workspace, ANI, sop, ["xlsx"], edition=1).values()
    assert "DRAF ·" in words_of(draft)
    assert "DRAF ·" not in words_of(edition)


def words_of(document: bytes) -> str:
    """All that stands in an office document."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return "".join(package.read(name).decode(errors="replace") for name in package.namelist())


def test_all_sops_are_exported_into_a_folder(workspace: Workspace, tmp_path: Path) -> None:
    """Working copies, or what is in force."""
    sop = new_sop(workspace)
    (line,) = export_all(workspace, ANI, tmp_path / "out", ["json", "csv"])
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(line.files)
    assert (
        export_all(workspace, ANI, tmp_path / "force", ["json"], which=Which(in_force=True)) == ()
    )
    in_force(workspace, sop)
    (line,) = export_all(workspace, ANI, tmp_path / "force", ["json"], which=Which(in_force=True))
    assert (line.sop, line.edition) == (sop, 1)


def test_an_unknown_format_is_named(workspace: Workspace) -> None:
    """Nothing is written."""
    sop = new_sop(workspace)
    with pytest.raises(Refused) as told:
        export_sop(workspace, ANI, sop, ["json", "odt"])
    assert (told.value.code, told.value.params) == ("format-unknown", {"format": "odt"})
