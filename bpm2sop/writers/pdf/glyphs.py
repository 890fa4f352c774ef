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
    return str(_arimo().parent), str(_dejavu().parent)


def printable(text: str) -> str:
    """Return the text with a stand-in for each character that cannot be drawn; those without a place of their own are left out."""
    if _PLAIN.fullmatch(text):
        return text
    return "".join(map(_shown, text))


@cache
def _shown(char: str) -> str:
    if char in "\n\t":
        return " "
    if char in _KEPT:
        return char
    if unicodedata.category(char) in _WITHOUT_PLACE:
        return ""
    return char if ord(char) in _known() else STAND_IN


@cache
def _known() -> frozenset[int]:
    known: set[int] = set()
    for path in (_arimo(), _dejavu()):
        with TTFont(path, lazy=True) as font:
            known.update(font.getBestCmap())
    return frozenset(known)


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
def _dejavu() -> Path:
    return _folder("matplotlib") / "mpl-data" / "fonts" / "ttf" / "DejaVuSans.ttf"
