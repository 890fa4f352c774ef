"""The rows of the matrix: every flow node of every map, and where it went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bpm2sop.atlas import Atlas, Page
from bpm2sop.atlas.values import PageKind
from bpm2sop.model.processmap import ElementId, FlowNode, MapFile, ProcessMap
from bpm2sop.model.sop import Role, Sop, SopKey, Step, StepKind
from bpm2sop.trace.values import How, Row


class _Place(NamedTuple):
    """Where a node went; `at` orders the rows of a map."""

    at: int
    sop: Sop
    step: str
    how: How
    why: str


Places = dict[tuple[str, str], _Place]


def matrix(sops: Sequence[Sop], files: Iterable[MapFile], atlas: Atlas) -> tuple[Row, ...]:
    """List the flow nodes of all maps: maps in the atlas's order, nodes in the order of their steps."""
    places = _places(sops)
    keys = {
        (sop.source.file, scope): sop.key for sop in reversed(sops) for scope in sop.source.scopes
    }
    maps = {(file.name, held.id): held for file in files for held in file.maps}
    by_scope = atlas.page_of()
    rows: list[Row] = []
    for page in atlas.pages:
        if page.kind is PageKind.MAP:
            held = maps.get((page.file, page.map))
            if held is not None:
                rows += _of_map(held, page, places, _Looked(atlas, by_scope, keys))
    return tuple(rows)


def rows_beside(rows: Iterable[Row], sops: Iterable[Sop]) -> tuple[Row, ...]:
    """List the rows of SOPs that other units adopted: the nodes of the maps from which the general ones are.

    Args:
        rows: those of the maps with the general SOPs.
        sops: the adopted ones.
    """
    of_file: dict[str, list[Row]] = {}
    for row in rows:
        of_file.setdefault(row.file, []).append(row)
    found = []
    for sop in sops:
        places = _places([sop])
        for row in of_file.get(sop.source.file, ()):
            place = places.get((row.file, row.element))
            if place is not None:
                own = (sop.key, sop.identity.number.value, sop.title)
                found.append(Row(*row[:7], *own, place.step, place.how, place.why))
    return tuple(found)


class _Looked(NamedTuple):
    """What rows of nodes without a step are looked up in."""

    atlas: Atlas
    pages: Mapping[tuple[str, ElementId], Page]
    keys: Mapping[tuple[str, str], SopKey]

    def own_sop(self, file: str, node: ElementId) -> str:
        """Give the SOP of the map that a box stands for, or nothing."""
        call = self.atlas.calls.get((file, node))
        if call is None:
            return ""
        return next(
            (
                self.keys[call.file, scope]
                for scope in call.scopes
                if (call.file, scope) in self.keys
            ),
            "",
        )


def _of_map(held: ProcessMap, page: Page, places: Places, looked: _Looked) -> list[Row]:
    """List the nodes of one map."""
    lanes = _lanes(held)
    found = [(places.get((held.file, node.id)), node) for node in held.nodes.values()]
    after = len(places)
    found.sort(
        key=lambda pair: (pair[0].at if pair[0] else after, pair[1].name, pair[1].type, pair[1].id)
    )
    rows = []
    for place, node in found:
        if place is None:
            rows.append(_without_step(page, node, lanes.get(node.id, ""), looked))
            continue
        own = looked.pages.get((held.file, ElementId(place.sop.source.scopes[0])), page)
        sop = place.sop
        rows.append(
            Row(
                own.code or page.code or "",
                own.title,
                held.file,
                node.id,
                node.name,
                node.type.value,
                lanes.get(node.id, ""),
                sop.key,
                sop.identity.number.value,
                sop.title,
                place.step,
                place.how,
                place.why,
            )
        )
    return rows


def _without_step(page: Page, node: FlowNode, lane: str, looked: _Looked) -> Row:
    """Make the row of a node that no SOP holds: a box of the atlas, or a map whose draft was not written."""
    own = looked.own_sop(page.file, node.id)
    how = How.OWN_SOP if own else How.EXPLAINED
    why = own or ("no-sop" if page.scopes else "page")
    names = (page.file, node.id, node.name, node.type.value, lane)
    return Row(page.code or "", page.title, *names, "", "", "", "", how, why)


def _lanes(held: ProcessMap) -> dict[ElementId, str]:
    """Name the innermost lane of each node, else its pool."""
    pools = {
        pool.process: pool.name for pool in reversed(held.participants) if pool.process is not None
    }
    names = {}
    for node in held.nodes.values():
        membership = held.membership.get(node.id)
        lane = held.lanes.get(membership.lane) if membership is not None else None
        names[node.id] = (
            lane.name if lane is not None else pools.get(held.scopes[node.scope].process, "")
        )
    return names


def _places(sops: Iterable[Sop]) -> Places:
    """Index where each element went; what is a step's own counts before what an arrow runs through."""
    places: Places = {}
    later: Places = {}
    for sop in sops:
        for step, depth in _all(sop.steps, 0):
            own = step.kind is StepKind.REFERENCE and step.refers_to is not None
            for part in step.elements:
                if part.role is not Role.FLOW:
                    core = part.role is Role.CORE or part.id == step.key
                    how = How.NESTED if depth else How.DIRECT if core else How.FOLDED
                    why = step.refers_to if own and core and step.refers_to else ""
                    place = _Place(len(places), sop, step.no, How.OWN_SOP if why else how, why)
                    places.setdefault((sop.source.file, part.id), place)
            for arrow in step.next:
                for element in arrow.via:
                    later.setdefault(
                        (sop.source.file, element),
                        _Place(len(places), sop, step.no, How.ON_ARROW, ""),
                    )
        for item in sop.explained:
            place = _Place(len(places), sop, "", How.EXPLAINED, item.why)
            later.setdefault((sop.source.file, item.element), place)
    return {**later, **places}


def _all(steps: Iterable[Step], depth: int) -> Iterator[tuple[Step, int]]:
    """Iterate over steps with how deep they lie."""
    for step in steps:
        yield step, depth
        yield from _all(step.steps, depth + 1)
