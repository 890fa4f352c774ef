"""The file of a backup: one zip with a manifest, one file of JSON lines a table, and each stored file by its hash.

The same for every database, so that a backup of one is restored into another. Nothing in it is believed: names, sizes,
counts and hashes are looked at, and no more than a few rows are held at a time.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from bpm2sop.errors import Missing, StoreProblem, Where

SCHEMA = "bpm2sop/backup/1"
_NUMBER = re.compile(r"[0-9]{1,9}")
MANIFEST = "manifest.json"
LARGEST = 256 * 1024 * 1024
"""No stored file, and no value, has more bytes."""
_LINE = 2 * LARGEST
_MANIFEST_SIZE = 1024 * 1024
_TABLE = re.compile(r"table/([a-z_]{1,60})\.jsonl")
_BLOB = re.compile(r"blob/([0-9a-f]{64})")
_ENCRYPTED = 0x1
_LINK = 0xA000
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What reading a zip raises that is none, or one of a kind that we do not write."""


class Counted(msgspec.Struct, frozen=True):
    """What the file of a table holds: so many rows, and the hash of its lines."""

    rows: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds, of which schema, when it was made and by which version; `acts` and `head` end the audit."""

    schema: str = SCHEMA
    tool: str
    revision: str
    at: str
    acts: int
    head: str
    blobs: int
    tables: dict[str, Counted]


class Writing:
    """A backup that is being written."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Begin with nothing."""
        self._archive = archive
        self.tables: dict[str, Counted] = {}
        self.blobs = 0

    def table(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Write the rows of a table; the names of its columns are the first line."""
        digest, count = hashlib.sha256(), -1
        with self._archive.open(_member(f"table/{name}.jsonl"), "w", force_zip64=True) as member:
            for row in chain((columns,), rows):
                line = msgspec.json.encode(tuple(row)) + b"\n"
                digest.update(line)
                member.write(line)
                count += 1
        self.tables[name] = Counted(count, digest.hexdigest())

    def blob(self, sha256: str, data: bytes) -> None:
        """Write a stored file."""
        self._archive.writestr(_member(f"blob/{sha256}"), data)
        self.blobs += 1

    def manifest(self, manifest: Manifest) -> None:
        """Write what all of it is."""
        data = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
        self._archive.writestr(_member(MANIFEST), data)


class Reading:
    """A backup that is being read."""

    def __init__(self, archive: zipfile.ZipFile, place: str) -> None:
        """Look at the names, and read the manifest.

        Raises:
            StoreProblem: it is no backup, or not as it was written.
        """
        self._archive = archive
        self._place = place
        self._refuse_newer()
        self._members = self._named()
        self.manifest = self._read_manifest()
        kept = {f"table/{name}.jsonl" for name in self.manifest.tables} | {MANIFEST}
        blobs = {name for name in self._members if _BLOB.fullmatch(name)}
        if self._members.keys() - blobs != kept or len(blobs) != self.manifest.blobs:
            odd = sorted((self._members.keys() - blobs) ^ kept)
            self.damaged(", ".join(odd[:3]) or f"blob/: {len(blobs)}/{self.manifest.blobs}")

    @property
    def size(self) -> int:
        """Give the bytes of all that is in it."""
        return sum(member.file_size for member in self._members.values())

    def columns(self, table: str) -> tuple[str, ...]:
        """Give the names of the columns of a table."""
        with self._told(table), self._archive.open(self._members[f"table/{table}.jsonl"]) as member:
            return msgspec.json.decode(member.readline(_MANIFEST_SIZE), type=tuple[str, ...])

    def rows(self, table: str) -> Iterator[list[Any]]:
        """Iterate over the rows of a table; its hash is looked at when all were read."""
        told = self.manifest.tables[table]
        digest, count = hashlib.sha256(), -1
        with self._told(table), self._archive.open(self._members[f"table/{table}.jsonl"]) as member:
            while line := member.readline(_LINE):
                if not line.endswith(b"\n"):
                    self.damaged(table)
                digest.update(line)
                if (count := count + 1) > 0:
                    yield msgspec.json.decode(line, type=list[Any])
        if Counted(count, digest.hexdigest()) != told:
            self.damaged(table)

    def blob(self, sha256: str) -> bytes:
        """Read a stored file; its name is its hash."""
        member = self._members.get(f"blob/{sha256}")
        if member is None or member.file_size > LARGEST:
            self.damaged(f"blob/{sha256[:64]}")
        with self._told(member.filename):
            data = self._archive.read(member)
        if hashlib.sha256(data).hexdigest() != sha256:
            self.damaged(member.filename)
        return data

    def damaged(self, what: str) -> NoReturn:
        """Refuse the backup for what is not as it was written."""
        raise StoreProblem("backup-damaged", Where(file=self._place), {"what": what})

    def _named(self) -> dict[str, zipfile.ZipInfo]:
        """Give the members by name, each name once and one that we write."""
        members: dict[str, zipfile.ZipInfo] = {}
        for member in self._archive.infolist():
            name = member.filename
            known = name == MANIFEST or _TABLE.fullmatch(name) or _BLOB.fullmatch(name)
            plain = (
                not member.flag_bits & _ENCRYPTED and member.external_attr >> 16 & _LINK != _LINK
            )
            if name in members or not known or not plain:
                self.damaged(name[:80])
            members[name] = member
        return members

    def _refuse_newer(self) -> None:
        """Refuse a backup of a later format before its members are looked at."""
        member = next((one for one in self._archive.infolist() if one.filename == MANIFEST), None)
        if member is None or member.file_size > _MANIFEST_SIZE:
            return
        with self._told(MANIFEST):
            told = msgspec.json.decode(self._archive.read(member), type=dict[str, Any])
        kind, _, number = str(told.get("schema")).rpartition("/")
        known, _, newest = SCHEMA.rpartition("/")
        if kind == known and _NUMBER.fullmatch(number) and int(number) > int(newest):
            params = {"schema": f"{kind}/{number}", "known": SCHEMA}
            raise StoreProblem("backup-newer", Where(file=self._place), params)

    def _read_manifest(self) -> Manifest:
        """Read the manifest."""
        member = self._members.get(MANIFEST)
        if member is None or member.file_size > _MANIFEST_SIZE:
            raise StoreProblem("backup-foreign", Where(file=self._place))
        with self._told(MANIFEST):
            data = self._archive.read(member)
            schema = msgspec.json.decode(data, type=dict[str, Any]).get("schema")
            if schema != SCHEMA:
                raise StoreProblem("backup-foreign", Where(file=self._place))
            return msgspec.json.decode(data, type=Manifest)

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        """Say in our words what is wrong with the zip, or the JSON in it."""
        try:
            yield
        except (msgspec.DecodeError, *_DAMAGED) as error:
            params = {"what": what}
            raise StoreProblem("backup-damaged", Where(file=self._place), params) from error


@contextmanager
def new_archive(path: Path) -> Iterator[Writing]:
    """Write a backup to a file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        yield Writing(archive)


@contextmanager
def open_archive(path: Path) -> Iterator[Reading]:
    """Read a backup from a file.

    Raises:
        Missing: there is none.
        StoreProblem: it is no backup, or not as it was written.
    """
    where = Where(file=str(path))
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError as error:
        raise Missing("file-missing", where) from error
    except OSError as error:
        raise StoreProblem("file-unreadable", where) from error
    except _DAMAGED as error:
        raise StoreProblem("backup-foreign", where) from error
    with archive:
        yield Reading(archive, str(path))


def _member(name: str) -> zipfile.ZipInfo:
    """Describe a member: the same rows make the same bytes, whenever they are written."""
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o600 << 16
    return member
