"""Ids as tools vary them: GUIDs with and without braces, in either case, with prefixes."""

from __future__ import annotations

import re

_HEX = re.compile(r"(?<![0-9a-f])[0-9a-f]{8}[-_]?(?:[0-9a-f]{4}[-_]?){3}[0-9a-f]{12}(?![0-9a-f])")


def loose(identifier: str) -> str:
    """Reduce an id to what tools keep of it: a GUID's digits, else the id in lower case without braces and underscores.

    A text after the GUID (`..._process`) stays, for it tells several elements of one GUID apart.
    """
    text = identifier.strip().lower()
    found = _HEX.search(text)
    if found is None:
        return text.strip("{}_")
    tail = text[found.end() :].strip("{}-_")
    return re.sub(r"[-_]", "", found.group()) + (f"/{tail}" if tail else "")
