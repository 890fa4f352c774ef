"""C12: the token game, played on the map and on the table alone, says the same words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tests.oracle import plainmap
from tests.oracle.contract import source_of
from tests.oracle.petri import Machine, Net, TooMuch, differ, play
from tests.oracle.plainmap import ACTIVITIES, INTERMEDIATE, Node, PlainMap, Scope
from tests.oracle.violations import Json

ROOT = "root"
TOKENS = 2
STATES = 4000
PAIRS = 4000
SPLITS = {
    "exclusiveGateway": "one",
    "eventBasedGateway": "one",
    "parallelGateway": "all",
    "inclusiveGateway": "some",
}


@dataclass(frozen=True, slots=True)
class Equal:
    """Map and table say the same."""

    states: int


@dataclass(frozen=True, slots=True)
class Different:
    """Only one of the two can say the witness to its last word."""

    witness: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """The game was not played."""

    reason: str


Outcome = Equal | Different | Skipped


def compare_sop(sop: Json, files: Mapping[str, bytes]) -> dict[str, Outcome]:
    """Play every scope of a SOP against its map."""
    data = source_of(sop, files)
    if data is None:
        return {}
    plain = plainmap.read(data)
    if plain.irregular:
        return dict.fromkeys(sop["source"]["scopes"], Skipped("ids are missing or not unique"))
    gone = {item["element"] for item in sop["explained"]}
    outcomes: dict[str, Outcome] = {}
    for scope, steps in _listings(plain, sop["source"]["scopes"], sop["steps"]).items():
        outcomes[scope] = compare_scope(plain, scope, steps, gone=gone)
    return outcomes


def _listings(plain: PlainMap, scopes: list[str], steps: list[Json]) -> dict[str, list[Json]]:
    """The steps of each scope, from a list and those nested in it."""
    found: dict[str, list[Json]] = {scope: [] for scope in scopes if scope in plain.scopes}
    for step in steps:
        nodes = [plain.nodes[e["id"]] for e in step["elements"] if e["id"] in plain.nodes]
        for scope in {node.scope for node in nodes[:1]} & found.keys():
            found[scope].append(step)
        bodies = [node.id for node in nodes if node.id in plain.scopes]
        if step["steps"] and bodies:
            found |= _listings(plain, bodies[:1], step["steps"])
    return found


def compare_scope(
    plain: PlainMap, scope: str, steps: list[Json], *, gone: Collection[str] = ()
) -> Outcome:
    """Play one scope: the map's arrows that are not explained away, and the steps' own words."""
    visible = {node.id for node in plain.scopes[scope].nodes.values() if _visible(node)}
    try:
        machine = _play(_map_net(plain, plain.scopes[scope], gone))
    except TooMuch as reason:
        return Skipped(str(reason))
    try:
        other = _play(_table_net(steps, visible))
    except TooMuch as reason:
        return Different((f"table: {reason}",))
    try:
        witness = differ(machine, other, most_pairs=PAIRS)
    except TooMuch as reason:
        return Skipped(str(reason))
    return Equal(len(machine.steps)) if witness is None else Different(witness)


def _play(net: Net) -> Machine:
    return play(net, ROOT, most_tokens=TOKENS, most_states=STATES)


def _visible(node: Node) -> bool:
    if "linkEventDefinition" in node.definitions or node.handler:
        return False
    if node.tag in {"startEvent", "endEvent"}:
        return bool(node.definitions)
    return node.tag in ACTIVITIES | INTERMEDIATE | {"boundaryEvent"}


def _map_net(plain: PlainMap, scope: Scope, gone: Collection[str]) -> Net:
    """The net of a scope: a place for each arrow."""
    net = Net()
    ins: dict[str, list[str]] = {name: [] for name in scope.nodes}
    outs: dict[str, list[str]] = {name: [] for name in scope.nodes}
    for flow in scope.flows.values():
        inside = flow.source in ins and flow.target in ins
        if inside and flow.id not in gone:
            ins[flow.target].append(flow.id)
            outs[flow.source].append(flow.id)
    for throw, catch in sorted(plain.links(scope.id)):
        ins[catch].append(f"link {throw} {catch}")
        outs[throw].append(f"link {throw} {catch}")
    for node in scope.nodes.values():
        if node.id in gone or node.handler or node.tag == "boundaryEvent":
            continue
        _refuse(node, ins[node.id])
        if not ins[node.id]:
            ins[node.id] = [f"root {node.id}"]
            net.move([ROOT], [f"root {node.id}"])
        _node(net, plain, node, ins=ins[node.id], outs=outs)
    if not any(takes == (net.place(ROOT),) for takes, _, _ in net.moves):
        raise TooMuch("no way in")
    return net


def _refuse(node: Node, ins: list[str]) -> None:
    """Skip what the game does not know."""
    if node.tag == "complexGateway":
        raise TooMuch("complex gateway")
    if node.tag == "inclusiveGateway" and len(ins) > 1:
        raise TooMuch("inclusive join")
    if node.tag == "startEvent" and ins:
        raise TooMuch("flow into a start event")
    if "terminateEventDefinition" in node.definitions:
        raise TooMuch("terminate end event")


def _node(
    net: Net, plain: PlainMap, node: Node, *, ins: list[str], outs: dict[str, list[str]]
) -> None:
    busy, done = f"busy {node.id}", f"done {node.id}"
    if node.tag == "parallelGateway":
        net.move(ins, [busy])
    else:
        for place in ins:
            net.move([place], [busy])
    net.move([busy], [done], node.id if _visible(node) else "")
    net.part(done, [[way] for way in outs[node.id]], _split(plain, node, outs[node.id]))
    for event in plain.boundaries(node.id):
        ways = outs.get(event.id, [])
        if ways and not event.interrupting:
            raise TooMuch("non-interrupting boundary event")
        if ways:
            left = f"left {event.id}"
            net.move([busy], [left], event.id)
            net.part(left, [[way] for way in ways], _split(plain, event, ways))


def _split(plain: PlainMap, node: Node, ways: list[str]) -> str:
    flows = [plain.flows[way] for way in ways if way in plain.flows]
    given = "some" if any(flow.condition is not None for flow in flows) else "all"
    return SPLITS.get(node.tag, given)


def _table_net(steps: list[Json], visible: Collection[str]) -> Net:
    """The net of a list of steps, from wait, split, next and the ids in blocks and arrows."""
    net = Net()
    keys = {step["key"] for step in steps}
    ins: dict[str, list[str]] = {key: [] for key in keys}
    for step in steps:
        for index, entry in enumerate(step["next"]):
            if entry["kind"] == "message":
                continue
            if entry["to"] not in keys:
                raise TooMuch(f"{step['key']} leads out of its scope")
            ins[entry["to"]].append(f"last {step['key']} {index}")
    for step in steps:
        if step["kind"] != "handler":
            _step(net, step, ins[step["key"]], visible)
    return net


def _step(net: Net, step: Json, ins: list[str], visible: Collection[str]) -> None:
    key = step["key"]
    begins = bool(step["elements"]) and step["elements"][0]["type"] == "startEvent"
    if begins or not ins:
        net.move([ROOT], [f"root {key}"])
        ins = [*ins, f"root {key}"]
    if step["wait"] == "some" and len(ins) > 1:
        raise TooMuch(f"{key} waits for some")
    here = f"in {key}"
    if step["wait"] == "all":
        net.move(ins, [here])
    else:
        for place in ins:
            net.move([place], [here])
    busy = here
    for element in step["elements"]:
        word = element["id"] if element["id"] in visible else ""
        if word and element["type"] in ACTIVITIES:
            busy = here
        if word:
            net.move([here], [f"after {key} {element['id']}"], word)
            here = f"after {key} {element['id']}"
    _leave(net, step, here=here, busy=busy, visible=visible)


def _leave(net: Net, step: Json, *, here: str, busy: str, visible: Collection[str]) -> None:
    """Go on by the flow entries, or away from the host by the entries of one boundary event."""
    entries = [(index, e) for index, e in enumerate(step["next"]) if e["kind"] == "flow"]
    ways = [[_way(net, step, index, skip=0, visible=visible)] for index, _ in entries]
    net.part(here, ways, "one" if step["split"] == "first" else step["split"])
    events: dict[str, list[tuple[int, Json]]] = {}
    for index, entry in enumerate(step["next"]):
        if entry["kind"] == "exception":
            events.setdefault((entry["via"] or [""])[0], []).append((index, entry))
    for event, found in events.items():
        left = f"left {step['key']} {event}"
        net.move([busy], [left], event if event in visible else "")
        away = [[_way(net, step, index, skip=1, visible=visible)] for index, _ in found]
        some = any(entry["condition"] is not None for _, entry in found)
        net.part(left, away, "some" if some else "all")


def _way(net: Net, step: Json, index: int, *, skip: int, visible: Collection[str]) -> str:
    """The first place of an arrow; what it runs through is said on the way."""
    words = [name for name in step["next"][index]["via"][skip:] if name in visible]
    places = [f"way {step['key']} {index} {word}" for word in words]
    places.append(f"last {step['key']} {index}")
    for word, here, after in zip(words, places[:-1], places[1:], strict=True):
        net.move([here], [after], word)
    return places[0]
