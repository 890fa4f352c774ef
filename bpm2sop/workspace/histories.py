"""Who did what to an SOP when: the acts of the audit, with the words that were typed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from bpm2sop.store import audit, reviews
from bpm2sop.store.seals import SEALS
from bpm2sop.workspace.material import find_sop
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import Person, Right, require

_MOST = 1_000


class HistoryLine(NamedTuple):
    """One act. For words typed: the cell and the words; None gave the cell back to the map."""

    at: str
    who: str
    act: str
    detail: Mapping[str, Any]
    key: str = ""
    field: str = ""
    value: str | None = None


def history(
    workspace: Workspace,
    who: Person,
    sop_id: str,
    *,
    key: str | None = None,
    field: str | None = None,
    limit: int = _MOST,
) -> tuple[HistoryLine, ...]:
    """Tell what was done to an SOP and to its map, the newest first; to one step or cell where one is named.

    Raises:
        Missing: there is no such SOP.
    """
    require(who, Right.READ, sop_id)
    with workspace.store.reading() as connection:
        row = find_sop(connection, sop_id)
        typed = {edit.id: edit for edit in reviews.history(connection, sop_id)}
        acts = list(audit.acts(connection, subject=sop_id, limit=limit))
        if row.file_id is not None:
            acts += audit.acts(connection, subject=row.file_id, limit=limit)
    lines = []
    for act in sorted(acts, key=lambda act: -act.id):
        detail = json.loads(act.detail)
        detail.pop(SEALS, None)
        edit = typed.get(detail.get("edit", 0))
        line = HistoryLine(act.at, act.who, act.act, detail, key=str(detail.get("key", "")))
        if edit is not None:
            line = line._replace(key=edit.key, field=edit.field, value=edit.value)
        if key in (None, line.key) and field in (None, line.field):
            lines.append(line)
    return tuple(lines[:limit])
