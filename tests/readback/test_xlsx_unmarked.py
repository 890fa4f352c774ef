"""A workbook without its hidden row and column, as an inspector leaves it: recognised where that is sure, else refused."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from hypothesis import given, settings
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bpm2sop.errors import Refused
from bpm2sop.layout import PageStyle
from bpm2sop.model.sop import Sop, StepKey
from bpm2sop.readback import Read, read_xlsx
from bpm2sop.wording import Language, messages
from bpm2sop.writers import Context
from bpm2sop.writers.xlsx import write_xlsx
from tests.readback.office import CONTEXT, as_contract, unchanged
from tests.writers.examples import LETTERS
from tests.writers.sops import sops

Edit = Callable[[Worksheet], None]


def hidden(sheet: Worksheet, column: int) -> bool:
    """Whether a column is hidden."""
    return bool(sheet.column_dimensions[get_column_letter(column)].hidden)


def without(sheet: Worksheet, *, row: bool, column: bool) -> None:
    """Take the hidden row or column away. What is merged stays so, as in Excel."""
    merged = [(one.coord, one) for one in sheet.merged_cells.ranges]
    for coordinates, one in merged:
        sheet.unmerge_cells(coordinates)
        one.shift(row_shift=-1 if row else 0)
    if row:
        sheet.delete_rows(1)
    if column:
        keys = (n for n in range(sheet.max_column, 0, -1) if hidden(sheet, n))
        sheet.delete_cols(next(keys))
    for _, one in merged:
        sheet.merge_cells(one.coord)


def filled(edit: Edit, context: Context = CONTEXT) -> Read:
    """An exported workbook in whose table somebody worked, read back."""
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(LETTERS, context)))
    edit(book["Prosedur"])
    stream = io.BytesIO()
    book.save(stream)
    return read_xlsx("sop.xlsx", stream.getvalue())


def refused(edit: Edit) -> Refused:
    """Why a workbook is refused, which is said in every language."""
    with pytest.raises(Refused) as caught:
        filled(edit)
    for language in Language:
        for part in ("title", "hint"):
            sentence = messages(language).sentences[f"refused.{caught.value.code}.{part}"]
            assert sentence.format_map(caught.value.params)
    return caught.value


ways = pytest.mark.parametrize(
    ("row", "column"), [(True, False), (False, True), (True, True)], ids=["row", "column", "both"]
)


@ways
def test_what_nobody_touched_is_unchanged(row: bool, column: bool) -> None:  # noqa: FBT001
    """Numbers and words name the rows, heads the columns."""
    read = filled(lambda sheet: without(sheet, row=row, column=column))
    assert unchanged(read)
    assert as_contract(read.sop) == as_contract(LETTERS)


@ways
def test_filled_cells_are_edits(row: bool, column: bool) -> None:  # noqa: FBT001
    """Each under its name and at the place where it stands now; an actor's mark too."""

    def edit(sheet: Worksheet) -> None:
        sheet["J6"], sheet["C5"], sheet["B4"] = "5 menit", "v", "Menerima dan membubuhi cap"
        without(sheet, row=row, column=column)

    up = 1 if row else 0
    assert [(e.key, e.field, e.new, e.place) for e in filled(edit).edits] == [
        (StepKey("Task_1"), "activity", "Menerima dan membubuhi cap", f"Prosedur!B{4 - up}"),
        (StepKey("Task_2"), "actor:Lane_1", "v", f"Prosedur!C{5 - up}"),
        (StepKey("Task_3"), "time", "5 menit", f"Prosedur!J{6 - up}"),
    ]


@settings(max_examples=25, deadline=None)
@given(made=sops())
def test_any_sop_comes_back_or_is_refused(made: Sop) -> None:
    """Whatever its words and however many its sheets: never a row that is another's, never one that is only said to be gone."""
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(made, CONTEXT)))
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible" and sheet.row_dimensions[1].hidden:
            without(sheet, row=True, column=True)
    stream = io.BytesIO()
    book.save(stream)
    try:
        read = read_xlsx("sop.xlsx", stream.getvalue())
    except Refused as refusal:
        assert refusal.code in ("xlsx-keys-gone", "xlsx-heads-gone")  # noqa: PT017
    else:
        assert unchanged(read)


def test_the_numbers_of_the_columns_are_no_row() -> None:
    """Though the first of them is a one, as the first step's."""
    context = Context(language=Language.ID, style=PageStyle(column_numbers=True))
    assert unchanged(filled(lambda sheet: without(sheet, row=True, column=True), context))


def test_a_row_without_a_number_is_new() -> None:
    """Its words are told below the row above it."""

    def edit(sheet: Worksheet) -> None:
        sheet["B20"] = "Mohon diperiksa lagi"
        without(sheet, row=True, column=True)

    read = filled(edit)
    assert [(s.after, s.cells) for s in read.added] == [
        (StepKey("Task_9a"), (("activity", "Mohon diperiksa lagi"),))
    ]
    assert not read.deleted


def rows_gone(sheet: Worksheet) -> None:
    """Remove the last step's row."""
    sheet.delete_rows(17)


def number_typed_over(sheet: Worksheet) -> None:
    """Give a row another number."""
    sheet["A5"] = "2a"


def neighbours_typed_over(sheet: Worksheet) -> None:
    """Type over two activities, one below the other."""
    sheet["B5"], sheet["B6"] = "Satu", "Dua"


def words_of_another(sheet: Worksheet) -> None:
    """Copy an activity into another row."""
    sheet["B5"] = sheet["B7"].value


@pytest.mark.parametrize(
    ("edit", "place"),
    [
        (rows_gone, "No 9.1"),
        (number_typed_over, "Prosedur!A4"),
        (neighbours_typed_over, "Prosedur!A4"),
        (words_of_another, "Prosedur!A4"),
    ],
)
def test_rows_that_leave_a_doubt_are_refused(edit: Edit, place: str) -> None:
    """No word goes into a row that may be another's; the place is told."""

    def both(sheet: Worksheet) -> None:
        edit(sheet)
        without(sheet, row=True, column=True)

    refusal = refused(both)
    assert refusal.code == "xlsx-keys-gone"
    assert refusal.params == {"sheet": "Prosedur", "place": place}


@ways
def test_a_column_that_leaves_a_doubt_is_refused(row: bool, column: bool) -> None:  # noqa: FBT001
    """Its head says something else and nothing hidden names it; with the hidden row it is a new head."""

    def edit(sheet: Worksheet) -> None:
        sheet["J3"] = "Lama"
        without(sheet, row=row, column=column)

    if not row:
        assert [e.field for e in filled(edit).edits] == ["head:time"]
        return
    refusal = refused(edit)
    assert refusal.code == "xlsx-heads-gone"
    assert refusal.params == {"sheet": "Prosedur", "column": "Waktu"}
