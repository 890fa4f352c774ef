"""Values as bytes and back: JSON by their types, compressed. No pickles: a database may come from a stranger."""

from __future__ import annotations

import hashlib
import zlib
from typing import Any, TypeVar

import msgspec

from bpm2sop.errors import StoreProblem, Where

Value = TypeVar("Value")

_LEVEL = 6
_LARGEST = 256 * 1024 * 1024
"""No value of ours unpacks to more bytes than this."""


def pack(value: Any) -> bytes:  # noqa: ANN401  (any frozen value of the model)
    """Write a value; the same value gives the same bytes."""
    return zlib.compress(msgspec.json.encode(value), _LEVEL)


def digest(value: Any) -> str:  # noqa: ANN401  (as above)
    """Give the hash of a value; the same value has the same."""
    return hashlib.sha256(msgspec.json.encode(value)).hexdigest()


def unpack(data: bytes, kind: type[Value]) -> Value:
    """Read a value of a known type back.

    Raises `StoreProblem` when the bytes are not such a value.
    """
    try:
        stream = zlib.decompressobj()
        plain = stream.decompress(data, _LARGEST)
        if not stream.eof or stream.unused_data:
            raise _damaged(kind)
        return msgspec.json.decode(plain, type=kind)
    except (zlib.error, msgspec.DecodeError) as error:
        raise _damaged(kind) from error


def _damaged(kind: object) -> StoreProblem:
    """Say of what kind the value should have been."""
    return StoreProblem(
        "store-value-damaged", Where(file="-"), {"kind": getattr(kind, "__name__", str(kind))}
    )
