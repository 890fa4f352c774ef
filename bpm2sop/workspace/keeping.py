"""Backups: all of a workspace in one file, and a workspace out of one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from bpm2sop import __version__
from bpm2sop.errors import StoreProblem, Where
from bpm2sop.store import audit
from bpm2sop.store.archives import Manifest, open_archive
from bpm2sop.store.copies import placed
from bpm2sop.store.keeping import dump, load
from bpm2sop.store.opening import connect
from bpm2sop.store.places import read_address, refuse_network
from bpm2sop.workspace.opening import Workspace, utc_text
from bpm2sop.workspace.rights import OPERATOR, Person, Right, require

_ACT = "backup"
"""Also what it was done to: the whole workspace."""
_ROOM = 2
"""A database takes more than its rows, and as much again while it is written."""


class LastBackup(NamedTuple):
    """The backup that was made last, as far as the workspace knows."""

    at: str
    who: str
    file: str


def backup(workspace: Workspace, who: Person, path: Path, *, known_as: str = "") -> Manifest:
    """Write a backup, while others go on writing; the file is whole and on disk, or not there.

    Args:
        workspace: what to write.
        who: the person.
        path: the backup, where no file is yet.
        known_as: what it is noted as, where it does not stay at `path`.

    Raises:
        StoreProblem: there is a file already, or it cannot be written.
    """
    require(who, Right.KEEP, str(path))
    with placed(path) as part:
        made = dump(workspace.store, part, at=workspace.now(), tool=__version__)
    # No less a backup where it cannot be noted: on a full disk it is needed most.
    with suppress(StoreProblem):
        _note(workspace, who, made, known_as or str(path.absolute()))
    return made


def _note(workspace: Workspace, who: Person, made: Manifest, file: str) -> None:
    """Record that a backup was made; it is of the state before."""
    detail = {"file": file, "at": made.at, "acts": made.acts, "head": made.head}
    with workspace.store.writing() as connection:
        audit.record(
            connection, at=workspace.now(), who=who.login, act=_ACT, subject=_ACT, detail=detail
        )


def last_backup(workspace: Workspace, who: Person) -> LastBackup | None:
    """Tell which backup was made last; None where none is known."""
    require(who, Right.KEEP)
    with workspace.store.reading() as connection:
        last = next(audit.acts(connection, subject=_ACT, limit=1), None)
    if last is None:
        return None
    return LastBackup(last.at, last.who, json.loads(last.detail)["file"])


def restore(
    path: Path, address: str, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Manifest:
    """Make a workspace out of a backup, at an address where nothing is yet.

    Nothing is at the address before all of it was found to be as it was written: every hash, and the audit's chain.

    Args:
        path: the backup.
        address: a path where no file is, or the address of an empty PostgreSQL database.
        clock: gives the time that the audit has for it.

    Raises:
        StoreProblem: something is there; or the backup is none, damaged, or of a newer schema.
        Missing: there is no such file.
    """

    def note(connection: Connection, manifest: Manifest) -> None:
        detail = {"at": manifest.at, "acts": manifest.acts, "head": manifest.head}
        at = utc_text(clock())
        audit.record(
            connection, at=at, who=OPERATOR.login, act="restore", subject="", detail=detail
        )

    url = read_address(address)
    if url.get_backend_name() != "sqlite":
        return _load(path, address, note)
    target = Path(url.database or "").absolute()
    if not target.parent.is_dir():
        raise StoreProblem("store-folder", Where(file=str(target.parent)))
    refuse_network(target.parent.resolve())
    if target.exists():
        raise StoreProblem("place-taken", Where(file=str(target)))
    with open_archive(path) as archive:
        free = shutil.disk_usage(target.parent).free
        if archive.size * _ROOM > free:
            needed = {"why": f"{archive.size * _ROOM} > {free} bytes"}
            raise StoreProblem("store-full", Where(file=str(target.parent)), needed)
    with placed(target) as part:
        return _load(path, str(part), note)


def _load(path: Path, address: str, note: Callable[[Connection, Manifest], None]) -> Manifest:
    """Write a backup into an empty database."""
    store = connect(address)
    try:
        return load(store, path, before_end=note)
    finally:
        store.close()
