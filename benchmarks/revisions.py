"""Random histories of review against random revisions of generated maps: what is lost, misplaced, asked; and how long.

python benchmarks/revisions.py [HISTORIES] [FIRST SEED]; an interrupt ends it with the figures so far.
"""

import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.trace.revising import Score, histories

STEPS = 100


def main() -> None:
    """Run the histories and print what came of them."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    begun = time.perf_counter()
    score = Score()
    with suppress(KeyboardInterrupt):
        for start in range(first, first + wanted, STEPS):
            histories(range(start, min(start + STEPS, first + wanted)), score=score)
            print(f"{score.histories} histories, {len(score.faults)} faults", file=sys.stderr)
    report(score, time.perf_counter() - begun)


def report(score: Score, seconds: float) -> None:
    """Print the figures."""
    faults = Counter(fault.split(": ")[1].split(" ")[0] for fault in score.faults)
    lines = {
        "histories": score.histories,
        "revisions (a third renews all ids)": score.revisions,
        "edits typed": score.edits,
        "edits lost or doubled": faults["lost"],
        "edits on a wrong step": faults["moved"],
        "wrong pairs": faults["wrong"],
        "approvals suspect": score.suspects,
        "suspects with a wrong reason": faults["suspect"],
        "steps that survive a revision": score.surviving,
        "matched without asking": _share(score.matched, score.surviving),
        "the same, where all ids are renewed": _share(
            score.renewed_matched, score.renewed_surviving
        ),
        "surviving steps asked about": score.asked,
        "removed steps asked about": score.asked_in_vain,
        "edits kept with orphans": score.orphaned,
        "seconds": f"{seconds:.0f}",
    }
    for name, value in lines.items():
        print(f"| {name} | {value} |")
    for fault in score.faults[:20]:
        print(fault, file=sys.stderr)


def _share(part: int, whole: int) -> str:
    """Give a part in per cent; nothing of nothing is a dash."""
    return f"{part / whole:.3%}" if whole else "-"


if __name__ == "__main__":
    main()
