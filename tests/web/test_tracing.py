"""The matrix, the coverage and the evidence by the pages; a new version of a map; history and filled files."""

import io
import zipfile

import pytest
from werkzeug.exceptions import BadRequest

from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.exporting import export_sop
from bpm2sop.workspace.reviewing import EditCell, edit_cell
from bpm2sop.workspace.rights import LOCAL, Role
from bpm2sop.workspace.views import list_sops, sop_view
from bpm2sop_web.packing import packed, unpacked
from tests.web.site import Markup, Site, Visitor
from tests.workspace.maps import ANI, SERVICE, bpmn

REVISED = SERVICE.replace("Periksa berkas", "Periksa dan catat berkas").replace(
    "; d Kirim surat @Staf", ""
)


def test_the_matrix_is_filtered(site: Site) -> None:
    """By words, map, way and state; each row leads to its map and step."""
    sop = site.sop()
    visitor = site.local()
    page = visitor.get("/trace?q=periksa").text
    assert "Periksa berkas" in page
    assert "Kirim surat" not in page
    assert f"/sops/{sop}#el=b" in page
    assert "Kirim surat" not in visitor.get("/trace?link=orphan").text
    assert visitor.get("/trace?page=99999&how=nonsense").status_code == 200


def test_the_evidence_is_one_zip(site: Site) -> None:
    """For the day that is asked for."""
    site.sop()
    visitor = site.local()
    assert visitor.get("/evidence?on=2026-02-01").status_code == 200
    assert visitor.get("/evidence?on=kemarin").status_code == 400
    assert visitor.get("/evidence").text.count("sebagian besar lebih dari 50%") > 1, "and by rule"
    answer = visitor.get("/evidence/pack?on=2026-02-01&regulation=Perbup+1")
    assert "bukti-dukung-2026-02-01.zip" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as held:
        assert "manifest.json" in held.namelist()


def looked(visitor: Visitor, file: str | None, data: bytes) -> dict[str, str | None]:
    """Look at a new version; give the hidden values of the page."""
    sent = {"map": (io.BytesIO(data), "surat-baru.bpmn")}
    page = visitor.post(f"/maps/{file}/revision", sent)
    assert page.status_code == 200
    hidden = [one for one in Markup(page.text).of("input") if one.get("type") == "hidden"]
    return {one["name"] or "": one["value"] for one in hidden if one["name"] != "csrf_token"}


def test_a_new_version_is_looked_at_and_carried_out(site: Site) -> None:
    """Words that people typed go along; what happened since is told."""
    sop = site.sop()
    view = sop_view(site.workspace, ANI, sop)
    key = next(one.key for one in view.steps if one.step.label == "Periksa berkas")
    edit_cell(site.workspace, ANI, EditCell(sop, key, Field.TIME, "1 hari", 0))
    visitor = site.local()
    form = looked(visitor, view.file, bpmn(REVISED))
    assert sop_view(site.workspace, ANI, sop).file_version == 1
    page = visitor.post(f"/maps/{view.file}/revision/apply", form)
    assert page.status_code == 200
    after = sop_view(site.workspace, ANI, sop)
    assert after.file_version == 2
    assert "1 hari" in {one.cells[Field.TIME].value for one in after.steps}
    again = visitor.post(f"/maps/{view.file}/revision/apply", form)
    assert again.status_code in {412, 422}


def test_the_same_file_is_no_new_version(site: Site) -> None:
    """And what is no map is none either."""
    sop = site.sop()
    file = sop_view(site.workspace, ANI, sop).file
    visitor = site.local()
    for data in (bpmn(SERVICE), b"no map"):
        sent = {"map": (io.BytesIO(data), "x.bpmn")}
        assert visitor.post(f"/maps/{file}/revision", sent).status_code == 422
    assert visitor.post(f"/maps/{file}/revision", {"data": "!!"}).status_code == 400


def test_a_file_in_a_form_is_bounded() -> None:
    """What it unpacks to counts, not what it weighs."""
    assert unpacked(packed(b"abc"), 3) == b"abc"
    bomb = packed(b"0" * 1_000_000)
    assert len(bomb) < 3_000
    with pytest.raises(BadRequest):
        unpacked(bomb, 1_000)


def test_history_tells_who_wrote_what(site: Site) -> None:
    """Of the SOP, or of one step."""
    sop, ani = site.sop(), site.person("ani")
    key = sop_view(site.workspace, ANI, sop).steps[1].key
    ani.post(f"/sops/{sop}/steps/{key}/cells/time", {"value": "7 menit", "seen": "0"})
    assert "7 menit" in ani.get(f"/sops/{sop}/history").text
    assert "7 menit" in ani.get(f"/sops/{sop}/history?key={key}").text
    assert "7 menit" not in ani.get(f"/sops/{sop}/history?key=other").text


def test_a_filled_workbook_comes_back(site: Site) -> None:
    """One of ours that says nothing new changes nothing; another file is refused."""
    sop, ani = site.sop(), site.person("ani")
    [data] = export_sop(site.workspace, LOCAL, sop, ["xlsx"]).values()
    page = ani.post(f"/sops/{sop}/fill", {"file": (io.BytesIO(data), "surat.xlsx")})
    assert page.status_code == 200
    wrong = ani.post(f"/sops/{sop}/fill", {"file": (io.BytesIO(b"PK"), "surat.xlsx")})
    assert wrong.status_code == 422
    assert ani.post(f"/sops/{sop}/fill", {}).status_code == 400


def test_a_map_goes_out_of_use(site: Site) -> None:
    """With its SOPs; a viewer may not do that."""
    sop = site.sop()
    file = sop_view(site.workspace, ANI, sop).file
    ani, vera = site.person("ani"), site.person("vera", Role.VIEWER)
    assert vera.post(f"/maps/{file}/retire", {"seen": "1"}).status_code == 403
    assert ani.post(f"/maps/{file}/retire", {"seen": "7"}).status_code == 412
    assert ani.post(f"/maps/{file}/retire", {"seen": "1"}).status_code == 303
    assert list_sops(site.workspace, LOCAL) == ()


def test_an_empty_workspace_is_told_from_a_filter_that_finds_nothing(site: Site) -> None:
    """Where no map is, no filter need be loosened."""
    visitor = site.local()
    assert "Belum ada peta" in visitor.get("/trace").text
    site.sop()
    page = visitor.get("/trace?q=zzzzz").text
    assert ("Belum ada peta" in page, "Longgarkan saringan" in page) == (False, True)
