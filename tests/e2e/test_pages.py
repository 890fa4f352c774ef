"""Every page and state in a real browser: usable by all (axe), no fault of script or policy, nothing wider than the screen."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import Live, Tab, Tabs, serving, stored
from tests.e2e.office import Office, furnished
from tests.e2e.pictures import SHOTS, for_looking
from tests.e2e.places import EMPTY, OUTSIDE, PLACES, Place
from tests.e2e.states import BARE, HOUSE, PLAIN, READER, READING, SECOND, SHARED
from tests.stores import SqliteFiles

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL = {"runOnly": {"type": "tag", "values": TAGS}}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""Another theme changes nothing else."""
SIZES = ((360, 780), (1024, 768), (1920, 1080))
NARROW = 900
"""Below it, tabs take the place of panes, and the page is as long as it is."""
MEASURES = """[
    document.documentElement.scrollWidth, document.documentElement.scrollHeight,
    document.querySelector("main").innerText.trim() !== "",
    getComputedStyle(document.body).display === "flex",
]"""
ANSWERS = {200, 401, 403, 404}
INSIDE = PLACES | HOUSE | SHARED
NOTHING = EMPTY | BARE


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
    return found + misfits(page, name)


def misfits(page: Page, name: str) -> list[str]:
    """What does not fit on screens of all sizes: wider than the screen, nothing to read, a window to fill that is overfull."""
    found = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(100)
        wide, tall, words, fills = page.evaluate(MEASURES)
        if wide > width:
            found.append(f"{wide} wide on a screen of {width}")
        if not words:
            found.append(f"nothing to read on a screen of {width}")
        if fills and width > NARROW and tall > height:
            found.append(f"{tall} tall in a window of {height} that it is to fill")
        for theme in ("dark", "light") if SHOTS else ():
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            for_looking(page, f"{name}-{width}-{theme}")
    return found


@pytest.mark.parametrize("name", INSIDE)
def test_every_page_is_usable_by_all(open_tab: Tabs, office: Office, name: str) -> None:
    """No violation that axe can find, in both themes; nothing wider than the screen. BPM2SOP_SHOTS names a folder for pictures."""
    tab = open_tab("ani")
    brought_about(tab.page, INSIDE[name], INSIDE[name].path(office))
    assert looked_at(tab.page, name) == []
    assert tab.troubles == []


@pytest.mark.parametrize("name", READING | SECOND)
def test_every_page_is_usable_by_who_may_do_less_or_decide(
    open_tab: Tabs, office: Office, name: str
) -> None:
    """A reader sees no forms; who wrote nothing of it may verify and approve."""
    tab = open_tab("rina", *READER) if name in READING else open_tab("dewi")
    place = (READING | SECOND)[name]
    brought_about(tab.page, place, place.path(office))
    assert looked_at(tab.page, name) == []
    assert tab.troubles == []


@pytest.mark.parametrize("name", PLAIN)
def test_pages_without_script_fit_every_screen(
    browser: Browser, live: Live, office: Office, name: str
) -> None:
    """Axe is a script itself, and cannot look there."""
    context = browser.new_context(
        java_script_enabled=False, base_url=live.address, reduced_motion="reduce"
    )
    cookie = {"name": "bpm2sop", "value": live.token("ani"), "url": live.address}
    context.add_cookies([cookie])  # type: ignore[list-item]
    page = context.new_page()
    brought_about(page, PLAIN[name], PLAIN[name].path(office))
    assert misfits(page, name) == []
    context.close()


@pytest.mark.parametrize("name", OUTSIDE)
def test_what_strangers_see_is_usable_by_all(open_tab: Tabs, office: Office, name: str) -> None:
    """Before anybody has signed in."""
    tab = open_tab.stranger()
    brought_about(tab.page, OUTSIDE[name], OUTSIDE[name].path(office))
    assert looked_at(tab.page, name) == []
    assert tab.troubles == []


@pytest.mark.parametrize("name", NOTHING)
def test_an_empty_workspace_is_usable_by_all(empty: Tab, name: str) -> None:
    """It says what may be done first."""
    empty.page.emulate_media(color_scheme="light")
    empty.page.set_viewport_size({"width": 1440, "height": 900})
    brought_about(empty.page, NOTHING[name], NOTHING[name].path(Office({}, {}, "", {})))
    assert looked_at(empty.page, name) == []
    assert empty.troubles == []
