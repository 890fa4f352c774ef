"""When Python looks for garbage: seldom, for a run makes many values and few cycles.

To look as often as Python does by default costs a third of the time of a large map, and half a second for a list of some
thousand maps.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


def look_seldom() -> None:
    """Let this process look for garbage seldom, whichever program it is: command line, server or worker."""
    gc.set_threshold(200_000, 50, 100)


@contextmanager
def uncollected() -> Iterator[None]:
    """Let nobody look for garbage meanwhile: maps and drafts hold no cycles, and each look walks over all of them."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            # What was made counts as old from here on, or the first look would walk over it after all.
            gc.freeze()
            gc.unfreeze()
            gc.enable()
