"""Typing in cells as in a spreadsheet: on a cell that was chosen letters are words, on a row they are keys; Tab goes on."""

from playwright.sync_api import Page, expect

from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.rights import LOCAL, Role
from bpm2sop.workspace.views import sop_view
from tests.e2e.conftest import Live, Tabs


def cell(no: str, field: str) -> str:
    """The selector of a cell, by the number of its row."""
    return f'#steps tr[data-no="{no}"] [data-field="{field}"]'


def saved(page: Page) -> None:
    """Leave what is open, and wait until all that was typed is kept."""
    page.keyboard.press("Escape")
    expect(page.locator("#save-state")).to_have_attribute("data-state", "saved")


def stands(live: Live, sop: str, no: str, field: Field) -> str:
    """What stands in a cell."""
    view = sop_view(live.workspace, LOCAL, sop)
    return next(one for one in view.steps if one.step.no == no).cells[field].value


def in_field(page: Page, place: str) -> None:
    """Wait until a cell is open, and the focus in it."""
    expect(page.locator(f"{place} textarea.typing")).to_be_focused()


def heading(page: Page) -> list[str]:
    """The selectors of the fields of title and identity, opened."""
    page.click("#identity > summary")
    fields = page.locator("#identity [data-edit=yes]").evaluate_all(
        "all => all.map(one => one.dataset.field)"
    )
    return [f'#identity [data-field="{name}"]' for name in fields]


def test_letters_on_a_clicked_cell_are_words(open_tab: Tabs, sop: str, live: Live) -> None:
    """No letter of them is a key: nothing is reviewed, nothing jumps, nothing is searched."""
    tab = open_tab("ani")
    page = tab.at_map(f"/sops/{sop}")
    page.click(cell("6", "inputs"))
    page.keyboard.type("surat permohonan / cap.")
    saved(page)
    assert stands(live, sop, "6", Field.INPUTS) == "surat permohonan / cap."
    expect(page.locator("tr.current")).to_have_attribute("data-no", "6")
    assert sop_view(live.workspace, LOCAL, sop).counts.reviewed == 0
    assert tab.troubles == []


def test_letters_take_the_place_of_what_stands_and_can_be_undone(
    open_tab: Tabs, sop: str, live: Live
) -> None:
    """By the key of the browser while the cell is open, and by that of the page after it."""
    page = open_tab("ani").at_map(f"/sops/{sop}")
    before = stands(live, sop, "3", Field.TEXT)
    page.click(cell("3", "text"))
    page.keyboard.type("n")
    page.keyboard.press("Control+z")
    expect(page.locator("textarea.typing")).to_have_value(before)
    page.keyboard.press("Control+a")
    page.keyboard.type("Memeriksa")
    saved(page)
    assert stands(live, sop, "3", Field.TEXT) == "Memeriksa"
    page.keyboard.press("Control+z")
    expect(page.locator(cell("3", "text"))).to_contain_text(before)


def test_an_arrow_to_a_cell_chooses_it(open_tab: Tabs, sop: str, live: Live) -> None:
    """From a row that the keys led to, too; and after Enter the next cell is written likewise."""
    page = open_tab("ani").at_map(f"/sops/{sop}")
    page.keyboard.press("n")
    expect(page.locator("tr.current")).to_have_attribute("data-no", "1")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.type("2 menit")
    for key in ("Enter", "ArrowDown"):
        page.keyboard.press(key)
    page.keyboard.type("rapat")
    saved(page)
    assert stands(live, sop, "1", Field.TIME) == "2 menit"
    assert stands(live, sop, "2", Field.TIME) == "rapat"


def test_escape_gives_the_letters_back_to_the_row(open_tab: Tabs, sop: str) -> None:
    """On a cell that was only clicked, and on one that was written."""
    page = open_tab("ani").at_map(f"/sops/{sop}")
    page.click(cell("6", "time"))
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.locator('tr[data-no="6"]')).to_have_attribute("data-status", "reviewed")
    page.click(cell("7", "time"))
    page.keyboard.type("nanti")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.locator('tr[data-no="7"]')).to_have_attribute("data-status", "reviewed")
    expect(page.locator(cell("7", "time"))).to_contain_text("nanti")


def test_what_letters_are_for_is_seen(open_tab: Tabs, sop: str) -> None:
    """A solid line around a cell that is chosen, a dotted one where letters are keys."""
    page = open_tab("ani").at_map(f"/sops/{sop}")
    place = page.locator(cell("6", "time"))
    place.click()
    expect(place).to_have_css("outline-style", "solid")
    page.keyboard.press("Escape")
    expect(place).to_have_css("outline-style", "dotted")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    expect(place).to_have_css("outline-style", "solid")


def test_words_kept_by_hand_leave_the_cell_chosen(open_tab: Tabs, sop: str, live: Live) -> None:
    """Ctrl+S keeps them, and what is typed next is no key either."""
    tab = open_tab("ani")
    page = tab.at_map(f"/sops/{sop}")
    page.click(cell("6", "time"))
    page.keyboard.type("1 jam")
    page.keyboard.press("Control+s")
    expect(page.locator("textarea.typing")).to_have_count(0)
    page.keyboard.type("rapat")
    saved(page)
    assert stands(live, sop, "6", Field.TIME) == "rapat"
    assert tab.troubles == []


def test_a_row_that_the_keys_led_to_keeps_its_keys(open_tab: Tabs, sop: str) -> None:
    """After the list of keys was looked at, and along the rows by arrows up and down."""
    page = open_tab("ani").at_map(f"/sops/{sop}")
    page.keyboard.press("n")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.locator('tr[data-no="2"]')).to_have_attribute("data-status", "reviewed")


def test_who_may_not_write_keeps_all_keys(open_tab: Tabs, sop: str) -> None:
    """A reader clicks a cell, and the letters act; that one may not review is said."""
    tab = open_tab("rina", Role.VIEWER)
    page = tab.at_map(f"/sops/{sop}")
    page.click(cell("3", "text"))
    page.keyboard.press("r")
    expect(page.locator("#said")).to_contain_text("hak")
    page.keyboard.press("n")
    expect(page.locator("tr.current")).to_have_attribute("data-no", "4")
    assert tab.troubles == []


def test_tab_keeps_what_was_typed_and_opens_the_next_cell(
    open_tab: Tabs, sop: str, live: Live
) -> None:
    """To the next row at the end of one; with Shift, to the cell before."""
    tab = open_tab("ani")
    page = tab.at_map(f"/sops/{sop}")
    page.click(cell("6", "inputs"))
    page.keyboard.type("surat")
    page.keyboard.press("Tab")
    in_field(page, cell("6", "time"))
    page.keyboard.press("Shift+Tab")
    in_field(page, cell("6", "inputs"))
    expect(page.locator("textarea.typing")).to_have_value("surat")
    last = page.locator('#steps tr[data-no="6"] [data-edit=yes]').last
    last.dblclick()
    page.keyboard.press("Tab")
    in_field(page, cell("7", "text"))
    expect(page.locator("tr.current")).to_have_attribute("data-no", "7")
    saved(page)
    assert stands(live, sop, "6", Field.INPUTS) == "surat"
    assert tab.troubles == []


def test_tab_leaves_the_table_after_its_last_cell(open_tab: Tabs, sop: str) -> None:
    """And where nothing is open, it leads on as the browser does."""
    page = open_tab("ani").at_map(f"/sops/{sop}")
    last = page.locator("#steps [data-edit=yes]").last
    last.dblclick()
    page.keyboard.press("Tab")
    expect(page.locator("textarea.typing")).to_have_count(0)
    assert page.evaluate("document.activeElement.closest('#steps')") is None
    page.click(cell("6", "time"))
    page.keyboard.press("Tab")
    expect(page.locator("textarea.typing")).to_have_count(0)


def test_tab_goes_through_title_and_identity(open_tab: Tabs, sop: str, live: Live) -> None:
    """What was typed stays, though a space comes next; the buttons are reached when nothing is open."""
    tab = open_tab("ani")
    page = tab.at_map(f"/sops/{sop}")
    first, second, *_ = heading(page)
    page.click(first)
    page.keyboard.type("Pelayanan n r")
    page.keyboard.press("Tab")
    in_field(page, second)
    page.keyboard.type(" 12 / 2026")
    page.keyboard.press("Shift+Tab")
    in_field(page, first)
    saved(page)
    view = sop_view(live.workspace, LOCAL, sop)
    assert view.title == "Pelayanan n r"
    expect(page.locator(f"{second} .value")).to_have_text("12 / 2026")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.reset") == "title"
    assert tab.troubles == []
