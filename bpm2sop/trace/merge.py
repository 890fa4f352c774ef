"""Three-way merge of a revised map with what people wrote: structure follows the map, words follow the person.

Base is the draft of the old map, ours the overlay over it, theirs the draft of the new map. Nothing typed is dropped: it
ends on the step that it was written on, in a conflict, or with an orphan.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from bpm2sop.model.sop import Sop, SopKey, Step, StepKey
from bpm2sop.trace.fingerprints import (
    Back,
    Change,
    Fingerprints,
    carried,
    changes,
    fingerprints,
    found_again,
    in_old_terms,
    nameless_actors,
    old_names,
    rekeyed,
)
from bpm2sop.trace.matching import match
from bpm2sop.trace.matching_spots import steps_of
from bpm2sop.trace.matching_values import Candidate, Matching, Pair, Question, Reason
from bpm2sop.trace.overlay import (
    Approval,
    Conflict,
    Edit,
    Field,
    Orphan,
    Overlay,
    actor_names,
    head_cells,
    step_cells,
)
from bpm2sop.trace.returning import Returning, Sort, performers, sort_of


class Status(StrEnum):
    """What a step is after a merge; the first that holds, from the bottom up."""

    FRESH = "fresh"
    NEW = "new"
    EDITED = "edited"
    APPROVED = "approved"
    SUSPECT = "suspect"
    CONFLICT = "conflict"
    ORPHAN = "orphan"


class MergedCell(NamedTuple):
    """The words of a cell, whether they are a person's, and whether they are new from the map."""

    value: str
    by_person: bool = False
    taken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedStep:
    """A step of the new draft with what people wrote on it. Next, wait, split and elements are the map's."""

    sop: SopKey
    step: Step
    was: StepKey | None
    status: Status
    cells: Mapping[Field, MergedCell]
    changes: tuple[Change, ...] = ()
    """What the map says differently than in the old version."""
    suspect: tuple[Change, ...] = ()
    """What it says differently than when the step was approved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedHead:
    """Title and identity block of an SOP of the new draft."""

    sop: SopKey
    was: SopKey | None
    cells: Mapping[Field, MergedCell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What became of a draft under a revised map; `overlay` lies over the new draft."""

    steps: tuple[MergedStep, ...]
    heads: tuple[MergedHead, ...]
    matching: Matching
    overlay: Overlay
    questions: tuple[Question, ...] = ()
    returned: Mapping[str, StepKey] = field(default_factory=dict)
    """The step that each earlier orphan found, by the orphan's key."""
    again: tuple[Question, ...] = ()
    """Questions about earlier orphans, by the orphan's key: a step that is new may be theirs."""

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The cells that wait for a decision."""
        return self.overlay.conflicts

    @property
    def orphans(self) -> tuple[Orphan, ...]:
        """What waits to be confirmed, or to be given a new place."""
        return tuple(one for one in self.overlay.orphans if one.has_words)


def merge(
    old: Sequence[Sop],
    new: Sequence[Sop],
    overlay: Overlay,
    *,
    given: Mapping[StepKey, StepKey | None] | None = None,
) -> Merged:
    """Carry what people wrote on the SOPs of one map over to those of its new version.

    Args:
        old: all SOPs of the map as it was.
        new: all SOPs of the map as it is.
        overlay: what people wrote over `old`.
        given: pairs that a person gave; the key of an orphan, or of its step, may be given too.
    """
    given = given or {}
    matching, asked = _undoubted(match(old, new, given=given), old, overlay)
    work = _Merge(old, new, overlay, matching=matching, given=given)
    return work.merged(asked)


def _undoubted(
    matching: Matching, old: Sequence[Sop], overlay: Overlay
) -> tuple[Matching, tuple[Question, ...]]:
    """Turn pairs of twins into questions where a person wrote on them: nobody can tell which twin was meant."""
    written = overlay.keys()
    twins = [pair for pair in matching.pairs if pair.reason is Reason.TWIN]
    doubtful = {pair.old for pair in twins if pair.old in written}
    if not doubtful:
        return matching, matching.questions
    said = {step.key: (step.label, step.actors) for sop in old for step, _ in steps_of(sop.steps)}
    like: dict[object, list[Pair]] = defaultdict(list)
    for pair in twins:
        like[said[pair.old]].append(pair)
    asked = []
    for pair in twins:
        if pair.old in doubtful:
            others = [other for other in like[said[pair.old]] if other != pair]
            candidates = (Candidate(one.new, one.confidence) for one in (pair, *others))
            asked.append(Question(pair.old, tuple(candidates)))
    kept = Matching(
        pairs=tuple(pair for pair in matching.pairs if pair.old not in doubtful),
        questions=(*matching.questions, *asked),
        removed=(*matching.removed, *(p.old for p in twins if p.old in doubtful)),
        added=(*matching.added, *(p.new for p in twins if p.old in doubtful)),
        sops=matching.sops,
    )
    return kept, kept.questions


@dataclass(slots=True)
class _Written:
    """What people wrote under one key."""

    edits: list[Edit] = field(default_factory=list)
    approvals: list[Approval] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    def latest(self) -> dict[Field, Edit]:
        """Give the last edit of each field."""
        return {edit.field: edit for edit in self.edits}


class _Merge:
    """One merge."""

    def __init__(
        self,
        old: Sequence[Sop],
        new: Sequence[Sop],
        overlay: Overlay,
        *,
        matching: Matching,
        given: Mapping[StepKey, StepKey | None],
    ) -> None:
        """Index both versions and what was written."""
        self._new = new
        self._overlay = overlay
        self._matching = matching
        self._home = {step.key: (sop, step) for sop in old for step, _ in steps_of(sop.steps)}
        self._heads = {sop.key: sop for sop in old}
        self._before = fingerprints(old)
        self._now = in_old_terms(old, new, matching)
        self._own = fingerprints(new)
        self._written = _by_key(overlay)
        self._back: dict[StepKey, StepKey] = matching.backward()
        actors = nameless_actors(old, new, matching)
        self._keys: dict[str, str] = {
            was: now for now, was in (*self._back.items(), *actors.items())
        }
        self._returning = Returning(
            old={key: step for key, (_, step) in self._home.items()},
            new=new,
            orphans=overlay.orphans,
            matching=matching,
            given=given,
        )
        self._revived = self._returning.found
        self._again: dict[str, list[Back]] = defaultdict(list)
        named = old_names(old, new, matching)
        for gone, one in self._returning.back():
            called = actors.get(one.key) or str(named.get(StepKey(one.key), one.key))
            self._again[gone].append(one._replace(key=called))
            self._keys.setdefault(called, one.key)
        self._sorts: Counter[Sort] = Counter(sort_of(step) for _, step in self._home.values())
        self._edits: dict[str, str] = {}
        self._conflicts: list[Conflict] = []
        self._approvals: list[Approval] = []

    def merged(self, asked: tuple[Question, ...]) -> Merged:
        """Merge all heads and steps; what found no place becomes an orphan."""
        heads = tuple(self._head(sop) for sop in self._new)
        steps = tuple(self._step(sop, step) for sop in self._new for step, _ in steps_of(sop.steps))
        overlay = Overlay(
            edits=tuple(self._placed_edits()),
            approvals=tuple(self._approvals),
            conflicts=tuple(self._conflicts),
            orphans=tuple(self._orphans()),
            remarked=frozenset(
                self._edits[key] for key in self._overlay.remarked if key in self._edits
            ),
        )
        return Merged(
            steps=steps,
            heads=heads,
            matching=self._matching,
            overlay=overlay,
            questions=asked,
            returned={orphan.key: key for key, orphan in self._revived.items()},
            again=self._returning.questions,
        )

    def _head(self, sop: Sop) -> MergedHead:
        """Merge title and identity block of one SOP."""
        was = next((a for a, b in self._matching.sops.items() if b == sop.key), None)
        before = self._heads[was] if was is not None else None
        written = self._take(was, sop.key)
        base = head_cells(before if before is not None else sop)
        return MergedHead(
            sop=sop.key, was=was, cells=self._cells(sop.key, base, head_cells(sop), written)
        )

    def _step(self, sop: Sop, step: Step) -> MergedStep:
        """Merge one step."""
        was = self._back.get(step.key)
        home, before = self._home[was] if was is not None else (sop, step)
        base = step_cells(before, actor_names(home))
        written = self._take(was, step.key)
        if step.key in self._revived:
            written, base = _joined(self._revived[step.key], written, base)
        now = self._now[step.key]
        cells = self._cells(step.key, base, step_cells(step, actor_names(sop)), written)
        suspect = self._approve(step.key, now, written)
        status = Status.FRESH if was is not None else Status.NEW
        if any(edit.value is not None for edit in written.latest().values()):
            status = Status.EDITED
        if written.approvals:
            status = Status.SUSPECT if suspect else Status.APPROVED
        if any(conflict.key == step.key for conflict in self._conflicts[-len(cells) :]):
            status = Status.CONFLICT
        return MergedStep(
            sop=sop.key,
            step=step,
            was=was,
            status=status,
            cells=cells,
            changes=changes(self._before[was], now) if was is not None else (),
            suspect=suspect,
        )

    def _take(self, was: str | None, now: str) -> _Written:
        """Take what was written under an old key, and remember where its edits go."""
        if was is None or was not in self._written:
            return _Written()
        self._edits[was] = now
        return self._written[was]

    def _cells(
        self,
        key: str,
        base: Mapping[Field, str],
        theirs: Mapping[Field, str],
        written: _Written,
    ) -> dict[Field, MergedCell]:
        """Merge cell by cell, and note the conflicts."""
        latest = written.latest()
        opened = {conflict.field: conflict for conflict in written.conflicts}
        cells = {}
        for name, value in theirs.items():
            edit, was = latest.get(name), base[name]
            if edit is None or edit.value is None:
                cells[name] = MergedCell(value, taken=value != was)
                continue
            if name in opened:
                was = opened[name].base
            cells[name] = MergedCell(edit.value, by_person=True)
            if value not in (was, edit.value):
                self._conflicts.append(Conflict(key, name, was, edit.value, value))
        return cells

    def _approve(self, key: StepKey, now: Fingerprints, written: _Written) -> tuple[Change, ...]:
        """Carry the approval of a step over, and say what it did not see."""
        found: tuple[Change, ...] = ()
        for approval in written.approvals[-1:]:
            told = found_again(approval.seen, self._again)
            found = changes(told, now)
            seen = carried(told, now, self._own[key], self._keys)
            self._approvals.append(approval._replace(key=key, seen=seen))
        return found

    def _placed_edits(self) -> Iterable[Edit]:
        """Iterate over the edits under their new keys: those of returned orphans first, for they are older."""
        for key, orphan in self._revived.items():
            yield from (edit._replace(key=key) for edit in orphan.edits)
        for edit in self._overlay.edits:
            if edit.key in self._edits:
                yield edit._replace(key=self._edits[edit.key])

    def _orphans(self) -> Iterable[Orphan]:
        """Iterate over what has no step any more, earlier orphans first."""
        returned = {id(orphan) for orphan in self._revived.values()}
        for one in self._overlay.orphans:
            if id(one) not in returned:
                yield one._replace(
                    sop=self._heir(one.sop), approvals=self._in_new_terms(one.approvals)
                )
        holders = {
            part.id: step.key
            for sop in self._new
            for step, _ in steps_of(sop.steps)
            for part in step.elements
        }
        for key, written in self._written.items():
            if key in self._edits:
                continue
            sop, step = self._home.get(StepKey(key), (None, None))
            head = SopKey(key) if key in self._heads else None
            yield Orphan(
                key,
                self._heir(sop.key if sop is not None else head),
                step,
                tuple(written.edits),
                self._in_new_terms(written.approvals),
                tuple(written.conflicts),
                performers(sop, step) if sop is not None and step is not None else (),
                holders.get(key),
                step is not None and bool(step.label) and self._sorts[sort_of(step)] == 1,
            )

    def _heir(self, sop: SopKey | None) -> SopKey | None:
        """Call an SOP by its key in the new version; one that is gone keeps its own."""
        return None if sop is None else self._matching.sops.get(sop, sop)

    def _in_new_terms(self, approvals: Iterable[Approval]) -> tuple[Approval, ...]:
        """Keep what was seen of a step that is gone in the terms of the new version, for it may return to a later one."""
        return tuple(
            one._replace(seen=rekeyed(found_again(one.seen, self._again), self._keys))
            for one in approvals
        )


def _joined(
    orphan: Orphan, written: _Written, base: Mapping[Field, str]
) -> tuple[_Written, dict[Field, str]]:
    """Put what was written on an orphan before what was written on the step that it joins; each over its own draft."""
    both = _Written(
        [*orphan.edits, *written.edits],
        [*orphan.approvals, *written.approvals],
        [*orphan.conflicts, *written.conflicts],
    )
    own = step_cells(orphan.step) if orphan.step is not None else {}
    own[Field.ACTORS] = "\n".join(orphan.actors)
    mine = {edit.field for edit in orphan.edits} - {edit.field for edit in written.edits}
    return both, {**base, **{name: words for name, words in own.items() if name in mine}}


def _by_key(overlay: Overlay) -> dict[str, _Written]:
    """Group what was written by its key."""
    found: dict[str, _Written] = defaultdict(_Written)
    for edit in overlay.edits:
        found[edit.key].edits.append(edit)
    for approval in overlay.approvals:
        found[approval.key].approvals.append(approval)
    for conflict in overlay.conflicts:
        found[conflict.key].conflicts.append(conflict)
    found.update((key, _Written()) for key in overlay.remarked if key not in found)
    return dict(found)
