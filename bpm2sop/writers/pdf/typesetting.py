"""Typst at work: from the template and its data to the bytes of a PDF."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

import typst

from bpm2sop.writers.pdf.glyphs import font_folders, printable

STANDARDS: Final = ("a-2a", "ua-1")
"""Archive grade with accessible structure, and universal accessibility; typst holds the document to both."""

Data = Mapping[str, object]


def typeset(data: Data) -> bytes:
    """Return the document that the template makes of the data, the same bytes for the same data."""
    content = json.dumps(_clean(data), ensure_ascii=False, separators=(",", ":"))
    made: bytes = typst.compile(
        _template(),
        format="pdf",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": content},
        pdf_standards=list(STANDARDS),
    )
    return made


def _clean(value: object) -> object:
    """Return the data with only characters that can be printed."""
    match value:
        case str():
            return printable(value)
        case Mapping():
            return {key: _clean(item) for key, item in value.items()}
        case list() | tuple():
            return [_clean(item) for item in value]
        case _:
            return value


@cache
def _template() -> bytes:
    return files("bpm2sop.writers.pdf").joinpath("sheet.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=list(font_folders()),
    )
