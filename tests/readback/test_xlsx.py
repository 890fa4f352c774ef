"""An exported workbook read back: what people changed, nothing else, whoever saved it; bad ones refused by name."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from openpyxl.comments import Comment

from bpm2sop.decompose.proof import differences
from bpm2sop.drafting import Settings
from bpm2sop.layout import PageStyle
from bpm2sop.model.sop import Sop, StepKey
from bpm2sop.readback import (
    Aside,
    json_document,
    office_compare,
    read_sop,
    read_xlsx,
    xlsx_document,
    xlsx_tables,
)
from bpm2sop.readers import read_file
from bpm2sop.sources import gather
from bpm2sop.wording import Language
from bpm2sop.workspace import draft_sources
from bpm2sop.writers import Context
from bpm2sop.writers.office import exported
from bpm2sop.writers.xlsx import tags, write_xlsx
from tests.readback.office import CONTEXT, as_contract, unchanged, with_parts
from tests.writers.examples import ATTACK, EMPTY, LETTERS
from tests.writers.sops import sops

ROOT = Path(__file__).parents[2]
ROW = re.compile(r'<row r="(\d+)".*?</row>')


def with_sheet(data: bytes, number: int, change: Callable[[str], str]) -> bytes:
    """A workbook with one sheet's XML changed."""
    path = f"xl/worksheets/sheet{number}.xml"
    return with_parts(
        data,
        lambda name, part: change(part.decode()).encode() if name == path else part,
    )


def in_excel(data: bytes, edit: Callable[[openpyxl.Workbook], None]) -> bytes:
    """A workbook as another program saves it: other texts, other order of parts, no drawings."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    edit(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("made", [LETTERS, ATTACK, EMPTY], ids=lambda made: made.key)
def test_what_nobody_touched_is_unchanged(made: Sop) -> None:
    """The workbook gives the SOP back, and no edit."""
    read = read_xlsx("sop.xlsx", write_xlsx(made, CONTEXT))
    assert unchanged(read)
    assert as_contract(read.sop) == as_contract(made)
    assert read.sop == read.exported


@settings(max_examples=40, deadline=None)
@given(made=sops())
def test_any_sop_comes_back(made: Sop) -> None:
    """Whatever an SOP's texts and ids hold, the workbook gives them back."""
    read = read_xlsx("sop.xlsx", write_xlsx(made, CONTEXT))
    assert unchanged(read)
    sop = json_document.read_sop("sop.json", as_contract(made))
    assert as_contract(read.sop) == as_contract(sop)


def test_numbers_of_columns_are_no_heads_and_no_rows() -> None:
    """They belong to the form; nobody typed them."""
    context = Context(language=Language.ID, style=PageStyle(column_numbers=True))
    assert unchanged(read_xlsx("sop.xlsx", write_xlsx(LETTERS, context)))


def test_formats_are_told_apart_by_what_they_hold() -> None:
    """A workbook is read as one under any name, and JSON as JSON."""
    data = write_xlsx(LETTERS, CONTEXT)
    assert as_contract(read_sop("download", data)) == as_contract(LETTERS)
    assert as_contract(read_sop("sop.json", as_contract(LETTERS))) == as_contract(LETTERS)


def test_filled_cells_are_edits() -> None:
    """A cell of the table, a field of the identity and a column's head, each under its name."""

    def edit(book: openpyxl.Workbook) -> None:
        book["Prosedur"]["B4"] = "Menerima dan membubuhi cap"
        book["Prosedur"]["J6"] = "5 menit"
        book["Prosedur"]["C5"] = "v"
        book["Prosedur"]["J3"] = "Lama"
        book["Identitas"]["C2"] = "1 Maret 2026"

    read = read_xlsx("sop.xlsx", in_excel(write_xlsx(LETTERS, CONTEXT), edit))
    found = {(edit.key, edit.field): (edit.old, edit.new) for edit in read.edits}
    assert found == {
        (None, "head:time"): ("Waktu", "Lama"),
        ("Task_1", "activity"): ("Menerima surat masuk", "Menerima dan membubuhi cap"),
        ("Task_2", "actor:Lane_1"): ("", "v"),
        ("Task_3", "time"): ("", "5 menit"),
        (None, "created"): ("", "1 Maret 2026"),
    }
    assert {edit.place for edit in read.edits} >= {"Prosedur!J6", "Identitas!C2"}
    assert (read.deleted, read.added, read.moved, read.conflicts, read.lost) == ((),) * 5


def test_what_we_say_in_the_remarks_is_not_taken_for_typed() -> None:
    """A note under our own lines is one edit, which holds them as they were."""
    ours = """Lanjut bersamaan ke 5 dan 6
Jika Lewat 2 hari: hentikan, lanjut ke 8
Jika Surat rahasia: lakukan juga 6"""

    def edit(book: openpyxl.Workbook) -> None:
        cell = book["Prosedur"]["L7"]
        cell.value = f"{cell.value}\nPakai buku ekspedisi"

    read = read_xlsx("sop.xlsx", in_excel(write_xlsx(LETTERS, CONTEXT), edit))
    assert [(e.key, e.field, e.old, e.new) for e in read.edits] == [
        ("Task_4", "remarks", ours, f"{ours}\nPakai buku ekspedisi")
    ]


def test_numbers_and_dates_read_as_people_write_them() -> None:
    """A program may have made a number or a date of what was typed."""
    import datetime as dt  # noqa: PLC0415

    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["Prosedur"]
        sheet["J6"], sheet["J7"], sheet["H6"] = 30, 1.5, True
        book["Identitas"]["C2"] = dt.date(2026, 3, 1)
        book["Identitas"]["C2"].number_format = "dd/mm/yyyy"

    read = read_xlsx("sop.xlsx", in_excel(write_xlsx(LETTERS, CONTEXT), edit))
    new = {edit.field: edit.new for edit in read.edits}
    assert new == {
        "time": "1.5",
        "actor:Lane_6": "TRUE",
        "created": "2026-03-01",
    }
    assert "30" in {edit.new for edit in read.edits}


def test_a_row_copied_is_a_conflict() -> None:
    """Two rows for one step are named, with what each changes; neither is believed."""

    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["Prosedur"]
        for column in range(1, 14):
            sheet.cell(30, column).value = sheet.cell(4, column).value
        sheet["B30"] = "Lain"

    read = read_xlsx("sop.xlsx", in_excel(write_xlsx(LETTERS, CONTEXT), edit))
    (conflict,) = read.conflicts
    assert conflict.key == "Task_1"
    assert conflict.places == ("Prosedur!4", "Prosedur!30")
    assert [edit.new for edit in conflict.edits] == ["Lain"]
    assert not read.edits


def test_rows_deleted_added_and_moved_are_told() -> None:
    """Cutting, inserting and sorting are seen by the hidden keys."""

    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["Prosedur"]
        rows = {r: [sheet.cell(r, c).value for c in range(1, 14)] for r in range(4, 13)}
        order = [4, 6, 5, 7, 8, 9, None, 11, 12]
        for target, source in zip(range(4, 13), order, strict=True):
            fresh = ["", "Memberi cap", *[""] * 11]
            for c, value in enumerate(rows[source] if source else fresh, 1):
                if not isinstance(sheet.cell(target, c), openpyxl.cell.cell.MergedCell):
                    sheet.cell(target, c).value = value

    data = write_xlsx(LETTERS, CONTEXT)
    read = read_xlsx("sop.xlsx", in_excel(data, edit))
    assert read.deleted == ("Task_5",)
    assert read.moved in {("Task_3",), ("Task_2",)}
    (stranger,) = read.added
    assert stranger.cells == (("activity", "Memberi cap"),)
    assert stranger.after == "Task_4b"
    assert not read.edits
    assert [step.key for step in read.sop.steps][:3] == ["Task_1", "Task_3", "Task_2"]
    assert StepKey("Task_5") not in [step.key for step in read.sop.steps]


def test_a_deleted_column_is_lost_not_emptied() -> None:
    """No edit is made up for cells that are no longer there."""

    def edit(book: openpyxl.Workbook) -> None:
        book["Prosedur"].delete_cols(12)

    read = read_xlsx("sop.xlsx", in_excel(write_xlsx(LETTERS, CONTEXT), edit))
    assert read.lost == ("head:remarks",)
    assert not read.edits


def test_a_deleted_sheet_takes_its_rows() -> None:
    """Steps that are no longer on any sheet are deleted; a verdict on the rest is still given."""

    def edit(book: openpyxl.Workbook) -> None:
        del book["Prosedur"]

    read = read_xlsx("sop.xlsx", in_excel(write_xlsx(LETTERS, CONTEXT), edit))
    assert len(read.deleted) == 12
    assert not read.sop.steps


def test_a_formula_without_a_result_changes_no_cell() -> None:
    """No program worked it out; it is told with its place, its row and what stands there."""

    def edit(book: openpyxl.Workbook) -> None:
        book["Prosedur"]["J4"] = "=2*60"
        book["Identitas"]["C1"] = '="SOP-"&7'

    read = read_xlsx("sop.xlsx", in_excel(write_xlsx(LETTERS, CONTEXT), edit))
    assert not read.edits
    assert read.asides == (
        Aside("formula", "Identitas!C1", '="SOP-"&7'),
        Aside("formula", "Prosedur!J4", "=2*60", StepKey("Task_1")),
    )


@pytest.mark.parametrize(
    ("result", "new"), [("<v>120</v>", ["120"]), ('<v></v>" t="str', [""]), ("<v>#REF!</v>", [])]
)
def test_a_formula_says_what_its_last_result_is(result: str, new: list[str]) -> None:
    """A number, an empty text; an error is no result."""
    value, _, kind = result.partition('" ')
    kind = kind or ('t="e' if "#" in value else 't="n')
    data = with_sheet(
        write_xlsx(LETTERS, CONTEXT),
        2,
        lambda xml: re.sub(
            r'<c r="J4"( s="\d+")[^>]*>.*?</c>', rf'<c r="J4"\1 {kind}"><f>A1</f>{value}</c>', xml
        ),
    )
    assert [edit.new for edit in read_xlsx("sop.xlsx", data).edits] == new


def test_words_where_no_field_is_are_told() -> None:
    """Beside the identity, in the drawing's rows, beyond the table, over a label, in the evidence and on a new sheet."""

    def edit(book: openpyxl.Workbook) -> None:
        book["Identitas"]["A15"] = "tambahan"
        book["Identitas"]["B1"] = "No. SOP"
        book["Prosedur"]["B12"] = "di antara"
        book["Prosedur"]["P4"] = "di kanan"
        book["Keterlacakan"]["H30"] = "benar?"
        book.create_sheet("Lain")["A1"] = "lembar lain"

    read = read_xlsx("sop.xlsx", in_excel(write_xlsx(LETTERS, CONTEXT), edit))
    assert {(aside.place, aside.words, aside.key) for aside in read.asides} == {
        ("Identitas!A15", "tambahan", None),
        ("Identitas!B1", "No. SOP", None),
        ("Prosedur!B12", "di antara", None),
        ("Prosedur!P4", "di kanan", StepKey("Task_1")),
        ("Keterlacakan!H30", "benar?", None),
        ("Lain!A1", "lembar lain", None),
    }
    assert not read.edits


def test_notes_on_cells_are_told() -> None:
    """They are no words of the form, but somebody wrote them."""

    def edit(book: openpyxl.Workbook) -> None:
        book["Prosedur"]["J4"].comment = Comment("Mohon dicek", "Budi")

    read = read_xlsx("sop.xlsx", in_excel(write_xlsx(LETTERS, CONTEXT), edit))
    assert read.asides == (Aside("note", "Prosedur!J4", "Mohon dicek", StepKey("Task_1")),)


def test_writer_and_reader_use_the_same_names() -> None:
    """They may not import each other, so that this test holds them together."""
    assert tags.SCHEMA == xlsx_document._SCHEMA
    assert tags.HIDDEN == xlsx_document._HIDDEN
    assert tags.KEYS == xlsx_tables._KEYS
    assert tags.HEAD == xlsx_tables._HEAD
    assert {tags.DECORATION, tags.CONTINUED} == xlsx_tables._OURS
    assert tags.FIELD == xlsx_document._FIELD
    assert exported.digest_of(" a\u00a0b\n") == office_compare.digest_of("a b")


# Real maps, and the programs that people use.


def test_a_table_without_one_of_its_rows_no_longer_verifies() -> None:
    """The verdict is on the table as it stands now."""
    path = next((ROOT / "samples").rglob("*surat-masuk*.bpmn"))
    file = read_file(path.name, path.read_bytes())
    run = draft_sources(gather([str(path)]), Settings())
    (sop,) = (one for one in run.sops if len(one.steps) > 5)
    (process_map,) = (one for one in file.maps if one.id == sop.source.map)

    def edit(book: openpyxl.Workbook) -> None:
        book["Prosedur"].delete_rows(6)

    read = read_xlsx("sop.xlsx", in_excel(write_xlsx(sop, CONTEXT), edit))
    assert len(read.deleted) == 1
    assert "C1" in {fault.clause for fault in differences(process_map, read.sop)}
