"""What names columns, rows and fields in a workbook, and what stands in them when it is exported."""

from __future__ import annotations

import json

from bpm2sop.layout import Column
from bpm2sop.model.sop import Sop, StepKey
from bpm2sop.writers.office.exported import actor_tag

SCHEMA = "bpm2sop/xlsx/1"
KEYS = "bpm2sop:key"
"""Head of the hidden column; its row is the hidden row."""
HEAD = "bpm2sop:head"
"""A row of the table's head."""
DECORATION = "bpm2sop:-"
"""A row that belongs to the drawing."""
CONTINUED = "bpm2sop:+"
"""A further sheet row of the row above."""
HIDDEN = "_bpm2sop"
"""The sheet that holds the SOP."""
FIELD = "SOP_"
"""Begins the names of the identity's cells."""


def column_tag(column: Column, sop: Sop) -> str:
    """Name a column in the hidden row."""
    return f"bpm2sop:{actor_tag(column.actor, sop) if column.actor else column.kind.value}"


def row_tag(step: StepKey) -> str:
    """Name a step's row in the hidden column: quoted, for a key may hold anything, also blanks at its end."""
    return f"bpm2sop:{json.dumps(step)}"
