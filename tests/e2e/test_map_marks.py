"""What stands on a map: numbers, hatching, findings in words, the overview, the inside of sub-processes, the mark of bpmn.io."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import etree
from playwright.sync_api import Locator, Page, expect

from bpm2sop.sources import SourceFile
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.rights import LOCAL
from bpm2sop.workspace.views import sop_view
from tests.e2e.conftest import Live, Tabs

LEVEL_3 = Path(__file__).parents[2] / "samples" / "level-3"
LICENCE = LEVEL_3 / "01.01.01.01-pelayanan-izin-usaha.bpmn"
COMPLAINT = LEVEL_3 / "01.02.01.01-penanganan-pengaduan-masyarakat.bpmn"
BUYING = LEVEL_3 / "02.02.02.01-pengadaan-langsung.bpmn"
"""A sub-process in it has a drawing, and an SOP, of its own."""
RENEWAL = LEVEL_3 / "01.01.01.02-perpanjangan-izin-usaha.bpmn"
UNDRAWN = LEVEL_3 / "03.01.01.01-penyusunan-laporan-kinerja.bpmn"
UNCOVERED = """all => all.filter(one => {
    const box = one.getBoundingClientRect();
    const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return box.width > 0 && one.contains(at);
}).length"""


UNDER = """ids => {
    const box = one => one.getBoundingClientRect();
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const over = [...document.querySelectorAll(".djs-minimap, a.bjs-powered-by")].filter(one => box(one).width > 0);
    const shapes = [...document.querySelectorAll(".djs-container > svg .djs-shape")];
    return shapes.map(one => one.querySelector(".djs-visual"))
        .filter(one => ids.includes(one.closest(".djs-shape").dataset.elementId))
        .filter(one => over.some(other => meet(box(other), box(one))))
        .map(one => one.closest(".djs-shape").dataset.elementId);
}"""
"""Those elements of some ids that lie, in part or wholly, under the overview or the mark."""


def brought(live: Live, path: Path, data: bytes = b"") -> tuple[str, list[str]]:
    """Bring a map in; give its id and those of its SOPs."""
    source = SourceFile(path.name, data or path.read_bytes())
    line = import_maps(live.workspace, LOCAL, [source]).lines[0]
    assert line.file
    return line.file, [sop.id for sop in line.sops]


def drawn(page: Page, element: str) -> Locator:
    """An element on the map."""
    return page.locator(f'.djs-element[data-element-id="{element}"]').first


def within(page: Page, inner: Locator, outer: str) -> bool:
    """Tell whether something lies within something."""
    one, other = inner.bounding_box(), page.locator(outer).bounding_box()
    assert one
    assert other
    across = other["x"] <= one["x"] and one["x"] + one["width"] <= other["x"] + other["width"]
    down = other["y"] <= one["y"] and one["y"] + one["height"] <= other["y"] + other["height"]
    return across and down


def without_way_out(path: Path, element: str) -> bytes:
    """A map in which no arrow leaves an element any more."""
    root = etree.fromstring(path.read_bytes())
    flows = {one.get("id") for one in root.iter() if one.get("sourceRef") == element}
    for one in list(root.iter("{*}*")):
        held = {one.get("id"), one.get("bpmnElement"), (one.text or "").strip()}
        if held & flows and (parent := one.getparent()) is not None:
            parent.remove(one)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def test_each_element_of_a_row_bears_its_number(open_tab: Tabs, live: Live) -> None:
    """On the shape itself; folded events too."""
    _, (sop,) = brought(live, LICENCE)
    tab = open_tab()
    page = tab.at_map(f"/sops/{sop}")
    shown = page.locator(".djs-overlays").evaluate_all(
        """all => Object.fromEntries(all.map(
            one => [one.dataset.containerId, one.querySelector(".badge-no")?.textContent ?? ""]))"""
    )
    for one in sop_view(live.workspace, LOCAL, sop).steps:
        shapes = [element.id for element in one.step.elements if "Flow" not in element.type]
        assert shapes
        assert {shown.get(element) for element in shapes} == {one.step.no}
    assert tab.troubles == []


def test_a_row_brings_its_elements_into_view(open_tab: Tabs, live: Live) -> None:
    """Wherever the map was left, and large enough to read."""
    _, (sop,) = brought(live, LICENCE)
    tab = open_tab()
    page = tab.at_map(f"/sops/{sop}")
    steps = sop_view(live.workspace, LOCAL, sop).steps
    for _ in range(6):
        page.click("[data-zoom=in]")
    for no in ("1", "15", "7"):
        page.click(f'#steps tr[data-no="{no}"] [data-field="text"]')
        page.wait_for_timeout(300)
        step = next(one.step for one in steps if one.step.no == no)
        core = next(one.id for one in step.elements if one.role == "core")
        assert within(page, drawn(page, core).locator(".djs-visual"), ".canvas")
    assert tab.troubles == []


def test_what_no_row_has_is_hatched_and_listed(open_tab: Tabs, live: Live) -> None:
    """With the reason; picked on the map, its line is shown."""
    timer = "Event_vlvfmac"
    _, (sop, *_) = brought(live, COMPLAINT, without_way_out(COMPLAINT, timer))
    lost = sop_view(live.workspace, LOCAL, sop).sop.explained
    assert timer in {one.element for one in lost}
    tab = open_tab()
    page = tab.at_map(f"/sops/{sop}")
    fill = drawn(page, timer).locator(".djs-visual > :first-child")
    assert "hatch" in fill.evaluate("one => getComputedStyle(one).fill")
    assert page.locator("pattern#hatch").count() == 1
    page.click("[data-zoom=fit]")
    drawn(page, timer).locator(".djs-visual").click(force=True)
    line = page.locator(f'#unrowed [data-el="{timer}"]')
    expect(line).to_be_visible()
    expect(line).to_contain_text("tidak ada panah yang keluar")
    assert tab.troubles == []


def test_the_overview_opens_closes_and_leads(open_tab: Tabs, live: Live) -> None:
    """A press in it moves the map; what a person has chosen stays so."""
    file, _ = brought(live, LICENCE)
    tab = open_tab(width=1920)
    page = tab.at_map(f"/maps/{file}")
    small, button = page.locator(".djs-minimap .map"), page.locator("[data-overview]")
    expect(small).to_be_hidden()
    for _ in range(5):
        page.click("[data-zoom=in]")
    expect(small).to_be_visible()
    expect(button).to_have_attribute("aria-pressed", "true")
    before = page.locator(".djs-container .viewport").first.get_attribute("transform")
    small.click(position={"x": 8, "y": 50})
    expect(page.locator(".djs-container .viewport").first).not_to_have_attribute(
        "transform", before or ""
    )
    page.locator(".djs-minimap .toggle").click()
    expect(small).to_be_hidden()
    page.click("[data-zoom=in]")
    expect(small).to_be_hidden()
    expect(button).to_have_attribute("aria-pressed", "false")
    button.press("Enter")
    expect(small).to_be_visible()
    page.click("[data-zoom=fit]")
    expect(small).to_be_visible()
    assert tab.troubles == []


@pytest.mark.parametrize("kind", ["map", "review"])
@pytest.mark.parametrize("path", [RENEWAL, BUYING], ids=["full", "nested"])
def test_nothing_lies_over_what_is_shown_on_a_small_laptop(
    open_tab: Tabs, live: Live, path: Path, kind: str
) -> None:
    """Neither over a map that is shown whole, nor over the step that a row leads to; the overview is there beside it."""
    file, (sop, *_) = brought(live, path)
    steps = {one.step.no: one.step for one in sop_view(live.workspace, LOCAL, sop).steps}
    tab = open_tab(width=1366, height=768)
    page = tab.at_map(f"/maps/{file}" if kind == "map" else f"/sops/{sop}")
    small = page.locator(".djs-minimap .map")
    assert page.evaluate(UNDER, [one.id for step in steps.values() for one in step.elements]) == []
    assert page.locator("a.bjs-powered-by").evaluate_all(UNCOVERED) == 1
    if kind == "review":
        for no, step in steps.items():
            page.click(f'#steps tr[data-no="{no}"] [data-field="text"]')
            core = next(one.id for one in step.elements if one.role == "core")
            expect(page.locator(f'.djs-element[data-element-id="{core}"].hit')).to_have_count(1)
            assert page.evaluate(UNDER, [core]) == []
        expect(small).to_be_visible()
        page.click("[data-zoom=fit]")
        expect(small).to_be_hidden()
    assert tab.troubles == []


def test_a_map_without_a_drawing_offers_no_overview(open_tab: Tabs, live: Live) -> None:
    """It scrolls, and is small enough."""
    file, _ = brought(live, UNDRAWN)
    page = open_tab().at_map(f"/maps/{file}")
    expect(page.locator("[data-overview]")).to_be_hidden()


def test_a_sub_process_opens_to_its_inside(open_tab: Tabs, live: Live) -> None:
    """On the map by its button, with a way back; an SOP of its own shows it at once."""
    file, (_, inner) = brought(live, BUYING)
    tab = open_tab()
    page = tab.at_map(f"/maps/{file}")
    expect(drawn(page, "UserTask_9")).to_be_hidden()
    page.locator(".bjs-drilldown").first.click()
    expect(drawn(page, "UserTask_9")).to_be_visible()
    assert page.locator("a.bjs-powered-by").evaluate_all(UNCOVERED) == 1
    page.locator(".bjs-breadcrumbs a").first.click()
    expect(drawn(page, "UserTask_9")).to_be_hidden()
    tab.at_map(f"/sops/{inner}")
    expect(drawn(page, "UserTask_9")).to_be_visible()
    assert page.locator("a.bjs-powered-by").evaluate_all(UNCOVERED) == 1
    assert tab.troubles == []


@pytest.mark.parametrize("width", [390, 1440])
def test_the_mark_of_bpmn_io_is_seen_wherever_a_map_is_drawn(
    open_tab: Tabs, live: Live, tmp_path: Path, width: int
) -> None:
    """On the page of a map, and on both maps of a revision: nothing lies over it, nor over a note."""
    file, _ = brought(live, LICENCE)
    newer = tmp_path / LICENCE.name
    newer.write_bytes(LICENCE.read_bytes().replace(b"Menjadwalkan", b"Menyusun jadwal"))
    tab = open_tab(width=width, height=900)
    page = tab.at_map(f"/maps/{file}")
    marks = page.locator("a.bjs-powered-by")
    marks.scroll_into_view_if_needed()
    page.locator(".badge-finding").first.press("Enter")
    expect(page.locator(".mapnote")).to_be_visible()
    assert marks.evaluate_all(UNCOVERED) == 1
    page.set_input_files("#new-version", newer)
    page.wait_for_url("**/revision")
    page.wait_for_selector("html[data-map=ready]")
    expect(marks).to_have_count(2)
    for mark in marks.all():
        mark.scroll_into_view_if_needed()
        assert mark.evaluate(f"one => ({UNCOVERED})([one])") == 1
    assert tab.troubles == []


def test_a_finding_says_its_words_and_repair_at_its_element(open_tab: Tabs, live: Live) -> None:
    """By pointer and by keys; Escape, its button and another element end it."""
    file, _ = brought(live, LICENCE)
    tab = open_tab()
    page = tab.at_map(f"/maps/{file}")
    badges, note = page.locator(".badge-finding"), page.locator(".mapnote")
    expect(note).to_be_hidden()
    listed = page.locator(".findings li", has=page.locator("[data-el=Activity_qpzbn7b]")).first
    words, repair = listed.locator("div").inner_text().split("\n")[0], listed.locator(".hint")
    badge = page.locator('[data-container-id="Activity_qpzbn7b"] .badge-finding')
    badge.click()
    expect(note).to_be_visible()
    expect(note).to_contain_text(repair.inner_text())
    assert words[:30] in note.inner_text()
    expect(note.locator("strong")).not_to_be_empty()
    note.get_by_role("button").click()
    expect(note).to_be_hidden()
    badges.first.focus()
    page.keyboard.press("ArrowRight")
    expect(badges.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(note).to_be_visible()
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    assert badges.first.get_attribute("role") == "button"
    assert badges.first.get_attribute("aria-label")
    assert tab.troubles == []


@pytest.mark.parametrize("path", [LICENCE, UNDRAWN], ids=["drawn", "undrawn"])
def test_keys_pick_an_element_on_the_map(open_tab: Tabs, live: Live, path: Path) -> None:
    """One key leads to the map, arrows from shape to shape, Enter to the row of the one that is reached."""
    _, (sop, *_) = brought(live, path)
    tab = open_tab()
    page = tab.at_map(f"/sops/{sop}")
    page.keyboard.press("m")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    here = page.locator(".djs-element.is-here")
    expect(here).to_have_count(1)
    element = here.get_attribute("data-element-id") or here.get_attribute("data-element")
    expect(page.locator("#said")).not_to_be_empty()
    page.keyboard.press("Enter")
    view = sop_view(live.workspace, LOCAL, sop)
    rows = [one.step.no for one in view.steps if element in {e.id for e in one.step.elements}]
    assert len(rows) == 1
    expect(page.locator("tr.current")).to_have_attribute("data-no", rows[0])
    assert tab.troubles == []


@pytest.mark.parametrize("path", [LICENCE, UNDRAWN], ids=["drawn", "undrawn"])
def test_a_comment_marks_its_element_at_once(open_tab: Tabs, live: Live, path: Path) -> None:
    """Written, counted, resolved: the map says so without a reload, and the other marks stay."""
    _, (sop, *_) = brought(live, path)
    tab = open_tab()
    page = tab.at_map(f"/sops/{sop}")
    step = sop_view(live.workspace, LOCAL, sop).steps[1].step
    core = next(one.id for one in step.elements if one.role == "core")
    mark = page.locator(".badge-comment, .mark-comment")
    numbers = page.locator(".badge-no, .mark-no").count()
    page.click(f'#steps tr[data-no="{step.no}"] [data-field="text"]')
    for count in ("1", "2"):
        page.locator("#panel textarea[name=text]").fill("Siapa wakilnya?")
        page.locator("#panel form.stack", has=page.locator("textarea[name=text]")).get_by_role(
            "button"
        ).click()
        expect(page.locator("#panel .comments > li")).to_have_count(int(count))
        expect(mark).to_have_count(1)
        expect(mark).to_contain_text(count)
        expect(page.locator('[data-filter="comments"] b')).to_have_text(count)
    place = mark.evaluate(
        """one => one.closest("[data-container-id]")?.dataset.containerId
            ?? one.closest("[data-element]").dataset.element"""
    )
    assert place == core
    for left in (1, 0):
        page.locator(
            '#panel form[action*="/resolve"]:has(button:not([name=again])) button'
        ).first.click()
        expect(page.locator("#panel .comments > li.resolved")).to_have_count(2 - left)
        expect(mark).to_have_count(left)
    assert page.locator(".badge-no, .mark-no").count() == numbers
    assert tab.troubles == []


def test_findings_on_the_map_are_usable_by_all(open_tab: Tabs, live: Live) -> None:
    """Large enough to be pressed, named, and in the order of keys: nothing that axe can find."""
    file, _ = brought(live, LICENCE)
    page = open_tab().at_map(f"/maps/{file}")
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
