"""Maps sketched in lines of text, so that a test shows its whole input.

A line `A > x1 > B: Ya` draws flows; the words after a colon name the last flow of the line. The first letter of a node
tells its kind: capitals are tasks, `s` start, `e` end, `x` exclusive, `p` parallel, `o` inclusive, `v` event-based,
`c` complex gateways, `w` an event that waits for a timer, `m` one that waits for a message, `l` throws a link, `k` catches it.
`A ! E1: 3 hari` draws an interrupting boundary event on A that leads to E1, `A !! E1` one that does not interrupt.
"""

from __future__ import annotations

from itertools import pairwise

from bpm2sop.decompose import decompose, plan
from bpm2sop.model.decomposition import Block, Decomposition
from bpm2sop.model.processmap import ProcessMap
from bpm2sop.model.sop import NextKind
from bpm2sop.readers import read_file
from bpm2sop.wording import polarity

_KINDS = {
    "s": "startEvent",
    "e": "endEvent",
    "x": "exclusiveGateway",
    "p": "parallelGateway",
    "o": "inclusiveGateway",
    "v": "eventBasedGateway",
    "c": "complexGateway",
    "w": "intermediateCatchEvent",
    "m": "intermediateCatchEvent",
    "l": "intermediateThrowEvent",
    "k": "intermediateCatchEvent",
}
_INSIDE = {
    "w": "<timerEventDefinition/>",
    "m": "<messageEventDefinition/>",
    "l": '<linkEventDefinition name="sambungan"/>',
    "k": '<linkEventDefinition name="sambungan"/>',
}
_HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t" id="d">'
)


def bpmn(sketch: str) -> bytes:
    """Write the sketch as BPMN with one process."""
    nodes: dict[str, str] = {}
    flows: list[str] = []
    for line in filter(None, map(str.strip, sketch.splitlines())):
        way, _, label = line.partition(":")
        if "!" in way:
            _boundary(way, label.strip(), nodes, flows)
            continue
        path = [_node(name.strip(), nodes) for name in way.split(">")]
        for source, target in pairwise(path):
            last = target == path[-1]
            flows.append(_flow(len(flows), source, target, label.strip() if last else ""))
    body = "".join(nodes.values()) + "".join(flows)
    return f'{_HEAD}<process id="P">{body}</process></definitions>'.encode()


def _node(name: str, nodes: dict[str, str]) -> str:
    kind = _KINDS.get(name[0], "task")
    words = name if kind == "task" else ""
    nodes.setdefault(
        name, f'<{kind} id="{name}" name="{words}">{_INSIDE.get(name[0], "")}</{kind}>'
    )
    return name


def _boundary(way: str, label: str, nodes: dict[str, str], flows: list[str]) -> None:
    stops = "!!" not in way
    host, target = (part.strip() for part in way.replace("!!", "!").split("!"))
    event = f"on{_node(host, nodes)}{len(flows)}"
    nodes[event] = (
        f'<boundaryEvent id="{event}" name="{label}" attachedToRef="{host}"'
        f' cancelActivity="{str(stops).lower()}"><timerEventDefinition/></boundaryEvent>'
    )
    flows.append(_flow(len(flows), event, _node(target, nodes), ""))


def _flow(number: int, source: str, target: str, label: str) -> str:
    return (
        f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}" name="{label}"/>'
    )


def map_of(data: bytes) -> ProcessMap:
    """Read the only map of a file."""
    (process_map,) = read_file("sketch.bpmn", data).maps
    return process_map


def decomposed(sketch: str) -> Decomposition:
    """Decompose a sketch."""
    process_map = map_of(bpmn(sketch))
    (scopes,) = plan(process_map)
    return decompose(process_map, scopes, polarity=polarity)


def rows(sketch: str) -> list[str]:
    """Give each row as `nodes: next`, in table order; `waits all` and the like are said where they say something."""
    return [row(block) for block in decomposed(sketch).top]


def row(block: Block) -> str:
    """Put a block in one line: its nodes, what it waits for, and where it leads."""
    nodes = " ".join(element.id for element in block.elements if element.type != "sequenceFlow")
    wait = "" if block.wait == "any" else f" waits {block.wait}"
    marks = {NextKind.FLOW: "", NextKind.EXCEPTION: "!", NextKind.MESSAGE: "~"}
    ways = [
        f"{marks[way.kind]}{way.to}{f' ({way.label})' if way.label else ''}" for way in block.exits
    ]
    split = "" if len(ways) < 2 or block.split == "one" else f"{block.split} of "
    return f"{nodes}{wait}: {split}{', '.join(ways)}".rstrip(": ").rstrip()
