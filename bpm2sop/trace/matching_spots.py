"""The steps of one version as a graph that can be compared with another's: what each is, and what it touches."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bpm2sop.model.processmap import EVENTS, GATEWAYS, NodeType
from bpm2sop.model.sop import Cell, Role, Sop, SopKey, Step, StepKey

_CODE = re.compile(r"\A\W*(?:\d+[.)\s]+)+(?=\D)")
_NO_WORD = re.compile(r"[\W_]+")
_NAMELESS = "~"
NESTING = frozenset({"in", "holds"})
"""Ties that are no arrows."""
_GATEWAYS = frozenset(kind.value for kind in GATEWAYS)
_ENDS = frozenset({NodeType.START_EVENT.value, NodeType.END_EVENT.value})
_EVENTS = frozenset(kind.value for kind in EVENTS)


class Tie(NamedTuple):
    """How a step touches another: `how` is the kind of arrow with its direction, or `in` and `holds` for nesting."""

    how: str
    other: StepKey


class Spot(NamedTuple):
    """One step and what it touches."""

    step: Step
    sop: SopKey
    parent: StepKey | None
    family: str
    """What its core is: activity, event or gateway."""
    name: str
    """Its label in plain words; for a nameless one its kind and what we call it, after a tilde."""
    actor: tuple[str, ...]
    ties: frozenset[Tie]

    @property
    def nameless(self) -> bool:
        """Tell whether the map gives it no words."""
        return self.name.startswith(_NAMELESS)

    @property
    def sort(self) -> tuple[str, str]:
        """Give family and name."""
        return self.family, self.name


Spots = Mapping[StepKey, Spot]


def spots_of(sops: Sequence[Sop]) -> dict[StepKey, Spot]:
    """Index all steps of a map's SOPs in table order, nested ones behind their parent."""
    placed = [(sop, step, parent) for sop in sops for step, parent in steps_of(sop.steps)]
    ties: dict[StepKey, set[Tie]] = {step.key: set() for _, step, _ in placed}
    for _, step, parent in placed:
        for arrow in step.next:
            if arrow.to in ties and arrow.to != step.key:
                ties[step.key].add(Tie(f"{arrow.kind} out", arrow.to))
                ties[arrow.to].add(Tie(f"{arrow.kind} in", step.key))
        if parent is not None:
            ties[step.key].add(Tie("in", parent))
            ties[parent].add(Tie("holds", step.key))
    paths = {sop.key: {actor.id: actor.path for actor in sop.actors} for sop in sops}
    spots = {}
    for sop, step, parent in placed:
        kind = core_type(step)
        actor = paths[sop.key].get(step.actors[0], ()) if step.actors else ()
        name = plain_name(step.label) or f"{_NAMELESS}{kind} {step.text}"
        spot = Spot(step, sop.key, parent, family_of(kind), name, actor, frozenset(ties[step.key]))
        spots[step.key] = spot
    return spots


def steps_of(
    steps: Iterable[Step], parent: StepKey | None = None
) -> Iterator[tuple[Step, StepKey | None]]:
    """Iterate over steps and the steps below them, each with its parent."""
    for step in steps:
        yield step, parent
        yield from steps_of(step.steps, step.key)


def core_type(step: Step) -> str:
    """Give the BPMN tag of the node that a step is known by."""
    return next((part.type for part in step.elements if part.id == step.key), "")


def kinds(sops: Iterable[Sop]) -> dict[str, str]:
    """Give the kind of each element that lies in a step: flow, or the family of its node."""
    return {
        part.id: "flow" if part.role is Role.FLOW else family_of(part.type)
        for sop in sops
        for step, _ in steps_of(sop.steps)
        for part in step.elements
    }


def only_ends(spots: Spots) -> frozenset[StepKey]:
    """Find the steps of a start or an end that is the only one at its place, those without a row of their own counted."""
    counts = Counter(
        (spot.parent, part.type) for spot in spots.values() for part in spot.step.elements
    )
    found = ((key, spot.parent, core_type(spot.step)) for key, spot in spots.items())
    return frozenset(
        key for key, parent, kind in found if kind in _ENDS and counts[parent, kind] == 1
    )


def family_of(kind: str) -> str:
    """Say what a node is, whatever its finer kind: a user task that becomes a manual one is the same task."""
    return "gateway" if kind in _GATEWAYS else "event" if kind in _EVENTS else "activity"


def plain_name(label: str) -> str:
    """Reduce a label to what is said: no number before it, no case, no punctuation."""
    text = unicodedata.normalize("NFKC", label).casefold()
    bare = _CODE.sub("", text)
    return _NO_WORD.sub(" ", bare).strip() or _NO_WORD.sub(" ", text).strip() or text.strip()


def values(cells: Iterable[Cell]) -> tuple[str, ...]:
    """Give the words of cells."""
    return tuple(cell.value for cell in cells if cell.value)


def twins(spots: Spots) -> frozenset[StepKey]:
    """Find the steps that nothing tells apart from another: same words, cells and surroundings, however far one looks.

    Colour refinement (Weisfeiler and Leman 1968), as in the decomposition's own order.
    """
    led_by: dict[StepKey, list[tuple[str, str]]] = {key: [] for key in spots}
    for spot in spots.values():
        for arrow in spot.step.next:
            led_by.get(arrow.to, []).append((arrow.label or "", arrow.condition or ""))
    colours: dict[StepKey, object] = {
        key: (_looks(spot), tuple(sorted(led_by[key]))) for key, spot in spots.items()
    }
    count = 0
    for _ in range(64):
        names: dict[object, int] = {}
        plain = {key: names.setdefault(colour, len(names)) for key, colour in colours.items()}
        if len(names) in (count, len(spots)):
            break
        count = len(names)
        colours = {
            key: (plain[key], tuple(sorted((tie.how, plain[tie.other]) for tie in spot.ties)))
            for key, spot in spots.items()
        }
    members: dict[object, list[StepKey]] = {}
    for key, colour in colours.items():
        members.setdefault(colour, []).append(key)
    return frozenset(key for keys in members.values() if len(keys) > 1 for key in keys)


def _looks(spot: Spot) -> tuple[object, ...]:
    """Give all that a step says by itself."""
    step = spot.step
    cells = (values(step.inputs), values(step.outputs), values(step.remarks), step.wait, step.split)
    time = step.time.value if step.time is not None else ""
    return (spot.family, spot.name, step.label, spot.actor, time, *cells, step.kind)


def rows(spots: Spots) -> list[tuple[object, ...]]:
    """Give the table with ids replaced by row numbers: equal for tables that differ in ids alone."""
    place = {key: number for number, key in enumerate(spots)}
    return [
        (
            *_looks(spot),
            None if spot.parent is None else place[spot.parent],
            tuple(
                (arrow.kind, arrow.label, arrow.condition, arrow.default, place.get(arrow.to))
                for arrow in spot.step.next
            ),
        )
        for spot in spots.values()
    ]
