"""Pictures that the tests take when they are asked to: of all pages to look at, and those of the user guide."""

import io
import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page

SHOTS = os.environ.get("BPM2SOP_SHOTS", "")
"""A folder for pictures of every page and state, in all widths and both themes."""
GUIDE = os.environ.get("BPM2SOP_GUIDE", "")
"""A folder for the pictures of the guide: docs/pictures/guide."""
HEAVIEST = 120_000
_COLOURS = (256, 128, 64, 32, 16)


def light(picture: bytes) -> bytes:
    """Give a PNG of a palette that weighs no more than a guide's picture may."""
    opened = Image.open(io.BytesIO(picture)).convert("RGB")
    data = b""
    for colours in _COLOURS:
        held = io.BytesIO()
        reduced = opened.quantize(colours, dither=Image.Dither.NONE)
        reduced.save(held, "PNG", optimize=True)
        data = held.getvalue()
        if len(data) <= HEAVIEST:
            break
    return data


def for_guide(page: Page, language: str, name: str, part: Locator | None = None) -> None:
    """Take a picture for the guide, if that is asked for."""
    if not GUIDE:
        return
    page.mouse.move(0, 0)
    page.wait_for_load_state("networkidle")
    target = Path(GUIDE) / language / f"{name}.png"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(light((part or page).screenshot()))


def for_looking(page: Page, name: str) -> None:
    """Take a picture of a whole page, if that is asked for."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)
