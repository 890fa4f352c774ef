"""The workbook's zip with our drawings in the places of those that XlsxWriter made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from bpm2sop.writers.office.zipped import zipped

_DRAWINGS = "xl/drawings/drawing"


def packed(data: bytes, drawings: Mapping[bytes, bytes]) -> bytes:
    """Return the zip with each drawing that holds a mark replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    for name, part in parts.items():
        if name.startswith(_DRAWINGS):
            parts[name] = next((ours for mark, ours in drawings.items() if mark in part), part)
    return zipped(parts)
