"""What a person does on the review page while nothing can be sent: nothing is lost, nothing is said to be saved that is not."""

from playwright.sync_api import Page, expect

from bpm2sop.workspace.maps import list_maps, retire_map
from bpm2sop.workspace.rights import LOCAL, OPERATOR
from bpm2sop.workspace.sessions import revoke_sessions
from bpm2sop.workspace.views import sop_view
from tests.e2e.conftest import Live, Tab, Tabs

STATE = "#save-state"


def at_step(tab: Tab, sop: str, no: str) -> Page:
    """Open the review page with the panel of a step."""
    page = tab.at_map(f"/sops/{sop}")
    gone_to(page, no)
    expect(page.locator("#panel button[data-key-r]")).to_be_visible()
    return page


def gone_to(page: Page, no: str) -> None:
    """Go to a row."""
    page.click(f'#steps tr[data-no="{no}"] [data-field="text"]')


def said(page: Page, words: str) -> None:
    """Write a comment on the step and send it."""
    page.locator("#panel textarea[name=text]").fill(words)
    page.locator("#panel .stack button").last.click()


def texts(live: Live, sop: str) -> list[str]:
    """The comments on steps."""
    view = sop_view(live.workspace, LOCAL, sop)
    return [remark.text for one in view.steps for remark in one.comments]


def test_acts_wait_while_the_server_is_not_reached(open_tab: Tabs, sop: str, live: Live) -> None:
    """A comment and a review are counted as not sent, wherever the person goes, and sent when the connection is back."""
    tab = open_tab("ani")
    page = at_step(tab, sop, "6")
    tab.context.set_offline(True)
    said(page, "Siapa wakilnya?")
    expect(page.locator("#panel .note")).to_contain_text("menunggu di halaman ini")
    expect(page.locator("#panel .note")).to_contain_text("Siapa wakilnya?")
    expect(page.locator(STATE)).to_have_attribute("data-state", "offline")
    expect(page.locator(STATE)).to_contain_text("1 perubahan menunggu")
    page.locator("#panel button[data-key-r]").click()
    expect(page.locator(STATE)).to_contain_text("2 perubahan menunggu")
    gone_to(page, "7")
    expect(page.locator("#panel")).to_contain_text("belum dapat ditampilkan")
    tab.context.set_offline(False)
    expect(page.locator(STATE)).to_have_attribute("data-state", "saved")
    expect(page.locator('tr[data-no="6"]')).to_have_attribute("data-status", "reviewed")
    expect(page.locator('tr[data-no="6"] .remarks')).to_have_text("1")
    expect(page.locator("#panel h2")).to_be_visible()
    assert texts(live, sop) == ["Siapa wakilnya?"]
    assert tab.troubles == []


def test_a_plain_form_keeps_its_words_while_the_server_is_not_reached(
    open_tab: Tabs, sop: str, live: Live
) -> None:
    """A comment on the whole SOP: the page stays, says so, and sends it when it is asked to again."""
    tab = open_tab("ani")
    page = at_step(tab, sop, "6")
    area = page.locator("#comment-sop")
    page.locator("details.rest", has=area).locator("summary").click()
    tab.context.set_offline(True)
    area.fill("Dasar hukum menyusul")
    form = page.locator("form", has=area)
    form.get_by_role("button").last.click()
    expect(form.locator(".note")).to_contain_text("belum ada yang terkirim")
    expect(area).to_have_value("Dasar hukum menyusul")
    tab.context.set_offline(False)
    form.get_by_role("button").last.click()
    expect(page.locator(".comments", has_text="Dasar hukum menyusul")).to_be_visible()
    (remark,) = sop_view(live.workspace, LOCAL, sop).comments
    assert remark.text == "Dasar hukum menyusul"
    assert tab.troubles == []


def test_acts_outlive_the_session(open_tab: Tabs, sop: str, live: Live) -> None:
    """They wait for a sign-in in another tab, and go with the button that saves again."""
    tab = open_tab("ani")
    page = at_step(tab, sop, "6")
    revoke_sessions(live.workspace, OPERATOR, "ani")
    said(page, "Siapa wakilnya?")
    expect(page.locator(STATE)).to_have_attribute("data-state", "signed-out")
    expect(page.locator("#save-sign-in")).to_be_visible()
    cookie = {"name": "bpm2sop", "value": live.token("ani"), "url": live.address}
    tab.context.add_cookies([cookie])  # type: ignore[list-item]
    page.click("#save-again")
    expect(page.locator(STATE)).to_have_attribute("data-state", "saved")
    expect(page.locator("#panel .comments")).to_contain_text("Siapa wakilnya?")
    assert texts(live, sop) == ["Siapa wakilnya?"]
    assert tab.troubles == []


def test_a_comment_not_yet_sent_is_there_again_when_one_comes_back(
    open_tab: Tabs, sop: str
) -> None:
    """Each step keeps its own."""
    tab = open_tab("ani")
    page = at_step(tab, sop, "6")
    area = page.locator("#panel textarea[name=text]")
    area.press_sequentially("Belum sele")
    gone_to(page, "7")
    expect(page.locator("#panel .stephead")).to_contain_text("7")
    expect(area).to_have_value("")
    gone_to(page, "6")
    expect(area).to_have_value("Belum sele")
    page.locator("#panel button[data-key-r]").click()
    expect(page.locator('tr[data-no="6"]')).to_have_attribute("data-status", "reviewed")
    expect(area).to_have_value("Belum sele")
    assert tab.troubles == []


def test_a_refusal_that_is_no_fault_of_the_text_does_not_blame_it(
    open_tab: Tabs, sop: str, live: Live
) -> None:
    """The map went out of use: the page says that, and that the words stay."""
    tab = open_tab("ani")
    page = at_step(tab, sop, "6")
    file = list_maps(live.workspace, LOCAL)[0]
    retire_map(live.workspace, LOCAL, file.id, seen=file.version)
    page.click('#steps tr[data-no="6"] [data-field="time"]')
    page.keyboard.press("Enter")
    page.keyboard.type("5 hari")
    page.keyboard.press("Enter")
    expect(page.locator(STATE)).to_have_text(
        "1 perubahan belum tersimpan: alasannya ada di bawah. Tulisan Anda tetap di halaman ini."
    )
    expect(page.locator("#save-why")).to_contain_text("tidak digunakan")
    assert tab.troubles == []
