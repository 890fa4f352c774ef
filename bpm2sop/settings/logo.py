"""The agency's logo: a PNG or JPEG picture, judged before any document takes it."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

from bpm2sop.errors import Refused, Where

_MOST_BYTES: Final = 2_000_000
_MOST_PIXELS: Final = 5_000
"""Of either side: a picture of more is no logo, and may be made to exhaust whoever opens it."""
_CHUNK: Final = 1 << 20
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_SAMPLES: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Samples a pixel by the colour type of a PNG."""
_JPEG: Final = b"\xff\xd8"
_JPEG_END: Final = b"\xff\xd9"
_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2})
"""Markers of the ways to pack a JPEG that every program knows."""
_MARK: Final = 0xFF
"""Begins every marker of a JPEG; more of them in a row are filling."""
_SCAN: Final = 0xDA
_BARE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers that nothing follows."""


class Logo(NamedTuple):
    """A picture: its bytes, `png` or `jpeg`, width and height in pixels."""

    data: bytes
    kind: str
    w: int
    h: int


class _Flaw(Exception):  # noqa: N818  (never leaves this module)
    """What is wrong with a picture."""


def read_logo(data: bytes, file: str) -> Logo:
    """Judge a picture.

    Raises:
        Refused: It is neither PNG nor JPEG, is damaged, or is far larger than a logo.
    """
    where = Where(file=file)
    if len(data) > _MOST_BYTES:
        raise Refused("logo-too-large", where, {"limit": f"{_MOST_BYTES} B"})
    try:
        logo = _png(data) if data.startswith(_PNG) else _jpeg(data)
    except _Flaw as flaw:
        raise Refused("logo-not-picture", where, {"detail": str(flaw)}) from None
    except (struct.error, zlib.error, IndexError) as error:
        raise Refused("logo-not-picture", where, {"detail": str(error)}) from None
    if max(logo.w, logo.h) > _MOST_PIXELS:
        raise Refused("logo-too-large", where, {"limit": f"{_MOST_PIXELS} px"})
    if min(logo.w, logo.h) < 1:
        raise Refused("logo-not-picture", where, {"detail": f"{logo.w} x {logo.h}"})
    if logo.kind == "png" and not _whole(logo):
        raise Refused("logo-not-picture", where, {"detail": "PNG"})
    return logo


def _png(data: bytes) -> Logo:
    """Return what the head of a PNG says; its parts are all there, each with its check sum."""
    kinds = [kind for kind, _ in _parts(data)]
    if kinds[:1] != [b"IHDR"] or kinds[-1:] != [b"IEND"] or b"IDAT" not in kinds:
        raise _Flaw("PNG")
    w, h = struct.unpack(">II", data[16:24])
    return Logo(data, "png", w, h)


def _parts(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Give the parts of a PNG: kind and content."""
    at, kind = len(_PNG), b""
    while at < len(data) and kind != b"IEND":
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, content = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        (check,) = struct.unpack(">I", data[at + 8 + length : at + 12 + length])
        if zlib.crc32(kind + content) != check:
            raise _Flaw("PNG")
        yield kind, content
        at += 12 + length


def _whole(logo: Logo) -> bool:
    """Tell whether a PNG unpacks to as many bytes as its head promises, without holding them."""
    depth, colour, _, _, interlaced = logo.data[24:29]
    if colour not in _SAMPLES:
        return False
    wanted = logo.h * (1 + (logo.w * depth * _SAMPLES[colour] + 7) // 8)
    unpack, count = zlib.decompressobj(), 0
    try:
        for kind, content in _parts(logo.data):
            left = content if kind == b"IDAT" else b""
            while left:
                count += len(unpack.decompress(left, _CHUNK))
                left = unpack.unconsumed_tail
                if count > 2 * wanted:
                    return False
    except zlib.error:
        return False
    return unpack.eof and (count == wanted or (bool(interlaced) and count >= wanted))


def _jpeg(data: bytes) -> Logo:
    """Return what the frame of a JPEG says; the picture has an end."""
    if not data.startswith(_JPEG):
        raise _Flaw("PNG, JPEG")
    if _JPEG_END not in data[-64:]:
        raise _Flaw("JPEG")
    at, size = len(_JPEG), (0, 0)
    while data[at + 1] != _SCAN:
        mark, marker = data[at : at + 2]
        if mark != _MARK:
            raise _Flaw("JPEG")
        if marker == _MARK:
            at += 1
            continue
        if marker in _FRAMES:
            h, w = struct.unpack(">HH", data[at + 5 : at + 9])
            size = (w, h)
        (length,) = (0,) if marker in _BARE else struct.unpack(">H", data[at + 2 : at + 4])
        at += 2 + length
    return Logo(data, "jpeg", *size)
