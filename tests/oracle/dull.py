"""The dullest correct draft: every flow node is a row of its own, nothing folded, nothing phrased.

It exists to try the check: what it says about this draft of any map is a mistake of the check.
"""

import hashlib
from collections.abc import Iterable

from tests.oracle import plainmap
from tests.oracle.order import Arrows, components, reach
from tests.oracle.plainmap import ACTIVITIES, BODIES, GATEWAYS, Flow, Node, PlainMap, Scope
from tests.oracle.schema import IDENTITY
from tests.oracle.violations import Json

WAITS = {"parallelGateway": "all", "inclusiveGateway": "some", "complexGateway": "some"}
SPLITS = {
    "parallelGateway": "all",
    "inclusiveGateway": "some",
    "complexGateway": "some",
    "exclusiveGateway": "one",
    "eventBasedGateway": "first",
}


def dull_sop(name: str, data: bytes) -> Json:
    """One SOP for all processes of a file, sub-processes nested."""
    plain = plainmap.read(data)
    tops = [scope for scope in plain.scopes.values() if scope.tag == "process" and scope.nodes]
    gone: list[Json] = []
    findings: list[Json] = []
    steps = [step for scope in tops for step in _steps(plain, scope, gone, findings)]
    number(steps, "")
    _add_messages(plain, steps)
    nodes = sum(len(s.nodes) for s in plain.scopes.values())
    lost = sum(item["element"] in plain.nodes for item in gone)
    names = [scope.id for scope in tops]
    kind = ("administrative", "macro", "final", "specific")
    return {
        "schema": "bpm2sop/sop/1",
        "key": "dull",
        "title": name,
        "code": None,
        "level": 3,
        "language": "id",
        "kind": dict(zip(("nature", "extent", "completeness", "reach"), kind, strict=True)),
        "source": {
            "file": name,
            "sha256": hashlib.sha256(data).hexdigest(),
            "map": names[0] if names else "",
            "processes": names,
            "scopes": names,
        },
        "identity": {key: _nothing() for key in IDENTITY},
        "actors": _actors(plain),
        "steps": steps,
        "explained": gone,
        "findings": findings,
        "proof": {
            "nodes": nodes,
            "in_steps": nodes - lost,
            "folded": 0,
            "explained": lost,
            "flows": sum(len(s.flows) for s in plain.scopes.values() if s.nodes),
            "rebuilds": True,
        },
    }


def _nothing() -> Json:
    return {"value": "", "source": "none", "element": None, "rule": None}


def _actors(plain: PlainMap) -> list[Json]:
    lanes = [(lane.id, lane.name, "lane") for lane in plain.lanes.values()]
    pools = [(name, label, "participant") for name, (label, _) in plain.participants.items()]
    processes = [(s.id, s.name, "participant") for s in plain.scopes.values() if not s.parent]
    found = dict.fromkeys(lanes + pools + [p for p in processes if p[0] not in plain.participants])
    return [
        {"id": name, "name": label, "path": [label], "kind": kind, "elements": [name]}
        for name, label, kind in found
    ]


def _loose(plain: PlainMap, flow: Flow) -> bool:
    """Whether no arrow can hold a flow."""
    if not flow.whole:
        return True
    source, target = plain.nodes[flow.source], plain.nodes[flow.target]
    crossing = source.scope != target.scope
    host = plain.nodes.get(source.attached)
    hostless = source.tag == "boundaryEvent" and (host is None or host.scope != source.scope)
    return crossing or hostless or target.tag == "boundaryEvent" or target.handler


def _steps(plain: PlainMap, scope: Scope, gone: list[Json], findings: list[Json]) -> list[Json]:
    flows = [flow for flow in scope.flows.values() if not _loose(plain, flow)]
    gone += [
        {"element": flow.id, "why": "dangling"}
        for flow in scope.flows.values()
        if _loose(plain, flow)
    ]
    steps: dict[str, Json] = {}
    for node in scope.nodes.values():
        if node.tag != "boundaryEvent":
            steps[node.id] = _step(plain, node, flows, gone=gone, findings=findings)
        elif not any(flow.source == node.id for flow in flows):
            gone.append({"element": node.id, "why": "no-exit"})
    for flow in flows:
        _arrow(plain, steps, flow)
    for throw, catch in sorted(plain.links(scope.id)):
        steps[throw]["next"].append(_entry(catch, "flow", []))
    reached, others = ordered(plain, steps.values())
    findings += [_finding(step["elements"][0]["id"]) for step in others]
    return reached + others


def _step(
    plain: PlainMap, node: Node, flows: list[Flow], *, gone: list[Json], findings: list[Json]
) -> Json:
    conditional = any(flow.condition is not None for flow in flows if flow.source == node.id)
    inner = plain.scopes.get(node.id) if node.tag in BODIES else None
    kind = "activity" if node.tag in ACTIVITIES else "event"
    kind = "handler" if node.handler else "decision" if node.tag in GATEWAYS else kind
    return {
        "key": f"s-{node.id}",
        "no": "",
        "kind": kind,
        "symbol": "process",
        "text": node.name,
        "label": node.name,
        "actors": _who(plain, node),
        "wait": WAITS.get(node.tag, "any"),
        "split": SPLITS.get(node.tag, "some" if conditional else "all"),
        "next": [],
        "inputs": [],
        "time": None,
        "outputs": [_nothing()],
        "remarks": [],
        "elements": [{"id": node.id, "type": node.tag, "role": "core"}],
        "refers_to": None,
        "steps": _steps(plain, inner, gone, findings) if inner is not None else [],
    }


def _who(plain: PlainMap, node: Node) -> list[str]:
    process = plain.process_of(node.scope)
    pools = [name for name, (_, held) in plain.participants.items() if held == process]
    return sorted(plain.innermost(node.id)) or pools[:1] or [process]


def _entry(target: str, kind: str, via: list[str]) -> Json:
    return {
        "to": f"s-{target}",
        "kind": kind,
        "interrupting": True,
        "label": None,
        "condition": None,
        "default": False,
        "via": via,
    }


def _arrow(plain: PlainMap, steps: dict[str, Json], flow: Flow) -> None:
    source = plain.nodes[flow.source]
    boundary = source.tag == "boundaryEvent"
    via = [source.id, flow.id] if boundary else [flow.id]
    entry = _entry(flow.target, "exception" if boundary else "flow", via)
    entry |= {
        "label": flow.name,
        "condition": flow.condition,
        "default": source.default == flow.id,
        "interrupting": source.interrupting,
    }
    steps[source.attached if boundary else source.id]["next"].append(entry)


def ordered(plain: PlainMap, steps: Iterable[Json]) -> tuple[list[Json], list[Json]]:
    """The steps of one scope in weak topological order: those that are reached, and the others."""
    by_key = {step["key"]: step for step in steps}
    arrows = {
        (key, entry["to"])
        for key, step in by_key.items()
        for entry in step["next"]
        if entry["kind"] != "message"
    }
    entered = {b for _, b in arrows}
    firsts = {key: plain.nodes[step["elements"][0]["id"]] for key, step in by_key.items()}
    starts = {key for key, node in firsts.items() if node.tag == "startEvent"}
    ahead: dict[str, list[str]] = {}
    for a, b in arrows:
        ahead.setdefault(a, []).append(b)
    live = reach([*starts, *(key for key in by_key if key not in entered)], ahead, set())
    within = {(a, b) for a, b in arrows if a in live}
    dead = [key for key in by_key if key not in live]
    reached, others = _weak(sorted(live), within, starts), _weak(dead, arrows, starts)
    return [by_key[key] for key in reached], [by_key[key] for key in others]


def _finding(name: str) -> Json:
    return {
        "rule": "unreachable",
        "severity": "warning",
        "file": "",
        "line": None,
        "elements": [name],
        "message": "cannot be reached",
        "hint": "",
    }


def _weak(nodes: Iterable[str], arrows: Arrows, doors: set[str]) -> list[str]:
    found: list[str] = []
    for group in components(nodes, arrows):
        entries = {b for a, b in arrows if b in group and a not in group} | (group & doors)
        head = min(entries or group)
        inner = {(a, b) for a, b in arrows if a in group and b in group and b != head}
        rest = sorted(group - {head})
        found += [head, *(_weak(rest, inner, set()) if rest else [])]
    return found


def number(steps: list[Json], before: str) -> None:
    """Print numbers on steps, nested ones behind their parent's."""
    for index, step in enumerate(steps, 1):
        step["no"] = f"{before}{index}"
        number(step["steps"], f"{step['no']}.")


def _add_messages(plain: PlainMap, steps: list[Json]) -> None:
    by_key: dict[str, Json] = {}
    todo = list(steps)
    while todo:
        step = todo.pop()
        by_key[step["key"]] = step
        todo += step["steps"]
    for message in plain.messages.values():
        source, target = by_key.get(f"s-{message.source}"), f"s-{message.target}"
        if source is not None and target in by_key and message.source != message.target:
            source["next"].append(_entry(message.target, "message", [message.id]))
