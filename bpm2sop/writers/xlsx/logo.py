"""The agency's logo: checked before it is taken, and fitted into its place."""

from __future__ import annotations

import io
import struct
from typing import Any

from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.image import Image

from bpm2sop.errors import Refused, Where
from bpm2sop.layout import Box

_TYPES = {"PNG", "JPEG"}
_MOST_BYTES = 2_000_000
_MOST_PIXELS = 5_000
"""Of either side: a picture of more is no logo, and may be made to exhaust whoever opens it."""


def insert_logo(sheet: Any, logo: bytes, place: Box, corner: tuple[int, int]) -> None:  # noqa: ANN401
    """Put a logo into the middle of its place; `corner` is the page's place of the sheet's corner."""
    image = _image(logo)
    wide = image.width * 96 / image.x_dpi
    high = image.height * 96 / image.y_dpi
    share = min(place.w / wide, place.h / high)
    options = {
        "x_offset": place.x - corner[0] + (place.w - wide * share) / 2,
        "y_offset": place.y - corner[1] + (place.h - high * share) / 2,
        "x_scale": share,
        "y_scale": share,
        "object_position": 1,
        "description": "Logo",
    }
    sheet.insert_image(0, 0, image, options)


def _image(logo: bytes) -> Any:  # noqa: ANN401  (XlsxWriter has no types)
    """Return the picture, or refuse what is none or far too large."""
    where = Where(file="logo")
    if len(logo) > _MOST_BYTES:
        raise Refused("logo-too-large", where, {"limit": f"{_MOST_BYTES} B"})
    try:
        image = Image(io.BytesIO(logo))
    except (XlsxWriterException, struct.error, IndexError, ValueError) as error:
        raise Refused("logo-not-picture", where, {"detail": str(error)}) from None
    if (
        image.image_type not in _TYPES
        or min(image.width, image.height, image.x_dpi, image.y_dpi) < 1
    ):
        raise Refused("logo-not-picture", where, {"detail": image.image_type})
    if max(image.width, image.height) > _MOST_PIXELS:
        raise Refused("logo-too-large", where, {"limit": f"{_MOST_PIXELS} px"})
    return image
