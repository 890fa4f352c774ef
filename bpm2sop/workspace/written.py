"""What people wrote on the SOPs of one file, read from the store as an overlay over its draft."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from msgspec import structs
from sqlalchemy import Connection

from bpm2sop.model.sop import StepKey
from bpm2sop.store import reviews, sops, unpack
from bpm2sop.store.reviews import ConflictRow, EditRow, OrphanRow, QuestionRow, ReviewRow
from bpm2sop.store.sops import SopRow
from bpm2sop.trace.fingerprints import Fingerprints
from bpm2sop.trace.overlay import Approval, Conflict, Edit, Field, Orphan, Overlay

ACTIVE, GONE, RETIRED = "active", "gone", "retired"
"""States of an SOP."""
FILL = "fill"
"""A conflict with a file that was sent in: no merge may settle it."""
HEAD = ""
"""The key under which title and identity are kept."""


@lru_cache(maxsize=4096)
def seen_prints(data: bytes) -> Fingerprints:
    """Open the fingerprints that a reviewer saw."""
    return unpack(data, Fingerprints)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The rows of one file, and the overlay that they make."""

    sops: tuple[SopRow, ...] = ()
    edits: tuple[EditRow, ...] = ()
    reviews: tuple[ReviewRow, ...] = ()
    conflicts: tuple[ConflictRow, ...] = ()
    orphans: tuple[tuple[OrphanRow, Orphan], ...] = ()
    """As they are kept; in the overlay they go by their marks."""
    questions: tuple[QuestionRow, ...] = ()
    overlay: Overlay = field(default_factory=Overlay)

    @property
    def present(self) -> dict[str, SopRow]:
        """The SOPs that the current draft has, by key."""
        return {row.key: row for row in self.sops if row.state != GONE}

    @property
    def is_empty(self) -> bool:
        """Tell whether nobody wrote anything."""
        return not (self.edits or self.reviews or self.conflicts or self.orphans)

    def called_apart(self, is_taken: Callable[[str], bool]) -> Written:
        """Give the same, the steps of orphans called by keys that no step has where theirs are taken.

        A tool may give an old id to another step; a pair that a person gives would then mean both.
        """
        orphans = tuple(
            _renamed(orphan) if orphan.step is not None and is_taken(orphan.step.key) else orphan
            for orphan in self.overlay.orphans
        )
        return replace(self, overlay=replace(self.overlay, orphans=orphans))

    @property
    def fills(self) -> tuple[ConflictRow, ...]:
        """The conflicts that no merge knows of."""
        return tuple(row for row in self.conflicts if row.via == FILL)


def mark(orphan_id: str) -> str:
    """Make the key by which a kept orphan is known again after a merge; no element has such an id."""
    return f"~{orphan_id}"


def _renamed(orphan: Orphan) -> Orphan:
    """Call an orphan's step by its mark."""
    if orphan.step is None:
        return orphan
    return orphan._replace(step=structs.replace(orphan.step, key=StepKey(orphan.key)))


def read_written(connection: Connection, file_id: str) -> Written:
    """Read what people wrote on the SOPs of a file."""
    rows = tuple(sops.of_file(connection, file_id))
    edits = tuple(reviews.edits_of_file(connection, file_id))
    reviewed = tuple(reviews.reviews_of_file(connection, file_id))
    conflicts = tuple(reviews.conflicts_of_file(connection, file_id))
    orphans = tuple(
        (row, unpack(row.content, Orphan)) for row in reviews.orphans_of_file(connection, file_id)
    )
    keys = {row.id: row.key for row in rows}
    return Written(
        sops=rows,
        edits=edits,
        reviews=reviewed,
        conflicts=conflicts,
        orphans=orphans,
        questions=tuple(reviews.questions(connection, file_id)),
        overlay=Overlay(
            edits=tuple(as_edit(row, keys[row.sop_id]) for row in edits),
            approvals=tuple(_approval(row) for row in reviewed),
            conflicts=tuple(
                _conflict(row, keys[row.sop_id]) for row in conflicts if row.via != FILL
            ),
            orphans=tuple(orphan._replace(key=mark(row.id)) for row, orphan in orphans),
        ),
    )


def as_edit(row: EditRow, sop_key: str) -> Edit:
    """Give an edit as the merge knows it: title and identity go by the SOP's key."""
    return Edit(row.key or sop_key, Field(row.field), row.value, row.who, row.at)


def as_edits(rows: Sequence[EditRow], sop_key: str) -> tuple[Edit, ...]:
    """Give the edits of one SOP as the merge knows them."""
    return tuple(as_edit(row, sop_key) for row in rows)


def _approval(row: ReviewRow) -> Approval:
    return Approval(StepKey(row.key), seen_prints(row.seen), row.who, row.at)


def _conflict(row: ConflictRow, sop_key: str) -> Conflict:
    return Conflict(row.key or sop_key, Field(row.field), row.base, row.ours, row.theirs)
