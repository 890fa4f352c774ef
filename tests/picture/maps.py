"""Small maps for the tests of pictures, written as text."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from bpm2sop.model.processmap import (
    Drawing,
    ElementId,
    FlowNode,
    Lane,
    Membership,
    MembershipSource,
    MessageFlow,
    NodeType,
    Participant,
    ProcessMap,
    Scope,
    SequenceFlow,
    Shape,
)

E = ElementId
KINDS = {
    "s": NodeType.START_EVENT,
    "e": NodeType.END_EVENT,
    "x": NodeType.EXCLUSIVE_GATEWAY,
    "p": NodeType.PARALLEL_GATEWAY,
    "t": NodeType.TASK,
    "u": NodeType.SUB_PROCESS,
    "b": NodeType.BOUNDARY_EVENT,
}


def node(own: str, scope: str = "P", **more: object) -> FlowNode:
    """A node whose id begins with the letter of its kind; its name is its id."""
    return FlowNode(E(own), KINDS[own[0]], own, E(scope), 1)._replace(**more)  # type: ignore[arg-type]


def flow(source: str, target: str, scope: str = "P", name: str = "") -> SequenceFlow:
    """A flow with the id `source>target`."""
    return SequenceFlow(E(f"{source}>{target}"), E(source), E(target), name, "", E(scope), 1)


def process_map(
    lanes: dict[str, str], flows: str, *more: FlowNode, pool: str = "Pool"
) -> ProcessMap:
    """A map of one pool: nodes by lane ("t1 t2"), and flows as ways ("s t1 x, x e")."""
    nodes = {held: node(held) for names in lanes.values() for held in names.split()}
    nodes.update((held.id, held) for held in more)
    pairs = [pair for way in flows.split(",") for pair in pairwise(way.split())]
    links = {held.id: held for held in (flow(*pair) for pair in pairs)}
    return ProcessMap(
        id=E("P"),
        name="Peta uji",
        file="uji.bpmn",
        participants=(Participant(E(pool), pool, E("P"), 1),),
        processes=(E("P"),),
        scopes={E("P"): scope("P", nodes, links)},
        nodes={E(own): held for own, held in nodes.items()},
        flows=links,
        lanes={E(name): Lane(E(name), name, E("P"), None, 1) for name in lanes if name},
        membership={
            E(held): Membership(E(name), MembershipSource.REFERENCE)
            for name, names in lanes.items()
            for held in names.split()
            if name
        },
    )


def scope(
    own: str, nodes: Iterable[str], flows: Iterable[str] = (), parent: str | None = None
) -> Scope:
    """A scope of process P."""
    held = tuple(map(E, nodes)), tuple(map(E, flows))
    return Scope(E(own), own, E("P"), E(parent) if parent else None, *held, 1)


def with_body(held: ProcessMap, sub: str, ways: str) -> ProcessMap:
    """The map with nodes and flows inside a sub-process."""
    names = dict.fromkeys(ways.replace(",", " ").split())
    inner = {E(own): node(own, sub) for own in names}
    links = {
        link.id: link
        for way in ways.split(",")
        for link in (flow(*pair, sub) for pair in pairwise(way.split()))
    }
    return replace(
        held,
        nodes={**held.nodes, **inner},
        flows={**held.flows, **links},
        scopes={**held.scopes, E(sub): scope(sub, inner, links, held.nodes[E(sub)].scope)},
    )


def message(source: str, target: str) -> MessageFlow:
    """A message flow with the id `source~target`."""
    return MessageFlow(E(f"{source}~{target}"), "", E(source), E(target), "", 1)


def drawn(held: ProcessMap, **shapes: tuple[float, ...]) -> ProcessMap:
    """The map with shapes on one plane."""
    boxes = {E(own): Shape(*box[:4], plane=E("plane")) for own, box in shapes.items()}
    return replace(held, drawing=Drawing(shapes=boxes, planes={E("plane"): held.id}))
