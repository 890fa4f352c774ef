"""The parts of an office file, unpacked with bounds and parsed through the one gate for XML."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from bpm2sop.errors import Refused, Where
from bpm2sop.readers.element import Element
from bpm2sop.readers.gate import read_xml
from bpm2sop.readers.limits import Limits

_MOST_MEMBERS: Final = 2_000
_MOST_UNPACKED: Final = 60_000_000
"""Bytes of all parts that are read; a document of 400 steps has five million, a workbook two."""
_CHUNK: Final = 1 << 16
_ENCRYPTED: Final = 0x1
_ZIP: Final = b"PK"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
_LIMITS: Final = Limits(size=_MOST_UNPACKED, elements=2_000_000)
_RELATIONS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MAIN: Final = "/officeDocument"
_MACROS: Final = ("vbaproject", "vbadata", "macroenabled", "macrosheet", "activex")


class Codes(NamedTuple):
    """What a kind of office file is refused for."""

    foreign: str
    broken: str
    no_main: str
    part: str
    too_large: str
    encrypted: str
    macros: str
    not_ours: str
    schema_newer: str
    data_changed: str
    keys_gone: str


XLSX: Final = Codes(
    foreign="xlsx-foreign",
    broken="xlsx-broken",
    no_main="xlsx-no-main",
    part="xlsx-part",
    too_large="xlsx-too-large",
    encrypted="xlsx-encrypted",
    macros="xlsx-macros",
    not_ours="xlsx-not-ours",
    schema_newer="xlsx-schema-newer",
    data_changed="xlsx-data-changed",
    keys_gone="xlsx-keys-gone",
)
DOCX: Final = Codes(
    foreign="docx-foreign",
    broken="docx-broken",
    no_main="docx-no-main",
    part="docx-part",
    too_large="docx-too-large",
    encrypted="docx-encrypted",
    macros="docx-macros",
    not_ours="docx-not-ours",
    schema_newer="docx-schema-newer",
    data_changed="docx-data-changed",
    keys_gone="docx-keys-gone",
)


class Relation(NamedTuple):
    """What a part names: by which id, as what, and the path of that within the package."""

    id: str
    kind: str
    target: str


@dataclass(slots=True)
class Package:
    """An office file's zip; `left` is how many bytes may still be unpacked."""

    name: str
    codes: Codes
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
            detail = {"part": entry.filename, "reason": refusal.code}
            raise Refused(self.codes.part, Where(file=self.name), detail) from None

    def parts(self, paths: re.Pattern[str]) -> Iterator[Element]:
        """Give the roots of the parts whose paths, in small letters, are of this form."""
        for path in sorted(path for path in self.members if paths.fullmatch(path)):
            root = self.part(path)
            if root is not None:
                yield root

    def main(self) -> tuple[str, Element]:
        """Return the part that all others belong to, wherever the package has it: its path and its root."""
        for relation in self.relations(""):
            root = self.part(relation.target) if relation.kind.endswith(_MAIN) else None
            if root is not None:
                return relation.target, root
        raise Refused(self.codes.no_main, Where(file=self.name))

    def relations(self, path: str) -> Iterator[Relation]:
        """Give what a part names inside the package."""
        folder, base = posixpath.split(path)
        root = self.part(f"{folder}/_rels/{base}.rels".lstrip("/"))
        for relation in () if root is None else root.iterchildren(_RELATIONS):
            if relation.get("TargetMode") != "External":
                target = posixpath.join("/", folder, relation.get("Target", ""))
                place = posixpath.normpath(target).lstrip("/")
                yield Relation(relation.get("Id", ""), relation.get("Type", ""), place)

    def _unpacked(self, entry: zipfile.ZipInfo) -> bytes:
        """Unpack a part with a counter of our own, for a directory may lie about sizes."""
        held = bytearray()
        try:
            with self.archive.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    held += chunk
                    if len(held) > self.left:
                        limit = {"limit": str(_MOST_UNPACKED)}
                        raise Refused(self.codes.too_large, Where(file=self.name), limit)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,
            ValueError,
        ):
            raise Refused(self.codes.broken, Where(file=self.name)) from None
        self.left -= len(held)
        return bytes(held)


def open_package(name: str, data: bytes, codes: Codes) -> Package:
    """Open an office file's zip, or refuse it: no zip, encrypted, with macros, with too much in it."""
    where = Where(file=name)
    if data.startswith(_OLD_OFFICE):
        raise Refused(codes.encrypted, where)
    if not data.startswith(_ZIP):
        raise Refused(codes.foreign, where)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        raise Refused(codes.broken, where) from None
    if len(entries) > _MOST_MEMBERS:
        raise Refused(codes.too_large, where, {"limit": f"{_MOST_MEMBERS}"})
    members = {entry.filename.lower(): entry for entry in entries}
    if len(members) < len(entries):
        raise Refused(codes.broken, where)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Refused(codes.encrypted, where)
    package = Package(name, codes, archive, members=members)
    _refuse_macros(package)
    return package


def _refuse_macros(package: Package) -> None:
    """Refuse a file with programs in it, whatever its name says."""
    types = package.part("[Content_Types].xml")
    if types is None:
        raise Refused(package.codes.no_main, Where(file=package.name))
    said = (value for element in types.iter() for value in element.attrib.values())
    for text in (*package.members, *said):
        if any(mark in text.lower() for mark in _MACROS):
            raise Refused(package.codes.macros, Where(file=package.name), {"part": text})
