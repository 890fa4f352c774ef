"""Which characters can be printed: archive-grade PDF takes no character that its fonts do not draw."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

STAND_IN: Final = "□"
"""Printed in place of a character that neither font has."""
_WITHOUT_PLACE: Final = {"Cc", "Cf", "Cs", "Co", "Cn"}
_KEPT: Final = "\u200b\u200c\u200d"
"""Joiners and the place where a long word may break: drawn as nothing, by both fonts."""
_PLAIN: Final = re.compile(r"[ -~\u00a0-\u00ac\u00ae-\u017f\u2010-\u2026]*")


def font_folders() -> tuple[str, str]:
    """Return the folders of the fonts: Arimo, then the one for characters that Arimo lacks (as matplotlib brings it)."""
    return str(_arimo().parent), str(_dejavu()[0].parent)


def printable(text: str) -> str:
    """Return the text with a stand-in for each character that cannot be drawn.

    A compatibility form is written plainly where it is not drawn itself; what has no place of its own is left out,
    as is an accent that the font of its letter lacks.
    """
    if _PLAIN.fullmatch(text):
        return text
    shown: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        if unicodedata.category(char)[0] != "M":
            shown.append(_shown(char))
        elif shown and shown[-1] and _accented(shown[-1][-1], char):
            shown.append(char)
    return "".join(shown)


def latin(text: str) -> str:
    """Return the text with a stand-in for all but Latin letters, common signs and line breaks."""
    return "".join(char if _PLAIN.fullmatch(char) else STAND_IN for char in printable(text))


def visible(text: str) -> bool:
    """Tell whether anything of the text can be seen: a letter, a number, a sign."""
    return any(unicodedata.category(char)[0] in "LNPS" for char in printable(text))


@cache
def _shown(char: str) -> str:
    if char in "\n\t":
        return " "
    if char in _KEPT:
        return char
    if unicodedata.category(char) in _WITHOUT_PLACE:
        return ""
    if _drawn(char):
        return char
    plain = unicodedata.normalize("NFKC", char)
    return plain if plain and all(map(_drawn, plain)) else STAND_IN


def _drawn(char: str) -> bool:
    return any(ord(char) in font for font in _fonts())


def _accented(letter: str, accent: str) -> bool:
    """Tell whether the font that draws the letter draws the accent, too."""
    first = next((font for font in _fonts() if ord(letter) in font), frozenset())
    return ord(accent) in first


@cache
def _fonts() -> tuple[frozenset[int], frozenset[int]]:
    """Return the characters of Arimo, and those that the other font has in both weights."""
    regular, bold = (_characters(path) for path in _dejavu())
    return _characters(_arimo()), regular & bold


def _characters(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _folder(package: str) -> Path:
    """Return the folder of an installed package without running it."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    return Path(spec.origin).parent


@cache
def _arimo() -> Path:
    return _folder("fontpkg_arimo") / "files" / "Arimo[wght].ttf"


@cache
def _dejavu() -> tuple[Path, Path]:
    folder = _folder("matplotlib") / "mpl-data" / "fonts" / "ttf"
    return folder / "DejaVuSans.ttf", folder / "DejaVuSans-Bold.ttf"
