"""Full disks and kill -9 at any time: what was acknowledged is there, and nothing is half-done."""

import os
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from bpm2sop.store import Store
from bpm2sop.workspace.inspecting import fsck
from bpm2sop.workspace.opening import Workspace, open_workspace
from bpm2sop.workspace.rights import OPERATOR
from tests.store.faults import at_every_write
from tests.store.killing import KILLS, Killing
from tests.workspace.office import ACTS, bring

FEW = KILLS or 6


@pytest.mark.parametrize("name", ACTS)
def test_an_act_that_fails_at_any_write_leaves_nothing(workspace: Workspace, name: str) -> None:
    """It is refused in words, and done by the next try; then everything fits together."""
    case = bring(workspace)
    before, act = ACTS[name]
    before(workspace, case)
    faults = at_every_write(workspace.store, lambda: act(workspace, case))
    assert faults >= 3
    assert fsck(workspace, OPERATOR).clean


def rows(store: Store, query: str) -> set[str]:
    """The rows that a query finds, as words."""
    with store.reading() as connection:
        return {" ".join(str(part) for part in row) for row in connection.execute(text(query))}


QUERIES = {
    "import": "SELECT substr(f.name, 1, length(f.name) - 5), s.id FROM map_file f JOIN sop s ON s.file_id = f.id",
    "edit": "SELECT sop_id, value FROM edit",
    "review": "SELECT subject FROM audit WHERE act = 'review'",
    "approve": "SELECT sop_id FROM edition",
    "enact": "SELECT sop_id, sop_number FROM edition WHERE stage = 'in_force'",
    "revise": "SELECT id FROM map_file WHERE current = 2",
}
"""What stands when an act was acknowledged."""


@pytest.mark.parametrize("seed", [int(os.environ.get("BPM2SOP_SEED", "1"))])
def test_nothing_that_was_acknowledged_is_lost(address: str, tmp_path: Path, seed: int) -> None:
    """Import, edit, review, approve, enact, revise: killed at any time."""
    with Killing("tests.workspace.office:work") as killing:
        done = killing.rounds(address, tmp_path, kills=FEW, longest=1.5, seed=seed)
    with closing(open_workspace(address)) as workspace:
        for act, query in QUERIES.items():
            said = {line.partition(" ")[2] for line in done.said if line.startswith(act)}
            assert said <= rows(workspace.store, query), act
        found = fsck(workspace, OPERATOR)
    assert found.faults == ()
    assert done.kills == FEW
    assert len(done.said) > FEW
