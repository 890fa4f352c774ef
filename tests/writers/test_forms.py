"""The three forms beside an SOP: columns as the regulation has them, filled in from the SOPs, empty where they are silent."""

import io
import warnings

import docx
import openpyxl
import pytest
from msgspec.structs import replace

from bpm2sop.wording import Language
from bpm2sop.writers import Context
from bpm2sop.writers.forms import FormFormat, FormKind, form_for, write_form
from tests.writers.examples import ATTACK, EMPTY, LETTERS

CONTEXT = Context(language=Language.ID)
SOPS = (LETTERS, ATTACK, EMPTY)

every_form = pytest.mark.parametrize("kind", FormKind)
every_format = pytest.mark.parametrize("form", FormFormat)


def rows_of(kind: FormKind, form: FormFormat, language: Language = Language.ID) -> list[list[str]]:
    """The texts of a form's table, row by row, as another program reads them."""
    data = write_form(kind, SOPS, Context(language=language), form=form)
    if form is FormFormat.DOCX:
        (table,) = docx.Document(io.BytesIO(data)).tables
        return [[cell.text for cell in row.cells] for row in table.rows]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return [[str(value or "") for value in row] for row in sheet.iter_rows(3, values_only=True)]


@every_format
def test_identification_has_the_eight_columns_of_table_6(form: FormFormat) -> None:
    """Numbered 1 to 8; an SOP a line, with its final outputs and its title numbered consecutively."""
    rows = rows_of(FormKind.IDENTIFICATION, form)
    assert rows[0] == [
        "No", "Tugas", "Fungsi", "Uraian Tugas", "Kegiatan", "Output Akhir", "Aspek Kegiatan", "Judul SOP",
    ]  # fmt: skip
    first = rows.index(list("12345678"))
    assert first == (1 if form is FormFormat.DOCX else 2)
    assert rows[first + 1] == [
        "A", "", "", "", "Penanganan Surat Masuk", "Arsip surat", "Penanganan",
        "1. Penanganan Surat Masuk (02.01.01)",
    ]  # fmt: skip
    assert [row[0] for row in rows[first + 1 :]] == ["A", "B", "C"]


@every_format
def test_monitoring_has_the_columns_of_table_7(form: FormFormat) -> None:
    """Two columns for the assessment under one head; each step a line to be assessed, nested ones too."""
    rows = rows_of(FormKind.MONITORING, form)
    assert rows[1][2:4] == ["Berjalan dengan Baik", "Tidak Berjalan dengan Baik"]
    assert rows[0][4:] == [
        "Catatan Hasil Penilaian",
        "Tindakan yang Harus Diambil",
        "Paraf Penilai",
    ]
    assert rows[2][0] == "Penanganan Surat Masuk (02.01.01)"
    assert ["4.1", "Membaca surat dan telaahan", "", "", "", "", ""] in rows


@every_format
def test_evaluation_asks_seven_questions_of_each_sop(form: FormFormat) -> None:
    """Yes and no are left for the team."""
    rows = rows_of(FormKind.EVALUATION, form)
    assert rows[1][2:4] == ["Ya", "Tidak"]
    assert len(rows) == 2 + len(SOPS) * 8
    assert rows[3] == ["1", "SOP mampu mendorong peningkatan kinerja", "", "", ""]
    assert rows[9][1] == "SOP bersinergi satu dengan lainnya"


@every_form
@every_format
def test_forms_speak_both_languages(kind: FormKind, form: FormFormat) -> None:
    """The same rows under other words."""
    assert len(rows_of(kind, form, Language.EN)) == len(rows_of(kind, form))
    assert rows_of(kind, form, Language.EN) != rows_of(kind, form)


@every_form
@every_format
def test_the_same_sops_give_the_same_bytes(kind: FormKind, form: FormFormat) -> None:
    """No clock and no machine."""
    assert write_form(kind, SOPS, CONTEXT, form=form) == write_form(kind, SOPS, CONTEXT, form=form)


@every_form
@every_format
def test_a_form_without_sops_is_an_empty_form(kind: FormKind, form: FormFormat) -> None:
    """It can be printed and filled in by hand."""
    assert write_form(kind, (), CONTEXT, form=form)


@every_form
def test_text_stays_text(kind: FormKind) -> None:
    """A formula of a map is words in a cell."""
    data = write_form(kind, [ATTACK], CONTEXT, form=FormFormat.XLSX)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert {cell.data_type for row in sheet for cell in row if cell.value is not None} == {"s"}


def test_what_is_only_assumed_is_in_italics() -> None:
    """The aspect is read off the title; where the title does not tell, it is left empty."""
    form = form_for(FormKind.IDENTIFICATION, [LETTERS, replace(LETTERS, title="Surat")], CONTEXT)
    assert [line.cells[6] for line in form.lines] == ["Penanganan", ""]
    assert all(line.assumed == {6} for line in form.lines)
