"""What every act on an SOP begins and ends with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from bpm2sop.errors import Refused, Where
from bpm2sop.store import sops
from bpm2sop.store.audit import canonical
from bpm2sop.store.sops import SopRow
from bpm2sop.workspace.material import find_sop
from bpm2sop.workspace.written import ACTIVE

DRAFT, SUBMITTED, VERIFIED = "draft", "submitted", "verified"
"""Stages of a working copy."""
PLACED = "placed"
"""Who gave orphans a new place since the last edition: they are authors too."""

Acts = dict[str, dict[str, Any]]


def working_copy(connection: Connection, sop_id: str) -> SopRow:
    """Find an SOP that can be worked on.

    Raises:
        Missing: there is none of this id.
        Refused: its map is retired, or has it no more.
    """
    row = find_sop(connection, sop_id)
    if row.state != ACTIVE:
        raise Refused(f"sop-{row.state}", Where(file=row.title))
    return row


def acts_of(row: SopRow) -> Acts:
    """Read what was done to a working copy since its last edition."""
    found: Acts = json.loads(row.acts or "{}")
    return found


def touched(connection: Connection, row: SopRow, *, reopen: bool = False, **values: str) -> bool:
    """Note that something of an SOP has changed; tell whether this took it back to draft.

    Args:
        connection: that of the transaction.
        row: the SOP.
        reopen: whether its words have changed, so that it has to be submitted anew.
        values: other columns to change.
    """
    reopened = reopen and row.stage in (SUBMITTED, VERIFIED)
    sops.change(connection, row.id, **values, **(reopening(row) if reopened else {}))
    return reopened


def reopening(row: SopRow) -> Mapping[str, str]:
    """Give the columns of a working copy that goes back to draft."""
    kept = {name: act for name, act in acts_of(row).items() if name == PLACED}
    return {"stage": DRAFT, "acts": canonical(kept)}
