"""Loops and parallel work, said in the remarks of the steps they begin with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from bpm2sop.model.decomposition import Span
from bpm2sop.model.sop import Cell, CellSource, Step
from bpm2sop.wording import Language, say


def with_headings(
    steps: Sequence[Step], spans: Iterable[Span], language: Language
) -> tuple[Step, ...]:
    """Add to the first step of each loop or parallel region a remark that names its range by number."""
    spans = list(spans)
    if not spans:
        return tuple(steps)
    numbers = _numbers(steps)
    said: dict[str, list[Cell]] = {}
    for span in spans:
        first, last = numbers[span.first], numbers[span.last]
        words = say(language, f"remark.{span.kind}{_many(first, last)}", first=first, last=last)
        said.setdefault(span.first, []).append(
            Cell(words, CellSource.MAP, span.by, f"region-{span.kind}")
        )
    return _remarked(steps, said)


def _many(first: str, last: str) -> str:
    """Name the form of words for one step, for two neighbours, or for a range."""
    if first == last:
        return "_one"
    around, _, one = first.rpartition(".")
    outer, _, other = last.rpartition(".")
    return "_two" if around == outer and int(other) == int(one) + 1 else ""


def _numbers(steps: Sequence[Step]) -> dict[str, str]:
    """Map step keys to numbers, at every depth."""
    numbers: dict[str, str] = {}
    work = list(steps)
    for step in work:
        numbers[step.key] = step.no
        work += step.steps
    return numbers


def _remarked(steps: Sequence[Step], said: Mapping[str, Sequence[Cell]]) -> tuple[Step, ...]:
    """Put the remarks where they belong; sub-process steps nest as deep as the map's own nesting."""
    return tuple(
        replace(
            step,
            remarks=(*step.remarks, *said.get(step.key, ())),
            steps=_remarked(step.steps, said),
        )
        if step.steps or step.key in said
        else step
        for step in steps
    )
