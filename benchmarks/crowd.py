"""What `reviewers.py` and `reviewers_web.py` share: how many write, the SOP that they write on, and what is said of it."""

import argparse
import statistics
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from bpm2sop.sources import SourceFile
from bpm2sop.store import audit
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.opening import Workspace, open_workspace
from bpm2sop.workspace.rights import LOCAL
from tests.workspace.maps import bpmn


class Plan(NamedTuple):
    """How many write, how often, and into how many cells."""

    people: int
    edits: int
    cells: int


def start(run: Callable[[str, Plan], None]) -> None:
    """Run once as the command line says, in an SQLite file made for the run where it names no address."""
    parser = argparse.ArgumentParser()
    parser.add_argument("address", nargs="?")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--edits", type=int, default=40)
    parser.add_argument("--cells", type=int, default=20)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        address = asked.address or str(Path(folder) / "reviewers.db")
        run(address, Plan(asked.people, asked.edits, asked.cells))


def begin(address: str, cells: int) -> tuple[Workspace, str]:
    """Open a workspace with one SOP of so many steps; give it with the SOP's id."""
    workspace = open_workspace(address)
    steps = "; ".join(f"s{number} Periksa berkas {number} @Loket" for number in range(cells))
    report = import_maps(workspace, LOCAL, [SourceFile("a.bpmn", bpmn(steps))])
    return workspace, report.lines[0].sops[0].id


def tell(
    workspace: Workspace, plan: Plan, seconds: float, took: Iterable[float], *, came: str
) -> None:
    """Print what came of it, and what one edit takes."""
    with workspace.store.reading() as connection:
        whole = audit.broken(connection) is None
    ordered = sorted(took)
    print(
        f"{workspace.store.engine.dialect.name}: {plan.people * plan.edits} edits by {plan.people} in {seconds:.1f} s, "
        f"{came}, chain {'whole' if whole else 'BROKEN'}; an edit {statistics.median(ordered) * 1000:.0f} ms, "
        f"p99 {ordered[int(len(ordered) * 0.99)] * 1000:.0f} ms"
    )
