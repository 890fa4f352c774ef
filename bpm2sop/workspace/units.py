"""Work units: add, rename, list, and the maps that are theirs. Merging and abolishing them stands in `reorganising_units`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import Connection

from bpm2sop.errors import Missing, Refused, Stale, Where
from bpm2sop.store import files
from bpm2sop.store.units import (
    UnitRow,
    all_units,
    find_unit,
    give_map,
    insert_unit,
    update_unit,
)
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import Person, Right, require

ACTIVE = "active"
_LONGEST = 200


class Unit(NamedTuple):
    """A work unit as the screens show it; `depth` counts the units above it."""

    id: str
    name: str
    short: str
    parent: str | None
    state: str
    version: int
    depth: int = 0


def list_units(workspace: Workspace, who: Person) -> tuple[Unit, ...]:
    """Give all units, each after the one above it, else by name."""
    require(who, Right.READ)
    with workspace.store.reading() as connection:
        rows = all_units(connection)
    return tuple(_tree(rows))


def add_unit(
    workspace: Workspace, who: Person, name: str, *, short: str = "", parent: str | None = None
) -> Unit:
    """Add a unit, under another one when `parent` names it.

    Raises:
        Refused: the name is empty, too long or taken beside it.
        Missing: there is no such parent.
    """
    require(who, Right.KEEP, name)
    row = UnitRow(workspace.token(), one_line(name), one_line(short, least=0), parent, ACTIVE)
    with workspace.store.writing() as connection:
        if parent is not None:
            unit_row(connection, parent)
        _refuse_twin(connection, row)
        insert_unit(connection, row)
        workspace.record(
            connection,
            who,
            act="unit-add",
            subject=row.id,
            detail={"name": row.name, "short": row.short, "parent": parent},
        )
    return _unit(row)


def rename_unit(
    workspace: Workspace, who: Person, unit: str, name: str, *, seen: int, short: str | None = None
) -> Unit:
    """Give a unit another name, and another short one when it is given.

    Args:
        workspace: where.
        who: acts.
        unit: the unit's id.
        name: the new name.
        seen: the version that the person saw.
        short: the new short name; None leaves it.

    Raises:
        Stale: somebody changed the unit since.
        Refused: the name is empty, too long or taken beside it.
        Missing: there is no such unit.
    """
    require(who, Right.KEEP, unit)
    name = one_line(name)
    with workspace.store.writing() as connection:
        old = unit_row(connection, unit)
        if old.version != seen:
            raise Stale("unit-changed", Where(file=old.name), mine=name, theirs=old.name)
        row = old._replace(
            name=name, short=old.short if short is None else one_line(short, least=0)
        )
        _refuse_twin(connection, row)
        update_unit(connection, row)
        workspace.record(
            connection,
            who,
            act="unit-rename",
            subject=unit,
            detail={"from": [old.name, old.short], "to": [row.name, row.short]},
        )
    return _unit(row._replace(version=row.version + 1))


def find_unit_named(workspace: Workspace, who: Person, name: str) -> Unit:
    """Find an active unit by its id, name or short name.

    Raises:
        Missing: nothing goes by that name, or several do.
    """
    active = [unit for unit in list_units(workspace, who) if unit.state == ACTIVE]
    for called in ("id", "name", "short"):
        found = [unit for unit in active if getattr(unit, called).casefold() == name.casefold()]
        if len(found) == 1:
            return found[0]
        if found:
            raise Missing("unit-several", Where(file=name), {"count": str(len(found))})
    raise Missing("unit-missing", Where(file=name))


def give_maps(workspace: Workspace, who: Person, unit: str | None, maps: Iterable[str]) -> None:
    """Let maps and the SOPs that they give belong to a unit, or to none.

    Args:
        workspace: where.
        who: acts.
        unit: the unit's id; None takes the maps from the units that have them.
        maps: the ids of their series.

    Raises:
        Missing: there is no such unit or map.
    """
    require(who, Right.KEEP, unit or "")
    with workspace.store.writing() as connection:
        if unit is not None:
            unit_row(connection, unit)
        for file_id in dict.fromkeys(maps):
            file = files.by_id(connection, file_id)
            if file is None:
                raise Missing("map-missing", Where(file=file_id))
            give_map(connection, file_id, unit)
            detail = {"map": file.name, "from": file.unit_id, "to": unit}
            workspace.record(connection, who, act="unit-map", subject=file_id, detail=detail)
        files.count_change(connection)


def unit_row(connection: Connection, unit: str) -> UnitRow:
    """Find an active unit.

    Raises:
        Missing: there is none of this id.
    """
    row = find_unit(connection, unit)
    if row is None or row.state != ACTIVE:
        raise Missing("unit-missing", Where(file=unit))
    return row


def one_line(text: str, *, least: int = 1) -> str:
    """Read a name that a person typed: one line without control characters.

    Raises:
        Refused: it is too short or too long.
    """
    plain = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", text))
    line = " ".join(plain.split())
    if not least <= len(line) <= _LONGEST:
        raise Refused("name-length", Where(file=line[:40] or "-"), {"most": str(_LONGEST)})
    return line


def _refuse_twin(connection: Connection, row: UnitRow) -> None:
    """Refuse two units of one name under the same parent."""
    for other in all_units(connection):
        beside = (other.parent_id, other.state) == (row.parent_id, ACTIVE) and other.id != row.id
        if beside and other.name.casefold() == row.name.casefold():
            raise Refused("unit-twin", Where(file=row.name))


def _tree(rows: Iterable[UnitRow]) -> Iterator[Unit]:
    """Put each unit behind the one above it. One whose parent is gone stands at the top."""
    rows = tuple(rows)
    known = {row.id for row in rows}
    below: dict[str | None, list[UnitRow]] = {}
    for row in rows:
        below.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)
    open_rows = [(row, 0) for row in reversed(below.get(None, ()))]
    while open_rows:
        row, depth = open_rows.pop()
        yield _unit(row, depth)
        open_rows.extend((child, depth + 1) for child in reversed(below.get(row.id, ())))


def _unit(row: UnitRow, depth: int = 0) -> Unit:
    """Show a row."""
    return Unit(row.id, row.name, row.short, row.parent_id, row.state, row.version, depth)
