"""What a revised map changes in its SOPs: step by step, with the reason why two steps are taken for the same."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bpm2sop.model.processmap import ProcessMap
from bpm2sop.model.sop import Sop, SopKey, Step, StepKey
from bpm2sop.trace.fingerprints import (
    Change,
    Fingerprints,
    PartName,
    changes,
    fingerprints,
    in_old_terms,
    is_nameless,
)
from bpm2sop.trace.matching import match
from bpm2sop.trace.matching_spots import steps_of
from bpm2sop.trace.matching_values import Matching, Pair, Question
from bpm2sop.trace.overlay import head_cells, step_cells


class What(StrEnum):
    """What became of a step."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    SAME = "same"


class CellChange(NamedTuple):
    """A cell whose words differ; `field` is its name."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDiff:
    """One step in both versions, or in one."""

    what: What
    old: Step | None
    new: Step | None
    pair: Pair | None = None
    moved: bool = False
    """It stands elsewhere among the steps that both versions have."""
    changes: tuple[Change, ...] = ()
    cells: tuple[CellChange, ...] = ()

    @property
    def step(self) -> Step:
        """The step as it is, or as it was."""
        step = self.new if self.new is not None else self.old
        if step is None:
            raise ValueError
        return step

    @property
    def kinds(self) -> tuple[str, ...]:
        """Name what changed: added, removed, or any of text, actor, flow, data, order, cells."""
        if self.what in (What.ADDED, What.REMOVED):
            return (self.what.value,)
        parts = [name.value for name in PartName if any(c.part is name for c in self.changes)]
        moved, cells = ["order"] * self.moved, ["cells"] * bool(self.cells)
        return (*parts, *moved, *cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class SopDiff:
    """One SOP in both versions, or in one. `steps` are in the new order, removed ones where they stood."""

    old: Sop | None
    new: Sop | None
    head: tuple[CellChange, ...] = ()
    actors_added: tuple[str, ...] = ()
    actors_removed: tuple[str, ...] = ()
    steps: tuple[StepDiff, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def sop(self) -> Sop:
        """The SOP as it is, or as it was."""
        sop = self.new if self.new is not None else self.old
        if sop is None:
            raise ValueError
        return sop

    @property
    def what(self) -> What:
        """Say what became of the SOP."""
        if self.old is None or self.new is None:
            return What.ADDED if self.old is None else What.REMOVED
        other = self.head or self.actors_added or self.actors_removed
        changed = other or any(step.what is not What.SAME for step in self.steps)
        return What.CHANGED if changed else What.SAME


@dataclass(frozen=True, slots=True, kw_only=True)
class MapDiff:
    """The SOPs of one map in both versions, or in one."""

    old: ProcessMap | None
    new: ProcessMap | None
    sops: tuple[SopDiff, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDiff:
    """All maps of two sets."""

    maps: tuple[MapDiff, ...]

    @property
    def sops(self) -> tuple[SopDiff, ...]:
        """All SOPs."""
        return tuple(sop for one in self.maps for sop in one.sops)

    @property
    def same(self) -> bool:
        """Tell whether nothing changed in any SOP."""
        return all(sop.what is What.SAME for sop in self.sops)


def compare(old: Sequence[Sop], new: Sequence[Sop]) -> tuple[SopDiff, ...]:
    """Say what changed between the SOPs of one map and those of a later version of it."""
    work = _Compared(old, new, match(old, new))
    before = {sop.key: sop for sop in old}
    origin = {b: a for a, b in work.matching.sops.items()}
    kept = [work.sop(before[origin[sop.key]] if sop.key in origin else None, sop) for sop in new]
    gone = [work.sop(sop, None) for sop in old if sop.key not in work.matching.sops]
    return (*kept, *gone)


class _Compared:
    """Two versions and how their steps pair."""

    def __init__(self, old: Sequence[Sop], new: Sequence[Sop], matching: Matching) -> None:
        """Take the fingerprints of both, in the old version's terms."""
        self.matching = matching
        self._before = fingerprints(old)
        self._now = in_old_terms(old, new, matching)
        self._old = {step.key: step for sop in old for step, _ in steps_of(sop.steps)}
        self._sop_of = {step.key: sop.key for sop in old for step, _ in steps_of(sop.steps)}
        self._pairs = {pair.new: pair for pair in matching.pairs}
        self._here = {sop.key: matching.sops.get(sop.key) for sop in old}
        self._moved = self._out_of_order(old, new)

    def sop(self, old: Sop | None, new: Sop | None) -> SopDiff:
        """Compare two SOPs, or tell one that the other version has not."""
        removed = set(self.matching.removed)
        steps = (
            [self._step(step, new) for step, _ in steps_of(new.steps)] if new is not None else []
        )
        if old is not None:
            gone = [step for step, _ in steps_of(old.steps) if step.key in removed]
            steps = _interleaved(steps, gone, [step.key for step, _ in steps_of(old.steps)])
        asked = [
            q for q in self.matching.questions if old is not None and self._sop_of[q.old] == old.key
        ]
        added, lost = _actors(old, new)
        return SopDiff(
            old=old,
            new=new,
            head=_head(old, new),
            actors_added=added,
            actors_removed=lost,
            steps=tuple(steps),
            questions=tuple(asked),
        )

    def _step(self, step: Step, sop: Sop | None) -> StepDiff:
        """Compare a step of the new version with its partner."""
        pair = self._pairs.get(step.key)
        if pair is None or sop is None:
            return StepDiff(what=What.ADDED, old=None, new=step)
        old = self._old[pair.old]
        elsewhere = self._here[self._sop_of[pair.old]] != sop.key
        told = changes(self._before[pair.old], self._now[step.key])
        before, after = step_cells(old), step_cells(step)
        cells = tuple(
            CellChange(name.value, before[name], after[name])
            for name in after
            if before[name] != after[name]
        )
        moved = step.key in self._moved or elsewhere
        what = What.CHANGED if told or cells or moved else What.SAME
        return StepDiff(
            what=what, old=old, new=step, pair=pair, moved=moved, changes=told, cells=cells
        )

    def _out_of_order(self, old: Sequence[Sop], new: Sequence[Sop]) -> frozenset[StepKey]:
        """Find the fewest steps that must have moved for the rest to keep their order, list by list."""
        place = {
            step.key: number
            for number, (step, _) in enumerate(pair for sop in old for pair in steps_of(sop.steps))
        }
        lists: dict[tuple[SopKey, SopKey, StepKey | None, StepKey | None], list[StepKey]] = (
            defaultdict(list)
        )
        above = {step.key: parent for sop in old for step, parent in steps_of(sop.steps)}
        for sop in new:
            for step, parent in steps_of(sop.steps):
                pair = self._pairs.get(step.key)
                if pair is not None:
                    where = (self._sop_of[pair.old], sop.key, above[pair.old], parent)
                    lists[where].append(step.key)
        moved: set[StepKey] = set()
        for keys in lists.values():
            places = self._places(keys, place)
            staying = longest_rising(places)
            moved.update(key for at, key in enumerate(keys) if at not in staying)
        return frozenset(moved)

    def _places(self, keys: Sequence[StepKey], place: Mapping[StepKey, int]) -> list[int]:
        """Give the old places of steps; those that say the same may stand for each other."""
        alike: dict[object, list[int]] = defaultdict(list)
        for key in keys:
            alike[_said(self._now[key])].append(place[self._pairs[key].old])
        for held in alike.values():
            held.sort(reverse=True)
        return [alike[_said(self._now[key])].pop() for key in keys]


def _said(prints: Fingerprints) -> tuple[str, str, str]:
    """Give what a step says by itself, wherever it stands."""
    return prints.text.digest, prints.actor.digest, prints.data.digest


def longest_rising(numbers: Sequence[int]) -> frozenset[int]:
    """Give the places of a longest rising run of numbers, not necessarily side by side."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before.append(at[length - 1] if length else -1)
        if length == len(ends):
            ends.append(number)
            at.append(place)
        else:
            ends[length], at[length] = number, place
    found = set()
    here = at[-1] if at else -1
    while here >= 0:
        found.add(here)
        here = before[here]
    return frozenset(found)


def _interleaved(
    steps: Iterable[StepDiff], gone: Iterable[Step], order: Sequence[StepKey]
) -> list[StepDiff]:
    """Put removed steps behind the step that stood before them."""
    lost = {step.key: StepDiff(what=What.REMOVED, old=step, new=None) for step in gone}
    behind: dict[StepKey | None, list[StepDiff]] = defaultdict(list)
    last: StepKey | None = None
    steps = list(steps)
    present = {diff.old.key for diff in steps if diff.old is not None}
    for key in order:
        if key in lost:
            behind[last].append(lost[key])
        elif key in present:
            last = key
    found = list(behind[None])
    for diff in steps:
        found += [diff, *(behind[diff.old.key] if diff.old is not None else ())]
    return found


def _head(old: Sop | None, new: Sop | None) -> tuple[CellChange, ...]:
    """Compare title, code and identity block."""
    if old is None or new is None:
        return ()
    before = {name.value: words for name, words in head_cells(old).items()} | {
        "code": old.code or ""
    }
    after = {name.value: words for name, words in head_cells(new).items()} | {
        "code": new.code or ""
    }
    return tuple(
        CellChange(name, before[name], after[name]) for name in after if before[name] != after[name]
    )


def _actors(old: Sop | None, new: Sop | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """List the actors that only one version names."""
    if old is None or new is None:
        return (), ()
    before, after = (
        {actor.path: " / ".join(actor.path) for actor in sop.actors if not is_nameless(actor)}
        for sop in (old, new)
    )
    added = tuple(words for path, words in after.items() if path not in before)
    return added, tuple(words for path, words in before.items() if path not in after)
