"""By what a workspace drafts: shown, and changed for all its maps at once, after a look at what that touches."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Literal

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from bpm2sop.errors import Refused, Where
from bpm2sop.settings import SHIPPED, Profile, read_profile, shipped
from bpm2sop.wording import Language
from bpm2sop.workspace.rights import Right, require
from bpm2sop.workspace.settings import (
    ChangeSettings,
    change_settings,
    in_words,
    preview_settings,
    settings_of,
)
from bpm2sop_web.here import language, who, ws
from bpm2sop_web.packing import packed, unpacked
from bpm2sop_web.pages.going import to
from bpm2sop_web.problems import status_of, words_of
from bpm2sop_web.speaking import t

blueprint = Blueprint("settling", __name__)
MOST = 8_000_000
"""Bytes of a profile with its logo and its house list."""
SCOPES: tuple[Literal["map", "process"], ...] = ("map", "process")
Sent = dict[str, bytes]
"""The files of a profile by name, the profile itself first."""


@blueprint.get("/admin/settings")
def show() -> ResponseReturnValue:
    """Show by what all maps are drafted."""
    return _page()


@blueprint.post("/admin/settings/look")
def look() -> ResponseReturnValue:
    """Show which SOPs other settings would change."""
    require(who(), Right.KEEP)
    sent = _sent()
    try:
        asked = _asked(sent)
        found = preview_settings(ws(), who(), asked)
    except Refused as refusal:
        return _page(_words(refusal)), status_of(refusal)
    after = in_words(found.becomes, language())
    return _page(found=found, asked=asked, after=after, data=_packed(sent))


@blueprint.post("/admin/settings")
def change() -> ResponseReturnValue:
    """Draft all maps by other settings from now on."""
    require(who(), Right.KEEP)
    sent = _unpacked(request.form.get("data", ""))
    try:
        change_settings(ws(), who(), _asked(sent), seen=request.form.get("seen", -1, int))
    except Refused as refusal:
        return _page(_words(refusal)), status_of(refusal)
    return to("settling.show", changed="yes")


def _page(problem: str = "", **more: object) -> str:
    """Render the page."""
    require(who(), Right.KEEP)
    used = settings_of(ws(), who())
    return render_template(
        "admin_settings.html", active="admin", part="settings", used=used, now=in_words(used, language()),
        shipped=SHIPPED, scopes=SCOPES, languages=Language, problem=problem, changed="changed" in request.args, **more,
    )  # fmt: skip


def _words(refusal: Refused) -> str:
    """Say a refusal with its file and line."""
    where = refusal.where
    line = f", {t('web.line', line=where.line)}" if where.line else ""
    return " ".join((f"{where.file}{line}:" if where.file else "", *words_of(refusal))).strip()


def _sent() -> Sent:
    """Read the files that came along.

    Raises:
        BadRequest: they are too large.
    """
    files = [one for name in ("profile", "beside") for one in request.files.getlist(name)]
    profile = request.files.get("profile")
    if profile is None or not profile.filename:
        return {}
    held: Sent = {}
    for one in files:
        if one.filename:
            held.setdefault(one.filename, one.stream.read(MOST + 1))
    if sum(map(len, held.values())) > MOST:
        raise BadRequest
    return held


def _asked(sent: Sent) -> ChangeSettings:
    """Read what is to be other; what is not chosen stays.

    Raises:
        Refused: the profile cannot be used.
    """
    form = request.form
    spoken, scope = form.get("language", ""), form.get("scope", "")
    level = form.get("level", -1, int)
    return ChangeSettings(
        profile=_profile(sent, form.get("shipped", "")),
        language=Language(spoken) if spoken in set(Language) else None,
        scope=next((one for one in SCOPES if one == scope), None),
        level=level if 0 <= level <= 9 else None,  # noqa: PLR2004  (as the command line has it)
    )


def _profile(sent: Sent, name: str) -> Profile | None:
    """Read the profile that was sent, else give the shipped one that was chosen, else none."""
    if not sent:
        return shipped(name) if name in SHIPPED else None
    file = next(iter(sent))
    beside = {PurePosixPath(one).name: data for one, data in sent.items()}

    def find(named: str, _code: str) -> tuple[str, bytes]:
        base = PurePosixPath(named.replace("\\", "/")).name
        if base not in beside:
            raise Refused("profile-beside", Where(file=file), {"name": named})
        return base, beside[base]

    return read_profile(sent[file], file, find)


def _packed(sent: Sent) -> str:
    """Make one form value of the files."""
    texts = {name: base64.b64encode(data).decode("ascii") for name, data in sent.items()}
    return packed(json.dumps(texts).encode())


def _unpacked(text: str) -> Sent:
    """Read the files out of a form value.

    Raises:
        BadRequest: it is none.
    """
    try:
        read: object = json.loads(unpacked(text, 2 * MOST))
        if not isinstance(read, Mapping):
            raise BadRequest
        return {
            str(name): base64.b64decode(str(data), validate=True) for name, data in read.items()
        }
    except (ValueError, binascii.Error) as error:
        raise BadRequest from error
