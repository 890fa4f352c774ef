"""How SOPs stand in the report: on which day, by which edition, in which row of the matrix, and that all figures agree."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from bpm2sop.errors import Refused
from bpm2sop.sources import SourceFile
from bpm2sop.trace.report import Report
from bpm2sop.trace.values import Link, Ratio, Row
from bpm2sop.workspace.adopting import Adopt, adopt, make_general
from bpm2sop.workspace.approving import EditionAct, Enact, enact, revoke
from bpm2sop.workspace.evaluating import due
from bpm2sop.workspace.evidence import evidence_pack
from bpm2sop.workspace.exporting import Which, export_all
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.maps import list_maps, retire_map
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.reporting import Asked, report
from bpm2sop.workspace.reviewing import StepAct, review_step
from bpm2sop.workspace.units import add_unit
from bpm2sop.workspace.views import list_sops, sop_view
from tests.workspace.maps import ANI, BUDI, CICI, SERVICE, bpmn, bring
from tests.workspace.test_approving import approved, version

ON = date(2026, 8, 1)
SHORTER = SERVICE.replace("; c Catat surat @Staf", "")


def put_in_force(workspace: Workspace, sop: str, number: str, effective: str) -> None:
    """Approve an SOP and put it in force from a day on."""
    edition = approved(workspace, sop)
    seen = version(workspace, sop)
    enact(workspace, CICI, Enact(sop, edition, seen, number, "2026-01-05", effective))


def on(workspace: Workspace, day: date = ON) -> Report:
    """The report for a day."""
    return report(workspace, ANI, Asked(day))


def by_element(found: Report) -> dict[str, Row]:
    """The rows of the matrix by their elements."""
    return {row.element: row for row in found.trace.rows}


def packed(workspace: Workspace, day: date = ON) -> int:
    """How many SOPs lie in the pack for a day."""
    names = zipfile.ZipFile(io.BytesIO(evidence_pack(workspace, ANI, Asked(day)))).namelist()
    return sum(name.startswith("sop/") and name.endswith(".pdf") for name in names)


def test_a_report_for_a_day_knows_only_what_was_in_force_on_it(workspace: Workspace) -> None:
    """Before its day an SOP is not in force, not in the pack, and says when it will be."""
    bring(workspace, who=ANI)
    put_in_force(workspace, list_sops(workspace, ANI)[0].id, "1/A", "2026-03-01")
    before, since = date(2026, 2, 28), date(2026, 3, 1)
    (one,) = on(workspace, before).standings
    assert (one.in_force, one.effective, one.coming) == (False, None, since)
    (one,) = on(workspace, since).standings
    assert (one.in_force, one.effective, one.coming) == (True, since, None)
    assert (packed(workspace, before), packed(workspace, since)) == (0, 1)


def test_an_edition_to_come_leaves_the_one_in_force(workspace: Workspace) -> None:
    """In the report, in what is due and in the pack; each under its own number."""
    bring(workspace, who=ANI)
    sop = list_sops(workspace, ANI)[0].id
    put_in_force(workspace, sop, "1/A", "2026-01-05")
    put_in_force(workspace, sop, "2/A", "2027-06-01")
    for day, number in ((ON, "1/A"), (date(2027, 6, 1), "2/A")):
        (one,) = on(workspace, day).standings
        assert (one.in_force, one.number) == (True, number)
        assert {line.standing.number for line in due(workspace, ANI, day)} == {number}
        assert packed(workspace, day) == 1


def test_the_matrix_has_the_number_in_force(workspace: Workspace) -> None:
    """The working copy need not have one."""
    bring(workspace, who=ANI)
    put_in_force(workspace, list_sops(workspace, ANI)[0].id, "1/A", "2026-01-05")
    assert {row.sop_number for row in on(workspace).trace.rows} == {"1/A"}


def test_the_matrix_says_what_changed_since_an_sop_in_force_was_approved(
    workspace: Workspace,
) -> None:
    """A step that leads elsewhere now, and one that the map no longer has."""
    bring(workspace, who=ANI)
    put_in_force(workspace, list_sops(workspace, ANI)[0].id, "1/A", "2026-01-05")
    bring(workspace, SHORTER, who=ANI)
    found = on(workspace)
    assert [one.number for one in found.missing.behind] == ["1/A"]
    rows = by_element(found)
    assert {name: rows[name].link for name in "abcd"} == {
        "a": Link.IN_STEP,
        "b": Link.CHANGED,
        "c": Link.ORPHAN,
        "d": Link.IN_STEP,
    }
    gone = rows["c"]
    assert (gone.name, gone.sop_number, gone.map_name, gone.why) == (
        "Catat surat",
        "1/A",
        rows["a"].map_name,
        "gone",
    )
    assert found.trace.nodes == Ratio(5, 5), "an orphan is no node of the map"


def test_a_reviewed_step_that_lost_its_node_is_a_row(workspace: Workspace) -> None:
    """Also of a draft, until a person decides."""
    bring(workspace, who=ANI)
    sop = list_sops(workspace, ANI)[0].id
    for step in sop_view(workspace, ANI, sop).steps:
        review_step(workspace, BUDI, StepAct(sop, step.key, step.seen))
    bring(workspace, SHORTER, who=ANI)
    rows = by_element(on(workspace))
    assert (rows["c"].link, rows["c"].step, rows["c"].lane) == (Link.ORPHAN, "3", "Staf")
    assert rows["b"].link is Link.CHANGED, "it leads elsewhere"


def two(*, second: bool = True) -> bytes:
    """A file of two processes, or of the first alone."""
    first = bpmn("a Terima berkas; b Kirim berkas", process="P", name="Satu").decode()
    other = bpmn("x Terima barang; y Simpan barang", process="Q", name="Dua").decode()
    part = other[other.index("<process") : other.index("</definitions>")] if second else ""
    return first.replace("</definitions>", f"{part}</definitions>").encode()


@pytest.fixture
def pair(workspace: Workspace) -> Workspace:
    """Two SOPs of one file, both in force."""
    import_maps(workspace, ANI, [SourceFile("dua.bpmn", two())])
    for line in list_sops(workspace, ANI):
        put_in_force(workspace, line.id, line.title, "2026-01-05")
    return workspace


def test_an_sop_whose_process_is_gone_stays_in_force_and_has_no_map(
    pair: Workspace, tmp_path: Path
) -> None:
    """Ratio, list, gap list, what is due, the pack and the export tell of the same two SOPs."""
    import_maps(pair, ANI, [SourceFile("dua.bpmn", two(second=False))])
    found = on(pair)
    assert found.trace.sops == Ratio(1, 2)
    assert {one.title: (one.linked, one.in_force) for one in found.standings} == {
        "Satu": (True, True),
        "Dua": (False, True),
    }
    assert found.missing.sops == found.trace.gaps.sops == ("Dua",)
    assert {one.standing.title for one in found.due} == {"Satu", "Dua"}
    assert len(export_all(pair, ANI, tmp_path, ["json"], which=Which(in_force=True))) == 2
    assert packed(pair) == 2
    rows = by_element(found)
    assert {name: rows[name].link for name in "abxy"} == {
        "a": Link.IN_STEP,
        "b": Link.IN_STEP,
        "x": Link.ORPHAN,
        "y": Link.ORPHAN,
    }


def test_a_map_whose_sops_are_in_force_is_not_retired(pair: Workspace) -> None:
    """Each is revoked first; nothing is changed."""
    (file,) = list_maps(pair, ANI)
    with pytest.raises(Refused) as told:
        retire_map(pair, CICI, file.id, seen=1)
    assert told.value.code == "edition-in-force"
    lines = list_sops(pair, ANI)
    assert len(lines) == 2
    for line in lines:
        revoke(pair, CICI, EditionAct(line.id, 1, version(pair, line.id), "dicabut"))
    retire_map(pair, CICI, file.id, seen=1)
    assert list_sops(pair, ANI) == ()


def test_adopted_sops_are_in_every_figure(workspace: Workspace) -> None:
    """Ratio, list, units, processes and matrix; what no unit owns has a line of its own."""
    bring(workspace, who=ANI)
    general = list_sops(workspace, ANI)[0].id
    put_in_force(workspace, general, "1/A", "2026-01-05")
    make_general(workspace, CICI, general, seen=version(workspace, general))
    unit = add_unit(workspace, ANI, "Dinas Kesehatan").id
    actors = {"Loket": "Resepsionis"}
    own = adopt(workspace, ANI, Adopt(general=general, unit=unit, actors=actors, number="K-1"))
    found = on(workspace)
    assert found.trace.sops == Ratio(2, 2)
    assert len(found.standings) == 2
    assert [(one.unit, one.sops, one.maps) for one in found.units] == [
        ("Dinas Kesehatan", Ratio(1, 1), Ratio(0, 0)),
        ("", Ratio(1, 1), Ratio(1, 1)),
    ]
    keys = {line.id: line.key for line in list_sops(workspace, ANI)}
    rows = [row for row in found.trace.rows if row.sop == keys[own]]
    assert {row.element for row in rows} == {row.element for row in found.trace.rows}
    assert {row.sop_number for row in rows} == {"K-1"}
    assert found.trace.nodes == Ratio(6, 6), "each node counts once"
