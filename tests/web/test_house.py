"""Keeping house by the pages: people, units, frozen sets, backup; and what everybody may do about their own account."""

import io
import re
import zipfile
from pathlib import Path

from bpm2sop.workspace.keeping import backup
from bpm2sop.workspace.people import list_people
from bpm2sop.workspace.rights import LOCAL, OPERATOR, Role
from bpm2sop.workspace.units import list_units
from tests.web.site import PASSWORD, Site

NEW = {
    "login": "ani",
    "name": "Ani Lestari",
    "roles": ["analyst", "reviewer"],
    "password": PASSWORD,
}


def test_the_first_person_is_an_admin_and_then_everybody_signs_in(site: Site) -> None:
    """An analyst alone would leave nobody to keep house."""
    visitor = site.local()
    assert visitor.post("/admin/people", NEW).status_code == 422
    first = {**NEW, "login": "rina", "name": "Rina", "roles": ["admin"]}
    assert visitor.post("/admin/people", first).status_code == 303
    assert visitor.get("/admin").status_code == 302
    rina = site.stranger()
    assert rina.post("/sign-in", {"login": "rina", "password": PASSWORD}).status_code == 303
    assert rina.post("/admin/people", NEW).status_code == 303
    assert "Ani Lestari" in rina.get("/admin").text


def test_a_person_is_changed_let_out_and_in_again(site: Site) -> None:
    """Each act by its own form; one on old knowledge is refused."""
    site.add("ani", Role.ANALYST)
    rina = site.person("rina", Role.ADMIN)
    page = rina.get("/admin/people/ani")
    assert page.status_code == 200
    assert (
        rina.post("/admin/people/ani/roles", {"roles": ["viewer"], "seen": "1"}).status_code == 303
    )
    assert (
        rina.post("/admin/people/ani/roles", {"roles": ["admin"], "seen": "1"}).status_code == 412
    )
    change = {"name": "Ani L.", "language": "en", "unit": "", "seen": "2"}
    assert rina.post("/admin/people/ani/change", change).status_code == 303
    assert rina.post("/admin/people/ani/leave").status_code == 303
    found = {one.login: one for one in list_people(site.workspace, LOCAL)}["ani"]
    assert (found.name, found.roles, found.state) == ("Ani L.", (Role.VIEWER,), "gone")
    assert rina.post("/admin/people/ani/return").status_code == 303
    assert rina.get("/admin/people/nobody").status_code == 404


def test_a_refusal_names_roles_as_the_pages_do(site: Site) -> None:
    """Not by the codes that the command line has for them."""
    page = site.local().post("/admin/people", {**NEW, "roles": []}).text
    assert ("Pembaca, Penyusun" in page, "viewer, analyst" in page) == (True, False)
    page = site.person("ani", Role.VIEWER).get("/admin").text
    assert ("(mengelola)" in page, "peran ini: Pengelola." in page) == (True, True)


def test_only_who_keeps_house_sees_the_pages(site: Site) -> None:
    """And only they act."""
    ani = site.person("ani", Role.APPROVER)
    for path in ("", "/units", "/wording", "/baselines", "/jobs", "/system"):
        assert ani.get(f"/admin{path}").status_code == 403
    assert ani.post("/admin/backup").status_code == 403
    assert ani.post("/admin/people", NEW).status_code == 403


def test_units_are_added_and_renamed(site: Site) -> None:
    """One under another."""
    visitor = site.local()
    visitor.post("/admin/units", {"name": "Dinas", "short": "D"})
    parent = list_units(site.workspace, LOCAL)[0]
    visitor.post("/admin/units", {"name": "Bidang A", "short": "", "parent": parent.id})
    form = {"name": "Dinas Perizinan", "short": "DP", "seen": str(parent.version)}
    assert visitor.post(f"/admin/units/{parent.id}", form).status_code == 303
    names = [(one.depth, one.name) for one in list_units(site.workspace, LOCAL)]
    assert names == [(0, "Dinas Perizinan"), (1, "Bidang A")]
    assert "Bidang A" in visitor.get("/admin/units").text


def test_a_set_is_frozen_and_compared(site: Site) -> None:
    """With how it stands now."""
    site.sop()
    visitor = site.local()
    assert visitor.post("/admin/baselines", {"name": "Triwulan I", "word": ""}).status_code == 303
    page = visitor.get("/admin/baselines")
    assert "Triwulan I" in page.text


def test_a_backup_is_a_file(site: Site) -> None:
    """Whole, and named by its day."""
    answer = site.local().post("/admin/backup")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="bpm2sop-2026-')
    with zipfile.ZipFile(io.BytesIO(answer.data)) as held:
        assert held.testzip() is None


def test_the_system_page_says_when_the_last_backup_was_made(site: Site, tmp_path: Path) -> None:
    """By whom, and into which file; and how to have one made every night."""
    visitor = site.local()
    before = visitor.get("/admin/system").text
    assert "Belum pernah dibuat cadangan" in before
    assert "bpm2sop-backup.timer" in before
    visitor.post("/admin/backup")
    assert re.search(r"bpm2sop-2026-\d\d-\d\d-\d{4}\.zip", visitor.get("/admin/system").text)
    backup(site.workspace, OPERATOR, tmp_path / "malam.zip")
    after = visitor.get("/admin/system").text
    assert str(tmp_path / "malam.zip") in after
    assert "Belum pernah dibuat cadangan" not in after


def test_one_changes_one_s_own_password(site: Site) -> None:
    """The page stays open here; a wrong one until now is told on it."""
    site.add("ani", Role.ANALYST, password=PASSWORD)
    ani = site.stranger()
    ani.post("/sign-in", {"login": "ani", "password": PASSWORD})
    wrong = ani.post("/profile/password", {"current": "salah", "password": "sepuluh ekor kambing"})
    assert wrong.status_code == 403
    right = {"current": PASSWORD, "password": "sepuluh ekor kambing"}
    assert ani.post("/profile/password", right).status_code == 303
    assert ani.get("/profile").status_code == 200
    assert ani.post("/profile/sessions").headers["Location"] == "/sign-in"
    assert ani.get("/profile").status_code == 302


def test_a_watcher_is_answered(site: Site) -> None:
    """Without a session."""
    assert site.stranger().get("/health").data == b"ok\n"
