"""A filled file comes back: its words are merged cell by cell, under the name of who sent it."""

import io
from collections.abc import Callable, Mapping

import docx
import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bpm2sop.errors import Refused
from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.approving import SopAct, submit
from bpm2sop.workspace.exporting import export_sop
from bpm2sop.workspace.filling import fill
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.reviewing import EditCell, edit_cell
from bpm2sop.workspace.values import StepView
from bpm2sop.workspace.views import sop_view
from tests.workspace.maps import ANI, BUDI, SERVICE, bpmn, bring


def new_sop(workspace: Workspace) -> str:
    """The id of the SOP of a map just imported."""
    return bring(workspace, who=ANI).lines[0].sops[0].id


def exported(workspace: Workspace, sop: str, form: str = "xlsx") -> bytes:
    """The file as it is exported."""
    (data,) = export_sop(workspace, ANI, sop, [form]).values()
    return data


def changed(data: bytes, words: Mapping[str, str]) -> bytes:
    """A workbook in which somebody wrote other words over those that stand there."""

    def write(sheet: Worksheet) -> None:
        for line in sheet.iter_rows():
            for cell in line:
                if cell.value in words:
                    cell.value = words[cell.value]

    return edited(data, write)


def edited(data: bytes, write: Callable[[Worksheet], None]) -> bytes:
    """A workbook after somebody worked in its visible sheets."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            write(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row(workspace: Workspace, sop: str, key: str) -> StepView:
    """A row of an SOP."""
    return next(step for step in sop_view(workspace, ANI, sop).steps if step.key == key)


def test_words_written_in_a_workbook_stand_under_the_senders_name(workspace: Workspace) -> None:
    """As if they had been typed on the page."""
    sop = new_sop(workspace)
    data = changed(exported(workspace, sop), {"Memeriksa berkas": "Meneliti berkas dengan saksama"})
    report = fill(workspace, BUDI, "isi.xlsx", data)
    assert [(cell.key, cell.value, cell.who) for cell in report.cells] == [
        ("b", "Meneliti berkas dengan saksama", "budi")
    ]
    assert row(workspace, sop, "b").step.text == "Meneliti berkas dengan saksama"


def test_words_written_in_a_document_come_back_too(workspace: Workspace) -> None:
    """With Word's own way of keeping them."""
    sop = new_sop(workspace)
    document = docx.Document(io.BytesIO(exported(workspace, sop, "docx")))
    cells = [cell for table in document.tables for line in table.rows for cell in line.cells]
    found = next(cell for cell in cells if cell.text == "Mencatat surat")
    found.paragraphs[0].runs[0].text = "Mencatat surat dalam agenda"
    out = io.BytesIO()
    document.save(out)
    report = fill(workspace, BUDI, "isi.docx", out.getvalue())
    assert [cell.value for cell in report.cells] == ["Mencatat surat dalam agenda"]


def test_a_file_that_nobody_changed_changes_nothing(workspace: Workspace) -> None:
    """Not even where people went on typing here."""
    sop = new_sop(workspace)
    data = exported(workspace, sop)
    edit_cell(workspace, ANI, EditCell(sop, "b", Field.TEXT, "Teliti berkas", 0))
    report = fill(workspace, BUDI, "isi.xlsx", data)
    assert (report.cells, report.conflicts, report.comments) == ((), (), ())
    assert row(workspace, sop, "b").step.text == "Teliti berkas"


def test_both_changed_is_a_conflict_with_three_texts(workspace: Workspace) -> None:
    """What was typed here stands until somebody decides; the file's words are in the history."""
    sop = new_sop(workspace)
    data = changed(exported(workspace, sop), {"Memeriksa berkas": "Kata berkas"})
    edit_cell(workspace, ANI, EditCell(sop, "b", Field.TEXT, "Kata di sini", 0))
    report = fill(workspace, BUDI, "isi.xlsx", data)
    (cell,) = report.conflicts
    assert cell.conflict is not None
    assert cell.conflict == ("Memeriksa berkas", "Kata di sini", "Kata berkas", "fill")
    assert row(workspace, sop, "b").step.text == "Kata di sini"


def test_a_conflict_with_a_file_outlives_a_revision(workspace: Workspace) -> None:
    """No map settles what two people wrote."""
    sop = new_sop(workspace)
    data = changed(exported(workspace, sop), {"Memeriksa berkas": "Kata berkas"})
    edit_cell(workspace, ANI, EditCell(sop, "b", Field.TEXT, "Kata di sini", 0))
    fill(workspace, BUDI, "isi.xlsx", data)
    bring(workspace, f"{SERVICE}; e Arsipkan surat @Staf")
    cell = row(workspace, sop, "b").cells[Field.TEXT]
    assert cell.conflict is not None
    assert cell.conflict.theirs == "Kata berkas"


def test_a_file_from_before_a_revision_finds_its_rows(workspace: Workspace) -> None:
    """By matching, as a revision does; where the map changed the same cell, it is a conflict with the map."""
    sop = new_sop(workspace)
    words = {"Memeriksa berkas": "Meneliti berkas", "Mencatat surat": "Mengagendakan surat"}
    data = changed(exported(workspace, sop), words)
    bring(workspace, SERVICE.replace("Catat surat", "Catat semua surat"))
    report = fill(workspace, BUDI, "isi.xlsx", data)
    assert [cell.value for cell in report.cells] == ["Meneliti berkas"]
    (cell,) = report.conflicts
    assert cell.conflict is not None
    assert cell.conflict[:3] == ("Mencatat surat", "Mengagendakan surat", "Mencatat semua surat")


def test_rows_gone_and_new_are_told_as_remarks(workspace: Workspace) -> None:
    """The table follows the map; nothing that somebody wrote is lost."""
    sop = new_sop(workspace)

    def write(sheet: Worksheet) -> None:
        for line in list(sheet.iter_rows()):
            if any(cell.value == "Mencatat surat" for cell in line):
                for cell in line:
                    if not isinstance(cell, openpyxl.cell.cell.MergedCell):
                        cell.value = "Menimbang surat" if cell.value == "Mencatat surat" else None

    report = fill(workspace, BUDI, "isi.xlsx", edited(exported(workspace, sop), write))
    told = {comment.text for comment in report.comments}
    assert any("Mencatat surat" in text and "dihapus" in text for text in told)
    assert any("Menimbang surat" in text for text in told)
    assert [step.key for step in sop_view(workspace, ANI, sop).steps] == ["a", "b", "c", "d"]


def test_the_same_file_twice_is_taken_once(workspace: Workspace) -> None:
    """It says so."""
    sop = new_sop(workspace)
    data = changed(exported(workspace, sop), {"Memeriksa berkas": "Meneliti berkas"})
    fill(workspace, BUDI, "isi.xlsx", data)
    assert fill(workspace, BUDI, "isi.xlsx", data).again


def test_a_filled_file_takes_a_submitted_sop_back_to_draft(workspace: Workspace) -> None:
    """As every edit does."""
    sop = new_sop(workspace)
    data = changed(exported(workspace, sop), {"Memeriksa berkas": "Meneliti berkas"})
    submit(workspace, ANI, SopAct(sop, sop_view(workspace, ANI, sop).version, "data follow"))
    assert fill(workspace, BUDI, "isi.xlsx", data).reopened


def test_what_is_no_file_of_this_sop_is_refused(workspace: Workspace) -> None:
    """A file of another SOP, of another workspace, or no file of ours; nothing is changed."""
    sop = new_sop(workspace)
    other = bring(workspace, "m Masak air; n Seduh teh; o Saji", name="teh.bpmn")
    data = exported(workspace, other.lines[0].sops[0].id)
    before = sop_view(workspace, ANI, sop)
    with pytest.raises(Refused) as told:
        fill(workspace, BUDI, "isi.xlsx", data, sop_id=sop)
    assert told.value.code == "fill-other"
    with pytest.raises(Refused) as told:
        fill(workspace, BUDI, "peta.xlsx", bpmn(SERVICE))
    assert told.value.code == "xlsx-foreign"
    assert sop_view(workspace, ANI, sop) == before


def test_a_file_from_elsewhere_is_refused(workspace: Workspace) -> None:
    """Its map was never here in that form."""
    sop = new_sop(workspace)
    data = exported(workspace, sop)
    with workspace.store.writing() as connection:
        connection.exec_driver_sql("UPDATE map_file SET name = 'lain.bpmn'")
    with pytest.raises(Refused) as told:
        fill(workspace, BUDI, "isi.xlsx", data)
    assert told.value.code == "fill-unknown"


def without_hidden(sheet: Worksheet) -> None:
    """Take the hidden row and column away, as an inspector of documents does."""
    for number in range(sheet.max_column, 0, -1):
        if sheet.column_dimensions[get_column_letter(number)].hidden:
            sheet.delete_cols(number)
    if sheet.row_dimensions[1].hidden:
        sheet.delete_rows(1)


def test_rows_are_known_without_what_is_hidden(workspace: Workspace) -> None:
    """By their numbers and words; what was typed is taken, and no row is said to be gone."""
    sop = new_sop(workspace)
    data = changed(exported(workspace, sop), {"Memeriksa berkas": "Meneliti berkas"})
    report = fill(workspace, BUDI, "isi.xlsx", edited(data, without_hidden))
    assert [(cell.key, cell.value) for cell in report.cells] == [("b", "Meneliti berkas")]
    assert not report.comments


def test_a_file_without_its_table_is_refused(workspace: Workspace) -> None:
    """Nothing is said of rows that may be anywhere; nothing is changed."""
    sop = new_sop(workspace)
    before = sop_view(workspace, ANI, sop)
    book = openpyxl.load_workbook(io.BytesIO(exported(workspace, sop)))
    del book["Prosedur"]
    book["Identitas"]["C1"] = "007"
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(Refused) as told:
        fill(workspace, BUDI, "isi.xlsx", out.getvalue())
    assert told.value.code == "fill-no-table"
    assert sop_view(workspace, ANI, sop) == before


def test_a_formula_that_nobody_worked_out_empties_no_cell(workspace: Workspace) -> None:
    """A remark on the step tells it."""
    sop = new_sop(workspace)
    edit_cell(workspace, ANI, EditCell(sop, "b", Field.TIME, "2 jam", 0))
    data = changed(exported(workspace, sop), {"2 jam": "=2*60"})
    report = fill(workspace, BUDI, "isi.xlsx", data)
    assert not report.cells
    assert row(workspace, sop, "b").cells[Field.TIME].value == "2 jam"
    (comment,) = report.comments
    assert (comment.key, comment.text.partition(": ")[2]) == (
        "b",
        "rumus tanpa hasil, isian dibiarkan (Prosedur!F5): =2*60",
    )


def test_words_where_no_field_is_become_a_remark(workspace: Workspace) -> None:
    """With their place."""
    sop = new_sop(workspace)

    def write(sheet: Worksheet) -> None:
        if sheet.title == "Identitas":
            sheet["A15"] = "Mohon dilengkapi dasar hukumnya"

    report = fill(workspace, BUDI, "isi.xlsx", edited(exported(workspace, sop), write))
    assert [comment.text for comment in report.comments] == [
        "isi.xlsx: kata-kata di luar isian (Identitas!A15): Mohon dilengkapi dasar hukumnya"
    ]


def test_more_words_than_a_remark_holds_become_several(workspace: Workspace) -> None:
    """None is cut off."""
    sop = new_sop(workspace)
    words = "kata " * 4_999 + "akhir"

    def write(sheet: Worksheet) -> None:
        if sheet.title == "Identitas":
            sheet["A15"] = words

    report = fill(workspace, BUDI, "isi.xlsx", edited(exported(workspace, sop), write))
    assert len(report.comments) == 3
    assert "".join(comment.text for comment in report.comments).endswith(words)


def test_a_column_that_is_gone_is_told_by_its_name(workspace: Workspace) -> None:
    """As the page calls it."""
    sop = new_sop(workspace)

    def write(sheet: Worksheet) -> None:
        if sheet.title == "Prosedur":
            sheet.delete_cols(6)

    report = fill(workspace, BUDI, "isi.xlsx", edited(exported(workspace, sop), write))
    assert [comment.text for comment in report.comments] == [
        "isi.xlsx: tidak ada lagi di berkas: waktu"
    ]
