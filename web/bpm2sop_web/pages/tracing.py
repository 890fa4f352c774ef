"""The traceability matrix, the coverage that it adds up to, and the evidence for an assessor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from bpm2sop.trace.ladders import Item
from bpm2sop.trace.values import How, Link, Row
from bpm2sop.workspace.evaluating import STATEMENTS, WELL, FillForm, FollowUp, fill_form, follow_up
from bpm2sop.workspace.evaluating import list_forms as forms_of
from bpm2sop.workspace.evidence import evidence_pack
from bpm2sop.workspace.maps import list_maps
from bpm2sop.workspace.reporting import Asked, report
from bpm2sop.workspace.views import list_sops, sop_view
from bpm2sop.writers.forms import FormKind
from bpm2sop_web.here import who, ws
from bpm2sop_web.pages.going import to
from bpm2sop_web.sending import as_download
from bpm2sop_web.speaking import number, t

blueprint = Blueprint("tracing", __name__)
PAGE = 200
"""Rows of the matrix on one page."""
MOST = 500
"""Lines of a list on the page of evidence."""
ATTESTED = (Item.ZI_REFERS, Item.ZI_APPLIED)
"""Items for which an official may attest an innovation."""
QUESTIONS = {FormKind.MONITORING: (WELL,), FormKind.EVALUATION: STATEMENTS}


def _today() -> date:
    return ws().clock().astimezone().date()


@blueprint.get("/trace")
def trace() -> ResponseReturnValue:
    """Show the matrix, filtered and a page at a time."""
    made = report(ws(), who(), Asked(_today()))
    args = request.args
    chosen = {name: args.get(name, "")[:200] for name in ("q", "file", "how", "link")}
    rows = [row for row in made.trace.rows if _fits(row, chosen)]
    last = max(1, -(-len(rows) // PAGE))
    page = min(max(1, args.get("page", 1, int)), last)
    return render_template(
        "trace.html", active="trace", report=made, rows=rows[(page - 1) * PAGE : page * PAGE],
        count=len(rows), page=page, last=last, chosen=chosen, hows=tuple(How), links=tuple(Link),
        files=_by_name(), sops={line.key: line.id for line in list_sops(ws(), who())},
        names=_names(made.trace.rows),
    )  # fmt: skip


def _fits(row: Row, chosen: dict[str, str]) -> bool:
    """Tell whether a row is one of those asked for."""
    if chosen["file"] and row.file != chosen["file"]:
        return False
    if chosen["how"] and row.how.value != chosen["how"]:
        return False
    if chosen["link"] and row.link.value != chosen["link"]:
        return False
    words = chosen["q"].casefold().split()
    text = f"{row.name} {row.element} {row.lane} {row.sop_title} {row.map_name} {row.map_code}"
    return all(word in text.casefold() for word in words)


def _by_name() -> dict[str, str]:
    return {line.name: line.id for line in list_maps(ws(), who())}


def _names(rows: Iterable[Row]) -> dict[str, str]:
    """Name each map of the matrix by its file."""
    return {row.file: f"{row.map_code} {row.map_name}".strip() for row in reversed(list(rows))}


@blueprint.get("/evidence")
def evidence() -> ResponseReturnValue:
    """Show coverage, the ladders of the assessment forms, gaps, and what is due."""
    asked = _asked()
    made = report(ws(), who(), asked)
    return render_template(
        "evidence.html", active="evidence", most=MOST, report=made, asked=asked,
        cuts=t("coverage.cuts", **{n: f"{number(v)}%" for n, v in asdict(made.trace.cuts).items()}),
        files=_by_name(), sops={line.key: line.id for line in list_sops(ws(), who())},
        attested=ATTESTED,
    )  # fmt: skip


@blueprint.get("/evidence/pack")
def pack() -> Response:
    """Give the evidence as one zip."""
    asked = _asked()
    data = evidence_pack(ws(), who(), asked)
    return as_download(data, f"bukti-dukung-{asked.on.isoformat()}.zip", "application/zip")


def _asked() -> Asked:
    """Read for which day, and what no record holds.

    Raises:
        BadRequest: the day is none.
    """
    args = request.args
    try:
        on = date.fromisoformat(args["on"]) if args.get("on") else _today()
    except ValueError:
        raise BadRequest from None
    said = {Item(name) for name in args.getlist("attested") if name in set(ATTESTED)}
    return Asked(on, args.get("regulation", "")[:300], args.get("decree", "")[:300], said)


@blueprint.get("/sops/<sop>/forms")
def forms(sop: str) -> ResponseReturnValue:
    """Show the monitoring and evaluation forms of an SOP, and the empty ones where an edition is in force."""
    view = sop_view(ws(), who(), sop)
    force = next((one for one in view.editions if one.stage == "in_force"), None)
    return render_template(
        "forms.html", active="evidence", view=view, force=force, lines=forms_of(ws(), who(), sop),
        questions=QUESTIONS, today=_today(),
    )  # fmt: skip


@blueprint.post("/sops/<sop>/forms")
def fill(sop: str) -> ResponseReturnValue:
    """Keep a form that was filled in."""
    form = request.form
    try:
        kind = FormKind(form.get("kind", ""))
    except ValueError:
        raise BadRequest from None
    answers = {name: form.get(name) == "yes" for name in QUESTIONS.get(kind, ()) if name in form}
    command = FillForm(
        sop=sop, edition=form.get("edition", 0, int), kind=kind, on=form.get("on", ""),
        answers=answers, note=form.get("note", ""),
    )  # fmt: skip
    fill_form(ws(), who(), command)
    return to("tracing.forms", sop=sop)


@blueprint.post("/sops/<sop>/forms/<form_id>/follow-up")
def follow(sop: str, form_id: str) -> ResponseReturnValue:
    """Note that what a form found was followed up."""
    form = request.form
    follow_up(ws(), who(), FollowUp(form_id, form.get("seen", -1, int), form.get("on", "")))
    return to("tracing.forms", sop=sop)
