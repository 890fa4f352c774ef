"""Many reviewers on one SOP at once, over HTTP: how long an edit takes, and whether a word is lost.

`python benchmarks/reviewers_web.py [ADDRESS] [--people 50] [--edits 40] [--cells 20]`; ADDRESS is an empty database, by default
an SQLite file made for the run. The server is that of `bpm2sop serve`, in the same process: its share of the processors is not all.
"""

import argparse
import logging
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bpm2sop.sources import SourceFile
from bpm2sop.store import audit
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.opening import open_workspace
from bpm2sop.workspace.rights import LOCAL
from bpm2sop.workspace.views import sop_view
from bpm2sop_web import Options, create_app
from tests.web.reviewers import invite, lines, listening, wanted, write
from tests.workspace.maps import bpmn


def main() -> None:
    """Run once and print what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("address", nargs="?")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--edits", type=int, default=40)
    parser.add_argument("--cells", type=int, default=20)
    plan = parser.parse_args()
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        run(plan.address or str(Path(folder) / "reviewers.db"), plan)


def run(address: str, plan: argparse.Namespace) -> None:
    """Let everybody write, then count."""
    workspace = open_workspace(address)
    steps = "; ".join(f"s{number} Periksa berkas {number} @Loket" for number in range(plan.cells))
    report = import_maps(workspace, LOCAL, [SourceFile("a.bpmn", bpmn(steps))])
    sop = report.lines[0].sops[0].id
    keys = [step.key for step in sop_view(workspace, LOCAL, sop).steps][: plan.cells]
    with listening(create_app(workspace, Options(secret=b"s" * 32))) as place:
        reviewers = invite(workspace, place, plan.people)
        begun = time.perf_counter()
        write(sop, keys, reviewers, plan.edits)
        seconds = time.perf_counter() - begun
    expected = wanted(reviewers, plan.edits)
    lost = len(set(expected) - set(lines(workspace, sop)))
    with workspace.store.reading() as connection:
        whole = audit.broken(connection) is None
    took = sorted(one for reviewer in reviewers for one in reviewer.took)
    stale = sum(reviewer.stale for reviewer in reviewers)
    print(
        f"{workspace.store.engine.dialect.name}: {len(expected)} edits by {plan.people} in {seconds:.1f} s, "
        f"{stale} told of others' words and merged, {lost} lost, chain {'whole' if whole else 'BROKEN'}; "
        f"an edit {statistics.median(took) * 1000:.0f} ms, p99 {took[int(len(took) * 0.99)] * 1000:.0f} ms"
    )
    workspace.close()


if __name__ == "__main__":
    main()
