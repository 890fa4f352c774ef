"""What the first bytes of a file say: its encoding, and what stands before the root."""

from __future__ import annotations

import codecs
import re

from bpm2sop.errors import Refused, Where

_DECLARED = re.compile(rb"""\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
_UTF8 = frozenset({"utf-8", "utf8"})
_UTF16 = frozenset({"utf-16", "utf16", "utf-16le", "utf-16be"})
_ALLOWED = {
    "us-ascii": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "latin-1",
    "iso8859-1": "latin-1",
    "latin1": "latin-1",
    "latin-1": "latin-1",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
} | dict.fromkeys(_UTF8, "utf-8")
_LETTERS = 0xC0
"""From here on Windows-1252 has letters (but for two signs)."""
_SLACK = 64
"""Bytes of a file looked at to see whether anything but blanks is in it."""


def require_content(data: bytes, *, file: str) -> None:
    """Refuse a file without content: no bytes, blanks only, a byte order mark only."""
    if not data[:_SLACK].strip() or len(data) <= _SLACK:
        bare = data
        for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            bare = bare.removeprefix(mark)
        if not bare.replace(b"\0", b"").strip():
            raise Refused("empty", Where(file=file))


def encoding_of(data: bytes, *, file: str) -> str:
    """Name the codec of the text; refuse any that is not on the allow-list."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise _unknown("UTF-32", file)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if data.startswith((b"<\0", b"\0<")):
        raise _unknown("UTF-16 without a byte order mark", file)
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise Refused("nul-byte", Where(file=file, line=line))
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8"
    return _declared(data, file=file)


def _declared(data: bytes, *, file: str) -> str:
    found = _DECLARED.match(data, 0, 500)
    if found is None:
        return "utf-8"
    name = found[1].decode("ascii")
    if name.lower() in _UTF16:
        # Declared as UTF-16 but written in bytes: the text was converted and the declaration left.
        return "utf-8"
    try:
        return _ALLOWED[name.lower()]
    except KeyError:
        raise _unknown(name, file) from None


def _unknown(name: str, file: str) -> Refused:
    return Refused("encoding-not-allowed", Where(file=file, line=1), {"encoding": name})


def says_utf16(data: bytes) -> bool:
    """Tell whether the declaration names UTF-16."""
    found = _DECLARED.match(data, 0, 500)
    return found is not None and found[1].decode("ascii").lower() in _UTF16


def doctype(data: bytes) -> tuple[int, str] | None:
    """Find a document type declaration before the root: its offset and the name it gives.

    The bytes must be of an encoding that holds ASCII as it is. Looks only as far as the root.
    """
    at = 0
    while True:
        at = data.find(b"<", at)
        if at < 0:
            return None
        if data.startswith(b"<!--", at):
            end = data.find(b"-->", at + 4)
        elif data.startswith(b"<?", at):
            end = data.find(b"?>", at + 2)
        elif data[at + 1 : at + 2] == b"!":
            name = re.match(rb"\s*([\w:.-]*)", data[at + 9 : at + 109])
            return at, name[1].decode("latin-1") if name else ""
        else:
            return None
        if end < 0:
            return None
        at = end


def single_byte_text(data: bytes) -> str | None:
    """Read bytes that are no UTF-8 as Windows-1252 if they plainly are that, else None.

    Plainly: no byte sequence above ASCII is UTF-8, none is unassigned, and each letter has a
    letter beside it.
    """
    high = re.findall(rb"(.?)([\x80-\xff]+)(.?)", data, re.DOTALL)
    for before, word, after in high:
        if not _plausible(before, word, after):
            return None
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return None


def _plausible(before: bytes, word: bytes, after: bytes) -> bool:
    try:
        word.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        pass
    else:
        return False
    if b"\xff" in word or b"\xfe" in word:
        return False
    letters = all(byte >= _LETTERS for byte in word)
    return not letters or len(word) > 1 or before.isalpha() or after.isalpha()
