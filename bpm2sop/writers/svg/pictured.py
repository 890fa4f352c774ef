"""A picture of pixels as SVG, so that whatever takes SVG takes it."""

from __future__ import annotations

import base64
import re
from typing import Final

from bpm2sop.settings import Logo

_SIZE: Final = re.compile(r'width="([\d.]+)" height="([\d.]+)"')


def size_of(svg: str, room: tuple[int, int]) -> tuple[float, float]:
    """Return the size of a picture that fits into a room, as large as it can be but never blown up."""
    found = _SIZE.search(svg)
    w, h = (float(found[1]), float(found[2])) if found else room
    scale = min(1.0, room[0] / w, room[1] / h)
    return w * scale, h * scale


def logo_svg(logo: Logo) -> str:
    """Return a logo as SVG of its own size."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{logo.w}" height="{logo.h}">'
        f'<image width="{logo.w}" height="{logo.h}" href="{data_address(logo)}"/></svg>'
    )


def data_address(logo: Logo) -> str:
    """Return the address that holds the picture itself."""
    return f"data:image/{logo.kind};base64,{base64.b64encode(logo.data).decode('ascii')}"
