"""The SOP itself, travelling in a sheet that no program shows: plain texts, which every program keeps.

A custom XML part would serve in Excel and LibreOffice as well; a sheet asks least of the programs between.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from bpm2sop.model.sop import Sop
from bpm2sop.writers.office.exported import Exported, payload
from bpm2sop.writers.writer import Context
from bpm2sop.writers.xlsx.tags import HIDDEN, SCHEMA

_PIECE = 30_000


def paint_hidden(file: Any, sop: Sop, context: Context, exported: Exported) -> None:  # noqa: ANN401
    """Write the sheet: schema, digest of what follows, and the SOP with the exported words, in pieces."""
    sheet = file.add_worksheet(HIDDEN)
    sheet.very_hidden()
    data = payload(sop, context, exported)
    digest = hashlib.sha256(data.encode("ascii")).hexdigest()
    for row, text in enumerate((SCHEMA, digest, *_pieces(data))):
        sheet.write_string(row, 0, text)


def _pieces(text: str) -> Iterator[str]:
    """Cut a text; no piece begins or ends with a blank, which a program might trim."""
    start = 0
    while start < len(text):
        end = min(start + _PIECE, len(text))
        while end < len(text) and (text[end - 1] == " " or text[end] == " "):
            end -= 1
        yield text[start:end]
        start = end
