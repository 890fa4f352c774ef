"""What an act wrote, by hash: noted as it is written, and put into the audit with the act."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple

from sqlalchemy import Column, Connection, Select, Table, select

from bpm2sop.store.lots import in_lots
from bpm2sop.store.tables import (
    adoption,
    baseline_item,
    cell_conflict,
    comment,
    edit,
    edition,
    evaluation,
    orphan,
    sop,
    step_review,
)

SEALS: Final = "seals"
"""Under what an act's detail has them: table, key, hash; an empty hash where no row is left."""
_NOTED = "bpm2sop_touched"
_BORN = "born"
_BETWEEN = "-"
_FEW = 20
_LOT = 200

Key = tuple[str | int, ...]
"""What a seal is on: a row by its id, or all rows of an SOP."""


class _Part(NamedTuple):
    """What of a table is sealed: the columns that name what a seal is on, those that may change, and those that never do."""

    key: tuple[Column[Any], ...]
    moving: tuple[Column[Any], ...]
    fixed: tuple[Column[Any], ...]


def _part(table: Table, key: str, *, moving: str, fixed: str = "") -> _Part:
    """Name the columns of a part."""
    return _Part(*(tuple(table.c[one] for one in names.split()) for names in (key, moving, fixed)))


_PARTS: Final[Mapping[str, _Part]] = {
    "sop": _part(sop, "id", moving="origin stage number edition state acts"),
    "edition": _part(
        edition,
        "sop_id number",
        moving="stage sop_number acts effective revoked",
        fixed="content sha256 file_version",
    ),
    "edit": _part(edit, "id", moving="sop_id key orphan rank", fixed="field value who at via"),
    "comment": _part(
        comment,
        "id",
        moving="sop_id key resolved_by resolved_at",
        fixed="element text who at answers file_version",
    ),
    "step_review": _part(
        step_review, "sop_id key", moving="seen edit_id suspect who at cleared_by cleared_at word"
    ),
    "cell_conflict": _part(cell_conflict, "sop_id", moving="key field base ours theirs via"),
    "orphan": _part(
        orphan, "id", moving="content state", fixed="file_id sop_id key file_version at"
    ),
    "adoption": _part(adoption, "sop_id", moving="edition actors", fixed="general_id who at"),
    "evaluation": _part(
        evaluation, "id", moving="followed_up", fixed="sop_id edition kind on answers note who at"
    ),
    "baseline_item": _part(
        baseline_item, "baseline_id", moving="sop_id file_version edition sha256"
    ),
}
TABLES: Final = tuple(_PARTS)
"""The tables of which rows are sealed."""
SOP_COLUMNS: Final = frozenset(column.name for column in _PARTS["sop"].moving)
"""What is sealed of an SOP; the rest of its row follows from its draft and words."""


def forget(connection: Connection) -> None:
    """Begin a transaction: nothing is written yet."""
    connection.info.pop(_NOTED, None)


def touch(connection: Connection, table: str, keys: Iterable[Key]) -> None:
    """Note that rows are written: the next act of the transaction seals them."""
    noted = connection.info.setdefault(_NOTED, {})
    noted.setdefault(table, {}).update(dict.fromkeys(keys))


def born(connection: Connection, sop_id: str) -> None:
    """Note that an SOP begins in this transaction: what its draft alone makes of it needs no seal."""
    touch(connection, _BORN, [(sop_id,)])


def is_born(connection: Connection, sop_id: str) -> bool:
    """Tell whether an SOP began in this transaction."""
    return (sop_id,) in connection.info.get(_NOTED, {}).get(_BORN, {})


def take(connection: Connection) -> dict[str, dict[str, str]]:
    """Seal what was written since the last act: by table and key, the hash of it as it stands."""
    noted: dict[str, dict[Key, None]] = connection.info.get(_NOTED, {})
    taken = {}
    for table in TABLES:
        keys = noted.pop(table, {})
        if keys:
            found = dict(_of(connection, table, list(keys)))
            taken[table] = {name: found.get(name, "") for name in sorted(map(_name, keys))}
    return taken


def fixed(seal: str) -> str:
    """Give the part of a seal that is on what never changes; empty where nothing of it is so, or no row is left."""
    return seal.partition(_BETWEEN)[2]


def standing(connection: Connection, table: str) -> Iterator[tuple[str, str]]:
    """Iterate over what stands in a table: keys as seals have them, and hashes."""
    yield from _hashed(connection, _PARTS[table], _query(_PARTS[table]))


def _of(connection: Connection, table: str, keys: Sequence[Key]) -> Iterator[tuple[str, str]]:
    """Iterate over the keys given that stand, with hashes."""
    part, wanted = _PARTS[table], {_name(key) for key in keys}
    firsts = list(dict.fromkeys(key[0] for key in keys))
    for lot in in_lots(firsts, _LOT):
        query = _query(part).where(part.key[0].in_(lot))
        for name, made in _hashed(connection, part, query):
            if name in wanted:
                yield name, made


def _query(part: _Part) -> Select[Any]:
    """Make the query for all rows of a part, those under one key together."""
    return select(*part.key, *part.moving, *part.fixed).order_by(*part.key)


def _hashed(connection: Connection, part: _Part, query: Select[Any]) -> Iterator[tuple[str, str]]:
    """Hash the rows under each key; their order is our own, for databases sort texts differently."""
    count = len(part.key)
    split = count + len(part.moving)
    with connection.execute(query, execution_options={"yield_per": _FEW}) as rows:
        for key, group in groupby(rows, key=lambda row: tuple(row[:count])):
            lines = [(_line(row[count:split]), _line(row[split:])) for row in group]
            moving, fixed = zip(*lines, strict=True)
            yield _name(key), _hash(moving) + (_BETWEEN + _hash(fixed) if part.fixed else "")


def _hash(lines: Iterable[str]) -> str:
    """Hash rows as they were written down."""
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _line(values: Iterable[Any]) -> str:
    """Write one row in one way; bytes by their hash."""
    plain = [
        hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else value for value in values
    ]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def _name(key: Key) -> str:
    """Write a key as seals have it."""
    return "/".join(map(str, key))
