"""What the map ties to each element: data, messages, notes, documentation, boundary events, times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from bpm2sop.drafting.stated import Statement
from bpm2sop.model.processmap import (
    Annotation,
    DataLink,
    ElementId,
    FlowNode,
    MessageFlow,
    ProcessMap,
)
from bpm2sop.wording import Language


@dataclass(slots=True)
class Tied:
    """What the map ties to one element."""

    documentation: str = ""
    notes: list[Annotation] = field(default_factory=list)
    """Annotations with words, in an order that their place in the file does not decide."""
    durations: list[Statement] = field(default_factory=list)
    """Times that a tool's own property gives it."""
    reads: list[DataLink] = field(default_factory=list)
    writes: list[DataLink] = field(default_factory=list)
    arriving: list[MessageFlow] = field(default_factory=list)
    leaving: list[MessageFlow] = field(default_factory=list)
    boundaries: list[FlowNode] = field(default_factory=list)
    """Events on its border."""


_NOTHING = Tied()


class Sources:
    """Finds what the map ties to an element; indexed once for a whole SOP."""

    def __init__(
        self, process_map: ProcessMap, language: Language, rows: Mapping[ElementId, int]
    ) -> None:
        """Index the map; `rows` numbers the nodes of the SOP's steps in table order."""
        self.process_map = process_map
        self.language = language
        found: defaultdict[ElementId, Tied] = defaultdict(Tied)
        self._tied: Mapping[ElementId, Tied] = found
        _file_words(process_map, found)
        _file_messages(process_map, rows, found)
        for link in process_map.data_links:
            tied = found[link.node]
            (tied.reads if link.into else tied.writes).append(link)
        for node in process_map.nodes.values():
            if node.attached_to is not None:
                found[node.attached_to].boundaries.append(node)

    def tied(self, element: ElementId) -> Tied:
        """Give what is tied to an element: to most, nothing."""
        return self._tied.get(element, _NOTHING)


def _file_words(process_map: ProcessMap, found: Mapping[ElementId, Tied]) -> None:
    """File documentation, annotations, and the times that tools' own properties state."""
    for element, text in process_map.documentation.items():
        found[element].documentation = text
    for note in sorted(process_map.annotations, key=lambda note: (note.text, note.id)):
        for element in note.elements if note.text else ():
            found[element].notes.append(note)
    for fact in process_map.facts:
        if fact.kind == "duration":
            statement = Statement(fact.value, fact.element, f"dialect-{fact.dialect}")
            found[fact.element].durations.append(statement)


def _file_messages(
    process_map: ProcessMap, rows: Mapping[ElementId, int], found: Mapping[ElementId, Tied]
) -> None:
    """File message flows, those of each element in an order that their ids do not decide while anything else does."""
    pools = {pool.id: pool.name for pool in reversed(process_map.participants)}
    shapes = process_map.drawing.shapes

    def order(flow: MessageFlow, far: ElementId | None) -> tuple[int, str, float, float, str, str]:
        """Rank by the row of the other end, then by its name and place."""
        if far is None:
            return (-1, "", 0.0, 0.0, flow.name or flow.message, flow.id)
        shape = shapes.get(far)
        y, x = (shape.y, shape.x) if shape is not None else (0.0, 0.0)
        name = flow.name or flow.message
        return (rows.get(far, len(rows)), pools.get(far, ""), y, x, name, flow.id)

    for flow in sorted(process_map.messages, key=lambda flow: order(flow, flow.source)):
        if flow.target is not None:
            found[flow.target].arriving.append(flow)
    for flow in sorted(process_map.messages, key=lambda flow: order(flow, flow.target)):
        if flow.source is not None:
            found[flow.source].leaving.append(flow)
