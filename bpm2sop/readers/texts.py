"""Names and texts as a person reads them: one line, no invisible characters, no markup."""

from __future__ import annotations

import html
import re
from typing import Final

_BLANKS: Final = re.compile(r"\s+")
_BIDI: Final = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
# Zero-width joiners stay: scripts and emoji need them.
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff]"
)
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*>")
_INLINE: Final = re.compile(
    r"</?(?:b|i|u|em|strong|span|font|a|sub|sup|code|small|big)\b[^<>]*>", re.IGNORECASE
)
_HIDDEN: Final = re.compile(r"<(?:(style|script|head)\b|!--)", re.IGNORECASE)
_ENDS: Final = {
    "style": re.compile(r"</style\s*>", re.IGNORECASE),
    "script": re.compile(r"</script\s*>", re.IGNORECASE),
    "head": re.compile(r"</head\s*>", re.IGNORECASE),
    "": re.compile(r"-->"),
}


def clean(text: str) -> str:
    """Put a text on one line: any run of blanks is one space, invisible characters are gone."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    return _BLANKS.sub(" ", _INVISIBLE.sub("", _BIDI.sub("", text))).strip()


def turns_direction(text: str) -> bool:
    """Tell whether a text holds characters that turn the direction of writing."""
    return _BIDI.search(text) is not None


def plain(text: str) -> str:
    """Turn a text that may be HTML into plain text on one line."""
    if "<" in text:
        text = _TAG.sub(" ", _INLINE.sub("", _shown(text)))
    if "&" in text:
        text = html.unescape(text)
    return clean(text)


def _shown(text: str) -> str:
    """Leave out what a browser would not show: styles, scripts, heads, comments."""
    parts: list[str] = []
    at, found = 0, _HIDDEN.search(text)
    while found is not None:
        end = _ENDS[(found[1] or "").lower()].search(text, found.end())
        if end is None:
            break
        parts.append(text[at : found.start()])
        at = end.end()
        found = _HIDDEN.search(text, at)
    return " ".join((*parts, text[at:]))
