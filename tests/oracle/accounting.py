"""C1, C2, C8 and the proof: everything once, nothing made up, every reference resolves."""

import re
from collections import Counter

from tests.oracle.bench import Bench, Place
from tests.oracle.plainmap import ACTIVITIES, BODIES, INTERMEDIATE, Flow, Node
from tests.oracle.violations import Json, at

COUNTED = re.compile(r"\d+(\.\d+)*")


def check(bench: Bench, others: list[Json]) -> None:
    """Run every check of this file."""
    _scopes(bench)
    _nodes_once(bench)
    _flows_once(bench)
    _nothing_made_up(bench)
    _explained(bench)
    _bodies(bench, others)
    _keys(bench)
    _targets(bench)
    _refers(bench, others)
    _proof(bench)


def _scopes(bench: Bench) -> None:
    """The listings cover scopes that exist, and hold steps of these scopes alone."""
    repeated = [name for name, n in Counter(bench.scopes).items() if n > 1]
    if repeated:
        bench.say("C2-scope", at(None, *repeated), "scope is covered twice")
    for name in set(bench.scopes) - bench.plain.scopes.keys():
        bench.say("C2-scope", at(None, name), "scope is not in the file")
    for name in bench.sop["source"]["processes"]:
        if name not in bench.plain.scopes or bench.plain.scopes[name].tag != "process":
            bench.say("C2-scope", at(None, name), "source.processes names no process of the file")
    for listing in bench.listings:
        for step in listing.steps:
            nodes = bench.nodes_of(step)
            if not nodes:
                bench.say("C1-empty", at(step), "stands for no flow node of the map")
            strays = [n for n in nodes if bench.plain.nodes[n].scope not in listing.scopes]
            if strays:
                bench.say("C2-scope", at(step, *strays), "nodes belong to another scope")


def _twice_is_fair(bench: Bench, name: str, places: list[Place]) -> bool:
    """A boundary event or a link may lie on several different arrows."""
    if any(place.kind != "via" or place.entry is None for place in places):
        return False
    vias = [tuple(place.entry["via"]) for place in places if place.entry is not None]
    if len(set(vias)) < len(vias):
        return False
    node = bench.plain.nodes.get(name)
    if node is not None and node.tag == "boundaryEvent":
        return all(via[0] == name for via in vias)
    return all(any(bench.is_link(item) for item in via) for via in vias)


def _nodes_once(bench: Bench) -> None:
    for scope in _known(bench):
        for node in bench.plain.scopes[scope].nodes.values():
            places = bench.places.get(node.id, [])
            if not places:
                bench.say("C1-node", at(None, node.id), f"{node.tag} is lost")
            elif len(places) > 1 and not _twice_is_fair(bench, node.id, places):
                bench.say(
                    "C2-twice",
                    _where(places, node.id),
                    f"{node.tag} stands in {len(places)} places",
                )


def _flows_once(bench: Bench) -> None:
    for scope in _known(bench):
        for flow in bench.plain.scopes[scope].flows.values():
            places = bench.places.get(flow.id, [])
            if flow.whole and not places:
                bench.say("C1-flow", at(None, flow.id), "sequence flow is lost")
            elif len(places) > 1 and not _twice_is_fair(bench, flow.id, places):
                bench.say(
                    "C2-twice", _where(places, flow.id), f"flow stands in {len(places)} places"
                )
            elif not flow.whole and any(place.kind != "explained" for place in places):
                bench.say("C2-loose", _where(places, flow.id), "flow with a loose end is used")


def _known(bench: Bench) -> list[str]:
    return [scope for scope in dict.fromkeys(bench.scopes) if scope in bench.plain.scopes]


def _where(places: list[Place], name: str) -> str:
    steps = [place.step for place in places if place.step is not None]
    return at(steps[0] if steps else None, name)


def _nothing_made_up(bench: Bench) -> None:
    """What blocks and arrows name is in the map, in these scopes, under its own tag."""
    scopes = set(bench.scopes)
    for name, places in bench.places.items():
        known = _part(bench, name)
        if known is None and not _is_message(bench, name, places):
            bench.say("C2-unknown", _where(places, name), "is no flow node or flow of the map")
        elif known is not None and known.scope not in scopes and places[0].kind != "explained":
            bench.say("C2-scope", _where(places, name), f"belongs to scope {known.scope}")
    for step in bench.steps():
        for element in step["elements"]:
            tag = bench.plain.ids.get(element["id"])
            if _part(bench, element["id"]) is not None and tag != element["type"]:
                bench.say("C2-type", at(step, element["id"]), f"is a {tag}, not {element['type']}")


def _part(bench: Bench, name: str) -> Node | Flow | None:
    return bench.plain.nodes.get(name) or bench.plain.flows.get(name)


def _is_message(bench: Bench, name: str, places: list[Place]) -> bool:
    if all(place.kind == "explained" for place in places):
        return name in bench.plain.ids
    entries = [place.entry for place in places]
    kinds = {entry["kind"] for entry in entries if entry is not None}
    return name in bench.plain.messages and None not in entries and kinds == {"message"}


def _explained(bench: Bench) -> None:
    """No activity is explained away, no intermediate event, and no flow that two steps could keep."""
    for name in sorted(bench.explained):
        node, flow = bench.plain.nodes.get(name), bench.plain.flows.get(name)
        if node is not None and node.tag in ACTIVITIES | INTERMEDIATE:
            bench.say("explained", at(None, name), f"{node.tag} may not be explained away")
        elif node is not None and not _may_go(bench, node):
            bench.say(
                "explained", at(None, name), f"{node.tag} can be reached and must be in a step"
            )
        elif flow is not None and flow.whole and not _flow_may_go(bench, flow):
            bench.say("explained", at(None, name), "flow joins two nodes that are in steps")


def _may_go(bench: Bench, node: Node) -> bool:
    flows = bench.plain.scopes[node.scope].flows.values()
    ends = [f for f in flows if f.whole and node.id in {f.source, f.target}]
    if node.tag == "boundaryEvent":
        host = bench.plain.nodes.get(node.attached)
        ways = [f for f in ends if f.source == node.id and not _flow_may_go(bench, f, gone=False)]
        return not ways or host is None or host.scope != node.scope
    return not ends or node.id not in _reached(bench, node.scope)


def _flow_may_go(bench: Bench, flow: Flow, *, gone: bool = True) -> bool:
    """Whether no arrow of a table can hold a flow; `gone`: also since an end is explained."""
    source, target = bench.plain.nodes[flow.source], bench.plain.nodes[flow.target]
    return (
        source.scope != target.scope
        or (gone and bool({source.id, target.id} & bench.explained))
        or source.handler
        or target.handler
        or source.tag == "endEvent"
        or target.tag in {"startEvent", "boundaryEvent"}
    )


def _reached(bench: Bench, scope: str) -> set[str]:
    """Nodes that a start event leads to over the map's own arrows (without one: any root)."""
    nodes = bench.plain.scopes[scope].nodes
    flows = [f for f in bench.plain.scopes[scope].flows.values() if f.whole]
    arrows = [(f.source, f.target) for f in flows] + sorted(bench.plain.links(scope))
    arrows += [(n.attached, n.id) for n in nodes.values() if n.attached]
    entered = {target for _, target in arrows}
    ahead: dict[str, list[str]] = {}
    for source, target in arrows:
        ahead.setdefault(source, []).append(target)
    starts = [n.id for n in nodes.values() if n.tag == "startEvent"]
    todo = starts or [n.id for n in nodes.values() if n.id not in entered and not n.handler]
    seen: set[str] = set()
    while todo:
        here = todo.pop()
        if here not in seen:
            seen.add(here)
            todo.extend(ahead.get(here, ()))
    return seen


def _bodies(bench: Bench, others: list[Json]) -> None:
    """A sub-process with content is nested, or the scope of another SOP that its row refers to."""
    for step in bench.steps():
        for name in bench.nodes_of(step):
            node = bench.plain.nodes[name]
            if node.tag not in BODIES or not bench.plain.scopes[name].nodes:
                continue
            mine = [x for x in bench.listings if x.parent is step and name in x.scopes]
            theirs = _owners(bench, others, name)
            if not mine and not theirs:
                bench.say("C1-body", at(step, name), "content is neither nested nor another SOP's")
            elif mine and theirs:
                bench.say("C2-scope", at(step, name), "content is nested and in another SOP")
            elif theirs and step["refers_to"] not in theirs:
                bench.say("refers", at(step, name), f"should refer to {sorted(theirs)}")


def _owners(bench: Bench, others: list[Json], scope: str) -> set[str]:
    """Other SOPs of the same file whose top list covers a scope."""
    digest = bench.sop["source"]["sha256"]
    return {
        str(sop["key"])
        for sop in others
        if sop["key"] != bench.name
        and sop["source"]["sha256"] == digest
        and scope in sop["source"]["scopes"]
    }


def _keys(bench: Bench) -> None:
    """Keys and numbers are there once each, and numbers that are numbers go up."""
    steps = list(bench.steps())
    for field in ("key", "no"):
        for value, times in Counter(step[field] for step in steps).items():
            if times > 1:
                bench.say("C8-unique", f"step {value}", f"{field} stands {times} times")
    numbers = [step["no"] for step in steps if COUNTED.fullmatch(step["no"])]
    counted = [[int(part) for part in no.split(".")] for no in numbers]
    if counted != sorted(counted):
        bench.say("C8-number", at(None), "printed numbers do not go up")
    actors = Counter(actor["id"] for actor in bench.sop["actors"])
    for name in (name for name, times in actors.items() if times > 1):
        bench.say("C8-unique", at(None, name), "actor stands twice")


def _targets(bench: Bench) -> None:
    """Every arrow leads to a step, flow and exception within their own list."""
    for listing in bench.listings:
        keys = {step["key"] for step in listing.steps}
        for step in listing.steps:
            for entry in step["next"]:
                where = at(step, *entry["via"])
                if entry["to"] not in bench.by_key:
                    bench.say("C8-next", where, f"leads to unknown step {entry['to']}")
                elif entry["kind"] != "message" and entry["to"] not in keys:
                    bench.say("C8-next", where, f"leads out of its scope to {entry['to']}")


def _refers(bench: Bench, others: list[Json]) -> None:
    """A called SOP exists; a call of a scope that one other SOP of the file covers refers to it."""
    keys = {sop["key"] for sop in others} | {bench.name}
    for step in bench.steps():
        if step["refers_to"] is not None and step["refers_to"] not in keys:
            bench.say("C8-refers", at(step), f"refers to unknown SOP {step['refers_to']}")
        if step["refers_to"] == bench.name:
            bench.say("C8-refers", at(step), "refers to its own SOP")
        for name in bench.nodes_of(step):
            called = bench.plain.nodes[name].called
            owners = _owners(bench, others, called) if called else set()
            if len(owners) == 1 and step["refers_to"] not in owners:
                bench.say("refers", at(step, name), f"calls {called}, should refer to {owners}")


def _proof(bench: Bench) -> None:
    """The proof's numbers add up and are those of a recount."""
    proof = bench.sop["proof"]
    scopes = [bench.plain.scopes[name] for name in _known(bench)]
    nodes = {name for scope in scopes for name in scope.nodes}
    flows = [flow for scope in scopes for flow in scope.flows.values()]
    gone = len(nodes & bench.explained)
    if proof["nodes"] != proof["in_steps"] + proof["folded"] + proof["explained"]:
        bench.say("proof", at(None), "in_steps, folded and explained do not add up to nodes")
    if proof["nodes"] != len(nodes):
        bench.say("proof", at(None), f"nodes is {proof['nodes']}, the map has {len(nodes)}")
    if proof["explained"] != gone:
        bench.say("proof", at(None), f"explained is {proof['explained']}, the list has {gone}")
    if proof["in_steps"] < sum(1 for _ in bench.steps()):
        bench.say("proof", at(None), "in_steps is less than the number of steps")
    if not sum(flow.whole for flow in flows) <= proof["flows"] <= len(flows):
        bench.say("proof", at(None), f"flows is {proof['flows']}, the map has {len(flows)}")
    if not proof["rebuilds"]:
        bench.say("proof", at(None), "a draft that does not rebuild was written")
