"""The page of findings in a browser: nothing overflows, nothing keeps anyone out."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from bpm2sop.wording import Language
from bpm2sop.writers.findings_page import write_page
from tests.writers.test_findings_report import REPORT


@pytest.fixture
def address(tmp_path: Path) -> str:
    """Where the page lies."""
    place = tmp_path / "page.html"
    place.write_bytes(write_page(REPORT, Language.EN))
    return place.as_uri()


def test_a_telephone_shows_the_page_without_sideways_scrolling(
    browser: Browser, address: str
) -> None:
    """At 360 pixels nothing runs over, and the browser has nothing to complain about."""
    view = browser.new_page(viewport={"width": 360, "height": 740})
    said: list[str] = []
    view.on("console", lambda message: said.append(message.text))
    view.on("dialog", lambda dialog: said.append(dialog.message))
    view.goto(address)
    assert view.evaluate("document.documentElement.scrollWidth") == 360
    assert said == []
    view.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_keeps_nobody_out(browser: Browser, address: str, scheme: str) -> None:
    """The accessibility checker finds nothing, in light and in dark."""
    # The checker is a script, which the page's own policy forbids.
    view = browser.new_page(color_scheme="dark" if scheme == "dark" else "light", bypass_csp=True)
    view.goto(address)
    found = Axe().run(view).response["violations"]
    view.close()
    assert [(violation["id"], violation["nodes"][0]["html"]) for violation in found] == []
