"""Many reviewers on one SOP at once: how long it takes, and whether a word is lost.

`python benchmarks/reviewers.py [ADDRESS] [--people 50] [--edits 40] [--cells 20]`; ADDRESS is an empty database, by default
an SQLite file made for the run. Everybody writes lines into cells, and adds them to the others' where somebody was faster.
"""

import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.crowd import Plan, begin, start, tell
from bpm2sop.errors import Stale
from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.reviewing import EditCell, edit_cell
from bpm2sop.workspace.rights import LOCAL
from bpm2sop.workspace.views import sop_view
from tests.workspace.maps import person


def write(workspace: Workspace, sop: str, name: str, plan: Plan) -> list[float]:
    """One person's edits; the seconds that each took, tries included."""
    took = []
    for number in range(plan.edits):
        key = f"s{(number + hash(name)) % plan.cells}"
        begun = time.perf_counter()
        steps = sop_view(workspace, LOCAL, sop).steps
        cell = next(step for step in steps if step.key == key).cells[Field.REMARKS]
        value, seen = cell.value, cell.seen
        while True:
            words = f"{value}\n{name}-{number}"
            try:
                edit_cell(workspace, person(name), EditCell(sop, key, Field.REMARKS, words, seen))
            except Stale as stale:
                value, seen = stale.theirs, int(stale.params["seen"])
                continue
            break
        took.append(time.perf_counter() - begun)
    return took


def run(address: str, plan: Plan) -> None:
    """Let everybody write, then count."""
    workspace, sop = begin(address, plan.cells)
    names = [f"orang{number}" for number in range(plan.people)]
    took: list[float] = []
    failed: list[str] = []

    def work(name: str) -> None:
        try:
            took.extend(write(workspace, sop, name, plan))
        except Exception as error:  # noqa: BLE001  (whatever it is, it is counted)
            failed.append(f"{name}: {error!r}")

    threads = [threading.Thread(target=work, args=(name,)) for name in names]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun
    cells = (step.cells[Field.REMARKS] for step in sop_view(workspace, LOCAL, sop).steps)
    kept = sorted(line for cell in cells for line in cell.value.split("\n") if line)
    wanted = sorted(f"{name}-{number}" for name in names for number in range(plan.edits))
    came = f"{len(wanted) - len(kept)} lost, {len(failed)} failed"
    tell(workspace, plan, seconds, took, came=came)
    for line in failed[:5]:
        print(line)
    workspace.close()


if __name__ == "__main__":
    start(run)
