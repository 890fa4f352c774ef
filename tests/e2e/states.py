"""More places: keeping house, general SOPs, what is refused, pages for those who only read, pages without script."""

from playwright.sync_api import Page, expect

from bpm2sop.workspace.rights import Role
from tests.e2e.neighbours import ENDING
from tests.e2e.places import Act, Place, at, of_map, of_sop

READER = (Role.VIEWER,)
PROFILE = b'[profile]\nname = "kantor"\n\n[paper]\nsize = "A0"\n'


def sent(page: Page, form: str) -> None:
    """Send a form by its last button, and wait for the answer."""
    with page.expect_navigation():
        page.locator(f"{form} button").last.click()


def ticked(page: Page, form: str, *values: str) -> None:
    """Tick the boxes with these words."""
    for value in values:
        page.locator(f"{form} .picks label", has_text=value).locator("input").check()


def asked(path: str, act: str, boxes: tuple[str, ...] = (), **fields: str) -> Act:
    """Fill in a form of reorganisation, and look at what it would do."""

    def fill(page: Page) -> None:
        form = f'form[action$="/{path}/look"]:has(input[name="act"][value="{act}"])'
        ticked(page, form, *boxes)
        for name, value in fields.items():
            place = page.locator(f'{form} [name="{name}"]')
            if place.evaluate("one => one.tagName") == "SELECT":
                place.select_option(label=value)
            else:
                place.fill(value)
        sent(page, form)

    return fill


def done(look: Act, *, stale: bool = False) -> Act:
    """Carry out what was looked at; `stale` after somebody else has changed something."""

    def carry(page: Page) -> None:
        look(page)
        if stale:
            page.locator('main input[name="seen"]').evaluate("one => { one.value = '0' }")
        with page.expect_navigation():
            page.locator("main form button.primary").click()

    return carry


def other_settings(page: Page) -> None:
    """Look at what another shipped profile would change."""
    page.select_option("#shipped", "plain")
    page.select_option("#language", "en")
    sent(page, 'form[action$="/settings/look"]')


def same_settings(page: Page) -> None:
    """Look at what changes nothing."""
    page.select_option("#language", "id")
    sent(page, 'form[action$="/settings/look"]')


def wrong_profile(page: Page) -> None:
    """Send a profile with a value that cannot be."""
    file = {"name": "kantor.toml", "mimeType": "text/plain", "buffer": PROFILE}
    page.set_input_files("#profile", file)  # type: ignore[arg-type]
    sent(page, 'form[action$="/settings/look"]')


def old_offer(page: Page) -> None:
    """Withdraw an offer after the SOP has changed."""
    page.locator('form[action$="/withdraw"] input[name="seen"]').evaluate(
        "one => { one.value = '0' }"
    )
    sent(page, 'form[action$="/withdraw"]')


def old_words(page: Page) -> None:
    """Save words where others have come in between."""
    form = 'form[action$="/cells/time"]'
    page.locator(f'{form} input[name="seen"]').evaluate("one => { one.value = '0' }")
    page.fill(f"{form} textarea", "3 hari kerja")
    with page.expect_navigation():
        page.locator(f"{form} button").first.click()


def old_title(page: Page) -> None:
    """Save two fields, one of which others have changed in between."""
    page.locator('input[name="seen-title"]').evaluate("one => { one.value = '0' }")
    page.locator('[id="f-title"]').fill("Pemeliharaan")
    page.locator('[id="f-identity.warning"]').fill("Ikuti tata cara.")
    with page.expect_navigation():
        page.locator("#head button.primary").click()


def too_early(page: Page) -> None:
    """Put an edition in force before it was created."""
    form = 'form[action$="/enact"]'
    page.fill(f"{form} [name=number]", "800/7/2026")
    page.fill(f"{form} [name=created]", "2026-02-02")
    page.fill(f"{form} [name=effective]", "2026-01-05")
    with page.expect_navigation():
        page.locator(f"{form} button").click()


def old_form(page: Page) -> None:
    """Send a remark with a form from before the server started anew."""
    form = 'form[action*="/comments?"]:not(details form)'
    page.locator(f'{form} input[name="csrf_token"]').first.evaluate("one => { one.value = 'x' }")
    page.locator(f"{form} textarea").first.fill("Siapa yang memeriksa bila loket tutup?")
    with page.expect_navigation():
        page.locator(f"{form} button").first.click()


def ended_session(page: Page) -> None:
    """Send a remark after the session has ended."""
    page.context.clear_cookies()
    form = 'form[action*="/comments?"]:not(details form)'
    page.locator(f"{form} textarea").first.fill("Siapa yang memeriksa bila loket tutup?")
    with page.expect_navigation():
        page.locator(f"{form} button").first.click()


def same_person(page: Page) -> None:
    """Add somebody whose name for signing in is taken."""
    page.fill("#name", "Budi Santoso")
    page.fill("#login", "budi")
    page.locator('form[action$="/people"] input[name="roles"]').first.check()
    sent(page, 'form[action$="/people"]')


def no_role(page: Page) -> None:
    """Add somebody who may do nothing."""
    page.fill("#name", "Dewi")
    page.fill("#login", "dewi2")
    sent(page, 'form[action$="/people"]')


def same_unit(page: Page) -> None:
    """Add a unit that is there already."""
    form = 'form[action$="/units"]'
    page.fill(f'{form} input[name="name"]', "Dinas Penanaman Modal dan PTSP")
    sent(page, form)


def wrong_current(page: Page) -> None:
    """Change one's password with the old one wrong."""
    page.fill("#current", "salah sekali")
    page.fill("#password", "kata-sandi-baru-2026")
    sent(page, 'form[action$="/profile/password"]')


def identity_opened(page: Page) -> None:
    """Open the block of title and identity."""
    page.evaluate("document.querySelector('#identity').open = true")


def old_link(page: Page) -> None:
    """Come without the link of the terminal; what lets one in is put back for who comes after."""
    held = page.context.cookies()
    page.context.clear_cookies()
    page.goto("/trace")
    page.context.add_cookies(held)  # type: ignore[arg-type]
    expect(page.locator(".lone")).to_be_visible()


def of_steps(status: str, rest: str = "", act: Act | None = None) -> Place:
    """The page of a step by its status: what stands beside the table, with forms."""
    return Place(
        lambda office: f"/sops/{office.sops['review']}/steps/{office.steps[status]}{rest}", act
    )


def in_history(status: str) -> Place:
    """What happened to one step."""
    return Place(lambda office: f"/sops/{office.sops['review']}/history?key={office.steps[status]}")


MERGED = asked(
    "units",
    "merge",
    ("Seksi Pengaduan", "Seksi Informasi"),
    called="Seksi Pengaduan dan Informasi",
)
ENDED = asked("units", "abolish", unit=f"— {ENDING}", heir="— Bidang Pelayanan Perizinan")
RENAMED = asked("actors", "rename", name="Shift Supervisor", into="Duty Manager")

HOUSE: dict[str, Place] = {
    "reorganise": at("/admin/reorganise"),
    "reorganise-given": at("/admin/reorganise?given=yes"),
    "reorganise-rename": at(
        "/admin/reorganise", asked("actors", "rename", name="Kepala Dinas", into="Kepala DPMPTSP")
    ),
    "reorganise-split": at(
        "/admin/reorganise",
        asked("actors", "split", name="Verifikator", into="Verifikator Teknis\nVerifikator Berkas"),
    ),
    "reorganise-done": at("/admin/reorganise", done(RENAMED)),
    "reorganise-refused": at(
        "/admin/reorganise", asked("actors", "rename", name="Verifikator", into="Kepala Dinas")
    ),
    "reorganise-stale": at("/admin/reorganise", done(MERGED, stale=True)),
    "reorganise-units": at("/admin/reorganise", MERGED),
    "reorganise-units-done": at("/admin/reorganise", done(ENDED)),
    "reorganise-units-refused": at(
        "/admin/reorganise", asked("units", "abolish", unit="— Seksi Pengaduan")
    ),
    "settings": at("/admin/settings"),
    "settings-changed": at("/admin/settings?changed=yes"),
    "settings-look": at("/admin/settings", other_settings),
    "settings-same": at("/admin/settings", same_settings),
    "settings-refused": at("/admin/settings", wrong_profile),
    "person-self": at("/admin/people/ani"),
    "person-taken": at("/admin", same_person),
    "person-no-role": at("/admin", no_role),
    "unit-taken": at("/admin/units", same_unit),
    "baselines-compared": Place(lambda office: f"/admin/baselines?old={office.baseline}"),
    "profile-changed": at("/profile?changed=yes"),
    "profile-refused": at("/profile", wrong_current),
}
"""Keeping house: looked at, carried out, refused."""

SHARED: dict[str, Place] = {
    "adoption": of_sop("review", "/adoption"),
    "adoption-no-edition": of_sop("no-edition", "/adoption"),
    "adoption-offered": of_sop("general", "/adoption"),
    "adoption-suspect": of_sop("suspect", "/adoption"),
    "adoption-follows": of_sop("follows", "/adoption"),
    "adoption-stale": of_sop("general", "/adoption", old_offer),
    "review-adopted": of_sop("suspect"),
    "approval-adopted": of_sop("suspect", "/approval"),
    "approval-editions": of_sop("general", "/approval"),
    "compare-nothing": of_sop("in-force", "/compare?old=1&new=1"),
    "compare-editions": of_sop("general", "/compare?old=1&new=2"),
    "preview-edition": of_sop("general", "/preview?edition=1"),
    "identity": of_sop("review", "/identity"),
    "identity-torn": of_sop("torn", "/identity"),
    "identity-stale": of_sop("torn", "/identity", old_title),
    "review-identity": of_sop("review", "", identity_opened),
    "review-torn": of_sop("torn"),
    "review-untidy": of_sop("untidy"),
    "map-untidy": of_map("untidy"),
    "review-earlier": of_sop("review", "?version=1"),
    "review-other": of_sop("general"),
    "step-conflict": of_steps("conflict"),
    "step-talk": of_steps("talk"),
    "step-edited": of_steps("edited"),
    "step-old-words": of_steps("edited", "", old_words),
    "step-old-form": of_steps("talk", "", old_form),
    "step-signed-out": of_steps("talk", "", ended_session),
    "step-missing": of_sop("review", "/steps/nowhere"),
    "history-step": in_history("edited"),
    "history-nothing": of_sop("untidy", "/history?key=catat"),
    "search-many": at("/search?q=a"),
    "trace-found": at("/trace?q=survei"),
}
"""General SOPs, title and identity, steps without script, what came in between."""

READING: dict[str, Place] = {
    "reader-atlas": at("/"),
    "reader-review": of_sop("review"),
    "reader-identity": of_sop("review", "/identity"),
    "reader-step": of_steps("suspect"),
    "reader-map": of_map("01.01.01.02-perpanjangan-izin-usaha.bpmn"),
    "reader-approval": of_sop("submitted", "/approval"),
    "reader-adoption": of_sop("general", "/adoption"),
    "reader-forms": of_sop("in-force", "/forms"),
    "reader-evidence": at("/evidence"),
    "reader-forbidden": at("/admin"),
}
"""For somebody who may only read."""

SECOND: dict[str, Place] = {
    "second-verifies": of_sop("submitted", "/approval"),
    "second-enacts": of_sop("approved", "/approval?approved=1"),
    "second-enacts-early": of_sop("approved", "/approval", too_early),
}
"""For somebody who wrote none of it, and so may decide."""

PLAIN: dict[str, Place] = {
    "plain-atlas": at("/"),
    "plain-review": of_sop("review"),
    "plain-torn": of_sop("torn"),
    "plain-step": of_steps("conflict"),
    "plain-map": of_map("01.01.01.02-perpanjangan-izin-usaha.bpmn"),
    "plain-upload": at("/upload"),
    "plain-approval": of_sop("draft", "/approval"),
    "plain-compare": of_sop("in-force", "/compare?old=1"),
    "plain-trace": at("/trace"),
}
"""In a browser that runs no script."""

BARE: dict[str, Place] = {
    "bare-reorganise": at("/admin/reorganise"),
    "bare-settings": at("/admin/settings"),
    "bare-system": at("/admin/system"),
    "bare-search": at("/search?q=berkas"),
    "bare-link": at("/", old_link),
}
"""Of a workspace in which nothing is yet."""
