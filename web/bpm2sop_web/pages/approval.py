"""From draft to edition: submitted, verified, approved, in force; documents of each."""

from __future__ import annotations

import re
from typing import NamedTuple

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from bpm2sop.workspace.approving import (
    EditionAct,
    Enact,
    SopAct,
    approve,
    compare_editions,
    enact,
    retire_sop,
    revoke,
    send_back,
    submit,
    verify,
)
from bpm2sop.workspace.authors import somebody_else_has_to
from bpm2sop.workspace.exporting import export_sop
from bpm2sop.workspace.pictures import sop_pages
from bpm2sop.workspace.views import sop_view
from bpm2sop_web.found import told
from bpm2sop_web.here import who, ws
from bpm2sop_web.pages.going import to
from bpm2sop_web.sending import as_download
from bpm2sop_web.wordsdiff import pieces

blueprint = Blueprint("approval", __name__)
_WIDTH = re.compile(rb' width="([0-9]+)"')

FORMATS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "html": "text/html",
    "csv": "text/csv",
    "md": "text/markdown",
    "svg": "image/svg+xml",
    "png": "image/png",
    "json": "application/json",
}
"""In the order in which people want them."""
STEPS = ("draft", "submitted", "verified", "approved", "in_force")
_ACTS = {"submit": submit, "verify": verify, "approve": approve, "send-back": send_back}


@blueprint.get("/sops/<sop>/approval")
def show(sop: str) -> ResponseReturnValue:
    """Show where an SOP is, what may be done now, and its editions."""
    view = sop_view(ws(), who(), sop)
    errors = [one for one in told(view.findings) if one.severity == "error"]
    return render_template(
        "approval.html", active="atlas", view=view, errors=errors, formats=tuple(FORMATS), steps=STEPS,
        reached=_reached(view.stage), wrote=somebody_else_has_to(ws(), who(), sop),
    )  # fmt: skip


def _reached(stage: str) -> int:
    return STEPS.index(stage) if stage in STEPS else 0


@blueprint.post("/sops/<sop>/<any('submit', 'verify', 'approve', 'send-back'):act>")
def carry(sop: str, act: str) -> ResponseReturnValue:
    """Carry a working copy one stage on, or back."""
    form = request.form
    _ACTS[act](ws(), who(), SopAct(sop, form.get("seen", -1, int), form.get("word", "")))
    return to("approval.show", sop=sop)


@blueprint.post("/sops/<sop>/<any(retire, 'bring-back'):act>")
def retire(sop: str, act: str) -> ResponseReturnValue:
    """Take an SOP out of use, or bring it back."""
    form = request.form
    command = SopAct(sop, form.get("seen", -1, int), form.get("word", ""))
    retire_sop(ws(), who(), command, retired=act == "retire")
    return to("approval.show", sop=sop)


@blueprint.post("/sops/<sop>/editions/<number:edition>/enact")
def put_in_force(sop: str, edition: int) -> ResponseReturnValue:
    """Put an approved edition in force, with number and dates."""
    form = request.form
    command = Enact(
        sop=sop,
        edition=edition,
        seen=form.get("seen", -1, int),
        number=form.get("number", ""),
        created=form.get("created", ""),
        effective=form.get("effective", ""),
    )
    enact(ws(), who(), command)
    return to("approval.show", sop=sop)


@blueprint.post("/sops/<sop>/editions/<number:edition>/revoke")
def take_out(sop: str, edition: int) -> ResponseReturnValue:
    """Take an edition out of force."""
    form = request.form
    command = EditionAct(sop, edition, form.get("seen", -1, int), form.get("word", ""))
    revoke(ws(), who(), command)
    return to("approval.show", sop=sop)


def _edition() -> int | None:
    """Read which edition is asked for; the working copy where none is."""
    said = request.args.get("edition", "")
    if not said:
        return None
    if not (said.isascii() and said.isdecimal() and 0 < len(said) < 10):  # noqa: PLR2004
        raise NotFound
    return int(said)


@blueprint.get("/sops/<sop>/export/<kind>")
def export(sop: str, kind: str) -> Response:
    """Give an SOP as a document."""
    if kind not in FORMATS:
        raise NotFound
    files = export_sop(ws(), who(), sop, (kind,), edition=_edition())
    name, data = next(iter(files.items()))
    return as_download(data, name, FORMATS[kind])


class Sheet(NamedTuple):
    """A page that was drawn, and its width, by which its paper is known when it is printed."""

    width: int
    drawn: Markup


def _width(page: bytes) -> int:
    """Read the width of a page that we drew."""
    found = _WIDTH.search(page)
    return int(found[1]) if found else 0


@blueprint.get("/sops/<sop>/preview")
def preview(sop: str) -> ResponseReturnValue:
    """Show the pages as they will be printed."""
    view = sop_view(ws(), who(), sop)
    edition = _edition()
    drawn = sop_pages(ws(), who(), sop, edition=edition)
    # Our own picture writer has escaped every text in it.
    pages = [Sheet(_width(page), Markup(page.decode("utf-8"))) for page in drawn]  # noqa: S704
    return render_template(
        "preview.html", active="atlas", view=view, pages=pages, edition=edition, formats=tuple(FORMATS)
    )  # fmt: skip


@blueprint.get("/sops/<sop>/compare")
def compare(sop: str) -> ResponseReturnValue:
    """Show what an edition, or the working copy, changes against an earlier edition."""
    view = sop_view(ws(), who(), sop)
    if not view.editions:
        raise NotFound
    numbers = [one.number for one in view.editions]
    old = request.args.get("old", numbers[-1], int)
    new = request.args.get("new", 0, int) or None
    if old not in numbers or (new is not None and new not in numbers):
        raise NotFound
    diff = compare_editions(ws(), who(), sop, old, new=new)
    return render_template(
        "compare.html", active="atlas", view=view, diff=diff, old=old, new=new, numbers=numbers,
        pieces=pieces,
    )  # fmt: skip
