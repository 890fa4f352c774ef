"""What an installation lacks. Words stand under `doctor.<code>.<state>`; those of a refusal under its own code."""

from __future__ import annotations

import errno
import os
import re
import shutil
import sys
from collections.abc import Iterator
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import typst

from bpm2sop import __version__
from bpm2sop.errors import Refused, StoreProblem, Where
from bpm2sop.store import inspecting
from bpm2sop.store.migrating import head, is_empty, revision, revisions
from bpm2sop.store.opening import Store, connect
from bpm2sop.store.places import prepare_file, read_address
from bpm2sop.writers.pdf.glyphs import font_folders

_NAME = re.compile(r"[A-Za-z0-9._-]+")
_BUNDLE = Path("static") / "dist" / "manifest.json"
_TIGHT = 1024**3
_NONE = 100 * 1024**2
"""Bytes of disk space below which it is soon full, and as good as full."""
_PAGE: Any = b"A"
_STRICT = (3, 37)
"""The first SQLite that holds tables to their types."""


class State(StrEnum):
    """How it stands with one thing."""

    GOOD = "good"
    POOR = "poor"
    """It works, with something to be known."""
    BAD = "bad"


class Check(NamedTuple):
    """One thing that was looked at; `refusal` says it in words of its own."""

    code: str
    state: State
    params: tuple[tuple[str, str], ...] = ()
    refusal: Refused | None = None


def doctor(address: str) -> tuple[Check, ...]:
    """Look at the program, what it needs, and the workspace at an address. Nothing is made, and nothing is changed."""
    return (*_program(), *_typesetting(), _bundle(), _driver(address), *_store(address))


def _program() -> Iterator[Check]:
    """Look at the program and its packages."""
    python = ".".join(str(part) for part in sys.version_info[:3])
    yield Check("program", State.GOOD, (("version", __version__), ("python", python)))
    lacking = sorted(name for name in _required() if _version(name) is None)
    state = State.BAD if lacking else State.GOOD
    yield Check("packages", state, (("names", ", ".join(lacking)),))
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "")
    state = State.GOOD if encoding == "utf8" else State.POOR
    yield Check("terminal", state, (("encoding", encoding),))


def _typesetting() -> Iterator[Check]:
    """Look at fonts, and set a page."""
    try:
        folders = [Path(folder) for folder in font_folders()]
    except ModuleNotFoundError as error:
        yield Check("fonts", State.BAD, (("why", str(error)),))
        return
    lacking = [str(folder) for folder in folders if not any(folder.glob("*.ttf"))]
    yield Check("fonts", State.BAD if lacking else State.GOOD, (("why", ", ".join(lacking)),))
    try:
        page: bytes = typst.compile(_PAGE, font_paths=[str(folder) for folder in folders])
    except (typst.TypstError, OSError) as error:
        yield Check("typst", State.BAD, (("why", str(error)),))
    else:
        state = State.GOOD if page.startswith(b"%PDF") else State.BAD
        yield Check("typst", state, (("version", _version("typst") or "?"), ("why", "-")))


def _bundle() -> Check:
    """Look for what browsers are sent."""
    spec = find_spec("bpm2sop_web")
    folder = Path(spec.origin).parent if spec is not None and spec.origin else None
    built = folder is not None and (folder / _BUNDLE).is_file()
    return Check("bundle", State.GOOD if built else State.BAD)


def _driver(address: str) -> Check:
    """Look for the driver of PostgreSQL, which is needed by who uses one."""
    found = _version("psycopg")
    if found is not None:
        return Check("postgres", State.GOOD, (("version", found),))
    wanted = address.startswith(("postgres:", "postgresql"))
    return Check("postgres", State.BAD if wanted else State.POOR)


def _store(address: str) -> Iterator[Check]:
    """Look at the workspace, or at the place where it would be."""
    try:
        url = read_address(address)
        if url.get_backend_name() == "sqlite":
            path = Path(url.database or "").absolute()
            yield from _disk(path)
            _writable(path.parent)
            prepare_file(path, make=False)
        store = connect(address, make=False)
        try:
            yield from _schema(store)
            yield from _database(store)
        finally:
            store.close()
    except StoreProblem as problem:
        state = State.POOR if problem.code == "store-missing" else State.BAD
        yield Check("store", state, (("place", problem.where.file),), problem)


def _writable(folder: Path) -> None:
    """Refuse a folder in which no file can be made."""
    effective = os.access in os.supports_effective_ids
    if folder.is_dir() and not os.access(folder, os.W_OK, effective_ids=effective):
        params = {"why": os.strerror(errno.EACCES)}
        raise StoreProblem("store-unwritable", Where(file=str(folder)), params)


def _disk(path: Path) -> Iterator[Check]:
    """Look at the room for a file."""
    if path.parent.is_dir():
        free = shutil.disk_usage(path.parent).free
        state = State.BAD if free < _NONE else State.POOR if free < _TIGHT else State.GOOD
        yield Check("disk", state, (("free", f"{free / 1024**3:.1f}"),))


def _schema(store: Store) -> Iterator[Check]:
    """Look at the schema of a store."""
    has = revision(store)
    params = (("place", store.place), ("schema", has or "-"), ("known", head()))
    if has is None:
        with store.reading() as connection:
            empty = is_empty(connection)
        if not empty:
            raise StoreProblem("store-foreign", Where(file=store.place))
    elif has not in revisions():
        newer = {"schema": has, "known": head()}
        raise StoreProblem("store-newer", Where(file=store.place), newer)
    yield Check("store", State.GOOD if has == head() else State.POOR, params)


def _database(store: Store) -> Iterator[Check]:
    """Look at what the database says of itself."""
    told = inspecting.about(store)
    if store.is_sqlite:
        number = tuple(int(part) for part in told["version"].split(".")[:2])
        state = State.GOOD if number >= _STRICT else State.BAD
        yield Check("sqlite", state, (("version", told["version"]),))
        return
    unsafe = [name for name in ("fsync", "full_page_writes") if told[name] != "on"]
    params = (("version", told["server_version"]), ("settings", ", ".join(unsafe)))
    yield Check("server", State.BAD if unsafe else State.GOOD, params)


def _required() -> Iterator[str]:
    """Iterate over the packages that the program cannot do without."""
    for line in requires("bpm2sop") or ():
        name = _NAME.match(line)
        if name is not None and "extra ==" not in line:
            yield name[0]


def _version(package: str) -> str | None:
    """Give the version of a package; None where it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None
