"""A file that goes along in a form between two pages: compressed, as text, and bounded when it comes back."""

from __future__ import annotations

import base64
import binascii
import zlib

from werkzeug.exceptions import BadRequest


def packed(data: bytes) -> str:
    """Make a form value of a file."""
    return base64.b64encode(zlib.compress(data, 6)).decode("ascii")


def unpacked(text: str, limit: int) -> bytes:
    """Read a file out of a form value.

    Raises:
        BadRequest: it is none, or holds more than the limit.
    """
    reader = zlib.decompressobj()
    try:
        data = reader.decompress(base64.b64decode(text, validate=True), limit + 1)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise BadRequest from error
    if len(data) > limit or not reader.eof:
        raise BadRequest
    return data
