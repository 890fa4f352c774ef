"""What names rows, columns and fields in a document: bookmarks that no program shows.

A bookmark stays with its text when a person moves a row, and a copied row does not take it along.
"""

from __future__ import annotations

SCHEMA = "bpm2sop/docx/1"
SPACE = "urn:bpm2sop:docx"
"""Namespace of the part that holds the SOP."""
_MARK = "_bpm2sop"


def sop_tag(number: int) -> str:
    """Name the beginning of an SOP in a book."""
    return f"{_MARK}_sop_{number}"


LAST = f"{_MARK}_last_1_page"
"""Names the form's last line, whose page is the last that is counted."""


def row_tag(number: int, column: str) -> str:
    """Name a cell of a step's row by the row's place among those exported, from 1, since keys may hold anything.

    Each cell has a name: who types over a whole cell deletes its bookmark.
    """
    return f"{_MARK}_row_{number}_{column}"


def band_tag(page: int, row: int, column: str) -> str:
    """Name a cell of a row that belongs to the drawing."""
    return f"{_MARK}_band_{page}_{row}_{column}"


def head_tag(page: int, column: str) -> str:
    """Name the head of a column on a page."""
    return f"{_MARK}_head_{page}_{column.replace('-', '_')}"


def field_tag(name: str, part: int) -> str:
    """Name a cell of the identity; a list that goes on overleaf has several."""
    return f"{_MARK}_field_{part}_{name}"


def name_tag(name: str) -> str:
    """Name the cell beside a field, which says what it is."""
    return f"{_MARK}_name_1_{name}"


def list_tag(name: str, part: int) -> str:
    """Name the first line below the head of a list, in the list's own cell."""
    return f"{_MARK}_list_{part}_{name}"


def list_head(name: str) -> str:
    """Name a list's head among the exported heads."""
    return f"field-{name}"
