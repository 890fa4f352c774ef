"""Samples are offered where there is nothing yet, and come in with one button."""

from bpm2sop.workspace.maps import list_maps
from bpm2sop.workspace.rights import LOCAL, Role
from bpm2sop.workspace.samples import sample_files
from tests.conftest import ROOT
from tests.web.site import Markup, Site


def test_an_empty_atlas_offers_the_samples(site: Site) -> None:
    """By a plain form."""
    page = site.local().get("/").text
    assert "/samples" in {one.get("action") for one in Markup(page).of("form")}


def test_the_button_brings_all_samples_in(site: Site) -> None:
    """They are there as one tree, each with its SOP."""
    visitor = site.local()
    answer = visitor.post("/samples")
    assert answer.headers["Location"] == "/"
    files = {path.name for path in (ROOT / "samples").rglob("*.bpmn")}
    assert {one.name.rpartition("/")[2] for one in list_maps(site.workspace, LOCAL)} == files
    page = visitor.get("/").text
    assert "/samples" not in {one.get("action") for one in Markup(page).of("form")}


def test_samples_do_not_come_among_maps_of_ones_own(site: Site) -> None:
    """Nobody wants to pick them out again."""
    site.sop()
    assert site.local().post("/samples").status_code == 422
    assert len(list_maps(site.workspace, LOCAL)) == 1


def test_a_viewer_is_offered_nothing_that_would_be_refused(site: Site) -> None:
    """Neither the button nor the act."""
    vera = site.person("vera", Role.VIEWER)
    assert "/samples" not in {one.get("action") for one in Markup(vera.get("/").text).of("form")}
    assert vera.post("/samples").status_code == 403


def test_the_samples_are_those_of_the_source_tree() -> None:
    """There is one source of them."""
    held = {one.name: one.data for one in sample_files()}
    found = {
        path.relative_to(ROOT / "samples").as_posix(): path.read_bytes()
        for path in (ROOT / "samples").rglob("*.bpmn")
    }
    assert held == found
