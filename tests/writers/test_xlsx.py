"""The workbook: native shapes, glued connectors, exact grid, texts that are nothing but texts, the same bytes."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from bpm2sop.layout import PageStyle, Side, lay_out
from bpm2sop.layout.style import PAPERS, Arrows, Capsule
from bpm2sop.model.sop import Cell, CellSource, Identity, Sop
from bpm2sop.wording import Language
from bpm2sop.writers import Context
from bpm2sop.writers.office.bent import EMU, corners
from bpm2sop.writers.xlsx import write_workbook, write_xlsx
from bpm2sop.writers.xlsx.book import PAGE, footer_of
from tests.layout.random_sops import actor, arrow, random_sop, sop, step
from tests.writers.examples import ATTACK, EMPTY, LETTERS
from tests.writers.office import MC, PRESETS, A, parts, root_of, styled
from tests.writers.sops import HOSTILE, sops

CONTEXT = Context(language=Language.ID)


XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def texts_of(data: bytes) -> dict[str, dict[str, object]]:
    """The cells of each sheet, read by another program."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data))
    found = {
        sheet.title: {cell.coordinate: cell.value for row in sheet for cell in row if cell.value}
        for sheet in book
    }
    book.close()
    return found


class Glue(NamedTuple):
    """One connector as written: its number, its ends, where it is drawn."""

    ends: tuple[tuple[int, int], tuple[int, int]]
    fallback: bool


def drawing_of(data: bytes, number: int = 1) -> etree._Element:
    """The drawing part of a flowchart sheet."""
    return root_of(parts(data)[f"xl/drawings/drawing{number}.xml"])


def connectors(drawing: etree._Element) -> Iterator[Glue]:
    """The glued connectors of a drawing."""
    for shape in drawing.iter(f"{XDR}cxnSp"):
        ends = tuple(
            (int(end.get("id")), int(end.get("idx")))
            for tag in ("stCxn", "endCxn")
            for end in shape.iter(f"{A}{tag}")
        )
        holder = shape.getparent().getparent()
        yield Glue(ends, holder.tag == f"{MC}Choice")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_connectors_are_glued_to_the_symbols_where_they_end(seed: int) -> None:
    """Each end names a symbol of the drawing and the site that the model's port is; bent ones have a fallback."""
    made = random_sop(seed, steps=30)
    document = lay_out(made)
    drawing = drawing_of(write_workbook(made, document, CONTEXT))
    numbers = [
        int(shape.find(f"{XDR}nvSpPr/{XDR}cNvPr").get("id"))
        for shape in drawing.iter(f"{XDR}sp")
        if shape.find(f"{XDR}spPr/{A}prstGeom") is not None
        and shape.find(f"{XDR}spPr/{A}prstGeom").get("prst") in PRESETS
    ]
    ids = [symbol.id for page in document.pages for symbol in page.symbols]
    number_of = dict(zip(ids, numbers, strict=True))
    wanted = [
        Glue(
            (
                (number_of[c.src], c.src_side.value),
                (number_of[c.dst], c.dst_side.value),
            ),
            len(corners(c.points)) > 2,
        )
        for page in document.pages
        for c in page.connectors
    ]
    assert list(connectors(drawing)) == wanted
    assert Side.TOP.value == 0
    assert Side.RIGHT.value == 3


def test_every_shape_has_a_number_of_its_own() -> None:
    """Only the two forms of one arrow share a number."""
    made = random_sop(4, steps=40)
    drawing = drawing_of(write_xlsx(made, CONTEXT))
    numbers = [
        item.get("id")
        for item in drawing.iter(f"{XDR}cNvPr")
        if not any(above.tag == f"{MC}Fallback" for above in item.iterancestors())
    ]
    assert len(numbers) == len(set(numbers)) > 40


def test_freeform_connectors_hold_no_glue() -> None:
    """The option for programs that dislike connectors gives drawn lines only."""
    data = write_xlsx(LETTERS, styled(PageStyle(arrows=Arrows.FREEFORM)))
    drawing = drawing_of(data)
    assert not list(drawing.iter(f"{XDR}cxnSp", f"{MC}AlternateContent"))
    assert list(drawing.iter(f"{A}custGeom"))


def test_anchors_lead_to_the_places_of_the_model() -> None:
    """A symbol's cell and offset, added up over widths and heights of the sheet, is its place on the page."""
    made = random_sop(7, actors=5, steps=30)
    document = lay_out(made)
    data = write_workbook(made, document, CONTEXT)
    sheet = root_of(parts(data)["xl/worksheets/sheet2.xml"])
    widths = [
        float(col.get("width")) * 8
        for col in sheet.iter(f"{SHEET}col")
        for _ in range(int(col.get("min")), int(col.get("max")) + 1)
    ]
    heights = [
        0.0 if row.get("hidden") else float(row.get("ht")) / 0.75
        for row in sheet.iter(f"{SHEET}row")
    ]
    placed = []
    for anchor in drawing_of(data).iter(f"{XDR}twoCellAnchor"):
        shape = anchor.find(f"{XDR}sp/{XDR}spPr/{A}prstGeom")
        if shape is not None and shape.get("prst") in PRESETS:
            column, across, row, down = (int(item.text) for item in anchor.find(f"{XDR}from"))
            assert across < widths[column] * EMU
            assert down < heights[row] * EMU
            x, y = sum(widths[:column]) + across / EMU, sum(heights[:row]) + down / EMU
            placed.append((PRESETS[shape.get("prst")], x, y))
    wanted, above = [], float(sum(document.head_heights))
    for page in document.pages:
        first = page.rows[0].y
        wanted += [
            (s.kind, s.box.x - page.columns[0].x, s.box.y - first + above) for s in page.symbols
        ]
        above += sum(row.h for row in page.rows)
    assert placed == wanted


def test_pages_break_where_the_model_does() -> None:
    """One manual break before each page but the first; the heads are repeated; the scale is fixed."""
    made = random_sop(8, actors=5, steps=40)
    document = lay_out(made)
    found = parts(write_workbook(made, document, CONTEXT))
    sheet = root_of(found["xl/worksheets/sheet2.xml"])
    breaks = [int(item.get("id")) for item in sheet.iter(f"{SHEET}brk")]
    rows = [len(page.rows) for page in document.pages]
    assert breaks == [3 + sum(rows[:count]) for count in range(1, len(rows))]
    assert sheet.find(f"{SHEET}pageSetup").get("scale") == "97"
    assert sheet.find(f"{SHEET}pageSetup").get("orientation") == "landscape"
    assert sheet.find(f"{SHEET}pageSetup").get("firstPageNumber") == "2"
    assert b"Prosedur!$2:$3" in found["xl/workbook.xml"]


@pytest.mark.parametrize(
    ("paper", "code"), list(zip(PAPERS, ["9", "14", "1", "5", "8"], strict=True))
)
def test_each_paper_has_its_code(paper: object, code: str) -> None:
    """A4, F4 as folio, Letter, Legal and A3 are what Office calls them."""
    style = PageStyle(paper=paper)
    data = write_xlsx(LETTERS, styled(style))
    for number in (1, 2, 3):
        sheet = root_of(parts(data)[f"xl/worksheets/sheet{number}.xml"])
        assert sheet.find(f"{SHEET}pageSetup").get("paperSize") == code


def test_rows_higher_than_excel_allows_are_several_made_one() -> None:
    """A row of more than 409 points becomes two sheet rows, so that all heights are exact."""
    words = "Memeriksa kelengkapan berkas permohonan izin usaha. " * 100
    made = sop((step(1, ("L0",), text=words, next=(arrow(2),)), step(2, ("L0",))), (actor("A", 0),))
    style = PageStyle(paper=PAPERS[-1])
    data = write_xlsx(made, styled(style))
    sheet = root_of(parts(data)["xl/worksheets/sheet2.xml"])
    assert max(float(row.get("ht")) for row in sheet.iter(f"{SHEET}row")) <= 409
    assert lay_out(made, style).pages[0].rows[0].h > 546


def test_the_form_is_in_the_cells() -> None:
    """Another program reads the identity, the steps and the numbers as texts."""
    sheets = texts_of(write_xlsx(LETTERS, CONTEXT))
    assert list(sheets) == ["Identitas", "Prosedur", "Keterlacakan", "_bpm2sop"]
    identity, procedure = sheets["Identitas"].values(), list(sheets["Prosedur"].values())
    assert {"Nomor SOP", "SOP-023/17000/2025", "DASAR HUKUM:", "Penanganan Surat Masuk"} <= {
        *identity
    }
    assert "1. PermenPANRB Nomor 35 Tahun 2012\n2. Perda Nomor 4 Tahun 2019" in identity
    assert {"4.1", "Membaca surat dan telaahan", "Kepala Bidang Pelayanan Perizinan"} <= {
        *procedure
    }
    assert all(isinstance(value, str) for cells in sheets.values() for value in cells.values())


def test_long_lists_of_the_identity_go_on_overleaf() -> None:
    """Every line of a list of many items is in some cell."""
    items = "\n".join(f"Peraturan Nomor {number} Tahun 2020" for number in range(1, 90))
    made = replace(LETTERS, identity=Identity(legal_basis=Cell(items, CellSource.PERSON)))
    document = lay_out(made)
    assert len(document.identity) > 1
    told = "\n".join(
        str(v) for v in texts_of(write_workbook(made, document, CONTEXT))["Identitas"].values()
    )
    assert all(f"{number}. Peraturan Nomor {number} Tahun" in told for number in range(1, 90))


def test_empty_cells_that_the_map_does_not_fill_are_marked_until_filled() -> None:
    """The mark is a rule on blanks, so that it goes when a person writes."""
    data = write_xlsx(LETTERS, CONTEXT)
    for number in (1, 2):
        sheet = root_of(parts(data)[f"xl/worksheets/sheet{number}.xml"])
        assert {rule.get("type") for rule in sheet.iter(f"{SHEET}cfRule")} == {"containsBlanks"}


@pytest.mark.parametrize(
    "text", [*HOSTILE, "=1+1", "+62", "-1", "@SUM(A1)", "_x0041_", "a\x00\x1b", "http://a.b"]
)
def test_text_of_the_map_is_only_text(text: str) -> None:
    """Whatever a label says, it is a typed string: no formula, link or markup, and no part breaks."""
    made = replace(
        sop(
            (
                step(
                    1,
                    ("L0",),
                    text=text,
                    next=(arrow(2, text),),
                    remarks=(Cell(text, CellSource.MAP),),
                ),
                step(2, ("L1",), inputs=(Cell(text, CellSource.MAP),)),
            ),
            (actor(text, 0), actor("B", 1)),
            title=text,
        ),
        identity=Identity(
            number=Cell(text, CellSource.MAP), legal_basis=Cell(text, CellSource.MAP)
        ),
    )
    for name, part in parts(write_xlsx(made, CONTEXT)).items():
        if name.endswith((".xml", ".rels")):
            root_of(part)
            tags = re.sub(r">[^<]*<|\"[^\"]*\"", "", part.decode())
            assert not re.search(r"hyperlink|<f\b|oleObject|externalLink", tags), name
        assert "vba" not in name.lower()


def test_controls_and_overrides_are_in_no_cell() -> None:
    """Characters that cannot be printed, or turn a text's direction, are left out."""
    nasty = "a\x00b\x08c\u202ed\u2066e\ufffef"
    made = sop((step(1, ("L0",), text=nasty, label=nasty),), (actor(nasty, 0),), title=nasty)
    found = parts(write_xlsx(made, CONTEXT))
    told = b"".join(part for name, part in found.items() if not name.endswith("rels")).decode()
    assert not re.search("[\x00-\x08\u202a-\u202e\u2066-\u2069\ufffe]", told)
    assert "abcdef" in told


@pytest.mark.parametrize(
    "title", ["R&D", "A &G B", "&[Picture]", "&P &N", "7 hari", '&"Wingdings"']
)
def test_a_title_is_no_code_in_the_footer(title: str) -> None:
    """Codes of a footer are ours only."""
    footer = footer_of(title, f"Halaman {PAGE} dari 3")
    assert footer.endswith("Halaman &P dari 3")
    assert "&G" not in footer
    assert re.sub("&&", "", footer).count("&") == 7


@settings(max_examples=25, deadline=None)
@given(made=sops(), capsule=st.sampled_from(Capsule))
def test_any_sop_gives_sound_parts(made: Sop, capsule: Capsule) -> None:
    """Every part of every workbook is well-formed."""
    style = PageStyle(capsule=capsule)
    for name, part in parts(write_xlsx(made, styled(style))).items():
        if name.endswith((".xml", ".rels")):
            root_of(part)


@pytest.mark.parametrize("made", [LETTERS, ATTACK, EMPTY], ids=lambda made: made.key)
def test_the_same_sop_gives_the_same_bytes(made: Sop) -> None:
    """No clock, no order of sets, no state from one workbook to the next."""
    first = write_xlsx(made, CONTEXT)
    write_xlsx(random_sop(1), CONTEXT)
    assert write_xlsx(made, CONTEXT) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_forty_actors_are_sheets_with_their_own_columns() -> None:
    """Where no paper holds all actors, each run of pages with the same columns is a sheet."""
    steps = tuple(
        step(n, (f"L{n * 17 % 40}",), next=(arrow(n + 1),) if n < 60 else ()) for n in range(1, 61)
    )
    made = sop(steps, tuple(actor(f"Pelaksana {n}", n) for n in range(40)))
    document = lay_out(made)
    assert document.split
    sheets = texts_of(write_workbook(made, document, CONTEXT))
    assert sum(name.startswith("Prosedur") for name in sheets) > 1


def test_four_hundred_steps_are_one_sheet() -> None:
    """A long SOP is written whole."""
    steps = tuple(
        step(n, (f"L{n % 5}",), next=(arrow(n + 1),) if n < 400 else ()) for n in range(1, 401)
    )
    made = sop(steps, tuple(actor(f"P{n}", n) for n in range(5)))
    cells = texts_of(write_xlsx(made, CONTEXT))["Prosedur"].values()
    assert {f"Langkah {n}" for n in range(1, 401)} <= {*cells}


def test_a_label_of_ten_thousand_characters_is_cut_and_kept() -> None:
    """The cell shows what fits; the workbook holds all."""
    text = "kata " * 2_000
    made = sop((step(1, ("L0",), text=text),), (actor("A", 0),))
    sheets = texts_of(write_xlsx(made, CONTEXT))
    assert any(str(value).endswith("…") for value in sheets["Prosedur"].values())
    assert text in "".join(map(str, sheets["_bpm2sop"].values()))


def test_evidence_may_be_hidden() -> None:
    """Without its sheet of evidence the workbook prints as the model has it."""
    data = write_xlsx(LETTERS, styled(PageStyle(appendices=False)))
    states = re.findall(
        r'name="([^"]+)" sheetId="\d+"(?: state="(\w+)")?', parts(data)["xl/workbook.xml"].decode()
    )
    assert states == [
        ("Identitas", ""),
        ("Prosedur", ""),
        ("Keterlacakan", "hidden"),
        ("_bpm2sop", "veryHidden"),
    ]


def test_no_part_names_a_place_of_this_machine() -> None:
    """A workbook tells nothing of where it was made."""
    told = b"".join(parts(write_xlsx(LETTERS, CONTEXT)).values())
    assert str(Path.home()).encode() not in told
    assert b"/tmp" not in told
