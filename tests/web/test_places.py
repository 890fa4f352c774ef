"""Addresses that only an act answers lead somewhere when they are opened; language and theme change without loss."""

import io

from bpm2sop.workspace.rights import LOCAL
from bpm2sop.workspace.views import sop_view
from tests.web.site import Markup, Site, Visitor
from tests.workspace.maps import bpmn

CHANGED = "a Terima berkas @Loket; b Teliti berkas @Loket; c Catat surat @Staf; d Kirim surat @Staf"


def file_of(site: Site) -> str:
    """A map just brought in."""
    return sop_view(site.workspace, LOCAL, site.sop()).file or ""


def looked(visitor: Visitor, file: str, **more: str) -> str:
    """The page that shows what a new version would do."""
    sent = {"map": (io.BytesIO(bpmn(CHANGED)), "surat-baru.bpmn"), **more}
    answer = visitor.post(f"/maps/{file}/revision", sent)
    assert answer.status_code == 200
    return answer.text


def test_the_address_of_a_revision_leads_to_its_map(site: Site) -> None:
    """Reloaded, or opened from the history: the file is gone, the map is not."""
    file = file_of(site)
    visitor = site.local()
    for path in ("revision", "revision/apply"):
        answer = visitor.get(f"/maps/{file}/{path}")
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/maps/{file}")


def test_the_address_of_a_filled_file_leads_to_its_sop(site: Site) -> None:
    """The same for a workbook that was taken back."""
    sop = site.sop()
    answer = site.local().get(f"/sops/{sop}/fill")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/sops/{sop}")


def test_the_language_of_a_revision_changes_and_the_answers_stay(site: Site) -> None:
    """The buttons of the menu belong to the form that holds the file and the answers."""
    file = file_of(site)
    visitor = site.local()
    page = Markup(looked(visitor, file))
    forms = {one.get("id") for one in page.of("form")}
    buttons = [one for one in page.of("button") if one.get("name") in {"language", "theme"}]
    assert {one.get("form") for one in buttons} == {"revision"} & forms
    hidden = {
        one["name"] or "": one["value"]
        for one in page.of("input")
        if one.get("type") == "hidden" and one["name"] != "csrf_token"
    }
    form = {**hidden, "pair.a": "-", "language": "en", "theme": "dark"}
    again = visitor.post(f"/maps/{file}/revision", form)
    assert '<html lang="en" data-theme="dark">' in again.text
    assert f'value="{hidden["data"]}"' in again.text
    assert visitor.get("/").text.count('<html lang="en" data-theme="dark">') == 1


def test_the_menu_of_an_answer_leads_back_to_where_the_form_was(site: Site) -> None:
    """A page that only an act gives cannot be asked for again."""
    site.sop()
    visitor = site.local()
    form = {"old": "Loket", "name": "Loket depan"}
    page = visitor.post(
        "/admin/reorganise/actors/look",
        form,
        headers={"Referer": "http://localhost/admin/reorganise"},
    )
    assert page.status_code < 500
    backs = [one["value"] for one in Markup(page.text).of("input") if one.get("name") == "back"]
    assert backs == ["/admin/reorganise"]
