"""Every page and state in a real browser: usable by all (axe), no fault of script or policy, nothing wider than the screen."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import Live, Tab, Tabs, serving, stored
from tests.e2e.office import Office, furnished
from tests.e2e.pictures import SHOTS, for_looking
from tests.e2e.places import EMPTY, OUTSIDE, PLACES, Place
from tests.stores import SqliteFiles

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL = {"runOnly": {"type": "tag", "values": TAGS}}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""Another theme changes nothing else."""
SIZES = ((360, 780), (1024, 768), (1920, 1080))
ANSWERS = {200, 401, 404}


@pytest.fixture(scope="module")
def live(sqlite_files: SqliteFiles) -> Iterator[Live]:
    """One server for all of this module."""
    with stored(sqlite_files) as store, serving(store) as served:
        yield served


@pytest.fixture(scope="module")
def office(live: Live) -> Office:
    """What is in it."""
    return furnished(live)


@pytest.fixture(scope="module")
def empty(browser: Browser, sqlite_files: SqliteFiles) -> Iterator[Tab]:
    """A workspace with nothing in it, opened by its link."""
    with stored(sqlite_files) as store, serving(store) as served:
        tabs = Tabs(browser, served)
        yield tabs()
        tabs.close()


def brought_about(page: Page, place: Place, path: str) -> None:
    """Open a page, bring its state about, and wait until it is as it stays."""
    answer = page.goto(path)
    assert answer
    assert answer.status in ANSWERS
    page.wait_for_load_state("networkidle")
    if place.act:
        place.act(page)
        page.wait_for_timeout(200)


def faults(page: Page, rules: dict[str, object]) -> list[str]:
    """What axe finds, in a line each."""
    found = Axe().run(page, options=rules).response
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:160]}"
        for one in found["violations"]
        for node in one["nodes"][:3]
    ]


def looked_at(page: Page, name: str) -> list[str]:
    """What is wrong with a page as it stands: light and dark, wide and narrow."""
    found = faults(page, ALL)
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {fault}" for fault in faults(page, COLOURS)]
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(100)
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.append(f"{wide} wide on a screen of {width}")
        for theme in ("dark", "light") if SHOTS else ():
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            for_looking(page, f"{name}-{width}-{theme}")
    return found


@pytest.mark.parametrize("name", PLACES)
def test_every_page_is_usable_by_all(open_tab: Tabs, office: Office, name: str) -> None:
    """No violation that axe can find, in both themes; nothing wider than the screen. BPM2SOP_SHOTS names a folder for pictures."""
    tab = open_tab("ani")
    brought_about(tab.page, PLACES[name], PLACES[name].path(office))
    assert looked_at(tab.page, name) == []
    assert tab.troubles == []


@pytest.mark.parametrize("name", OUTSIDE)
def test_what_strangers_see_is_usable_by_all(open_tab: Tabs, office: Office, name: str) -> None:
    """Before anybody has signed in."""
    tab = open_tab.stranger()
    brought_about(tab.page, OUTSIDE[name], OUTSIDE[name].path(office))
    assert looked_at(tab.page, name) == []
    assert tab.troubles == []


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_workspace_is_usable_by_all(empty: Tab, name: str) -> None:
    """It says what may be done first."""
    empty.page.emulate_media(color_scheme="light")
    empty.page.set_viewport_size({"width": 1440, "height": 900})
    brought_about(empty.page, EMPTY[name], EMPTY[name].path(Office({}, {}, "", {})))
    assert looked_at(empty.page, name) == []
    assert empty.troubles == []
