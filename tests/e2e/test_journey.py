"""The way of a new user, and what may go wrong on it: files dropped, hostile words, maps without a drawing, a new version."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from bpm2sop.sources import SourceFile
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.maps import list_maps
from bpm2sop.workspace.rights import LOCAL
from bpm2sop.workspace.views import list_sops, sop_view
from tests.e2e.conftest import Live, Tab
from tests.workspace.maps import SERVICE, bpmn

SAMPLES = Path(__file__).parents[2] / "samples"
LICENCE = SAMPLES / "level-3" / "01.01.01.01-pelayanan-izin-usaha.bpmn"
Opener = Callable[..., Tab]


def zipped(folder: Path) -> bytes:
    """A folder of samples as a zip."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for path in sorted(folder.glob("*.bpmn")):
            archive.write(path, path.name)
    return held.getvalue()


def test_from_an_empty_workspace_to_a_reviewed_and_exported_sop(
    open_tab: Opener, live: Live, tmp_path: Path
) -> None:
    """A zip and a picture are chosen: the maps come in, the picture is refused in its line; one SOP is worked through."""
    tab = open_tab()
    page = tab.page
    page.get_by_role("link", name="Unggah peta").last.click()
    files = [
        {"name": "peta.zip", "mimeType": "application/zip", "buffer": zipped(SAMPLES / "level-3")},
        {"name": "foto.png", "mimeType": "image/png", "buffer": b"\x89PNG"},
    ]
    page.set_input_files("#pick", files)  # type: ignore[arg-type]
    expect(page.locator(".sum")).to_contain_text("Selesai", timeout=60_000)
    assert len(list_maps(live.workspace, LOCAL)) == len(list((SAMPLES / "level-3").glob("*.bpmn")))
    expect(page.get_by_text("Bukan berkas peta")).to_be_visible()
    page.reload()
    expect(page.locator(".sum")).to_contain_text("Selesai")
    page.get_by_role("link", name="Pelayanan Izin Usaha").first.click()
    page.wait_for_selector("html[data-map=ready]")
    page.keyboard.press("n")
    expect(page.locator("#panel button[data-key-r]")).to_be_visible()
    page.keyboard.press("r")
    expect(page.locator("tr.current")).to_have_attribute("data-status", "reviewed")
    page.get_by_role("link", name="Pengesahan & ekspor").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Markdown").first.click()
    target = tmp_path / download.value.suggested_filename
    download.value.save_as(target)
    assert "Memeriksa kelengkapan berkas" in target.read_text("utf-8")
    assert tab.troubles == []


def test_files_are_dropped_on_any_page(open_tab: Opener, live: Live) -> None:
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


def test_a_map_without_a_drawing_is_drawn_by_us(open_tab: Opener, live: Live) -> None:
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


def test_hostile_labels_run_nothing(open_tab: Opener, live: Live) -> None:
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


def test_a_new_version_is_looked_at_on_both_maps(open_tab: Opener, live: Live) -> None:
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


def test_the_page_speaks_english_when_asked(open_tab: Opener) -> None:
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
