"""What the tests of reading back share: the contract of an SOP, files with their parts changed."""

import io
import zipfile
from collections.abc import Callable

from bpm2sop.model.sop import Sop
from bpm2sop.readback import Read
from bpm2sop.wording import Language
from bpm2sop.writers import Context
from bpm2sop.writers.json_document import write_json

CONTEXT = Context(language=Language.ID)


def as_contract(sop: Sop) -> bytes:
    """All that the contract holds of an SOP."""
    return write_json(sop, CONTEXT)


def unchanged(read: Read) -> bool:
    """Whether nothing was found."""
    return (
        not (read.edits or read.deleted or read.added or read.moved or read.conflicts or read.lost)
        and not read.asides
    )


def with_parts(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """An office file with its parts changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return stream.getvalue()
