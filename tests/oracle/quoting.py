"""C10, closer: a cell that the map fills says what its element says, and the map ties that element to the step."""

from collections.abc import Iterator

from tests.oracle.bench import Bench
from tests.oracle.markup import signs
from tests.oracle.violations import Json, at

QUOTED = (
    None,
    "documentation",
    "annotation",
    "flow-name",
    "question",
    "gateway",
    "stated-time-words",
)
"""Rules under which a cell holds the element's own words and no others."""
SILENT = (
    "loop-",
    "region-",
    "not-interrupting",
    "ad-hoc",
    "transaction",
    "compensation",
    "message-",
    "event-timer",
)
"""Beginnings of rules whose words are the tool's, or another element's."""


def check(bench: Bench) -> None:
    """Run every check of this file."""
    for step in bench.steps():
        for field in ("inputs", "outputs"):
            for cell in _filled(step[field]):
                _tied(bench, step, cell, into=field == "inputs")
                _said(bench, step, cell)
        for cell in _filled([*step["remarks"], step["time"]]):
            _said(bench, step, cell)


def _filled(cells: list[Json | None]) -> Iterator[Json]:
    for cell in cells:
        if cell is not None and cell["source"] == "map" and cell["element"]:
            yield cell


def _said(bench: Bench, step: Json, cell: Json) -> None:
    """The words are the element's: all of them where it is quoted, else one at least."""
    said, known = signs(cell["value"] or ""), bench.plain.sayings.words_of(cell["element"])
    if cell["rule"] in QUOTED and not said <= known:
        more = sorted(said - known)[:5]
        bench.say("C10-words", at(step, cell["element"]), f"says {more}, the map does not")
    elif (cell["rule"] or "").startswith(SILENT) or _nameless(bench, cell):
        return
    elif said and not said & known:
        bench.say(
            "C10-words", at(step, cell["element"]), f"nothing of {cell['value']!r} is the map's"
        )


def _nameless(bench: Bench, cell: Json) -> bool:
    """Whether the cell tells of an event on a border that has no name."""
    node = bench.plain.nodes.get(cell["element"])
    return cell["rule"] == "boundary" and node is not None and not node.name


def _tied(bench: Bench, step: Json, cell: Json, *, into: bool) -> None:
    """What a step takes in or gives passes at one of its nodes."""
    name, plain = cell["element"], bench.plain
    nodes = {*bench.nodes_of(step), *(item for entry in step["next"] for item in entry["via"])}
    if name in plain.messages:
        message = plain.messages[name]
        fair = (message.target if into else message.source) in nodes
    elif name in plain.nodes:
        fair = name in nodes
    else:
        near = nodes | {
            flow.id for flow in plain.flows.values() if {flow.source, flow.target} & nodes
        }
        fair = any(name in plain.sayings.ties(node, into=into) for node in near)
    if not fair:
        where = "into" if into else "out of"
        bench.say("C10-tie", at(step, name), f"does not pass {where} the step on the map")
