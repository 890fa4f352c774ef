"""Random maps: structured blocks first, then whatever a hurried hand may draw."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as st

from tests.oracle.sketch import Body, Edge, Item, LaneSketch, Sketch, write

LABELS = (
    "Memeriksa berkas",
    "Menerima permohonan",
    "Menandatangani surat",
    "Check completeness",
    "Approve\nrequest",
    "Cetak & kirim <surat>",
    "Verifikasi",
    "Verifikasi",
    "",
)
ANSWERS = ("Ya", "Tidak", "lengkap", "tidak lengkap", "Ya", "", "")
TASKS = ("task", "userTask", "manualTask", "serviceTask", "sendTask", "receiveTask", "callActivity")
TYPED = ("messageEventDefinition", "timerEventDefinition", "signalEventDefinition")
ROLES = ("Kepala Dinas", "Sekretaris", "Staf", "Loket", "", "Staf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What a generated map may have."""

    size: int = 8
    mess: int = 0
    pools: int = 1
    lanes: bool = True
    drawn: bool = True
    depth: int = 2
    inclusive: bool = True


@dataclass(slots=True)
class Maker:
    """Draws one map; all chance comes from its generator of random numbers."""

    rng: random.Random
    style: Style
    made: int = 0

    def name(self, kind: str) -> str:
        """A new id."""
        self.made += 1
        return f"{kind}_{self.made}"

    def item(self, body: Body, tag: str, **more: str) -> str:
        """Add a flow node."""
        label = self.rng.choice(LABELS) if tag in TASKS or "Gateway" in tag else ""
        item = Item(self.name(tag), tag, more.pop("name", label))
        item.definition, item.link = more.pop("definition", ""), more.pop("link", "")
        item.attributes = more
        body.items.append(item)
        return item.id

    def edge(self, body: Body, source: str, target: str, **more: str) -> str:
        """Add a sequence flow."""
        edge = Edge(self.name("Flow"), source, target, **more)
        body.edges.append(edge)
        return edge.id

    def chance(self, percent: int) -> bool:
        """True in so many of a hundred cases."""
        return self.rng.randrange(100) < percent


Block = tuple[str, str]


def _task(maker: Maker, body: Body, size: int, depth: int) -> Block:
    name = maker.item(body, maker.rng.choice(TASKS))
    if maker.chance(20):
        body.items[-1].data = maker.name("Data")
    if maker.chance(20):
        body.items[-1].gives = maker.name("Data")
    if maker.chance(10):
        body.items[-1].said = maker.rng.choice(("Waktu: 2 hari kerja", "Dikerjakan di loket."))
    if maker.chance(15):
        interrupting = "true" if maker.chance(70) else "false"
        event = maker.item(
            body,
            "boundaryEvent",
            attachedToRef=name,
            cancelActivity=interrupting,
            definition=maker.rng.choice(TYPED),
        )
        maker.edge(body, event, maker.item(body, maker.rng.choice(("endEvent", "task"))))
    return name, name


def _event(maker: Maker, body: Body, size: int, depth: int) -> Block:
    tag = maker.rng.choice(("intermediateCatchEvent", "intermediateThrowEvent"))
    name = maker.item(body, tag, definition=maker.rng.choice(TYPED))
    return name, name


def _sequence(maker: Maker, body: Body, size: int, depth: int) -> Block:
    cut = maker.rng.randint(1, max(1, size - 1))
    first, second = _block(maker, body, cut, depth), _block(maker, body, size - cut, depth)
    maker.edge(body, first[1], second[0])
    return first[0], second[1]


def _branches(maker: Maker, body: Body, size: int, depth: int) -> Block:
    tags = ["exclusiveGateway", "parallelGateway"] + ["inclusiveGateway"] * maker.style.inclusive
    tag = maker.rng.choice(tags)
    split, join = maker.item(body, tag), maker.item(body, tag)
    ways = maker.rng.randint(2, 3)
    choosing = tag != "parallelGateway"
    for index in range(ways):
        words = {"name": maker.rng.choice(ANSWERS)} if choosing else {}
        if choosing and maker.chance(30):
            words["condition"] = f"${{way == {index}}}"
        if maker.chance(20) and index:
            flow = maker.edge(body, split, join, **words)
        else:
            block = _block(maker, body, max(1, size // ways), depth)
            flow = maker.edge(body, split, block[0], **words)
            maker.edge(body, block[1], join)
        if choosing and index == ways - 1 and maker.chance(40):
            next(i for i in body.items if i.id == split).attributes["default"] = flow
    return split, join


def _first_event(maker: Maker, body: Body, size: int, depth: int) -> Block:
    split, join = maker.item(body, "eventBasedGateway"), maker.item(body, "exclusiveGateway")
    for kind in maker.rng.sample(TYPED, 2):
        event = maker.item(body, "intermediateCatchEvent", definition=kind)
        maker.edge(body, split, event)
        if maker.chance(60):
            block = _block(maker, body, max(1, size // 2), depth)
            maker.edge(body, event, block[0])
            event = block[1]
        maker.edge(body, event, join)
    return split, join


def _loop(maker: Maker, body: Body, size: int, depth: int) -> Block:
    merge, split = maker.item(body, "exclusiveGateway"), maker.item(body, "exclusiveGateway")
    block = _block(maker, body, max(1, size - 1), depth)
    maker.edge(body, merge, block[0])
    maker.edge(body, block[1], split)
    if maker.chance(50):
        again = _block(maker, body, 1, depth)
        maker.edge(body, split, again[0], name=maker.rng.choice(ANSWERS))
        maker.edge(body, again[1], merge)
    else:
        maker.edge(body, split, merge, name=maker.rng.choice(ANSWERS))
    return merge, split


def _nested(maker: Maker, body: Body, size: int, depth: int) -> Block:
    if depth <= 0:
        return _task(maker, body, size, depth)
    name = maker.item(body, "subProcess", name=maker.rng.choice(LABELS))
    item = body.items[-1]
    item.body = Body(name)
    _fill(maker, item.body, max(1, size // 2), depth - 1)
    return name, name


BLOCKS: tuple[Callable[[Maker, Body, int, int], Block], ...] = (
    _sequence,
    _sequence,
    _branches,
    _first_event,
    _loop,
    _nested,
)


def _block(maker: Maker, body: Body, size: int, depth: int) -> Block:
    if size <= 1:
        kind = _event if maker.chance(15) else _task
        return kind(maker, body, size, depth)
    return maker.rng.choice(BLOCKS)(maker, body, size, depth)


def _fill(maker: Maker, body: Body, size: int, depth: int) -> None:
    """A start, a block, an end; then the mess."""
    kind = maker.rng.choice(TYPED) if maker.chance(20) else ""
    start = maker.item(body, "startEvent", name="Mulai", definition=kind)
    block = _block(maker, body, size, depth)
    maker.edge(body, start, block[0])
    maker.edge(body, block[1], maker.item(body, "endEvent", name=maker.rng.choice(("", "Selesai"))))
    for _ in range(maker.style.mess):
        maker.rng.choice(MESSES)(maker, body)


def _from(maker: Maker, body: Body) -> str:
    barred = {"endEvent"}
    return maker.rng.choice([item.id for item in body.items if item.tag not in barred])


def _to(maker: Maker, body: Body) -> str:
    barred = {"startEvent", "boundaryEvent"}
    return maker.rng.choice([item.id for item in body.items if item.tag not in barred])


def _extra_edge(maker: Maker, body: Body) -> None:
    """An arrow across blocks: implicit splits and merges, loops with several ways in."""
    maker.edge(body, _from(maker, body), _to(maker, body), name=maker.rng.choice(ANSWERS))


def _self_loop(maker: Maker, body: Body) -> None:
    if tasks := [item.id for item in body.items if item.tag in TASKS]:
        name = maker.rng.choice(tasks)
        maker.edge(body, name, name)


def _twin_edge(maker: Maker, body: Body) -> None:
    edge = maker.rng.choice(body.edges)
    maker.edge(body, edge.source, edge.target, name=edge.name)


def _conditional(maker: Maker, body: Body) -> None:
    maker.edge(body, _from(maker, body), _to(maker, body), condition="${amount > 10}")


def _dangling(maker: Maker, body: Body) -> None:
    maker.edge(body, _from(maker, body), maker.rng.choice(("", "Nowhere_1")))


def _alone(maker: Maker, body: Body) -> None:
    maker.item(body, maker.rng.choice(("task", "exclusiveGateway", "endEvent", "startEvent")))


def _unreachable(maker: Maker, body: Body) -> None:
    """A ring that nothing leads into; it may lead out."""
    one, two = maker.item(body, "task"), maker.item(body, "userTask")
    maker.edge(body, one, two)
    maker.edge(body, two, one)
    if maker.chance(50):
        maker.edge(body, two, _to(maker, body))


def _more_starts(maker: Maker, body: Body) -> None:
    maker.edge(body, maker.item(body, "startEvent", definition=TYPED[0]), _to(maker, body))


def _more_ends(maker: Maker, body: Body) -> None:
    kind = maker.rng.choice(("", "errorEventDefinition", "terminateEventDefinition"))
    maker.edge(body, _from(maker, body), maker.item(body, "endEvent", definition=kind))


def _link(maker: Maker, body: Body) -> None:
    """Cut an arrow by a pair of link events."""
    edge = maker.rng.choice(body.edges)
    if not edge.target:
        return
    link = maker.name("Link")
    pair = {"definition": "linkEventDefinition", "link": link, "name": link}
    catch = maker.item(body, "intermediateCatchEvent", **pair)
    maker.edge(body, catch, edge.target)
    edge.target = maker.item(body, "intermediateThrowEvent", **pair)


def _handler(maker: Maker, body: Body) -> None:
    """An event sub-process, or a compensation activity on its boundary event."""
    if maker.chance(50):
        name = maker.item(body, "subProcess", triggeredByEvent="true")
        inner = Body(name)
        body.items[-1].body = inner
        start = maker.item(inner, "startEvent", definition=TYPED[0])
        maker.edge(inner, start, maker.item(inner, "task"))
        return
    host = maker.item(body, "task")
    maker.edge(body, _from(maker, body), host)
    kind = "compensateEventDefinition"
    event = maker.item(body, "boundaryEvent", attachedToRef=host, definition=kind)
    undo = maker.item(body, "task", isForCompensation="true")
    body.associations.append((maker.name("Association"), event, undo))


MESSES: tuple[Callable[[Maker, Body], None], ...] = (
    _extra_edge,
    _extra_edge,
    _extra_edge,
    _self_loop,
    _twin_edge,
    _conditional,
    _dangling,
    _alone,
    _unreachable,
    _more_starts,
    _more_ends,
    _link,
    _handler,
)


def _lanes(maker: Maker, body: Body) -> None:
    """Put the nodes into two or three lanes, one of them perhaps divided, some left out if messy."""
    lanes = [
        LaneSketch(maker.name("Lane"), maker.rng.choice(ROLES))
        for _ in range(maker.rng.randint(2, 3))
    ]
    leaves = list(lanes)
    if maker.chance(30):
        lanes[0].lanes = [LaneSketch(maker.name("Lane"), name) for name in ROLES[1:3]]
        leaves = [*lanes[0].lanes, *lanes[1:]]
    for item in body.items:
        if not (maker.style.mess and maker.chance(5)):
            maker.rng.choice(leaves).members.append(item.id)
    body.lanes = lanes


def _messages(maker: Maker, sketch: Sketch) -> None:
    """A few messages from pool to pool, one perhaps to a pool without content."""
    tags = set(TASKS) | {"intermediateThrowEvent", "intermediateCatchEvent"}
    spots = [[i.id for i in body.items if i.tag in tags] for body in sketch.bodies]
    for _ in range(maker.rng.randint(1, 3)):
        one, two = maker.rng.sample(spots, 2)
        if one and two:
            name = maker.name("Message")
            ends = maker.rng.choice(one), maker.rng.choice(two)
            sketch.messages.append((name, maker.rng.choice(("Surat", "")), *ends))
    sketch.pools.append((maker.name("Pool"), "Pemohon", ""))


def random_sketch(rng: random.Random, style: Style | None = None) -> Sketch:
    """Draw a map by chance, the same for the same state of the random numbers."""
    maker = Maker(rng, style or random_style(rng))
    sketch = Sketch(drawn=maker.style.drawn)
    for _ in range(maker.style.pools):
        body = Body(maker.name("Process"), rng.choice(("Pelayanan izin", "")))
        _fill(maker, body, maker.style.size, maker.style.depth)
        if maker.style.lanes:
            _lanes(maker, body)
        sketch.bodies.append(body)
        if maker.style.pools > 1 or maker.chance(50):
            sketch.pools.append((maker.name("Pool"), rng.choice(("Dinas", "Kantor")), body.id))
        inner = [nested.id for nested in body.inner()][1:]
        sketch.expanded |= {name for name in inner if maker.chance(60)}
    if maker.style.pools > 1:
        _messages(maker, sketch)
    return sketch


def random_style(rng: random.Random) -> Style:
    """A style by chance."""
    return Style(
        size=rng.randint(1, 12),
        mess=rng.choice((0, 0, 1, 2, 4, 8)),
        pools=rng.choice((1, 1, 1, 2, 3)),
        lanes=rng.random() < 0.7,
        drawn=rng.random() < 0.7,
        depth=rng.randint(0, 2),
        inclusive=rng.random() < 0.3,
    )


def seeded(seed: int) -> random.Random:
    """Random numbers that are the same for the same seed."""
    return random.Random(seed)  # noqa: S311 - tests want chance, not secrets


def random_bpmn(rng: random.Random, style: Style | None = None) -> bytes:
    """The bytes of a random map."""
    return write(random_sketch(rng, style))


@st.composite
def bpmn_files(draw: st.DrawFn, *, clean: bool = False, most: int = 8) -> bytes:
    """Hypothesis strategy: BPMN files, structured only or with a mess on top, smaller ones first."""
    style = Style(
        size=draw(st.integers(1, most)),
        mess=0 if clean else draw(st.integers(0, 6)),
        pools=draw(st.integers(1, 3)),
        lanes=draw(st.booleans()),
        drawn=draw(st.booleans()),
        depth=draw(st.integers(0, 2)),
        inclusive=draw(st.booleans()),
    )
    return random_bpmn(draw(st.randoms(use_true_random=False)), style)
