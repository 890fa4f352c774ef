"""Baselines: sets of SOPs as they stood at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, insert, select

from bpm2sop.store import seals
from bpm2sop.store.tables import baseline, baseline_item


class BaselineRow(NamedTuple):
    """A baseline and how many SOPs it holds."""

    id: str
    name: str
    who: str
    at: str
    word: str
    size: int


class ItemRow(NamedTuple):
    """One SOP of a baseline; `sha256` names the packed SOP."""

    baseline_id: str
    sop_id: str
    file_version: int
    edition: int
    sha256: str


_ITEM = tuple(baseline_item.c[name] for name in ItemRow._fields)
_ROW: Select[Any] = (
    select(
        *(baseline.c[name] for name in BaselineRow._fields[:-1]), func.count(baseline_item.c.sop_id)
    )
    .outerjoin(baseline_item, baseline_item.c.baseline_id == baseline.c.id)
    .group_by(*(baseline.c[name] for name in BaselineRow._fields[:-1]))
    .order_by(baseline.c.at, baseline.c.id)
)


def every(connection: Connection) -> list[BaselineRow]:
    """List all baselines, the oldest first."""
    return [BaselineRow(*row) for row in connection.execute(_ROW)]


def find(connection: Connection, baseline_id: str) -> BaselineRow | None:
    """Find a baseline by its id."""
    row = connection.execute(_ROW.where(baseline.c.id == baseline_id)).first()
    return None if row is None else BaselineRow(*row)


def is_taken(connection: Connection, name: str) -> bool:
    """Tell whether a baseline has a name."""
    query = select(baseline.c.id).where(baseline.c.name == name)
    return connection.execute(query).first() is not None


def add(connection: Connection, row: BaselineRow, items: Sequence[ItemRow]) -> None:
    """Add a baseline with its SOPs."""
    values = {name: value for name, value in row._asdict().items() if name != "size"}
    connection.execute(insert(baseline).values(**values))
    if items:
        connection.execute(insert(baseline_item), [item._asdict() for item in items])
        seals.touch(connection, "baseline_item", [(row.id,)])


def items(connection: Connection, baseline_id: str) -> dict[str, ItemRow]:
    """Give the SOPs of a baseline by their ids."""
    query = select(*_ITEM).where(baseline_item.c.baseline_id == baseline_id)
    return {row[1]: ItemRow(*row) for row in connection.execute(query)}
