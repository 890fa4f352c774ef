"""The drawings of a file: one a collaboration, or a process that no collaboration names."""

from __future__ import annotations

from typing import NamedTuple

from bpm2sop.model.processmap import ProcessMap
from bpm2sop.workspace.maps import find_file
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.planning import read_version
from bpm2sop.workspace.rights import Person, Right, require


class Drawing(NamedTuple):
    """One drawing of a file: its map, and the ids of what is on it."""

    map: ProcessMap
    elements: frozenset[str]

    @property
    def id(self) -> str:
        """Give the id of the collaboration, or of the process."""
        return self.map.id

    @property
    def name(self) -> str:
        """Give what the file calls it."""
        return self.map.name


def drawings(
    workspace: Workspace, who: Person, file_id: str, *, number: int | None = None
) -> tuple[Drawing, ...]:
    """List the drawings of a version, in the order of the file; of the current one where none is named.

    Raises:
        Missing: there is no such series.
    """
    require(who, Right.READ, file_id)
    with workspace.store.reading() as connection:
        current = find_file(connection, file_id).current
        held = read_version(connection, workspace, file_id, number or current)
    return tuple(map(_drawing, held.maps)) if held is not None else ()


def _drawing(found: ProcessMap) -> Drawing:
    """Name what is on a map."""
    several = (found.participants, found.messages, found.annotations, found.groups)
    ids = {one.id for part in several for one in part}
    mapped = (found.nodes, found.flows, found.lanes, found.data, found.scopes)
    return Drawing(found, frozenset(ids.union([found.id], found.processes, *mapped)))
