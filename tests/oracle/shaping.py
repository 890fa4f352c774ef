"""C3 to C6: blocks are chains, arrows are paths, gateway words are right, the map comes back."""

from collections import Counter
from itertools import pairwise

from tests.oracle.bench import Bench
from tests.oracle.plainmap import ACTIVITIES, GATEWAYS, INTERMEDIATE, Node
from tests.oracle.violations import Json, at

RANK = {"start": 0, "merge": 1, "sync": 1, "core": 2, "split": 3, "end": 4}
WAITS = {
    "parallelGateway": "all",
    "inclusiveGateway": "some",
    "exclusiveGateway": "any",
    "eventBasedGateway": "any",
}
SPLITS = {
    "parallelGateway": "all",
    "inclusiveGateway": "some",
    "exclusiveGateway": "one",
    "eventBasedGateway": "first",
}
KINDS = {
    "activity": {"activity", "decision", "handler", "reference"},
    "gateway": {"decision", "routing", "event"},
    "event": {"event", "routing"},
}


def check(bench: Bench) -> None:
    """Run every check of this file."""
    for listing in bench.listings:
        for step in listing.steps:
            if bench.nodes_of(step):
                _chain(bench, step)
                _roles(bench, step)
                _kind(bench, step)
                _wait(bench, step)
                _split(bench, step)
                for entry in step["next"]:
                    _entry(bench, step, entry)
    _messages(bench)
    _rebuild(bench)


def _chain(bench: Bench, step: Json) -> None:
    """Node, flow, node ...; in between nothing enters and nothing leaves."""
    ids = [element["id"] for element in step["elements"]]
    nodes, flows = ids[::2], ids[1::2]
    plain = bench.plain
    bad = [n for n in nodes if n not in plain.nodes] + [f for f in flows if f not in plain.flows]
    if bad or len(ids) % 2 == 0:
        bench.say("C3-chain", at(step, *(bad or ids)), "block does not alternate node and flow")
        return
    for index, name in enumerate(flows):
        flow, before, after = plain.flows[name], nodes[index], nodes[index + 1]
        if (flow.source, flow.target) != (before, after):
            bench.say("C3-chain", at(step, name), f"does not join {before} to {after}")
        if len(bench.outgoing(before)) > 1:
            bench.say("C3-left", at(step, before), "is left inside its block by more than one way")
    for name in nodes[1:]:
        if len(bench.incoming(name)) > 1 and name not in entrances(bench, step):
            bench.say("C3-entered", at(step, name), "is entered behind the front of its block")


def entrances(bench: Bench, step: Json) -> list[str]:
    """Where a block may be entered: its first node, and what follows an uncontrolled merge alone.

    A node behind exclusive merges only, that itself merges without waiting, is a fair alternative.
    """
    nodes = bench.nodes_of(step)
    found = nodes[:1]
    for before, here in pairwise(nodes):
        if bench.plain.nodes[before].tag != "exclusiveGateway":
            break
        if bench.plain.nodes[here].tag not in ACTIVITIES | INTERMEDIATE | {"exclusiveGateway"}:
            break
        found.append(here)
    return found


def _fits(role: str, node: Node) -> bool:
    if role == "start":
        return node.tag == "startEvent"
    if role == "end":
        return node.tag == "endEvent"
    if role in {"merge", "sync", "split"}:
        return node.tag in GATEWAYS
    return role in {"event", "core"}


def _roles(bench: Bench, step: Json) -> None:
    """Roles fit their elements and stand in the order of the chain, with one core at most."""
    ranks: list[int] = []
    for element in step["elements"]:
        node, role = bench.plain.nodes.get(element["id"]), element["role"]
        if (node is None) != (role == "flow") or (node is not None and not _fits(role, node)):
            bench.say("C3-role", at(step, element["id"]), f"role {role} does not fit")
        elif role in RANK:
            ranks.append(RANK[role])
    if ranks != sorted(ranks) or ranks.count(RANK["core"]) > 1:
        bench.say("C3-role", at(step), "roles are not [start] [merge|sync] core [split] [end]")
    tags = [bench.plain.nodes[name].tag for name in bench.nodes_of(step)]
    links = sum(bench.is_link(name) for name in bench.nodes_of(step))
    if sum(tag in ACTIVITIES | INTERMEDIATE for tag in tags) - links > 1:
        bench.say(
            "C3-role", at(step, *bench.nodes_of(step)), "block holds two things that are done"
        )


def _kind(bench: Bench, step: Json) -> None:
    """The kind of a step fits what it stands for; a handler is one on the map, without arrows in."""
    nodes = [bench.plain.nodes[name] for name in bench.nodes_of(step)]
    does = [node for node in nodes if node.tag in ACTIVITIES]
    gates = [node for node in nodes if node.tag in GATEWAYS]
    family = "activity" if does else "gateway" if gates else "event"
    if step["kind"] not in KINDS[family]:
        bench.say("kind", at(step, nodes[0].id), f"kind {step['kind']} for {family}")
    handler = any(node.handler for node in does)
    if handler != (step["kind"] == "handler") and not (handler and bench.incoming(does[0].id)):
        bench.say("handler", at(step, nodes[0].id), f"kind is {step['kind']}, handler: {handler}")


def _wait(bench: Bench, step: Json) -> None:
    """The wait word is that of the node where several ways come together."""
    for name in bench.nodes_of(step):
        if len(bench.incoming(name)) < 2:
            continue
        wanted = WAITS.get(bench.plain.nodes[name].tag, "any")
        if bench.plain.nodes[name].tag != "complexGateway" and step["wait"] != wanted:
            bench.say("C5-wait", at(step, name), f"wait is {step['wait']}, the map says {wanted}")
        return


def _split(bench: Bench, step: Json) -> None:
    """The split word is that of the node where the ways part."""
    last = bench.plain.nodes[bench.nodes_of(step)[-1]]
    ways = bench.outgoing(last.id)
    if len(ways) < 2 or last.tag == "complexGateway":
        return
    flows = [bench.plain.flows[name] for name in ways if name in bench.plain.flows]
    plain_split = "some" if any(flow.condition is not None for flow in flows) else "all"
    wanted = SPLITS.get(last.tag, plain_split)
    gone = [flow for flow in bench.plain.flows.values() if flow.source == last.id]
    marked = bool(last.default) or any(flow.condition is not None for flow in gone)
    vague = last.tag not in SPLITS and wanted == "all" and marked
    if step["split"] != wanted and not (vague and step["split"] == "some"):
        bench.say("C5-split", at(step, last.id), f"split is {step['split']}, the map says {wanted}")


def _entry(bench: Bench, step: Json, entry: Json) -> None:
    target = bench.by_key.get(entry["to"])
    if entry["kind"] == "message" or target is None or not bench.nodes_of(target):
        return
    if broken := _path(bench, step, entry, entrances(bench, target)):
        bench.say("C3-via", at(step, *entry["via"]), broken)
    _words(bench, step, entry)


def _path(bench: Bench, step: Json, entry: Json, ends: list[str]) -> str:
    """Why an arrow is not a path of the map from its step to the front of the next."""
    via, here = list(entry["via"]), bench.nodes_of(step)[-1]
    if broken := _beginning(bench, step, entry):
        return broken
    if entry["kind"] == "exception":
        here = via.pop(0)
    for name in via:
        if not _follows(bench, here, name):
            return f"{name} does not follow {here}"
        if name in bench.plain.nodes and not _straight(bench, name):
            return f"{name} is not passed straight"
        here = name
    if not any(_follows(bench, here, end) for end in ends):
        return f"{here} does not lead to the front of step {entry['to']}"
    return ""


def _beginning(bench: Bench, step: Json, entry: Json) -> str:
    """Why an arrow's kind does not fit: boundary events begin exceptions, and nothing else."""
    via = entry["via"]
    if entry["kind"] == "flow":
        known = [bench.plain.nodes[name] for name in via if name in bench.plain.nodes]
        on_host = any(node.tag == "boundaryEvent" for node in known)
        return "a boundary event lies on an arrow that is no exception" if on_host else ""
    event = bench.plain.nodes.get(via[0]) if via else None
    if event is None or event.tag != "boundaryEvent":
        return "exception does not begin with a boundary event"
    if event.attached not in bench.nodes_of(step):
        return f"{event.id} is not attached to an activity of this step"
    return ""


def _follows(bench: Bench, here: str, name: str) -> bool:
    """Whether the map goes from one thing to the next: node, flow, node, or over a link."""
    plain = bench.plain
    if name in plain.flows:
        return plain.flows[name].source == here
    if here in plain.flows:
        return plain.flows[here].target == name
    scope = plain.nodes[here].scope if here in plain.nodes else ""
    return bool(scope) and (here, name) in plain.links(scope, lenient=True)


def _straight(bench: Bench, name: str) -> bool:
    if bench.is_link(name):
        return True
    return len(bench.incoming(name)) == 1 and len(bench.outgoing(name)) == 1


def _flat(words: str | None) -> str:
    return " ".join((words or "").split())


def _words(bench: Bench, step: Json, entry: Json) -> None:
    """C4: label, condition, default and interrupting are those of the flows and the event."""
    plain = bench.plain
    flows = [plain.flows[name] for name in entry["via"] if name in plain.flows]
    nodes = [plain.nodes[name] for name in entry["via"] if name in plain.nodes]
    names = [_flat(flow.name) for flow in flows if _flat(flow.name)]
    marks = {_flat(n.name) for n in nodes} | {_flat(n.link) for n in nodes} | {""}
    label, where = _flat(entry["label"]), at(step, *entry["via"])
    named = entry["kind"] == "exception" and label in marks - {""}
    if names and not (named or label in names or all(name in label for name in names)):
        bench.say("C4-label", where, f"label is {label!r}, the map says {names}")
    if not names and label not in marks:
        bench.say("C4-label", where, f"label {label!r} is not on the map")
    texts = [_flat(flow.condition) for flow in flows if flow.condition is not None]
    found = _flat(entry["condition"])
    if found not in (texts or [""]) and not (texts and all(text in found for text in texts)):
        bench.say("C4-condition", where, f"condition is {found!r}, the map says {texts}")
    defaults = [plain.nodes[flow.source].default == flow.id for flow in flows if flow.source]
    if entry["default"] != any(defaults[:1]) and entry["default"] != any(defaults):
        bench.say("C4-default", where, f"default is {entry['default']}, on the map it is not so")
    if entry["kind"] == "exception" and nodes and nodes[0].interrupting != entry["interrupting"]:
        bench.say("C4-interrupting", where, f"interrupting is {entry['interrupting']}")


def _messages(bench: Bench) -> None:
    """A message flow between two steps is one message entry from the one to the other."""
    found: Counter[str] = Counter()
    for step in bench.steps():
        for entry in step["next"]:
            names = [name for name in entry["via"] if name in bench.plain.messages]
            if entry["kind"] != "message":
                continue
            if len(names) != 1 or len(entry["via"]) != 1:
                bench.say("message", at(step, *entry["via"]), "names not one message flow")
                continue
            found[names[0]] += 1
            _message(bench, step, entry, names[0])
    for message in bench.plain.messages.values():
        ends = bench.step_of(message.source), bench.step_of(message.target)
        parted = ends[0] is not None and ends[1] is not None and ends[0] is not ends[1]
        if found[message.id] > 1 or (parted and not found[message.id]):
            bench.say("message", at(ends[0], message.id), f"stands {found[message.id]} times")


def _message(bench: Bench, step: Json, entry: Json, name: str) -> None:
    message = bench.plain.messages[name]
    for end, key in ((message.source, step["key"]), (message.target, entry["to"])):
        node = bench.plain.nodes.get(end)
        holder = bench.step_of(node.attached or end) if node is not None else None
        if holder is not None and holder["key"] != key:
            bench.say(
                "message", at(step, name, end), f"{end} is in step {holder['key']}, not {key}"
            )


def _rebuild(bench: Bench) -> None:
    """C6: the edges that the table alone gives are those of the map, each once."""
    for listing in bench.listings:
        table: Counter[tuple[str, str, str]] = Counter()
        for step in listing.steps:
            table.update(set(_edges_of(bench, step)))
        table = Counter(dict.fromkeys(table, 1))
        wanted: Counter[tuple[str, str, str]] = Counter()
        for scope in listing.scopes:
            wanted.update(_edges_on_map(bench, scope))
        for edge in sorted((table - wanted).keys()):
            if not _fair_entrance(bench, edge, wanted):
                bench.say("C6-extra", at(None, *edge), "table has an edge that the map has not")
        got = {edge[0] for edge in table}
        for edge in sorted((wanted - table).keys()):
            if edge[0] not in got or not edge[0]:
                bench.say("C6-missing", at(None, *edge), "map has an edge that the table has not")


def _edges_of(bench: Bench, step: Json) -> list[tuple[str, str, str]]:
    """A step's own edges as (flow, source, target), from the JSON alone."""
    ids = [element["id"] for element in step["elements"]]
    kinds = {element["id"]: element["role"] for element in step["elements"]}
    nodes = [name for name in ids if kinds[name] != "flow"]
    edges = [(f, a, b) for f, a, b in zip(ids[1::2], ids[::2], ids[2::2], strict=False)]
    for entry in step["next"]:
        target = bench.by_key.get(entry["to"])
        if entry["kind"] == "message" or target is None or not target["elements"] or not nodes:
            continue
        front = str(target["elements"][0]["id"])
        run = [*entry["via"], front]
        if entry["kind"] == "flow":
            run = [nodes[-1], *run]
        edges += _run_edges(bench, run)
    return edges


def _run_edges(bench: Bench, run: list[str]) -> list[tuple[str, str, str]]:
    """A path of nodes and flows as edges; two nodes side by side are a link."""
    edges, flow, source = [], "", run[0]
    for name in run[1:]:
        if name in bench.plain.flows:
            flow = name
            continue
        edges.append((flow, source, name))
        flow, source = "", name
    return edges


def _edges_on_map(bench: Bench, scope: str) -> list[tuple[str, str, str]]:
    if scope not in bench.plain.scopes:
        return []
    flows = bench.plain.scopes[scope].flows.values()
    edges = [(f.id, f.source, f.target) for f in flows if f.whole and f.id not in bench.explained]
    return edges + [("", throw, catch) for throw, catch in bench.plain.links(scope)]


def _fair_entrance(
    bench: Bench, edge: tuple[str, str, str], wanted: Counter[tuple[str, str, str]]
) -> bool:
    """Whether an edge differs from the map only by an allowed entrance, or is a lenient link."""
    flow, source, target = edge
    if not flow:
        scope = bench.plain.nodes[source].scope if source in bench.plain.nodes else ""
        return bool(scope) and (source, target) in bench.plain.links(scope, lenient=True)
    step = bench.step_of(target)
    doors = entrances(bench, step) if step is not None else []
    return any((flow, source, door) in wanted for door in doors)
