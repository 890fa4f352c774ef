"""Many reviewers on one SOP at once, over HTTP: how long an edit takes, and whether a word is lost.

`python benchmarks/reviewers_web.py [ADDRESS] [--people 50] [--edits 40] [--cells 20]`; ADDRESS is an empty database, by default
an SQLite file made for the run. The server is that of `bpm2sop serve`, in the same process: its share of the processors is not all.
"""

import logging
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.crowd import Plan, begin, start, tell
from bpm2sop.workspace.rights import LOCAL
from bpm2sop.workspace.views import sop_view
from bpm2sop_web import Options, create_app
from tests.web.reviewers import invite, lines, listening, wanted, write


def run(address: str, plan: Plan) -> None:
    """Let everybody write, then count."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    workspace, sop = begin(address, plan.cells)
    keys = [step.key for step in sop_view(workspace, LOCAL, sop).steps][: plan.cells]
    with listening(create_app(workspace, Options(secret=b"s" * 32))) as place:
        reviewers = invite(workspace, place, plan.people)
        begun = time.perf_counter()
        write(sop, keys, reviewers, plan.edits)
        seconds = time.perf_counter() - begun
    lost = len(set(wanted(reviewers, plan.edits)) - set(lines(workspace, sop)))
    stale = sum(reviewer.stale for reviewer in reviewers)
    took = (one for reviewer in reviewers for one in reviewer.took)
    came = f"{stale} told of others' words and merged, {lost} lost"
    tell(workspace, plan, seconds, took, came=came)
    workspace.close()


if __name__ == "__main__":
    start(run)
