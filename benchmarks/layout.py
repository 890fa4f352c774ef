"""How fast and how well documents are laid out: milliseconds a page, crossings and bends, the prototype's figures beside them.

    python benchmarks/layout.py [--random N] [FOLDER OF MAPS]...

Times are of the process, so that neighbours count less.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "layout"))

from random_sops import random_sop

from bpm2sop import draft
from bpm2sop.layout import Metrics, lay_out, measure, plan
from bpm2sop.layout.routing.frame import Frame, Wire
from bpm2sop.layout.routing.router import Routing, route
from bpm2sop.model.sop import Sop

PROTOTYPE = "prototype: 145 ms a page in the median, 1300 ms at worst"


def watched() -> list[float]:
    """Return a list that takes the seconds of each routing from now on."""
    routed: list[float] = []

    def timed(
        frame: Frame, wires: tuple[Wire, ...], like: Routing | None = None, *, quick: bool = False
    ) -> Routing:
        begin = time.process_time()
        routing = route(frame, wires, like, quick=quick)
        routed.append(time.process_time() - begin)
        return routing

    plan.route = timed
    return routed


def told(name: str, sops: Iterable[Sop], routed: list[float]) -> None:
    """Print what laying out these SOPs takes, and how the drawings are."""
    pages: list[float] = []
    found: list[Metrics] = []
    sheets = 0
    routed.clear()
    for sop in sops:
        begin = time.process_time()
        document = lay_out(sop)
        taken = time.process_time() - begin
        if document.pages:
            pages.append(taken / len(document.pages))
            sheets += len(document.pages)
            found.append(measure(document))
    connectors = sum(each.connectors for each in found)
    print(f"{name}: {len(found)} SOPs, {sheets} pages, {connectors} connectors")
    print(f"  faults {sum(each.faults for each in found)}")
    print(f"  crossings a connector {sum(each.crossings for each in found) / connectors:.4f}")
    bends = sum(each.bends for each in found) / connectors
    print(f"  bends a connector {bends:.2f}, most {max(each.most_bends for each in found)}")
    for what, times in (("whole layout, ms a page", pages), ("routing a page once, ms", routed)):
        print(f"  {what}: median {median(times) * 1e3:.1f}, worst {max(times) * 1e3:.1f}")


def main() -> None:
    """Measure random SOPs, then those of each folder."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--random", type=int, default=300)
    parser.add_argument("folders", nargs="*", type=Path)
    asked = parser.parse_args()
    routed = watched()
    lay_out(random_sop(0))
    if asked.random:
        told("random", map(random_sop, range(asked.random)), routed)
    for folder in asked.folders:
        sops = draft([str(folder)]).sops
        gc.freeze()
        told(folder.name, sops, routed)
    print(PROTOTYPE)


if __name__ == "__main__":
    main()
