"""Filters of the review table: what is chosen stays chosen, what no longer fits goes, and nothing is out of reach."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bpm2sop.sources import SourceFile
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.rights import LOCAL
from bpm2sop.workspace.views import sop_view
from tests.e2e.conftest import Live, Tab, Tabs

SAMPLE = Path(__file__).parents[2] / "samples" / "level-3" / "01.01.01.01-pelayanan-izin-usaha.bpmn"
FRESH = '#counts [data-filter="fresh"]'
REVIEWED = '#counts [data-filter="reviewed"]'


@pytest.fixture
def sop(live: Live) -> str:
    """The SOP of a sample map."""
    source = SourceFile(SAMPLE.name, SAMPLE.read_bytes())
    return import_maps(live.workspace, LOCAL, [source]).lines[0].sops[0].id


def opened(tab: Tab, sop: str) -> Page:
    """Open the review page and wait for the map."""
    tab.page.goto(f"/sops/{sop}")
    tab.page.wait_for_selector("html[data-map=ready]")
    return tab.page


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
    page = opened(tab, sop)
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
    page = opened(tab, sop)
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
    page = opened(tab, sop)
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
