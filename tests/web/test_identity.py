"""Title and identity: conflicts are settled and cells given back by plain forms, as with steps."""

import re

import pytest

from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.maps import map_view
from bpm2sop.workspace.revising import Revise, revise
from bpm2sop.workspace.rights import LOCAL, Role
from bpm2sop.workspace.values import SopView
from bpm2sop.workspace.views import sop_view
from tests.web.site import Markup, Site
from tests.workspace.maps import ANI, SERVICE, bpmn


def view_of(site: Site, sop: str) -> SopView:
    """The SOP as it is."""
    return sop_view(site.workspace, ANI, sop)


def put(site: Site, sop: str, field: Field, value: str) -> None:
    """Type into a cell of title and identity, by its form."""
    seen = str(view_of(site, sop).head[field].seen)
    answer = site.person("ani").post(
        f"/sops/{sop}/cells/{field.value}", {"value": value, "seen": seen}
    )
    assert answer.status_code == 303


@pytest.fixture
def torn(site: Site) -> str:
    """An SOP whose title a person typed, and whose process the next map calls something else again."""
    sop = site.sop()
    put(site, sop, Field.TITLE, "Surat keluar")
    file = view_of(site, sop).file or ""
    seen = map_view(site.workspace, LOCAL, file).shown.number
    data = bpmn(SERVICE, name="Layanan surat dinas")
    revise(site.workspace, LOCAL, Revise(file=file, data=data, seen=seen))
    assert view_of(site, sop).head[Field.TITLE].conflict is not None
    return sop


def test_a_conflict_on_the_title_shows_all_three_texts_in_an_open_block(
    site: Site, torn: str
) -> None:
    """Whoever opens the page sees what is to be decided, without unfolding anything."""
    page = site.person("ani").get(f"/sops/{torn}").text
    block = next(one for one in Markup(page).of("details") if one.get("id") == "identity")
    assert "open" in block
    part = page[page.index('id="identity"') :]
    asked = part[part.index('class="alert bad"') : part.index("</section>")]
    for words in ("Pelayanan surat", "Surat keluar", "Layanan surat dinas"):
        assert words in asked


def test_the_block_is_folded_where_nothing_is_to_be_decided(site: Site) -> None:
    """As before."""
    page = site.person("ani").get(f"/sops/{site.sop()}").text
    block = next(one for one in Markup(page).of("details") if one.get("id") == "identity")
    assert "open" not in block


def test_the_count_of_conflicts_has_the_title(site: Site, torn: str) -> None:
    """Or nobody would look for it."""
    page = site.person("ani").get(f"/sops/{torn}").text
    found = re.search(r'data-filter="conflict".*?<b>(\d+)</b>', page)
    assert found
    assert found[1] == "1"


@pytest.mark.parametrize(
    ("sent", "left"),
    [
        ({"value": "Surat keluar"}, ("Surat keluar", "person", None)),
        ({"reset": "yes"}, ("Layanan surat dinas", "map", None)),
    ],
)
def test_a_conflict_on_the_title_is_kept_or_taken(
    site: Site, torn: str, sent: dict[str, str], left: tuple[str, str, None]
) -> None:
    """By the two buttons of the page; nothing waits then."""
    page = site.person("ani").get(f"/sops/{torn}").text
    names = {(one.get("name"), one.get("value")) for one in Markup(page).of("button")}
    assert set(sent.items()) <= names
    seen = str(view_of(site, torn).head[Field.TITLE].seen)
    answer = site.person("ani").post(f"/sops/{torn}/cells/title", {**sent, "seen": seen})
    assert answer.headers["Location"] == f"/sops/{torn}#identity"
    cell = view_of(site, torn).head[Field.TITLE]
    assert (cell.value, cell.source, cell.conflict) == left
    assert view_of(site, torn).counts.conflict == 0


def test_a_cell_of_the_identity_is_given_back_to_the_map(site: Site) -> None:
    """Its button stands beside it."""
    sop = site.sop()
    put(site, sop, Field.LEGAL_BASIS, "Permen 35/2012")
    page = site.person("ani").get(f"/sops/{sop}").text
    assert 'data-reset="identity.legal_basis"' in page
    seen = str(view_of(site, sop).head[Field.LEGAL_BASIS].seen)
    path = f"/sops/{sop}/cells/identity.legal_basis"
    site.person("ani").post(path, {"reset": "yes", "seen": seen})
    assert view_of(site, sop).head[Field.LEGAL_BASIS].source != "person"


def test_title_and_identity_are_edited_on_a_page_of_their_own(site: Site) -> None:
    """Without script a cell of the review page cannot be opened; here each has a form."""
    sop = site.sop()
    ani = site.person("ani")
    assert f'href="/sops/{sop}/identity"' in ani.get(f"/sops/{sop}").text
    page = ani.get(f"/sops/{sop}/identity")
    actions = {one.get("action") for one in Markup(page.text).of("form")}
    assert f"/sops/{sop}/cells/title" in actions
    assert f"/sops/{sop}/cells/identity.related" in actions


def test_a_viewer_gets_no_forms_for_the_identity(site: Site) -> None:
    """No act that would be refused."""
    sop = site.sop()
    vera = site.person("vera", Role.VIEWER)
    for path in (f"/sops/{sop}", f"/sops/{sop}/identity"):
        actions = [one.get("action") or "" for one in Markup(vera.get(path).text).of("form")]
        assert not [one for one in actions if "/cells/" in one]


def test_a_name_that_is_no_cell_of_the_identity_is_not_found(site: Site) -> None:
    """Neither a step's cell nor an invented one."""
    sop, ani = site.sop(), site.person("ani")
    for name in ("text", "identity.colour"):
        assert ani.post(f"/sops/{sop}/cells/{name}", {"value": "x", "seen": "0"}).status_code == 404
