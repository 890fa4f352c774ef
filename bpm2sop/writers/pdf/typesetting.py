"""Typst at work: from the template and its data to the bytes of a PDF."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

import typst

from bpm2sop.writers.pdf.glyphs import font_folders, latin, printable

STANDARDS: Final = ("a-2a", "ua-1")
"""Archive grade with accessible structure, and universal accessibility; typst holds the document to both."""

Data = Mapping[str, object]


def typeset(data: Data) -> bytes:
    """Return the document that the template makes of the data, the same bytes for the same data.

    Text that the typesetter cannot set, whatever the reason, is set once more with Latin letters alone.
    """
    try:
        return _compiled(_clean(data, printable))
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as failure:  # noqa: BLE001  (a panic of the typesetter is no Exception)
        clean = _clean(data, latin)
        try:
            return _compiled(clean)
        except typst.TypstError:
            raise failure from None


def _compiled(data: object) -> bytes:
    made: bytes = typst.compile(
        _template(),
        format="pdf",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, separators=(",", ":"))},
        pdf_standards=list(STANDARDS),
    )
    return made


def _clean(value: object, shown: Callable[[str], str]) -> object:
    """Return the data with only characters that can be printed."""
    match value:
        case str():
            return shown(value)
        case Mapping():
            return {key: _clean(item, shown) for key, item in value.items()}
        case list() | tuple():
            return [_clean(item, shown) for item in value]
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
