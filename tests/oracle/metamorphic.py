"""Changes to a file that keep its meaning: a draft of the changed file is the same table up to ids."""

import random
import re
from collections.abc import Callable, Mapping

from lxml import etree

from tests.oracle.markup import BPMN
from tests.oracle.plainmap import BODIES

DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DD = "http://www.omg.org/spec/DD/20100524/DI"
FIRST = {"documentation", "extensionElements", "import", "extension"}
SHUFFLED = {"process", "collaboration", "laneSet", "childLaneSet", "definitions", "lane", *BODIES}
REFERENCES = {
    "default",
    "calledElement",
    "bpmnElement",
    "labelStyle",
    "choreographyActivityShape",
}
REFERENCE_TEXTS = {"incoming", "outgoing", "source", "target"}
MOVED = {"x", "y", "width", "height"}


def parse(data: bytes) -> "etree._Element":
    """The root of a well-formed file."""
    gate = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(data, gate)


def dump(root: "etree._Element") -> bytes:
    """A file of UTF-8 bytes with an XML declaration."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _space(element: "etree._Element") -> str:
    tag: object = element.tag
    return etree.QName(tag).namespace or "" if isinstance(tag, str) else ""


def _local(element: "etree._Element") -> str:
    tag: object = element.tag
    return etree.QName(tag).localname if isinstance(tag, str) else ""


def _standard(root: "etree._Element") -> list["etree._Element"]:
    """The elements of the standard, none from inside a vendor's extension."""
    found, stack = [], [root]
    while stack:
        element = stack.pop()
        if _space(element) in {BPMN, DI, DC, DD} and _local(element) != "extensionElements":
            found.append(element)
            stack.extend(reversed(element))
    return found


def rename_ids(data: bytes, rng: random.Random | None = None) -> bytes:
    """Give every id another, in all references, the drawing and the lanes.

    Args:
        data: The file.
        rng: Draws the new ids at random; without it the alphabetical order of ids stays.
    """
    root = parse(data)
    elements = _standard(root)
    old = sorted({element.get("id", "").strip() for element in elements} - {""})
    numbers = list(range(len(old)))
    if rng is not None:
        rng.shuffle(numbers)
    new = {name: f"n{number:06}" for name, number in zip(old, numbers, strict=True)}
    for element in elements:
        for key, value in [(str(key), str(value)) for key, value in element.attrib.items()]:
            if key == "id" or key.endswith(("Ref", "Refs")) or key in REFERENCES:
                element.set(key, _renamed(value, new))
        text = _local(element).endswith(("Ref", "Refs")) or _local(element) in REFERENCE_TEXTS
        if text and _space(element) == BPMN:
            _rename_text(element, new)
    return dump(root)


def _renamed(value: str, new: dict[str, str]) -> str:
    bare = value.strip()
    prefix, colon, local = bare.rpartition(":")
    if bare in new:
        return new[bare]
    return f"{prefix}{colon}{new[local]}" if local in new else value


def _rename_text(element: "etree._Element", new: dict[str, str]) -> None:
    """Rename the id a reference holds; a comment inside it goes."""
    written = str(element.xpath("string()"))
    for child in list(element):
        element.remove(child)
    element.text = _renamed(written, new)


def shuffle_siblings(data: bytes, rng: random.Random) -> bytes:
    """Put flow elements, lanes, members, messages and root elements in another order of the file."""
    root = parse(data)
    orders = {
        element: _shuffled(element, rng)
        for element in _standard(root)
        if _space(element) == BPMN and _local(element) in SHUFFLED
    }
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + _written(root, orders=orders)).encode()


def _shuffled(element: "etree._Element", rng: random.Random) -> list["etree._Element"]:
    """The children with those that may stand anywhere shuffled; the rest keep their places."""
    children = list(element)
    spots = [
        index
        for index, child in enumerate(children)
        if _space(child) == BPMN and _local(child) not in FIRST
    ]
    mixed = [children[index] for index in spots]
    rng.shuffle(mixed)
    for index, child in zip(spots, mixed, strict=True):
        children[index] = child
    return children


def move_shapes(data: bytes, *, dx: float = 0, dy: float = 0, factor: float = 1) -> bytes:
    """Shift and scale the whole drawing."""
    root = parse(data)
    shift = {"x": dx, "y": dy, "width": 0.0, "height": 0.0}
    for element in _standard(root):
        if _local(element) in {"Bounds", "waypoint"}:
            for name in MOVED & {str(key) for key in element.attrib}:
                element.set(name, repr(float(element.attrib[name]) * factor + shift[name]))
    return dump(root)


def jitter_shapes(data: bytes, rng: random.Random, amount: float) -> bytes:
    """Move each shape by itself a little: at most the amount, in each direction."""
    root = parse(data)
    for shape in root.iter(f"{{{DI}}}BPMNShape"):
        dx, dy = rng.uniform(-amount, amount), rng.uniform(-amount, amount)
        for bounds in shape.findall(f"{{{DC}}}Bounds"):
            bounds.set("x", repr(float(bounds.get("x", "0")) + dx))
            bounds.set("y", repr(float(bounds.get("y", "0")) + dy))
    return dump(root)


def strip_drawing(data: bytes) -> bytes:
    """Leave the drawing out."""
    root = parse(data)
    for diagram in list(root.iterchildren(f"{{{DI}}}BPMNDiagram")):
        root.remove(diagram)
    return dump(root)


def pretty_print(data: bytes) -> bytes:
    """Other white space between elements that hold elements only."""
    root = parse(data)
    for element in _standard(root):
        if _elements_only(element):
            element.text = "\n\t\t"
            for child in element:
                child.tail = "\r\n   "
    return dump(root)


def add_comments(data: bytes) -> bytes:
    """Comments between elements, and behind the text of references."""
    root = parse(data)
    for element in _standard(root):
        if _elements_only(element):
            element.insert(0, etree.Comment(" kept: <task id='no'/> "))
        elif len(element) == 0 and _local(element) in {"flowNodeRef", "incoming", "outgoing"}:
            element.append(etree.Comment(" behind "))
    return dump(root)


def _elements_only(element: "etree._Element") -> bool:
    texts = [element.text, *(child.tail for child in element)]
    names = {_local(element)}
    loose = any((text or "").strip() for text in texts)
    return len(element) > 0 and not loose and not names & {"documentation", "text", "script"}


def reserialise(data: bytes, *, prefix: str | None = None, encoding: str = "UTF-8") -> bytes:
    """Write the file anew with another prefix for the model's tags, in another encoding.

    UTF-16 gets a byte order mark; what ISO-8859-1 does not hold becomes a character reference.
    Prefixes that were bound stay bound, for the values that use them.
    """
    root = parse(data)
    text = _written(root, prefix=prefix)
    head = f'<?xml version="1.0" encoding="{encoding}"?>\n'
    return (head + text).encode(encoding, "xmlcharrefreplace")


def _written(
    root: "etree._Element",
    *,
    prefix: str | None = None,
    orders: Mapping["etree._Element", list["etree._Element"]] | None = None,
) -> str:
    """The text of a tree, written by hand: moving elements inside lxml may lose their namespace."""
    parts: list[str] = []
    work: list[etree._Element | str] = [root]
    while work:
        item = work.pop()
        if isinstance(item, str):
            parts.append(item)
        elif callable(item.tag):  # a comment or an instruction
            parts.append(etree.tostring(item, encoding="unicode", with_tail=False))
        else:
            name = _tag(item, prefix)
            parts.append(
                f"<{name}{_bindings(item, prefix)}{_attributes(item)}>{_quoted(item.text)}"
            )
            rest: list[etree._Element | str] = []
            for child in (orders or {}).get(item, list(item)):
                rest += [child, _quoted(child.tail)]
            work += [f"</{name}>", *reversed(rest)]
    return "".join(parts)


def _tag(element: "etree._Element", prefix: str | None) -> str:
    own = prefix if prefix is not None and _space(element) == BPMN else element.prefix
    return f"{own}:{_local(element)}" if own else _local(element)


def _bindings(element: "etree._Element", prefix: str | None) -> str:
    """The bindings that begin at an element; ours begins at the root."""
    parent = element.getparent()
    above = parent.nsmap if parent is not None else {}
    new = {key: uri for key, uri in element.nsmap.items() if above.get(key) != uri}
    found = "".join(
        f' xmlns{":" + key if key else ""}="{_quoted(uri)}"' for key, uri in new.items()
    )
    return found + (f' xmlns:{prefix}="{BPMN}"' if prefix and parent is None else "")


def _attributes(element: "etree._Element") -> str:
    spaces = {uri: key for key, uri in element.nsmap.items() if key}
    spaces["http://www.w3.org/XML/1998/namespace"] = "xml"
    found = []
    for key, value in element.attrib.items():
        name = etree.QName(str(key))
        full = f"{spaces[name.namespace]}:{name.localname}" if name.namespace else name.localname
        found.append(f' {full}="{_quoted(str(value), attribute=True)}"')
    return "".join(found)


def _quoted(text: str | None, *, attribute: bool = False) -> str:
    """Text with what XML would misread replaced, line breaks too where it would flatten them."""
    text = (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = text.replace('"', "&quot;").replace("\r", "&#13;")
    if not attribute:
        return text
    return re.sub(r"[\n\t]", lambda found: f"&#{ord(found.group())};", text)


KEEPING: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "rename-ids-in-order": lambda data, _: rename_ids(data),
    "rename-ids": rename_ids,
    "shuffle": shuffle_siblings,
    "shift": lambda data, _: move_shapes(data, dx=320, dy=75),
    "scale": lambda data, _: move_shapes(data, factor=2),
    "pretty-print": lambda data, _: pretty_print(data),
    "comments": lambda data, _: add_comments(data),
    "prefix": lambda data, _: reserialise(data, prefix="zz"),
    "utf-16": lambda data, _: reserialise(data, encoding="UTF-16"),
    "latin-1": lambda data, _: reserialise(data, encoding="ISO-8859-1"),
}
