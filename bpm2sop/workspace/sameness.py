"""Whether two drafts of an SOP say the same to whoever reads them: ids, which a tool may renew, say nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.structs import asdict

from bpm2sop.model.sop import Cell, Sop, Step
from bpm2sop.trace.matching_spots import steps_of

_UNSAID = frozenset({"key", "source", "findings"})
"""What an SOP holds that is no part of what it says: its key, where the file lies, what was found in it."""


def same(old: Sop, new: Sop) -> bool:
    """Tell whether two SOPs are the same but for ids."""
    return old == new or _told(old) == _told(new)


def _told(sop: Sop) -> Mapping[str, Any]:
    """Give all that an SOP says, steps and actors called by their place."""
    places: dict[str, int] = {}
    for step, _ in steps_of(sop.steps):
        places.setdefault(step.key, len(places))
    actors = {actor.id: number for number, actor in enumerate(sop.actors)}
    told = {name: value for name, value in asdict(sop).items() if name not in _UNSAID}
    return {
        **told,
        "identity": {name: _cell(cell) for name, cell in asdict(sop.identity).items()},
        "actors": [(actor.name, actor.path, actor.kind) for actor in sop.actors],
        "steps": [_step(step, places, actors) for step in sop.steps],
        "explained": sorted(one.why for one in sop.explained),
        "regions": [(one.kind, places.get(one.first), places.get(one.last)) for one in sop.regions],
    }


def _step(step: Step, places: Mapping[str, int], actors: Mapping[str, int]) -> Mapping[str, Any]:
    """Give all that a step says."""
    return {
        **asdict(step),
        "key": places[step.key],
        "actors": [actors.get(one, one) for one in step.actors],
        "next": [
            {**arrow._asdict(), "to": places.get(arrow.to, arrow.to), "via": len(arrow.via)}
            for arrow in step.next
        ],
        "inputs": _cells(step.inputs),
        "time": _cell(step.time) if step.time is not None else None,
        "outputs": _cells(step.outputs),
        "remarks": _cells(step.remarks),
        "elements": sorted((part.type, part.role) for part in step.elements),
        "refers_to": step.refers_to is not None,
        "steps": [_step(below, places, actors) for below in step.steps],
    }


def _cells(cells: Iterable[Cell]) -> list[Cell]:
    return [_cell(cell) for cell in cells]


def _cell(cell: Cell) -> Cell:
    """Give a cell without the element that it comes from."""
    return cell._replace(element=None)
