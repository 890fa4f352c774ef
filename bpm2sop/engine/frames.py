"""How a process and its child talk: one letter, a length, and as many bytes."""

from __future__ import annotations

from typing import IO, Final, NamedTuple

TASK: Final = b"T"
"""To the child: the pickled task."""
ITEM: Final = b"I"
"""To the child: one pickled input."""
READY: Final = b"R"
"""From the child: the function is loaded."""
BEGUN: Final = b"B"
"""From the child: what happens from now on is the input's doing."""
DONE: Final = b"D"
"""From the child: the pickled result."""
RAISED: Final = b"X"
"""From the child: the pickled exception."""
MEMORY: Final = b"M"
"""From the child: the memory was not enough."""

_LENGTH: Final = 8


class Frame(NamedTuple):
    """One message."""

    kind: bytes
    data: bytes = b""


def send(stream: IO[bytes], frame: Frame) -> None:
    """Write a frame at once."""
    stream.write(frame.kind + len(frame.data).to_bytes(_LENGTH, "big"))
    stream.write(frame.data)
    stream.flush()


def receive(stream: IO[bytes]) -> Frame:
    """Read a frame.

    Raises `EOFError` when the other side has gone.
    """
    head = _exactly(stream, 1 + _LENGTH)
    return Frame(head[:1], _exactly(stream, int.from_bytes(head[1:], "big")))


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data
