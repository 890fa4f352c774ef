"""The difference of two versions in words: lines of a step, and what two texts have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from bpm2sop.model.sop import Sop, Step, StepKey
from bpm2sop.trace.matching_changes import SetDiff, SopDiff, StepDiff, What
from bpm2sop.trace.matching_spots import steps_of
from bpm2sop.trace.matching_values import Reason
from bpm2sop.wording import Language, messages, say

_PIECE = re.compile(r"\s+|\w+|[^\w\s]")
_LONGEST = 2_000


class Piece(NamedTuple):
    """A run of words, and whether the other text has it too."""

    words: str
    same: bool


class Line(NamedTuple):
    """One difference of a step: what it is called, and its two texts."""

    name: str
    old: str
    new: str


def word_diff(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Part two texts into what they have in common and what not, word by word."""
    before, after = _PIECE.findall(old), _PIECE.findall(new)
    if len(before) + len(after) > _LONGEST:
        return (Piece(old, same=False),), (Piece(new, same=False),)
    left: list[Piece] = []
    right: list[Piece] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        left += [Piece("".join(before[i:j]), tag == "equal")] if j > i else []
        right += [Piece("".join(after[k:m]), tag == "equal")] if m > k else []
    return tuple(left), tuple(right)


def lines_of(step: StepDiff, language: Language) -> Iterator[Line]:
    """Iterate over what differs in a step: first what the map says, then other cells whose words follow."""
    told = set()
    for change in step.changes:
        old, new = change.old, change.new
        if change.facet in ("wait", "split", "kind"):
            old, new = (_coded(change.facet, word, language) for word in (old, new))
        yield Line(facet(change.facet, language), old, new)
        told.add((change.old, change.new))
    if step.moved and step.old is not None and step.new is not None:
        yield Line(say(language, "diff.order"), step.old.no, step.new.no)
    for cell in step.cells:
        if (cell.old, cell.new) not in told:
            yield Line(field(cell.field, language), cell.old, cell.new)


def facet(name: str, language: Language) -> str:
    """Name what differs."""
    sentences = messages(language).sentences
    return sentences.get(f"diff.facet_{name.replace('-', '_')}", sentences["diff.facet_remark"])


def field(name: str, language: Language) -> str:
    """Name a cell."""
    sentences = messages(language).sentences
    short = name.removeprefix("identity.")
    return sentences.get(f"diff.cell_{short}", short)


def _coded(name: str, word: str, language: Language) -> str:
    """Say a code of the draft in words."""
    return messages(language).sentences.get(f"diff.{name}_{word}", word)


def reason(step: StepDiff, language: Language) -> str:
    """Say why two steps are taken for the same, where that is not plain."""
    pair = step.pair
    if pair is None or (pair.reason is Reason.ID and pair.confidence == 1):
        return ""
    words = say(language, f"diff.by_{pair.reason}")
    return say(language, "diff.matched", reason=words, confidence=f"{pair.confidence:.0%}")


def actor_of(step: Step, sop: Sop | None) -> str:
    """Name who does a step."""
    names = {actor.id: actor.name for actor in sop.actors} if sop is not None else {}
    return ", ".join(names.get(actor, actor) for actor in step.actors)


def question_lines(sop: SopDiff, language: Language) -> Iterator[str]:
    """Iterate over the questions on an SOP's steps, as sentences."""
    old = _index(sop.old)
    new = _index(sop.new)
    for question in sop.questions:
        step = old.get(question.old)
        likely = [one for one in question.candidates if one.new in new]
        if step is None or not likely:
            continue
        named = (
            say(
                language,
                "diff.candidate",
                no=new[one.new].no,
                text=new[one.new].text,
                confidence=f"{one.confidence:.0%}",
            )
            for one in likely
        )
        yield say(
            language, "diff.question", no=step.no, text=step.text, candidates="; ".join(named)
        )


def _index(sop: Sop | None) -> dict[StepKey, Step]:
    return {step.key: step for step, _ in steps_of(sop.steps)} if sop is not None else {}


def counts(steps: Iterable[StepDiff]) -> dict[str, int]:
    """Count steps by what became of them."""
    found = {what.value: 0 for what in What}
    for step in steps:
        found[step.what.value] += 1
    return found


def summary(diff: SetDiff, language: Language) -> str:
    """Say in one line what changed."""
    if diff.same:
        return say(language, "diff.none")
    sops = [sop.what for sop in diff.sops]
    steps = counts(step for sop in diff.sops for step in sop.steps)
    return say(
        language,
        "diff.told",
        sops=sum(what is not What.SAME for what in sops),
        all=len(sops),
        added=steps["added"],
        removed=steps["removed"],
        changed=steps["changed"],
    )
