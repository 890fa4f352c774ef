"""A file with several drawings: each has its link, and an element is found in the drawing that has it."""

import pytest

from bpm2sop.sources import SourceFile
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.maps import list_maps
from bpm2sop.workspace.rights import LOCAL
from tests.web.site import Markup, Site
from tests.workspace.maps import BPMN

TWO = (
    f'<definitions xmlns="{BPMN}" id="D" targetNamespace="t">'
    '<process id="P1" name="Surat masuk"><startEvent id="s1"/><task id="a1" name="Terima surat"/>'
    '<sequenceFlow id="f1" sourceRef="s1" targetRef="a1"/></process>'
    '<process id="P2" name="Surat keluar"><startEvent id="s2"/><task id="a2" name=""/>'
    '<sequenceFlow id="f2" sourceRef="s2" targetRef="a2"/></process></definitions>'
).encode()


@pytest.fixture
def file(site: Site) -> str:
    """A file with two processes, each drawn by itself."""
    import_maps(site.workspace, LOCAL, [SourceFile("surat.bpmn", TWO)])
    return list_maps(site.workspace, LOCAL)[0].id


def links(page: str) -> set[str | None]:
    """Where a page leads."""
    return {one.get("href") for one in Markup(page).of("a")}


def test_each_drawing_has_its_link(site: Site, file: str) -> None:
    """Under the name of its process; the one that is shown is marked."""
    page = site.local().get(f"/maps/{file}?map=P2").text
    assert {f"/maps/{file}/1?map=P1", f"/maps/{file}/1?map=P2"} <= links(page)
    here = [one.get("href") for one in Markup(page).of("a") if one.get("aria-current") == "page"]
    assert f"/maps/{file}/1?map=P2" in here
    assert "Surat keluar" in page


def test_a_file_with_one_drawing_lists_none(site: Site) -> None:
    """There is nothing to choose."""
    site.sop()
    (one,) = list_maps(site.workspace, LOCAL)
    assert not [
        href for href in links(site.local().get(f"/maps/{one.id}").text) if "?map=" in (href or "")
    ]


@pytest.mark.parametrize(("element", "drawing"), [("a1", "P1"), ("a2", "P2"), ("f2", "P2")])
def test_an_element_is_found_in_its_drawing(
    site: Site, file: str, element: str, drawing: str
) -> None:
    """A link to an element need not know the drawing."""
    answer = site.local().get(f"/maps/{file}/elements/{element}")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/maps/{file}?map={drawing}#el={element}"


def test_an_element_of_no_drawing_is_not_found(site: Site, file: str) -> None:
    """Nor one that an earlier version had."""
    assert site.local().get(f"/maps/{file}/elements/gone").status_code == 404


def test_a_finding_in_another_drawing_leads_there(site: Site, file: str) -> None:
    """Here it would mark nothing."""
    visitor, there = site.local(), f"/maps/{file}/elements/a2"
    assert there in links(visitor.get(f"/maps/{file}?map=P1").text)
    assert there not in links(visitor.get(f"/maps/{file}?map=P2").text)


def test_search_and_matrix_lead_to_elements(site: Site, file: str) -> None:
    """By the same address."""
    assert f"/maps/{file}/elements/a2" in links(site.local().get("/trace").text)
