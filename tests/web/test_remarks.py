"""Remarks on the review page: on an element, answered, settled and opened again, by plain forms."""

import json
from html import unescape

from bpm2sop.sources import SourceFile
from bpm2sop.trace.matching_spots import steps_of
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.rights import LOCAL, Role
from bpm2sop.workspace.values import CommentView, SopView
from bpm2sop.workspace.views import sop_view
from tests.web.site import Markup, Site
from tests.workspace.maps import ANI, SERVICE, bpmn


def view_of(site: Site, sop: str) -> SopView:
    """The SOP as it is."""
    return sop_view(site.workspace, ANI, sop)


def remark(site: Site, sop: str, key: str) -> CommentView:
    """The first remark on a step."""
    found = next(one for one in view_of(site, sop).steps if one.key == key)
    return found.comments[0]


def notes(page: str) -> list[dict[str, str]]:
    """What remarks mark on the map."""
    tags = (attributes for _, attributes in Markup(page).tags)
    held = next(one["data-remarks"] for one in tags if "data-remarks" in one)
    found: list[dict[str, str]] = json.loads(held or "[]")
    return found


def test_a_remark_is_made_on_an_element_of_a_step(site: Site) -> None:
    """The form lists the step's elements; the mark stands on that one."""
    sop, ani = site.sop(), site.person("ani")
    key = next(
        one.key for one, _ in steps_of(view_of(site, sop).sop.steps) if len(one.elements) > 1
    )
    held = next(one.step for one in view_of(site, sop).steps if one.key == key).elements
    element = held[-1].id
    page = ani.get(f"/sops/{sop}/steps/{key}").text
    assert {"", *(one.id for one in held)} == {
        one["value"] for one in Markup(page).of("option") if "value" in one
    }
    ani.post(f"/sops/{sop}/comments?key={key}", {"text": "Apa ini?", "element": element})
    assert (remark(site, sop, key).key, remark(site, sop, key).element) == (key, element)
    assert f'data-el="{element}"' in ani.get(f"/sops/{sop}/steps/{key}").text
    assert [one["element"] for one in notes(ani.get(f"/sops/{sop}").text)] == [element]


def test_the_elements_of_a_step_go_by_their_words(site: Site) -> None:
    """What the map names is named; its id is at hand all the same."""
    sop, ani = site.sop(), site.person("ani")
    step = view_of(site, sop).steps[1].step
    page = unescape(ani.get(f"/sops/{sop}/steps/{step.key}").text)
    assert f'<option value="{step.key}">{step.label} (tugas)</option>' in page
    assert f'data-el="{step.key}" title="{step.key}"' in page


def test_a_step_sent_alone_brings_the_marks_of_all_remarks(site: Site) -> None:
    """The page beside it marks its map by them, also where somebody else wrote elsewhere."""
    sop, ani = site.sop(), site.person("ani")
    first, second = (one.key for one in view_of(site, sop).steps[:2])
    ani.post(f"/sops/{sop}/comments?key={first}", {"text": "Siapa?"})
    piece = ani.get(f"/sops/{sop}/steps/{second}", headers={"X-Piece": "1"}).text
    assert notes(piece) == notes(ani.get(f"/sops/{sop}").text) != []
    ani.post(
        f"/sops/{sop}/comments/{remark(site, sop, first).id}/resolve?key={first}", {"seen": "1"}
    )
    piece = ani.get(f"/sops/{sop}/steps/{second}", headers={"X-Piece": "1"}).text
    assert notes(piece) == []


def test_a_remark_is_made_on_an_element_that_no_row_has(site: Site) -> None:
    """Its mark stands on the map; the remark is listed with those on the whole SOP."""
    loose = b'<sequenceFlow id="loose" sourceRef="a" targetRef="nowhere"/></process>'
    source = SourceFile("surat.bpmn", bpmn(SERVICE).replace(b"</process>", loose))
    sop = import_maps(site.workspace, LOCAL, [source]).lines[0].sops[0].id
    ani = site.person("ani")
    (lost,) = [one.element for one in view_of(site, sop).sop.explained]
    ani.post(f"/sops/{sop}/comments", {"text": "Mengapa tidak ada?", "element": lost})
    page = ani.get(f"/sops/{sop}").text
    assert "Mengapa tidak ada?" in page
    assert [one["element"] for one in notes(page)] == [lost]


def test_a_remark_is_answered(site: Site) -> None:
    """The answer stands below it, and waits for nobody by itself."""
    sop, ani, budi = site.sop(), site.person("ani"), site.person("budi", Role.REVIEWER)
    key = view_of(site, sop).steps[1].key
    ani.post(f"/sops/{sop}/comments?key={key}", {"text": "Berapa hari?"})
    first = remark(site, sop, key)
    budi.post(f"/sops/{sop}/comments?key={key}", {"answer": "Tiga hari", "answers": first.id})
    page = budi.get(f"/sops/{sop}/steps/{key}").text
    assert page.index("Berapa hari?") < page.index('class="answers"') < page.index("Tiga hari")
    assert view_of(site, sop).counts.comments == 1
    assert 'data-comments="1"' in budi.get(f"/sops/{sop}").text
    form = {"seen": str(first.version)}
    budi.post(f"/sops/{sop}/comments/{first.id}/resolve?key={key}", form)
    assert view_of(site, sop).counts.comments == 0


def test_an_answer_to_no_remark_is_refused(site: Site) -> None:
    """Nor to one of another SOP."""
    sop, ani = site.sop(), site.person("ani")
    assert (
        ani.post(f"/sops/{sop}/comments", {"answer": "Ya", "answers": "nothing"}).status_code == 404
    )


def test_a_settled_remark_is_opened_again(site: Site) -> None:
    """By the button that takes the place of the one that settled it."""
    sop, ani = site.sop(), site.person("ani")
    key = view_of(site, sop).steps[1].key
    ani.post(f"/sops/{sop}/comments?key={key}", {"text": "Berapa hari?"})
    first = remark(site, sop, key)
    path = f"/sops/{sop}/comments/{first.id}/resolve?key={key}"
    ani.post(path, {"seen": str(first.version)})
    page = ani.get(f"/sops/{sop}/steps/{key}").text
    assert 'name="again"' in page
    assert path in unescape(page)
    ani.post(path, {"seen": str(remark(site, sop, key).version), "again": "yes"})
    assert remark(site, sop, key).resolved_by == ""


def test_who_may_not_write_remarks_gets_no_form_for_them(site: Site) -> None:
    """Neither answers nor settling."""
    sop, ani = site.sop(), site.person("ani")
    key = view_of(site, sop).steps[1].key
    ani.post(f"/sops/{sop}/comments?key={key}", {"text": "Berapa hari?"})
    page = site.person("vera", Role.VIEWER).get(f"/sops/{sop}/steps/{key}").text
    assert "Berapa hari?" in page
    assert not [one for one in Markup(page).of("form") if "comments" in (one.get("action") or "")]
