"""Faults put into a good SOP on purpose: a check that does not see them has no teeth."""

import copy
import random
from collections import Counter
from collections.abc import Callable, Iterator

from tests.oracle.schema import walk
from tests.oracle.violations import Json

Fault = Callable[[Json, random.Random], str | None]


def seed_faults(
    sop: Json, rng: random.Random, n: int, faults: tuple[Fault, ...] | None = None
) -> list[tuple[str, Json]]:
    """Up to n copies of a SOP with one fault each, and a sentence on what was done.

    A kind of fault that finds nothing to spoil in this SOP gives way to another.
    """
    found: list[tuple[str, Json]] = []
    usable = list(FAULTS if faults is None else faults)
    while usable and len(found) < n:
        fault = rng.choice(usable)
        spoilt = copy.deepcopy(sop)
        said = fault(spoilt, rng)
        if said is None:
            usable.remove(fault)
        else:
            found.append((said, spoilt))
    return found


def seed_each(sop: Json, rng: random.Random) -> Iterator[tuple[str, Json]]:
    """One copy of a SOP for each kind of fault that finds something to spoil: the kind's name, and the copy."""
    for fault in FAULTS:
        spoilt = copy.deepcopy(sop)
        if fault(spoilt, rng) is not None:
            yield fault.__name__, spoilt


def _arrows(sop: Json) -> list[tuple[Json, Json]]:
    steps = list(walk(sop["steps"]))
    return [(step, entry) for step in steps for entry in step["next"] if entry["kind"] != "message"]


def _in_order(sop: Json) -> list[list[Json]]:
    """The list of steps at the top, and each nested one."""
    return [sop["steps"], *(step["steps"] for step in walk(sop["steps"]) if step["steps"])]


def retarget(sop: Json, rng: random.Random) -> str | None:
    """Let an arrow lead to another step of its list."""
    choices = [
        (step, entry, other["key"])
        for steps in _in_order(sop)
        for step in steps
        for entry in step["next"]
        if entry["kind"] != "message"
        for other in steps
        if other["key"] != entry["to"]
    ]
    if not choices:
        return None
    step, entry, key = rng.choice(choices)
    said = f"retarget: {step['key']} leads to {key} instead of {entry['to']}"
    entry["to"] = key
    return said


def drop_arrow(sop: Json, rng: random.Random) -> str | None:
    """Leave an arrow out."""
    if not (arrows := _arrows(sop)):
        return None
    step, entry = rng.choice(arrows)
    step["next"].remove(entry)
    return f"drop arrow: {step['key']} no longer leads to {entry['to']}"


def swap_wait(sop: Json, rng: random.Random) -> str | None:
    """Wait for all where any will do, or the other way, at a step that several arrows reach."""
    entered = Counter(entry["to"] for _, entry in _arrows(sop))
    steps = [s for s in walk(sop["steps"]) if entered[s["key"]] > 1 and s["wait"] != "some"]
    if not steps:
        return None
    step = rng.choice(steps)
    step["wait"] = "any" if step["wait"] == "all" else "all"
    return f"wait: {step['key']} waits for {step['wait']}"


def swap_split(sop: Json, rng: random.Random) -> str | None:
    """Choose one where all are started, or the other way, at a step that several arrows leave."""
    steps = [
        step
        for step in walk(sop["steps"])
        if step["split"] in {"one", "all"}
        and sum(entry["kind"] == "flow" for entry in step["next"]) > 1
    ]
    if not steps:
        return None
    step = rng.choice(steps)
    step["split"] = "one" if step["split"] == "all" else "all"
    return f"split: {step['key']} starts {step['split']}"


def swap_elements(sop: Json, rng: random.Random) -> str | None:
    """Let two steps of a list stand for each other's elements."""
    lists = [steps for steps in _in_order(sop) if len(steps) > 1]
    if not lists:
        return None
    one, two = rng.sample(rng.choice(lists), 2)
    one["elements"], two["elements"] = two["elements"], one["elements"]
    return f"swap: {one['key']} and {two['key']} stand for each other's elements"


def drop_label(sop: Json, rng: random.Random) -> str | None:
    """Take the words off an arrow."""
    words = [
        (step, entry, field)
        for step, entry in _arrows(sop)
        for field in ("label", "condition")
        if (entry[field] or "").strip() and entry["kind"] == "flow"
    ]
    if not words:
        return None
    step, entry, field = rng.choice(words)
    entry[field] = None
    return f"drop {field}: {step['key']} to {entry['to']}"


def flip_flag(sop: Json, rng: random.Random) -> str | None:
    """Turn a default mark round, or the interrupting mark of an exception."""
    if not (arrows := _arrows(sop)):
        return None
    step, entry = rng.choice(arrows)
    field = "interrupting" if entry["kind"] == "exception" else "default"
    entry[field] = not entry[field]
    return f"flip {field}: {step['key']} to {entry['to']}"


def drop_element(sop: Json, rng: random.Random) -> str | None:
    """Lose an element from a block or from an arrow."""
    spots = [(step, step["elements"]) for step in walk(sop["steps"]) if step["elements"]]
    spots += [(step, entry["via"]) for step, entry in _arrows(sop) if entry["via"]]
    if not spots:
        return None
    step, items = rng.choice(spots)
    gone = items.pop(rng.randrange(len(items)))
    return f"drop element: {step['key']} loses {gone if isinstance(gone, str) else gone['id']}"


def drop_step(sop: Json, rng: random.Random) -> str | None:
    """Lose a whole step, and what leads to it."""
    steps = rng.choice(_in_order(sop))
    if not steps:
        return None
    gone = steps.pop(rng.randrange(len(steps)))
    for step in walk(sop["steps"]):
        step["next"] = [entry for entry in step["next"] if entry["to"] != gone["key"]]
    return f"drop step: {gone['key']}"


def explain_away(sop: Json, rng: random.Random) -> str | None:
    """Explain an element although it stands in a step."""
    spots = [e for step in walk(sop["steps"]) for e in step["elements"]]
    if not spots:
        return None
    gone = rng.choice(spots)["id"]
    sop["explained"].append({"element": gone, "why": "unreachable"})
    return f"explain away: {gone}"


def swap_actor(sop: Json, rng: random.Random) -> str | None:
    """Let another actor of the SOP do a step."""
    steps = list(walk(sop["steps"]))
    choices = [
        (step, actor["id"])
        for step in steps
        for actor in sop["actors"]
        if step["actors"] and actor["id"] not in step["actors"]
    ]
    if not choices:
        return None
    step, actor = rng.choice(choices)
    step["actors"] = [actor]
    return f"actor: {step['key']} is done by {actor}"


def drop_actor(sop: Json, rng: random.Random) -> str | None:
    """Leave a step to nobody."""
    steps = [step for step in walk(sop["steps"]) if step["actors"]]
    if not steps:
        return None
    step = rng.choice(steps)
    step["actors"] = []
    return f"no actor: {step['key']}"


def rename_actor(sop: Json, rng: random.Random) -> str | None:
    """Give an actor that the map names another name."""
    actors = [actor for actor in sop["actors"] if "(" not in actor["name"]]
    if not actors:
        return None
    actor = rng.choice(actors)
    actor["name"] = INVENTED
    return f"rename actor: {actor['id']}"


def refer_elsewhere(sop: Json, rng: random.Random) -> str | None:
    """Let a step refer to its own SOP, or to one that does not exist."""
    step = rng.choice(list(walk(sop["steps"])) or [None])
    if step is None:
        return None
    step["refers_to"] = rng.choice((sop["key"], "tidak-ada-00000000"))
    return f"refers: {step['key']} to {step['refers_to']}"


def drop_reference(sop: Json, rng: random.Random) -> str | None:
    """Take a reference away."""
    steps = [step for step in walk(sop["steps"]) if step["refers_to"] is not None]
    if not steps:
        return None
    step = rng.choice(steps)
    step["refers_to"] = None
    return f"drop reference: {step['key']}"


INVENTED = "Karangan Belaka"
QUOTED = (None, "documentation", "annotation", "flow-name", "question", "gateway")


def _cells(sop: Json, *fields: str) -> list[Json]:
    """The cells of these columns that the map fills with its own words."""
    cells = [cell for step in walk(sop["steps"]) for field in fields for cell in step[field]]
    return [cell for cell in cells if cell["source"] == "map" and cell["rule"] in QUOTED]


def invent_value(sop: Json, rng: random.Random) -> str | None:
    """Replace the words of a cell, or add to them."""
    if not (cells := _cells(sop, "inputs", "outputs", "remarks")):
        return None
    cell = rng.choice(cells)
    cell["value"] = rng.choice((INVENTED, f"{cell['value']}, {INVENTED}"))
    return f"value: {cell['element']} is said to say {cell['value']!r}"


def blame_element(sop: Json, rng: random.Random) -> str | None:
    """Let a cell's words come from another element of the map."""
    ids = [part["id"] for step in walk(sop["steps"]) for part in step["elements"]]
    cells = _cells(sop, "inputs", "outputs")
    if not cells or not ids:
        return None
    cell = rng.choice(cells)
    cell["element"] = rng.choice(ids)
    return f"element: {cell['value']!r} is said to come from {cell['element']}"


def pass_off(sop: Json, rng: random.Random) -> str | None:
    """Say that the map says what was only assumed."""
    cells = [c for s in walk(sop["steps"]) for f in ("inputs", "outputs", "remarks") for c in s[f]]
    assumed = [cell for cell in cells if cell["source"] == "assumed"]
    if not assumed:
        return None
    cell = rng.choice(assumed)
    cell["source"], cell["rule"] = "map", None
    return f"source: {cell['value']!r} is said to be on the map"


def move_cell(sop: Json, rng: random.Random) -> str | None:
    """Give an input or output of one step to another that does not have it."""
    steps = list(walk(sop["steps"]))
    choices = [
        (step, cell, other, field)
        for field in ("inputs", "outputs")
        for step in steps
        for cell in step[field]
        for other in steps
        if cell["source"] == "map" and other is not step and cell not in other[field]
    ]
    if not choices:
        return None
    step, cell, other, field = rng.choice(choices)
    step[field].remove(cell)
    other[field].append(cell)
    return f"{field}: {cell['value']!r} moves from {step['key']} to {other['key']}"


def invent_time(sop: Json, rng: random.Random) -> str | None:
    """Give a step a time from an element that states none."""
    steps = [step for step in walk(sop["steps"]) if step["time"] is None and step["elements"]]
    if not steps:
        return None
    step = rng.choice(steps)
    element = step["elements"][0]["id"]
    step["time"] = {"value": "77 menit", "source": "map", "element": element, "rule": "stated-time"}
    return f"time: {step['key']}"


def invent_label(sop: Json, rng: random.Random) -> str | None:
    """Put words on an arrow that the map does not have."""
    if not (arrows := _arrows(sop)):
        return None
    step, entry = rng.choice(arrows)
    entry["label"] = INVENTED
    return f"label: {step['key']} to {entry['to']}"


def rename_step(sop: Json, rng: random.Random) -> str | None:
    """Say that the map calls a step something else."""
    steps = [step for step in walk(sop["steps"]) if step["label"]]
    if not steps:
        return None
    step = rng.choice(steps)
    step["label"] = INVENTED
    return f"step label: {step['key']}"


SHAPE: tuple[Fault, ...] = (
    retarget,
    drop_arrow,
    swap_wait,
    swap_split,
    swap_elements,
    drop_label,
    flip_flag,
    drop_element,
    drop_step,
    explain_away,
)
"""Kinds of fault in what a table does: each of them is wrong wherever it is seeded."""
FAULTS: tuple[Fault, ...] = (
    *SHAPE,
    swap_actor,
    drop_actor,
    rename_actor,
    refer_elsewhere,
    drop_reference,
    invent_value,
    blame_element,
    pass_off,
    move_cell,
    invent_time,
    invent_label,
    rename_step,
)
"""Kinds of fault, each gated by itself."""
