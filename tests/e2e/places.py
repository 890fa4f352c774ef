"""Every page and state of the screens: its address, and what brings it about."""

import io
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import openpyxl
from playwright.sync_api import Page, expect

from tests.e2e.journey import DROP
from tests.e2e.maps import LICENCE, NEW_SURVEY, SAMPLES, revised
from tests.e2e.office import Office

REPORT = "03.01.01.01-penyusunan-laporan-kinerja.bpmn"
Act = Callable[[Page], None]


class Place(NamedTuple):
    """A page or a state of one."""

    path: Callable[[Office], str]
    act: Act | None = None


def at(path: str, act: Act | None = None) -> Place:
    """A place at an address that is always the same."""
    return Place(lambda _office: path, act)


def of_sop(name: str, rest: str = "", act: Act | None = None) -> Place:
    """A page of an SOP."""
    return Place(lambda office: f"/sops/{office.sops[name]}{rest}", act)


def of_step(status: str, act: Act | None = None) -> Place:
    """The review page at a step of a status."""
    return Place(lambda office: f"/sops/{office.sops['review']}#step={office.steps[status]}", act)


def of_map(name: str, rest: str = "", act: Act | None = None) -> Place:
    """The page of a map."""
    return Place(lambda office: f"/maps/{office.files[name]}{rest}", act)


def menu(page: Page) -> None:
    """Open the menu of language and colours."""
    page.locator("details.menu summary").click()


def picture_dropped(page: Page) -> None:
    """Drop a file that is no map."""
    page.evaluate(DROP, [["foto.png", "iVBORw0KGgo="]])
    expect(page.locator(".files .chip.bad")).to_be_visible()


def dragged(page: Page) -> None:
    """Hold a file over the page."""
    page.evaluate(
        """() => {
            const held = new DataTransfer();
            held.items.add(new File(["x"], "peta.bpmn"));
            dispatchEvent(new DragEvent("dragenter", {dataTransfer: held, bubbles: true}));
        }"""
    )
    expect(page.locator(".dropveil")).to_be_visible()


def rest_opened(page: Page) -> None:
    """Open all that is folded below the table."""
    page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
    page.locator(".orphan").scroll_into_view_if_needed()


def field(page: Page, name: str = "time", row: str = "tr.current") -> None:
    """Open a cell for typing."""
    page.locator(f"{row} [data-field={name}]").click()
    page.keyboard.press("Enter")


def typing(page: Page) -> None:
    """Have a cell open."""
    field(page, "remarks")


def offline(page: Page) -> None:
    """Type while the server is not reached."""
    page.context.set_offline(offline=True)
    field(page)
    page.keyboard.type("3 hari")
    page.keyboard.press("Enter")
    expect(page.locator("#save-state")).to_have_attribute("data-state", "offline")


def signed_out(page: Page) -> None:
    """Type after the session has ended."""
    page.context.clear_cookies()
    field(page)
    page.keyboard.type("4 hari")
    page.keyboard.press("Enter")
    expect(page.locator("#save-state")).to_have_attribute("data-state", "signed-out")


def collision(page: Page) -> None:
    """Type where somebody else has typed meanwhile."""
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_selector("html[data-table=ready]")
    for each, words in ((other, "1 jam"), (page, "2 jam")):
        field(each, "outputs")
        each.keyboard.type(words)
        each.keyboard.press("Control+Enter")
        if each is other:
            expect(each.locator("#save-state")).to_have_attribute("data-state", "saved")
    other.close()
    expect(page.locator("dialog.conflict")).to_be_visible()


def keys(page: Page) -> None:
    """Show what the keys do."""
    page.locator("#keys-button").click()
    expect(page.locator("#keys")).to_be_visible()


def side_by_side(page: Page) -> None:
    """Put the map beside the table."""
    page.locator("[data-layout-turn]").click()


def tab(name: str) -> Act:
    """Show another pane on a narrow screen."""

    def act(page: Page) -> None:
        page.set_viewport_size({"width": 360, "height": 780})
        page.locator(f"#tab-{name}").click()
        if name == "map":
            page.wait_for_selector("html[data-map=ready]")

    return act


def filtered(page: Page) -> None:
    """Show the doubtful rows only."""
    page.locator('#counts [data-filter="suspect"]').click()


def new_version(page: Page, data: Callable[[], bytes], *, carried: bool = False) -> None:
    """Choose a new version of a map, and carry it out."""
    file = {"name": "peta-2.bpmn", "mimeType": "text/xml", "buffer": data()}
    page.set_input_files("#new-version", file)  # type: ignore[arg-type]
    page.wait_for_url("**/revision")
    page.wait_for_selector("html[data-map=ready]")
    if carried:
        page.locator('button[formaction$="/apply"]').click()
        page.wait_for_url("**/apply")


def third() -> bytes:
    """The licence map in a third version, with a step that may be one of the second."""
    words = b"Menetapkan hari survei di lokasi"
    return revised().replace(NEW_SURVEY.encode(), words)


def renamed() -> bytes:
    """The report map with one step renamed."""
    data = (SAMPLES / "level-3" / REPORT).read_bytes()
    return data.replace(b"Menyusun", b"Merumuskan", 1)


def other_map() -> bytes:
    """A map that has nothing in common with the one that is there."""
    return (SAMPLES / "level-3" / "02.01.01.01-penanganan-surat-masuk.bpmn").read_bytes()


def brought_back(page: Page) -> None:
    """Fill in a workbook of the SOP and bring it back."""
    with page.expect_download() as waiting:
        page.locator('.formats a[href$="xlsx"]').first.click()
    book = openpyxl.load_workbook(io.BytesIO(waiting.value.path().read_bytes()))
    book.worksheets[1].cell(5, 9).value = "Surat kuasa"
    held = io.BytesIO()
    book.save(held)
    file = {"name": "diisi.xlsx", "mimeType": "application/zip", "buffer": held.getvalue()}
    with page.expect_navigation():
        page.set_input_files("#filled", file)  # type: ignore[arg-type]


def stale(page: Page) -> None:
    """Submit what has changed since it was seen."""
    page.locator('form.act input[name="seen"]').first.evaluate("one => { one.value = '0' }")
    page.locator("form.act textarea").first.fill("Lengkap")
    with page.expect_navigation():
        page.locator("form.act button").first.click()


def wrong_password(page: Page) -> None:
    """Sign in with a password that is not right."""
    page.fill("#login", "ani")
    page.fill("#password", "salah sekali")
    page.locator("form.stack button").click()
    expect(page.locator(".note.bad")).to_be_visible()


PLACES: dict[str, Place] = {
    "atlas": at("/"),
    "atlas-menu": at("/", menu),
    "atlas-waiting": at("/?stage=waiting"),
    "atlas-nothing": at("/?stage=nothing"),
    "atlas-drag": at("/", dragged),
    "atlas-tray": at("/", picture_dropped),
    "guide": at("/guide"),
    "search": at("/search?q=berkas"),
    "search-nothing": at("/search?q=zzzzz"),
    "upload": at("/upload"),
    "upload-batch": Place(lambda office: f"/upload?batch={office.batch}"),
    "upload-refused": at("/upload", picture_dropped),
    "map": of_map(LICENCE.name),
    "map-old": of_map(LICENCE.name, "/1"),
    "map-boxes": of_map("00-peta-proses-dpmptsp.bpmn"),
    "map-retired": of_map("retired"),
    "revision": of_map(LICENCE.name, "", partial(new_version, data=third)),
    "revision-other": of_map(LICENCE.name, "", partial(new_version, data=other_map)),
    "revision-done": of_map(REPORT, "", partial(new_version, data=renamed, carried=True)),
    "review": of_sop("review"),
    "review-step": of_step("talk"),
    "review-suspect": of_step("suspect"),
    "review-conflict": of_step("conflict"),
    "review-rest": of_step("edited", rest_opened),
    "review-filtered": of_sop("review", "", filtered),
    "review-typing": of_step("talk", typing),
    "review-keys": of_sop("review", "", keys),
    "review-side": of_step("talk", side_by_side),
    "review-map-tab": of_step("talk", tab("map")),
    "review-step-tab": of_step("conflict", tab("panel")),
    "review-offline": of_step("edited", offline),
    "review-signed-out": of_step("edited", signed_out),
    "review-collision": of_step("edited", collision),
    "review-retired": of_sop("retired"),
    "step": Place(lambda office: f"/sops/{office.sops['review']}/steps/{office.steps['suspect']}"),
    "approval-draft": of_sop("review", "/approval"),
    "approval-submitted": of_sop("submitted", "/approval"),
    "approval-verified": of_sop("verified", "/approval"),
    "approval-approved": of_sop("approved", "/approval"),
    "approval-in-force": of_sop("in-force", "/approval"),
    "approval-retired": of_sop("retired", "/approval"),
    "approval-stale": of_sop("draft", "/approval", stale),
    "compare": of_sop("in-force", "/compare?old=1"),
    "compare-same": of_sop("approved", "/compare?old=1"),
    "preview": of_sop("review", "/preview"),
    "history": of_sop("review", "/history"),
    "filled": of_sop("draft", "/approval", brought_back),
    "forms": of_sop("in-force", "/forms"),
    "forms-too-early": of_sop("draft", "/forms"),
    "trace": at("/trace"),
    "trace-nothing": at("/trace?q=zzzzz"),
    "evidence": at("/evidence"),
    "people": at("/admin"),
    "person": at("/admin/people/budi"),
    "units": at("/admin/units"),
    "wording": at("/admin/wording"),
    "baselines": at("/admin/baselines"),
    "jobs": at("/admin/jobs"),
    "job": Place(lambda office: f"/admin/jobs/{office.batch}"),
    "system": at("/admin/system"),
    "profile": at("/profile"),
    "missing": at("/nowhere"),
}
"""Of an office in the middle of its work, for somebody with all roles."""

OUTSIDE: dict[str, Place] = {
    "sign-in": at("/sign-in"),
    "sign-in-wrong": at("/sign-in", wrong_password),
    "signed-out": at("/trace"),
}
"""For somebody who has not signed in."""

EMPTY: dict[str, Place] = {
    "empty-atlas": at("/"),
    "empty-upload": at("/upload"),
    "empty-trace": at("/trace"),
    "empty-evidence": at("/evidence"),
    "empty-people": at("/admin"),
    "empty-units": at("/admin/units"),
    "empty-wording": at("/admin/wording"),
    "empty-baselines": at("/admin/baselines"),
    "empty-jobs": at("/admin/jobs"),
}
"""Of a workspace in which nothing is yet, for whoever started the program."""
