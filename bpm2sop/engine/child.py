"""The process that does the work: a function and inputs come in as frames, results go out. It ends with its parent."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from typing import IO, Any, Final, NamedTuple

from bpm2sop.engine.frames import (
    BEGUN,
    DONE,
    ITEM,
    MEMORY,
    RAISED,
    READY,
    Frame,
    receive,
    send,
)
from bpm2sop.engine.values import Task
from bpm2sop.garbage import look_seldom

_GRACE: Final = 10.0
"""Seconds that the parent has for ending us before we do."""


class _Work(NamedTuple):
    """A function, and how long one input may take."""

    function: Callable[[Any], Any]
    seconds: float


def main() -> None:
    """Work until the parent closes the pipe."""
    inward, outward = _pipes()
    with contextlib.suppress(ValueError):  # an interrupt at the terminal is the parent's to answer
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    look_seldom()
    work: _Work | None = None
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            kind, data = receive(inward)
            if kind == ITEM and work is not None:
                send(outward, Frame(BEGUN))
                with _ended_after(work.seconds + _GRACE):
                    answer = _worked(work, data)
            else:
                work, answer = _loaded(data)
            send(outward, answer)


def _pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Take the pipes; whatever the function prints goes to the standard error."""
    inward = os.fdopen(os.dup(0), "rb")
    outward = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123  (a device)
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    return inward, outward


def _loaded(data: bytes) -> tuple[_Work | None, Frame]:
    """Load the function, then keep to the memory."""
    try:
        task: Task = pickle.loads(data)  # noqa: S301  (both ends of the pipe are ours)
        work = _Work(pickle.loads(task.function), task.seconds)  # noqa: S301  (as above)
        _bound(task.memory)
    except Exception as error:  # noqa: BLE001  (told to the caller)
        return None, Frame(RAISED, _pickled(error))
    return work, Frame(READY)


@contextlib.contextmanager
def _ended_after(seconds: float) -> Iterator[None]:
    """Let the system end this process in time, should the parent be gone and nobody watch."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _bound(memory: int) -> None:
    """Let the system refuse memory above this; where it cannot (Windows), nothing bounds it."""
    try:
        import resource  # noqa: PLC0415  (not on every system)
    except ModuleNotFoundError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    allowed = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))


def _worked(work: _Work, data: bytes) -> Frame:
    """Give the result of one input, or why there is none."""
    try:
        item = pickle.loads(data)  # noqa: S301  (both ends of the pipe are ours)
        return Frame(DONE, pickle.dumps(work.function(item), protocol=pickle.HIGHEST_PROTOCOL))
    except MemoryError:
        return Frame(MEMORY)
    except Exception as error:  # noqa: BLE001  (raised again by the caller)
        return Frame(RAISED, _pickled(error))


def _pickled(error: Exception) -> bytes:
    """Pickle an exception with where it happened; one that cannot be pickled as its words."""
    words = "".join(traceback.format_exception(error))
    with contextlib.suppress(Exception):
        error.add_note(words)
        data = pickle.dumps(error)
        pickle.loads(data)  # noqa: S301  (our own)
        return data
    return pickle.dumps(RuntimeError(words))


def command() -> list[str]:
    """Give the command that starts a child which finds the same modules as this process."""
    start = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import main; main()"
    return [sys.executable, "-c", start]
