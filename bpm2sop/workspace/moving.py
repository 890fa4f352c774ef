"""Moves what people wrote on a file's SOPs to where a merge says: rows keep who wrote them when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from bpm2sop.model.sop import SopKey
from bpm2sop.store import comments, pack, reviews, unpack
from bpm2sop.store.reviews import ConflictRow, OrphanRow, Place, QuestionRow, ReviewRow
from bpm2sop.trace.matching_values import Candidate, Question
from bpm2sop.trace.merge import Merged
from bpm2sop.trace.overlay import Conflict, Field, Orphan
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.turns import Turn
from bpm2sop.workspace.written import HEAD

LOST = "-"
"""Begins the key of a remark whose step is gone."""


@dataclass(frozen=True, slots=True)
class Moving:
    """One move. `ids` names the SOPs' rows by their new keys, `gone` those that the new draft has not."""

    connection: Connection
    workspace: Workspace
    turn: Turn
    merged: Merged
    ids: Mapping[str, str]
    gone: frozenset[str]

    def run(self) -> None:
        """Move everything."""
        kept = self._keep_orphans()
        self._move_edits()
        self._move_comments()
        for orphan_id, key in self.turn.returned.items():
            place = (self.ids[self.turn.home[key]], key)
            reviews.return_edits(self.connection, orphan_id, place)
            reviews.set_orphan(self.connection, orphan_id, "returned")
        for row, orphan in self.turn.written.orphans:
            now = self.turn.waiting.get(row.id)
            if now is not None and now != orphan:
                reviews.set_orphan_content(self.connection, row.id, pack(now))
        everywhere = list(dict.fromkeys((*self.ids.values(), *self.gone)))
        reviews.set_reviews(self.connection, everywhere, list(self._reviews()))
        reviews.set_conflicts(self.connection, everywhere, list(self._conflicts()))
        questions = [*self._earlier_questions(), *self._new_questions(kept)]
        reviews.set_questions(self.connection, self.turn.file_id, questions)

    def _target(self, place: Place) -> Place | None:
        """Say where what stood at a place stands now; None where there is nothing any more."""
        sop_id, key = place
        if key == HEAD:
            return None if sop_id in self.gone else place
        new = self.turn.forward.get(key)
        return None if new is None else (self.ids[self.turn.home[new]], new)

    def _keep_orphans(self) -> frozenset[str]:
        """Keep what was written on steps and SOPs that are gone; give their keys."""
        at = self.workspace.now()
        rows = self.turn.written.present
        for orphan in self.turn.orphaned:
            row = rows.get(orphan.sop or "")
            own = self.workspace.token()
            if row is not None:
                place = (row.id, HEAD if orphan.step is None else orphan.key)
                reviews.orphan_edits(self.connection, place[0], place[1], own)
                orphan = self._with_fills(orphan, place)  # noqa: PLW2901  (the same orphan, with all that is its)
            made = OrphanRow(
                id=own,
                file_id=self.turn.file_id,
                sop_id=row.id if row is not None else None,
                key=orphan.key,
                content=pack(orphan),
                file_version=self.turn.number,
                at=at,
                state="open",
                version=1,
            )
            reviews.add_orphan(self.connection, made)
        return frozenset(orphan.key for orphan in self.turn.orphaned)

    def _with_fills(self, orphan: Orphan, place: Place) -> Orphan:
        """Add the conflicts with files sent in."""
        fills = tuple(
            Conflict(orphan.key, Field(one.field), one.base, one.ours, one.theirs)
            for one in self.turn.written.fills
            if (one.sop_id, one.key) == place
        )
        return orphan._replace(conflicts=(*orphan.conflicts, *fills))

    def _move_edits(self) -> None:
        """Move what was typed."""
        places = sorted({(row.sop_id, row.key) for row in self.turn.written.edits})
        targets = {place: self._target(place) for place in places}
        moves = {old: new for old, new in targets.items() if new is not None and new != old}
        reviews.move_edits(self.connection, moves)

    def _move_comments(self) -> None:
        """Move remarks on steps; those on steps that are gone stay with their SOP."""
        moves: dict[Place, Place] = {}
        for row in self.turn.written.present.values():
            for remark in comments.of_sop(self.connection, row.id):
                place = (row.id, remark.key)
                if remark.key and not remark.key.startswith(LOST):
                    moves[place] = self._target(place) or (row.id, LOST + remark.key)
        comments.move(self.connection, {old: new for old, new in moves.items() if new != old})

    def _reviews(self) -> Iterator[ReviewRow]:
        """Carry the reviews of steps over; where an orphan's words came in, nobody has reviewed the whole."""
        turn = self.turn
        mixed = {
            turn.returned[row.id]
            for row, orphan in turn.written.orphans
            if row.id in turn.returned and orphan.edits
        }
        before = {
            turn.forward[row.key]: row for row in turn.written.reviews if row.key in turn.forward
        }
        suspects = {step.step.key for step in self.merged.steps if step.suspect}
        for approval in turn.overlay.approvals:
            key = approval.key
            row = before.get(key)
            if row is None:
                row = ReviewRow("", key, b"", 0, 0, approval.who, approval.when, "", "", "")
            yield row._replace(
                sop_id=self.ids[turn.home[key]],
                key=key,
                seen=pack(approval.seen),
                edit_id=0 if key in mixed else row.edit_id,
                suspect=int(key in suspects),
            )

    def _conflicts(self) -> Iterator[ConflictRow]:
        """Give the conflicts that are open now; one with a file sent in stays until a person decides."""
        taken = set()
        for row in self.turn.written.fills:
            place = self._target((row.sop_id, row.key))
            if place is not None:
                taken.add((*place, row.field))
                yield row._replace(sop_id=place[0], key=place[1])
        for one in self.merged.conflicts:
            home = self.turn.home.get(one.key)
            place = (
                (self.ids[home], one.key) if home is not None else (self.ids[SopKey(one.key)], HEAD)
            )
            if (*place, one.field) not in taken:
                yield ConflictRow(*place, one.field, one.base, one.ours, one.theirs, "")

    def _earlier_questions(self) -> Iterator[tuple[int, str, bytes]]:
        """Give the earlier questions whose orphan still waits, their candidates called by the new keys."""
        waiting = {
            row.key for row, _ in self.turn.written.orphans if row.id not in self.turn.returned
        }
        for row in self.turn.written.questions:
            forward = self.turn.forward
            question = unpack(row.content, Question)
            candidates = tuple(
                Candidate(forward[one.new], one.confidence)
                for one in question.candidates
                if one.new in forward
            )
            if row.key in waiting and candidates:
                yield row.file_version, row.key, pack(question._replace(candidates=candidates))

    def _new_questions(self, kept: frozenset[str]) -> Iterator[tuple[int, str, bytes]]:
        """Give the questions on whose answer words wait."""
        for question in self.merged.questions:
            if question.old in kept:
                yield self.turn.number, question.old, pack(question)


def questions_of(rows: list[QuestionRow]) -> dict[str, Question]:
    """Open questions, by the key of the step asked about."""
    return {row.key: unpack(row.content, Question) for row in rows}
