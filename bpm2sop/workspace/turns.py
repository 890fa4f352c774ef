"""A file's change from one draft to another, as it was worked out and before it is carried out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from bpm2sop.model.sop import Sop, SopKey, StepKey
from bpm2sop.store.reviews import OrphanRow
from bpm2sop.trace.matching_spots import steps_of
from bpm2sop.trace.matching_values import Question
from bpm2sop.trace.merge import Merged
from bpm2sop.trace.overlay import Orphan, Overlay
from bpm2sop.workspace.drafted import Drafted
from bpm2sop.workspace.written import Written, mark

Given = Mapping[StepKey, StepKey | None]
"""Pairs that a person gave: an old step, or an orphan's, and the new one; None where it is gone."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One file's change of drafts."""

    file_id: str
    number: int
    """The version of the file that the new draft is of."""
    old: Drafted
    sops: tuple[Sop, ...]
    written: Written
    merged: Merged | None = None
    """None where the same steps stand under the same keys and nobody wrote on them."""
    given: Given = field(default_factory=dict)

    @cached_property
    def overlay(self) -> Overlay:
        """What lies over the new draft."""
        return self.written.overlay if self.merged is None else self.merged.overlay

    @cached_property
    def heads(self) -> Mapping[SopKey, SopKey]:
        """Old SOP to new SOP."""
        if self.merged is None:
            return {sop.key: sop.key for sop in self.old.sops}
        return self.merged.matching.sops

    @cached_property
    def forward(self) -> Mapping[str, StepKey]:
        """Old step to new step."""
        if self.merged is None:
            return {key: StepKey(key) for key in self.old.steps}
        return {str(old): new for old, new in self.merged.matching.forward().items()}

    @cached_property
    def home(self) -> Mapping[str, SopKey]:
        """The SOP of each step of the new draft."""
        return {step.key: sop.key for sop in self.sops for step, _ in steps_of(sop.steps)}

    @cached_property
    def _marks(self) -> Mapping[str, tuple[OrphanRow, Orphan]]:
        """Orphans of before by the marks that they go by."""
        return {mark(row.id): (row, orphan) for row, orphan in self.written.orphans}

    @cached_property
    def orphaned(self) -> tuple[Orphan, ...]:
        """What was written on steps that this change takes away."""
        return tuple(one for one in self.overlay.orphans if one.key not in self._marks)

    @cached_property
    def waiting(self) -> Mapping[str, Orphan]:
        """Orphans of before that still wait, by id: what was seen of them is told in the new draft's terms."""
        found = {}
        for one in self.overlay.orphans:
            if one.key in self._marks:
                row, kept = self._marks[one.key]
                found[row.id] = kept._replace(sop=one.sop, approvals=one.approvals)
        return found

    @cached_property
    def returned(self) -> Mapping[str, StepKey]:
        """Orphans that find a step again: the orphan's id and the step."""
        if self.merged is None:
            return {}
        return {self._marks[key][0].id: step for key, step in self.merged.returned.items()}

    @cached_property
    def asked(self) -> Mapping[str, Question]:
        """Questions about orphans of before, by the orphan's id."""
        again = self.merged.again if self.merged is not None else ()
        return {self._marks[one.old][0].id: one for one in again}

    @property
    def questions(self) -> int:
        """Count what a person is asked."""
        found = self.merged
        return len(found.questions) + len(found.again) if found is not None else 0

    def left(self, orphan: Orphan) -> SopKey | None:
        """Name the SOP of the old draft that an orphan of this change was in."""
        if orphan.key in self.old.steps:
            return self.old.steps[orphan.key][0].key
        return SopKey(orphan.key) if orphan.key in self.old.by_key else None

    @property
    def appeared(self) -> frozenset[str]:
        """The steps that the old draft has not."""
        return frozenset(self.home) - frozenset(self.forward.values())


class Touched(NamedTuple):
    """An SOP whose draft another has replaced.

    `status` is new, changed, same or gone; `reopened` tells that it was submitted and goes back to draft.
    """

    id: str
    key: str
    title: str
    status: str
    reopened: bool = False
    suspects: int = 0
    conflicts: int = 0
    orphans: int = 0
