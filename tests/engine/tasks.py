"""Functions for the engine to run: found by their names in other processes."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path


def double(number: int) -> int:
    """Give twice the number."""
    return 2 * number


def refuse_three(number: int) -> int:
    """Fail at three."""
    if number == 3:
        message = "three"
        raise ValueError(message)
    return number


def die_at_three(number: int) -> int:
    """Take the process along at three."""
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def sleep_at_three(number: int) -> int:
    """Come to no end at three."""
    if number == 3:
        time.sleep(600)
    return number


def swell_at_three(number: int) -> int:
    """Want ever more memory at three."""
    held = []
    while number == 3:
        held.append(bytearray(10_000_000))
    return number


def print_number(number: int) -> int:
    """Write where the answers go."""
    sys.stdout.write("noise")
    sys.stdout.flush()
    os.write(1, b"noise")
    return number


def process(folder: Path) -> int:
    """Say who works, and leave a mark; then take a moment, so that the others work too."""
    pid = os.getpid()
    (folder / str(pid)).touch()
    time.sleep(0.05)
    return pid


def die_once(mark: Path) -> str:
    """End the process the first time."""
    if not mark.exists():
        mark.touch()
        os._exit(9)
    return mark.name


def end_worker_at_three(number: int) -> int:
    """Take whoever started this process along at three."""
    if number == 3:
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(600)  # the system ends it in time
    return number


def leave_mark_and_sleep(folder: str) -> None:
    """Say who works, and come to no end."""
    (Path(folder) / str(os.getpid())).touch()
    time.sleep(600)


HELD: list[bytearray] = []


def hold(size: int) -> int:
    """Take memory and never give it back."""
    HELD.append(bytearray(size))
    return size
