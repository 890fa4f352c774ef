"""The review page and the page of one step."""

from __future__ import annotations

import json

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.rights import Right
from bpm2sop.workspace.values import CellView, SopView
from bpm2sop.workspace.views import sop_view
from bpm2sop_web.found import Told, told
from bpm2sop_web.here import who, ws
from bpm2sop_web.pages.maps import notes_of
from bpm2sop_web.rows import COLUMNS, HEAD, STATUSES, Row, lost_of, rows_of
from bpm2sop_web.speaking import t

blueprint = Blueprint("review", __name__)


@blueprint.get("/sops/<sop>")
def show(sop: str) -> ResponseReturnValue:
    """Show the whole SOP beside its map."""
    view = sop_view(ws(), who(), sop)
    found = told(view.findings)
    lost = lost_of(view)
    return render_template(
        "review.html", active="atlas", view=view, rows=rows_of(view), columns=COLUMNS, head=HEAD,
        filled=sum(bool(view.head[name].value) for name in HEAD), identity_open=False,
        scope=scope_of(view), statuses=STATUSES, edit=may_edit(view), findings=found, lost=lost,
        notes=json.dumps([*notes_of(of_map(found)), *_remarks(view)]),
        unrowed=json.dumps([one.element for one in lost]),
    )  # fmt: skip


def of_map(found: list[Told]) -> list[Told]:
    """Leave out what the form lacks: the table shows that itself."""
    return [one for one in found if not one.rule.startswith("sop-") and one.severity != "info"]


def may_edit(view: SopView) -> bool:
    """Tell whether whoever asks may type."""
    return who().may(Right.WRITE) and view.state == "active"


def scope_of(view: SopView) -> str:
    """Name the sub-process whose inside the SOP is about, if it is one."""
    source = view.sop.source
    own = [scope for scope in source.scopes if scope not in source.processes]
    return own[0] if own and not set(source.scopes) & set(source.processes) else ""


def _remarks(view: SopView) -> list[dict[str, str]]:
    """Give the marks of open comments on elements: those of a step stand on its core."""
    marks = []
    for one in view.steps:
        count = sum(not remark.resolved_by for remark in one.comments)
        if count and one.step.elements:
            core = next((e for e in one.step.elements if e.role == "core"), one.step.elements[0])
            words = t("web.review.open_comments", count=count)
            marks.append(
                {"element": core.id, "kind": "comment", "text": str(count), "title": words}
            )
    return marks


@blueprint.get("/sops/<sop>/steps/<key>")
def step(sop: str, key: str) -> ResponseReturnValue:
    """Show one step: a page of its own, and what stands beside the table."""
    view = sop_view(ws(), who(), sop)
    return _step_page(view, key)


def _step_page(view: SopView, key: str) -> str:
    rows = rows_of(view)
    row = next((one for one in rows if one.view.key == key), None)
    if row is None:
        raise NotFound
    return render_template(
        "step.html", active="atlas", view=view, row=row, place=rows.index(row), rows=rows,
        columns=COLUMNS, edit=may_edit(view), typed=_typed(row), torn=_torn(row),
        phrase=bool(row.step.label) and any(cell.field == Field.TEXT for cell in _typed(row)),
    )  # fmt: skip


def _typed(row: Row) -> list[CellView]:
    """Give the cells in which a person's words stand."""
    return [cell for cell in row.view.cells.values() if cell.source == "person"]


def _torn(row: Row) -> list[CellView]:
    """Give the cells that wait for a decision."""
    return [cell for cell in row.view.cells.values() if cell.conflict is not None]
