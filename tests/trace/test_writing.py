"""The matrix in its four formats: the same bytes each time, and nothing in it runs."""

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from bpm2sop.trace import How, Ratio, Row, Trace
from bpm2sop.trace.values import Link
from bpm2sop.wording import Language
from bpm2sop.writers.trace_registry import TRACE_WRITERS

EVIL = "=cmd|' /C calc'!A0"
TRACE = Trace(
    rows=(
        Row(
            "01",
            "<script>alert(1)</script>",
            "a.bpmn",
            "n1",
            EVIL,
            "task",
            "@lane",
            "k",
            "",
            "+SOP",
            "1",
            How.DIRECT,
        ),
        Row(
            "01",
            "Nama",
            "a.bpmn",
            "n2",
            "",
            "task",
            "",
            "",
            "",
            "",
            "",
            How.EXPLAINED,
            "unreachable",
        ),
        Row(
            "01",
            "Nama",
            "a.bpmn",
            "n3",
            "00123",
            "callActivity",
            "",
            "k",
            "",
            "+SOP",
            "2",
            How.OWN_SOP,
            "k",
        ),
    ),
    maps=Ratio(1, 2),
    sops=Ratio(1, 1),
    nodes=Ratio(2, 3),
    how=dict.fromkeys(How, 1),
)
FORMATS = {writer.format: writer for writer in TRACE_WRITERS}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("language", [Language.ID, Language.EN])
def test_the_same_matrix_gives_the_same_bytes(name: str, language: Language) -> None:
    """No clock, no chance."""
    writer = FORMATS[name]
    assert writer.write(TRACE, language) == writer.write(TRACE, language)


def test_bytes_do_not_hang_on_the_process_or_its_settings(tmp_path: Path) -> None:
    """Another hash seed and a person's own matplotlib settings change nothing."""
    (tmp_path / "matplotlibrc").write_text("font.size: 20\naxes.facecolor: red\n")
    code = (
        "import sys; from tests.trace.test_writing import *\n"
        "sys.stdout.buffer.write(b''.join(w.write(TRACE, Language.ID) for w in TRACE_WRITERS))"
    )
    seen = set()
    for seed in ("1", "2"):
        env = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "MATPLOTLIBRC": str(tmp_path) if seed == "2" else "",
        }
        done = subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, env=env
        )
        seen.add(done.stdout)
    assert len(seen) == 1


def test_no_cell_of_the_csv_runs() -> None:
    """A sign that begins a formula has a quote before it."""
    text = FORMATS["csv"].write(TRACE, Language.EN).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 1 + len(TRACE.rows)
    assert all(cell[:1] not in tuple("=+-@\t\r") for row in rows for cell in row if cell)


def test_each_row_says_how_it_stands_to_the_map() -> None:
    """In the table, the sheet and for programs."""
    rows = (TRACE.rows[0], TRACE.rows[1]._replace(link=Link.ORPHAN))
    changed = replace(TRACE, rows=rows)
    text = FORMATS["csv"].write(changed, Language.ID).decode("utf-8-sig")
    assert [row["Keadaan"] for row in csv.DictReader(io.StringIO(text))] == ["sinkron", "yatim"]
    sheet = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(changed, Language.ID)))
    assert [row[-1].value for row in sheet.worksheets[0]] == ["Keadaan", "sinkron", "yatim"]
    value = json.loads(FORMATS["json"].write(changed, Language.ID))
    assert [row["link"] for row in value["rows"]] == ["in-step", "orphan"]


def test_every_cell_of_the_matrix_sheet_is_text() -> None:
    """Neither formulas nor numbers out of texts."""
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(TRACE, Language.EN)))
    cells = [
        cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None
    ]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {EVIL, "00123"} <= {cell.value for cell in cells}


def test_the_json_has_raw_words() -> None:
    """Programs read codes, not sentences."""
    value = json.loads(FORMATS["json"].write(TRACE, Language.ID))
    assert value["schema"] == "bpm2sop/trace/1"
    assert [row["how"] for row in value["rows"]] == ["direct", "explained", "own-sop"]
    assert value["coverage"]["nodes"] == {"covered": 2, "all": 3, "share": 0.6667, "grade": "B"}


def test_the_page_shows_what_maps_say_and_runs_none_of_it() -> None:
    """Markup in a name is text; the page has charts and no script."""
    page = FORMATS["html"].write(TRACE, Language.ID).decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert page.count("<svg") == 1
    assert "http://www.w3.org/2000/svg" in page


def test_matplotlib_is_imported_for_charts_only() -> None:
    """The other formats start without it."""
    code = "import sys, bpm2sop.cli.trace; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
