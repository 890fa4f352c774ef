"""What a workspace of generated maps takes: importing them, one more, pages and lists.

`python benchmarks/workspace.py [number of maps] [--only]`: that number, and unless `--only` its half,
quarter, ... before it. Seconds are of the process, so that neighbours count less.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bpm2sop.sources import SourceFile
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.maps import atlas_view, list_maps, search
from bpm2sop.workspace.opening import open_workspace
from bpm2sop.workspace.reporting import Asked, report
from bpm2sop.workspace.rights import LOCAL
from bpm2sop.workspace.views import list_sops, sop_view
from tests.oracle.sketch import write
from tests.trace.revising import Reviser
from tests.workspace.maps import bpmn


def seconds(act: Callable[[], object], times: int = 1) -> float:
    """The median of what an act takes."""
    took = []
    for _ in range(times):
        begun = time.process_time()
        act()
        took.append(time.process_time() - begun)
    return statistics.median(took)


def measure(count: int, folder: Path) -> None:
    """Print what a workspace of so many maps takes."""
    reviser = Reviser(random.Random(1))  # noqa: S311  (chance, not secrets)
    maps = [SourceFile(f"m{number:05}.bpmn", write(reviser.map())) for number in range(count)]
    workspace = open_workspace(str(folder / f"{count}.db"))
    first = seconds(lambda: import_maps(workspace, LOCAL, maps))
    steps = "; ".join(f"s{number} Periksa berkas {number} @Loket" for number in range(60))
    more = seconds(lambda: import_maps(workspace, LOCAL, [SourceFile("z.bpmn", bpmn(steps))]))
    sop = search(workspace, LOCAL, "s59")[0].sop or ""

    def view() -> None:
        workspace.memory.views.clear()
        sop_view(workspace, LOCAL, sop)

    figures = {
        "a map": first / count,
        "one more": more,
        "page": seconds(view, 20),
        "page again": seconds(lambda: sop_view(workspace, LOCAL, sop), 20),
        "SOPs": seconds(lambda: list_sops(workspace, LOCAL), 5),
        "first 50": seconds(lambda: list_sops(workspace, LOCAL, limit=50), 5),
        "maps": seconds(lambda: list_maps(workspace, LOCAL), 5),
        "atlas": seconds(lambda: atlas_view(workspace, LOCAL), 5),
        "search": seconds(lambda: search(workspace, LOCAL, "xyzzy"), 5),
        "report": seconds(lambda: report(workspace, LOCAL, Asked(date(2026, 1, 1)))),
    }
    told = ", ".join(f"{name} {value * 1000:.1f}" for name, value in figures.items())
    print(f"{count} maps, ms: {told}; {(folder / f'{count}.db').stat().st_size / 1e6:.0f} MB")
    workspace.close()


def main(most: int, *, only: bool) -> None:
    """Measure each size."""
    halves = 0 if only else max(0, (most // 125).bit_length() - 1)
    with tempfile.TemporaryDirectory() as folder:
        for half in range(halves, -1, -1):
            measure(most >> half, Path(folder))


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--only"]
    main(int(words[0]) if words else 500, only="--only" in sys.argv)
