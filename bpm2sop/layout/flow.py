"""The rows of an SOP and the arrows drawn between them.

Nested steps are rows of their own after their parent. The arrow into a parent stays there; a further one leads
on to the first nested steps, and what leaves the parent leaves the last nested steps, so that the line runs
4, 4.1, 4.2, 5 as the work does. Where several ends meet several exits the exits stay at the parent. Exceptions
always leave the parent. Messages are not drawn: the remarks say them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from bpm2sop.drafting.answers import answered
from bpm2sop.layout.measuring import clean
from bpm2sop.layout.pages import SymbolKind
from bpm2sop.layout.style import Capsule
from bpm2sop.model.sop import Next, NextKind, Sop, Step, StepKey, StepKind, Symbol
from bpm2sop.wording import Language

MOST_EXITS = 3
"""Sides where arrows may leave: bottom, left and right; the top is for what arrives."""

_KINDS = {
    Symbol.TERMINATOR: SymbolKind.TERMINATOR,
    Symbol.PROCESS: SymbolKind.PROCESS,
    Symbol.DECISION: SymbolKind.DECISION,
}


class Node(NamedTuple):
    """One row. `step` is None for an added capsule, whose words are `text`. `actor` is the column of its symbol."""

    step: Step | None
    kind: SymbolKind
    actor: str
    depth: int = 0
    text: str = ""


class Edge(NamedTuple):
    """One arrow between rows, by position."""

    src: int
    dst: int
    kind: NextKind = NextKind.FLOW
    label: str = ""


Pair = tuple[int, int]
"""The rows that an arrow joins."""


class Ways(NamedTuple):
    """The rows around a row: those that its work goes into, where that ends, and where what follows it leaves."""

    inside: tuple[int, ...] = ()
    last: tuple[int, ...] = ()
    exits: tuple[int, ...] = ()


class Flow(NamedTuple):
    """Rows, arrows, and the arrows left to words: those a row has beyond its third."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    in_words: tuple[Edge, ...]
    homeless: tuple[StepKey, ...]
    """Steps without an actor; their symbol stands in the column of the row above."""
    places: Mapping[StepKey, int]
    ways: tuple[Ways, ...]
    """By row."""
    onward: tuple[tuple[Pair, ...], ...]
    """By row, the arrows that leave it for what follows the steps around it, or for the last capsule."""


def flow_of(
    sop: Sop,
    *,
    capsule: Capsule,
    start: str = "",
    end: str = "",
    answers: tuple[str, str] = ("", ""),
) -> Flow:
    """Return the rows of an SOP with their arrows; `answers` are the form's words for yes and no."""
    steps = tuple(_flat(sop.steps, 0))
    nodes, homeless = _nodes(sop, steps)
    capsules = capsule is Capsule.ROWS and bool(nodes)
    places = {step.key: index for index, (step, _) in enumerate(steps, int(capsules))}
    say = partial(answered, language=Language(sop.language), words=answers)
    ways = tuple(_ways(step, places) for step, _ in steps)
    around = zip(steps, ways, strict=True)
    edges = _merged(tuple(e for (step, _), w in around for e in _edges(step, w, places, say)))
    ends: tuple[Edge, ...] = ()
    if capsules:
        nodes, ends = _with_capsules(nodes, edges, (start, end))
        ways, edges = (Ways(), *ways, Ways()), (Edge(0, 1), *edges, *ends)
    drawn, in_words = _limited(edges)
    onward = _onward(nodes, ways, places, ends)
    return Flow(nodes, drawn, in_words, homeless, places, ways, onward)


def _flat(steps: tuple[Step, ...], depth: int) -> Iterator[tuple[Step, int]]:
    for step in steps:
        yield step, depth
        yield from _flat(step.steps, depth + 1)


def _nodes(
    sop: Sop, steps: tuple[tuple[Step, int], ...]
) -> tuple[tuple[Node, ...], tuple[StepKey, ...]]:
    known = {actor.id for actor in sop.actors}
    last = sop.actors[0].id if sop.actors else ""
    nodes, homeless = [], []
    for step, depth in steps:
        actor = next((a for a in step.actors if a in known), None)
        if actor is None:
            homeless.append(step.key)
        last = last if actor is None else actor
        nodes.append(Node(step, _KINDS[step.symbol], last, depth))
    return tuple(nodes), tuple(homeless)


def _ways(step: Step, places: Mapping[StepKey, int]) -> Ways:
    ends = tuple(places[end.key] for end in _ends(step))
    flows = [n for n in step.next if n.kind is NextKind.FLOW and n.to in places]
    inside = tuple(places[first.key] for first in _entries(step.steps))
    leaves = ends and (len(ends) == 1 or len(flows) == 1)
    return Ways(inside, ends, ends if leaves else (places[step.key],))


def _edges(
    step: Step,
    ways: Ways,
    places: Mapping[StepKey, int],
    say: Callable[[Step, list[Next]], list[Next]],
) -> Iterator[Edge]:
    flows = [n for n in step.next if n.kind is NextKind.FLOW and n.to in places]
    own = places[step.key]
    yield from (Edge(own, first) for first in ways.inside)
    for source in ways.exits:
        for arrow in say(step, flows):
            yield _edge(source, arrow, places)
    for arrow in step.next:
        if arrow.kind is NextKind.EXCEPTION and arrow.to in places:
            yield _edge(own, arrow, places)


def _onward(
    nodes: tuple[Node, ...],
    ways: tuple[Ways, ...],
    places: Mapping[StepKey, int],
    ends: tuple[Edge, ...],
) -> tuple[tuple[Pair, ...], ...]:
    found: list[list[Pair]] = [[] for _ in nodes]
    for index, (node, around) in enumerate(zip(nodes, ways, strict=True)):
        flows = [n for n in node.step.next if n.kind is NextKind.FLOW] if node.step else []
        for source in around.exits:
            if source != index:
                found[source] += [(source, places[n.to]) for n in flows if n.to in places]
    for edge in ends:
        found[edge.src].append((edge.src, edge.dst))
    return tuple(tuple(pairs) for pairs in found)


def _edge(source: int, arrow: Next, places: Mapping[StepKey, int]) -> Edge:
    # Cleaned once, here: what has nothing to print is no label.
    label = " ".join(clean(arrow.label).split())
    return Edge(source, places[arrow.to], arrow.kind, label)


def _entries(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return the steps of a nested list that nothing in it leads to: where it begins."""
    reached = {
        arrow.to for step in steps for arrow in step.next if arrow.kind is not NextKind.MESSAGE
    }
    able = tuple(step for step in steps if step.kind is not StepKind.HANDLER)
    return tuple(step for step in able if step.key not in reached) or able[:1]


def _ends(step: Step) -> tuple[Step, ...]:
    """Return the nested steps where the work inside a step ends, at any depth; empty if it has none."""
    inside = {nested.key: nested for nested in step.steps}
    todo = list(_entries(step.steps))
    seen = {nested.key for nested in todo}
    for nested in todo:
        for arrow in nested.next:
            if arrow.kind is not NextKind.MESSAGE and arrow.to in inside and arrow.to not in seen:
                seen.add(arrow.to)
                todo.append(inside[arrow.to])
    last = [
        nested
        for nested in step.steps
        if nested.key in seen and not any(arrow.kind is NextKind.FLOW for arrow in nested.next)
    ]
    return tuple(end for nested in last for end in (_ends(nested) or (nested,)))


def _merged(edges: tuple[Edge, ...]) -> tuple[Edge, ...]:
    """Return the arrows with those between the same two rows made one, their labels side by side."""
    merged: dict[tuple[int, int], Edge] = {}
    for edge in edges:
        known = merged.setdefault((edge.src, edge.dst), edge)
        if edge.label and edge.label not in known.label.split(" / "):
            label = f"{known.label} / {edge.label}" if known.label else edge.label
            merged[edge.src, edge.dst] = known._replace(label=label)
    return tuple(merged.values())


def _limited(edges: tuple[Edge, ...]) -> tuple[tuple[Edge, ...], tuple[Edge, ...]]:
    """Part the arrows into those drawn and those beyond the third of their row."""
    counts: dict[int, int] = {}
    drawn: list[Edge] = []
    rest: list[Edge] = []
    for edge in edges:
        counts[edge.src] = counts.get(edge.src, 0) + 1
        (drawn if counts[edge.src] <= MOST_EXITS else rest).append(edge)
    return tuple(drawn), tuple(rest)


def _with_capsules(
    nodes: tuple[Node, ...], edges: tuple[Edge, ...], words: tuple[str, str]
) -> tuple[tuple[Node, ...], tuple[Edge, ...]]:
    """Return the rows with one for a capsule before and after them, and the arrows to the last; the rows between show boxes."""
    plain = tuple(
        node._replace(kind=SymbolKind.PROCESS) if node.kind is SymbolKind.TERMINATOR else node
        for node in nodes
    )
    start = Node(None, SymbolKind.TERMINATOR, nodes[0].actor, text=words[0])
    end = Node(None, SymbolKind.TERMINATOR, nodes[-1].actor, text=words[1])
    sources, last = {e.src for e in edges}, len(nodes) + 1
    ends = tuple(Edge(i, last) for i in range(1, last) if i not in sources)
    return (start, *plain, end), ends
