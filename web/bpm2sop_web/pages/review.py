"""The review page and the page of one step."""

from __future__ import annotations

import json
from collections import Counter
from typing import NamedTuple

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import NotFound

from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.adopting import ADOPTED, adoption_of
from bpm2sop.workspace.rights import Right
from bpm2sop.workspace.values import CellView, SopView
from bpm2sop.workspace.views import sop_view
from bpm2sop_web.found import Told, told
from bpm2sop_web.here import language, served, who, ws
from bpm2sop_web.pages.maps import notes_of
from bpm2sop_web.rows import COLUMNS, HEAD, STATUSES, Row, axes_of, lost_of, rows_of
from bpm2sop_web.speaking import t, theme

blueprint = Blueprint("review", __name__)


class Drawn(NamedTuple):
    """The map that stands beside an SOP."""

    file: str
    name: str
    version: int


@blueprint.get("/sops/<sop>")
def show(sop: str) -> ResponseReturnValue:
    """Show the whole SOP beside its map; rendered anew only when something in it has changed."""
    view = sop_view(ws(), who(), sop)
    held = served().fragments
    person = who()
    key = (sop, language(), theme(), person.login, person.name, person.roles, request.full_path)
    page = held.get(key, view, lambda: _page(view, held.slot))
    return str(page).replace(held.slot, generate_csrf())


def _page(view: SopView, token: str) -> str:
    """Render the page with something else in the place of form tokens."""
    found = told(view.findings)
    lost = lost_of(view)
    drawn = drawn_of(view)
    edit = may_edit(view)
    body = served().fragments.get(
        ("rows", view.id, language(), edit), view, lambda: _body(view, edit=edit)
    )
    return render_template(
        "review.html", active="atlas", view=view, body=body, columns=columns(), head=HEAD,
        rows=rows_of(view) if view.orphans else (), csrf_token=lambda: token,
        filled=sum(bool(view.head[name].value) for name in HEAD), torn=torn_of(view),
        axes=axes_of(view),
        drawn=drawn, earlier=_earlier(drawn), scope=scope_of(view), statuses=STATUSES, edit=edit, findings=found, lost=lost,
        notes=json.dumps(notes_of(of_map(found))), remarks=_remarks(view),
        unrowed=json.dumps([one.element for one in lost]),
        performed=Counter(actor for one in view.steps for actor in one.step.actors),
        ordered=view.head[Field.ACTOR_ORDER].seen, named=view.head[Field.ACTOR_NAMES].seen,
    )  # fmt: skip


def drawn_of(view: SopView) -> Drawn | None:
    """Give the map beside an SOP, if there is one; where it is adopted, that of the general one's edition."""
    if view.origin != ADOPTED:
        return Drawn(view.file, view.file_name, view.file_version) if view.file else None
    own = adoption_of(ws(), who(), view.id)
    general = sop_view(ws(), who(), own.general_id)
    line = next((one for one in general.editions if one.number == own.edition), None)
    if line is None or general.file is None:
        return None
    return Drawn(general.file, general.file_name, line.file_version)


def _earlier(drawn: Drawn | None) -> int:
    """Give the version of the map that a link names, where it is an earlier one than the page shows; 0 where not."""
    said = request.args.get("version", 0, int)
    return said if drawn is not None and 0 < said < drawn.version else 0


def _body(view: SopView, *, edit: bool) -> str:
    """Render the rows of the table."""
    base = url_for("review.show", sop=view.id)
    return render_template(
        "review_rows.html", rows=rows_of(view), base=base, columns=columns(), edit=edit
    )


def columns() -> list[tuple[Field, str]]:
    """Give the table's columns with their names."""
    return [(name, t(f"web.column.{name.value}")) for name in COLUMNS]


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


def _remarks(view: SopView) -> str:
    """Give the marks of open comments on elements: those on a whole step stand on its core."""
    counts = Counter(one.element for one in view.comments if one.waits and one.element)
    for one in view.steps:
        core = next((e for e in one.step.elements if e.role == "core"), None)
        place = core or next(iter(one.step.elements), None)
        counts.update(
            remark.element or (place.id if place is not None else "")
            for remark in one.comments
            if remark.waits
        )
    marks = [
        {
            "element": element, "kind": "comment", "text": str(count),
            "title": t("web.review.open_comments", count=count),
        }
        for element, count in counts.items()
        if element
    ]  # fmt: skip
    return json.dumps(marks)


def torn_of(view: SopView) -> list[CellView]:
    """Give the cells of title and identity that wait for a decision."""
    return [cell for cell in view.head.values() if cell.conflict is not None]


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
        "step.html", active="atlas", view=view, drawn=drawn_of(view), row=row, place=rows.index(row), rows=rows,
        columns=columns(), edit=may_edit(view), typed=_typed(row), torn=_torn(row), remarks=_remarks(view),
        phrase=bool(row.step.label) and any(cell.field == Field.TEXT for cell in _typed(row)),
    )  # fmt: skip


def _typed(row: Row) -> list[CellView]:
    """Give the cells in which a person's words stand."""
    return [cell for cell in row.view.cells.values() if cell.source == "person"]


def _torn(row: Row) -> list[CellView]:
    """Give the cells that wait for a decision."""
    return [cell for cell in row.view.cells.values() if cell.conflict is not None]
