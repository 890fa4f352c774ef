"""The review page and the page of a step; everything can be done by plain forms too."""

import json

from bpm2sop.sources import SourceFile
from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.rights import Role
from bpm2sop.workspace.values import StepView
from bpm2sop.workspace.views import sop_view
from tests.decompose.sketch import bpmn
from tests.web.site import Markup, Site
from tests.workspace.maps import ANI


def step(site: Site, sop: str, place: int = 1) -> StepView:
    """A row as it is."""
    return sop_view(site.workspace, ANI, sop).steps[place]


def test_each_row_names_its_elements_and_where_its_arrows_run(site: Site) -> None:
    """Table and map are kept in step by this alone."""
    sop = site.sop()
    page = Markup(site.person("ani").get(f"/sops/{sop}").text)
    rows = [row for row in page.of("tr") if row.get("data-key")]
    assert len(rows) == len(sop_view(site.workspace, ANI, sop).steps)
    elements = [json.loads(row["data-elements"] or "") for row in rows]
    assert ["a" in held for held in elements].index(True) >= 0
    assert any(json.loads(row["data-via"] or "") for row in rows)


def test_what_the_form_prints_beside_a_steps_own_remarks_is_seen(site: Site) -> None:
    """A loop is said in the remarks of its first step: the reviewer reads it before it is printed."""
    loop = bpmn("s1 > Menerima > Memeriksa > x1\nx1 > Menyetujui > e1: Ya\nx1 > Menerima: Tidak")
    (line,) = import_maps(site.workspace, ANI, [SourceFile("ulang.bpmn", loop)]).lines
    sop = line.sops[0].id
    keys = [one.key for one in sop_view(site.workspace, ANI, sop).steps]
    pages = [site.person("ani").get(f"/sops/{sop}/steps/{key}").text for key in keys]
    told = ["diulang sampai syaratnya terpenuhi" in page for page in pages]
    assert told.count(True) == 1


def test_a_viewer_sees_nothing_that_would_be_refused(site: Site) -> None:
    """No cell opens, no button acts."""
    sop = site.sop()
    text = site.person("vera", Role.VIEWER).get(f"/sops/{sop}").text
    assert 'data-edit="yes"' not in text
    assert "/upload" not in text
    assert [
        form for form in Markup(text).of("form") if "/comments" in (form.get("action") or "")
    ] == []


def test_a_step_is_edited_without_script(site: Site) -> None:
    """By the form on its own page; back to the map by the button beside it."""
    sop, ani = site.sop(), site.person("ani")
    key = step(site, sop).key
    path = f"/sops/{sop}/steps/{key}/cells/time"
    answer = ani.post(path, {"value": "2 hari", "seen": "0"})
    assert answer.headers["Location"] == f"/sops/{sop}/steps/{key}"
    cell = step(site, sop).cells[Field.TIME]
    assert (cell.value, cell.source) == ("2 hari", "person")
    ani.post(path, {"reset": "yes", "seen": str(cell.seen)})
    assert step(site, sop).cells[Field.TIME].source != "person"


def test_a_stale_form_shows_all_three_texts(site: Site) -> None:
    """What was typed is on the page that says so."""
    sop, ani = site.sop(), site.person("ani")
    path = f"/sops/{sop}/steps/{step(site, sop).key}/cells/time"
    ani.post(path, {"value": "2 hari", "seen": "0"})
    answer = ani.post(path, {"value": "3 hari", "seen": "0"})
    assert answer.status_code == 412
    assert "2 hari" in answer.text
    assert "3 hari" in answer.text


def test_a_step_is_reviewed_and_the_review_taken_back(site: Site) -> None:
    """The row as it was seen is named."""
    sop, budi = site.sop(), site.person("budi", Role.REVIEWER)
    one = step(site, sop)
    path = f"/sops/{sop}/steps/{one.key}"
    assert budi.post(f"{path}/review", {"seen": one.seen}).status_code == 303
    assert step(site, sop).status == "reviewed"
    assert budi.post(f"{path}/review", {"seen": "another"}).status_code == 412
    budi.post(f"{path}/withdraw", {"seen": step(site, sop).seen})
    assert step(site, sop).status == "fresh"


def test_the_panel_gets_the_step_with_its_row_and_the_counts(site: Site) -> None:
    """After an act by the panel's form the table is put right from the same answer."""
    sop, budi = site.sop(), site.person("budi")
    one = step(site, sop)
    form = {"seen": one.seen, "csrf_token": budi.token()}
    path = f"/sops/{sop}/steps/{one.key}/review"
    answer = budi.client.post(path, data=form, headers={"X-Piece": "1"}, follow_redirects=True)
    assert '<header class="top">' not in answer.text
    page = Markup(answer.text)
    assert [row["data-status"] for row in page.of("tr")] == ["reviewed"]
    assert any(have.get("id") == "panel-content" for _, have in page.tags)


def test_remarks_are_made_and_settled(site: Site) -> None:
    """On a step, and on the whole SOP."""
    sop, ani = site.sop(), site.person("ani")
    key = step(site, sop).key
    ani.post(f"/sops/{sop}/comments?key={key}", {"text": "Siapa yang memeriksa?"})
    ani.post(f"/sops/{sop}/comments", {"text": "Judulnya kurang jelas"})
    page = ani.get(f"/sops/{sop}").text
    assert "Judulnya kurang jelas" in page
    assert 'data-comments="1"' in page
    remark = step(site, sop).comments[0]
    path = f"/sops/{sop}/comments/{remark.id}/resolve?key={key}"
    assert ani.post(path, {"seen": str(remark.version)}).headers["Location"].endswith(key)
    assert step(site, sop).comments[0].resolved_by == "ani"


def test_an_unknown_step_is_not_found(site: Site) -> None:
    """Neither its page nor its acts."""
    sop, ani = site.sop(), site.person("ani")
    assert ani.get(f"/sops/{sop}/steps/nowhere").status_code == 404
    assert ani.post(f"/sops/{sop}/steps/nowhere/review", {"seen": "x"}).status_code == 404
    assert ani.post(f"/sops/{sop}/steps/nowhere/explode", {"seen": "x"}).status_code in {404, 405}
