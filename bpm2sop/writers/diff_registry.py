"""The forms in which a difference can be told. A new one is one line here."""

from collections.abc import Callable
from typing import NamedTuple

from bpm2sop.trace.matching_changes import SetDiff
from bpm2sop.wording import Language
from bpm2sop.writers.diff_html import write_diff_html
from bpm2sop.writers.diff_json import write_diff_json
from bpm2sop.writers.diff_text import write_diff_text


class DiffWriter(NamedTuple):
    """A form, the ending of its files, and how it is written."""

    format: str
    suffix: str
    write: Callable[[SetDiff, Language], bytes]


DIFF_WRITERS = (
    DiffWriter("text", ".txt", write_diff_text),
    DiffWriter("json", ".json", write_diff_json),
    DiffWriter("html", ".html", write_diff_html),
)
