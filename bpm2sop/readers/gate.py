"""The one gate through which XML comes in; nothing else in bpm2sop parses XML."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple, cast

from lxml import etree

from bpm2sop.errors import Refused, Where
from bpm2sop.model.findings import Finding, Severity
from bpm2sop.readers import formats, mending, prolog
from bpm2sop.readers.element import Element
from bpm2sop.readers.limits import Limits

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
_CUT_OFF: Final = frozenset({4, 73, 74, 77})
_RESOURCES: Final = frozenset({110, 114})
_JUNK: Final = 5
_COUNT: Final = cast("Callable[[Element], float]", etree.XPath("count(//*)"))


class _Fault(NamedTuple):
    """What the library said first."""

    code: int
    detail: str
    line: int | None
    column: int | None


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
        raise Refused("too-large", Where(file=file), _beside(limits.size, len(data)))
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
        decompress=False,  # type: ignore[call-arg]  # newer than the stubs
        remove_pis=True,
        remove_comments=True,
    )


def _parsed(data: bytes, encoding: str | None, file: str, limits: Limits) -> Parsed:
    if encoding is None and prolog.says_utf16(data):
        return _lenient(data, None, file, limits)
    parser = _parser(limits, encoding=encoding, lenient=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        fault = _fault(parser, error)
    else:
        return Parsed(cast("Element", root), repaired=False, findings=())
    if fault.code in _CUT_OFF or fault.code in _RESOURCES:
        raise _refusal(fault, data, file, limits)
    return _lenient(data, fault, file, limits)


def _lenient(data: bytes, fault: _Fault | None, file: str, limits: Limits) -> Parsed:
    """Parse once more what is not quite well-formed; refuse it where that would lose something."""
    line = fault.line if fault else 1
    codec = prolog.encoding_of(data, file=file).replace("utf-16", "utf-8")
    fitting = mending.decoded(data, codec)
    if fitting is None:
        raise Refused("encoding-broken", Where(file=file, line=line), {"encoding": codec.upper()})
    text = mending.mend(fitting[0])
    parser = _parser(limits, encoding="utf-8", lenient=True)
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise _refusal(fault or _fault(parser, error), data, file, limits) from None
    log = [entry for entry in parser.error_log if entry.type not in _FORGIVEN]
    if root is None or log:
        raise _refusal(fault or _fault(parser, None), data, file, limits)
    findings: list[Finding] = []
    if fitting[1] != codec or fault is None:
        findings.append(_odd("encoding-guessed", file, line, fitting[1].upper()))
    if text != fitting[0] or len(parser.error_log) or not findings:
        findings.append(_odd("not-well-formed", file, line, fault.detail if fault else ""))
    return Parsed(cast("Element", root), repaired=True, findings=tuple(findings))


def _odd(rule: str, file: str, line: int | None, detail: str) -> Finding:
    return Finding(rule, Severity.WARNING, file, line, (), (("detail", detail),))


def _fault(parser: etree.XMLParser, error: Exception | None) -> _Fault:
    """Take the first of what the library logged."""
    for entry in parser.error_log:
        return _Fault(entry.type, entry.message.strip(), entry.line or None, entry.column or None)
    return _Fault(0, str(error or ""), None, None)


def _refusal(fault: _Fault, data: bytes, file: str, limits: Limits) -> Refused:
    """Make a refusal of what the library said."""
    where = Where(file=file, line=fault.line, column=fault.column)
    detail = {"detail": fault.detail}
    known = formats.of_broken(data)
    if known is not None:
        return Refused(known, where, {"root": "-", "namespace": "-"})
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return Refused("not-xml", where, detail)
    if fault.code in _RESOURCES:
        if "depth" in fault.detail:
            return _too_deep(where, limits)
        return Refused("too-long", where)
    if fault.code == _JUNK:
        return Refused("junk-after-end", where, detail)
    return Refused("cut-off" if fault.code in _CUT_OFF else "broken-xml", where, detail)


def _too_deep(where: Where, limits: Limits) -> Refused:
    """Make the refusal of elements within elements beyond the limit, or beyond what the library takes at all."""
    found = {"limit": str(min(limits.depth, _HUGE_DEPTH)), "most": str(_HUGE_DEPTH)}
    return Refused("too-deep", where, found)


def _check_tree(root: Element, data: bytes, file: str, limits: Limits) -> None:
    """Refuse a tree with more of anything than the limits allow."""
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused("doctype", Where(file=file), {"root": "-", "namespace": "-"})
    if len(data) > _SMALLEST * limits.elements and data.count(b"<") > limits.elements:
        elements = int(_COUNT(root))
        if elements > limits.elements:
            raise Refused("too-many-elements", Where(file=file), _beside(limits.elements, elements))
    if limits.depth < _HUGE_DEPTH and _beyond(limits.depth)(root):
        where = Where(file=file, line=_first_beyond(limits.depth)(root)[0].sourceline)
        raise _too_deep(where, limits)
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
        for what, limit, found in (
            ("attributes", limits.attributes, len(element.attrib)),
            ("namespaces", limits.namespaces, len(element.nsmap)),
        ):
            if found > limit:
                where = Where(file=file, line=element.sourceline)
                raise Refused(f"too-many-{what}", where, _beside(limit, found))


@lru_cache(maxsize=8)
def _beyond(depth: int) -> Callable[[Element], bool]:
    """Make the question whether anything lies deeper than so many elements."""
    question = etree.XPath("boolean(" + "/*" * (depth + 1) + ")")
    return cast("Callable[[Element], bool]", question)


@lru_cache(maxsize=8)
def _first_beyond(depth: int) -> Callable[[Element], list[Element]]:
    """Make the question for the first element that lies deeper than so many elements."""
    question = etree.XPath(f"({'/*' * (depth + 1)})[1]")
    return cast("Callable[[Element], list[Element]]", question)


def _beside(limit: int, found: int) -> dict[str, str]:
    return {"limit": str(limit), "found": str(found)}
