"""Words without a step are counted with the rest, and the key for what is open leads to them."""

from playwright.sync_api import Page, expect

from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.reviewing import EditCell, edit_cell
from bpm2sop.workspace.rights import LOCAL
from bpm2sop.workspace.views import sop_view
from tests.e2e.conftest import Live
from tests.e2e.conftest import Tabs as Opener
from tests.workspace.maps import bring


def left_over(live: Live) -> str:
    """An SOP whose map has lost two steps on which somebody wrote."""
    sop = bring(live.workspace, "a Terima; b Periksa; c Catat; d Kirim").lines[0].sops[0].id
    steps = sop_view(live.workspace, LOCAL, sop).steps
    for label in ("Periksa", "Catat"):
        key = next(one.key for one in steps if one.step.label == label)
        edit_cell(live.workspace, LOCAL, EditCell(sop, key, Field.TIME, "3 hari", 0))
    bring(live.workspace, "a Terima; d Kirim")
    return sop


def focused(page: Page) -> str:
    """What has the focus: a row or words without a step."""
    return str(
        page.evaluate(
            "() => { const one = document.activeElement; const row = one.closest('tr, .orphan');"
            " return row ? row.dataset.no || row.querySelector('h2').innerText : ''; }"
        )
    )


def test_the_count_leads_to_words_without_a_step(open_tab: Opener, live: Live) -> None:
    """A link like any other, so it works without script too."""
    sop = left_over(live)
    page = open_tab().page
    page.goto(f"/sops/{sop}")
    page.wait_for_selector("html[data-map=ready]")
    count = page.locator("#counts a.count-orphan")
    expect(count.locator("b")).to_have_text("2")
    count.click()
    expect(page.locator(".orphan").first).to_be_in_viewport()


def test_the_key_for_what_is_open_comes_to_words_without_a_step(
    open_tab: Opener, live: Live
) -> None:
    """Behind the last open row, one after the other, and then from the top again."""
    sop = left_over(live)
    page = open_tab().page
    page.goto(f"/sops/{sop}")
    page.wait_for_selector("html[data-map=ready]")
    seen = []
    for _ in range(5):
        page.keyboard.press("n")
        page.wait_for_timeout(300)
        seen.append(focused(page))
    assert seen[0] == seen[4] == "1"
    assert seen[1] == "2"
    assert len(set(seen[2:4])) == 2
    assert not {"1", "2", ""} & set(seen[2:4])
