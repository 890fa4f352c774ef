"""What the browser prints: the form on its own paper, and of the review page what is to be read."""

import re

from playwright.sync_api import expect

from bpm2sop.workspace.pictures import sop_pages
from bpm2sop.workspace.rights import LOCAL
from tests.e2e.conftest import Live
from tests.e2e.conftest import Tabs as Opener

_BOX = re.compile(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]")


def millimetres(printed: bytes) -> list[tuple[int, int]]:
    """The sizes of the pages of a PDF."""
    return [tuple(round(float(side) * 25.4 / 72) for side in box) for box in _BOX.findall(printed)]  # type: ignore[misc]


def test_the_preview_prints_each_sheet_on_its_own_paper(
    open_tab: Opener, live: Live, sop: str
) -> None:
    """As many pages as the form has, in its own size, whatever paper the printer takes."""
    page = open_tab().page
    page.goto(f"/sops/{sop}/preview")
    printed = page.pdf(prefer_css_page_size=True)
    assert millimetres(printed) == [(297, 210)] * len(sop_pages(live.workspace, LOCAL, sop))


def test_the_review_page_prints_what_is_to_be_read(open_tab: Opener, sop: str) -> None:
    """Identity and table; no buttons, marks of the screen or fields. It says where the form itself is."""
    page = open_tab().page
    page.goto(f"/sops/{sop}")
    page.wait_for_selector("html[data-map=ready]")
    page.emulate_media(media="print")
    assert page.locator("button:visible, select:visible, textarea:visible").count() == 0
    assert page.locator("#steps .status:visible, .loading:visible").count() == 0
    expect(page.locator(".identity dt").first).to_be_visible()
    expect(page.locator(".printnote")).to_be_visible()
    sizes = millimetres(page.pdf(prefer_css_page_size=True))
    assert set(sizes) == {(297, 210)}
    assert len(sizes) <= 4  # a table with a head, not a card for each of its 20 rows
