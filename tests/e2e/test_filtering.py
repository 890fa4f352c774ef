"""Filters of the review table: what is chosen stays chosen, what no longer fits goes, and nothing is out of reach."""

from playwright.sync_api import Page, expect

from bpm2sop.workspace.rights import LOCAL
from bpm2sop.workspace.views import sop_view
from tests.e2e.conftest import Live, Tabs

FRESH = '#counts [data-filter="fresh"]'
REVIEWED = '#counts [data-filter="reviewed"]'


def reviewed(page: Page, no: str) -> None:
    """Review a row."""
    page.click(f'#steps tr[data-no="{no}"] [data-field="text"]')
    page.locator("#panel button[data-key-r]").click()
    expect(page.locator(f'tr[data-no="{no}"]')).to_have_attribute("data-status", "reviewed")


def test_a_filter_stays_pressed_while_rows_are_looked_at_and_reviewed(
    open_tab: Tabs, sop: str
) -> None:
    """Its button says so, and its number is what is left."""
    tab = open_tab("ani")
    page = tab.at_map(f"/sops/{sop}")
    before = int(page.locator(f"{FRESH} b").inner_text())
    page.click(FRESH)
    reviewed(page, "2")
    expect(page.locator(FRESH)).to_have_attribute("aria-pressed", "true")
    expect(page.locator(f"{FRESH} b")).to_have_text(str(before - 1))
    expect(page.locator(f"{REVIEWED} b")).to_have_text("1")
    assert tab.troubles == []


def test_a_row_that_no_longer_fits_goes_when_one_leaves_it(open_tab: Tabs, sop: str) -> None:
    """Not from under the hands: the next open one is the one after it."""
    tab = open_tab("ani")
    page = tab.at_map(f"/sops/{sop}")
    page.click(FRESH)
    reviewed(page, "2")
    expect(page.locator('tr[data-no="2"]')).to_be_visible()
    page.keyboard.press("n")
    expect(page.locator("tr.current")).to_have_attribute("data-no", "3")
    expect(page.locator('tr[data-no="2"]')).to_be_hidden()
    page.click(REVIEWED)
    expect(page.locator("#steps tbody tr:visible")).to_have_count(1)
    page.keyboard.press("n")
    page.click(REVIEWED)
    expect(page.locator('tr[data-no="3"]')).to_be_visible()
    assert tab.troubles == []


def test_an_element_leads_to_its_row_though_a_filter_hides_it(
    open_tab: Tabs, sop: str, live: Live
) -> None:
    """Picked on the map, the row is shown."""
    tab = open_tab("ani")
    page = tab.at_map(f"/sops/{sop}")
    reviewed(page, "2")
    page.click(REVIEWED)
    expect(page.locator('tr[data-no="7"]')).to_be_hidden()
    steps = sop_view(live.workspace, LOCAL, sop).steps
    element = next(one.step for one in steps if one.step.no == "7").elements[0].id
    page.click("[data-zoom=fit]")
    page.locator(f'.djs-element[data-element-id="{element}"] .djs-visual').click(force=True)
    expect(page.locator("tr.current")).to_have_attribute("data-no", "7")
    expect(page.locator('tr[data-no="7"]')).to_be_visible()
    expect(page.locator(REVIEWED)).to_have_attribute("aria-pressed", "true")
    assert tab.troubles == []
