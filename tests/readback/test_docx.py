"""An exported document read back: what people changed, nothing else, whoever saved it."""

import copy
import io
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.table import Table, _Row
from hypothesis import given, settings
from msgspec.structs import replace

from bpm2sop.decompose.proof import differences
from bpm2sop.drafting import Settings
from bpm2sop.errors import Refused
from bpm2sop.layout import PageStyle
from bpm2sop.model.sop import Cell, CellSource, Identity, Sop, StepKey
from bpm2sop.readback import Aside, docx_document, json_document, read_docx, read_sop
from bpm2sop.readers import read_file
from bpm2sop.sources import gather
from bpm2sop.wording import Language
from bpm2sop.workspace import draft_sources
from bpm2sop.writers import Context
from bpm2sop.writers.docx import tags, write_docx
from tests.layout.random_sops import random_sop
from tests.readback.office import CONTEXT, as_contract, unchanged
from tests.writers.examples import ATTACK, EMPTY, LETTERS
from tests.writers.sops import sops

ROOT = Path(__file__).parents[2]
ACTIVITY, REMARKS = 1, -1


def in_word(data: bytes, edit: Callable[[Document], None]) -> bytes:
    """A document as another program saves it after an edit."""
    document = docx.Document(io.BytesIO(data))
    edit(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def flow_tables(document: Document) -> list[Table]:
    """The tables of the flowchart part."""
    return [table for table in document.tables if table.rows[0].cells[0].text == "No"]


def step_rows(document: Document) -> list[_Row]:
    """The rows of steps, from above."""
    return [
        row
        for table in flow_tables(document)
        for row in table.rows[2:]
        if row.cells[0].text.strip()
    ]


def type_in(row: _Row, column: int, words: str) -> None:
    """Type after what stands in a cell, as a person does."""
    row.cells[column].paragraphs[0].add_run(words)


@pytest.mark.parametrize("made", [LETTERS, ATTACK, EMPTY], ids=lambda made: made.key)
def test_what_nobody_touched_is_unchanged(made: Sop) -> None:
    """The document gives the SOP back, and no edit."""
    read = read_docx("sop.docx", write_docx(made, CONTEXT))
    assert unchanged(read)
    assert as_contract(read.sop) == as_contract(made)
    assert read.sop == read.exported


@settings(max_examples=40, deadline=None)
@given(made=sops())
def test_any_sop_comes_back(made: Sop) -> None:
    """Whatever an SOP's texts and ids hold, the document gives them back."""
    read = read_docx("sop.docx", write_docx(made, CONTEXT))
    assert unchanged(read)
    sop = json_document.read_sop("sop.json", as_contract(made))
    assert as_contract(read.sop) == as_contract(sop)


def test_numbers_of_columns_are_no_heads_and_no_rows() -> None:
    """They belong to the form; nobody typed them."""
    context = Context(language=Language.ID, style=PageStyle(column_numbers=True))
    assert unchanged(read_docx("sop.docx", write_docx(LETTERS, context)))


def test_formats_are_told_apart_by_what_they_hold() -> None:
    """A document is read as one under any name."""
    assert as_contract(read_sop("download", write_docx(LETTERS, CONTEXT))) == as_contract(LETTERS)


def test_what_we_say_in_the_remarks_is_not_taken_for_typed() -> None:
    """A note under our own line is one edit, which holds that as it was."""

    def edit(document: Document) -> None:
        step_rows(document)[8].cells[REMARKS].add_paragraph("Pakai buku ekspedisi")

    read = read_docx("sop.docx", in_word(write_docx(LETTERS, CONTEXT), edit))
    ours = "Menunggu 5 dan 6 selesai\nSelesai: surat diarsipkan"
    assert [(e.key, e.field, e.old, e.new) for e in read.edits] == [
        ("Task_7", "remarks", ours, f"{ours}\nPakai buku ekspedisi")
    ]


def test_filled_cells_are_edits() -> None:
    """A cell of the table, a field of the identity, a list and a column's head, each under its name."""

    def edit(document: Document) -> None:
        rows = step_rows(document)
        rows[0].cells[ACTIVITY].text = "Menerima dan membubuhi cap"
        type_in(rows[2], -3, "5 menit")
        type_in(rows[1], 2, "v")
        flow_tables(document)[0].rows[1].cells[-3].paragraphs[0].runs[0].text = "Lama"
        identity = document.tables[0]
        identity.rows[1].cells[-1].paragraphs[0].add_run("1 Maret 2026")
        identity.rows[6].cells[0].add_paragraph("3. Perbup Nomor 7 Tahun 2024")

    read = read_docx("sop.docx", in_word(write_docx(LETTERS, CONTEXT), edit))
    found = {(edit.key, edit.field): (edit.old, edit.new) for edit in read.edits}
    legal = "1. PermenPANRB Nomor 35 Tahun 2012\n2. Perda Nomor 4 Tahun 2019"
    assert found == {
        (None, "head:time"): ("Waktu", "Lama"),
        ("Task_1", "activity"): ("Menerima surat masuk", "Menerima dan membubuhi cap"),
        ("Task_2", "actor:Lane_1"): ("", "v"),
        ("Task_3", "time"): ("", "5 menit"),
        (None, "created"): ("", "1 Maret 2026"),
        (None, "legal_basis"): (legal, f"{legal}\n3. Perbup Nomor 7 Tahun 2024"),
    }
    assert {edit.place for edit in read.edits} >= {"T1R2C3", "T2R3C2"}
    assert (read.deleted, read.added, read.moved, read.conflicts, read.lost) == ((),) * 5


def test_typing_over_whole_cells_keeps_the_row() -> None:
    """Each such cell loses its bookmark; the row is known by those that are left, a field by its name beside it."""

    def edit(document: Document) -> None:
        row = step_rows(document)[3]
        for column in (0, 1, -4, -3, -2):
            row.cells[column].text = f"baru {column}"
        document.tables[0].rows[0].cells[-1].text = "SOP-1"

    read = read_docx("sop.docx", in_word(write_docx(LETTERS, CONTEXT), edit))
    assert {(edit.key, edit.field) for edit in read.edits} == {
        (None, "number"),
        *(("Task_4", field) for field in ("no", "activity", "inputs", "time", "outputs")),
    }
    assert not read.added
    assert not read.deleted
    assert read.sop.steps[3].no == "baru 0"


def test_rows_deleted_added_and_moved_are_told() -> None:
    """Cutting, inserting and moving are seen by the bookmarks."""

    def edit(document: Document) -> None:
        rows = step_rows(document)
        first, third, fifth = rows[0]._tr, rows[2]._tr, rows[6]._tr
        first.addnext(third)
        new = copy.deepcopy(rows[7]._tr)
        for mark in list(new.iter(docx.oxml.ns.qn("w:bookmarkStart"))):
            mark.getparent().remove(mark)
        rows[5]._tr.addnext(new)
        fifth.getparent().remove(fifth)
        fresh = _Row(new, flow_tables(document)[0])
        for cell in fresh.cells:
            cell.text = ""
        fresh.cells[ACTIVITY].text = "Memberi cap"

    read = read_docx("sop.docx", in_word(write_docx(LETTERS, CONTEXT), edit))
    assert read.deleted == ("Task_5",)
    assert read.moved in {("Task_3",), ("Task_2",)}
    (stranger,) = read.added
    assert stranger.cells == (("activity", "Memberi cap"),)
    assert stranger.after == "Task_4b"
    assert not read.edits
    assert [step.key for step in read.sop.steps][:3] == ["Task_1", "Task_3", "Task_2"]
    assert StepKey("Task_5") not in [step.key for step in read.sop.steps]


def test_a_row_copied_with_its_bookmarks_is_a_conflict() -> None:
    """Two rows for one step are named, with what each changes; neither is believed."""

    def edit(document: Document) -> None:
        row = step_rows(document)[0]
        twin = copy.deepcopy(row._tr)
        row._tr.addnext(twin)
        type_in(_Row(twin, flow_tables(document)[0]), REMARKS, " lagi")

    read = read_docx("sop.docx", in_word(write_docx(LETTERS, CONTEXT), edit))
    (conflict,) = read.conflicts
    assert conflict.key == "Task_1"
    assert conflict.places == ("T2R3", "T2R4")
    assert [edit.new for edit in conflict.edits] == ["Dimulai bila surat datang lagi"]
    assert not read.edits


def test_a_deleted_column_is_lost_not_emptied() -> None:
    """No edit is made up for cells that are no longer there."""

    def edit(document: Document) -> None:
        for table in flow_tables(document):
            for row in table._tbl.tr_lst:
                row.remove(row.tc_lst[-1])

    read = read_docx("sop.docx", in_word(write_docx(LETTERS, CONTEXT), edit))
    assert read.lost == ("head:remarks",)
    assert not read.edits


def test_deleted_tables_take_their_rows() -> None:
    """Steps that are nowhere any more are deleted, fields of the identity are lost."""

    def edit(document: Document) -> None:
        for table in document.tables:
            table._tbl.getparent().remove(table._tbl)

    read = read_docx("sop.docx", in_word(write_docx(LETTERS, CONTEXT), edit))
    assert len(read.deleted) == 12
    assert "legal_basis" in read.lost
    assert not read.sop.steps


def test_words_where_no_field_is_are_told() -> None:
    """Between the tables, over a label, beside the identity, in the drawing's rows and in a table of their own."""

    def edit(document: Document) -> None:
        document.add_paragraph("Mohon dilengkapi")
        document.tables[0].rows[0].cells[1].paragraphs[0].runs[0].text = "No. SOP"
        document.tables[0].rows[0].cells[0].paragraphs[0].add_run("di pojok")
        flow_tables(document)[0].rows[10].cells[ACTIVITY].paragraphs[0].add_run("di antara")
        document.add_table(1, 1).rows[0].cells[0].text = "tabel lain"

    read = read_docx("sop.docx", in_word(write_docx(LETTERS, CONTEXT), edit))
    assert {aside.words: aside.place[0] for aside in read.asides} == {
        "Mohon dilengkapi": "P",
        "No. SOP": "T",
        "di pojok": "T",
        "di antara": "T",
        "tabel lain": "T",
    }
    assert not read.edits


def test_notes_in_the_margin_are_told() -> None:
    """Under the name of who wrote them."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    stream = io.BytesIO(write_docx(LETTERS, CONTEXT))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(
            "word/comments.xml",
            f'<w:comments xmlns:w="{space}"><w:comment w:id="0" w:author="Budi"><w:p><w:r>'
            "<w:t>Mohon dicek</w:t></w:r></w:p></w:comment></w:comments>",
        )
    assert read_docx("sop.docx", stream.getvalue()).asides == (
        Aside("note", "Budi", "Mohon dicek"),
    )


def test_a_document_without_its_bookmarks_is_refused() -> None:
    """Its rows stand there, but nothing names them."""

    def edit(document: Document) -> None:
        for mark in list(document.element.iter()):
            if str(mark.tag).endswith(("}bookmarkStart", "}bookmarkEnd")):
                mark.getparent().remove(mark)

    with pytest.raises(Refused) as told:
        read_docx("sop.docx", in_word(write_docx(LETTERS, CONTEXT), edit))
    assert told.value.code == "docx-keys-gone"
    assert told.value.params == {"place": "T2R3"}


def test_tracked_changes_count_as_made() -> None:
    """What is crossed out is gone, what is put in is there."""

    def edit(document: Document) -> None:
        row = step_rows(document)[0]
        (run,) = row.cells[ACTIVITY].paragraphs[0].runs
        for tag, words in (("w:ins", "Mencatat surat"), ("w:moveFrom", "x")):
            holder = docx.oxml.OxmlElement(tag)
            fresh = copy.deepcopy(run._r)
            fresh.text = words
            holder.append(fresh)
            run._r.addnext(holder)
        gone = docx.oxml.OxmlElement("w:del")
        run._r.addprevious(gone)
        gone.append(run._r)
        crossed = docx.oxml.OxmlElement("w:del")
        step_rows(document)[2]._tr.get_or_add_trPr().append(crossed)

    read = read_docx("sop.docx", in_word(write_docx(LETTERS, CONTEXT), edit))
    assert [(edit.key, edit.new) for edit in read.edits] == [("Task_1", "Mencatat surat")]
    assert read.deleted == ("Task_3",)


def test_lists_that_go_on_overleaf_are_compared_whole() -> None:
    """A list on two sheets is one field."""
    items = "\n".join(f"Peraturan Nomor {number} Tahun 2020" for number in range(1, 90))
    made = replace(LETTERS, identity=Identity(legal_basis=Cell(items, CellSource.PERSON)))

    def edit(document: Document) -> None:
        document.tables[1].rows[0].cells[0].add_paragraph("90. Peraturan baru")

    data = write_docx(made, CONTEXT)
    assert unchanged(read_docx("sop.docx", data))
    read = read_docx("sop.docx", in_word(data, edit))
    (found,) = read.edits
    assert found.field == "legal_basis"
    assert len(found.new.split("\n")) == len(found.old.split("\n")) + 1


def test_writer_and_reader_use_the_same_names() -> None:
    """They may not import each other, so that this test holds them together."""
    assert tags.SCHEMA == docx_document._SCHEMA
    assert f"{{{tags.SPACE}}}sop" == docx_document._ROOT
    named = [
        tags.row_tag(1, "no"),
        tags.band_tag(1, 2, "no"),
        tags.head_tag(1, "actor-3"),
        tags.field_tag("legal_basis", 1),
        tags.name_tag("number"),
        tags.list_tag("records", 2),
    ]
    kinds = [found[1] for mark in named if (found := docx_document._MARK.fullmatch(mark))]
    assert kinds == ["row", "band", "head", "field", "name", "list"]


# Real maps, and the programs that people use.


def test_a_table_without_one_of_its_rows_no_longer_verifies() -> None:
    """The verdict is on the table as it stands now."""
    path = next((ROOT / "samples").rglob("*surat-masuk*.bpmn"))
    file = read_file(path.name, path.read_bytes())
    run = draft_sources(gather([str(path)]), Settings())
    (sop,) = (one for one in run.sops if len(one.steps) > 5)
    (process_map,) = (one for one in file.maps if one.id == sop.source.map)

    def edit(document: Document) -> None:
        row = step_rows(document)[2]._tr
        row.getparent().remove(row)

    read = read_docx("sop.docx", in_word(write_docx(sop, CONTEXT), edit))
    assert len(read.deleted) == 1
    assert "C1" in {fault.clause for fault in differences(process_map, read.sop)}


def saved_by(soffice: Path, data: bytes, folder: Path) -> bytes:
    """A document opened and saved by LibreOffice."""
    place = folder / "in" / "sop.docx"
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, "--headless", profile, "--convert-to", "docx", "--outdir", folder, place]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / "sop.docx").read_bytes()


@pytest.mark.parametrize(
    "made", [LETTERS, ATTACK, random_sop(3, actors=5, steps=30)], ids=lambda m: m.key
)
def test_libreoffice_changes_nothing_by_saving(made: Sop, soffice: Path, tmp_path: Path) -> None:
    """Opened and saved by LibreOffice, the document says what it said."""
    read = read_docx("sop.docx", saved_by(soffice, write_docx(made, CONTEXT), tmp_path))
    assert unchanged(read)
    assert as_contract(read.sop) == as_contract(
        json_document.read_sop("sop.json", as_contract(made))
    )


def test_twenty_cells_one_row_gone_one_new_two_moved_saved_by_libreoffice(
    soffice: Path, tmp_path: Path
) -> None:
    """All edits are found and none invented, after a person's afternoon in another program."""
    made = random_sop(11, actors=5, steps=30)
    data = saved_by(soffice, in_word(write_docx(made, CONTEXT), _afternoon), tmp_path)
    read = read_docx("sop.docx", data)
    assert {(edit.field, edit.new) for edit in read.edits} == {
        ("remarks", f"catatan {number}") for number in range(20)
    }
    assert len({edit.key for edit in read.edits}) == len(read.edits) == 20
    assert len(read.deleted) == 1
    assert [dict(row.cells) for row in read.added] == [{"activity": "baris baru", "time": "1 jam"}]
    assert len(read.moved) == 2
    assert not read.conflicts
    assert not read.lost


def _afternoon(document: Document) -> None:
    """Fill twenty remarks, delete a row, add one, move two, one of them to another page."""
    rows = step_rows(document)
    free = [row for row in rows[3:-1] if not row.cells[REMARKS].text]
    for number, row in enumerate(free[:20]):
        type_in(row, REMARKS, f"catatan {number}")
    new = copy.deepcopy(rows[4]._tr)
    for mark in list(new.iter(docx.oxml.ns.qn("w:bookmarkStart"))):
        mark.getparent().remove(mark)
    fresh = _Row(new, flow_tables(document)[0])
    for cell in fresh.cells:
        cell.text = ""
    fresh.cells[ACTIVITY].text, fresh.cells[-3].text = "baris baru", "1 jam"
    rows[9]._tr.addnext(new)
    rows[15]._tr.addnext(rows[1]._tr)
    rows[3]._tr.addprevious(rows[-1]._tr)
    rows[0]._tr.getparent().remove(rows[0]._tr)
