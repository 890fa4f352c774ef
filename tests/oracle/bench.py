"""The bench on which one SOP lies beside its map: where every element was put."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.oracle.plainmap import BODIES, PlainMap
from tests.oracle.schema import walk
from tests.oracle.violations import Json, Violation, at


@dataclass(slots=True)
class Place:
    """One spot where an element id stands: in a block, on an arrow, or explained."""

    kind: str
    step: Json | None = None
    entry: Json | None = None


@dataclass(slots=True)
class Listing:
    """A list of steps and the scopes it covers."""

    scopes: tuple[str, ...]
    steps: list[Json]
    parent: Json | None = None


@dataclass(slots=True)
class Bench:
    """A SOP, its map, and the index of places."""

    sop: Json
    plain: PlainMap
    listings: list[Listing] = field(default_factory=list)
    places: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    by_key: dict[str, Json] = field(default_factory=dict)
    explained: set[str] = field(default_factory=set)
    outs: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    ins: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    violations: list[Violation] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The SOP's key."""
        return str(self.sop["key"])

    @property
    def scopes(self) -> list[str]:
        """All scopes covered, from the top list down."""
        return [scope for listing in self.listings for scope in listing.scopes]

    def say(self, code: str, where: str, message: str) -> None:
        """Note a violation."""
        self.violations.append(Violation(code, self.name, where, message))

    def steps(self) -> Iterator[Json]:
        """Every step at any depth."""
        return walk(self.sop["steps"])

    def nodes_of(self, step: Json) -> list[str]:
        """The ids of the flow nodes in a step's block, in order."""
        return [e["id"] for e in step["elements"] if e["id"] in self.plain.nodes]

    def step_of(self, node: str) -> Json | None:
        """The step whose block holds a node."""
        blocks = [place.step for place in self.places.get(node, ()) if place.kind == "block"]
        return blocks[0] if blocks else None

    def scope_of(self, step: Json) -> str:
        """The scope of a step's first known node."""
        nodes = self.nodes_of(step)
        return self.plain.nodes[nodes[0]].scope if nodes else ""

    def outgoing(self, node: str) -> list[str]:
        """What leaves a node in the map, explained flows aside: flow ids, and link catches."""
        return self.outs.get(node, [])

    def incoming(self, node: str) -> list[str]:
        """What enters a node in the map, explained flows aside: flow ids, and link throws."""
        return self.ins.get(node, [])

    def is_link(self, node: str) -> bool:
        """Whether a node is a link event."""
        found = self.plain.nodes.get(node)
        return found is not None and "linkEventDefinition" in found.definitions


def lay_out(sop: Json, plain: PlainMap) -> Bench:
    """Put a SOP, whose shape is already known to be right, beside its map."""
    bench = Bench(sop, plain)
    for step in bench.steps():
        bench.by_key.setdefault(step["key"], step)
        for element in step["elements"]:
            bench.places[element["id"]].append(Place("block", step))
        for entry in step["next"]:
            for name in entry["via"]:
                bench.places[name].append(Place("via", step, entry))
    for item in sop["explained"]:
        bench.explained.add(item["element"])
        bench.places[item["element"]].append(Place("explained"))
    bench.listings.append(Listing(tuple(sop["source"]["scopes"]), sop["steps"]))
    _nest(bench, sop["steps"])
    _connect(bench)
    return bench


def _connect(bench: Bench) -> None:
    """Index what enters and leaves every node; an explained flow is no way any more."""
    for flow in bench.plain.flows.values():
        if flow.whole and flow.id not in bench.explained:
            bench.outs[flow.source].append(flow.id)
            bench.ins[flow.target].append(flow.id)
    for scope in bench.plain.scopes:
        for throw, catch in sorted(bench.plain.links(scope)):
            bench.outs[throw].append(f"link:{catch}")
            bench.ins[catch].append(f"link:{throw}")


def _nest(bench: Bench, steps: list[Json]) -> None:
    for step in steps:
        if not step["steps"]:
            continue
        bodies = [n for n in bench.nodes_of(step) if bench.plain.nodes[n].tag in BODIES]
        if len(bodies) != 1:
            bench.say("C1-nested", at(step), "has nested steps but not one sub-process")
        bench.listings.append(Listing(tuple(bodies[:1]), step["steps"], step))
        _nest(bench, step["steps"])
