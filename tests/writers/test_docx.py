"""The document: native shapes in a canvas, glued connectors, exact rows, text that is only text, the same bytes."""

import io
import re

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from bpm2sop.layout import PageStyle, RowKind, lay_out
from bpm2sop.layout.style import PAPERS, Capsule, Shapes
from bpm2sop.model.sop import Cell, CellSource, Identity, Sop
from bpm2sop.wording import Language
from bpm2sop.writers import Context
from bpm2sop.writers.docx import write_document, write_docx
from bpm2sop.writers.office.bent import EMU, corners
from tests.layout.random_sops import actor, arrow, random_sop, sop, step
from tests.writers.examples import ATTACK, EMPTY, LETTERS
from tests.writers.office import MC, PRESETS, A, parts, root_of, styled
from tests.writers.sops import HOSTILE, sops

CONTEXT = Context(language=Language.ID, style=PageStyle(appendices=False))


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
WPC = "{http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas}"


def text_of(data: bytes) -> etree._Element:
    """The main part."""
    return root_of(parts(data)["word/document.xml"])


def preset(shape: etree._Element) -> str | None:
    """The preset that a shape is drawn by."""
    found = shape.find(f"{WPS}spPr/{A}prstGeom")
    return None if found is None else found.get("prst")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_connectors_are_glued_to_the_symbols_where_they_end(seed: int) -> None:
    """In each canvas, each end names a symbol of that canvas and the site that the model's port is."""
    made = random_sop(seed, steps=30)
    document = lay_out(made)
    canvases = list(text_of(write_document(made, document, CONTEXT)).iter(f"{WPC}wpc"))
    for page, canvas in zip(document.pages, canvases, strict=True):
        numbers = [
            int(shape.find(f"{WPS}cNvPr").get("id"))
            for shape in canvas.iterchildren(f"{WPS}wsp")
            if preset(shape) in PRESETS
        ]
        number_of = dict(zip((symbol.id for symbol in page.symbols), numbers, strict=True))
        glued = [
            tuple((int(end.get("id")), int(end.get("idx"))) for end in ends)
            for ends in canvas.iter(f"{WPS}cNvCnPr")
        ]
        assert glued == [
            ((number_of[c.src], c.src_side.value), (number_of[c.dst], c.dst_side.value))
            for c in page.connectors
        ]


def test_symbols_are_where_the_model_has_them() -> None:
    """Canvas and group lie over the actors' columns only, and their shapes stand at the model's places."""
    made = random_sop(7, actors=5, steps=30)
    document = lay_out(made)
    main = text_of(write_document(made, document, CONTEXT))
    for choice in ("Choice", "Fallback"):
        anchors = [holder.find(f".//{WP}anchor") for holder in main.iter(f"{MC}{choice}")]
        for page, anchor in zip(document.pages, anchors, strict=True):
            left, top = (int(place.text) for place in anchor.iter(f"{WP}posOffset"))
            extent = anchor.find(f"{WP}extent")
            lanes = [column for column in page.columns if column.actor]
            assert left == lanes[0].x * EMU
            assert left + int(extent.get("cx")) == (lanes[-1].x + lanes[-1].w) * EMU
            assert top == page.rows[0].y * EMU
            assert top + int(extent.get("cy")) == page.table.bottom * EMU
            assert [
                (PRESETS[str(preset(shape))], left + place(shape)[0], top + place(shape)[1])
                for shape in anchor.iter(f"{WPS}wsp")
                if preset(shape) in PRESETS
            ] == [(s.kind, s.box.x * EMU, s.box.y * EMU) for s in page.symbols]


def place(shape: etree._Element) -> tuple[int, int]:
    """Where a shape begins."""
    found = shape.find(f"{WPS}spPr/{A}xfrm/{A}off")
    return int(found.get("x")), int(found.get("y"))


def test_the_fallback_draws_every_bend() -> None:
    """Programs that know no canvas get the model's polylines, point by point."""
    made = random_sop(9, actors=5, steps=20)
    document = lay_out(made)
    main = text_of(write_document(made, document, CONTEXT))
    groups = main.iter(f"{MC}Fallback")
    for page, group in zip(document.pages, groups, strict=True):
        counts = [len(list(path.iter(f"{A}pt"))) for path in group.iter(f"{A}path")]
        bends = [len(corners(c.points)) for c in page.connectors]
        assert counts == [count for count in bends if count > 2]


def test_every_shape_and_bookmark_has_a_number_of_its_own() -> None:
    """Only the two forms of one drawing share their numbers."""
    main = text_of(write_docx(random_sop(4, steps=40), CONTEXT))
    shapes = [
        item.get("id")
        for item in main.iter(f"{WPS}cNvPr", f"{WP}docPr")
        if not any(above.tag == f"{MC}Fallback" for above in item.iterancestors())
    ]
    assert len(shapes) == len(set(shapes)) > 40
    marks = list(main.iter(f"{W}bookmarkStart"))
    assert len({mark.get(f"{W}id") for mark in marks}) == len(marks) > 40
    assert len({mark.get(f"{W}name") for mark in marks}) == len(marks)
    assert max(len(mark.get(f"{W}name")) for mark in marks) <= 40


def test_loose_shapes_are_in_no_canvas() -> None:
    """The option for programs that dislike canvases."""
    main = text_of(write_docx(LETTERS, styled(PageStyle(shapes=Shapes.LOOSE))))
    assert not list(main.iter(f"{WPC}wpc", f"{MC}Fallback", f"{WPS}cNvCnPr"))
    shapes = sum(len(page.symbols) for page in lay_out(LETTERS).pages)
    assert len(list(main.iter(f"{WP}anchor"))) > shapes


def test_rows_are_as_high_as_the_model_has_them() -> None:
    """Every row's height is exact, none breaks over pages, and the two head rows are repeated."""
    made = random_sop(8, actors=5, steps=40)
    document = lay_out(made, PageStyle(identity=False))
    main = text_of(write_document(made, document, CONTEXT))
    tables = list(main.iter(f"{W}tbl"))
    for page, table in zip(document.pages, tables, strict=True):
        heights = [*document.head_heights, *(row.h for row in page.rows)]
        written = list(table.iter(f"{W}trHeight"))
        assert [int(height.get(f"{W}val")) for height in written] == [15 * h for h in heights]
        assert {height.get(f"{W}hRule") for height in written} == {"exact"}
        assert len(list(table.iter(f"{W}cantSplit"))) == len(heights)
        assert len(list(table.iter(f"{W}tblHeader"))) == 2
        widths = [int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")]
        assert widths == [15 * column.w for column in page.columns]
        assert sum(row.kind is RowKind.STEP for row in page.rows) > 0
    assert len(list(main.iter(f"{W}pageBreakBefore"))) == len(document.pages) - 1


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_each_paper_is_landscape(paper: object) -> None:
    """The section has the paper's size."""
    document = lay_out(LETTERS, PageStyle(paper=paper))
    size = text_of(write_document(LETTERS, document, CONTEXT)).find(f".//{W}pgSz")
    assert int(size.get(f"{W}w")) == document.paper.w * 15 > int(size.get(f"{W}h"))
    assert size.get(f"{W}orient") == "landscape"


def test_the_package_is_what_word_expects() -> None:
    """One mode of compatibility; fields of page numbers; no clock, no picture, no author of the machine."""
    found = parts(write_docx(LETTERS, CONTEXT))
    compat = root_of(found["word/settings.xml"])
    modes = [
        item.get(f"{W}val")
        for item in compat.iter(f"{W}compatSetting")
        if item.get(f"{W}name") == "compatibilityMode"
    ]
    assert modes == ["15"]
    footer = root_of(found["word/footer1.xml"])
    assert [f.get(f"{W}instr").strip() for f in footer.iter(f"{W}fldSimple")] == [
        "PAGE",
        "NUMPAGES",
    ]
    first, _ = footer.iterchildren(f"{W}p")
    assert "".join(first.itertext()) == "Penanganan Surat MasukHalaman 1 dari 1"
    assert not any("thumbnail" in name or "stylesWithEffects" in name for name in found)
    assert set(re.findall(rb"\d{4}-\d\d-\d\dT", found["docProps/core.xml"])) == {b"2000-01-01T"}


def test_the_form_is_read_by_another_program() -> None:
    """python-docx sees the identity, the steps and the numbers."""
    document = docx.Document(io.BytesIO(write_docx(LETTERS, CONTEXT)))
    told = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for words in (
        "Nomor SOP",
        "SOP-023/17000/2025",
        "DASAR HUKUM:\n1. PermenPANRB Nomor 35 Tahun 2012\n2. Perda Nomor 4 Tahun 2019",
        "4.1",
        "Membaca surat dan telaahan",
        "Kepala Bidang Pelayanan Perizinan",
    ):
        assert words in told
    assert document.core_properties.title == "Penanganan Surat Masuk"


def test_long_lists_of_the_identity_go_on_overleaf() -> None:
    """Every line of a list of many items is in some cell."""
    items = "\n".join(f"Peraturan Nomor {number} Tahun 2020" for number in range(1, 90))
    made = replace(LETTERS, identity=Identity(legal_basis=Cell(items, CellSource.PERSON)))
    document = lay_out(made)
    assert len(document.identity) > 1
    told = "\n".join(text_of(write_document(made, document, CONTEXT)).itertext())
    assert all(f"{number}. Peraturan Nomor {number} Tahun" in told for number in range(1, 90))


def test_what_is_not_in_the_map_is_marked() -> None:
    """Fields that wait for a person have a ground of colour; what is assumed is in italics."""
    main = text_of(write_docx(LETTERS, CONTEXT))
    shades = {item.get(f"{W}fill") for item in main.iter(f"{W}shd")}
    assert shades == {"E8EDF7", "FFF6D6"}
    slanted = [
        "".join(run.itertext()) for run in main.iter(f"{W}r") if run.find(f".//{W}i") is not None
    ]
    assert "Surat masuk [diterima]" in slanted


@pytest.mark.parametrize(
    "text", [*HOSTILE, "]]>", "&amp;", "PAGE \\* MERGEFORMAT", "a\x00\x1b", "http://a.b"]
)
def test_text_of_the_map_is_only_text(text: str) -> None:
    """Whatever a label says, it is text: no field, link, markup or program, and no part breaks."""
    made = replace(
        sop(
            (
                step(1, ("L0",), text=text, next=(arrow(2, text),), remarks=(drawn(text),)),
                step(2, ("L1",), inputs=(drawn(text),)),
            ),
            (actor(text, 0), actor("B", 1)),
            title=text,
        ),
        identity=Identity(number=drawn(text), legal_basis=drawn(text)),
    )
    for name, part in parts(write_docx(made, CONTEXT)).items():
        if not name.endswith((".xml", ".rels")):
            continue
        root = root_of(part)
        tags = {str(item.tag).rpartition("}")[2] for item in root.iter()}
        assert not tags & {"hyperlink", "instrText", "object", "altChunk", "script"}, name
        fields = [item.get(f"{W}instr") for item in root.iter(f"{W}fldSimple")]
        assert fields in ([], [" PAGE ", " NUMPAGES "]), name
        assert b'TargetMode="External"' not in part


def drawn(text: str) -> Cell:
    """A cell of the map."""
    return Cell(text, CellSource.MAP)


def test_controls_and_overrides_are_nowhere() -> None:
    """Characters that cannot be printed, or turn a text's direction, are left out of what shows."""
    nasty = "a\x00b\x08c\u202ed\u2066e\ufffef"
    made = sop((step(1, ("L0",), text=nasty, label=nasty),), (actor(nasty, 0),), title=nasty)
    told = b"".join(parts(write_docx(made, CONTEXT)).values()).decode(errors="ignore")
    assert not re.search("[\x00-\x08\u202a-\u202e\u2066-\u2069\ufffe]", told)
    assert "abcdef" in told


@settings(max_examples=25, deadline=None)
@given(made=sops(), capsule=st.sampled_from(Capsule), shapes=st.sampled_from(Shapes))
def test_any_sop_gives_sound_parts(made: Sop, capsule: Capsule, shapes: Shapes) -> None:
    """Every part of every document is well-formed."""
    data = write_docx(made, styled(PageStyle(capsule=capsule, shapes=shapes)))
    for name, part in parts(data).items():
        if name.endswith((".xml", ".rels")):
            root_of(part)


@pytest.mark.parametrize("made", [LETTERS, ATTACK, EMPTY], ids=lambda made: made.key)
def test_the_same_sop_gives_the_same_bytes(made: Sop) -> None:
    """No clock, no order of sets, no state from one document to the next."""
    first = write_docx(made, CONTEXT)
    write_docx(random_sop(5), Context(language=Language.EN))
    assert write_docx(made, CONTEXT) == first


@pytest.mark.parametrize(("actors", "steps"), [(40, 20), (6, 400), (1, 1)])
def test_many_actors_and_many_steps(actors: int, steps: int) -> None:
    """Every step has its row and its symbol, whatever the size."""
    made = random_sop(3, actors=actors, steps=steps)
    main = text_of(write_docx(made, CONTEXT))
    rows = {
        found[1]
        for mark in main.iter(f"{W}bookmarkStart")
        if (found := re.fullmatch(r"_bpm2sop_row_(\d+)_no", mark.get(f"{W}name")))
    }
    assert len(rows) == steps


def test_a_label_of_ten_thousand_characters_is_cut_as_the_model_cuts_it() -> None:
    """No row is higher than its page; the whole text travels in the hidden part."""
    words = "Memeriksa kelengkapan berkas permohonan. " * 250
    made = sop((step(1, ("L0",), text=words),), (actor("A", 0),))
    found = parts(write_docx(made, CONTEXT))
    assert "…" in "".join(root_of(found["word/document.xml"]).itertext())
    assert found["customXml/item1.xml"].count(b"permohonan") >= 250
