"""Make `bpm2sop/layout/arimo.json`: the advance widths of Arimo, the metric twin of Arial.

Run it after the package `fontpkg-arimo` has changed; a test compares the file with the font.
"""

from __future__ import annotations

import json
from pathlib import Path

import fontpkg_arimo
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONT = Path(fontpkg_arimo.__file__).parent / "files" / "Arimo[wght].ttf"
TARGET = Path(__file__).parents[1] / "bpm2sop" / "layout" / "arimo.json"
UNITS = 2048


def runs(weight: int) -> list[list[int]]:
    """Return the widths as runs: first code point, then the widths of it and its followers."""
    font = instantiateVariableFont(TTFont(FONT), {"wght": weight})
    widths = font["hmtx"]
    found: list[list[int]] = []
    last = -2
    for code, glyph in sorted(font.getBestCmap().items()):
        if code != last + 1:
            found.append([code])
        found[-1].append(widths[glyph][0])
        last = code
    return found


def table() -> str:
    """Return the file's text."""
    value = {
        "source": "Arimo (fontpkg-arimo), OFL-1.1: advance widths only",
        "units": UNITS,
        "regular": runs(400),
        "bold": runs(700),
    }
    return json.dumps(value, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    TARGET.write_text(table(), encoding="ascii")
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes")
