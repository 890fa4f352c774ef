"""Pages and sites as single maps show them, before any link between maps is known."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bpm2sop.atlas.codes import is_code, split_file_name, split_name
from bpm2sop.atlas.groups import group_of
from bpm2sop.atlas.names import normal
from bpm2sop.atlas.values import Group, Page, PageKey, PageKind
from bpm2sop.model.processmap import (
    ACTIVITIES,
    SUB_PROCESSES,
    ElementId,
    FileStatus,
    FlowNode,
    MapFile,
    NodeType,
    Participant,
    ProcessMap,
)

_UNSAFE = re.compile(r"[^a-z0-9]+")


class RawSite(NamedTuple):
    """An element that may stand for another map: a call, a sub-process without content, a box on a map without flow.

    `within` is the page that holds it, `own` the page that it is itself where it stands for none; `process` holds it.
    """

    file: str
    element: ElementId
    name: str
    code: str | None
    called: str
    within: PageKey
    own: PageKey | None
    line: int
    process: ElementId


@dataclass(frozen=True, slots=True)
class Raw:
    """All pages and sites of a set, in the order of files and elements. `above` holds the page that each page lies in."""

    pages: dict[PageKey, Page] = field(default_factory=dict)
    above: dict[PageKey, PageKey] = field(default_factory=dict)
    sites: list[RawSite] = field(default_factory=list)
    maps: dict[PageKey, ProcessMap] = field(default_factory=dict)


def collect(files: Iterable[MapFile]) -> Raw:
    """Collect the pages and sites of all maps, whatever the order of the files."""
    raw = Raw()
    for file in sorted(files, key=lambda file: (file.name, file.sha256)):
        if file.status is not FileStatus.REFUSED:
            for process_map in file.maps:
                _Walk(raw, file, process_map).run()
    return raw


def page_key(file: str, element: str, taken: Collection[str] = ()) -> PageKey:
    """Make a page's key: readable, the same on every run."""
    digest = hashlib.sha256(f"{file}\0{element}".encode()).hexdigest()[:8]
    plain = (
        unicodedata.normalize("NFKD", split_stem(file)).encode("ascii", "ignore").decode().lower()
    )
    stem = _UNSAFE.sub("-", plain).strip("-")[:40].strip("-") or "map"
    key = base = f"page-{stem}-{digest}"
    number = 1
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    return PageKey(key)


def split_stem(file: str) -> str:
    """Give a file's name without folder, code as part of it."""
    coded = split_file_name(file)
    return f"{coded.code} {coded.name}"


class _Walk:
    """Walks one map and adds its pages and sites."""

    def __init__(self, raw: Raw, file: MapFile, process_map: ProcessMap) -> None:
        self._raw = raw
        self._file = file
        self._map = process_map
        self._codes = {
            fact.element: fact.value
            for fact in process_map.facts
            if fact.kind == "code" and is_code(fact.value)
        }
        self._owners = {
            fact.element: fact.value for fact in process_map.facts if fact.kind == "owner"
        }
        self._pools: dict[ElementId, Participant] = {}
        for pool in process_map.participants:
            if pool.process is not None:
                self._pools.setdefault(pool.process, pool)

    def run(self) -> None:
        """Add the map's own page, then what lies in it."""
        process_map = self._map
        flowing = any(process_map.scopes[process].flows for process in process_map.processes)
        told = tuple(
            process for process in process_map.processes if process_map.scopes[process].nodes
        )
        page = self._map_page(told if flowing else ())
        self._raw.maps[page.key] = process_map
        for process in told:
            if flowing:
                self._flow(process, page.key)
            else:
                pool = self._pools.get(process)
                group = group_of(pool.name) if pool else group_of(process_map.scopes[process].name)
                self._boxes(process, page.key, group)

    def _map_page(self, scopes: tuple[ElementId, ...]) -> Page:
        """Make the page of the whole map."""
        names = _names(self._file, self._map)
        coded = [split_name(name) for name in names]
        alone = len(self._file.maps) == 1
        of_file = split_file_name(self._file.name)
        of_names = [part.code for part in (*coded, *((of_file,) if alone else ()))]
        elements = (
            *self._map.processes,
            self._map.id,
            *(pool.id for pool in self._map.participants),
        )
        codes = (*(self._codes.get(element, "") for element in elements), *of_names)
        page = Page(
            key=page_key(self._file.name, self._map.id, self._raw.pages),
            kind=PageKind.MAP,
            title=next((c.name for c in coded if c.name), of_file.name or self._file.name),
            code=next((code for code in codes if code), None),
            file=self._file.name,
            element=self._map.id,
            map=self._map.id,
            owner=next(
                (self._owners[element] for element in elements if element in self._owners), ""
            ),
            scopes=scopes,
            cross_functional=bool(scopes) and self._has_lanes(scopes),
        )
        self._raw.pages[page.key] = page
        return page

    def _has_lanes(self, scopes: Sequence[ElementId]) -> bool:
        """Tell a lane diagram: flow in lanes, or in several pools."""
        return any(lane.scope in scopes for lane in self._map.lanes.values()) or (
            sum(bool(self._map.scopes[scope].flows) and scope in self._pools for scope in scopes)
            > 1
        )

    def _flow(self, scope: ElementId, within: PageKey) -> None:
        """Walk a scope with flow: what is shown within it belongs to the same page."""
        for node in self._nodes(scope):
            if node.type is NodeType.CALL_ACTIVITY:
                self._site(node, within, None)
            elif node.type in SUB_PROCESSES:
                inner = self._map.scopes.get(node.id)
                if inner is None or not inner.nodes:
                    if not node.by_event and node.name:
                        self._site(node, within, self._add(node, within, PageKind.BOX).key)
                elif node.expanded is False:
                    page = self._add(node, within, PageKind.SCOPE, scopes=(node.id,))
                    self._flow(node.id, page.key)
                else:
                    self._flow(node.id, within)

    def _boxes(self, scope: ElementId, within: PageKey, group: Group | None) -> None:
        """Walk a scope of boxes: each is a page, but for one that repeats the map, or only names a group."""
        for node in self._nodes(scope):
            inner = self._map.scopes.get(node.id)
            filled = inner is not None and bool(inner.nodes)
            here = group or self._lane_group(node)
            named = group_of(node.name)
            if inner is not None and inner.flows:
                self._box(node, within, here)
            elif filled and named is not None:
                self._boxes(node.id, within, named)
            elif self._repeats(node, within):
                if inner is not None:
                    self._boxes(node.id, within, here)
            elif node.name or filled:
                self._box(node, within, here)

    def _box(self, node: FlowNode, within: PageKey, group: Group | None) -> None:
        """Add a box, and what is in it."""
        inner = self._map.scopes.get(node.id)
        if inner is not None and inner.flows:
            page = self._add(node, within, PageKind.SCOPE, scopes=(node.id,), group=group)
            self._flow(node.id, page.key)
            return
        page = self._add(node, within, PageKind.BOX, group=group)
        self._site(node, within, page.key)
        if inner is not None and inner.nodes:
            self._boxes(node.id, page.key, group)

    def _repeats(self, node: FlowNode, within: PageKey) -> bool:
        """Tell whether a box stands for the page that it lies in: the same code, or name where codes agree or lack."""
        page, code = self._raw.pages[within], self._code(node)
        return (
            (page.code == code)
            if code and page.code
            else normal(node.name) == normal(page.title) != ""
        )

    def _lane_group(self, node: FlowNode) -> Group | None:
        """Read the group from the lane that a box lies in."""
        membership = self._map.membership.get(node.id)
        lane = self._map.lanes.get(membership.lane) if membership else None
        return group_of(lane.name) if lane else None

    def _nodes(self, scope: ElementId) -> Iterator[FlowNode]:
        """List the activities of a scope in an order that XML has no say in."""
        nodes = (self._map.nodes[node] for node in self._map.scopes[scope].nodes)
        activities = (node for node in nodes if node.type in ACTIVITIES)
        return iter(
            sorted(activities, key=lambda node: (self._code(node) or "~", node.name, node.id))
        )

    def _code(self, node: FlowNode) -> str | None:
        """Give the code of a node: the tool's own, else that in its name."""
        return self._codes.get(node.id) or split_name(node.name).code or None

    def _add(
        self,
        node: FlowNode,
        within: PageKey,
        kind: PageKind,
        *,
        scopes: tuple[ElementId, ...] = (),
        group: Group | None = None,
    ) -> Page:
        """Add the page of an element."""
        page = Page(
            key=page_key(self._file.name, node.id, self._raw.pages),
            kind=kind,
            title=split_name(node.name).name or node.id,
            code=self._code(node),
            file=self._file.name,
            element=node.id,
            map=self._map.id,
            group=group,
            owner=self._owners.get(node.id, ""),
            scopes=scopes,
            cross_functional=bool(scopes) and self._has_lanes(scopes),
        )
        self._raw.pages[page.key] = page
        self._raw.above[page.key] = within
        return page

    def _site(self, node: FlowNode, within: PageKey, own: PageKey | None) -> None:
        """Add a site."""
        self._raw.sites.append(
            RawSite(
                self._file.name,
                node.id,
                node.name,
                self._code(node),
                node.called,
                within,
                own,
                node.line,
                self._map.scopes[node.scope].process,
            )
        )


def _names(file: MapFile, process_map: ProcessMap) -> list[str]:
    """List what a map may be called, best first: a pool's name is often the agency's, so it comes late."""
    pools = [pool.name for pool in process_map.participants if pool.name]
    told = [
        process for process in process_map.processes if process_map.scopes[process].nodes
    ] or list(process_map.processes)
    own = [process_map.scopes[process].name for process in told] if len(told) == 1 else []
    plain = [normal(pool) for pool in pools]
    title = file.title if len(file.maps) == 1 else ""
    named = [name for name in (*own, process_map.name, title) if name and normal(name) not in plain]
    agency = [name for name in (*own, process_map.name, *pools) if name]
    later = [process_map.scopes[process].name for process in told]
    return [name for name in (*named, *agency, *later) if name]
