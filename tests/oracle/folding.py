"""The dull draft with everything folded that may be folded: a second right draft to try the check on."""

from collections.abc import Iterator

from tests.oracle import plainmap
from tests.oracle.dull import dull_sop, number, ordered
from tests.oracle.plainmap import ACTIVITIES, GATEWAYS, INTERMEDIATE, PlainMap
from tests.oracle.schema import walk
from tests.oracle.violations import Json

DOES = ACTIVITIES | INTERMEDIATE
ENDS = {"startEvent": "start", "endEvent": "end"}


def folded_sop(name: str, data: bytes) -> Json:
    """One SOP of a file, its rows as few as the guards allow."""
    plain = plainmap.read(data)
    sop = dull_sop(name, data)
    sop["steps"] = _fold(plain, sop["steps"])
    number(sop["steps"], "")
    _redirect_messages(sop)
    proof = sop["proof"]
    proof["in_steps"] = sum(1 for _ in walk(sop["steps"]))
    proof["folded"] = proof["nodes"] - proof["in_steps"] - proof["explained"]
    return sop


def _redirect_messages(sop: Json) -> None:
    """Let messages lead to the rows that now hold what they are for; one for a link leads nowhere."""
    rows = list(walk(sop["steps"]))
    holder = {f"s-{element['id']}": row["key"] for row in rows for element in row["elements"]}
    for row in rows:
        for entry in row["next"]:
            if entry["kind"] == "message":
                entry["to"] = holder.get(entry["to"], "")
        row["next"] = [entry for entry in row["next"] if entry["to"]]


def _fold(plain: PlainMap, steps: list[Json]) -> list[Json]:
    """Fold each scope of a list by itself, then what is nested."""
    scopes: dict[str, dict[str, Json]] = {}
    for step in steps:
        node = plain.nodes[step["elements"][0]["id"]]
        scopes.setdefault(node.scope, {})[step["key"]] = step
    found: list[Json] = []
    for rows in scopes.values():
        while _lay_on_arrow(plain, rows) or _merge_two(plain, rows):
            pass
        reached, others = ordered(plain, rows.values())
        found += reached + others
    for step in found:
        step["steps"] = _fold(plain, step["steps"])
    return found


def _entries(rows: dict[str, Json]) -> Iterator[tuple[Json, Json]]:
    for step in rows.values():
        for entry in step["next"]:
            if entry["kind"] != "message":
                yield step, entry


def _ways(step: Json) -> list[Json]:
    return [entry for entry in step["next"] if entry["kind"] == "flow"]


def _lay_on_arrow(plain: PlainMap, rows: dict[str, Json]) -> bool:
    """Lay a gateway with one way in and one way out, or a pair of links, on the arrow."""
    for key, step in rows.items():
        before = [entry for _, entry in _entries(rows) if entry["to"] == key]
        after = _ways(step)
        node = plain.nodes[step["elements"][0]["id"]]
        straight = node.tag in GATEWAYS or "linkEventDefinition" in node.definitions
        if not straight or len(step["elements"]) > 1 or len(before) != 1 or len(step["next"]) != 1:
            continue
        if not after or after[0]["to"] == key:
            continue
        entry, onward = before[0], after[0]
        entry["via"] = [*entry["via"], node.id, *onward["via"]]
        entry["to"] = onward["to"]
        for field in ("label", "condition"):
            entry[field] = entry[field] or onward[field]
        del rows[key]
        return True
    return False


def _merge_two(plain: PlainMap, rows: dict[str, Json]) -> bool:
    """Make one row of two that always follow each other, where a guard allows it."""
    for one in rows.values():
        ways = _ways(one)
        if len(ways) != 1 or len(ways[0]["via"]) != 1:
            continue
        two = rows[ways[0]["to"]]
        entered = sum(entry["to"] == two["key"] for _, entry in _entries(rows))
        if one is not two and entered == 1 and _may(plain, one, two):
            _join(plain, rows, one, two)
            return True
    return False


def _may(plain: PlainMap, one: Json, two: Json) -> bool:
    """The guards: one thing done a row, and chains of start, merge, core, split, end alone."""
    ones = [plain.nodes[e["id"]] for e in one["elements"] if e["id"] in plain.nodes]
    twos = [plain.nodes[e["id"]] for e in two["elements"] if e["id"] in plain.nodes]
    last, first = ones[-1], twos[0]
    done = [node.tag in DOES for node in ones]
    if any(node.handler or node.tag == "complexGateway" for node in ones + twos):
        return False
    if any(done) and any(node.tag in DOES for node in twos):
        return False
    if first.tag == "endEvent":
        return len(twos) == 1 and not first.definitions and last.tag not in GATEWAYS
    if last.tag == "startEvent":
        return first.tag != "startEvent"
    if last.tag in GATEWAYS:
        return not any(done) and any(node.tag in DOES for node in twos)
    return any(done) and first.tag in GATEWAYS and len(twos) == 1


def _join(plain: PlainMap, rows: dict[str, Json], one: Json, two: Json) -> None:
    way = _ways(one)[0]
    flow = {"id": way["via"][0], "type": "sequenceFlow", "role": "flow"}
    elements = [*one["elements"], flow, *two["elements"]]
    doing = any(e["type"] in DOES for e in two["elements"])
    base, other = (two, one) if doing else (one, two)
    after = [entry for entry in one["next"] if entry is not way] + two["next"]
    base.update(wait=one["wait"], split=two["split"], next=after, elements=elements)
    _name_roles(plain, base)
    for _, entry in _entries(rows):
        if entry["to"] == other["key"]:
            entry["to"] = base["key"]
    del rows[other["key"]]


def _name_roles(plain: PlainMap, step: Json) -> None:
    """Give every node of a block its role, the thing done as the middle."""
    elements = step["elements"]
    middle = next((i for i, e in enumerate(elements) if e["type"] in DOES), len(elements))
    for index, element in enumerate(elements):
        if element["id"] in plain.nodes:
            gate = "merge" if index < middle else "split"
            role = ENDS.get(element["type"], gate)
            element["role"] = "core" if element["type"] in DOES else role
