"""The way of a new user, and what may go wrong on it: files dropped, hostile words, maps without a drawing, a new version."""

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import docx
import openpyxl
import pytest
from PIL import Image
from playwright.sync_api import expect

from bpm2sop.sources import SourceFile, gather
from bpm2sop.wording import Language
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.maps import list_maps
from bpm2sop.workspace.rights import LOCAL
from bpm2sop.workspace.views import list_sops, sop_view
from tests.e2e.conftest import Live, Tabs
from tests.e2e.journey import Journey
from tests.e2e.maps import LICENCE, NEW_CHECKING, SAMPLES, revised
from tests.workspace.maps import SERVICE, bpmn

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
BROUGHT = "Nota dinas SPM-01"


def in_text(data: bytes) -> bool:
    """Whether a text document names a step."""
    return "Memeriksa kelengkapan" in data.decode("utf-8-sig")


def in_word(data: bytes) -> bool:
    """Whether a Word document names a step in one of its tables."""
    tables = docx.Document(io.BytesIO(data)).tables
    return any(
        NEW_CHECKING in cell.text for table in tables for row in table.rows for cell in row.cells
    )


def in_book(data: bytes) -> bool:
    """Whether a workbook names a step on its second sheet."""
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[1]
    return any(
        NEW_CHECKING in str(cell) for row in sheet.iter_rows(values_only=True) for cell in row
    )


OPENS: Mapping[str, Callable[[bytes], bool]] = {
    ".docx": in_word,
    ".xlsx": in_book,
    ".pdf": lambda data: data.startswith(b"%PDF-") and b"%%EOF" in data[-32:],
    ".html": in_text,
    ".csv": lambda data: in_text(data) and len(list(csv.reader(io.StringIO(data.decode())))) > 16,
    ".md": in_text,
    ".svg": lambda data: data.startswith(b"<svg") and b"Memeriksa" in data,
    ".png": lambda data: Image.open(io.BytesIO(data)).width > 600,
    ".json": lambda data: len(json.loads(data)["steps"]) > 12,
}
"""How each document is opened by somebody else's program, and what must be in it."""


def filled_in(book: bytes) -> bytes:
    """A workbook in which somebody typed what the last step needs."""
    opened = openpyxl.load_workbook(io.BytesIO(book))
    sheet = opened.worksheets[1]
    names = [cell.value for cell in sheet[1]]
    sheet.cell(sheet.max_row, names.index("bpm2sop:inputs") + 1).value = BROUGHT
    held = io.BytesIO()
    opened.save(held)
    return held.getvalue()


def hashes_hold(pack: bytes) -> bool:
    """Whether each file of an evidence pack has the hash that its manifest says."""
    with zipfile.ZipFile(io.BytesIO(pack)) as opened:
        listed = json.loads(opened.read("manifest.json"))["files"]
        right = [hashlib.sha256(opened.read(name)).hexdigest() == listed[name] for name in listed]
        inside = set(opened.namelist())
    return len(right) > 10 and all(right) and inside == {*listed, "manifest.json"}


@pytest.mark.parametrize("language", list(Language))
def test_an_office_works_from_its_first_start_to_the_evidence(
    open_tab: Tabs, live: Live, tmp_path: Path, language: Language
) -> None:
    """Each step is a task of the user guide; BPM2SOP_GUIDE names the folder for its pictures."""
    office = Journey(open_tab, live, language, tmp_path)
    page = office.start()
    office.drop(page)
    office.hire(page)
    ani = office.page("ani")
    office.read_atlas(ani)
    office.click_both_ways(ani)
    office.edit(ani)
    office.collide()
    office.discuss(ani)
    office.review_all(ani)
    office.approve("500.16/SOP/1")
    office.revise(ani, revised())
    office.settle(ani)
    documents = office.export(ani)
    assert {Path(name).suffix for name in documents} == set(OPENS)
    assert [name for name, data in documents.items() if not OPENS[Path(name).suffix](data)] == []
    name = next(one for one in documents if one.endswith(".xlsx"))
    office.fill_back(ani, name, filled_in(documents[name]))
    office.evaluate(ani)
    assert hashes_hold(office.prove(ani))
    assert zipfile.is_zipfile(io.BytesIO(office.back_up(ani)))
    assert office.troubles() == []


@pytest.mark.parametrize("language", list(Language))
def test_the_guide_counts_the_clicks_to_a_first_sop(
    open_tab: Tabs, live: Live, language: Language
) -> None:
    """From the sample maps to one that is reviewed and exported."""
    import_maps(live.workspace, LOCAL, gather([str(SAMPLES)]))
    tab = open_tab()
    page = tab.page
    clicks: list[str] = []
    tab.context.expose_function("counted", lambda tag: clicks.append(tag))  # noqa: PLW0108
    tab.context.add_init_script("addEventListener('click', e => counted(e.target.tagName), true)")
    page.goto("/")
    page.locator(".cards").get_by_role("link", name="Penanganan Surat Masuk", exact=True).click()
    page.wait_for_selector("html[data-table=ready]")
    for _ in range(page.locator("#steps tbody tr").count()):
        page.keyboard.press("n")
        page.keyboard.press("r")
    fresh = '#steps tbody tr:not([data-status="reviewed"])'
    expect(page.locator(fresh)).to_have_count(0)
    page.locator('a[href$="/approval"]').click()
    with page.expect_download() as download:
        page.locator('.formats a[href$="docx"]').first.click()
    assert download.value.suggested_filename.endswith(".docx")
    mouse = [one for one in clicks if one != "BUTTON"]
    guide = (GUIDE / f"{language.value}.md").read_text("utf-8")
    assert re.findall(r"\*\*(\d+) (?:klik|clicks)\*\*", guide) == [str(len(mouse))]


def test_files_are_dropped_on_any_page(open_tab: Tabs, live: Live) -> None:
    """A list in the corner tells how far they are."""
    tab = open_tab()
    tab.page.goto("/")
    data = bpmn(SERVICE).decode()
    tab.page.evaluate(
        """text => {
            const held = new DataTransfer();
            held.items.add(new File([text], "surat.bpmn", {type: "text/xml"}));
            for (const kind of ["dragenter", "dragover", "drop"])
                dispatchEvent(new DragEvent(kind, {dataTransfer: held, bubbles: true, cancelable: true}));
        }""",
        data,
    )
    expect(tab.page.locator(".tray .sum")).to_contain_text("Selesai", timeout=60_000)
    assert [one.name for one in list_maps(live.workspace, LOCAL)] == ["surat.bpmn"]
    assert tab.troubles == []


def test_a_map_without_a_drawing_is_drawn_by_us(open_tab: Tabs, live: Live) -> None:
    """With the same marks, both ways."""
    data = bpmn(SERVICE)
    sop = import_maps(live.workspace, LOCAL, [SourceFile("surat.bpmn", data)]).lines[0].sops[0].id
    tab = open_tab()
    page = tab.page
    page.goto(f"/sops/{sop}")
    page.wait_for_selector("html[data-map=ready]")
    expect(page.locator(".sheet svg")).to_be_visible()
    page.click('#steps tr[data-no="2"] [data-field="text"]')
    assert page.locator(".sheet .hit").count() > 0
    page.locator('.sheet g[data-element="d"]').click()
    view = sop_view(live.workspace, LOCAL, sop)
    no = next(one.step.no for one in view.steps if any(e.id == "d" for e in one.step.elements))
    expect(page.locator("tr.current")).to_have_attribute("data-no", no)


def test_hostile_labels_run_nothing(open_tab: Tabs, live: Live) -> None:
    """On the map, in the table, in what the pointer rests on."""
    source = LICENCE.read_text("utf-8")
    for number, label in enumerate(
        (
            "&lt;img src=x onerror=alert(1)&gt;",
            "&lt;script&gt;alert(2)&lt;/script&gt;",
            "&lt;svg onload=alert(3)&gt;",
        )
    ):
        name = ("Memeriksa kelengkapan berkas", "Survei lapangan", "Menjadwalkan survei lapangan")
        source = source.replace(f'name="{name[number]}"', f'name="Periksa {label}"')
    sources = [SourceFile("x.bpmn", source.encode())]
    sop = import_maps(live.workspace, LOCAL, sources).lines[0].sops[0].id
    tab = open_tab()
    page = tab.page
    page.goto(f"/sops/{sop}")
    page.wait_for_selector("html[data-map=ready]")
    page.click('#steps tr[data-no="3"] [data-field="text"]')
    expect(page.locator("#panel h2")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("#steps img, #panel img, .canvas img").count() == 0
    assert tab.troubles == []


def test_a_new_version_is_looked_at_on_both_maps(open_tab: Tabs, live: Live) -> None:
    """What changed is coloured on each; carrying it out leads to the SOPs that it touches."""
    old = LICENCE.read_bytes()
    import_maps(live.workspace, LOCAL, [SourceFile("izin.bpmn", old)])
    file = list_maps(live.workspace, LOCAL)[0].id
    tab = open_tab()
    page = tab.page
    page.goto(f"/maps/{file}")
    page.wait_for_selector("html[data-map=ready]")
    new = old.replace(b"Menjadwalkan survei lapangan", b"Menyusun jadwal survei")
    page.set_input_files(
        "#new-version", {"name": "izin-2.bpmn", "mimeType": "text/xml", "buffer": new}
    )
    page.wait_for_selector("html[data-map=ready]")
    expect(page.locator('[data-side="new"] .djs-element.is-changed')).not_to_have_count(0)
    expect(page.locator('[data-side="old"] .djs-element.is-changed')).not_to_have_count(0)
    page.get_by_role("button", name="Pakai versi baru ini").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Versi baru dipakai")
    assert list_maps(live.workspace, LOCAL)[0].version == 2
    assert len(list_sops(live.workspace, LOCAL)) == 1
    assert tab.troubles == []


def test_the_page_speaks_english_when_asked(open_tab: Tabs) -> None:
    """By the menu, which works without script as well."""
    tab = open_tab()
    page = tab.page
    page.goto("/upload")
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Upload maps")
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert tab.troubles == []
