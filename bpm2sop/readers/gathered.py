"""What one pass over a file gathers, before references are resolved."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from bpm2sop.errors import Refused, Where
from bpm2sop.model.findings import Finding, Severity
from bpm2sop.model.processmap import (
    DataItem,
    Drawing,
    ElementId,
    EventDefinition,
    Fact,
    FlowNode,
    Group,
    Lane,
    MessageFlow,
    Participant,
    Scope,
    SequenceFlow,
)
from bpm2sop.readers import dialects, tags, texts
from bpm2sop.readers.element import Element
from bpm2sop.readers.limits import Limits


@dataclass(slots=True)
class Body:
    """A process or sub-process while it is read."""

    id: ElementId
    name: str
    process: ElementId
    parent: ElementId | None
    line: int
    nodes: list[ElementId] = field(default_factory=list)
    flows: list[ElementId] = field(default_factory=list)
    lanes: list[ElementId] = field(default_factory=list)

    def scope(self) -> Scope:
        """Freeze what was read."""
        nodes, flows = tuple(self.nodes), tuple(self.flows)
        return Scope(self.id, self.name, self.process, self.parent, nodes, flows, self.line)


class LaneRef(NamedTuple):
    """A `flowNodeRef` as written."""

    lane: ElementId
    text: str
    line: int


class Tie(NamedTuple):
    """An association as written, between whatever it names."""

    id: ElementId
    source: str
    target: str
    line: int


class DataTie(NamedTuple):
    """A data association as written in a node: the items it names, and the node's own port."""

    id: str
    node: ElementId
    items: tuple[str, ...]
    port: str
    into: bool
    line: int


class Port(NamedTuple):
    """A data input or output of an activity or event."""

    name: str
    into: bool
    line: int


@dataclass(slots=True)
class Collaboration:
    """A collaboration while it is read."""

    id: ElementId
    name: str
    line: int
    participants: list[Participant] = field(default_factory=list)
    messages: list[MessageFlow] = field(default_factory=list)
    artifacts: list[ElementId] = field(default_factory=list)


@dataclass(slots=True)
class Gathered:
    """Everything that one pass over a file found."""

    file: str
    limits: Limits
    findings: list[Finding] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    """Ids of all modelled elements, with the line of their first bearer."""
    bodies: dict[ElementId, Body] = field(default_factory=dict)
    collaborations: list[Collaboration] = field(default_factory=list)
    nodes: dict[ElementId, FlowNode] = field(default_factory=dict)
    flows: dict[ElementId, SequenceFlow] = field(default_factory=dict)
    lanes: dict[ElementId, Lane] = field(default_factory=dict)
    lane_refs: list[LaneRef] = field(default_factory=list)
    items: dict[ElementId, DataItem] = field(default_factory=dict)
    item_of: dict[str, str] = field(default_factory=dict)
    """Data reference to the object or store that it stands for, as written."""
    stores: dict[str, DataItem] = field(default_factory=dict)
    """Data stores of the file, which are drawn only through references."""
    homes: dict[ElementId, ElementId] = field(default_factory=dict)
    """Process of a data item, annotation or group that stands in one."""
    ports: dict[str, Port] = field(default_factory=dict)
    data_ties: list[DataTie] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    annotations: dict[ElementId, tuple[str, int]] = field(default_factory=dict)
    groups: dict[ElementId, Group] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    """Names of messages, signals, errors, escalations, resources and category values by id."""
    definitions: dict[str, EventDefinition] = field(default_factory=dict)
    event_refs: dict[ElementId, tuple[str, ...]] = field(default_factory=dict)
    """Nodes whose event definitions stand elsewhere."""
    unfinished: list[ElementId] = field(default_factory=list)
    """Nodes that refer to something."""
    performers: dict[ElementId, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """Performers of nodes: the resource referred to, and the performer's own name."""
    documentation: dict[ElementId, str] = field(default_factory=dict)
    gleaned: dialects.Gleaned = field(default_factory=dialects.Gleaned)
    watched: bool = False
    """Whether elements may bear attributes of a dialect."""
    facts: tuple[Fact, ...] = ()
    drawing: Drawing = field(default_factory=Drawing)
    _copies: Counter[str] = field(default_factory=Counter)
    _trimmed: dict[str, str] | None = None

    def find(
        self,
        rule: str,
        severity: Severity,
        line: int | None,
        *elements: str,
        **params: str,
    ) -> None:
        """Note a finding."""
        named = tuple(filter(None, elements))
        found = Finding(rule, severity, self.file, line, named, tuple(params.items()))
        self.findings.append(found)

    def take_id(self, element: Element, line: int) -> ElementId:
        """Give an element its id: its own, or a made-up one where it has none or bears another's."""
        own = element.get("id")
        if own and own not in self.lines and len(own) <= self.limits.id_length:
            self.lines[own] = line
            return ElementId(own)
        return self._other_id(element, own or "", line)

    def _other_id(self, element: Element, own: str, line: int) -> ElementId:
        local = element.tag.rpartition("}")[2]
        if len(own) > self.limits.id_length:
            limit, found = str(self.limits.id_length), str(len(own))
            where = Where(file=self.file, line=line)
            raise Refused("id-too-long", where, {"limit": limit, "found": found})
        if not own.strip():
            made = self._free(f"~{local}-{line}")
            self.find("id-missing", Severity.WARNING, line, made, tag=local, element=made)
        else:
            made = self._free(own)
            first = self.lines[own]
            self.find(
                "id-duplicate", Severity.WARNING, line, own, made,
                element=own, first=str(first), second=str(line), renamed=made,
            )  # fmt: skip
        self.lines[made] = line
        return ElementId(made)

    def _free(self, stem: str) -> str:
        made = stem
        while made in self.lines:
            self._copies[stem] += 1
            made = f"{stem}~{self._copies[stem] + 1}"
        return made

    def name(self, element: Element, line: int) -> str:
        """Read the name of an element, on one line."""
        text = element.get("name")
        if not text:
            return ""
        if text.isprintable() and "  " not in text and len(text) <= self.limits.label_length:
            return text.strip()
        return self.label(text, element.get("id") or "", line)

    def label(self, text: str, element: str, line: int) -> str:
        """Clean a label, noting what was odd about it."""
        if len(text) > self.limits.label_length:
            limit, found = str(self.limits.label_length), str(len(text))
            where = Where(file=self.file, line=line)
            raise Refused("label-too-long", where, {"limit": limit, "found": found})
        if texts.turns_direction(text):
            name = texts.clean(text)
            self.find("name-direction", Severity.WARNING, line, element, element=element, name=name)
        return texts.clean(text)

    def resolve(self, text: str) -> str | None:
        """Find the id that a reference means: as written, trimmed, or without its prefix."""
        if text in self.lines:
            return text
        if self._trimmed is None:
            self._trimmed = {known.strip(): known for known in reversed(self.lines)}
        bare = text.strip()
        if bare in self._trimmed:
            return self._trimmed[bare]
        return self._trimmed.get(bare.rpartition(":")[2])

    def document(self, element: Element, owner: ElementId) -> None:
        """Keep the documentation of an element, if it has any, and what tools say of it."""
        for child in element.iterchildren(tags.DOCUMENTATION, tags.EXTENSIONS):
            if child.tag == tags.DOCUMENTATION:
                self.add_documentation(child, owner)
            else:
                dialects.read_extensions(child, owner, self.gleaned)
        if self.watched:
            dialects.read_attributes(element, owner, self.gleaned)

    def add_documentation(self, child: Element, owner: ElementId) -> None:
        """Keep one `documentation` element."""
        text = texts.plain(whole_text(child))
        if text:
            known = self.documentation.get(owner)
            self.documentation[owner] = f"{known} {text}" if known else text


def whole_text(element: Element) -> str:
    """Read all text within an element, its children's too, with a blank where a child begins."""
    if not len(element):
        return element.text or ""
    return " ".join(" ".join(element.itertext()).split())
