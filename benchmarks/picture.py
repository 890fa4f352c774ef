"""How fast maps become pictures: the corpus drawn and laid out, and how layout grows with the map.

python benchmarks/picture.py [FOLDER OF MAPS]
"""

import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median

from bpm2sop.model.processmap import (
    Drawing,
    ElementId,
    FlowNode,
    Lane,
    Membership,
    MembershipSource,
    NodeType,
    ProcessMap,
    Scope,
    SequenceFlow,
)
from bpm2sop.picture import draw, lay_out, planes_of, png
from bpm2sop.readers import read_file

TARGET = 5.0
SIZES = (250, 500, 1000, 2000)
PROCESS = ElementId("P")


def timed(act: Callable[[], object]) -> float:
    """Return the milliseconds of one call."""
    begin = time.perf_counter()
    act()
    return (time.perf_counter() - begin) * 1000


def corpus_maps(folder: Path) -> Iterator[ProcessMap]:
    """Read all maps of a folder that hold a flow node."""
    for path in sorted(folder.rglob("*.bpmn")):
        held = read_file(path.name, path.read_bytes()).maps
        yield from (each for each in held if each.nodes)


def large_map(nodes: int) -> ProcessMap:
    """Return a connected map of six lanes with loops."""
    dice = random.Random(nodes)  # noqa: S311
    kinds = (NodeType.TASK, NodeType.TASK, NodeType.TASK, NodeType.EXCLUSIVE_GATEWAY)
    ids = [ElementId(f"n{number}") for number in range(nodes)]
    pairs = [(ids[dice.randrange(max(0, at - 4), at)], ids[at]) for at in range(1, nodes)]
    pairs += [(dice.choice(ids), dice.choice(ids)) for _ in range(nodes // 4)]
    lanes = [ElementId(f"L{number}") for number in range(6)]
    flows = [
        SequenceFlow(ElementId(f"f{number}"), *pair, "", "", PROCESS, 1)
        for number, pair in enumerate(pairs)
    ]
    return ProcessMap(
        id=PROCESS,
        name="Large",
        file="large.bpmn",
        processes=(PROCESS,),
        scopes={
            PROCESS: Scope(PROCESS, "", PROCESS, None, tuple(ids), tuple(f.id for f in flows), 1)
        },
        nodes={own: FlowNode(own, dice.choice(kinds), f"Langkah {own}", PROCESS, 1) for own in ids},
        flows={flow.id: flow for flow in flows},
        lanes={own: Lane(own, own, PROCESS, None, 1) for own in lanes},
        membership={own: Membership(dice.choice(lanes), MembershipSource.REFERENCE) for own in ids},
    )


def main(folder: Path) -> None:
    """Print the figures."""
    maps = list(corpus_maps(folder))
    drawn = [timed(lambda held=held: draw(held)) for held in maps]
    bare = [replace(held, drawing=Drawing()) for held in maps]
    laid = [timed(lambda held=held: lay_out(held)) for held in bare]
    planes = sum(len(planes_of(held)) for held in maps)
    print(f"{len(maps)} maps, {planes} planes")
    for name, times in (("draw", drawn), ("lay out", laid)):
        print(f"{name:8} median {median(times):6.2f} ms, worst {max(times):7.1f} ms")
    print(f"target of draw: {TARGET} ms: {'met' if median(drawn) <= TARGET else 'missed'}")
    for size in SIZES:
        held = large_map(size)
        laid_out, painted = (
            timed(lambda held=held: lay_out(held)),
            timed(lambda held=held: draw(held)),
        )
        print(
            f"{size:5} nodes: laid out in {laid_out:7.0f} ms, laid out and drawn in {painted:7.0f} ms"
        )
    picture = draw(max(maps, key=lambda held: len(held.nodes)))
    print(f"PNG of the largest map, 1400 wide: {timed(lambda: png(picture, width=1400)):.0f} ms")


if __name__ == "__main__":
    beside = Path(__file__).parents[2] / "shared" / "corpus"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else beside)
