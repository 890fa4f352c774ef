"""The parts of a Word document, unpacked with bounds and parsed through the one gate for XML."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from bpm2sop.errors import Refused, Where
from bpm2sop.readers.element import Element
from bpm2sop.readers.gate import read_xml
from bpm2sop.readers.limits import Limits

_MOST_MEMBERS: Final = 2_000
_MOST_UNPACKED: Final = 60_000_000
"""Bytes of all parts that are read; a document of 400 steps has five million."""
_CHUNK: Final = 1 << 16
_ENCRYPTED: Final = 0x1
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
_LIMITS: Final = Limits(size=_MOST_UNPACKED, elements=2_000_000)
_RELATIONS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MAIN: Final = "/officeDocument"
_MACROS: Final = ("vbaproject", "vbadata", "macroenabled", "activex")
_DATA: Final = re.compile(r"customxml/item[0-9]+\.xml")


@dataclass(slots=True)
class Package:
    """A document's zip; `left` is how many bytes may still be unpacked."""

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
            raise Refused("docx-part", Where(file=self.name), detail) from None

    def main(self) -> Element:
        """Return the root of the text, wherever the package has it."""
        relations = self.part("_rels/.rels")
        for relation in () if relations is None else relations.iterchildren(_RELATIONS):
            if relation.get("Type", "").endswith(_MAIN):
                target = posixpath.normpath(posixpath.join("/", relation.get("Target", "")))
                found = self.part(target.lstrip("/"))
                if found is not None:
                    return found
        raise broken(self.name, "document.xml")

    def data(self) -> Iterator[Element]:
        """Give the roots of the parts that programs keep but do not show."""
        for path in sorted(path for path in self.members if _DATA.fullmatch(path)):
            root = self.part(path)
            if root is not None:
                yield root

    def _unpacked(self, entry: zipfile.ZipInfo) -> bytes:
        """Unpack a part with a counter of our own, for a directory may lie about sizes."""
        held = bytearray()
        try:
            with self.archive.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    held += chunk
                    if len(held) > self.left:
                        limit = {"limit": str(_MOST_UNPACKED)}
                        raise Refused("docx-too-large", Where(file=self.name), limit)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,
            ValueError,
        ) as error:
            raise broken(self.name, str(error)) from None
        self.left -= len(held)
        return bytes(held)


def open_package(name: str, data: bytes) -> Package:
    """Open a document's zip, or refuse it: no zip, encrypted, with macros, with too much in it."""
    where = Where(file=name)
    if data.startswith(_OLD_OFFICE):
        raise Refused("docx-encrypted", where)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise broken(name, str(error)) from None
    if len(entries) > _MOST_MEMBERS:
        raise Refused("docx-too-large", where, {"limit": f"{_MOST_MEMBERS}"})
    members = {entry.filename.lower(): entry for entry in entries}
    if len(members) < len(entries):
        raise broken(name, "a part occurs twice")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Refused("docx-encrypted", where)
    package = Package(name, archive, members=members)
    _refuse_macros(package)
    return package


def _refuse_macros(package: Package) -> None:
    """Refuse a document with programs in it, whatever its name says."""
    types = package.part("[Content_Types].xml")
    if types is None:
        raise broken(package.name, "[Content_Types].xml")
    said = (value for element in types.iter() for value in element.attrib.values())
    for text in (*package.members, *said):
        if any(mark in text.lower() for mark in _MACROS):
            raise Refused("docx-macros", Where(file=package.name), {"part": text})


def broken(name: str, detail: str) -> Refused:
    """Return the refusal of a document that no program could open."""
    return Refused("docx-broken", Where(file=name), {"detail": detail})
