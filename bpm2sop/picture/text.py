"""How wide a label is, where its lines break, and how it becomes SVG text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from bpm2sop.picture.geometry import Box

FONT: Final = "Arimo, Arial, 'Liberation Sans', Helvetica, sans-serif"
INK: Final = "#1b2a36"
SIZE: Final = 12
SMALLEST: Final = 8
LINE: Final = 1.2
"""Distance between lines, in font sizes."""
MOST_LETTERS: Final = 400
_ASCII: Final = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
"""Arimo's advances of the printable ASCII characters, in thousandths of the font size."""
_INVISIBLE: Final = {"Cc", "Cf", "Mn", "Me", "Cs", "Co"}
_UNPRINTABLE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


class _Widths(dict[str, int]):
    """Advances by character; one outside ASCII gets a width on the safe side."""

    def __missing__(self, char: str) -> int:
        if unicodedata.category(char) in _INVISIBLE:
            width = 0
        elif unicodedata.east_asian_width(char) in "WF":
            width = 1000
        else:
            width = 780 if char.isupper() else 600
        self[char] = width
        return width


_widths: Final = _Widths((chr(32 + offset), width) for offset, width in enumerate(_ASCII))


class Label(NamedTuple):
    """Wrapped text: its lines, font size and extent."""

    lines: tuple[str, ...]
    size: float
    width: float
    height: float


NO_LABEL: Final = Label((), SIZE, 0.0, 0.0)


def escaped(text: str) -> str:
    """Return text that is safe in XML, as content and in a quoted attribute."""
    text = _UNPRINTABLE.sub(" ", text)
    if not any(char in text for char in "&<>\"'"):
        return text
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&#39;")


def width_of(text: str, size: float = SIZE) -> float:
    """Return the width of one line."""
    return sum(map(_widths.__getitem__, text)) * size / 1000


@lru_cache(maxsize=4096)
def wrapped(text: str, width: float, *, size: float = SIZE, most: int = 4) -> Label:
    """Break a text into lines no wider than `width`; what is more than `most` lines ends in an ellipsis."""
    lines = _lines(text, width * 1000 / size)
    if not lines:
        return NO_LABEL
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][:-1].rstrip() + "…"]
    extent = max(sum(map(_widths.__getitem__, line)) for line in lines) * size / 1000
    return Label(tuple(lines), size, extent, len(lines) * size * LINE)


@lru_cache(maxsize=4096)
def fitted(text: str, width: float, height: float) -> Label:
    """Return the text in the largest size that fits a box, cut where none fits."""
    text = text[:MOST_LETTERS]
    words = text.split()
    if not words:
        return NO_LABEL
    longest = max(sum(map(_widths.__getitem__, word)) for word in words)
    for size in range(SIZE, SMALLEST - 1, -1):
        if longest * size > width * 1000 and size > SMALLEST:
            continue
        label = wrapped(text, width, size=size, most=99)
        if label.height <= height:
            return label
    most = max(1, int(height / (SMALLEST * LINE)))
    return wrapped(text, width, size=SMALLEST, most=most)


def _lines(text: str, limit: float) -> list[str]:
    lines: list[str] = []
    line, used = "", 0
    for word in _UNPRINTABLE.sub(" ", text[:MOST_LETTERS]).split():
        size = sum(map(_widths.__getitem__, word))
        if line and used + 278 + size <= limit:
            line, used = f"{line} {word}", used + 278 + size
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, limit) if size > limit else (word,)
        lines.extend(full)
        used = sum(map(_widths.__getitem__, line))
    return [*lines, line] if line else lines


def _pieces(word: str, limit: float) -> list[str]:
    """Cut a word into pieces that fit; a piece holds at least one character."""
    pieces, piece, used = [], "", 0
    for char in word:
        size = _widths[char]
        if piece and used + size > limit:
            pieces.append(piece)
            piece, used = "", 0
        piece, used = piece + char, used + size
    return [*pieces, piece]


def centred(label: Label, x: float, y: float, *, turned: bool = False, halo: bool = False) -> str:
    """Paint a label around a point, turned to read upward if asked."""
    if not label.lines:
        return ""
    size = label.size
    first = y - label.height / 2 + size * 0.92
    turn = f' transform="rotate(-90 {x:g} {y:g})"' if turned else ""
    about = (
        f'<text x="{x:g}" y="{first:g}" font-size="{size:g}" text-anchor="middle"'
        f' fill="{INK}" stroke="{"#fff" if halo else "none"}"'
    )
    if halo:
        about += ' stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
    if len(label.lines) == 1:
        return f"{about}{turn}>{escaped(label.lines[0])}</text>"
    spans = "".join(
        f'<tspan x="{x:g}" y="{first + number * size * LINE:g}">{escaped(line)}</tspan>'
        for number, line in enumerate(label.lines)
    )
    return f"{about}{turn}>{spans}</text>"


def in_box(label: Label, box: Box, *, halo: bool = False) -> str:
    """Paint a label in the middle of a box."""
    return centred(label, *box.middle, halo=halo)


def left_aligned(label: Label, x: float, y: float) -> str:
    """Paint a label whose first line begins below a point."""
    size = label.size
    spans = "".join(
        f'<tspan x="{x:g}" y="{y + size * 0.92 + number * size * LINE:g}">{escaped(line)}</tspan>'
        for number, line in enumerate(label.lines)
    )
    return f'<text font-size="{size:g}" fill="{INK}" stroke="none">{spans}</text>' if spans else ""
