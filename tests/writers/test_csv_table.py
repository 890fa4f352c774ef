"""The table as CSV: every cell in its place, no formula in any."""

import csv
import io
import re

import pytest
from hypothesis import given, settings

from bpm2sop.layout.tablerows import rows
from bpm2sop.model.sop import Sop
from bpm2sop.wording import Language
from bpm2sop.writers import Context
from bpm2sop.writers.csv_table import harmless, write_csv
from tests.writers.examples import ATTACK, LETTERS
from tests.writers.sops import sops

ID = Context(language=Language.ID)
MARK = b"\xef\xbb\xbf"


def cells(data: bytes) -> list[list[str]]:
    """The cells of a file."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+62 812", "'+62 812"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("＝1", "'＝1"),
        ("＠x", "'＠x"),
        ("  =1", "  '=1"),
        ('"=1', "\"'=1"),
        ("a\n=1", "a\n'=1"),
        ("a;=1", "a;'=1"),
        ("a, -1", "a, '-1"),
        ("a=b", "a=b"),
        ("a - b", "a - b"),
        ("tanda terima", "tanda terima"),
        ("", ""),
    ],
)
def test_a_formula_becomes_text(text: str, safe: str) -> None:
    """A single quote stands before a sign that could begin a formula, and nowhere else."""
    assert harmless(text) == safe


def test_the_head_names_the_columns() -> None:
    """Thirteen columns, a row a step, nested ones in their place."""
    head, *body = cells(write_csv(LETTERS, ID))
    assert head[:4] == ["No", "Kegiatan", "Label di peta", "Pelaksana"]
    assert [row[0] for row in body] == [
        "1",
        "2",
        "3",
        "4",
        "4.1",
        "4.2",
        "5",
        "6",
        "7",
        "8",
        "9",
        "9.1",
    ]
    assert {len(row) for row in [head, *body]} == {13}


def test_a_row_tells_all_of_its_step() -> None:
    """What the table shows of a step is in its row."""
    row = cells(write_csv(LETTERS, ID))[2]
    assert row == [
        "2",
        "Memeriksa kelengkapan surat",
        "Periksa kelengkapan surat",
        "Sekretaris",
        "Surat masuk [diterima]",
        "1 hari kerja",
        "",
        "",
        "",
        "jika Ya lanjut ke 4, jika Tidak (atau selain itu) lanjut ke 3",
        "Task_2 Flow_3 Gateway_1",
        "Task_2",
        "keputusan",
    ]


def test_line_breaks_stay_inside_their_cell() -> None:
    """A cell of several lines is one cell."""
    body = cells(write_csv(ATTACK, ID))[1:]
    assert len(body) == 2
    assert body[0][4].splitlines()[0] == "'+62 | `x`"


@settings(deadline=None)
@given(sops())
def test_no_cell_can_be_a_formula(sop: Sop) -> None:
    """Whatever the map says, a spreadsheet gets text: a row a step, each cell harmless."""
    data = write_csv(sop, ID)
    read = cells(data)
    assert data.startswith(MARK)
    assert len(read) == 1 + sum(1 for _ in rows(sop.steps))
    assert not [cell for row in read for cell in row if re.match(r"[=+\-@\t\r＝＋－＠]", cell)]
