"""Keeping house: people and roles, units, house wording, frozen sets, jobs, the state of the installation, backup."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from bpm2sop.wording import Language
from bpm2sop.workspace.baselines import compare_baselines, freeze, list_baselines
from bpm2sop.workspace.batches import batch_view, cancel_batch, list_batches
from bpm2sop.workspace.doctor import doctor
from bpm2sop.workspace.keeping import backup, last_backup
from bpm2sop.workspace.people import (
    NewPerson,
    add_person,
    change_person,
    deactivate,
    list_people,
    reactivate,
    set_password,
    set_roles,
)
from bpm2sop.workspace.phrases import accept_phrase, list_phrases, remove_phrase
from bpm2sop.workspace.rights import Right, Role, require
from bpm2sop.workspace.sessions import revoke_sessions
from bpm2sop.workspace.settings import in_words, settings_of
from bpm2sop.workspace.units import add_unit, list_units, rename_unit
from bpm2sop_web.found import told
from bpm2sop_web.here import language, who, ws
from bpm2sop_web.pages.going import to
from bpm2sop_web.sending import as_download
from bpm2sop_web.wordsdiff import pieces

blueprint = Blueprint("admin", __name__)


@blueprint.get("/admin")
def people() -> ResponseReturnValue:
    """Show people, their roles and what may be done about them."""
    found = list_people(ws(), who())
    return _page("admin_people.html", "people", people=found, roles=tuple(Role), units=_units())


def _page(template: str, part: str, **more: object) -> str:
    return render_template(template, active="admin", part=part, **more)


def _units() -> dict[str, str]:
    return {unit.id: unit.name for unit in list_units(ws(), who()) if unit.state == "active"}


def _roles() -> frozenset[Role]:
    return frozenset(Role(name) for name in request.form.getlist("roles") if name in set(Role))


def _language() -> Language:
    said = request.form.get("language", "")
    return Language(said) if said in set(Language) else Language.ID


@blueprint.post("/admin/people")
def add() -> ResponseReturnValue:
    """Add somebody."""
    form = request.form
    new = NewPerson(
        login=form.get("login", ""), name=form.get("name", ""), roles=_roles(),
        password=form.get("password") or None, unit=form.get("unit") or None, language=_language(),
    )  # fmt: skip
    add_person(ws(), who(), new)
    return to("admin.people")


@blueprint.get("/admin/people/<login>")
def person(login: str) -> ResponseReturnValue:
    """Show one person."""
    found = next((one for one in list_people(ws(), who()) if one.login == login), None)
    if found is None:
        raise NotFound
    return _page("admin_person.html", "people", one=found, roles=tuple(Role), units=_units())


@blueprint.post(
    "/admin/people/<login>/<any(change, roles, password, sessions, leave, 'return'):act>"
)
def change(login: str, act: str) -> ResponseReturnValue:
    """Change a person, their roles or password; end their sessions; let them out and in again."""
    form = request.form
    seen = form.get("seen", -1, int)
    match act:
        case "change":
            change_person(
                ws(), who(), login, seen=seen, name=form.get("name", ""),
                unit=form.get("unit") or None, language=_language(),
            )  # fmt: skip
        case "roles":
            set_roles(ws(), who(), login, _roles(), seen=seen)
        case "password":
            set_password(ws(), who(), login, form.get("password", ""), current=form.get("current"))
        case "sessions":
            revoke_sessions(ws(), who(), login)
        case "leave":
            deactivate(ws(), who(), login)
        case _:
            reactivate(ws(), who(), login)
    return to("admin.person", login=login)


@blueprint.get("/admin/units")
def units() -> ResponseReturnValue:
    """Show the work units."""
    require(who(), Right.KEEP)
    return _page("admin_units.html", "units", units=list_units(ws(), who()))


@blueprint.post("/admin/units")
def new_unit() -> ResponseReturnValue:
    """Add a unit."""
    form = request.form
    parent = form.get("parent") or None
    add_unit(ws(), who(), form.get("name", ""), short=form.get("short", ""), parent=parent)
    return to("admin.units")


@blueprint.post("/admin/units/<unit>")
def name_unit(unit: str) -> ResponseReturnValue:
    """Give a unit another name."""
    form = request.form
    seen = form.get("seen", -1, int)
    rename_unit(ws(), who(), unit, form.get("name", ""), seen=seen, short=form.get("short"))
    return to("admin.units")


@blueprint.get("/admin/wording")
def wording() -> ResponseReturnValue:
    """Show the phrases that were accepted for the house."""
    require(who(), Right.KEEP)
    return _page("admin_wording.html", "wording", phrases=list_phrases(ws(), who()))


@blueprint.post("/admin/wording")
def reword() -> ResponseReturnValue:
    """Change a phrase of the house, or remove it."""
    require(who(), Right.KEEP)
    form = request.form
    if "remove" in form:
        remove_phrase(ws(), who(), form.get("label", ""))
    else:
        accept_phrase(ws(), who(), form.get("label", ""), form.get("text", ""))
    return to("admin.wording")


@blueprint.get("/admin/baselines")
def baselines() -> ResponseReturnValue:
    """Show frozen sets, and what differs between two."""
    require(who(), Right.KEEP)
    held = list_baselines(ws(), who())
    old, new = request.args.get("old", ""), request.args.get("new", "")
    diff = compare_baselines(ws(), who(), old, new or None) if old else None
    return _page(
        "admin_baselines.html", "baselines", held=held, diff=diff, old=old, new=new, pieces=pieces
    )


@blueprint.post("/admin/baselines")
def freeze_now() -> ResponseReturnValue:
    """Freeze all SOPs as they stand."""
    freeze(ws(), who(), request.form.get("name", ""), word=request.form.get("word", ""))
    return to("admin.baselines")


@blueprint.get("/admin/jobs")
def jobs() -> ResponseReturnValue:
    """Show the batches of late."""
    require(who(), Right.KEEP)
    return _page("admin_jobs.html", "jobs", batches=list_batches(ws(), who()), view=None)


@blueprint.get("/admin/jobs/<batch>")
def job(batch: str) -> ResponseReturnValue:
    """Show one batch, file by file."""
    require(who(), Right.KEEP)
    view = batch_view(ws(), who(), batch)
    return _page("admin_jobs.html", "jobs", batches=(), view=view, told=told)


@blueprint.post("/admin/jobs/<batch>/cancel")
def cancel(batch: str) -> ResponseReturnValue:
    """Cancel what is not done of a batch."""
    require(who(), Right.KEEP)
    cancel_batch(ws(), who(), batch)
    return to("admin.job", batch=batch)


@blueprint.get("/admin/system")
def system() -> ResponseReturnValue:
    """Show how the installation stands, the profile, and where a backup can be had."""
    require(who(), Right.KEEP)
    checks = doctor(ws().store.place)
    used = settings_of(ws(), who())
    last = last_backup(ws(), who())
    return _page(
        "admin_system.html", "system", checks=checks, used=in_words(used, language()), last=last,
        place=ws().store.place,
    )  # fmt: skip


@blueprint.post("/admin/backup")
def back_up() -> Response:
    """Give a backup, made while others go on writing."""
    require(who(), Right.KEEP)
    stamp = ws().now()[:16].replace(":", "").replace("T", "-")
    name = f"bpm2sop-{stamp}.zip"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        backup(ws(), who(), path, known_as=name)
        return as_download(path.read_bytes(), name, "application/zip")
