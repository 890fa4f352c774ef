"""Text that is not quite XML, mended without losing any of it."""

from __future__ import annotations

import html
import re
from typing import Final

from bpm2sop.readers import prolog

_CONTROL: Final = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ENTITY: Final = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,9}|#x[0-9A-Fa-f]{1,8});)(?:([A-Za-z][A-Za-z0-9]{1,20});)?"
)
_MARK: Final = b"\xef\xbb\xbf"


def decoded(data: bytes, codec: str) -> tuple[str, str] | None:
    """Decode bytes as declared, else as Windows-1252 where they plainly are that.

    Returns the text and the codec that fitted, None where none does.
    """
    body = data.removeprefix(_MARK)
    try:
        return body.decode(codec), codec
    except UnicodeDecodeError:
        guess = prolog.single_byte_text(body)
        return None if guess is None else (guess, "cp1252")


def mend(text: str) -> str:
    """Drop control characters, write stray ampersands as such and HTML entities as characters."""
    text = _CONTROL.sub("", text)
    if "&" not in text:
        return text
    # What stands in a CDATA section is as it should be.
    first, *rest = text.split("<![CDATA[")
    parts = [_ENTITY.sub(_character, first)]
    for part in rest:
        kept, end, after = part.partition("]]>")
        parts.append(kept + end + _ENTITY.sub(_character, after))
    return "<![CDATA[".join(parts)


def _character(found: re.Match[str]) -> str:
    whole = found[0]
    if found[1] is None:
        return "&amp;"
    character = html.unescape(whole)
    return character if character != whole else "&amp;" + whole[1:]
