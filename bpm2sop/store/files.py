"""Series of map files, their versions and bytes, and the drafts of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from bpm2sop.store import preferences
from bpm2sop.store.lots import in_lots
from bpm2sop.store.tables import blob, draft, map_file, map_file_version, sop

_SET = "set"
"""The setting that counts how often the set of maps has changed."""
_DRAFTED = "drafted"
"""The setting that tells by what the whole set was last drafted."""


class FileRow(NamedTuple):
    """A series of versions of one file."""

    id: str
    name: str
    unit_id: str | None
    state: str
    current: int
    version: int


class VersionRow(NamedTuple):
    """One version of a file; `findings` are packed, `errors` and `warnings` counts of them."""

    id: int
    file_id: str
    number: int
    sha256: str
    uploaded_as: str
    status: str
    exporter: str
    findings: bytes
    errors: int
    warnings: int
    who: str
    at: str
    note: str


class MapRow(NamedTuple):
    """A series in use and its current version, without what was found in it."""

    id: str
    name: str
    unit_id: str | None
    state: str
    number: int
    status: str
    exporter: str
    who: str
    at: str
    errors: int
    warnings: int


class DraftHead(NamedTuple):
    """What is known of a draft without opening it."""

    id: int
    file_id: str
    file_version: int
    settings: str
    sha256: str


class DraftRow(NamedTuple):
    """A draft: packed SOPs of one file, and which of their steps are news."""

    id: int
    file_id: str
    file_version: int
    sops: bytes
    news: bytes


_FILE = tuple(map_file.c[name] for name in FileRow._fields)
_VERSION = tuple(map_file_version.c[name] for name in VersionRow._fields)
_HEAD = tuple(draft.c[name] for name in DraftHead._fields)
_DRAFT = tuple(draft.c[name] for name in DraftRow._fields)
_OLDEST = (
    select(map_file_version.c.file_id, func.min(map_file_version.c.id).label("first"))
    .group_by(map_file_version.c.file_id)
    .subquery()
)
"""The first version of each series: their order."""


_FIND = select(*_FILE).where(map_file.c.id == bindparam("file"))


def changes(connection: Connection) -> int:
    """Count how often the set of maps has changed."""
    return int(preferences.read(connection, _SET) or 0)


def count_change(connection: Connection) -> None:
    """Note that the set of maps has changed."""
    preferences.write(connection, _SET, str(changes(connection) + 1))


def drafted_by(connection: Connection) -> str:
    """Give the hash of what the whole set was last drafted by; empty where nobody noted it."""
    return preferences.read(connection, _DRAFTED)


def note_drafted(connection: Connection, mark: str) -> None:
    """Note that the drafts kept are those of the whole set as drafted by this."""
    preferences.write(connection, _DRAFTED, mark)


def keep(connection: Connection, data: bytes) -> str:
    """Keep bytes unchanged; give their hash."""
    sha256 = hashlib.sha256(data).hexdigest()
    if connection.scalar(select(blob.c.size).where(blob.c.sha256 == sha256)) is None:
        connection.execute(insert(blob).values(sha256=sha256, size=len(data), data=data))
    return sha256


def kept(connection: Connection, sha256: str) -> bytes | None:
    """Give kept bytes by their hash."""
    return connection.scalar(select(blob.c.data).where(blob.c.sha256 == sha256))


def all_kept(connection: Connection, hashes: Iterable[str]) -> dict[str, bytes]:
    """Give kept bytes by their hashes, in one query; as many as memory holds."""
    query = select(blob.c.sha256, blob.c.data).where(blob.c.sha256.in_(list(hashes)))
    return {row[0]: row[1] for row in connection.execute(query)}


def by_id(connection: Connection, file_id: str) -> FileRow | None:
    """Find a series by its id."""
    row = connection.execute(_FIND, {"file": file_id}).first()
    return None if row is None else FileRow(*row)


def by_name(connection: Connection, name: str) -> FileRow | None:
    """Find a series by its name."""
    row = connection.execute(select(*_FILE).where(map_file.c.name == name)).first()
    return None if row is None else FileRow(*row)


def every(connection: Connection) -> list[FileRow]:
    """List all series, retired ones too, the oldest first."""
    query = select(*_FILE).join(_OLDEST, _OLDEST.c.file_id == map_file.c.id)
    return [FileRow(*row) for row in connection.execute(query.order_by(_OLDEST.c.first))]


def current(connection: Connection) -> list[tuple[FileRow, VersionRow]]:
    """List the active series with their current versions, the oldest series first."""
    held = map_file_version
    query = (
        select(*_FILE, *_VERSION)
        .join(_OLDEST, _OLDEST.c.file_id == map_file.c.id)
        .join(held, (held.c.file_id == map_file.c.id) & (held.c.number == map_file.c.current))
        .where(map_file.c.state == "active")
        .order_by(_OLDEST.c.first)
    )
    count = len(_FILE)
    return [(FileRow(*row[:count]), VersionRow(*row[count:])) for row in connection.execute(query)]


def in_use(connection: Connection) -> list[MapRow]:
    """List the active series by name, each with its current version."""
    held = map_file_version
    names = ("number", "status", "exporter", "who", "at", "errors", "warnings")
    query = (
        select(
            *(map_file.c[name] for name in ("id", "name", "unit_id", "state")),
            *(held.c[name] for name in names),
        )
        .join(held, (held.c.file_id == map_file.c.id) & (held.c.number == map_file.c.current))
        .where(map_file.c.state == "active")
        .order_by(map_file.c.name)
    )
    return [MapRow(*row) for row in connection.execute(query)]


def add(connection: Connection, file_id: str, name: str, unit_id: str | None) -> None:
    """Begin a series."""
    connection.execute(
        insert(map_file).values(id=file_id, name=name, unit_id=unit_id, state="active", current=0)
    )


def add_version(connection: Connection, row: VersionRow) -> None:
    """Add a version to its series, and make it the current one; its `id` is given by the store."""
    connection.execute(insert(map_file_version).values(**_without_id(row)))
    connection.execute(
        update(map_file)
        .where(map_file.c.id == row.file_id)
        .values(current=row.number, state="active", version=map_file.c.version + 1)
    )


def _without_id(row: VersionRow) -> dict[str, object]:
    """Leave the number to the store."""
    return {name: value for name, value in row._asdict().items() if name != "id"}


def set_findings(
    connection: Connection, version_id: int, findings: bytes, *, errors: int, warnings: int
) -> None:
    """Replace what was found in a version: the set around it has changed."""
    connection.execute(
        update(map_file_version)
        .where(map_file_version.c.id == version_id)
        .values(findings=findings, errors=errors, warnings=warnings)
    )


def set_state(connection: Connection, file_id: str, state: str) -> None:
    """Set whether a series is active or retired."""
    connection.execute(
        update(map_file)
        .where(map_file.c.id == file_id)
        .values(state=state, version=map_file.c.version + 1)
    )


def versions(connection: Connection, file_id: str) -> list[VersionRow]:
    """List the versions of a series, the first one first."""
    held = map_file_version
    query = select(*_VERSION).where(held.c.file_id == file_id).order_by(held.c.number)
    return [VersionRow(*row) for row in connection.execute(query)]


def version(connection: Connection, file_id: str, number: int) -> VersionRow | None:
    """Find one version of a series."""
    held = map_file_version
    query = select(*_VERSION).where(held.c.file_id == file_id, held.c.number == number)
    row = connection.execute(query).first()
    return None if row is None else VersionRow(*row)


def draft_heads(connection: Connection) -> dict[str, DraftHead]:
    """Give the latest draft of each series, unopened."""
    latest = select(func.max(draft.c.id)).group_by(draft.c.file_id)
    query = select(*_HEAD).where(draft.c.id.in_(latest))
    heads = (DraftHead(*row) for row in connection.execute(query))
    return {head.file_id: head for head in heads}


def open_draft(connection: Connection, draft_id: int) -> DraftRow | None:
    """Read a draft."""
    row = connection.execute(select(*_DRAFT).where(draft.c.id == draft_id)).first()
    return None if row is None else DraftRow(*row)


def open_drafts(connection: Connection, draft_ids: Sequence[int]) -> Iterator[DraftRow]:
    """Read drafts, those of some hundred in one query."""
    for part in in_lots(draft_ids):
        for row in connection.execute(select(*_DRAFT).where(draft.c.id.in_(part))):
            yield DraftRow(*row)


def latest_draft(connection: Connection, file_id: str) -> int | None:
    """Give the id of the latest draft of a series."""
    query = select(func.max(draft.c.id)).where(draft.c.file_id == file_id)
    return connection.execute(query).scalar_one_or_none()


def add_draft(
    connection: Connection,
    *,
    file_id: str,
    file_version: int,
    tool: str,
    settings: str,
    sops: bytes,
    news: bytes,
    at: str,
) -> int:
    """Keep a draft; give its id."""
    query = (
        insert(draft)
        .values(
            file_id=file_id,
            file_version=file_version,
            tool=tool,
            settings=settings,
            sha256=hashlib.sha256(sops).hexdigest(),
            sops=sops,
            news=news,
            at=at,
        )
        .returning(draft.c.id)
    )
    draft_id: int = connection.execute(query).scalar_one()
    return draft_id


def drop_drafts(connection: Connection, file_ids: Sequence[str]) -> None:
    """Drop the drafts of series that a later one of the same version has replaced, and that no SOP shows."""
    used = select(sop.c.draft_id).where(sop.c.draft_id.is_not(None))
    latest = select(func.max(draft.c.id)).group_by(draft.c.file_id, draft.c.file_version)
    for part in in_lots(file_ids):
        connection.execute(
            delete(draft).where(
                draft.c.file_id.in_(part), draft.c.id.not_in(used), draft.c.id.not_in(latest)
            )
        )
