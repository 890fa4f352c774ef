"""The one gate through which XML comes in; nothing else in bpm2sop parses XML."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import Final, NamedTuple, NoReturn

from lxml import etree

from bpm2sop.errors import Refused, Where
from bpm2sop.model.findings import Finding, Severity
from bpm2sop.readers import formats, prolog
from bpm2sop.readers.limits import Limits

Element = etree._Element

_LIBRARY_DEPTH: Final = 256
_HUGE_DEPTH: Final = 2048
_SMALLEST: Final = 4
"""Bytes of the shortest element."""

# What the lenient parse forgives, by libxml2's numbers: nothing of it loses an element or a label.
_FORGIVEN: Final = frozenset(
    {
        38,  # `<` within an attribute
        64,  # blanks before the XML declaration
        97,  # XML 1.1
        99,  # a namespace that is no URI
        100,  # a namespace that is a relative URI
        200,  # a prefix bound to nothing
        201,  # a prefix never bound
        539,  # xml:id that is no name
    }
)
_CUT_OFF: Final = frozenset({4, 5, 73, 74, 77})
_RESOURCE: Final = 114
_END: Final = 5
_ENTITY: Final = re.compile(
    r"<!\[CDATA\[.*?\]\]>|<!--.*?-->|&(?!(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9A-Fa-f]+);)"
    r"(?:([A-Za-z][A-Za-z0-9]{1,20});)?",
    re.DOTALL,
)
_COUNT: Final = etree.XPath("count(//*)")
_CONTROL: Final = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Parsed(NamedTuple):
    """A document that passed: its root, whether it had to be repaired, and what is odd about it."""

    root: Element
    repaired: bool
    findings: tuple[Finding, ...]


def read_xml(data: bytes, *, file: str, limits: Limits) -> Parsed:
    """Parse the bytes of a file, or refuse them with a reason.

    Comments and processing instructions are left out, so that text is whole.
    """
    if len(data) > limits.size:
        _too_much("size", limits.size, len(data), file)
    prolog.require_content(data, file=file)
    known = formats.of_bytes(data)
    if known is not None:
        raise Refused(known, Where(file=file))
    codec = prolog.encoding_of(data, file=file)
    text = _decoded(data, codec, file) if codec == "utf-16" else data
    _refuse_doctype(text, file)
    parsed = _parsed(text, "utf-8" if text is not data else None, file, limits)
    _check_tree(parsed.root, text, file, limits)
    return parsed


def _decoded(data: bytes, codec: str, file: str) -> bytes:
    """Turn UTF-16 into UTF-8."""
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        raise Refused("encoding-broken", Where(file=file), {"encoding": "UTF-16"}) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Refused("nul-byte", Where(file=file, line=line))
    return text.encode("utf-8")


def _refuse_doctype(data: bytes, file: str) -> None:
    found = prolog.doctype(data)
    if found is not None:
        line = data.count(b"\n", 0, found[0]) + 1
        code = formats.of_doctype(found[1]) or "doctype"
        raise Refused(code, Where(file=file, line=line), {"root": found[1], "namespace": "-"})


def _parser(limits: Limits, *, encoding: str | None, lenient: bool) -> etree.XMLParser:
    return etree.XMLParser(
        encoding=encoding,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        # The library's own bounds are lifted only where the settings ask for more than it takes.
        huge_tree=limits.depth > _LIBRARY_DEPTH,
        recover=lenient,
        decompress=False,
        remove_pis=True,
        remove_comments=True,
    )


def _parsed(data: bytes, encoding: str | None, file: str, limits: Limits) -> Parsed:
    if encoding is None and prolog.says_utf16(data):
        return _lenient(data, None, file, limits)
    parser = _parser(limits, encoding=encoding, lenient=False)
    try:
        return Parsed(etree.fromstring(data, parser), repaired=False, findings=())
    except etree.XMLSyntaxError as error:
        if error.code in _CUT_OFF or error.code == _RESOURCE:
            raise _refusal(error, data, file) from None
        return _lenient(data, error, file, limits)
    except (etree.LxmlError, ValueError) as error:
        raise Refused("not-xml", Where(file=file), {"detail": str(error)}) from None


def _lenient(data: bytes, error: etree.XMLSyntaxError | None, file: str, limits: Limits) -> Parsed:
    """Parse once more what is not quite well-formed; refuse it where that would lose something."""
    text, findings = _as_text(data, error, file)
    mended = _ENTITY.sub(_mended, _CONTROL.sub("", text))
    parser = _parser(limits, encoding="utf-8", lenient=True)
    try:
        root = etree.fromstring(mended.encode("utf-8"), parser)
    except (etree.LxmlError, ValueError) as second:
        raise _refusal(error or second, data, file) from None
    log = [entry for entry in parser.error_log if entry.type not in _FORGIVEN]
    if root is None or log:
        raise _refusal(error or etree.XMLSyntaxError("", 0, 1, 1), data, file)
    if mended != text or parser.error_log or not findings:
        findings = (*findings, _odd("not-well-formed", file, _line(error), _said(error)))
    return Parsed(root, repaired=True, findings=findings)


def _as_text(
    data: bytes, error: etree.XMLSyntaxError | None, file: str
) -> tuple[str, tuple[Finding, ...]]:
    """Decode as declared, else as Windows-1252 where the bytes plainly are that."""
    codec = prolog.encoding_of(data, file=file)
    if codec == "utf-16":
        codec = "utf-8"
    body = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = body.decode(codec)
    except UnicodeDecodeError:
        guess = prolog.single_byte_text(body)
        if guess is None:
            where = Where(file=file, line=_line(error))
            raise Refused("encoding-broken", where, {"encoding": codec.upper()}) from None
        found = _odd("encoding-guessed", file, _line(error), "Windows-1252")
        return guess, (found,)
    if error is None:
        return text, (_odd("encoding-guessed", file, 1, "UTF-8"),)
    return text, ()


def _mended(found: re.Match[str]) -> str:
    """Write a stray ampersand as one, and an HTML entity as its character."""
    whole = found[0]
    if whole.startswith("<"):
        return whole
    if found[1] is None:
        return "&amp;"
    character = html.unescape(whole)
    return character if character != whole else "&amp;" + whole[1:]


def _odd(rule: str, file: str, line: int | None, detail: str) -> Finding:
    return Finding(rule, Severity.WARNING, file, line, (), (("detail", detail),))


def _line(error: etree.XMLSyntaxError | None) -> int | None:
    return error.position[0] if error is not None and error.position else None


def _said(error: etree.XMLSyntaxError | None) -> str:
    """Repeat what the library said, without the place that it appends."""
    return re.sub(r", line \d+.*", "", str(error.msg).strip(), flags=re.DOTALL) if error else ""


def _refusal(error: etree.LxmlError | ValueError, data: bytes, file: str) -> Refused:
    """Make a refusal of what the library said."""
    if not isinstance(error, etree.XMLSyntaxError):
        return Refused("not-xml", Where(file=file), {"detail": str(error)})
    line, column = error.position or (None, None)
    where = Where(file=file, line=line or None, column=column or None)
    detail = {"detail": _said(error)}
    known = formats.of_broken(data)
    if known is not None:
        return Refused(known, where, {"root": "-", "namespace": "-"})
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return Refused("not-xml", where, detail)
    if error.code == _RESOURCE:
        return Refused("too-deep" if "depth" in detail["detail"] else "too-long", where, detail)
    if error.code == _END and b"</" in data and line is not None:
        return Refused("junk-after-end", where, detail)
    return Refused("cut-off" if error.code in _CUT_OFF else "not-well-formed", where, detail)


def _check_tree(root: Element, data: bytes, file: str, limits: Limits) -> None:
    """Refuse a tree with more of anything than the limits allow."""
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused("doctype", Where(file=file), {"root": "-", "namespace": "-"})
    if len(data) > _SMALLEST * limits.elements and data.count(b"<") > limits.elements:
        elements = int(_COUNT(root))
        if elements > limits.elements:
            _too_much("elements", limits.elements, elements, file)
    if limits.depth < _HUGE_DEPTH and _beyond(limits.depth)(root):
        raise Refused("too-deep", Where(file=file), {"limit": str(limits.depth)})
    if _crowded(data, limits):
        _check_tags(root, file, limits)


def _crowded(data: bytes, limits: Limits) -> bool:
    """Tell whether a tag may have too many attributes or namespaces (cheap, never misses one).

    So many need long stretches without a `<`, and only those are looked at closely.
    """
    width = max(16, min(5 * limits.attributes, 12 * limits.namespaces) // 2)
    at, size = 0, len(data)
    while at < size:
        if data.find(b"<", at, at + width) >= 0:
            at += width
            continue
        start, end = max(0, data.rfind(b"<", 0, at)), data.find(b"<", at)
        end = end if end >= 0 else size
        if data.count(b"=", start, end) > min(limits.attributes, limits.namespaces):
            return True
        at = end
    return False


def _check_tags(root: Element, file: str, limits: Limits) -> None:
    for element in root.iter():
        if len(element.attrib) > limits.attributes:
            _too_much(
                "attributes", limits.attributes, len(element.attrib), file, element.sourceline
            )
        if len(element.nsmap) > limits.namespaces:
            _too_much("namespaces", limits.namespaces, len(element.nsmap), file, element.sourceline)


@lru_cache(maxsize=8)
def _beyond(depth: int) -> etree.XPath:
    """Make the question whether anything lies deeper than so many elements."""
    return etree.XPath("boolean(" + "/*" * (depth + 1) + ")")


def _too_much(what: str, limit: int, found: int, file: str, line: int | None = None) -> NoReturn:
    params = {"limit": f"{limit}", "found": f"{found}"}
    raise Refused(
        f"too-many-{what}" if what != "size" else "too-large", Where(file=file, line=line), params
    )
