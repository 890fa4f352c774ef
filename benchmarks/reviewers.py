"""Many reviewers on one SOP at once: how long it takes, and whether a word is lost.

`python benchmarks/reviewers.py [ADDRESS] [--people 50] [--edits 40] [--cells 20]`; ADDRESS is an empty database, by default
an SQLite file made for the run. Everybody writes lines into cells, and adds them to the others' where somebody was faster.
"""

import argparse
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bpm2sop.errors import Stale
from bpm2sop.sources import SourceFile
from bpm2sop.store import audit
from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.opening import Workspace, open_workspace
from bpm2sop.workspace.reviewing import EditCell, edit_cell
from bpm2sop.workspace.rights import LOCAL
from bpm2sop.workspace.views import sop_view
from tests.workspace.maps import bpmn, person


def write(workspace: Workspace, sop: str, name: str, plan: argparse.Namespace) -> list[float]:
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


def main() -> None:
    """Run once and print what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("address", nargs="?")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--edits", type=int, default=40)
    parser.add_argument("--cells", type=int, default=20)
    plan = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(plan.address or str(Path(folder) / "reviewers.db"), plan)


def run(address: str, plan: argparse.Namespace) -> None:
    """Let everybody write, then count."""
    workspace = open_workspace(address)
    steps = "; ".join(f"s{number} Periksa berkas {number} @Loket" for number in range(plan.cells))
    report = import_maps(workspace, LOCAL, [SourceFile("a.bpmn", bpmn(steps))])
    sop = report.lines[0].sops[0].id
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
    with workspace.store.reading() as connection:
        whole = audit.broken(connection) is None
    took.sort()
    print(
        f"{workspace.store.engine.dialect.name}: {len(wanted)} edits by {plan.people} in {seconds:.1f} s, "
        f"{len(wanted) - len(kept)} lost, {len(failed)} failed, chain {'whole' if whole else 'BROKEN'}; "
        f"an edit {statistics.median(took) * 1000:.0f} ms, p99 {took[int(len(took) * 0.99)] * 1000:.0f} ms"
    )
    for line in failed[:5]:
        print(line)
    workspace.close()


if __name__ == "__main__":
    main()
