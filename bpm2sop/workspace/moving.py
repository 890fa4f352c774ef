"""Moves what people wrote on a file's SOPs to where a merge says: rows keep who wrote them when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from bpm2sop.model.sop import SopKey, StepKey
from bpm2sop.store import comments, pack, reviews, unpack
from bpm2sop.store.reviews import ConflictRow, OrphanRow, Place, QuestionRow, ReviewRow
from bpm2sop.trace.matching_values import Candidate, Question
from bpm2sop.trace.merge import Merged
from bpm2sop.trace.overlay import Conflict, Field, Orphan
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.turns import Turn
from bpm2sop.workspace.written import HEAD, LOST, OPEN, REMARKED


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
        self._move_comments(kept)
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
        questions = {
            row[1]: row
            for row in (
                *self._questions_again(),
                *self._earlier_questions(),
                *self._new_questions(kept),
            )
        }
        reviews.set_questions(self.connection, self.turn.file_id, questions.values())

    def _target(self, place: Place) -> Place | None:
        """Say where what stood at a place stands now; None where there is nothing any more."""
        sop_id, key = place
        if key == HEAD:
            return None if sop_id in self.gone else place
        new = self.turn.forward.get(key)
        return None if new is None else (self.ids[self.turn.home[new]], new)

    def _keep_orphans(self) -> Mapping[str, str]:
        """Keep what was written on steps and SOPs that are gone; give the ids of the orphans by their keys."""
        at = self.workspace.now()
        rows = self.turn.written.present
        kept = {}
        for orphan in self.turn.orphaned:
            row = rows.get(self.turn.left(orphan) or "")
            own = kept[orphan.key] = self.workspace.token()
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
                state=OPEN if orphan.has_words else REMARKED,
                version=1,
            )
            reviews.add_orphan(self.connection, made)
        return kept

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

    def _move_comments(self, kept: Mapping[str, str]) -> None:
        """Move remarks on steps: those on steps that are gone wait with their SOP, those of orphans that are back return."""
        turn = self.turn
        here = {row.id for row in turn.written.present.values()}
        moves: dict[Place, Place] = {}
        for place in sorted(turn.written.remarked):
            sop_id, key = place
            if sop_id in here and not key.startswith(LOST):
                moves[place] = self._target(place) or (sop_id, LOST + kept.get(key, key))
        for row, _ in turn.written.orphans:
            if row.id in turn.returned and row.sop_id is not None:
                key = turn.returned[row.id]
                # Remarks kept before orphans were remembered for them go by the step's key.
                for name in (row.id, row.key):
                    moves[row.sop_id, LOST + name] = (self.ids[turn.home[key]], key)
        comments.move(self.connection, {old: new for old, new in moves.items() if new != old})

    def _mixed(self) -> Iterator[str]:
        """Iterate over the steps to which an orphan brought words beside others: nobody has reviewed the whole."""
        turn = self.turn
        typed = {turn.forward[row.key] for row in turn.written.edits if row.key in turn.forward}
        seen = {turn.forward[row.key] for row in turn.written.reviews if row.key in turn.forward}
        for row, orphan in turn.written.orphans:
            key = turn.returned.get(row.id)
            if (key in seen and orphan.edits) or (key in typed and key not in seen):
                yield key or ""

    def _reviews(self) -> Iterator[ReviewRow]:
        """Carry the reviews of steps over, those of orphans that are back too."""
        turn = self.turn
        mixed = frozenset(self._mixed())
        suspects = {step.step.key for step in self.merged.steps if step.suspect}
        for approval in turn.overlay.approvals:
            key = approval.key
            yield ReviewRow(
                sop_id=self.ids[turn.home[key]],
                key=key,
                seen=pack(approval.seen),
                edit_id=0 if key in mixed else approval.edit,
                suspect=int(key in suspects),
                who=approval.who,
                at=approval.when,
                cleared_by=approval.cleared_by,
                cleared_at=approval.cleared_at,
                word=approval.word,
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

    def _questions_again(self) -> Iterator[tuple[int, str, bytes]]:
        """Give questions about earlier orphans, to which a step that is new may belong."""
        for row, _ in self.turn.written.orphans:
            question = self.turn.asked.get(row.id)
            if question is not None:
                asked = question._replace(old=StepKey(row.key))
                yield self.turn.number, row.key, pack(asked)

    def _new_questions(self, kept: Mapping[str, str]) -> Iterator[tuple[int, str, bytes]]:
        """Give the questions on whose answer words wait."""
        for question in self.merged.questions:
            if question.old in kept:
                yield self.turn.number, question.old, pack(question)


def questions_of(rows: list[QuestionRow]) -> dict[str, Question]:
    """Open questions, by the key of the step asked about."""
    return {row.key: unpack(row.content, Question) for row in rows}
