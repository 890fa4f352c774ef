"""Where in a TOML file a key stands, for messages: the parser of the standard library forgets it."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from bpm2sop.errors import Refused, Where

_HEADER = re.compile(r"\s*\[\[?\s*([^\]]*?)\s*\]")
_KEY = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[\w.-]+)\s*=""")
_AT_LINE = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")


def key_lines(text: str) -> list[tuple[str, str, int]]:
    """List tables and keys as (table, key, line) in order; a table's own line has an empty key."""
    found: list[tuple[str, str, int]] = []
    table = ""
    for line, content in enumerate(text.splitlines(), start=1):
        if key := _KEY.match(content):
            found.append((table, _unquoted(key[1]), line))
        elif header := _HEADER.match(content):
            table = header[1].replace(" ", "")
            found.append((table, "", line))
    return found


def _unquoted(key: str) -> str:
    """Give a key without its quotation marks."""
    if key[:1] == '"':
        return key[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    return key[1:-1] if key[:1] == "'" else key


def read_toml(text: str, file: str) -> dict[str, Any]:
    """Parse a TOML text.

    Raises:
        Refused: The text is no TOML; the place is that of the parser.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        detail = _AT_LINE.sub("", str(error)).strip()
        if found and found[1]:
            where = Where(file=file, line=int(found[1]), column=int(found[2]))
        else:
            where = Where(file=file, line=text.count("\n") + 1)
        raise Refused("profile-syntax", where, {"detail": detail}) from error
