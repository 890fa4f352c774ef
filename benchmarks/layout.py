"""How fast documents are laid out: milliseconds a page over random SOPs, the prototype's figures beside them.

Run it as `python benchmarks/layout.py [number of SOPs]`. Times are of the process, so that neighbours count less.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "layout"))

from random_sops import random_sop

from bpm2sop.layout import lay_out, measure, plan
from bpm2sop.layout.routing.frame import Frame, Wire
from bpm2sop.layout.routing.router import Routing, route

PROTOTYPE = "prototype: 145 ms a page in the median, 1300 ms at worst"


def main(count: int) -> None:
    """Print what laying out so many SOPs takes."""
    routed: list[float] = []

    def timed(
        frame: Frame, wires: tuple[Wire, ...], like: Routing | None = None, *, quick: bool = False
    ) -> Routing:
        begin = time.process_time()
        routing = route(frame, wires, like, quick=quick)
        routed.append(time.process_time() - begin)
        return routing

    plan.route = timed
    pages: list[float] = []
    sheets = crossings = connectors = faults = 0
    lay_out(random_sop(0))
    for seed in range(count):
        begin = time.process_time()
        document = lay_out(random_sop(seed))
        pages.append((time.process_time() - begin) / len(document.pages))
        found = measure(document)
        sheets += len(document.pages)
        crossings, connectors = crossings + found.crossings, connectors + found.connectors
        faults += found.faults
    print(f"{count} SOPs, {sheets} pages, {connectors} connectors, {faults} faults")
    print(f"crossings a connector {crossings / connectors:.4f}")
    print(
        f"whole layout, ms a page: median {median(pages) * 1e3:.1f}, worst {max(pages) * 1e3:.1f}"
    )
    print(
        f"routing of one page, ms: median {median(routed) * 1e3:.1f}, worst {max(routed) * 1e3:.1f}"
    )
    print(PROTOTYPE)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
