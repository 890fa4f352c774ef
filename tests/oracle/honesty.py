"""C9 and C10: who does it, and where every cell comes from."""

from collections.abc import Iterator

from tests.oracle.bench import Bench
from tests.oracle.plainmap import ACTIVITIES
from tests.oracle.violations import Json, at


def check(bench: Bench) -> None:
    """Run every check of this file."""
    _actors(bench)
    known = {actor["id"]: actor for actor in bench.sop["actors"]}
    for step in bench.steps():
        _who(bench, step, known)
        _label(bench, step)
    for where, cell in _cells(bench):
        _cell(bench, where, cell)


def _actors(bench: Bench) -> None:
    """Each actor is on the map, under its own name."""
    for actor in bench.sop["actors"]:
        for name in set(actor["elements"]) - bench.plain.ids.keys():
            bench.say("C9-actor", at(None, actor["id"], name), "actor's element is not in the file")
        names = {_flat(_name(bench, name)) for name in actor["elements"]} - {""}
        if names and _flat(actor["name"]) not in names:
            bench.say(
                "C9-name", at(None, actor["id"]), f"is called {actor['name']!r}, on the map {names}"
            )


def _name(bench: Bench, name: str) -> str:
    if name in bench.plain.lanes:
        return bench.plain.lanes[name].name
    if name in bench.plain.scopes:
        return bench.plain.scopes[name].name
    return bench.plain.participants.get(name, ("", ""))[0]


def _flat(words: str | None) -> str:
    return " ".join((words or "").split())


def _who(bench: Bench, step: Json, known: dict[str, Json]) -> None:
    """A step's actors exist and are those of the map: innermost lanes, else pool or process."""
    for name in step["actors"]:
        if name not in known:
            bench.say("C9-actor", at(step, name), "actor is not in the SOP's list")
    core = _core(bench, step)
    named = [known[name] for name in step["actors"] if name in known]
    if core is None:
        return
    lanes = bench.plain.innermost(core)
    fair = lanes or _surroundings(bench, core)
    if not named and (lanes or not _lanes_around(bench, core)):
        bench.say("C9-none", at(step, core), "has no actor though the map gives one")
    elif not named and not _found(bench, step):
        bench.say("C9-none", at(step, core), "has no actor and no finding says so")
    for actor in named:
        if not fair & ({actor["id"]} | set(actor["elements"])):
            bench.say("C9-wrong", at(step, core, actor["id"]), f"the map puts it in {sorted(fair)}")


def _core(bench: Bench, step: Json) -> str | None:
    """The node whose place decides who acts: the core by role, else the only activity or node."""
    nodes = bench.nodes_of(step)
    cores = [e["id"] for e in step["elements"] if e["role"] == "core" and e["id"] in nodes]
    does = [name for name in nodes if bench.plain.nodes[name].tag in ACTIVITIES]
    return next(iter(cores or does or nodes[:1]), None)


def _found(bench: Bench, step: Json) -> bool:
    ids = {element["id"] for element in step["elements"]}
    return any(ids & set(finding["elements"]) for finding in bench.sop["findings"])


def _lanes_around(bench: Bench, node: str) -> set[str]:
    """The lanes of the node's process, at any depth."""
    process = bench.plain.process_of(bench.plain.nodes[node].scope)
    lanes = bench.plain.lanes.values()
    return {lane.id for lane in lanes if bench.plain.process_of(lane.scope) == process}


def _surroundings(bench: Bench, node: str) -> set[str]:
    """Fair actors of a node that no lane names: the sub-process's lane, the pool, the process.

    Where the process has lanes, the drawing may put the node in one of them: the one drawn around it, else any.
    """
    process = bench.plain.process_of(bench.plain.nodes[node].scope)
    pools = {name for name, (_, held) in bench.plain.participants.items() if held == process}
    lanes = _lanes_around(bench, node)
    drawn = {lane for lane in lanes if bench.plain.sayings.drawn_in(node, lane)} or lanes
    around = bench.plain.nodes[node].scope
    while around in bench.plain.nodes:
        drawn |= bench.plain.innermost(around)
        around = bench.plain.nodes[around].scope
    return pools | {process} | drawn


def _label(bench: Bench, step: Json) -> None:
    """The label is the map's own word for the core."""
    core = _core(bench, step)
    name = _flat(bench.plain.nodes[core].name) if core is not None else ""
    if name and name not in _flat(step["label"]):
        bench.say("label", at(step, core or ""), f"label {step['label']!r}, on the map {name!r}")


def _cells(bench: Bench) -> Iterator[tuple[str, Json]]:
    for field, cell in bench.sop["identity"].items():
        yield f"identity.{field}", cell
    for step in bench.steps():
        for field in ("inputs", "outputs", "remarks"):
            for cell in step[field]:
                yield f"{at(step)} {field}", cell
        if step["time"] is not None:
            yield f"{at(step)} time", step["time"]


def _cell(bench: Bench, where: str, cell: Json) -> None:
    """What the map says names its element, an assumption its rule, and nothing is empty."""
    source, element = cell["source"], cell["element"]
    if source == "map" and not element:
        bench.say("C10-element", where, "comes from the map but names no element")
    elif element and element not in bench.plain.ids:
        bench.say("C10-element", where, f"names {element}, which is not in the file")
    if source == "none" and (cell["value"] or "").strip():
        bench.say("C10-none", where, f"says {cell['value']!r} from nowhere")
    if source == "assumed" and not (cell["rule"] or "").strip():
        bench.say("C10-rule", where, "is assumed by no rule")
    if source in {"person", "assumed"} and not (cell["value"] or "").strip():
        bench.say("C10-empty", where, f"is empty, yet its source is {source}")
