"""Files on their way, and what may come between: a reload, another page, an ended session, a folder of thousands."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, Route, expect

from bpm2sop.workspace.maps import list_maps
from bpm2sop.workspace.rights import LOCAL, OPERATOR
from bpm2sop.workspace.sessions import revoke_sessions
from tests.e2e.conftest import Live, Tabs
from tests.workspace.maps import bpmn

MORE = re.compile(r"/api/batches/[^/]+/files$")
"""Where all portions but the first go."""

DROP = """files => {
    const held = new DataTransfer();
    for (const [name, text] of files) held.items.add(new File([text], name));
    for (const kind of ["dragenter", "dragover", "drop"])
        dispatchEvent(new DragEvent(kind, {dataTransfer: held, bubbles: true, cancelable: true}));
}"""


def letters(folder: Path, count: int) -> list[Path]:
    """Small maps in a folder."""
    made = []
    for number in range(count):
        path = folder / f"surat-{number:02d}.bpmn"
        path.write_bytes(
            bpmn("a Terima berkas @Loket", process=f"P{number}", name=f"Surat {number}")
        )
        made.append(path)
    return made


def names(live: Live) -> set[str]:
    """The maps that are in."""
    return {one.name for one in list_maps(live.workspace, LOCAL)}


@dataclass
class Hold:
    """Lets no answer come to requests for more files, until it is over."""

    held: list[Route] = field(default_factory=list)
    over: bool = False

    def __call__(self, route: Route) -> None:
        """Hold a request up."""
        if self.over:
            route.continue_()
        else:
            self.held.append(route)

    def let_go(self) -> None:
        """Let all of them on."""
        self.over = True
        for route in self.held:
            route.continue_()


def chosen(page: Page, files: list[Path]) -> Hold:
    """Choose files; the first portion is on the server, the second on its way."""
    hold = Hold()
    page.route(MORE, hold)
    page.set_input_files("#pick", files)
    return until_held(page, hold)


def until_held(page: Page, hold: Hold) -> Hold:
    """Wait until something is held up."""
    while not hold.held:
        page.wait_for_timeout(50)
    return hold


def test_after_a_reload_what_was_sent_comes_in_and_what_was_not_is_named(
    open_tab: Tabs, live: Live, tmp_path: Path
) -> None:
    """Twenty go in a portion; the five others never left, and need only be chosen again."""
    files = letters(tmp_path, 25)
    tab = open_tab()
    tab.agreed = True
    page = tab.page
    page.goto("/upload")
    hold = chosen(page, files)
    expect(page.locator(".files .chip.ok, .files a")).to_have_count(0)
    hold.over = True
    page.reload()
    expect(page.locator(".sum")).to_have_text("Selesai: 20 berkas")
    expect(page.locator(".unsent")).to_contain_text("5 berkas belum terkirim")
    unsent = page.locator(".files li", has=page.locator(".chip", has_text="Belum terkirim"))
    expect(unsent).to_have_count(5)
    assert names(live) == {path.name for path in files[:20]}
    page.set_input_files("#pick", files)
    expect(page.locator(".unsent")).to_have_count(0)
    expect(page.locator(".sum")).to_have_text("Selesai: 25 berkas")
    assert names(live) == {path.name for path in files}
    assert tab.troubles == []


def test_files_dropped_on_one_page_are_followed_on_the_next(
    open_tab: Tabs, live: Live, tmp_path: Path
) -> None:
    """The tray is there again after a reload, and on another page, until all is said."""
    tab = open_tab()
    tab.agreed = True
    page = tab.page
    page.goto("/")
    hold = Hold()
    page.route(MORE, hold)
    page.evaluate(DROP, [[path.name, path.read_text()] for path in letters(tmp_path, 25)])
    until_held(page, hold).over = True
    page.goto("/trace")
    tray = page.locator(".tray")
    expect(tray.locator(".sum")).to_have_text("Selesai: 20 berkas")
    expect(tray).to_contain_text("5 berkas belum terkirim")
    page.goto("/evidence")
    expect(tray).to_contain_text("5 berkas belum terkirim")
    tray.get_by_role("button", name="Abaikan").click()
    page.goto("/trace")
    expect(page.locator("html")).to_have_attribute("lang", "id")
    expect(tray).to_have_count(0)
    assert len(names(live)) == 20
    assert tab.troubles == []


def test_a_second_page_waits_for_the_one_that_sends(
    open_tab: Tabs, live: Live, tmp_path: Path
) -> None:
    """Its address opened in another tab ends nothing that is under way."""
    files = letters(tmp_path, 25)
    tab = open_tab()
    page = tab.page
    page.goto("/upload")
    hold = chosen(page, files)
    page.wait_for_url("**/upload?batch=*")
    other = tab.context.new_page()
    other.goto(page.url)
    expect(other.locator(".sum")).to_contain_text("20 dari 20")
    hold.let_go()
    for one in (page, other):
        expect(one.locator(".sum")).to_have_text("Selesai: 25 berkas")
    assert len(names(live)) == 25


def test_what_is_stopped_is_not_begun_anew(open_tab: Tabs, live: Live, tmp_path: Path) -> None:
    """Portions that waited behind the one under way go nowhere."""
    page = open_tab().page
    page.goto("/upload")
    hold = chosen(page, letters(tmp_path, 60))
    expect(page.locator(".stop")).to_be_enabled()
    page.wait_for_url("**/upload?batch=*")
    page.click(".stop")
    hold.let_go()
    expect(page.locator(".sum")).to_have_text("Dihentikan: tidak ada yang masuk")
    page.wait_for_timeout(1000)
    expect(page.locator(".sum")).to_have_text("Dihentikan: tidak ada yang masuk")
    assert names(live) == set()


def test_a_session_that_ends_in_the_middle_refuses_no_file(
    open_tab: Tabs, live: Live, tmp_path: Path
) -> None:
    """The page says so and leads to the sign-in; then it goes on by itself."""
    files = letters(tmp_path, 25)
    tab = open_tab("ani")
    page = tab.page
    page.goto("/upload")

    def end(route: Route) -> None:
        revoke_sessions(live.workspace, OPERATOR, "ani")
        route.continue_()

    page.route(MORE, end, times=1)
    page.set_input_files("#pick", files)
    expect(page.locator(".sum")).to_contain_text("Sesi telah berakhir")
    expect(page.locator(".sum a")).to_have_attribute("href", "/sign-in")
    expect(page.locator(".files .chip.bad")).to_have_count(0)
    cookie = {"name": "bpm2sop", "value": live.token("ani"), "url": live.address}
    tab.context.add_cookies([cookie])  # type: ignore[list-item]
    expect(page.locator(".sum")).to_have_text("Selesai: 25 berkas")
    assert names(live) == {path.name for path in files}
    assert tab.troubles == []


def let_fall(page: Page, *paths: Path) -> None:
    """Drop files and folders of this computer on the page, as the browser itself does."""
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": 400, "y": 300, "data": data})


def test_a_folder_is_dropped_with_its_inner_folders(
    open_tab: Tabs, live: Live, tmp_path: Path
) -> None:
    """Each file by its path within the folder, more than a browser lists at once."""
    folder = tmp_path / "peta"
    inner = folder / "tingkat-3" / "perizinan"
    inner.mkdir(parents=True)
    letters(inner, 2)
    (inner / "catatan.txt").write_text("bukan peta")
    for number in range(120):
        (folder / f"gambar-{number}.png").write_bytes(b"")
    tab = open_tab()
    page = tab.page
    page.goto("/")
    let_fall(page, folder)
    tray = page.locator(".tray")
    expect(tray.locator(".sum")).to_have_text("Selesai: 2 berkas")
    assert names(live) == {f"tingkat-3/perizinan/surat-0{number}.bpmn" for number in range(2)}
    expect(tray.locator(".chip.bad")).to_have_count(121)
    assert tab.troubles == []


def test_a_folder_of_too_many_files_says_how_many_are_taken(open_tab: Tabs, tmp_path: Path) -> None:
    """Not cut without a word."""
    for number in range(5_001):
        (tmp_path / f"{number}.txt").write_bytes(b"")
    tab = open_tab()
    page = tab.page
    page.goto("/upload")
    let_fall(page, tmp_path)
    expect(page.locator("#uploads")).to_contain_text("Hanya 5.000 berkas pertama")
    expect(page.locator("#uploads .chip.bad")).to_have_count(5_000)
    assert tab.troubles == []


def test_a_file_of_two_gigabytes_is_refused_before_it_is_sent(
    open_tab: Tabs, live: Live, tmp_path: Path
) -> None:
    """The others come in."""
    large = tmp_path / "besar.bpmn"
    with large.open("wb") as held:
        held.truncate(2**31)
    tab = open_tab()
    page = tab.page
    page.goto("/upload")
    page.set_input_files("#pick", [large, *letters(tmp_path, 1)])
    line = page.locator(".files li", has_text="besar.bpmn")
    expect(line).to_contain_text("Lebih besar dari 64 MB")
    expect(line.locator(".chip")).to_have_text("Ditolak")
    expect(page.locator(".sum")).to_have_text("Selesai: 1 berkas")
    assert names(live) == {"surat-00.bpmn"}
    assert tab.troubles == []
