"""The parts of a workbook, unpacked with bounds and parsed through the one gate for XML."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Final

from bpm2sop.errors import Refused, Where
from bpm2sop.readers.element import Element
from bpm2sop.readers.gate import read_xml
from bpm2sop.readers.limits import Limits

_MOST_MEMBERS: Final = 2_000
_MOST_UNPACKED: Final = 60_000_000
"""Bytes of all parts that are read; a workbook of 400 steps has two million."""
_CHUNK: Final = 1 << 16
_ENCRYPTED: Final = 0x1
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
_LIMITS: Final = Limits(size=_MOST_UNPACKED, elements=2_000_000)
_RELATIONS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MACROS: Final = ("vbaproject.bin", "macroenabled", "macrosheet", "activex")


@dataclass(slots=True)
class Package:
    """A workbook's zip; `left` is how many bytes may still be unpacked."""

    name: str
    archive: zipfile.ZipFile
    left: int = _MOST_UNPACKED
    members: dict[str, zipfile.ZipInfo] = field(default_factory=dict)

    def part(self, path: str) -> Element | None:
        """Return the root of a part, None where there is no such part."""
        entry = self.members.get(path.lower())
        if entry is None:
            return None
        data = self._unpacked(entry)
        try:
            return read_xml(data, file=self.name, limits=_LIMITS).root
        except Refused as refusal:
            detail = {"part": path, "reason": refusal.code}
            raise Refused("xlsx-part", Where(file=self.name), detail) from None

    def _unpacked(self, entry: zipfile.ZipInfo) -> bytes:
        """Unpack a part with a counter of our own, for a directory may lie about sizes."""
        held = bytearray()
        try:
            with self.archive.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    held += chunk
                    if len(held) > self.left:
                        limit = {"limit": str(_MOST_UNPACKED)}
                        raise Refused("xlsx-too-large", Where(file=self.name), limit)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,
            ValueError,
        ) as error:
            raise _broken(self.name, str(error)) from None
        self.left -= len(held)
        return bytes(held)

    def targets(self, path: str) -> dict[str, str]:
        """Return where a part's relations lead inside the package, by their ids."""
        folder, base = posixpath.split(path)
        root = self.part(f"{folder}/_rels/{base}.rels".lstrip("/"))
        found = {}
        for relation in () if root is None else root.iterchildren(_RELATIONS):
            if relation.get("TargetMode") != "External":
                target = posixpath.join("/", folder, relation.get("Target", ""))
                found[relation.get("Id", "")] = posixpath.normpath(target).lstrip("/")
        return found


def open_package(name: str, data: bytes) -> Package:
    """Open a workbook's zip, or refuse it: no zip, encrypted, with macros, with too much in it."""
    where = Where(file=name)
    if data.startswith(_OLD_OFFICE):
        raise Refused("xlsx-encrypted", where)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise _broken(name, str(error)) from None
    if len(entries) > _MOST_MEMBERS:
        raise Refused("xlsx-too-large", where, {"limit": f"{_MOST_MEMBERS}"})
    members = {entry.filename.lower(): entry for entry in entries}
    if len(members) < len(entries):
        raise _broken(name, "a part occurs twice")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Refused("xlsx-encrypted", where)
    package = Package(name, archive, members=members)
    _refuse_macros(package)
    return package


def _refuse_macros(package: Package) -> None:
    """Refuse a workbook with programs in it, whatever its name says."""
    types = package.part("[Content_Types].xml")
    if types is None:
        raise _broken(package.name, "[Content_Types].xml")
    said = (value for element in types.iter() for value in element.attrib.values())
    for text in (*package.members, *said):
        if any(mark in text.lower() for mark in _MACROS):
            raise Refused("xlsx-macros", Where(file=package.name), {"part": text})


def _broken(name: str, detail: str) -> Refused:
    return Refused("xlsx-broken", Where(file=name), {"detail": detail})
