"""Conflicts decided with the act that brings them: what stands is kept, or what the map says is taken."""

from __future__ import annotations

from collections.abc import Mapping

from bpm2sop.workspace.editing import EditCell, edit_cell
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import Person
from bpm2sop.workspace.turns import Touched
from bpm2sop.workspace.views import sop_view


def settle(
    workspace: Workspace, who: Person, sop: Touched, decided: Mapping[tuple[str, str], bool]
) -> int:
    """Settle conflicts of an SOP as a person decided; give how many. What nobody decided waits.

    Args:
        workspace: where.
        who: the person.
        sop: an SOP whose draft another has just replaced.
        decided: by key (the SOP's for title and identity) and field, whether what stands is kept.

    Raises:
        Stale: somebody typed there meanwhile.
    """
    if not sop.conflicts or not decided:
        return 0
    view = sop_view(workspace, who, sop.id)
    cells = [(view.key, one) for one in view.head.values()]
    cells += [(step.key, one) for step in view.steps for one in step.cells.values()]
    count = 0
    for key, cell in cells:
        keep = decided.get((key, cell.field.value))
        if cell.conflict is not None and keep is not None:
            value = cell.conflict.ours if keep else None
            edit_cell(workspace, who, EditCell(sop.id, cell.key, cell.field, value, cell.seen))
            count += 1
    return count
