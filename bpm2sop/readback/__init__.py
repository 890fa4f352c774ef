"""Turns a file that we wrote, and people may have changed, back into an SOP."""

from bpm2sop.model.sop import Sop
from bpm2sop.readback import json_document
from bpm2sop.readback.docx_document import read_docx
from bpm2sop.readback.edits import Aside, Conflict, Edit, Read, Stranger
from bpm2sop.readback.xlsx_document import read_xlsx

__all__ = ["Aside", "Conflict", "Edit", "Read", "Stranger", "read_docx", "read_sop", "read_xlsx"]

_ZIP = b"PK"
_WORD = b"word/"
"""Begins the names of the members of a Word document, as they stand in the bytes of its zip."""


def read_sop(name: str, data: bytes) -> Sop:
    """Read the table that an exported file holds now, of whatever format; `name` is how the user calls it."""
    if name.lower().endswith((".docx", ".docm")) or (data.startswith(_ZIP) and _WORD in data):
        return read_docx(name, data).sop
    if data.startswith(_ZIP) or name.lower().endswith((".xlsx", ".xlsm")):
        return read_xlsx(name, data).sop
    return json_document.read_sop(name, data)
