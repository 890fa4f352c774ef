"""Small questions to the elements of a BPMN file, and to its words."""

import html
import re

from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DC = "http://www.omg.org/spec/DD/20100524/DC"


def local(element: "etree._Element") -> str:
    """The tag without its namespace."""
    return etree.QName(element).localname


def is_bpmn(element: "etree._Element") -> bool:
    """Whether an element is the standard's own."""
    tag: object = element.tag  # A comment's tag is a function.
    return isinstance(tag, str) and etree.QName(tag).namespace == BPMN


def children(element: "etree._Element") -> list["etree._Element"]:
    """The standard's elements directly inside."""
    return [child for child in element if is_bpmn(child)]


def named(element: "etree._Element", *tags: str) -> list["etree._Element"]:
    """Those of them with these tags."""
    return [child for child in children(element) if local(child) in tags]


def elements(root: "etree._Element") -> list["etree._Element"]:
    """All BPMN elements, in document order, none from inside a vendor's extension."""
    found, stack = [], [root]
    while stack:
        element = stack.pop()
        if not is_bpmn(element):
            continue
        found.append(element)
        if local(element) != "extensionElements":
            stack.extend(reversed(element))
    return found


def text(element: "etree._Element") -> str:
    """The element's text with comments left out."""
    return str(element.xpath("string()")).strip()


def attribute(element: "etree._Element", name: str) -> str:
    """An attribute without blanks around it; empty where it is missing."""
    return (element.get(name) or "").strip()


def true(element: "etree._Element", name: str) -> bool:
    """Whether an attribute says yes."""
    return attribute(element, name) in {"true", "1"}


def signs(text: str) -> set[str]:
    """Words of a text in small letters, and its numbers; markup is none."""
    bare = html.unescape(re.sub(r"<[^>]*>", " ", html.unescape(text))).casefold()
    return {*re.findall(r"[^\W_]+", bare), *re.findall(r"\d+", bare)}
