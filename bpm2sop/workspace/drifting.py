"""Where SOPs and maps have drifted apart: steps reviewed, or approved and in force, whose map says something else by now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from bpm2sop.drafting import Settings, draft_file
from bpm2sop.model.sop import Sop, Step
from bpm2sop.store import editions, reviews, sops, unpack
from bpm2sop.store.files import FileRow
from bpm2sop.store.sops import SopRow
from bpm2sop.store.terms import Term
from bpm2sop.trace.matching_changes import SopDiff, What, compare
from bpm2sop.trace.matching_spots import steps_of
from bpm2sop.trace.overlay import Orphan, actor_names
from bpm2sop.trace.values import How, Link, Row
from bpm2sop.workspace.in_force import force_on
from bpm2sop.workspace.issued import issued
from bpm2sop.workspace.material import Material
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.planning import read_version
from bpm2sop.workspace.values import StepStatus
from bpm2sop.workspace.written import GONE, RETIRED

_CHANGED = frozenset({StepStatus.SUSPECT, StepStatus.CONFLICT})
_GONE = "gone"
"""Why a row has no node: the map has it no more."""
_OTHER = (SopDiff(old=None, new=None),)
"""Of an SOP that neither version has: its map says something else."""
_Diffs = Mapping[str, tuple[SopDiff, ...]]


class Drift(NamedTuple):
    """What has drifted: SOPs in force by their ids, nodes of the maps, and steps without a node."""

    behind: list[str]
    links: Mapping[tuple[str, str], Link]
    orphans: tuple[Row, ...]


class Drifting:
    """Finds what a map says differently now than when a step was reviewed, or an SOP in force was approved."""

    def __init__(
        self,
        connection: Connection,
        workspace: Workspace,
        rows: Mapping[str, FileRow],
        settings: Settings,
    ) -> None:
        """Remember what was compared: the SOPs of one file are often approved together."""
        self._connection = connection
        self._workspace = workspace
        self._rows = rows
        self._settings = settings
        self._known: dict[tuple[str, int], _Diffs] = {}

    def of(self, held: list[Material], on: date) -> Drift:
        """Tell it of all SOPs in use, and of those in force on a day."""
        force = force_on(self._connection, on)
        links, behind, orphans = _reviewed(held), [], list(self._waiting())
        for one in held:
            diffs = self._diffs(one.row, force.get(one.row.id))
            if any(diff.what is not What.SAME for diff in diffs):
                behind.append(one.row.id)
            for diff in diffs:
                for step in diff.steps:
                    if step.what is What.REMOVED:
                        orphans.append(self._row(one.row, step.step, diff.old))
                    elif step.what is not What.SAME:
                        links.update(_changed(one.base.source.file, step.step))
        orphans += self._without_process(force)
        kept = {(row.sop, row.file, row.element): row for row in reversed(orphans)}
        return Drift(behind, links, tuple(reversed(kept.values())))

    def _diffs(self, row: SopRow, force: Term | None) -> tuple[SopDiff, ...]:
        """Compare what an SOP was approved of with what its map says now."""
        file = self._rows.get(row.file_id or "")
        if force is None or file is None or force.file_version == file.current:
            return ()
        key = (file.id, force.file_version)
        if key not in self._known:
            self._known[key] = self._compared(file, force.file_version)
        return self._known[key].get(row.key, _OTHER)

    def _compared(self, file: FileRow, number: int) -> _Diffs:
        """Compare two versions of a file; give what differs by the keys of the SOPs."""
        versions = [
            read_version(self._connection, self._workspace, file.id, one)
            for one in (number, file.current)
        ]
        old, new = (draft_file(one, self._settings) if one else () for one in versions)
        found: dict[str, tuple[SopDiff, ...]] = {}
        for diff in compare(old, new):
            for key in {side.key for side in (diff.old, diff.new) if side is not None}:
                found[key] = (*found.get(key, ()), diff)
        return found

    def _waiting(self) -> Iterator[Row]:
        """Iterate over the steps on which somebody wrote and that wait for a decision."""
        rows = reviews.all_orphans(self._connection)
        known = {row.id: row for row in sops.every(self._connection)} if rows else {}
        for one in rows:
            orphan, row = unpack(one.content, Orphan), known.get(one.sop_id or "")
            if row is None or row.state == RETIRED:
                continue
            if orphan.step is not None and orphan.into is None:
                yield self._row(row, orphan.step, None, ", ".join(orphan.actors))

    def _without_process(self, force: Mapping[str, Term]) -> Iterator[Row]:
        """Iterate over the steps of SOPs in force whose process is in no map any more."""
        for row in sops.every(self._connection, state=GONE):
            term = force.get(row.id)
            edition = (
                editions.find(self._connection, row.id, term.number) if term is not None else None
            )
            if edition is not None:
                sop = issued(edition)
                for step, _ in steps_of(sop.steps):
                    yield self._row(row, step, sop)

    def _row(self, row: SopRow, step: Step, sop: Sop | None, actors: str = "") -> Row:
        """Make the row of a step without a node."""
        file = self._rows.get(row.file_id or "")
        names = actor_names(sop) if sop is not None else {}
        return Row(
            row.code,
            "",
            file.name if file is not None else "",
            step.core.id if step.core is not None else step.key,
            step.label,
            step.core_type,
            actors or ", ".join(names.get(one, one) for one in step.actors),
            row.key,
            row.number,
            row.title,
            step.no,
            How.EXPLAINED,
            _GONE,
            Link.ORPHAN,
        )


def _reviewed(held: Iterable[Material]) -> dict[tuple[str, str], Link]:
    """Name the nodes of steps that say something else than when they were reviewed."""
    found: dict[tuple[str, str], Link] = {}
    for one in held:
        if not (one.reviews or one.conflicts):
            continue
        for step, _ in steps_of(one.base.steps):
            if one.status(step.key, "") in _CHANGED:
                found.update(_changed(one.base.source.file, step))
    return found


def _changed(file: str, step: Step) -> dict[tuple[str, str], Link]:
    """Name the nodes of a step that has changed."""
    return {(file, part.id): Link.CHANGED for part in step.elements}
