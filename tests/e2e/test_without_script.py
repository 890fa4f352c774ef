"""Pages in a browser that runs no script: the map is shown, every act is a form, and nothing looks alive that is not."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.rights import LOCAL
from bpm2sop.workspace.values import SopView
from bpm2sop.workspace.views import sop_view
from tests.e2e.conftest import Live


@pytest.fixture(params=[1440, 600])
def page(browser: Browser, live: Live, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page without script, wide and narrow."""
    context = browser.new_context(
        java_script_enabled=False,
        base_url=live.address,
        viewport={"width": request.param, "height": 900},
    )
    opened = context.new_page()
    opened.goto(f"/local/{live.once}")
    yield opened
    context.close()


def view_of(live: Live, sop: str) -> SopView:
    """The SOP as it is."""
    return sop_view(live.workspace, LOCAL, sop)


def test_the_map_is_shown_as_a_picture(page: Page, live: Live, sop: str) -> None:
    """Beside the table as on its own page; nothing waits for it for good."""
    for path in (f"/sops/{sop}", f"/maps/{view_of(live, sop).file}"):
        page.goto(path)
        picture = page.locator(".mappane img")
        picture.scroll_into_view_if_needed()
        expect(picture).to_be_visible()
        expect(page.locator(".loading")).to_be_hidden()
        size = picture.bounding_box()
        assert size is not None
        assert size["width"] > 300


def test_nothing_looks_alive_that_is_not(page: Page, live: Live, sop: str) -> None:
    """Every button that can be seen sends a form; counts are told as words."""
    for path in (f"/sops/{sop}", f"/maps/{view_of(live, sop).file}", f"/sops/{sop}/preview", "/"):
        page.goto(path)
        dead = page.locator('button[type="button"]:not(.count):not(.el):visible')
        assert dead.all_inner_texts() == [], path
    page.goto(f"/sops/{sop}")
    expect(page.locator(".tabs")).to_be_hidden()
    for button in page.locator("button.count:visible, button.el:visible").all()[:5]:
        assert button.evaluate("one => getComputedStyle(one).pointerEvents") == "none"


def test_a_step_is_found_and_edited(page: Page, live: Live, sop: str) -> None:
    """From the review page to the form of a step, saved, and back."""
    page.goto(f"/sops/{sop}")
    page.locator("#steps a.number").nth(1).click()
    key = view_of(live, sop).steps[1].key
    page.locator("#f-time").fill("2 hari kerja")
    page.locator(f'form[action$="{key}/cells/time"] button').first.click()
    assert view_of(live, sop).steps[1].cells[Field.TIME].value == "2 hari kerja"


def test_the_keyboard_reaches_the_forms_of_steps(page: Page, sop: str) -> None:
    """By a link before the table, for the numbers in it are no stops."""
    page.goto(f"/sops/{sop}")
    page.locator("noscript a, .plainly a").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/steps/"))
    expect(page.locator("#f-text")).to_be_visible()


def test_title_and_identity_are_edited(page: Page, live: Live, sop: str) -> None:
    """On their own page."""
    page.goto(f"/sops/{sop}")
    page.locator("#identity summary").click()
    page.locator('#identity a[href$="/identity"]').click()
    page.locator('[id="f-title"]').fill("Izin usaha")
    page.locator("#head button.primary").click()
    assert view_of(live, sop).title == "Izin usaha"
    expect(page.locator("h1")).to_have_text("Izin usaha")


def test_a_step_is_reviewed_and_a_remark_made(page: Page, live: Live, sop: str) -> None:
    """By the forms of its page."""
    key = view_of(live, sop).steps[1].key
    page.goto(f"/sops/{sop}/steps/{key}")
    page.locator(f'textarea[id="comment-{key}"]').fill("Siapa yang memeriksa?")
    page.locator('form[action*="/comments"] button.button').last.click()
    page.locator('form[action$="/review"] button').click()
    step = view_of(live, sop).steps[1]
    assert (step.status, step.comments[0].text) == ("reviewed", "Siapa yang memeriksa?")
