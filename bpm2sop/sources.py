"""What the paths given to us hold: files, folders, zips and the standard input, as named bytes."""

from __future__ import annotations

import io
import os
import stat
import sys
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from bpm2sop.errors import Refused, Where

STDIN: Final = "-"
MAP_ENDINGS: Final = (".bpmn", ".xml", ".bpmn2")
"""Endings of files that may be maps, in folders and zips (`.bpmn20.xml` ends so too)."""
_ZIP_MAGIC: Final = b"PK\x03\x04"
_EMPTY_ZIP: Final = b"PK\x05\x06"
_ENCRYPTED: Final = 0x1
_CHUNK: Final = 1 << 16


class SourceFile(NamedTuple):
    """One file: its name as the user sees it, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLimits:
    """Upper bounds, each inclusive."""

    file_size: int = 20_000_000
    """Bytes of one file."""
    zip_size: int = 100_000_000
    """Bytes of a zip itself."""
    members: int = 10_000
    """Entries of one zip, maps or not."""
    unpacked: int = 200_000_000
    """Bytes of all maps of one zip together, counted while they are unpacked."""


_DEFAULT: Final = SourceLimits()


def gather(
    paths: Iterable[str], *, limits: SourceLimits = _DEFAULT
) -> Iterator[SourceFile | Refused]:
    """Give the files that paths hold, one at a time, in an order that no machine changes.

    Args:
        paths: files, folders (searched through), zips, or `-` for the standard input.
        limits: bounds on sizes and counts.

    Yields:
        A file, or the refusal of one; a refusal never ends the others. A file given by itself goes by its own name, one
        found in a folder by its path from there: where a set lies on a machine shows nowhere. A name given twice gets
        a number.
    """
    seen: Counter[str] = Counter()
    for path in paths:
        for source in _of_stdin(limits) if path == STDIN else _of_path(path, limits):
            yield _numbered(source, seen) if isinstance(source, SourceFile) else source


def within(
    name: str, data: bytes, *, limits: SourceLimits = _DEFAULT
) -> Iterator[SourceFile | Refused]:
    """Give the files of bytes that came with a name, as an upload brings them: one, or those of a zip."""
    return _of_bytes(name, data, limits)


def _of_stdin(limits: SourceLimits) -> Iterator[SourceFile | Refused]:
    return _of_bytes("stdin", sys.stdin.buffer.read(limits.zip_size + 1), limits)


def _numbered(source: SourceFile, seen: Counter[str]) -> SourceFile:
    """Give a file whose name has been given before a number: "a.bpmn", "a (2).bpmn"."""
    seen[source.name] += 1
    if seen[source.name] == 1:
        return source
    path = PurePosixPath(source.name)
    return _numbered(
        source._replace(
            name=str(path.with_name(f"{path.stem} ({seen[source.name]}){path.suffix}"))
        ),
        seen,
    )


def _of_path(path: str, limits: SourceLimits) -> Iterator[SourceFile | Refused]:
    try:
        found = Path(path)
        mode = found.stat().st_mode
    except (OSError, ValueError) as error:
        yield _unreadable(path, error)
        return
    if stat.S_ISDIR(mode):
        yield from _of_folder(found, limits)
    elif not stat.S_ISREG(mode):
        yield Refused("not-a-file", Where(file=path))
    else:
        data = _read(found, path, limits.zip_size)
        yield from _of_bytes(found.name, data, limits) if isinstance(data, bytes) else (data,)


def _read(path: Path, name: str, limit: int) -> bytes | Refused:
    """Read a file, no further than one byte beyond the limit."""
    try:
        with path.open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        return _unreadable(name, error)


def _unreadable(name: str, error: Exception) -> Refused:
    code = "file-missing" if isinstance(error, FileNotFoundError) else "file-unreadable"
    detail = (error.strerror or "") if isinstance(error, OSError) else str(error)
    return Refused(code, Where(file=name), {"detail": detail})


def _of_bytes(name: str, data: bytes, limits: SourceLimits) -> Iterator[SourceFile | Refused]:
    """Take bytes as a zip where they are one named so, else as a file."""
    zipped = data.startswith((_ZIP_MAGIC, _EMPTY_ZIP))
    if zipped and (name.lower().endswith(".zip") or name == "stdin"):
        if len(data) > limits.zip_size:
            yield _too_large(name, limits.zip_size)
        else:
            yield from _of_zip(name, data, limits)
    elif len(data) > limits.file_size:
        yield _too_large(name, limits.file_size)
    else:
        yield SourceFile(name, data)


def _too_large(name: str, limit: int) -> Refused:
    return Refused("too-large", Where(file=name), {"limit": str(limit), "found": f"> {limit}"})


def _is_map(name: str) -> bool:
    """Tell whether a file in a folder or zip may be a map, by its name."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    hidden = any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in parts)
    return not hidden and name.lower().endswith(MAP_ENDINGS)


def _of_folder(folder: Path, limits: SourceLimits) -> Iterator[SourceFile | Refused]:
    """Search a folder through; links to folders are not followed."""
    failed: list[OSError] = []
    names: list[str] = []
    for root, folders, files in os.walk(folder, onerror=failed.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        inner = Path(root).relative_to(folder)
        names.extend((inner / name).as_posix() for name in files)
    for error in failed:
        yield _unreadable(str(error.filename or folder), error)
    maps = sorted(filter(_is_map, names), key=lambda name: PurePosixPath(name).parts)
    if not maps and not failed:
        yield Refused("folder-without-maps", Where(file=str(folder)))
    for name in maps:
        data = _read(folder / name, name, limits.file_size)
        yield from _of_bytes(name, data, limits) if isinstance(data, bytes) else (data,)


def _of_zip(name: str, data: bytes, limits: SourceLimits) -> Iterator[SourceFile | Refused]:
    where = Where(file=name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > limits.members:
                counts = {"limit": str(limits.members), "found": str(len(entries))}
                yield Refused("zip-too-many", where, counts)
                return
            yield from _members(archive, entries, name, limits)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        yield Refused("zip-broken", where, {"detail": str(error)})


def _members(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str, limits: SourceLimits
) -> Iterator[SourceFile | Refused]:
    """Give the maps of a zip, in the order of their names."""
    left = limits.unpacked
    bearers = Counter(entry.filename for entry in entries)
    found = False
    for entry in sorted(entries, key=lambda entry: entry.filename):
        if entry.is_dir() or not (_is_map(entry.filename) or _is_zip(entry.filename)):
            continue
        found = True
        shown = f"{name}/{_shown(entry.filename)}"
        code = _fault(entry) or ("zip-name-twice" if bearers[entry.filename] > 1 else None)
        if code is not None:
            yield Refused(code, Where(file=shown))
            continue
        held = _unpacked(archive, entry, shown, min(left, limits.file_size))
        if isinstance(held, bytes):
            left -= len(held)
            yield SourceFile(shown, held)
        elif held.code == "too-large" and left < limits.file_size:
            yield Refused("zip-too-large", Where(file=name), {"limit": str(limits.unpacked)})
            return
        else:
            yield held
    if not found:
        yield Refused("folder-without-maps", Where(file=name))


def _is_zip(name: str) -> bool:
    return name.lower().endswith(".zip")


def _shown(name: str) -> str:
    """Write a name so that it stays on one line and in one direction."""
    return "".join("\ufffd" if unicodedata.category(one)[0] == "C" else one for one in name)


def _fault(entry: zipfile.ZipInfo) -> str | None:
    """Find what is wrong with an entry, before it is opened."""
    name = entry.filename
    parts = PurePosixPath(name.replace("\\", "/")).parts
    # zipfile turns back-slashes and what follows a NUL around; the original name decides.
    written = entry.orig_filename
    drive = len(name) > 1 and name[1] == ":"
    if ".." in parts or name.startswith("/") or drive or "\\" in written or "\0" in written:
        return "zip-name-unsafe"
    if _is_zip(name):
        return "zip-nested"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "zip-link"
    return "zip-encrypted" if entry.flag_bits & _ENCRYPTED else None


def _unpacked(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, shown: str, limit: int
) -> bytes | Refused:
    """Unpack an entry with a counter of our own, for a directory may lie about sizes."""
    held = bytearray()
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                held += chunk
                if len(held) > limit:
                    return _too_large(shown, limit)
            if len(held) != entry.file_size:
                return Refused("zip-broken", Where(file=shown), {"detail": str(entry.file_size)})
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        return Refused("zip-broken", Where(file=shown), {"detail": str(error)})
    return bytes(held)
