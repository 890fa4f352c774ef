"""BPMN 2.0: the bytes of a file to its maps."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Final

from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import ElementId, FileStatus, MapFile
from bpm2sop.readers import dialects, formats, tags
from bpm2sop.readers.bodies import NOWHERE, read_item, read_item_store, read_process, say_unknown
from bpm2sop.readers.collaborations import read_collaboration
from bpm2sop.readers.data import resolve_ties
from bpm2sop.readers.drawing import read_drawing
from bpm2sop.readers.element import Element
from bpm2sop.readers.gate import read_xml
from bpm2sop.readers.gathered import Gathered
from bpm2sop.readers.lanes import place_nodes
from bpm2sop.readers.limits import Limits
from bpm2sop.readers.links import resolve_flows, resolve_nodes
from bpm2sop.readers.maps import make_maps
from bpm2sop.readers.nodes import read_event


def sniff(data: bytes) -> bool:
    """Tell whether the bytes could be BPMN: all that is not plainly another format."""
    return formats.of_bytes(data) is None


def read(name: str, data: bytes, limits: Limits) -> MapFile:
    """Read a BPMN file, or refuse it."""
    parsed = read_xml(data, file=name, limits=limits)
    root = parsed.root
    formats.require_bpmn(root.tag, file=name, line=root.sourceline)
    gathered = Gathered(name, limits)
    gathered.findings.extend(parsed.findings)
    gathered.watched = dialects.watched(root.nsmap.values())
    _gather(gathered, root)
    gathered.facts = gathered.gleaned.settle(gathered.resolve, gathered.named, _whole(gathered))
    resolve_nodes(gathered)
    resolve_flows(gathered)
    placed = place_nodes(gathered)
    maps = make_maps(gathered, placed, resolve_ties(gathered))
    if not maps:
        gathered.find("file-without-map", Severity.WARNING, root.sourceline)
    exporter = f"{root.get('exporter') or ''} {root.get('exporterVersion') or ''}"
    return MapFile(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        status=FileStatus.REPAIRED if parsed.repaired else FileStatus.READ,
        exporter=" ".join(exporter.split()),
        title=gathered.name(root, root.sourceline),
        maps=maps,
        findings=tuple(gathered.findings),
    )


def _gather(gathered: Gathered, root: Element) -> None:
    """Read the children of the root, the drawing last for it refers to all others."""
    diagrams: list[Element] = []
    for child in root:
        tag = child.tag
        if tag == tags.DIAGRAM:
            diagrams.append(child)
            continue
        part = _PARTS.get(tag)
        if part is not None:
            part(gathered, child)
        elif tag not in tags.ROOT_SILENT:
            say_unknown(gathered, child)
    _name_groups(gathered)
    read_drawing(gathered, diagrams)


def _beside(gathered: Gathered, element: Element) -> None:
    """Read what a tool says of the file as a whole, or by reference."""
    own = (element,) if element.tag == tags.EXTENSIONS else element.iterchildren(tags.EXTENSIONS)
    for extensions in own:
        dialects.read_extensions(extensions, dialects.FILE, gathered.gleaned)


def _whole(gathered: Gathered) -> ElementId | None:
    """Find what stands for all of the file: its one collaboration, else its one process."""
    found = [held.id for held in gathered.collaborations] or [
        body.id for body in gathered.bodies.values() if body.parent is None
    ]
    return found[0] if len(found) == 1 else None


def _named(gathered: Gathered, element: Element) -> None:
    own = element.get("id")
    if own:
        gathered.named.setdefault(own, gathered.name(element, element.sourceline))


def _stray_item(gathered: Gathered, element: Element) -> None:
    """Read a data object that stands outside of any process."""
    read_item(gathered, element, NOWHERE)


def _category(gathered: Gathered, element: Element) -> None:
    for value in element.iterchildren(tags.CATEGORY_VALUE):
        own = value.get("id")
        if own:
            text = gathered.label(value.get("value") or "", own, value.sourceline)
            gathered.named.setdefault(own, text or gathered.name(element, element.sourceline))


def _definition(gathered: Gathered, element: Element) -> None:
    own = element.get("id")
    if own:
        gathered.definitions.setdefault(own, read_event(gathered, element))


def _name_groups(gathered: Gathered) -> None:
    for own, group in gathered.groups.items():
        if group.name in gathered.named:
            gathered.groups[own] = group._replace(name=gathered.named[group.name])


_PARTS: Final[dict[str, Callable[[Gathered, Element], None]]] = {
    tags.PROCESS: read_process,
    tags.COLLABORATION: read_collaboration,
    tags.GLOBAL_CONVERSATION: read_collaboration,
    tags.RELATIONSHIP: _beside,
    tags.EXTENSIONS: _beside,
    tags.DATA_STORE: read_item_store,
    tags.DATA_OBJECT: _stray_item,
    tags.CATEGORY: _category,
    **dict.fromkeys(tags.NAMED, _named),
    **dict.fromkeys(tags.EVENTS, _definition),
}
