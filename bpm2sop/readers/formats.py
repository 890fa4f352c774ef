"""What a file is that is not BPMN 2.0, so that it can be refused by name."""

from __future__ import annotations

import re
from typing import Final

from bpm2sop.errors import Refused, Where

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"

_MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x1f\x8b", "format-gzip"),
    (b"\x89PNG", "format-picture"),
    (b"\xff\xd8\xff", "format-picture"),
    (b"GIF8", "format-picture"),
    (b"RIFF", "format-picture"),
    (b"%PDF", "format-pdf"),
    (b"\xd0\xcf\x11\xe0", "format-old-office"),
    (b"Rar!", "format-archive"),
    (b"7z\xbc\xaf", "format-archive"),
    (b"BZh", "format-archive"),
    (b"\xfd7zXZ", "format-archive"),
    (b"MZ", "format-program"),
    (b"\x7fELF", "format-program"),
    (b"{", "format-json"),
    (b"[", "format-json"),
)
# Names of members as they stand in the bytes of a zip.
_ZIPPED: Final[tuple[tuple[bytes, str], ...]] = (
    (b"visio/", "format-visio"),
    (b"xl/", "format-excel"),
    (b"word/", "format-word"),
    (b"ppt/", "format-office"),
    (b".diag", "format-bizagi"),
)
_NAMESPACES: Final[tuple[tuple[str, str], ...]] = (
    ("wfmc.org", "format-xpdl"),
    ("/spec/DMN/", "format-dmn"),
    ("/spec/CMMN/", "format-cmmn"),
    ("www.w3.org/2000/svg", "format-svg"),
    ("www.w3.org/1999/xhtml", "format-html"),
    ("schemas.microsoft.com/visio", "format-visio"),
    ("schemas.microsoft.com/office/visio", "format-visio"),
    ("urn:schemas-microsoft-com:office:spreadsheet", "format-excel"),
)
_ROOTS: Final[dict[str, str]] = {
    "mxfile": "format-drawio",
    "mxgraphmodel": "format-drawio",
    "svg": "format-svg",
    "html": "format-html",
    "package": "format-xpdl",
    "workflowprocess": "format-xpdl",
    "visiodocument": "format-visio",
    "aml": "format-aris",
    "epml": "format-epml",
    "pnml": "format-pnml",
    "xmi": "format-uml",
    "bpmndiagram": "format-bpmn-1",
    "businessprocessdiagram": "format-bpmn-1",
}
_TAG = re.compile(rb"\s*<\s*([A-Za-z]+)")


def of_bytes(data: bytes) -> str | None:
    """Name the format of bytes that are not XML; None where they could be XML."""
    if data.startswith(b"PK"):
        return next((code for mark, code in _ZIPPED if mark in data), "format-zip")
    for magic, code in _MAGIC:
        if data.startswith(magic):
            return code
    return None


def of_doctype(name: str) -> str | None:
    """Name the format that a document type declaration gives away."""
    return _ROOTS.get(name.rpartition(":")[2].lower())


def of_broken(data: bytes) -> str | None:
    """Name the format of text that starts like HTML but is no XML."""
    found = _TAG.match(data, 0, 200)
    return _ROOTS.get(found[1].decode("ascii").lower()) if found else None


def require_bpmn(tag: str, *, file: str, line: int) -> None:
    """Refuse a root that is not the `definitions` of BPMN 2.0, naming what it is."""
    namespace, _, local = tag.rpartition("}")
    namespace = namespace.removeprefix("{")
    if namespace == BPMN and local == "definitions":
        return
    where = Where(file=file, line=line)
    raise Refused(_code(namespace, local), where, {"root": local, "namespace": namespace or "-"})


def _code(namespace: str, local: str) -> str:
    for part, code in _NAMESPACES:
        if part in namespace:
            return code
    if local.lower() in _ROOTS:
        return _ROOTS[local.lower()]
    if namespace == BPMN:
        return "not-definitions"
    if local == "definitions" or "bpmn" in namespace.lower():
        return "format-bpmn-1" if "bpmn" in namespace.lower() else "wrong-namespace"
    return "format-other-xml"
