"""The readers, one a format; a new format is one new file and one line here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from bpm2sop.errors import Refused, Where
from bpm2sop.model.processmap import MapFile
from bpm2sop.readers import bpmn, formats
from bpm2sop.readers.limits import Limits


class Reader(NamedTuple):
    """A format: how it is told from others, and how it is read."""

    name: str
    sniff: Callable[[bytes], bool]
    read: Callable[[str, bytes, Limits], MapFile]


READERS: Final[tuple[Reader, ...]] = (Reader("bpmn", bpmn.sniff, bpmn.read),)

_DEFAULT: Final = Limits()


def read_file(name: str, data: bytes, *, limits: Limits = _DEFAULT) -> MapFile:
    """Read the maps of one file.

    Args:
        name: the file as the user named it; it stands in findings and refusals.
        data: its bytes.
        limits: bounds on size and content.

    Raises:
        Refused: the file cannot be used; the code says why.
    """
    for reader in READERS:
        if reader.sniff(data):
            return reader.read(name, data, limits)
    raise Refused(formats.of_bytes(data) or "not-xml", Where(file=name))
