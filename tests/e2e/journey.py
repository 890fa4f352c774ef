"""The way of an office from the first start to evidence for an assessor, as its people click it, in one language."""

import re
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from bpm2sop.wording import Language, say
from tests.e2e.conftest import Live, Tab, Tabs
from tests.e2e.maps import CHECKING, LICENCE_TITLE, NEW_SURVEY, OPINION, SAMPLES, SURVEY, zipped
from tests.e2e.pictures import for_guide

PASSWORD = "kata-sandi-kantor-2026"  # noqa: S105  (of people who do not exist)
DROP = """files => {
    const held = new DataTransfer();
    for (const [name, data] of files) {
        const bytes = Uint8Array.from(atob(data), char => char.charCodeAt(0));
        held.items.add(new File([bytes], name));
    }
    for (const kind of ["dragenter", "dragover", "drop"])
        dispatchEvent(new DragEvent(kind, {dataTransfer: held, bubbles: true, cancelable: true}));
}"""


def cell(page: Page, text: str, name: str) -> str:
    """The selector of a cell, by the words of its row on the map."""
    row = page.locator("#steps tbody tr", has_text=text).first
    key = row.get_attribute("data-key")
    return f'#steps tr[data-key="{key}"] [data-field="{name}"]'


def kept(page: Page) -> None:
    """Wait until all that was typed is on the server."""
    expect(page.locator("#save-state")).to_have_attribute("data-state", "saved")


def typed(page: Page, place: str, words: str) -> None:
    """Type into a cell as people do: click, Enter, words, and away."""
    page.click(place)
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type(words)
    page.keyboard.press("Control+Enter")


@dataclass
class Journey:
    """One office on its way; each method is a task of the user guide."""

    tabs: Tabs
    live: Live
    language: Language
    folder: Path
    sop: str = ""
    opened: dict[str, Tab] = field(default_factory=dict)

    def words(self, key: str, **more: object) -> str:
        """What the page says for a key."""
        return say(self.language, f"web.{key}", **more)

    def picture(self, page: Page, name: str, part: Locator | None = None) -> None:
        """Take a picture for the guide, of the page or a part of it, if that is asked for."""
        for_guide(page, self.language.value, name, part)

    def button(self, page: Page, key: str, **more: object) -> None:
        """Press the button that says so."""
        page.get_by_role("button", name=self.words(key, **more), exact=True).first.click()

    def speak(self, page: Page) -> None:
        """Choose the language, as one who comes for the first time."""
        if self.language is Language.EN:
            page.locator("details.menu summary").click()
            page.get_by_role("button", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", self.language.value)

    def start(self) -> Page:
        """The link of the terminal opens an empty workspace."""
        tab = self.opened["local"] = self.tabs(width=1280, height=800)
        self.speak(tab.page)
        expect(tab.page.get_by_role("heading", level=2)).to_have_text(
            self.words("atlas.empty_title")
        )
        self.picture(tab.page, "start")
        return tab.page

    def drop(self, page: Page) -> None:
        """A zip of maps and a picture are dropped: the maps come in, the picture is refused in words."""
        from base64 import b64encode  # noqa: PLC0415

        page.get_by_role("link", name=self.words("nav.upload")).last.click()
        page.wait_for_url("**/upload")
        page.wait_for_load_state("load")  # by then the script listens
        data = zipped(SAMPLES / "level-3")
        files = [["peta.zip", data], ["foto.png", b"\x89PNG"]]
        page.evaluate(DROP, [[name, b64encode(held).decode()] for name, held in files])  # type: ignore[arg-type]
        expect(page.locator(".sum")).to_have_text(self.words("client.batch_done", total=12))
        expect(page.locator("#uploads")).to_contain_text(self.words("client.unfit_ending"))
        expect(page.locator("#uploads .chip.ok")).to_have_count(12)
        self.picture(page, "upload")
        page.reload()
        expect(page.locator(".sum")).to_have_text(self.words("client.batch_done", total=12))

    def hire(self, page: Page) -> None:
        """The first person added is an admin; from then on everybody signs in."""
        self.add(page, "ani", "Ani Lestari")
        page = self.sign_in("ani")
        for login, name in (("budi", "Budi Santoso"), ("cici", "Cici Rahma")):
            self.add(page, login, name)
        expect(page.get_by_role("link", name="Cici Rahma")).to_be_visible()
        self.picture(page, "people")

    def add(self, page: Page, login: str, name: str) -> None:
        """Add somebody with all roles."""
        page.goto("/admin")
        page.fill("#name", name)
        page.fill("#login", login)
        page.fill("#password", PASSWORD)
        for box in page.locator('input[name="roles"]').all():
            box.check()
        page.locator('form[action="/admin/people"] button').click()
        page.wait_for_load_state()

    def sign_in(self, login: str) -> Page:
        """Come with name and password, in a browser of one's own."""
        tab = self.opened[login] = self.tabs.stranger(width=1280, height=800)
        tab.page.goto("/sign-in")
        self.speak(tab.page)
        if login == "ani":
            self.picture(tab.page, "sign-in")
        tab.page.fill("#login", login)
        tab.page.fill("#password", PASSWORD)
        tab.page.get_by_role("button", name=self.words("sign_in.enter")).click()
        tab.page.wait_for_url("**/")
        return tab.page

    def page(self, login: str) -> Page:
        """The browser of somebody who has signed in."""
        return self.opened[login].page

    def read_atlas(self, page: Page) -> None:
        """The tree, the cards, the search; a card leads to its SOP."""
        page.goto("/")
        expect(page.locator(".cards .card")).not_to_have_count(0)
        self.picture(page, "atlas")
        page.keyboard.press("/")
        page.keyboard.type("survei lapangan")
        page.keyboard.press("Enter")
        expect(page.locator(".hits li")).not_to_have_count(0)
        self.picture(page, "search")
        page.goto("/")
        page.locator(".cards").get_by_role("link", name=LICENCE_TITLE, exact=True).click()
        page.wait_for_selector("html[data-map=ready]")
        self.sop = page.url.split("/sops/")[1].split("#")[0]

    def open_review(self, page: Page) -> Page:
        """Open the review page of the SOP."""
        page.goto(f"/sops/{self.sop}")
        page.wait_for_selector("html[data-map=ready]")
        return page

    def click_both_ways(self, page: Page) -> None:
        """A row marks its elements on the map, an element its row, folded gateways too."""
        row = page.locator("#steps tbody tr", has_text=SURVEY)
        page.click(cell(page, SURVEY, "text"))
        expect(page.locator(".djs-element.hit")).not_to_have_count(0)
        expect(page.locator("#panel h2")).to_have_text(SURVEY)
        self.picture(page, "review")
        checking = page.locator("#steps tbody tr", has_text=CHECKING).first
        page.click("[data-zoom=fit]")
        gateway = '.djs-element[data-element-id="Gateway_oa9crq5"] .djs-visual'
        page.locator(gateway).click(force=True)
        expect(checking).to_have_class(re.compile("current"))
        expect(row).not_to_have_class(re.compile("current"))

    def edit(self, page: Page) -> None:
        """Words typed are kept, told apart from the map's, and can be given back."""
        time, text = cell(page, OPINION, "time"), cell(page, SURVEY, "text")
        typed(page, time, "2 hari")
        kept(page)
        expect(page.locator(time)).to_have_attribute("data-source", "person")
        typed(page, text, "Menetapkan jadwal survei bersama pemohon")
        kept(page)
        expect(page.locator("#panel")).to_contain_text(self.words("step.phrase"))
        self.picture(page, "edit")

    def collide(self) -> None:
        """Two on one cell: the second is shown mine, theirs and the map's, and decides."""
        ani, budi = self.open_review(self.page("ani")), self.open_review(self.sign_in("budi"))
        place = cell(ani, CHECKING, "time")
        typed(ani, place, "1 jam")
        kept(ani)
        typed(budi, place, "2 jam")
        dialog = budi.locator("dialog.conflict")
        expect(dialog.locator("textarea")).to_have_value("2 jam")
        expect(dialog.locator("pre").first).to_have_text("1 jam")
        expect(dialog.locator("h3")).to_have_text(
            [self.words(f"client.conflict_{name}") for name in ("mine", "theirs", "map")]
        )
        self.picture(budi, "conflict")
        dialog.get_by_role("button", name=self.words("client.conflict_use_theirs")).click()
        expect(budi.locator(place)).to_contain_text("1 jam")
        kept(budi)

    def discuss(self, page: Page) -> None:
        """A remark on a step is answered for and resolved."""
        page.click(cell(page, CHECKING, "text"))
        page.fill("#panel textarea[name=text]", "Siapa yang memeriksa bila loket tutup?")
        page.locator("#panel").get_by_role("button", name=self.words("review.comment_send")).click()
        expect(page.locator("#panel .comments li")).to_have_count(1)
        self.picture(page, "comments")
        page.locator("#panel").get_by_role("button", name=self.words("review.resolve")).click()
        expect(page.locator("#panel .comments li.resolved")).to_have_count(1)

    def review_all(self, page: Page) -> None:
        """By keys: n goes to the next open step, r says that it is right."""
        page.locator("#steps tbody th").first.click()
        # A key waits for what is being shown: until then the row below is not the current one.
        expect(page.locator("#panel")).not_to_have_attribute("aria-busy", "true")
        for _ in range(page.locator("#steps tbody tr").count()):
            page.keyboard.press("n")
            current = page.locator("tr.current")
            key = current.get_attribute("data-key") or ""
            expect(page.locator(f'#panel form[action*="/{key}/review"]')).to_be_visible()
            page.keyboard.press("r")
            expect(current).to_have_attribute("data-status", "reviewed")
        page.keyboard.press("n")
        expect(page.locator("#said")).to_have_text(self.words("client.none_open"))

    def approve(self, number: str) -> None:
        """Ani submits, Budi verifies, Cici approves and puts in force: nobody signs what is their own."""
        acts = (("ani", "submit", "verify"), ("budi", "verify", "approve"), ("cici", "approve", ""))
        for login, act, _next in acts:
            page = self.page(login) if login in self.opened else self.sign_in(login)
            page.goto(f"/sops/{self.sop}/approval")
            if page.locator(f"#word-{act}[required]").count():
                page.fill(f"#word-{act}", "Diisi pada edisi berikutnya")
            if login == "ani":
                self.picture(page, f"submit-{number[-1]}")
            self.button(page, f"approval.{act}")
        page = self.page("cici")
        page.fill('input[name="number"]', number)
        page.fill('input[name="created"]', "2026-01-05")
        page.fill('input[name="effective"]', "2026-02-02")
        self.button(page, "approval.enact")
        edition = page.locator(".edition").first
        expect(edition).to_contain_text(number)
        expect(edition.locator(".chip")).to_have_text(self.words("stage.in_force"))
        expect(edition.locator(".hash")).to_have_text(re.compile("^[0-9a-f]{64}$"))
        self.picture(page, f"edition-{number[-1]}")

    def revise(self, page: Page, data: bytes) -> None:
        """A new version of the map: what it would do is shown first, then carried out as one act."""
        self.open_review(page)
        page.locator(".crumbs a").nth(1).click()
        page.wait_for_selector("html[data-map=ready]")
        self.picture(page, "map")
        file = {"name": "izin-2.bpmn", "mimeType": "text/xml", "buffer": data}
        page.set_input_files("#new-version", file)  # type: ignore[arg-type]
        page.wait_for_selector("html[data-map=ready]")
        expect(page.locator('[data-side="new"] .is-changed')).not_to_have_count(0)
        expect(page.locator('[data-side="old"] .is-removed')).not_to_have_count(0)
        expect(page.get_by_role("row", name=NEW_SURVEY).first).to_be_visible()
        self.picture(page, "revision")
        for choice in page.locator('.asked input[value="-"]').all():
            choice.check()
        self.button(page, "revision.apply")
        expect(page.get_by_role("heading", level=1)).to_have_text(self.words("revision.done"))
        page.get_by_role("link", name=LICENCE_TITLE).last.click()
        page.wait_for_selector("html[data-map=ready]")

    def settle(self, page: Page) -> None:
        """Conflicts, words without a step and doubtful steps are decided one by one."""
        row = page.locator('#steps tr[data-status="conflict"]').first
        row.locator('[data-field="text"]').click()
        panel = page.locator("#panel")
        expect(panel.locator(".pair")).to_contain_text(NEW_SURVEY)
        self.picture(page, "settle")
        panel.get_by_role("button", name=self.words("step.keep_ours")).click()
        expect(page.locator('#steps tr[data-status="conflict"]')).to_have_count(0)
        suspect = page.locator('#steps tr[data-status="suspect"]')
        for _ in range(suspect.count()):
            left = suspect.count()
            suspect.first.locator('[data-field="text"]').click()
            panel.get_by_role("button", name=self.words("step.clear")).click()
            expect(suspect).to_have_count(left - 1)
        orphan = page.locator(".orphan")
        expect(orphan).to_contain_text("2 hari")
        self.opened["ani"].agreed = True
        orphan.get_by_role("button", name=self.words("review.orphan_drop")).click()
        expect(page.locator(".orphan")).to_have_count(0)
        page.wait_for_selector("html[data-map=ready]")

    def export(self, page: Page) -> dict[str, bytes]:
        """All documents of the working copy."""
        page.goto(f"/sops/{self.sop}/approval")
        self.picture(page, "export")
        links = page.locator(".formats").first.get_by_role("link")
        documents = {}
        for at in range(links.count()):
            documents.update([self.download(page, partial(links.nth(at).click))])
        return documents

    def download(self, page: Page, act: partial[None]) -> tuple[str, bytes]:
        """Give the name and the bytes of what an act downloads."""
        with page.expect_download() as waiting:
            act()
        name = waiting.value.suggested_filename
        target = self.folder / name
        waiting.value.save_as(target)
        return name, target.read_bytes()

    def fill_back(self, page: Page, name: str, data: bytes) -> None:
        """A document that was filled in elsewhere is brought back."""
        page.goto(f"/sops/{self.sop}/approval")
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
        page.set_input_files("#filled", file)  # type: ignore[arg-type]
        expect(page.get_by_role("heading", level=1)).to_have_text(self.words("fill.title"))
        expect(page.locator("main")).to_contain_text("Nota dinas SPM-01")
        self.picture(page, "filled")

    def evaluate(self, page: Page) -> None:
        """The form of monitoring is filled in for the edition in force."""
        page.goto(f"/sops/{self.sop}/forms")
        form = page.locator("form", has=page.locator('input[value="monitoring"]'))
        form.locator('input[type=radio][value="yes"]').check()
        self.picture(page, "forms")
        form.get_by_role("button", name=self.words("save")).click()
        expect(page.locator(".edition")).to_have_count(1)

    def prove(self, page: Page) -> bytes:
        """The matrix, the coverage, and the pack for the assessor."""
        page.goto("/trace?q=survei")
        expect(page.locator(".matrix tbody tr")).not_to_have_count(0)
        self.picture(page, "trace")
        page.goto("/evidence")
        self.picture(page, "evidence")
        button = page.get_by_role("button", name=self.words("evidence.download"))
        return self.download(page, partial(button.click))[1]

    def back_up(self, page: Page) -> bytes:
        """A backup is one zip."""
        page.goto("/admin/system")
        self.picture(page, "backup", page.locator(".card").last)
        button = page.get_by_role("button", name=self.words("admin.backup_now"))
        return self.download(page, partial(button.click))[1]

    def troubles(self) -> list[str]:
        """What scripts and policies complained of in any browser."""
        return [trouble for tab in self.opened.values() for trouble in tab.troubles]
