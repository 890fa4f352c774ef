"""Text of strangers, made visible: characters that would turn or hide it are shown as what they are."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_TURNING = {
    "\u061c": "ALM", "\u200e": "LRM", "\u200f": "RLM", "\u202a": "LRE", "\u202b": "RLE",
    "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO", "\u2066": "LRI", "\u2067": "RLI",
    "\u2068": "FSI", "\u2069": "PDI", "\u200b": "ZWSP", "\ufeff": "BOM",
}  # fmt: skip
_UNSEEN = re.compile(f"[{''.join(_TURNING)}\x00-\x08\x0b-\x1f\x7f-\x9f]")


def shown(text: object) -> Markup | str:
    """Escape a text; characters that nobody sees become marked names."""
    plain = "" if text is None else str(text)
    if not _UNSEEN.search(plain):
        return escape(plain)
    parts = []
    start = 0
    for found in _UNSEEN.finditer(plain):
        char = found[0]
        name = _TURNING.get(char, f"{ord(char):02X}")
        parts += [
            escape(plain[start : found.start()]),
            Markup('<span class="unseen">{}</span>').format(name),
        ]
        start = found.end()
    parts.append(escape(plain[start:]))
    return Markup().join(parts)
