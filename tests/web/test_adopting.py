"""General SOPs by the pages: offered, adopted for a unit, followed."""

import re

import pytest

from bpm2sop.workspace.adopting import list_adoptions
from bpm2sop.workspace.approving import EditionAct, revoke
from bpm2sop.workspace.material import effective
from bpm2sop.workspace.rights import LOCAL, Role
from bpm2sop.workspace.units import add_unit
from bpm2sop.workspace.views import sop_view
from tests.web.site import Site, Visitor
from tests.workspace.maps import ANI, SERVICE, bring
from tests.workspace.test_adopting import put_in_force


@pytest.fixture
def visitor(site: Site) -> Visitor:
    """Whoever sits at the machine."""
    return site.local()


@pytest.fixture
def general(site: Site, visitor: Visitor) -> str:
    """An SOP in force that is offered to all units, by its page."""
    sop = bring(site.workspace, who=ANI).lines[0].sops[0].id
    put_in_force(site.workspace, sop, "001")
    seen = sop_view(site.workspace, LOCAL, sop).version
    assert visitor.post(f"/sops/{sop}/offer", {"seen": str(seen)}).status_code == 303
    return sop


def taken(site: Site, visitor: Visitor, general: str) -> str:
    """A unit adopts it by its page; the id of its own."""
    unit = add_unit(site.workspace, LOCAL, "Dinas Kesehatan").id
    form = {"unit": unit, "number": "KES-001", "actor.Loket": "Resepsionis", "actor.Staf": " "}
    answer = visitor.post(f"/sops/{general}/adopt", form)
    assert answer.status_code == 303
    found = re.fullmatch(r"/sops/(\w+)/adoption", answer.headers["Location"])
    assert found
    return found[1]


def test_an_sop_that_is_not_offered_says_so(site: Site, visitor: Visitor) -> None:
    """And can be offered from its page, which its approval leads to."""
    sop = site.sop()
    assert f"/sops/{sop}/adoption" in visitor.get(f"/sops/{sop}/approval").text
    page = visitor.get(f"/sops/{sop}/adoption").text
    assert (f'"/sops/{sop}/offer"' in page, f'"/sops/{sop}/adopt"' in page) == (True, False)


def test_a_unit_adopts_with_its_own_actors_and_number(
    site: Site, visitor: Visitor, general: str
) -> None:
    """The page of either leads to the other."""
    own = taken(site, visitor, general)
    sop = effective(site.workspace, own)
    assert [actor.name for actor in sop.actors] == ["Resepsionis", "Staf"]
    assert sop.identity.number.value == "KES-001"
    assert f"/sops/{own}/adoption" in visitor.get(f"/sops/{general}/adoption").text
    assert f"/sops/{general}" in visitor.get(f"/sops/{own}/adoption").text
    assert "Dinas Kesehatan" in visitor.get("/admin/reorganise").text


def test_what_changes_upstream_is_shown_and_followed(
    site: Site, visitor: Visitor, general: str
) -> None:
    """Step by step; then there is nothing to follow."""
    own = taken(site, visitor, general)
    bring(site.workspace, SERVICE.replace("Catat surat", "Catat dan pindai surat"), who=ANI)
    put_in_force(site.workspace, general, "001")
    page = visitor.get(f"/sops/{own}/adoption").text
    assert "<ins>" in page
    assert visitor.post(f"/sops/{own}/follow", {"seen": "1"}).status_code == 412
    assert visitor.post(f"/sops/{own}/follow", {"seen": "2"}).status_code == 303
    assert not list_adoptions(site.workspace, LOCAL)[0].suspect
    assert f"/sops/{own}/follow" not in visitor.get(f"/sops/{own}/adoption").text


def test_what_is_revoked_upstream_is_told_and_not_followed(
    site: Site, visitor: Visitor, general: str
) -> None:
    """On the page of the adopted SOP, that of the general one, and the list of all."""
    own = taken(site, visitor, general)
    seen = sop_view(site.workspace, LOCAL, general).version
    revoke(site.workspace, LOCAL, EditionAct(general, 1, seen, "dicabut"))
    page = visitor.get(f"/sops/{own}/adoption").text
    assert "SOP generiknya tidak berlaku lagi" in page
    assert f"/sops/{own}/follow" not in page
    for place in (f"/sops/{general}/adoption", "/admin/reorganise"):
        assert "SOP generiknya tidak berlaku lagi" in visitor.get(place).text


def test_an_offer_is_withdrawn(site: Site, visitor: Visitor, general: str) -> None:
    """Who adopted it keeps theirs."""
    own = taken(site, visitor, general)
    seen = sop_view(site.workspace, LOCAL, general).version
    assert visitor.post(f"/sops/{general}/withdraw", {"seen": str(seen)}).status_code == 303
    assert sop_view(site.workspace, LOCAL, general).origin == "drafted"
    assert visitor.get(f"/sops/{own}/adoption").status_code == 200


def test_who_only_reads_sees_no_forms(site: Site, general: str) -> None:
    """And is refused where they act all the same."""
    eko = site.person("eko", Role.VIEWER)
    page = eko.get(f"/sops/{general}/adoption").text
    assert f'"/sops/{general}/adopt"' not in page
    for act in ("offer", "adopt", "follow"):
        assert eko.post(f"/sops/{general}/{act}", {"seen": "1"}).status_code == 403


def test_an_adopted_sop_has_a_card_on_the_first_page(
    site: Site, visitor: Visitor, general: str
) -> None:
    """It has no map of its own, and so no place in the tree; the card says whose it is."""
    own = taken(site, visitor, general)
    page = visitor.get("/").text
    assert f'<h3><a href="/sops/{own}">' in page
    assert "Dinas Kesehatan" in page


def test_the_map_of_the_general_sop_stands_beside_an_adopted_one(
    site: Site, visitor: Visitor, general: str
) -> None:
    """In the version that its edition was drafted from, whatever came after."""
    own = taken(site, visitor, general)
    bring(site.workspace, SERVICE.replace("Catat surat", "Catat dan pindai surat"), who=ANI)
    file = sop_view(site.workspace, LOCAL, general).file
    page = visitor.get(f"/sops/{own}").text
    assert f'data-bytes="/maps/{file}/1/bytes"' in page
    assert visitor.get(f"/maps/{file}/1/bytes").status_code == 200


def test_the_history_says_in_words_what_was_done(
    site: Site, visitor: Visitor, general: str
) -> None:
    """Offered and adopted, not by the names that the record has for it."""
    own = taken(site, visitor, general)
    assert "menawarkan kepada semua unit" in visitor.get(f"/sops/{general}/history").text
    assert "mengadopsi SOP generik" in visitor.get(f"/sops/{own}/history").text
