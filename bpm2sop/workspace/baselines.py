"""The whole set as it stood at one moment: frozen by a name, compared with another or with how it stands now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection

from bpm2sop.errors import Missing, Refused, Where
from bpm2sop.model.sop import Sop
from bpm2sop.store import baselines, files, pack, sops, unpack
from bpm2sop.store.baselines import BaselineRow, ItemRow
from bpm2sop.trace.matching_changes import SopDiff, What, compare
from bpm2sop.workspace.material import read_material
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import Person, Right, require
from bpm2sop.workspace.texts import NAME, cleaned, cleaned_line
from bpm2sop.workspace.written import ACTIVE


class BaselineView(NamedTuple):
    """A baseline: how many SOPs it holds, who froze it when, and a word on why."""

    id: str
    name: str
    who: str
    at: str
    word: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineDiff:
    """What differs between two sets, SOP by SOP; those that are the same are only counted."""

    changed: tuple[tuple[str, SopDiff], ...]
    """The SOP's id, and what differs."""
    same: int


def freeze(workspace: Workspace, who: Person, name: str, *, word: str = "") -> BaselineView:
    """Freeze all SOPs in use as they stand, under a name.

    Raises:
        Refused: the name is empty or taken.
    """
    require(who, Right.WRITE)
    name = cleaned_line(name, "name", limit=NAME)
    if not name:
        raise Refused("baseline-name-needed", Where(file=workspace.store.place))
    with workspace.store.writing() as connection:
        if baselines.is_taken(connection, name):
            raise Refused("baseline-name-taken", Where(file=name))
        own = workspace.token()
        items = [
            ItemRow(
                baseline_id=own,
                sop_id=sop_id,
                file_version=version,
                edition=edition,
                sha256=files.keep(connection, pack(sop)),
            )
            for sop_id, (sop, version, edition) in _standing(connection, workspace).items()
        ]
        told = cleaned(word, "word")
        row = BaselineRow(own, name, who.login, workspace.now(), told, len(items))
        baselines.add(connection, row, items)
        detail = {"name": name, "sops": len(items)}
        workspace.record(connection, who, act="freeze", subject=own, detail=detail)
    return BaselineView(*row)


def list_baselines(workspace: Workspace, who: Person) -> tuple[BaselineView, ...]:
    """List all baselines, the oldest first."""
    require(who, Right.READ)
    with workspace.store.reading() as connection:
        return tuple(BaselineView(*row) for row in baselines.every(connection))


def compare_baselines(
    workspace: Workspace, who: Person, old: str, new: str | None = None
) -> BaselineDiff:
    """Say what a baseline changes against an earlier one; without `new`, how the set as it stands differs.

    Raises:
        Missing: there is no such baseline.
    """
    require(who, Right.READ)
    with workspace.store.reading() as connection:
        before = _frozen(connection, old)
        after = _frozen(connection, new) if new is not None else _now(connection, workspace)
    changed: list[tuple[str, SopDiff]] = []
    for sop_id in dict.fromkeys((*before, *after)):
        was, now = before.get(sop_id), after.get(sop_id)
        if was == now:
            continue
        found = compare([was] if was is not None else [], [now] if now is not None else [])
        changed += [(sop_id, diff) for diff in found if diff.what is not What.SAME]
    every = len({*before, *after})
    return BaselineDiff(changed=tuple(changed), same=every - len({own for own, _ in changed}))


def _standing(connection: Connection, workspace: Workspace) -> dict[str, tuple[Sop, int, int]]:
    """Give all SOPs in use as they stand, each with the version of its map and its last edition."""
    found = {}
    for row in sops.every(connection, state=ACTIVE):
        if row.draft_id is not None:
            material = read_material(connection, workspace, row.id)
            found[row.id] = (material.effective, material.draft.version, row.edition)
    return found


def _now(connection: Connection, workspace: Workspace) -> dict[str, Sop]:
    return {own: sop for own, (sop, _, _) in _standing(connection, workspace).items()}


def _frozen(connection: Connection, baseline_id: str) -> dict[str, Sop]:
    """Give the SOPs of a baseline.

    Raises:
        Missing: there is none of this id.
    """
    if baselines.find(connection, baseline_id) is None:
        raise Missing("baseline-missing", Where(file=baseline_id))
    return {
        sop_id: unpack(files.kept(connection, item.sha256) or b"", Sop)
        for sop_id, item in baselines.items(connection, baseline_id).items()
    }
