"""Rich text as some tools store their notes: its plain text."""

from __future__ import annotations

import re
from typing import Final

_START: Final = "{\\rtf"
_TOKEN: Final = re.compile(
    r"\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<word>[a-z]{1,32})(?P<number>-?\d{1,10})? ?|\\(?P<sign>[^a-z])"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n\\]"
)
_SPACES: Final = frozenset({"par", "line", "tab", "cell", "row", "sect", "page"})
_HIDDEN: Final = frozenset(
    {"fonttbl", "colortbl", "stylesheet", "info", "generator", "pict", "listtable", "themedata"}
)
_SIGNS: Final = {"{": "{", "}": "}", "\\": "\\", "~": " ", "_": "-"}
_HIGHEST: Final = 0x10FFFF
_SURROGATES: Final = range(0xD800, 0xE000)


def is_rtf(text: str) -> bool:
    """Tell whether a text is rich text."""
    return text.lstrip().startswith(_START)


def text_of(rich: str) -> str:
    """Give the plain text of rich text."""
    parts: list[str] = []
    depth, hidden = 0, 0
    skip = False
    for token in _TOKEN.finditer(rich):
        brace, word = token["brace"], token["word"]
        if brace is not None:
            depth += 1 if brace == "{" else -1
            hidden = 0 if depth < hidden else hidden
            continue
        if hidden:
            continue
        if token["sign"] == "*" or word in _HIDDEN:
            hidden = depth
            continue
        said = _said(token)
        if skip and said:
            said, skip = said[1:], False
        if word == "u":
            skip = True
        parts.append(said)
    return "".join(parts)


def _said(token: re.Match[str]) -> str:
    """Give the text that one token stands for."""
    text, byte, word, number = token.group("text", "byte", "word", "number")
    if text is not None:
        return str(text)
    if byte is not None:
        return bytes([int(byte, 16)]).decode("cp1252", "replace")
    if word == "u" and number is not None:
        code = int(number) % 0x10000 if int(number) < 0 else int(number)
        return chr(code) if code <= _HIGHEST and code not in _SURROGATES else ""
    if word is not None:
        return " " if word in _SPACES else ""
    return _SIGNS.get(token["sign"] or "", "")
