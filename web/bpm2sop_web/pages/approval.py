"""From draft to edition: submitted, verified, approved, in force; documents of each."""

from __future__ import annotations

import re
from typing import NamedTuple

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from bpm2sop.errors import Forbidden, Missing, Refused, StoreProblem
from bpm2sop.trace.overlay import Field
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
from bpm2sop.workspace.dates import day_of
from bpm2sop.workspace.exporting import export_sop
from bpm2sop.workspace.pictures import sop_pages
from bpm2sop.workspace.values import EditionLine, SopView
from bpm2sop.workspace.views import sop_view
from bpm2sop_web.found import told
from bpm2sop_web.here import who, ws
from bpm2sop_web.pages.going import to
from bpm2sop_web.problems import status_of, words_of
from bpm2sop_web.rows import HEAD
from bpm2sop_web.sending import as_download
from bpm2sop_web.speaking import day, t
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


class Entries(NamedTuple):
    """What stands in the form that puts an edition in force."""

    number: str
    created: str
    effective: str


@blueprint.get("/sops/<sop>/approval")
def show(sop: str) -> ResponseReturnValue:
    """Show where an SOP is, what may be done now, and its editions."""
    return _page(sop)


def _page(sop: str, *, problem: str = "", tried: int = 0, typed: Entries | None = None) -> str:
    """Render the page; what was typed for an edition, and refused, stands in its form again."""
    view = sop_view(ws(), who(), sop)
    found = told(view.findings)
    last = view.editions[-1] if view.editions else None
    return render_template(
        "approval.html", active="atlas", view=view, formats=tuple(FORMATS), steps=STEPS,
        errors=[one for one in found if one.severity == "error"], findings=len(found),
        empty=sum(not view.head[name].value for name in HEAD),
        waiting=last if last is not None and last.stage == "approved" else None,
        done=_done(view), problem=problem, tried=tried, typed=typed, offered=_offered(view),
        reached=_reached(view.stage), wrote=somebody_else_has_to(ws(), who(), sop),
    )  # fmt: skip


def _offered(view: SopView) -> Entries:
    """Give number and dates that are known already: a number in force is kept unless a person wrote another."""
    cell = view.head[Field.NUMBER]
    number = cell.value if cell.source == "person" or not view.number else view.number
    days = (day_of(view.head[name].value) for name in (Field.CREATED, Field.EFFECTIVE))
    created, effective = (day.isoformat() if day else "" for day in days)
    return Entries(number, created, effective)


def _done(view: SopView) -> str:
    """Say what was just done to an edition, where that is so."""
    for stage, name in (("approved", "approved"), ("in_force", "enacted"), ("to_come", "enacted")):
        number = request.args.get(name, 0, int)
        line = next(
            (one for one in view.editions if (one.number, one.stage) == (number, stage)), None
        )
        if line is not None:
            return t(f"web.approval.done_{name}", number=number, day=day(line.effective))
    return ""


def _reached(stage: str) -> int:
    return STEPS.index(stage) if stage in STEPS else 0


@blueprint.post("/sops/<sop>/<any('submit', 'verify', 'approve', 'send-back'):act>")
def carry(sop: str, act: str) -> ResponseReturnValue:
    """Carry a working copy one stage on, or back."""
    form = request.form
    made = _ACTS[act](ws(), who(), SopAct(sop, form.get("seen", -1, int), form.get("word", "")))
    number = made.number if isinstance(made, EditionLine) else None
    return to("approval.show", sop=sop, approved=number)


@blueprint.post("/sops/<sop>/<any(retire, 'bring-back'):act>")
def retire(sop: str, act: str) -> ResponseReturnValue:
    """Take an SOP out of use, or bring it back."""
    form = request.form
    command = SopAct(sop, form.get("seen", -1, int), form.get("word", ""))
    retire_sop(ws(), who(), command, retired=act == "retire")
    return to("approval.show", sop=sop)


@blueprint.post("/sops/<sop>/editions/<number:edition>/enact")
def put_in_force(sop: str, edition: int) -> ResponseReturnValue:
    """Put an approved edition in force, with number and dates; a refusal leaves them in the form."""
    form = request.form
    typed = Entries(*(form.get(name, "") for name in Entries._fields))
    try:
        enact(ws(), who(), Enact(sop, edition, form.get("seen", -1, int), *typed))
    except (Forbidden, Missing, StoreProblem):
        raise
    except Refused as refusal:
        problem = " ".join(words_of(refusal))
        return _page(sop, problem=problem, tried=edition, typed=typed), status_of(refusal)
    return to("approval.show", sop=sop, enacted=edition)


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
