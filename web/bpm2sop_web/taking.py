"""Files that come with a request: bounded, read into memory, unpacked where they are zips."""

from __future__ import annotations

from collections.abc import Iterator

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from bpm2sop.errors import Refused
from bpm2sop.sources import SourceFile, SourceLimits, within
from bpm2sop_web.here import ws

MOST_FILES = 50
MOST_BYTES = 120_000_000
"""Of one request; the browser sends portions of 20 MB, and a larger zip alone."""

MOST_KEPT = 30_000_000
"""Of a file that goes along in a form between two pages, compressed and as text."""


def allow_files() -> None:
    """Let this request be as large as an upload may be; to be called before its form is read."""
    request.max_content_length = MOST_BYTES
    request.max_form_parts = MOST_FILES * 10
    request.max_form_memory_size = MOST_KEPT


def files_of(field: str = "files") -> Iterator[SourceFile | Refused]:
    """Give the maps that came in a field, zips unpacked.

    Raises:
        RequestEntityTooLarge: there are too many.
    """
    stores = [store for store in request.files.getlist(field) if store.filename]
    if len(stores) > MOST_FILES:
        raise RequestEntityTooLarge
    limits = SourceLimits(file_size=ws().limits.size)
    for store in stores:
        yield from within(store.filename or "", store.stream.read(), limits=limits)
