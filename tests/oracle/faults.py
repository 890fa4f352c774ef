"""Faults put into a good SOP on purpose: a check that does not see them has no teeth."""

import copy
import random
from collections import Counter
from collections.abc import Callable

from tests.oracle.schema import walk
from tests.oracle.violations import Json

Fault = Callable[[Json, random.Random], str | None]


def seed_faults(sop: Json, rng: random.Random, n: int) -> list[tuple[str, Json]]:
    """Up to n copies of a SOP with one fault each, and a sentence on what was done.

    A kind of fault that finds nothing to spoil in this SOP gives way to another.
    """
    found: list[tuple[str, Json]] = []
    usable = list(FAULTS)
    while usable and len(found) < n:
        fault = rng.choice(usable)
        spoilt = copy.deepcopy(sop)
        said = fault(spoilt, rng)
        if said is None:
            usable.remove(fault)
        else:
            found.append((said, spoilt))
    return found


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


FAULTS: tuple[Fault, ...] = (
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
