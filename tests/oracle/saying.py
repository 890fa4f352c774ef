"""What each element of a file says, what it refers to, which data passes at it, and where it is drawn."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from tests.oracle.markup import (
    DC,
    attribute,
    children,
    elements,
    is_bpmn,
    local,
    named,
    signs,
    text,
)

Resolve = Callable[[str], str]
NUMBER = re.compile(r"-?[\d.]+(?:[eE]-?\d+)?")


@dataclass(slots=True)
class Sayings:
    """Notes on a file, by the ids of its elements."""

    texts: dict[str, str] = field(default_factory=dict)
    references: dict[str, set[str]] = field(default_factory=dict)
    reads: dict[str, set[str]] = field(default_factory=dict)
    writes: dict[str, set[str]] = field(default_factory=dict)
    boxes: dict[str, tuple[float, ...]] = field(default_factory=dict)

    def words_of(self, element: str) -> set[str]:
        """Words and numbers of all that is written in an element, and of what it refers to."""
        names = {element, *self.references.get(element, ())}
        names |= {inner for name in names for inner in self.references.get(name, ())}
        return {word for name in names for word in signs(self.texts.get(name, ""))}

    def ties(self, node: str, *, into: bool) -> set[str]:
        """Data that a node or flow reads or writes, and what shows or is shown by it."""
        own = (self.reads if into else self.writes).get(node, set())
        shown = {name for name, known in self.references.items() if known & own}
        return own | shown | {name for item in own for name in self.references.get(item, ())}

    def drawn_in(self, node: str, lane: str) -> bool:
        """Whether the middle of a node is drawn within a lane."""
        if node not in self.boxes or lane not in self.boxes:
            return False
        (x, y, width, height), (left, top, wide, high) = self.boxes[node], self.boxes[lane]
        return 0 <= x + width / 2 - left <= wide and 0 <= y + height / 2 - top <= high


def sayings_of(
    root: "etree._Element", resolve: Resolve, ids: set[str], apart: frozenset[str]
) -> Sayings:
    """Note what a file says; what is `apart` belongs to no element around it."""
    made = Sayings()
    for element in elements(root):
        name = attribute(element, "id")
        if name:
            parts, written = _written(element, apart)
            known = {resolve(one) for one in written}
            made.texts[name] = " ".join(parts)
            made.references[name] = (known & ids) - {name}
        _data(made, element, resolve)
    for bounds in root.iter(f"{{{DC}}}Bounds"):
        shape = bounds.getparent()
        box = [attribute(bounds, side) for side in ("x", "y", "width", "height")]
        if shape is not None and all(map(NUMBER.fullmatch, box)):
            name = resolve(attribute(shape, "bpmnElement"))
            made.boxes.setdefault(name, tuple(map(float, box)))
    return made


def _written(element: "etree._Element", apart: frozenset[str]) -> tuple[list[str], set[str]]:
    """All texts and values of an element, and those of them that may be a reference."""
    parts: list[str] = []
    written: set[str] = set()
    for inner in _own(element, apart):
        values = list(map(str, inner.attrib.values()))
        parts += [*values, str(inner.text or ""), str(inner.tail or "")]
        written |= {*values, text(inner)}
    return parts, written


def _own(element: "etree._Element", apart: frozenset[str]) -> Iterator["etree._Element"]:
    """An element and what belongs to it alone."""
    work = [element]
    while work:
        one = work.pop()
        if isinstance(one.tag, str):
            yield one
            work += [child for child in one if not (is_bpmn(child) and local(child) in apart)]


def _data(made: Sayings, element: "etree._Element", resolve: Resolve) -> None:
    """Note data associations of a node, and associations between a node or a flow and anything."""
    name = attribute(element, "id")
    for child in children(element):
        if local(child) in {"dataInputAssociation", "dataOutputAssociation"}:
            side = made.reads if local(child).startswith("dataIn") else made.writes
            ends = named(child, "sourceRef", "targetRef")
            side.setdefault(name, set()).update(resolve(text(end)) for end in ends)
    if local(element) == "association":
        one, other = (resolve(attribute(element, end)) for end in ("sourceRef", "targetRef"))
        for side in (made.reads, made.writes):
            side.setdefault(one, set()).add(other)
            side.setdefault(other, set()).add(one)
