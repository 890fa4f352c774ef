"""The review page in a real browser: table and map in step, words typed, kept, and never lost."""

import pytest
from playwright.sync_api import Page, expect

from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.maps import list_maps, retire_map
from bpm2sop.workspace.rights import LOCAL, OPERATOR
from bpm2sop.workspace.sessions import revoke_sessions
from bpm2sop.workspace.views import sop_view
from tests.e2e.conftest import Live
from tests.e2e.conftest import Tabs as Opener


def cell(page: Page, no: str, field: str) -> str:
    """The selector of a cell, by the number of its row."""
    return f'#steps tr[data-no="{no}"] [data-field="{field}"]'


def marked(page: Page) -> set[str]:
    """The elements that are marked on the map."""
    return set(
        page.locator(".djs-element.hit").evaluate_all(
            "all => all.map(one => one.dataset.elementId)"
        )
    )


def saved(page: Page) -> None:
    """Wait until all that was typed is kept."""
    expect(page.locator("#save-state")).to_have_attribute("data-state", "saved")


def stands(live: Live, sop: str, no: str, field: Field) -> str:
    """What stands in a cell."""
    view = sop_view(live.workspace, LOCAL, sop)
    return next(one for one in view.steps if one.step.no == no).cells[field].value


def test_a_row_marks_its_elements_and_an_element_its_row(
    open_tab: Opener, sop: str, live: Live
) -> None:
    """All elements of the block are marked, folded gateways too; the address names the row."""
    tab = open_tab()
    page = tab.at_map(f"/sops/{sop}")
    page.click(cell(page, "3", "text"))
    view = sop_view(live.workspace, LOCAL, sop)
    step = next(one.step for one in view.steps if one.step.no == "3")
    assert {element.id for element in step.elements} <= marked(page)
    assert f"step={step.key}" in page.url
    other = next(one.step for one in view.steps if one.step.no == "7")
    page.click("[data-zoom=fit]")
    shape = page.locator(f'.djs-element[data-element-id="{other.elements[0].id}"] .djs-visual')
    shape.click(force=True)
    expect(page.locator('tr[data-no="7"]')).to_have_class("row depth-0 current")
    assert tab.troubles == []


def test_a_link_leads_to_the_row_and_survives_a_reload(open_tab: Opener, sop: str) -> None:
    """The fragment names it."""
    page = open_tab().at_map(f"/sops/{sop}")
    page.click(cell(page, "9", "text"))
    page.reload()
    page.wait_for_selector("html[data-map=ready]")
    expect(page.locator("tr.current")).to_have_attribute("data-no", "9")
    assert marked(page)


def test_words_are_typed_kept_undone_and_done_again(open_tab: Opener, sop: str, live: Live) -> None:
    """Enter opens, Enter leaves; Ctrl+Z and Ctrl+Shift+Z go over all of it."""
    tab = open_tab()
    page = tab.at_map(f"/sops/{sop}")
    page.click(cell(page, "6", "time"))
    page.keyboard.press("Enter")
    page.keyboard.type("30 menit")
    page.keyboard.press("Enter")
    saved(page)
    assert stands(live, sop, "6", Field.TIME) == "30 menit"
    expect(page.locator('tr[data-no="6"]')).to_have_attribute("data-status", "edited")
    expect(page.locator(cell(page, "6", "time"))).to_have_attribute("data-source", "person")
    page.keyboard.press("Control+z")
    expect(page.locator(cell(page, "6", "time"))).to_have_attribute("data-source", "none")
    saved(page)
    assert stands(live, sop, "6", Field.TIME) == ""
    page.keyboard.press("Control+Shift+z")
    saved(page)
    assert stands(live, sop, "6", Field.TIME) == "30 menit"
    assert tab.troubles == []


def test_words_are_kept_a_second_after_the_last_key(open_tab: Opener, sop: str, live: Live) -> None:
    """Without leaving the cell."""
    page = open_tab().at_map(f"/sops/{sop}")
    page.dblclick(cell(page, "6", "outputs"))
    page.keyboard.type("Berita acara")
    expect(page.locator("#save-state")).to_have_attribute("data-state", "waiting")
    saved(page)
    expect(page.locator("textarea.typing")).to_be_focused()
    assert stands(live, sop, "6", Field.OUTPUTS) == "Berita acara"


def test_two_on_one_cell_decide_over_mine_theirs_and_the_map_s(
    open_tab: Opener, sop: str, live: Live
) -> None:
    """The second one is shown all three; nobody's words are lost."""
    one, two = open_tab("ani"), open_tab("budi")
    ani, budi = one.at_map(f"/sops/{sop}"), two.at_map(f"/sops/{sop}")
    for page, words in ((ani, "1 jam"), (budi, "2 jam")):
        page.click(cell(page, "6", "time"))
        page.keyboard.press("Enter")
        page.keyboard.type(words)
        page.keyboard.press("Enter")
        page.wait_for_timeout(400)
    dialog = budi.locator("dialog.conflict")
    expect(dialog).to_be_visible()
    expect(dialog.locator("textarea")).to_have_value("2 jam")
    expect(dialog.locator("pre").first).to_have_text("1 jam")
    dialog.locator("textarea").fill("1 sampai 2 jam")
    dialog.locator('button[value="mine"]').click()
    saved(budi)
    assert stands(live, sop, "6", Field.TIME) == "1 sampai 2 jam"
    assert one.troubles + two.troubles == []


def test_words_wait_while_the_server_is_not_reached(open_tab: Opener, sop: str, live: Live) -> None:
    """The page says so, and sends them when it is back."""
    tab = open_tab()
    page = tab.at_map(f"/sops/{sop}")
    tab.context.set_offline(True)
    page.click(cell(page, "6", "time"))
    page.keyboard.press("Enter")
    page.keyboard.type("3 hari")
    page.keyboard.press("Enter")
    expect(page.locator("#save-state")).to_have_attribute("data-state", "offline")
    expect(page.locator("#save-again")).to_be_visible()
    tab.context.set_offline(False)
    saved(page)
    assert stands(live, sop, "6", Field.TIME) == "3 hari"


def test_words_outlive_the_session(open_tab: Opener, sop: str, live: Live) -> None:
    """After signing in again in another tab they are sent by hand."""
    tab = open_tab("ani")
    page = tab.at_map(f"/sops/{sop}")
    revoke_sessions(live.workspace, OPERATOR, "ani")
    page.click(cell(page, "6", "time"))
    page.keyboard.press("Enter")
    page.keyboard.type("4 hari")
    page.keyboard.press("Enter")
    expect(page.locator("#save-state")).to_have_attribute("data-state", "signed-out")
    expect(page.locator("#save-sign-in")).to_be_visible()
    token = live.token("ani")
    tab.context.add_cookies([{"name": "bpm2sop", "value": token, "url": live.address}])
    page.click("#save-again")
    saved(page)
    assert stands(live, sop, "6", Field.TIME) == "4 hari"


def test_the_whole_review_by_keys_alone(open_tab: Opener, sop: str, live: Live) -> None:
    """Into the table, along it, through the process, a comment, a review, the next open step."""
    tab = open_tab("ani")
    page = tab.at_map(f"/sops/{sop}")
    page.keyboard.press("n")
    expect(page.locator("tr.current")).to_have_attribute("data-no", "1")
    page.keyboard.press("ArrowDown")
    expect(page.locator("tr.current")).to_have_attribute("data-no", "2")
    expect(page.locator("#panel h2")).to_contain_text("Menerima dan mencatat")
    page.keyboard.press(".")
    expect(page.locator("tr.current")).to_have_attribute("data-no", "3")
    expect(page.locator("#panel h2")).to_contain_text("Memeriksa kelengkapan")
    page.keyboard.press("r")
    expect(page.locator('tr[data-no="3"]')).to_have_attribute("data-status", "reviewed")
    page.keyboard.press("c")
    page.keyboard.type("Siapa?")
    for key in ("Tab", "Tab", "Enter"):  # past the choice of an element
        page.keyboard.press(key)
    expect(page.locator("#panel .comments")).to_contain_text("Siapa?")
    expect(page.locator('tr[data-no="3"] .remarks')).to_have_text("1")
    page.locator('tr[data-no="3"] .cell[data-field="text"]').focus()
    page.keyboard.press("n")
    expect(page.locator("tr.current")).to_have_attribute("data-no", "4")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    view = sop_view(live.workspace, LOCAL, sop)
    assert view.counts.reviewed == 1
    assert tab.troubles == []


def test_from_the_first_page_to_a_reviewed_step_without_a_pointer(
    open_tab: Opener, sop: str, live: Live
) -> None:
    """Tab and Enter open the SOP, arrows find the cell, Enter opens and Escape leaves it, r reviews, n goes on."""
    tab = open_tab("ani")
    page = tab.page
    page.goto("/")
    title = page.locator(".cards").get_by_role("link", name="Pelayanan Izin Usaha", exact=True)
    for _ in range(40):
        page.keyboard.press("Tab")
        if title.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("html[data-map=ready]")
    page.keyboard.press("n")
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    page.keyboard.press("Control+a")
    page.keyboard.type("20 menit")
    page.keyboard.press("Escape")
    saved(page)
    page.keyboard.press("r")
    expect(page.locator('tr[data-no="3"]')).to_have_attribute("data-status", "reviewed")
    page.keyboard.press("n")
    expect(page.locator("tr.current")).to_have_attribute("data-no", "4")
    assert stands(live, sop, "3", Field.TIME) == "20 menit"
    assert tab.troubles == []


def test_keys_pressed_faster_than_the_server_answers_review_each_its_own_step(
    open_tab: Opener, sop: str
) -> None:
    """Each key acts on what the one before has left; no step is taken for another."""
    tab = open_tab("ani")
    page = tab.at_map(f"/sops/{sop}")
    for key in "nrnrnr":
        page.keyboard.press(key)
    rows = page.locator('#steps tr[data-status="reviewed"]')
    expect(rows).to_have_count(3)
    assert [row.get_attribute("data-no") for row in rows.all()] == ["1", "2", "3"]
    assert tab.troubles == []


def test_the_map_may_go_out_of_use_under_an_open_review(
    open_tab: Opener, sop: str, live: Live
) -> None:
    """The page says why words are refused, and keeps them."""
    tab = open_tab("ani")
    page = tab.at_map(f"/sops/{sop}")
    file = list_maps(live.workspace, LOCAL)[0]
    retire_map(live.workspace, LOCAL, file.id, seen=file.version)
    page.click(cell(page, "6", "time"))
    page.keyboard.press("Enter")
    page.keyboard.type("5 hari")
    page.keyboard.press("Enter")
    expect(page.locator("#save-state")).to_have_attribute("data-state", "refused")
    expect(page.locator("#save-why")).to_contain_text("tidak digunakan")
    expect(page.locator(cell(page, "6", "time"))).to_contain_text("5 hari")
    assert tab.troubles == []


def test_words_typed_just_before_a_review_are_part_of_it(
    open_tab: Opener, sop: str, live: Live
) -> None:
    """The act waits for the edit, and is on the row as it then stands."""
    page = open_tab("ani").at_map(f"/sops/{sop}")
    page.click(cell(page, "6", "time"))
    expect(page.locator("#panel button[data-key-r]")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.type("5 hari")
    page.locator("#panel button[data-key-r]").click()
    expect(page.locator('tr[data-no="6"]')).to_have_attribute("data-status", "reviewed")
    assert stands(live, sop, "6", Field.TIME) == "5 hari"


def test_the_divider_is_moved_by_keys(open_tab: Opener, sop: str) -> None:
    """And its place is remembered."""
    page = open_tab().at_map(f"/sops/{sop}")
    before = page.locator("#mappane").bounding_box()
    page.locator(".divider").focus()
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    after = page.locator("#mappane").bounding_box()
    assert before
    assert after
    assert after["height"] > before["height"] + 40
    page.reload()
    page.wait_for_selector("html[data-map=ready]")
    again = page.locator("#mappane").bounding_box()
    assert again
    assert abs(again["height"] - after["height"]) < 2


def test_narrow_screens_have_tabs(open_tab: Opener, sop: str) -> None:
    """The map is drawn when its tab is opened."""
    tab = open_tab(width=390, height=800)
    page = tab.page
    page.goto(f"/sops/{sop}")
    page.wait_for_selector("html[data-table=ready]")
    expect(page.locator("#mappane")).to_be_hidden()
    page.click("#tab-map")
    page.wait_for_selector("html[data-map=ready]")
    expect(page.locator(".djs-container")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert tab.troubles == []


def test_rows_are_filtered_by_status(open_tab: Opener, sop: str) -> None:
    """One press shows those of a status, another all."""
    page = open_tab("ani").at_map(f"/sops/{sop}")
    page.keyboard.press("n")
    expect(page.locator("#panel button[data-key-r]")).to_be_visible()
    page.keyboard.press("r")
    button = page.locator('#counts [data-filter="reviewed"]')
    expect(button).to_contain_text("1")
    button.click()
    assert page.locator("#steps tbody tr:visible").count() == 1
    page.locator('#counts [data-filter="reviewed"]').click()
    assert page.locator("#steps tbody tr:visible").count() > 10


@pytest.mark.parametrize("width", [390, 1000, 1440, 2560])
def test_the_mark_of_bpmn_io_is_seen(open_tab: Opener, sop: str, width: int) -> None:
    """Its licence asks for that: visible, linked, and nothing over it."""
    page = open_tab(width=width, theme="dark" if width == 1440 else "light").page
    page.goto(f"/sops/{sop}")
    if width < 900:
        page.click("#tab-map")
    page.wait_for_selector("html[data-map=ready]")
    mark = page.locator("a.bjs-powered-by")
    mark.scroll_into_view_if_needed()
    expect(mark).to_be_visible()
    assert "bpmn.io" in (mark.get_attribute("href") or "")
    top = mark.evaluate(
        """one => {
            const box = one.getBoundingClientRect();
            const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return one.contains(at);
        }"""
    )
    assert top
