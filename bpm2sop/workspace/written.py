"""What people wrote on the SOPs of one file, read from the store as an overlay over its draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sqlalchemy import Connection

from bpm2sop.model.sop import SopKey, StepKey
from bpm2sop.store import comments, reviews, sops, unpack
from bpm2sop.store.reviews import ConflictRow, EditRow, OrphanRow, Place, QuestionRow, ReviewRow
from bpm2sop.store.sops import SopRow
from bpm2sop.trace.fingerprints import Fingerprints
from bpm2sop.trace.overlay import Approval, Conflict, Edit, Field, Orphan, Overlay

ACTIVE, GONE, RETIRED = "active", "gone", "retired"
"""States of an SOP."""
FILL = "fill"
"""A conflict with a file that was sent in: no merge may settle it."""
HEAD = ""
"""The key under which title and identity are kept."""
OPEN, REMARKED = "open", "remarked"
"""States of an orphan: words wait for a person, or remarks alone for the step to come back."""
LOST = "-"
"""Begins the key of a remark whose step is gone."""


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
    remarked: frozenset[Place] = frozenset()
    """The steps with remarks."""
    overlay: Overlay = field(default_factory=Overlay)

    @property
    def present(self) -> dict[str, SopRow]:
        """The SOPs that the current draft has, by key."""
        return {row.key: row for row in self.sops if row.state != GONE}

    @property
    def is_empty(self) -> bool:
        """Tell whether nobody wrote anything."""
        return not (self.edits or self.reviews or self.conflicts or self.orphans)

    @property
    def fills(self) -> tuple[ConflictRow, ...]:
        """The conflicts that no merge knows of."""
        return tuple(row for row in self.conflicts if row.via == FILL)


def mark(orphan_id: str) -> str:
    """Make the key by which a kept orphan is known again after a merge; no element has such an id."""
    return f"~{orphan_id}"


def read_written(connection: Connection, file_id: str) -> Written:
    """Read what people wrote on the SOPs of a file."""
    rows = tuple(sops.of_file(connection, file_id))
    edits = tuple(reviews.edits_of_file(connection, file_id))
    reviewed = tuple(reviews.reviews_of_file(connection, file_id))
    conflicts = tuple(reviews.conflicts_of_file(connection, file_id))
    orphans = tuple(
        (row, unpack(row.content, Orphan))
        for row in reviews.orphans_of_file(connection, file_id, (OPEN, REMARKED))
    )
    remarked = comments.places_of_file(connection, file_id)
    keys = {row.id: row.key for row in rows}
    gone = {row.id for row in rows if row.state == GONE}
    return Written(
        sops=rows,
        edits=edits,
        reviews=reviewed,
        conflicts=conflicts,
        orphans=orphans,
        questions=tuple(reviews.questions(connection, file_id)),
        remarked=remarked,
        overlay=Overlay(
            edits=tuple(as_edit(row, keys[row.sop_id]) for row in edits),
            approvals=tuple(_approval(row) for row in reviewed),
            conflicts=tuple(
                _conflict(row, keys[row.sop_id]) for row in conflicts if row.via != FILL
            ),
            orphans=tuple(
                orphan._replace(key=mark(row.id), sop=_sop_now(row, orphan, keys))
                for row, orphan in orphans
            ),
            remarked=frozenset(
                key for sop_id, key in remarked if sop_id not in gone and not key.startswith(LOST)
            ),
        ),
    )


def _sop_now(row: OrphanRow, orphan: Orphan, keys: Mapping[str, str]) -> SopKey | None:
    """Give the key by which an orphan's SOP goes now."""
    known = keys.get(row.sop_id or "")
    return SopKey(known) if known is not None else orphan.sop


def as_edit(row: EditRow, sop_key: str) -> Edit:
    """Give an edit as the merge knows it: title and identity go by the SOP's key."""
    return Edit(row.key or sop_key, Field(row.field), row.value, row.who, row.at)


def as_edits(rows: Sequence[EditRow], sop_key: str) -> tuple[Edit, ...]:
    """Give the edits of one SOP as the merge knows them."""
    return tuple(as_edit(row, sop_key) for row in rows)


def _approval(row: ReviewRow) -> Approval:
    return Approval(
        StepKey(row.key),
        seen_prints(row.seen),
        row.who,
        row.at,
        row.edit_id,
        row.cleared_by,
        row.cleared_at,
        row.word,
    )


def _conflict(row: ConflictRow, sop_key: str) -> Conflict:
    return Conflict(row.key or sop_key, Field(row.field), row.base, row.ours, row.theirs)
