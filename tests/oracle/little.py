"""Little maps and SOPs in a line or two each, for the tests of the check."""

from typing import Any

from tests.oracle import dull, plainmap
from tests.oracle.violations import Json

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'id="Definitions_1" targetNamespace="urn:little">'
)
ROLES = {"startEvent": "start", "endEvent": "end"}


def little_map(nodes: str, flows: str, *, inside: str = "", beside: str = "") -> bytes:
    """A file with one process: nodes as ``A:task``, flows as ``f1:A>B``, and raw XML.

    Args:
        nodes: Blank-separated ids with their tags.
        flows: Blank-separated ids with source and target.
        inside: More XML for the process.
        beside: More XML for the definitions, before the process.
    """
    parts = [HEAD, beside, '<bpmn:process id="P">', inside]
    for node in nodes.split():
        name, _, tag = node.partition(":")
        parts.append(f'<bpmn:{tag} id="{name}"/>')
    for flow in flows.split():
        name, _, ends = flow.partition(":")
        source, _, target = ends.partition(">")
        parts.append(f'<bpmn:sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}"/>')
    return "".join([*parts, "</bpmn:process></bpmn:definitions>"]).encode()


def arrow(to: str, via: str, kind: str = "flow", **more: Any) -> Json:  # noqa: ANN401 - JSON
    """A next entry; via as blank-separated ids."""
    entry = {"interrupting": True, "label": None, "condition": None, "default": False}
    return {"to": to, "kind": kind, **entry, "via": via.split(), **more}


def block(data: bytes, key: str, ids: str, *arrows: Json, **more: Any) -> Json:  # noqa: ANN401 - JSON
    """A step for a chain of ids; the roles follow from what comes before and after the core."""
    plain = plainmap.read(data)
    names = ids.split()
    cores = [n for n in names if n in plain.nodes and plain.nodes[n].tag in plainmap.ACTIVITIES]
    core = names.index((cores or names)[0])
    elements = []
    for index, name in enumerate(names):
        tag = plain.ids[name]
        role = "core" if index == core else ROLES.get(tag, "split" if index > core else "merge")
        elements.append({"id": name, "type": tag, "role": "flow" if index % 2 else role})
    step = {
        "key": key,
        "no": key,
        "kind": "activity"
        if cores
        else "event"
        if "Event" in plain.ids[names[core]]
        else "routing",
        "symbol": "process",
        "text": "",
        "label": plain.nodes[names[core]].name,
        "actors": ["P"],
        "wait": "any",
        "split": "all",
        "next": list(arrows),
        "inputs": [],
        "time": None,
        "outputs": [],
        "remarks": [],
        "elements": elements,
        "refers_to": None,
        "steps": [],
    }
    return step | more


def little_sop(data: bytes, *steps: Json, **more: Any) -> Json:  # noqa: ANN401 - JSON
    """A SOP of these steps around a little map, its proof counted from the map."""
    sop = dull.dull_sop("little.bpmn", data)
    proof = sop["proof"]
    in_steps = sum(1 for step in steps for _ in [step, *step["steps"]])
    proof |= {"in_steps": in_steps, "folded": proof["nodes"] - in_steps - proof["explained"]}
    return sop | {"steps": list(steps), "findings": []} | more
