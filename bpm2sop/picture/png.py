"""A picture as PNG, by resvg and the font Arimo only."""

from __future__ import annotations

from functools import cache
from typing import Final

import fontpkg_arimo
import resvg_py

WIDEST: Final = 16_000
"""Pixels; a wider picture would take more memory than a server gives."""


@cache
def _fonts() -> tuple[str, ...]:
    return tuple(sorted(str(path) for path in (fontpkg_arimo.ROOT / "files").glob("*.ttf")))


def png(svg: bytes, *, width: int) -> bytes:
    """Return an SVG picture as PNG of the given width, on white."""
    drawn: bytes = resvg_py.svg_to_bytes(
        svg_string=svg.decode("utf-8"),
        width=max(1, min(width, WIDEST)),
        background="#ffffff",
        skip_system_fonts=True,
        font_files=list(_fonts()),
        font_family="Arimo",
        sans_serif_family="Arimo",
    )
    return drawn
