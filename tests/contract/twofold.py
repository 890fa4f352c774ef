"""Maps in which two things lay claim to one: where a reader is tempted to take whichever stands first in the file."""

from __future__ import annotations

import random

from lxml import etree

from tests.oracle.generate import Style, random_sketch, random_style
from tests.oracle.markup import BPMN
from tests.oracle.sketch import Edge, Item, Sketch, write

COLLABORATION = f"{{{BPMN}}}collaboration"
CATCH = "intermediateCatchEvent"


def two_catches(rng: random.Random) -> bytes:
    """Two link events catch what one throws."""
    sketch = random_sketch(rng, _messy(rng))
    for body in sketch.bodies:
        links = [item for item in body.items if item.definition.startswith("link")]
        for catch in [item for item in links if item.tag == CATCH]:
            twin = Item(f"{catch.id}_twin", CATCH, catch.name, definition=catch.definition)
            twin.link = catch.link
            targets = [item.id for item in body.items if item.tag not in {"startEvent", "boundaryEvent"}]  # fmt: skip
            body.items.append(twin)
            body.edges.append(Edge(f"{twin.id}_flow", twin.id, rng.choice(targets)))
    return write(sketch)


def two_lanes(rng: random.Random) -> bytes:
    """Nodes are listed in several lanes, one of them perhaps within another."""
    sketch = random_sketch(rng, _messy(rng))
    for body in sketch.bodies:
        names = [item.id for item in body.items]
        for lane in body.lanes:
            more = rng.sample(names, min(2, len(names)))
            lane.members = list(dict.fromkeys([*lane.members, *more]))
    return write(sketch)


def two_pools(rng: random.Random) -> bytes:
    """Two pools of a collaboration name one process."""
    return write(_with_two_pools(rng))


def _with_two_pools(rng: random.Random) -> Sketch:
    sketch = random_sketch(rng, _messy(rng))
    for pool, _, process in list(sketch.pools):
        if process:
            sketch.pools.append((f"{pool}_twin", rng.choice(("Dinas", "Loket", "")), process))
    return sketch


def two_collaborations(rng: random.Random) -> bytes:
    """Two collaborations show some of the same processes, each with messages of its own."""
    sketch = _with_two_pools(rng)
    root = etree.fromstring(write(sketch))
    if not sketch.pools:
        return etree.tostring(root)
    other = etree.Element(COLLABORATION, id="Collaboration_2")
    root.insert(0, other)
    pools = [pool for pool in sketch.pools if rng.random() < 0.6]
    for pool, name, process in pools:
        element = etree.SubElement(other, f"{{{BPMN}}}participant", id=f"{pool}_there")
        element.set("name", rng.choice((name, "Kecamatan")))
        if process:
            element.set("processRef", process)
    ends = [item.id for body in sketch.bodies for item in body.items]
    ends += [f"{pool}_there" for pool, *_ in pools]
    for number in range(rng.randrange(3)):
        flow = etree.SubElement(other, f"{{{BPMN}}}messageFlow", id=f"There_{number}")
        flow.set("sourceRef", rng.choice(ends))
        flow.set("targetRef", rng.choice(ends))
        flow.set("name", rng.choice(("", "Surat")))
    return etree.tostring(root)


def _messy(rng: random.Random) -> Style:
    style = random_style(rng)
    return Style(
        size=style.size, mess=max(style.mess, 2), pools=style.pools, lanes=style.lanes,
        drawn=style.drawn, depth=style.depth, inclusive=style.inclusive,
    )  # fmt: skip


MAKERS = (two_catches, two_lanes, two_pools, two_collaborations)
