"""The samples' workspace: two SOPs in force, forms filled in; every figure of the pack counted again by hand."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from bpm2sop.sources import SourceFile, gather
from bpm2sop.store import audit
from bpm2sop.workspace.approving import Enact, enact
from bpm2sop.workspace.evaluating import STATEMENTS, WELL, FillForm, FollowUp, fill_form, follow_up
from bpm2sop.workspace.evidence import evidence_pack
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.reporting import Asked, report
from bpm2sop.workspace.views import list_sops, sop_view
from bpm2sop.writers.forms import FormKind
from tests.stores import Clock
from tests.workspace.maps import ANI, BUDI, CICI, SERVICE, bpmn, bring
from tests.workspace.test_approving import approved

SAMPLES = Path(__file__).parents[2] / "samples"
ON = date(2026, 8, 1)
LEAVE, COMPLAINT = "Pemberian Cuti Pegawai", "Penanganan Pengaduan Masyarakat"


def put_in_force(workspace: Workspace, title: str, number: str) -> str:
    """Approve the SOP of this title and put it in force; its id."""
    (sop,) = (line.id for line in list_sops(workspace, ANI) if line.title == title)
    edition = approved(workspace, sop)
    seen = sop_view(workspace, CICI, sop).version
    enact(workspace, CICI, Enact(sop, edition, seen, number, "2026-01-05", "2026-01-12"))
    return sop


@pytest.fixture
def agency(workspace: Workspace, clock: Clock) -> Workspace:
    """The samples imported; two SOPs in force, both monitored, one of them evaluated and followed up."""
    import_maps(workspace, ANI, list(gather([str(SAMPLES)])))
    sops = [put_in_force(workspace, LEAVE, "001"), put_in_force(workspace, COMPLAINT, "002")]
    clock.forward(days=180)
    for sop in sops:
        form = FillForm(
            sop=sop, edition=1, kind=FormKind.MONITORING, on="2026-07-01", answers={WELL: True}
        )
        fill_form(workspace, BUDI, form)
    answers = dict.fromkeys(STATEMENTS, True)
    form = FillForm(
        sop=sops[0], edition=1, kind=FormKind.EVALUATION, on="2026-07-02", answers=answers
    )
    line = fill_form(workspace, BUDI, form)
    follow_up(workspace, BUDI, FollowUp(line.id, line.version, "2026-07-03"))
    return workspace


def table(book: openpyxl.Workbook, title: str) -> list[list[object]]:
    """The rows of the sheet with a title in its first cell."""
    for sheet in book.worksheets:
        if sheet["A1"].value == title:
            return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    raise AssertionError(title)


def test_every_figure_of_the_pack_is_what_the_samples_hold(agency: Workspace) -> None:
    """Counted here from the maps' files, the matrix and the drafts, not from the report."""
    pack = zipfile.ZipFile(io.BytesIO(evidence_pack(agency, ANI, Asked(ON))))
    book = openpyxl.load_workbook(io.BytesIO(pack.read("report/report.xlsx")))
    matrix = list(csv.DictReader(io.StringIO(pack.read("report/matrix.csv").decode("utf-8-sig"))))
    lines = list_sops(agency, ANI)
    titles = {row["Judul SOP"] for row in matrix if row["Judul SOP"]}
    assert titles == {line.title for line in lines}

    ratios = {row[0]: row[1:3] for row in table(book, "Cakupan dua arah")}
    assert ratios["SOP yang tertaut sah ke peta"] == [len(lines), len(lines)]
    in_maps = [row for row in matrix if row["SOP"]]
    assert ratios["Simpul peta yang ada di langkah SOP"] == [len(in_maps), len(in_maps)]

    listed = table(book, "Daftar SOP dan keadaannya")
    assert len(listed) == len(lines)
    assert sorted(row[0] for row in listed if row[0]) == ["001", "002"]
    assert [row[4] for row in listed].count("ya") == 2

    processes = table(book, "Per proses tingkat teratas")
    sums = [sum(int(str(row[at])) for row in processes) for at in range(7, 11)]
    assert sums == [2, 2, 1, 1]

    due = table(book, "Monitoring dan evaluasi yang jatuh tempo")
    assert [(row[0], row[1], row[2], row[5]) for row in due] == [
        ("1 Januari 2027", "Monitoring", "001", "akan datang"),
        ("1 Januari 2027", "Monitoring", "002", "akan datang"),
        ("12 Januari 2027", "Evaluasi", "002", "akan datang"),
        ("2 Juli 2027", "Evaluasi", "001", "akan datang"),
    ]

    ladder = {row[0]: row[4] for row in table(book, "Penataan tatalaksana (PMPRB)")}
    assert ladder["Peta proses bisnis dijabarkan ke dalam SOP"] == "A"
    assert ladder["Peta dan SOP dievaluasi dan disesuaikan"] == "C"


def test_every_file_of_the_pack_opens_and_has_the_hash_of_the_manifest(agency: Workspace) -> None:
    """Reports, matrix, both SOPs in four formats, the three forms, what was filled in."""
    pack = zipfile.ZipFile(io.BytesIO(evidence_pack(agency, ANI, Asked(ON))))
    manifest = json.loads(pack.read("manifest.json"))
    names = set(pack.namelist()) - {"manifest.json"}
    assert set(manifest["files"]) == names
    for name in names:
        data = pack.read(name)
        assert hashlib.sha256(data).hexdigest() == manifest["files"][name]
        match name.rpartition(".")[2]:
            case "xlsx":
                assert openpyxl.load_workbook(io.BytesIO(data)).worksheets
            case "docx":
                assert Document(io.BytesIO(data)).element is not None
            case "pdf":
                assert data.startswith(b"%PDF-")
            case "json":
                assert json.loads(data)
    assert len([name for name in names if name.startswith("sop/")]) == 8
    with agency.store.reading() as connection:
        head = audit.head(connection)
    assert manifest["audit"] == {"acts": head.id, "hash": head.hash}


def test_the_same_workspace_gives_the_same_pack(agency: Workspace) -> None:
    """Byte for byte, whatever the clock says."""
    assert evidence_pack(agency, ANI, Asked(ON)) == evidence_pack(agency, ANI, Asked(ON))


def test_an_sop_whose_map_says_something_else_is_behind(workspace: Workspace, clock: Clock) -> None:
    """A moved shape would not be; another name is."""
    bring(workspace, who=ANI)
    put_in_force(workspace, "Pelayanan surat", "001")
    assert report(workspace, ANI, Asked(ON)).missing.behind == ()
    clock.forward(days=1)
    bring(workspace, SERVICE.replace("Catat surat", "Catat dan pindai surat"), who=ANI)
    assert [one.number for one in report(workspace, ANI, Asked(ON)).missing.behind] == ["001"]


def test_a_version_with_the_same_content_leaves_nothing_behind(workspace: Workspace) -> None:
    """Only a comment in the file differs."""
    bring(workspace, who=ANI)
    put_in_force(workspace, "Pelayanan surat", "001")
    data = bpmn(SERVICE).replace(b"</definitions>", b"<!-- saved --></definitions>")
    import_maps(workspace, ANI, [SourceFile("surat.bpmn", data)])
    assert report(workspace, ANI, Asked(ON)).missing.behind == ()
