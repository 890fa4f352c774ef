"""Rows that nothing hidden names any more, recognised by their numbers and words, where that leaves no doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bpm2sop.model.sop import StepKey
from bpm2sop.readback.office_compare import Exported, plain

_FEWEST = 3


class Line(NamedTuple):
    """A row: its place, and its words by column."""

    place: str
    texts: Mapping[str, str]

    def said(self, column: str) -> str:
        """Return what a column says."""
        return plain(self.texts.get(column, ""))


@dataclass(frozen=True, slots=True)
class Recognised:
    """The steps of rows by their places, or in `doubt` the place or the number that leaves a doubt."""

    keys: Mapping[str, StepKey] = field(default_factory=dict)
    doubt: str = ""


def recognised(lines: Sequence[Line], known: set[StepKey], exported: Exported) -> Recognised:
    """Recognise the steps that are not known yet: all in their order with their numbers; rows with none are new."""
    waiting = [(StepKey(key), texts) for key, texts in exported.rows.items() if key not in known]
    numbered = [line for line in lines if line.said("no")]
    for line, (_, texts) in zip(numbered, waiting, strict=False):
        if line.said("no") != plain(texts.get("no", "")):
            return Recognised(doubt=line.place)
    if len(numbered) != len(waiting):
        more = [line.place for line in numbered[len(waiting) :]]
        missing = [f"No {texts.get('no', '')}" for _, texts in waiting[len(numbered) :]]
        return Recognised(doubt=[*more, *missing][0])
    changed = _doubtful(numbered, [plain(texts.get("activity", "")) for _, texts in waiting])
    if changed is not None:
        return Recognised(doubt=changed.place)
    return Recognised({line.place: key for line, (key, _) in zip(numbered, waiting, strict=True)})


def _doubtful(lines: Sequence[Line], activities: Sequence[str]) -> Line | None:
    """Find a row whose other words leave a doubt: words of another row, or neighbours with other words too."""
    same = [line.said("activity") == was for line, was in zip(lines, activities, strict=True)]
    for index, line in enumerate(lines):
        near = same[max(0, index - 1) : index] + same[index + 1 : index + 2]
        new = line.said("activity")
        if not same[index] and (not near or not all(near) or (new and new in activities)):
            return line
    return None


def is_numbering(texts: Sequence[str]) -> bool:
    """Tell whether a row holds the numbers of the columns."""
    plainly = [plain(text).strip("()") for text in texts]
    return len(plainly) >= _FEWEST and plainly == [str(n) for n in range(1, len(plainly) + 1)]
