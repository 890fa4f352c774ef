"""All that is known of one SOP: its row, its draft, and what people wrote on it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Connection

from bpm2sop.errors import Missing, Where
from bpm2sop.model.sop import Sop, Step, StepKey
from bpm2sop.store import actors, reviews, sops
from bpm2sop.store.reviews import ConflictRow, EditRow, ReviewRow
from bpm2sop.store.sops import SopRow
from bpm2sop.trace.fingerprints import Change, changes
from bpm2sop.trace.matching_spots import steps_of
from bpm2sop.trace.overlay import Field, actor_names
from bpm2sop.trace.performers import plain, renamed
from bpm2sop.workspace.drafted import Drafted
from bpm2sop.workspace.effective import called_here, overlaid, standing
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.planning import all_drafted, drafted
from bpm2sop.workspace.values import StepStatus
from bpm2sop.workspace.written import ACTIVE, HEAD, as_edits, seen_prints


@dataclass(frozen=True, kw_only=True)
class Material:
    """One SOP. `base` is its draft without what people typed, `edits` are those that hold."""

    row: SopRow
    draft: Drafted
    base: Sop
    edits: tuple[EditRow, ...]
    reviews: Mapping[str, ReviewRow]
    conflicts: Mapping[tuple[str, str], ConflictRow]
    called: Mapping[str, str] = field(default_factory=dict)
    """The names that a reorganisation gave to actors, by the plain form of the map's."""

    @cached_property
    def last(self) -> dict[tuple[str, str], EditRow]:
        """The last edit of each cell."""
        return {(row.key, row.field): row for row in self.edits}

    @cached_property
    def newest(self) -> dict[str, int]:
        """The id of the newest edit that holds in each step."""
        found: dict[str, int] = {}
        for row in self.edits:
            found[row.key] = max(found.get(row.key, 0), row.id)
        return found

    @cached_property
    def edited(self) -> frozenset[str]:
        """The steps in which a person's words stand."""
        return frozenset(row.key for row in self.last.values() if row.value is not None)

    @cached_property
    def torn(self) -> frozenset[str]:
        """The steps with a conflict."""
        return frozenset(key for key, _ in self.conflicts)

    @cached_property
    def steps(self) -> dict[str, Step]:
        """The steps of the draft."""
        return {step.key: step for step, _ in steps_of(self.base.steps)}

    @cached_property
    def names(self) -> dict[str, str]:
        """The actors' names by their ids in the draft, as a reorganisation has them."""
        names = actor_names(self.base)
        return {key: self.known.get(plain(name), name) for key, name in names.items()}

    @cached_property
    def known(self) -> Mapping[str, str]:
        """The names of actors here, by the plain form of the map's: as in this SOP, then as a reorganisation has it."""
        row = self.last.get((HEAD, Field.ACTOR_NAMES))
        own = called_here(row.value or "") if row is not None else {}
        return {**self.called, **{was: self.called.get(plain(n), n) for was, n in own.items()}}

    @cached_property
    def effective(self) -> Sop:
        """The SOP as it stands."""
        base = renamed(self.base, self.known)
        return overlaid(base, standing(as_edits(self.edits, self.base.key)))

    def stamp(self, key: str) -> str:
        """Stand for a row as it is: what the map says, and the newest edit."""
        prints = self.draft.prints[StepKey(key)]
        said = "".join(part.digest for part in prints)
        return f"{hashlib.sha256(said.encode()).hexdigest()[:16]}-{self.newest.get(key, 0)}"

    def why(self, key: str) -> tuple[Change, ...]:
        """Say what the map says differently than when a step was reviewed."""
        review = self.reviews.get(key)
        if review is None:
            return ()
        return changes(seen_prints(review.seen), self.draft.prints[StepKey(key)])

    def status(self, key: str, since: str) -> StepStatus:
        """Say where a step is in its review; `since` is when the last edition was approved."""
        if key in self.torn:
            return StepStatus.CONFLICT
        review = self.reviews.get(key)
        if review is not None and self.why(key):
            return StepStatus.SUSPECT
        if review is not None and self.newest.get(key, 0) <= review.edit_id:
            return StepStatus.REVIEWED
        if key in self.edited:
            return StepStatus.EDITED
        return StepStatus.NEW if self.draft.news.get(key, "") > since else StepStatus.FRESH


def find_sop(connection: Connection, sop_id: str) -> SopRow:
    """Find an SOP.

    Raises:
        Missing: there is none of this id.
    """
    row = sops.find(connection, sop_id)
    if row is None:
        raise Missing("sop-missing", Where(file=sop_id))
    return row


def read_material(connection: Connection, workspace: Workspace, sop_id: str) -> Material:
    """Read one SOP.

    Raises:
        Missing: there is none of this id, or it has no draft.
    """
    row = find_sop(connection, sop_id)
    draft = drafted(connection, workspace, row.draft_id or 0)
    return Material(
        row=row,
        draft=draft,
        base=_base(draft, row),
        edits=tuple(reviews.standing(connection, sop_id)),
        reviews={one.key: one for one in reviews.reviews(connection, sop_id)},
        conflicts={(one.key, one.field): one for one in reviews.conflicts(connection, sop_id)},
        called=actors.called(connection),
    )


def read_materials(connection: Connection, workspace: Workspace) -> list[Material]:
    """Read all SOPs in use, by code and title: what people wrote on them in few queries, whatever their number.

    Raises:
        Missing: the draft of one has it no more.
    """
    edits: dict[str, list[EditRow]] = {}
    seen: dict[str, dict[str, ReviewRow]] = {}
    torn: dict[str, dict[tuple[str, str], ConflictRow]] = {}
    for edit in reviews.all_standing(connection):
        edits.setdefault(edit.sop_id, []).append(edit)
    for review in reviews.all_reviews(connection):
        seen.setdefault(review.sop_id, {})[review.key] = review
    for conflict in reviews.all_conflicts(connection):
        torn.setdefault(conflict.sop_id, {})[conflict.key, conflict.field] = conflict
    called = actors.called(connection)
    rows = [row for row in sops.every(connection, state=ACTIVE) if row.draft_id is not None]
    drafts = all_drafted(connection, workspace, (row.draft_id or 0 for row in rows))
    found = []
    for row in rows:
        draft = drafts[row.draft_id or 0]
        material = Material(
            row=row,
            draft=draft,
            base=_base(draft, row),
            edits=tuple(edits.get(row.id, ())),
            reviews=seen.get(row.id, {}),
            conflicts=torn.get(row.id, {}),
            called=called,
        )
        found.append(material)
    return found


def _base(draft: Drafted, row: SopRow) -> Sop:
    """Find an SOP in its draft.

    Raises:
        Missing: it has none of its key.
    """
    base = draft.by_key.get(row.key)
    if base is None:
        raise Missing("sop-without-draft", Where(file=row.title or row.key))
    return base


def effective(workspace: Workspace, sop_id: str) -> Sop:
    """Give an SOP as it stands.

    Raises:
        Missing: there is none of this id, or it has no draft.
    """
    with workspace.store.reading() as connection:
        return read_material(connection, workspace, sop_id).effective
