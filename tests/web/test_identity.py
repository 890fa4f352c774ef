"""Title and identity: conflicts are settled and cells given back by plain forms, as with steps."""

import re
from html import unescape

import pytest

from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.maps import map_view
from bpm2sop.workspace.revising import Revise, revise
from bpm2sop.workspace.rights import LOCAL, Role
from bpm2sop.workspace.values import SopView
from bpm2sop.workspace.views import sop_view
from bpm2sop_web.rows import HEAD
from tests.web.site import Markup, Site, Visitor
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


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send of the form of title and identity."""
    form = page[page.index('id="head"') :]
    form = form[: form.index("</form>")]
    hidden = {
        str(one["name"]): one.get("value") or ""
        for one in Markup(form).of("input")
        if one.get("name") != "csrf_token"
    }
    typed = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL)
    return hidden | {name: unescape(words) for name, words in typed}


def form_of(visitor: Visitor, sop: str) -> dict[str, str]:
    """The form as it is shown to somebody."""
    return fields_of(visitor.get(f"/sops/{sop}/identity").text)


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
    """Without script a cell of the review page cannot be opened; here one form has them all."""
    sop = site.sop()
    ani = site.person("ani")
    assert f'href="/sops/{sop}/identity"' in ani.get(f"/sops/{sop}").text
    page = Markup(ani.get(f"/sops/{sop}/identity").text)
    actions = [one.get("action") for one in page.of("form")]
    assert actions.count(f"/sops/{sop}/identity") == 1
    assert {"title", "identity.related"} <= {one.get("name") for one in page.of("textarea")}


def test_one_save_keeps_everything_that_was_typed(site: Site) -> None:
    """Four cells are filled in and the one button is pressed: four are saved, the others stay the map's."""
    sop, ani = site.sop(), site.person("ani")
    typed = {
        "title": "Surat keluar", "identity.number": "065/7", "identity.legal_basis": "Permen 35/2012\r\nPerda 2",
        "identity.warning": "Berkas rahasia",
    }  # fmt: skip
    before = view_of(site, sop).head
    answer = ani.post(f"/sops/{sop}/identity", {**form_of(ani, sop), **typed})
    assert answer.status_code == 303
    after = view_of(site, sop).head
    assert [after[Field(name)].value for name in typed] == [
        "Surat keluar", "065/7", "Permen 35/2012\nPerda 2", "Berkas rahasia",
    ]  # fmt: skip
    assert all(after[name] == before[name] for name in HEAD if name.value not in typed)


def test_a_cell_is_given_back_by_the_same_form_and_the_others_are_kept(site: Site) -> None:
    """What was typed beside it is saved."""
    sop, ani = site.sop(), site.person("ani")
    put(site, sop, Field.TITLE, "Surat keluar")
    page = ani.get(f"/sops/{sop}/identity").text
    assert "reset-title" in {one.get("name") for one in Markup(page).of("button")}
    form = {**form_of(ani, sop), "identity.records": "Buku agenda", "reset-title": "yes"}
    answer = ani.post(f"/sops/{sop}/identity", form, follow_redirects=True)
    assert "2 isian disimpan" in answer.text
    after = view_of(site, sop).head
    assert (after[Field.TITLE].source, after[Field.RECORDS].value) == ("map", "Buku agenda")


def test_what_others_changed_meanwhile_is_shown_and_the_rest_is_saved(site: Site) -> None:
    """Both texts are told, what was typed stands in its field, and the next save puts it in their place."""
    sop, ani = site.sop(), site.person("ani")
    form = {**form_of(ani, sop), "title": "Judul saya", "identity.records": "Buku agenda"}
    put(site, sop, Field.TITLE, "Judul mereka")
    put(site, sop, Field.EQUIPMENT, "Komputer")
    answer = ani.post(f"/sops/{sop}/identity", form)
    assert answer.status_code == 412
    told = answer.text[answer.text.index('class="pair"') :]
    told = told[: told.index("</dl>")]
    assert ("Judul saya" in told, "Judul mereka" in told) == (True, True)
    after = view_of(site, sop).head
    assert after[Field.TITLE].value == "Judul mereka"
    assert after[Field.RECORDS].value == "Buku agenda"
    assert after[Field.EQUIPMENT].value == "Komputer", "nobody typed there in this form"
    again = fields_of(answer.text)
    assert again["title"] == "Judul saya"
    assert ani.post(f"/sops/{sop}/identity", again).status_code == 303
    assert view_of(site, sop).title == "Judul saya"


def test_the_others_words_are_taken_by_a_button(site: Site) -> None:
    """Where they are the better ones."""
    sop, ani = site.sop(), site.person("ani")
    form = {**form_of(ani, sop), "title": "Judul saya"}
    put(site, sop, Field.TITLE, "Judul mereka")
    page = ani.post(f"/sops/{sop}/identity", form).text
    assert "set-title" in {one.get("name") for one in Markup(page).of("button")}
    ani.post(f"/sops/{sop}/identity", {**fields_of(page), "set-title": "Judul mereka"})
    assert view_of(site, sop).title == "Judul mereka"


def test_a_title_that_was_emptied_is_refused_and_the_rest_is_saved(site: Site) -> None:
    """It says so at its field, in the words of the form."""
    sop, ani = site.sop(), site.person("ani")
    form = {**form_of(ani, sop), "title": "", "identity.records": "Buku agenda"}
    answer = ani.post(f"/sops/{sop}/identity", form)
    assert answer.status_code == 422
    assert "Sel ini (Nama SOP) tidak boleh kosong." in answer.text
    assert fields_of(answer.text)["title"] == ""
    assert view_of(site, sop).head[Field.RECORDS].value == "Buku agenda"


def test_what_was_typed_is_given_back_when_the_form_was_too_old(site: Site) -> None:
    """Every field that was changed, and no other."""
    sop, ani = site.sop(), site.person("ani")
    form = {**form_of(ani, sop), "title": "Judul saya", "identity.records": "Buku agenda"}
    page = ani.client.post(f"/sops/{sop}/identity", data={**form, "csrf_token": "lama"}).text
    assert re.findall("<pre>(.*?)</pre>", page) == ["Judul saya", "Buku agenda"]


def test_a_conflict_with_the_map_is_settled_in_the_same_form(site: Site, torn: str) -> None:
    """What was typed below is saved with it."""
    ani = site.person("ani")
    page = ani.get(f"/sops/{torn}/identity").text
    names = {(one.get("name"), one.get("value")) for one in Markup(page).of("button")}
    assert {("set-title", "Surat keluar"), ("reset-title", "yes")} <= names
    form = {**fields_of(page), "identity.records": "Buku agenda", "reset-title": "yes"}
    assert ani.post(f"/sops/{torn}/identity", form).status_code == 303
    after = view_of(site, torn).head
    assert (after[Field.TITLE].value, after[Field.TITLE].conflict) == ("Layanan surat dinas", None)
    assert after[Field.RECORDS].value == "Buku agenda"


def test_a_viewer_gets_no_forms_for_the_identity(site: Site) -> None:
    """No act that would be refused."""
    sop = site.sop()
    vera = site.person("vera", Role.VIEWER)
    for path in (f"/sops/{sop}", f"/sops/{sop}/identity"):
        actions = [one.get("action") or "" for one in Markup(vera.get(path).text).of("form")]
        assert not [one for one in actions if "/cells/" in one or one.endswith("/identity")]
    assert vera.post(f"/sops/{sop}/identity", {"title": "X"}).status_code == 403


def test_a_name_that_is_no_cell_of_the_identity_is_not_found(site: Site) -> None:
    """Neither a step's cell nor an invented one."""
    sop, ani = site.sop(), site.person("ani")
    for name in ("text", "identity.colour"):
        assert ani.post(f"/sops/{sop}/cells/{name}", {"value": "x", "seen": "0"}).status_code == 404
