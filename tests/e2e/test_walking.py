"""Walking a process by keys: forward along its arrows, and back the way one came."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bpm2sop.sources import SourceFile
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.rights import LOCAL
from bpm2sop.workspace.views import sop_view
from tests.e2e.conftest import Live, Tab, Tabs

SAMPLE = Path(__file__).parents[2] / "samples" / "level-3" / "01.01.01.01-pelayanan-izin-usaha.bpmn"


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


def joins(live: Live, sop: str) -> tuple[str, str, str]:
    """A step to which two lead: the first of them, another one, and the step."""
    steps = [one.step for one in sop_view(live.workspace, LOCAL, sop).steps]
    keys = {one.key: one.step.no for one in sop_view(live.workspace, LOCAL, sop).steps}
    into: dict[str, list[str]] = {}
    for step in steps:
        for arrow in step.next:
            into.setdefault(keys[arrow.to], []).append(step.no)
    no, (first, *_, other) = next((no, froms) for no, froms in into.items() if len(froms) > 1)
    return first, other, no


def here(page: Page, no: str) -> None:
    """Wait until a row is the current one, and its panel is shown."""
    expect(page.locator("tr.current")).to_have_attribute("data-no", no)
    expect(page.locator("#panel .stephead b")).to_contain_text(no)


def test_the_way_back_is_the_way_one_came(open_tab: Tabs, sop: str, live: Live) -> None:
    """Two steps lead to one: from it the key goes to the one that was followed, and without that to the first."""
    first, other, no = joins(live, sop)
    assert first != other
    tab = open_tab("ani")
    page = opened(tab, sop)
    page.click(f'#steps tr[data-no="{other}"] [data-field="text"]')
    here(page, other)
    page.locator(f'#panel .next [data-go]:has(b:text-is("{no}"))').click()
    here(page, no)
    page.keyboard.press(",")
    here(page, other)
    page.click(f'#steps tr[data-no="{no}"] [data-field="text"]')
    here(page, no)
    page.keyboard.press(",")
    here(page, first)
    assert tab.troubles == []
