"""How wide a text is, and where its lines break.

Widths are Arimo's advances without kerning (Office does not kern either). They come from `arimo.json`,
made once from the font by `benchmarks/layout_widths.py`, since opening the variable font takes a second.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache
from importlib import resources
from itertools import accumulate

from bpm2sop.layout.pages import Align, Font, Text

UNITS = 2048
"""Font units an em."""
ELLIPSIS = "…"
_INVISIBLE = {"Cc", "Cf", "Mn", "Me", "Cs", "Co"}
_SPACES = re.compile(r"[ \t\f\v\u00a0]+")
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)


class _Widths(dict[str, int]):
    """Advances by character; one that the font lacks gets a width on the safe side."""

    def __missing__(self, char: str) -> int:
        if unicodedata.category(char) in _INVISIBLE:
            width = 0
        elif unicodedata.east_asian_width(char) in "WF":
            width = UNITS
        else:
            width = UNITS * 7 // 8
        self[char] = width
        return width


@lru_cache(maxsize=2)
def _widths(*, bold: bool) -> _Widths:
    text = resources.files("bpm2sop.layout").joinpath("arimo.json").read_text(encoding="ascii")
    runs: list[list[int]] = json.loads(text)["bold" if bold else "regular"]
    return _Widths(
        (chr(first + offset), width)
        for first, *widths in runs
        for offset, width in enumerate(widths)
    )


def _limit(width: int, font: Font) -> int:
    """Return a width in font units."""
    return max(0, width) * UNITS * 3 // (2 * font.half_points)


def text_width(text: str, font: Font) -> int:
    """Return the width of one line, rounded up to whole units."""
    units = sum(map(_widths(bold=font.bold).__getitem__, text))
    return -(-units * font.half_points * 2 // (3 * UNITS))


def line_height(font: Font) -> int:
    """Return the distance between lines: Arial's ascent, descent and gap, rounded up."""
    return -(-font.half_points * 2 * 23 // 60)


def clean(text: str) -> str:
    """Return the text without characters that cannot be printed or that turn its direction."""
    lines = _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).splitlines()
    return "\n".join(filter(None, (_SPACES.sub(" ", line).strip() for line in lines)))


def wrap(text: str, font: Font, width: int) -> tuple[str, ...]:
    """Break a text into lines no wider than `width`: at spaces, and inside words that are too long.

    A line holds at least one character, however narrow the width.
    """
    limit = _limit(width, font)
    table = _widths(bold=font.bold)
    return tuple(line for part in clean(text).split("\n") for line in _wrap(part, table, limit))


def _wrap(text: str, table: _Widths, limit: int) -> list[str]:
    lines: list[str] = []
    line, used, space = "", 0, table[" "]
    for word in text.split():
        size = sum(map(table.__getitem__, word))
        if line and used + space + size <= limit:
            line, used = f"{line} {word}", used + space + size
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, table, limit) if size > limit else (word,)
        lines.extend(full)
        used = sum(map(table.__getitem__, line))
    return [*lines, line] if line else lines


def _pieces(word: str, table: _Widths, limit: int) -> list[str]:
    """Cut a word into pieces that fit."""
    pieces, start = [], 0
    ends = list(accumulate(map(table.__getitem__, word)))
    base = 0
    for index, end in enumerate(ends):
        if end - base > limit and index > start:
            pieces.append(word[start:index])
            start, base = index, ends[index - 1]
    return [*pieces, word[start:]]


def clip(lines: tuple[str, ...], most: int) -> tuple[tuple[str, ...], bool]:
    """Keep the first `most` lines, the last then ending in an ellipsis; and say whether any were cut."""
    if len(lines) <= most:
        return lines, False
    kept = lines[: max(1, most)]
    return (*kept[:-1], kept[-1][:-1].rstrip() + ELLIPSIS), True


def set_text(
    text: str, font: Font, width: int, *, align: Align = Align.LEFT, top: bool = False
) -> Text:
    """Return a text wrapped to a width."""
    return Text(wrap(text, font, width), font, line_height(font), align, top)


def fitted(text: str, font: Font, width: int, *, least: int = 12) -> Font:
    """Return the font, made smaller (down to `least` half points) until no word must be broken."""
    words = clean(text).split()
    sizes = range(font.half_points, least - 1, -1)
    fonts = [Font(size, font.bold) for size in sizes] or [font]
    fits = (f for f in fonts if all(text_width(word, f) <= width for word in words))
    return next(fits, fonts[-1])
