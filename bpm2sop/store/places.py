"""Where a store is: addresses, and the places that SQLite cannot be trusted with."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from bpm2sop.errors import StoreProblem, Where

_NETWORK = frozenset(
    {
        "9p",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "davfs",
        "glusterfs",
        "gpfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb",
        "smb3",
        "smbfs",
    }
)
"""File systems on which SQLite's locks and shared memory do not hold."""
_NETWORK_FUSE = re.compile(
    r"fuse\.(?:sshfs|s3fs|rclone|gvfs|goofys|gcsfuse|glusterfs|ceph|davfs|smb)"
)
_POSTGRES = frozenset({"postgres", "postgresql", "postgresql+psycopg"})
_PRIVATE = 0o600
_PAGE = 512


def read_address(address: str) -> URL:
    """Read an address; a plain path means SQLite, `postgresql://` means psycopg 3.

    Raises:
        StoreProblem: it is no address, or one of a database of another kind.
    """
    if "://" not in address:
        if not address or "\x00" in address:
            raise StoreProblem("store-address", Where(file=address.strip("\x00") or "-"))
        return URL.create("sqlite", database=address)
    begin = address.partition("://")[0]
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise StoreProblem("store-address", Where(file=begin)) from error
    if url.drivername in _POSTGRES:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername != "sqlite":
        raise StoreProblem("store-kind", Where(file=begin), {"kind": url.drivername})
    if not url.database or url.database == ":memory:" or url.query or url.host:
        raise StoreProblem("store-address", Where(file=begin))
    return url


def prepare_file(path: Path, *, make: bool) -> None:
    """See that a SQLite file is, or can be, where it is said to be; a new one is its owner's alone.

    Raises:
        StoreProblem: it is not there and `make` is false, or its folder is not there, cannot be written or is on a network.
    """
    try:
        _prepare(path, make=make)
    except OSError as error:
        said = {"why": error.strerror or ""}
        raise StoreProblem("store-unwritable", Where(file=str(path)), said) from error


def _prepare(path: Path, *, make: bool) -> None:
    """See to a file, as far as the system lets us."""
    if not path.parent.is_dir():
        raise StoreProblem("store-folder", Where(file=str(path.parent)))
    refuse_network(path.resolve())
    if path.exists():
        # SQLite would take what is shorter than a page for an empty database, and write over it.
        if not path.is_file() or 0 < path.stat().st_size < _PAGE:
            raise StoreProblem("store-not-sqlite", Where(file=str(path)))
        return
    if not make:
        raise StoreProblem("store-missing", Where(file=str(path)))
    # Never opened when it is there: closing it would end the locks that this process has on it.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, _PRIVATE))


def refuse_network(path: Path, mounts: str | None = None) -> None:
    """Refuse a place on a network file system: SQLite would lose writes there.

    Args:
        path: where the database is, or will be, without links.
        mounts: what the system says of its mounts (`/proc/mounts`); read from there when None.

    Raises:
        StoreProblem: it lies there.
    """
    kind = file_system(path, mounts)
    if kind in _NETWORK or _NETWORK_FUSE.match(kind):
        raise StoreProblem("store-on-network", Where(file=str(path)), {"kind": kind})


def file_system(path: Path, mounts: str | None = None) -> str:
    """Name the file system that a path lies on; empty where the system does not say."""
    table = Path("/proc/mounts")
    if mounts is None:
        mounts = table.read_text(encoding="utf-8", errors="replace") if table.is_file() else ""
    best, kind = Path(), ""
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) > 2:  # noqa: PLR2004  (device, place, kind)
            place = Path(re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), fields[1]))
            # Of two mounts on one place the later one is seen.
            if (path == place or place in path.parents) and len(place.parts) >= len(best.parts):
                best, kind = place, fields[2]
    return kind
