"""Files that are whole or not there: written beside their place, brought to disk, renamed."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bpm2sop.errors import StoreProblem, Where
from bpm2sop.store.opening import Store

_PRIVATE = 0o600


@contextmanager
def placed(path: Path) -> Iterator[Path]:
    """Give a path beside `path` to write a file to; when this ends well, the file is at `path`, on disk.

    Raises:
        StoreProblem: there is a file already, or the folder cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        raise _failed(path, error) from error
    os.close(handle)
    part = Path(name)
    try:
        yield part
        _to_disk(part)
        _name(part, path)
        _to_disk_or_away(path)
    except FileExistsError as error:
        raise StoreProblem("place-taken", Where(file=str(path))) from error
    except OSError as error:
        raise _failed(path, error) from error
    finally:
        for left in (part, *(part.with_name(f"{part.name}{end}") for end in ("-wal", "-shm"))):
            left.unlink(missing_ok=True)


def copy_sqlite(store: Store, path: Path) -> None:
    """Copy a SQLite store, while others read and write, to a file that is not there yet.

    Raises:
        StoreProblem: there is one already, or it cannot be written.
    """
    try:
        with (
            placed(path) as part,
            closing(sqlite3.connect(f"{Path(store.place).as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(part)) as target,
        ):
            source.backup(target)
    except sqlite3.Error as error:
        raise _failed(path, error) from error


def free_name(path: Path) -> Path:
    """Give a path that is not taken: this one, or with a number behind it."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def _name(part: Path, path: Path) -> None:
    """Give a file its name, unless there is one of that name.

    Where files cannot have two names (a USB stick), an empty one holds the place for the moment between.
    """
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE))
        part.replace(path)


def _to_disk_or_away(path: Path) -> None:
    """Wait until the name of a new file is on the disk; a name that may not be is taken back."""
    try:
        _to_disk(path.parent)
    except OSError:
        path.unlink()
        raise


def _to_disk(path: Path) -> None:
    """Wait until a file's bytes, or a folder's names, are on the disk; Windows sees to its folders itself."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _failed(path: Path, error: Exception) -> StoreProblem:
    """Say why a file could not be written."""
    why = getattr(error, "strerror", None) or str(error)
    return StoreProblem("file-unwritable", Where(file=str(path)), {"why": why})
