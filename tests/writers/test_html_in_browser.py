"""The page in a browser: nothing runs, nothing overflows, nothing keeps anyone out."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from bpm2sop.layout import PageStyle, lay_out
from bpm2sop.layout.style import F4
from bpm2sop.model.sop import Sop
from bpm2sop.wording import Language
from bpm2sop.writers import Context
from bpm2sop.writers.html_page import write_html
from tests.writers.examples import ATTACK, EMPTY, LETTERS

EXAMPLES = pytest.mark.parametrize("sop", [LETTERS, ATTACK, EMPTY], ids=lambda sop: sop.key)


@pytest.fixture
def address(tmp_path: Path, sop: Sop) -> str:
    """Where the page of an SOP lies."""
    place = tmp_path / "page.html"
    place.write_bytes(write_html(sop, Context(language=Language.ID)))
    return place.as_uri()


@EXAMPLES
def test_a_telephone_shows_the_page_without_sideways_scrolling(
    browser: Browser, address: str
) -> None:
    """At 360 pixels only the table's own box scrolls, and the browser has nothing to complain about."""
    view = browser.new_page(viewport={"width": 360, "height": 740})
    said: list[str] = []
    view.on("console", lambda message: said.append(message.text))
    view.on("dialog", lambda dialog: said.append(dialog.message))
    view.goto(address)
    assert view.evaluate("document.documentElement.scrollWidth") == 360
    assert said == []
    view.close()


@EXAMPLES
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_keeps_nobody_out(browser: Browser, address: str, scheme: str) -> None:
    """The accessibility checker finds nothing, in light and in dark."""
    # The checker is a script, which the page's own policy forbids.
    view = browser.new_page(color_scheme="dark" if scheme == "dark" else "light", bypass_csp=True)
    view.goto(address)
    found = Axe().run(view).response["violations"]
    view.close()
    assert [(violation["id"], violation["nodes"][0]["html"]) for violation in found] == []


@pytest.mark.parametrize("sop", [LETTERS], ids=lambda sop: sop.key)
def test_paper_is_landscape(browser: Browser, address: str) -> None:
    """The printed page takes its size from the page itself: A4 across."""
    view = browser.new_page()
    view.goto(address)
    printed = view.pdf(prefer_css_page_size=True)
    view.close()
    assert b"/MediaBox [0 0 841.91998 594.95996]" in printed or b"/MediaBox [0 0 842" in printed


def test_it_prints_as_the_form(browser: Browser, tmp_path: Path) -> None:
    """Each sheet is a page on the profile's paper; the words on the flow stay on the screen."""
    style = PageStyle(paper=F4)
    place = tmp_path / "page.html"
    place.write_bytes(write_html(LETTERS, Context(language=Language.ID, style=style)))
    view = browser.new_page()
    view.goto(place.as_uri())
    printed = view.pdf(prefer_css_page_size=True)
    view.emulate_media(media="print")
    shown = view.evaluate(
        "[...document.querySelectorAll('.sop, .sheet')].map(e => e.checkVisibility())"
    )
    view.close()
    sheets = len(lay_out(LETTERS, style).pages)
    assert shown == [False, *[True] * sheets]
    sizes = re.findall(rb"/MediaBox \[0 0 (\d+)", printed)
    assert sizes.count(b"935") == sheets
