"""What the tests of workbooks and Word documents share: their parts, and what shapes are called in them."""

import io
import zipfile

from lxml import etree

from bpm2sop.layout import PageStyle, SymbolKind
from bpm2sop.readers import Limits
from bpm2sop.readers.gate import read_xml
from bpm2sop.wording import Language
from bpm2sop.writers import Context

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
PRESETS = {
    "flowChartTerminator": SymbolKind.TERMINATOR,
    "flowChartProcess": SymbolKind.PROCESS,
    "flowChartDecision": SymbolKind.DECISION,
    "flowChartOffpageConnector": SymbolKind.OFFPAGE,
}


def styled(style: PageStyle) -> Context:
    """A context whose pages look so."""
    return Context(language=Language.ID, style=style)


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of an office file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def root_of(part: bytes) -> etree._Element:
    """A part parsed by the gate that all XML goes through."""
    return read_xml(part, file="part", limits=Limits(elements=10**6)).root
