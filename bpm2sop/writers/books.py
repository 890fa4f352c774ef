"""What a book may be written as, by the end of its file's name."""

import importlib
from collections.abc import Callable, Iterable

from bpm2sop.model.sop import Sop
from bpm2sop.writers.bookparts import Cover
from bpm2sop.writers.writer import Context

BOOKS = {".pdf": "bpm2sop.writers.book", ".docx": "bpm2sop.writers.book_docx"}
"""Each kind and the module that holds it as `write_book`; imported when it is written."""


def write_book_as(suffix: str, sops: Iterable[Sop], context: Context, cover: Cover) -> bytes:
    """Give all SOPs as one file whose name ends so, in the order of their codes."""
    write: Callable[[Iterable[Sop], Context, Cover], bytes]
    write = importlib.import_module(BOOKS[suffix]).write_book
    return write(sops, context, cover)
