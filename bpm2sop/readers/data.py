"""Data that nodes read and write, annotations and compensations: associations resolved."""

from __future__ import annotations

from dataclasses import dataclass, field

from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import (
    Annotation,
    DataItem,
    DataKind,
    DataLink,
    ElementId,
    EventKind,
    NodeType,
)
from bpm2sop.readers.gathered import DataTie, Gathered, Tie


@dataclass(slots=True)
class Ties:
    """Associations, resolved."""

    links: dict[tuple[ElementId, ElementId, bool], DataLink] = field(default_factory=dict)
    annotations: list[Annotation] = field(default_factory=list)
    compensations: dict[ElementId, ElementId] = field(default_factory=dict)
    noted: dict[str, list[ElementId]] = field(default_factory=dict)
    """What each annotation is tied to."""
    named: dict[tuple[ElementId, bool, str], ElementId] = field(default_factory=dict)
    """The reference by which a node reads or writes a data object, where it names both."""


def resolve_ties(gathered: Gathered) -> Ties:
    """Resolve data associations and plain ones."""
    shown = _settle_items(gathered)
    ties = Ties(named=_named(gathered, shown))
    for tie in gathered.data_ties:
        _data_tie(gathered, tie, shown, ties)
    for loose in gathered.ties:
        _tie(gathered, loose, shown, ties)
    for own, (text, line) in gathered.annotations.items():
        about = tuple(dict.fromkeys(ties.noted.get(own, ())))
        ties.annotations.append(Annotation(own, text, about, line))
    return ties


def _settle_items(gathered: Gathered) -> dict[str, ElementId]:
    """Give references the names of their objects; objects shown by references are no items.

    Returns which item stands for a data object: its reference, of several the first by name and state.
    """
    items = gathered.items
    named: dict[str, list[tuple[str, str, ElementId]]] = {}
    for own, text in gathered.item_of.items():
        reference = items[ElementId(own)]
        known = gathered.resolve(text) or text.strip()
        held = items.get(ElementId(known)) or _store(gathered, text)
        if held is None:
            gathered.find(
                "reference-to-nothing", Severity.WARNING, reference.line, own,
                element=own, name=reference.name or own, reference=text,
            )  # fmt: skip
            continue
        items[ElementId(own)] = reference._replace(
            name=reference.name or held.name,
            state=reference.state or held.state,
            collection=reference.collection or held.collection,
        )
        settled = items[ElementId(own)]
        named.setdefault(held.id, []).append((settled.name, settled.state, settled.id))
    shown = {known: min(references)[2] for known, references in named.items()}
    for known in shown:
        items.pop(ElementId(known), None)
    return shown


def _named(
    gathered: Gathered, shown: dict[str, ElementId]
) -> dict[tuple[ElementId, bool, str], ElementId]:
    """Find which reference each node names: a tie of the same node to the object itself means no other."""
    named: dict[tuple[ElementId, bool, str], ElementId] = {}
    for tie in gathered.data_ties:
        for text in tie.items:
            own = gathered.resolve(text) or ""
            known = gathered.resolve(gathered.item_of.get(own, ""))
            if known is not None and known in shown:
                key = (tie.node, tie.into, known)
                named[key] = min(ElementId(own), named.get(key, ElementId(own)))
    return named


def _store(gathered: Gathered, text: str) -> DataItem | None:
    bare = text.strip()
    return gathered.stores.get(bare) or gathered.stores.get(bare.rpartition(":")[2])


def _item(gathered: Gathered, text: str, shown: dict[str, ElementId]) -> ElementId | None:
    """Find the data item that a reference means."""
    known = gathered.resolve(text)
    if known is not None and known in gathered.items:
        return ElementId(known)
    if known is not None and known in shown:
        return shown[known]
    store = _store(gathered, text)
    if store is None:
        return None
    if store.id not in shown:
        gathered.items[store.id] = store
    return shown.get(store.id, store.id)


def _data_tie(gathered: Gathered, tie: DataTie, shown: dict[str, ElementId], ties: Ties) -> None:
    found = False
    for text in tie.items:
        item = ties.named.get((tie.node, tie.into, gathered.resolve(text) or ""))
        item = item or _item(gathered, text, shown)
        if item is None:
            item = _port_item(gathered, text.strip(), tie)
        if item is not None:
            _link(ties, tie.id or item, item, tie.node, into=tie.into)
            found = True
        elif gathered.resolve(text) is None:
            _nowhere(gathered, tie, text)
    if not found and not tie.items:
        item = _port_item(gathered, tie.port, tie)
        if item is not None:
            _link(ties, tie.id or item, item, tie.node, into=tie.into)
        else:
            _nowhere(gathered, tie, "")


def _port_item(gathered: Gathered, text: str, tie: DataTie) -> ElementId | None:
    """Take the node's own data input or output as the item, if it has a name."""
    port = gathered.ports.get(text) or gathered.ports.get(text.rpartition(":")[2])
    if port is None or not port.name:
        return None
    own = ElementId(text)
    kind = DataKind.INPUT if port.into else DataKind.OUTPUT
    gathered.items.setdefault(own, DataItem(own, kind, port.name, "", False, port.line))  # noqa: FBT003
    gathered.homes.setdefault(own, gathered.bodies[gathered.nodes[tie.node].scope].process)
    return own


def _nowhere(gathered: Gathered, tie: DataTie, text: str) -> None:
    name = gathered.nodes[tie.node].name or tie.node
    gathered.find(
        "data-loose-end", Severity.INFO, tie.line, tie.node,
        element=tie.id or tie.node, name=name, reference=text.strip(),
    )  # fmt: skip


def _link(ties: Ties, association: str, item: ElementId, node: ElementId, *, into: bool) -> None:
    """Note a link once, however often it is drawn."""
    key = (item, node, into)
    ties.links.setdefault(key, DataLink(ElementId(association), item, node, into))


def _tie(
    gathered: Gathered,
    tie: Tie,
    shown: dict[str, ElementId],
    ties: Ties,
) -> None:
    source, target = gathered.resolve(tie.source), gathered.resolve(tie.target)
    if source is None or target is None:
        lost = tie.source if source is None else tie.target
        gathered.find(
            "association-loose-end", Severity.INFO, tie.line, tie.id, element=tie.id, reference=lost
        )
        return
    if source in gathered.annotations:
        ties.noted.setdefault(source, []).append(ElementId(target))
    elif target in gathered.annotations:
        ties.noted.setdefault(target, []).append(ElementId(source))
    elif not _data_beside(gathered, tie, shown, ties):
        _compensation(gathered, ElementId(source), ElementId(target), ties)


def _data_beside(gathered: Gathered, tie: Tie, shown: dict[str, ElementId], ties: Ties) -> bool:
    """Link data tied to a node or to a flow; to a flow: its source writes, its target reads."""
    for text, other_text, into in ((tie.source, tie.target, True), (tie.target, tie.source, False)):
        item = _item(gathered, text, shown)
        if item is None:
            continue
        other = ElementId(gathered.resolve(other_text) or "")
        if other in gathered.nodes:
            _link(ties, tie.id, item, other, into=into)
        elif other in gathered.flows:
            flow = gathered.flows[other]
            if flow.source is not None:
                _link(ties, tie.id, item, flow.source, into=False)
            if flow.target is not None:
                _link(ties, tie.id, item, flow.target, into=True)
        return True
    return False


def _compensation(gathered: Gathered, source: ElementId, target: ElementId, ties: Ties) -> None:
    for event, activity in ((source, target), (target, source)):
        node = gathered.nodes.get(event)
        if (
            node is not None
            and node.type is NodeType.BOUNDARY_EVENT
            and any(held.kind is EventKind.COMPENSATE for held in node.events)
            and activity in gathered.nodes
        ):
            ties.compensations[event] = activity
            return
