"""Does an SOP, read back from its file, still say what its map says: graph, words of cells, references."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bpm2sop.decompose import ScopeSetting
from bpm2sop.decompose.proof import Difference, differences
from bpm2sop.drafting import Settings, draft_file
from bpm2sop.model.processmap import FileStatus, MapFile, ProcessMap
from bpm2sop.model.sop import Cell, CellSource, Sop, Step
from bpm2sop.wording import Language

_SCOPES: tuple[ScopeSetting, ...] = ("map", "process")
_BY_PLACE = "region-"
"""Beginning of the rules whose words name row numbers: these follow the order, which a profile may change."""


def verify_sop(
    process_map: ProcessMap, sop: Sop, known: Iterable[str] | None = None
) -> tuple[Difference, ...]:
    """List how a table differs from its map; nothing, if all is well.

    Args:
        process_map: the map that the SOP names.
        sop: the table as it stands in its file.
        known: the keys of the SOPs of its set, if they are known.
    """
    found = [*differences(process_map, sop), *_cells(process_map, sop)]
    if known is not None:
        found += _references(sop, frozenset(known))
    return tuple(found)


def _cells(process_map: ProcessMap, sop: Sop) -> Iterator[Difference]:
    """C10: a cell that claims to be the map's says what a new draft of the map says there."""
    fresh = _drafted(process_map, sop)
    if fresh is None:
        return
    said = {step.key: _said(step) for step in _walk(fresh.steps)}
    for step in _walk(sop.steps):
        for field, cells in _fields(step).items():
            for cell in cells:
                if cell.source is CellSource.MAP and _told(field, cell) not in said.get(
                    step.key, ()
                ):
                    elements = (step.key, cell.element or "")
                    yield Difference("C10", elements, f"the map does not say {cell.value!r} here")


def _drafted(process_map: ProcessMap, sop: Sop) -> Sop | None:
    """Draft the map anew; give the SOP of the same scopes."""
    source = sop.source
    held = MapFile(
        name=source.file, sha256=source.sha256, status=FileStatus.READ, maps=(process_map,)
    )
    for scope in _SCOPES:
        for one in draft_file(held, Settings(scope=scope, language=Language(sop.language))):
            if set(one.source.scopes) == set(source.scopes):
                return one
    return None


def _walk(steps: Iterable[Step]) -> Iterator[Step]:
    """Iterate over steps at every depth."""
    work = list(steps)
    for step in work:
        yield step
        work += step.steps


def _fields(step: Step) -> dict[str, tuple[Cell, ...]]:
    """Give a step's cells by their column."""
    time = () if step.time is None else (step.time,)
    return {"inputs": step.inputs, "time": time, "outputs": step.outputs, "remarks": step.remarks}


def _said(step: Step) -> set[tuple[str, ...]]:
    """Collect what the map says in the cells of a step."""
    return {
        _told(field, cell)
        for field, cells in _fields(step).items()
        for cell in cells
        if cell.source is CellSource.MAP
    }


def _told(field: str, cell: Cell) -> tuple[str, ...]:
    """Give what identifies a statement of the map: column, element, words."""
    by_place = (cell.rule or "").startswith(_BY_PLACE)
    return (field, cell.element or "", cell.rule or "" if by_place else cell.value)


def _references(sop: Sop, known: frozenset[str]) -> Iterator[Difference]:
    """C8: a step refers to an SOP of the set."""
    for step in _walk(sop.steps):
        if step.refers_to is not None and step.refers_to not in known:
            detail = f"refers to {step.refers_to}, which is no SOP of this set"
            yield Difference("C8", (step.key,), detail)
