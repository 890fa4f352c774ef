"""An exported workbook read back: what people changed, nothing else, whoever saved it; bad ones refused by name."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings

from bpm2sop.decompose.proof import differences
from bpm2sop.drafting import Settings
from bpm2sop.errors import Refused
from bpm2sop.model.sop import Sop, StepKey
from bpm2sop.readback import Read, json_document, read_sop, read_xlsx, xlsx_document
from bpm2sop.readers import read_file
from bpm2sop.sources import gather
from bpm2sop.wording import Language, messages
from bpm2sop.workspace import draft_sources
from bpm2sop.writers import Context
from bpm2sop.writers.json_document import write_json
from bpm2sop.writers.xlsx import tags, write_xlsx
from tests.writers.examples import ATTACK, EMPTY, LETTERS
from tests.writers.sops import sops

CONTEXT = Context(language=Language.ID)
ROOT = Path(__file__).parents[2]
ROW = re.compile(r'<row r="(\d+)".*?</row>')


def as_contract(sop: Sop) -> bytes:
    """All that the contract holds of an SOP."""
    return write_json(sop, CONTEXT)


def unchanged(read: Read) -> bool:
    """Whether nothing was found."""
    return not (
        read.edits or read.deleted or read.added or read.moved or read.conflicts or read.lost
    )


def with_parts(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A workbook with its parts changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return stream.getvalue()


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


def test_numbers_and_dates_read_as_people_write_them() -> None:
    """A program may have made a number or a date of what was typed."""
    import datetime as dt  # noqa: PLC0415

    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["Prosedur"]
        sheet["J6"], sheet["J7"], sheet["H6"] = 30, 1.5, True
        sheet["B6"] = "=1+1"
        book["Identitas"]["C2"] = dt.date(2026, 3, 1)
        book["Identitas"]["C2"].number_format = "dd/mm/yyyy"

    read = read_xlsx("sop.xlsx", in_excel(write_xlsx(LETTERS, CONTEXT), edit))
    new = {edit.field: edit.new for edit in read.edits}
    assert new == {
        "time": "1.5",
        "actor:Lane_6": "TRUE",
        "activity": "",
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


# What is refused.


def refusal(data: bytes, name: str = "sop.xlsx") -> Refused:
    """The refusal of a file, which has its sentences in every language."""
    with pytest.raises(Refused) as caught:
        read_sop(name, data)
    for language in Language:
        for part in ("title", "hint"):
            sentence = messages(language).sentences[f"refused.{caught.value.code}.{part}"]
            assert sentence.format_map(caught.value.params)
    return caught.value


WORKBOOK = write_xlsx(LETTERS, CONTEXT)


@pytest.mark.parametrize("length", [0, 3, 30, 2_000, len(WORKBOOK) - 30])
def test_a_file_cut_off_is_refused(length: int) -> None:
    """However much of it is there."""
    assert refusal(WORKBOOK[:length]).code == "xlsx-broken"


def test_no_flipped_byte_is_a_crash() -> None:
    """A damaged workbook is refused or read, nothing else."""
    for place in range(0, len(WORKBOOK), 97):
        data = bytearray(WORKBOOK)
        data[place] ^= 0x55
        try:
            read_xlsx("sop.xlsx", bytes(data))
        except Refused as refused:
            assert refused.code.startswith(("xlsx-", "json-"))  # noqa: PT017


def test_a_workbook_of_something_else_is_refused() -> None:
    """And so is one without its hidden sheet."""
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    assert refusal(stream.getvalue()).code == "xlsx-not-ours"


def test_an_old_or_encrypted_file_is_refused() -> None:
    """Its container is not a zip."""
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)).code == "xlsx-encrypted"


def test_macros_are_refused_whatever_the_name() -> None:
    """By a part of a program, or by the type that the package tells."""
    with_program = io.BytesIO(WORKBOOK)
    with zipfile.ZipFile(with_program, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    assert refusal(with_program.getvalue()).code == "xlsx-macros"
    plain, enabled = b"spreadsheetml.sheet.main+xml", b"excel.sheet.macroEnabled.main+xml"
    assert refusal(with_parts(WORKBOOK, lambda _, part: part.replace(plain, enabled))).code == (
        "xlsx-macros"
    )


def test_a_newer_schema_is_refused() -> None:
    """By its name, with what can be read."""

    def newer(_: str, part: bytes) -> bytes:
        return part.replace(b"bpm2sop/xlsx/1<", b"bpm2sop/xlsx/2<")

    refused = refusal(with_parts(WORKBOOK, newer))
    assert refused.code == "xlsx-schema-newer"
    assert refused.params == {"schema": "bpm2sop/xlsx/2", "newest": "1"}


def test_hidden_data_that_was_changed_is_not_trusted() -> None:
    """The digest tells."""

    def other(_: str, part: bytes) -> bytes:
        return part.replace(b"parallelGateway&quot;", b"inclusiveGateway&quot;").replace(
            b'"type": "parallelGateway"', b'"type": "inclusiveGateway"'
        )

    assert refusal(with_parts(WORKBOOK, other)).code == "xlsx-data-changed"


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet2.xml"]
)
def test_a_document_type_in_a_part_is_refused(part: str) -> None:
    """Entities never get as far as being resolved."""
    evil = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'

    def change(name: str, data: bytes) -> bytes:
        return data.replace(b"?>", b"?>" + evil, 1) if name == part else data

    refused = refusal(with_parts(WORKBOOK, change))
    assert refused.code == "xlsx-part"
    assert refused.params == {"part": part, "reason": "doctype"}


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    """Bytes are counted while they are unpacked."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as old, zipfile.ZipFile(stream, "w", 8) as new:
        for name in old.namelist():
            if name == "xl/sharedStrings.xml":
                with new.open(name, "w") as part:
                    for _ in range(80):
                        part.write(b" " * 1_000_000)
            else:
                new.writestr(name, old.read(name))
    assert len(stream.getvalue()) < 200_000
    assert refusal(stream.getvalue()).code == "xlsx-too-large"


def test_too_many_members_are_refused() -> None:
    """Before any is looked at."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(2_001):
            archive.writestr(f"{number}", b"")
    assert refusal(stream.getvalue()).code == "xlsx-too-large"


def test_writer_and_reader_use_the_same_names() -> None:
    """They may not import each other, so that this test holds them together."""
    assert f"bpm2sop/xlsx/{xlsx_document._NEWEST}" == tags.SCHEMA
    assert tags.HIDDEN == xlsx_document._HIDDEN
    assert tags.KEYS == xlsx_document._KEYS
    assert tags.HEAD == xlsx_document._HEAD
    assert {tags.DECORATION, tags.CONTINUED} == xlsx_document._OURS
    assert tags.FIELD == xlsx_document._FIELD


# Real maps, and the programs that people use.


def test_the_samples_verify() -> None:
    """Each sample's workbook, by itself, rebuilds its map."""
    assert verified([str(ROOT / "samples")]) >= 10


@pytest.mark.corpus
def test_the_corpus_verifies(corpus_dir: Path) -> None:
    """As do those of the interchange maps."""
    assert verified([str(corpus_dir)]) > 100


def verified(paths: list[str]) -> int:
    """Write, read back and verify every SOP of some maps; give their number."""
    run = draft_sources(gather(paths), Settings())
    maps = {(file.name, one.id): one for file in run.files for one in file.maps}
    for sop in run.sops:
        read = read_xlsx("sop.xlsx", write_xlsx(sop, CONTEXT))
        assert unchanged(read), sop.key
        assert as_contract(read.sop) == as_contract(sop), sop.key
        assert not list(differences(maps[sop.source.file, sop.source.map], read.sop)), sop.key
    return len(run.sops)


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
