"""XML enters through one module only."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import ROOT, place, sources, tree

GATE = ROOT / "bpm2sop" / "readers" / "gate.py"
CALLS = {
    "HTML",
    "HTMLParser",
    "XML",
    "XMLID",
    "XMLParser",
    "XMLPullParser",
    "XSLT",
    "fromstring",
    "fromstringlist",
    "iterparse",
    "parseString",
    "parse_xml",
    "xinclude",
}
MODULES = (
    "xml",
    "lxml.html",
    "lxml.objectify",
    "lxml.sax",
    "lxml.ElementInclude",
    "defusedxml",
    "xmltodict",
    "bs4",
)
HARMLESS = ("xml.sax.saxutils",)
PARSES = {"etree", "ElementTree", "ET", "minidom", "sax", "objectify", "html"}


def parses(call: ast.Call) -> bool:
    """Whether a call looks like one that parses XML."""
    owner, _, name = ast.unparse(call.func).rpartition(".")
    return name in CALLS or (name == "parse" and owner.rpartition(".")[2] in PARSES)


def imported(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """The full names that an import brings in."""
    start = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
    return (start + alias.name for alias in node.names)


def is_parser(name: str) -> bool:
    """Whether an imported name is, or holds, a parser of XML."""
    if name.startswith("lxml.etree."):
        return name.removeprefix("lxml.etree.") in CALLS | {"parse"}
    within = (f"{name}.".startswith(f"{module}.") for module in MODULES)
    return any(within) and not name.startswith(HARMLESS)


def parsers(module: ast.Module) -> Iterator[int]:
    """The lines where a module parses XML or brings in something that does."""
    for node in ast.walk(module):
        match node:
            case ast.Call() if parses(node):
                yield node.lineno
            case ast.Import() | ast.ImportFrom() if any(map(is_parser, imported(node))):
                yield node.lineno


@pytest.mark.parametrize(
    "line",
    [
        "etree.parse(path)",
        "lxml.etree.fromstring(data)",
        "etree.iterparse(stream)",
        "etree.XSLT(sheet)",
        "tree.xinclude()",
        "from lxml import objectify",
        "from lxml.etree import parse",
        "import xml.etree.ElementTree as ET",
        "from xml.dom import minidom",
    ],
)
def test_each_way_around_the_gate_is_seen(line: str) -> None:
    """The rule below knows the ways in which Python parses XML."""
    assert list(parsers(ast.parse(line))) == [1]


@pytest.mark.parametrize(
    "line",
    [
        "from lxml import etree",
        "from xml.sax.saxutils import escape",
        "etree.SubElement(a, 'b')",
        "parse(label)",
    ],
)
def test_writing_xml_is_no_parsing(line: str) -> None:
    """Making XML, and parsing other things, is free."""
    assert list(parsers(ast.parse(line))) == []


def beside_the_gate() -> tuple[Path, ...]:
    """All modules but the gate."""
    return tuple(path for path in sources("bpm2sop", "web") if path != GATE)


def test_only_the_gate_parses_xml() -> None:
    """Limits and refusals of the gate hold for every byte of XML that comes in."""
    assert [place(path, line) for path in beside_the_gate() for line in parsers(tree(path))] == []
