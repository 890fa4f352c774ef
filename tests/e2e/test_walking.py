"""Walking a process by keys: forward along its arrows, and back the way one came."""

from playwright.sync_api import Page, expect

from bpm2sop.workspace.rights import LOCAL
from bpm2sop.workspace.views import sop_view
from tests.e2e.conftest import Live, Tabs


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
    page = tab.at_map(f"/sops/{sop}")
    page.click(f'#steps tr[data-no="{other}"] [data-field="text"]')
    here(page, other)
    page.locator(f'#panel .next [data-go]:has(b:text-is("{no}"))').click()
    here(page, no)
    page.keyboard.press(",")
    here(page, other)
    page.click(f'#steps tr[data-no="{no}"] [data-field="text"]')
    here(page, no)
    page.keyboard.press("Escape")
    page.keyboard.press(",")
    here(page, first)
    assert tab.troubles == []
