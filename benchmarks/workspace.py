"""What a workspace of generated maps takes: importing them, one more, pages and lists.

`python benchmarks/workspace.py [number of maps] [--only]`: that number, and unless `--only` its half,
quarter, ... before it. Seconds are of the process, so that neighbours count less. `p99` is of a hundred times, of the report the worst
of five; a fresh process remembers nothing.
"""

import itertools
import math
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bpm2sop.garbage import look_seldom
from bpm2sop.sources import SourceFile
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.maps import atlas_view, list_maps, search
from bpm2sop.workspace.opening import Workspace, open_workspace
from bpm2sop.workspace.reporting import Asked, report
from bpm2sop.workspace.rights import LOCAL
from bpm2sop.workspace.views import list_sops, sop_view
from tests.oracle.sketch import write
from tests.trace.revising import Reviser
from tests.workspace.maps import bpmn

ASKED = Asked(date(2026, 1, 1))
WORDS = ("xyzzy", "periksa", "berkas 59", "s59", "m00")
"""What is searched: nothing, much, little, an element, a file."""


class Took(NamedTuple):
    """The median and the 99th percentile of what an act takes; of few times the worst."""

    median: float
    p99: float


def took(act: Callable[[], object], times: int) -> Took:
    """Do something again and again."""
    every = []
    for _ in range(times):
        begun = time.process_time()
        act()
        every.append(time.process_time() - begun)
    every.sort()
    return Took(statistics.median(every), every[math.ceil(0.99 * times) - 1])


def seconds(act: Callable[[], object], times: int = 1) -> float:
    """The median of what an act takes."""
    return took(act, times).median


def measure(count: int, folder: Path) -> None:
    """Print what a workspace of so many maps takes."""
    reviser = Reviser(random.Random(1))  # noqa: S311  (chance, not secrets)
    maps = [SourceFile(f"m{number:05}.bpmn", write(reviser.map())) for number in range(count)]
    place = folder / f"{count}.db"
    workspace = open_workspace(str(place))
    first = seconds(lambda: import_maps(workspace, LOCAL, maps))
    steps = "; ".join(f"s{number} Periksa berkas {number} @Loket" for number in range(60))
    figures = {
        "a map": first / count,
        "one more": seconds(lambda: bring(workspace, "z.bpmn", steps)),
        "and one": seconds(lambda: bring(workspace, "y.bpmn", steps)),
    }
    workspace.close()
    workspace = open_workspace(str(place))
    figures["one more, fresh process"] = seconds(lambda: bring(workspace, "x.bpmn", steps))
    figures["report, fresh process"] = seconds(lambda: report(workspace, LOCAL, ASKED))
    sop = search(workspace, LOCAL, "s59")[0].sop or ""

    def view() -> None:
        workspace.memory.views.clear()
        sop_view(workspace, LOCAL, sop)

    figures["page"] = seconds(view, 20)
    figures["page again"] = seconds(lambda: sop_view(workspace, LOCAL, sop), 20)
    words = itertools.cycle(WORDS)
    often = {
        "maps": took(lambda: list_maps(workspace, LOCAL), 100),
        "SOPs": took(lambda: list_sops(workspace, LOCAL), 100),
        "first 50": took(lambda: list_sops(workspace, LOCAL, limit=50), 100),
        "atlas": took(lambda: atlas_view(workspace, LOCAL), 20),
        "search": took(lambda: search(workspace, LOCAL, next(words)), 100),
        "report": took(lambda: report(workspace, LOCAL, ASKED), 5),
    }
    told = [f"{name} {value * 1000:.1f}" for name, value in figures.items()]
    told += [f"{name} {a * 1000:.1f} (p99 {b * 1000:.1f})" for name, (a, b) in often.items()]
    size = place.stat().st_size / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} maps, ms: {', '.join(told)}; {size:.0f} MB, at most {peak:.0f} MB of memory")
    workspace.close()


def bring(workspace: Workspace, name: str, steps: str) -> None:
    """Import one map."""
    import_maps(workspace, LOCAL, [SourceFile(name, bpmn(steps))])


def main(most: int, *, only: bool) -> None:
    """Measure each size, with garbage looked for as rarely as the command line does."""
    look_seldom()
    halves = 0 if only else max(0, (most // 125).bit_length() - 1)
    with tempfile.TemporaryDirectory() as folder:
        for half in range(halves, -1, -1):
            measure(most >> half, Path(folder))


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--only"]
    main(int(words[0]) if words else 500, only="--only" in sys.argv)
