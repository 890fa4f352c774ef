"""The map with step numbers, and the pages as pictures: well formed, safe to show, the same bytes each time."""

import pytest
from lxml import etree
from msgspec.structs import replace

from bpm2sop.drafting import Settings
from bpm2sop.layout import SymbolKind, lay_out
from bpm2sop.layout.tablerows import rows
from bpm2sop.model.processmap import ProcessMap
from bpm2sop.model.sop import Sop
from bpm2sop.sources import gather
from bpm2sop.wording import Language
from bpm2sop.workspace import DraftRun, draft_sources
from bpm2sop.writers import Context
from bpm2sop.writers.svg import page_svgs, write_svg
from bpm2sop.writers.svg.map import numbers_of
from tests.conftest import ROOT
from tests.writers.examples import ATTACK, EMPTY, LETTERS

SVG = "{http://www.w3.org/2000/svg}"
PAGES_ONLY = Context(language=Language.ID)


def parsed(data: bytes) -> etree._Element:
    """A picture as a tree; it must be XML without a doctype."""
    assert b"<!" not in data
    return etree.fromstring(data)


def tags(tree: etree._Element) -> set[str]:
    """The elements of a picture."""
    return {str(node.tag).removeprefix(SVG) for node in tree.iter()}


@pytest.fixture(scope="module")
def samples() -> DraftRun:
    """The drafts of all samples."""
    return draft_sources(gather((str(ROOT / "samples"),)), Settings(language=Language.ID))


def drawn(run: DraftRun, sop: Sop) -> ProcessMap:
    """The map of an SOP."""
    maps = {
        (file.name, str(process_map.id)): process_map
        for file in run.files
        for process_map in file.maps
    }
    return maps[sop.source.file, sop.source.map]


@pytest.mark.parametrize("sop", [LETTERS, ATTACK, EMPTY], ids=lambda sop: str(sop.key))
def test_one_picture_a_page_with_all_that_the_model_paints(sop: Sop) -> None:
    """Each page is a picture of its paper, with every line of its texts and every connector."""
    document = lay_out(sop)
    pages = (*document.identity, *document.pages)
    made = page_svgs(document)
    assert len(made) == len(pages)
    for data, flow in zip(made[len(document.identity) :], document.pages, strict=True):
        tree = parsed(data)
        assert tree.get("viewBox") == f"0 0 {document.paper.w} {document.paper.h}"
        said = [node.text or "" for node in tree.iter(f"{SVG}tspan")]
        for row in flow.rows:
            for cell in row.cells:
                assert all(line in said for line in cell.text.lines)
        assert len(list(tree.iter(f"{SVG}polyline"))) == len(flow.connectors)
        kinds = [symbol.kind for symbol in flow.symbols]
        pointed = kinds.count(SymbolKind.DECISION) + kinds.count(SymbolKind.OFFPAGE)
        assert len(list(tree.iter(f"{SVG}polygon"))) == len(flow.connectors) + pointed


def test_labels_are_never_markup() -> None:
    """A picture holds no script, link, style or foreign content, whatever the labels say."""
    for data in (*page_svgs(lay_out(ATTACK)), write_svg(ATTACK, PAGES_ONLY)):
        found = tags(parsed(data))
        assert found <= {
            "svg",
            "title",
            "rect",
            "g",
            "text",
            "tspan",
            "polyline",
            "polygon",
            "path",
        }
    text = b"".join(page_svgs(lay_out(ATTACK)))
    assert b"&lt;script&gt;" in text


def test_without_its_map_an_sop_shows_its_pages() -> None:
    """One picture holds all pages, one under the other."""
    document = lay_out(LETTERS)
    tree = parsed(write_svg(LETTERS, PAGES_ONLY))
    pages = len(document.identity) + len(document.pages)
    assert len(tree.findall(f"{SVG}svg")) == pages
    assert int(tree.get("height", "0")) >= pages * document.paper.h


def test_the_map_carries_the_numbers_of_its_steps(samples: DraftRun) -> None:
    """Each node that stands in a step, folded ones included, has that step's number."""
    for sop in samples.sops:
        process_map = drawn(samples, sop)
        context = Context(language=Language.ID, process_map=process_map)
        text = "".join(str(part) for part in parsed(write_svg(sop, context)).itertext())
        numbers = numbers_of(sop, process_map)
        assert {row.step.no for row in rows(sop.steps)} <= set(numbers.values())
        top = {step.no for step in sop.steps}
        assert all(no in text for no in top)


def test_same_input_same_bytes(samples: DraftRun) -> None:
    """Neither clock nor chance is in a picture."""
    sop = samples.sops[0]
    context = Context(language=Language.ID, process_map=drawn(samples, sop))
    assert write_svg(sop, context) == write_svg(sop, context)
    assert write_svg(LETTERS, PAGES_ONLY) == write_svg(LETTERS, PAGES_ONLY)


@pytest.mark.parametrize(
    "text", ["\x00\x08", "\ufffe\uffff", "\u202egnikat", "x" * 10_000, "😀中"], ids=ascii
)
def test_any_text_gives_well_formed_pages(text: str) -> None:
    """What XML cannot hold does not come into a picture."""
    hostile = replace(
        LETTERS, title=text, steps=tuple(replace(each, text=text) for each in LETTERS.steps)
    )
    for data in page_svgs(lay_out(hostile)):
        parsed(data)
