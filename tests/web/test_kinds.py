"""The classification of an SOP on its page: four axes, each with its reason; a person may decide otherwise."""

import re
from html import unescape

import pytest

from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.exporting import export_sop
from bpm2sop.workspace.rights import LOCAL, Role
from bpm2sop.workspace.values import SopView
from bpm2sop.workspace.views import sop_view
from tests.web.site import Site
from tests.workspace.maps import ANI

_LINES = re.compile(r'<dl class="kinds">.*?</dl>', re.DOTALL)


def view_of(site: Site, sop: str) -> SopView:
    """The SOP as it is."""
    return sop_view(site.workspace, ANI, sop)


def kinds(page: str) -> str:
    """The part of the page with the four axes."""
    found = _LINES.search(page)
    assert found
    return unescape(found[0])


def decide(site: Site, sop: str, axis: str, **form: str) -> int:
    """Send the form of an axis."""
    seen = str(view_of(site, sop).head[Field(f"kind.{axis}")].seen)
    answer = site.person("ani").post(f"/sops/{sop}/cells/kind.{axis}", {"seen": seen, **form})
    return answer.status_code


def test_the_page_tells_the_four_axes_with_their_reasons(site: Site) -> None:
    """As the sheet of proof does."""
    page = kinds(site.person("vera", Role.VIEWER).get(f"/sops/{site.sop()}").text)
    for words in ("Administratif: ", "Mikro: ", "Final: ", "Spesifik: "):
        assert words in page
    assert "<select" not in page


def test_a_person_decides_on_an_axis(site: Site) -> None:
    """The page says so, and the document too; the map's own reading comes back with one button."""
    sop = site.sop()
    before = view_of(site, sop).sop
    assert decide(site, sop, "nature", value="technical") == 303
    held = view_of(site, sop).sop
    assert held.kind.nature == "technical"
    assert "Teknis: " in kinds(site.person("ani").get(f"/sops/{sop}").text)
    assert b"Teknis: " in export_sop(site.workspace, LOCAL, sop, ("md",)).popitem()[1]
    assert decide(site, sop, "nature", reset="yes") == 303
    assert view_of(site, sop).sop == before


@pytest.mark.parametrize("value", ["", "macro", "Technical", "x" * 99])
def test_what_is_no_kind_is_refused(site: Site, value: str) -> None:
    """Each axis has two values."""
    sop = site.sop()
    assert decide(site, sop, "nature", value=value) == 422
    assert view_of(site, sop).sop.kind.nature == "administrative"


def test_the_history_tells_of_a_decision(site: Site) -> None:
    """Under the name of its axis."""
    sop = site.sop()
    decide(site, sop, "reach", value="generic")
    page = site.person("ani").get(f"/sops/{sop}/history").text
    assert "kind.reach" not in page
    assert "Generik" in page
