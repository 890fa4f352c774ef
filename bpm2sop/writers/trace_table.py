"""The traceability matrix as words in columns, for whatever file holds it."""

from collections.abc import Callable
from dataclasses import dataclass

from bpm2sop.trace import Row, Trace
from bpm2sop.wording import Language, messages, say

COLUMNS = (
    "map_code",
    "map_name",
    "file",
    "element",
    "name",
    "type",
    "lane",
    "sop",
    "sop_number",
    "sop_title",
    "step",
    "how",
    "why",
    "state",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceWriter:
    """One format of the matrix: its name, the end of its file's name, and the function that makes its bytes."""

    format: str
    suffix: str
    write: Callable[[Trace, Language], bytes]


def heads(language: Language) -> list[str]:
    """Give the heads of the columns."""
    return [say(language, f"trace.{column}") for column in COLUMNS]


def words_of(row: Row, titles: dict[str, str], language: Language) -> list[str]:
    """Give the cells of a row; `titles` are those of the SOPs by their keys."""
    how = say(language, f"trace.how_{row.how.replace('-', '_')}")
    state = say(language, f"coverage.link_{row.link}")
    return [*row[:11], how, why_of(row, titles, language), state]


def titles_of(trace: Trace) -> dict[str, str]:
    """Index the titles of the SOPs that the matrix knows."""
    return {row.sop: row.sop_title for row in trace.rows if row.sop}


def why_of(row: Row, titles: dict[str, str], language: Language) -> str:
    """Say why an element has no step, or which SOP is its own."""
    if not row.why:
        return ""
    if row.why in titles:
        return say(language, "trace.why_see", title=titles[row.why])
    sentences = messages(language).sentences
    own = f"trace.why_{row.why.replace('-', '_')}"
    return sentences.get(own) or sentences.get(f"why.{row.why}") or row.why
