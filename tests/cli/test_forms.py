"""`bpm2sop forms`: the forms beside SOPs, of maps or of SOPs that people have edited."""

import io
import json
from pathlib import Path

import docx
import openpyxl
import pytest
from click.testing import CliRunner, Result

from bpm2sop.cli.main import main
from bpm2sop.wording import Language
from bpm2sop.writers import Context
from bpm2sop.writers.docx import write_docx
from bpm2sop.writers.json_document import write_json
from bpm2sop.writers.xlsx import write_xlsx
from tests.conftest import ROOT
from tests.writers.examples import LETTERS

SAMPLE = ROOT / "samples" / "level-3" / "02.01.01.01-penanganan-surat-masuk.bpmn"
ID = Context(language=Language.ID)


def forms(*arguments: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, ["forms", *arguments])


def test_all_three_forms_of_a_map(tmp_path: Path) -> None:
    """As Word documents, unless otherwise asked."""
    done = forms(str(SAMPLE), "-o", str(tmp_path), "--json")
    assert done.exit_code == 0
    names = ["identification.docx", "monitoring.docx", "evaluation.docx"]
    assert json.loads(done.stdout)["files"] == names
    assert sorted(names) == sorted(path.name for path in tmp_path.iterdir())
    (table,) = docx.Document(io.BytesIO((tmp_path / names[1]).read_bytes())).tables
    assert any("surat" in cell.text.lower() for row in table.rows for cell in row.cells)


def test_one_form_as_a_workbook(tmp_path: Path) -> None:
    """Only what is asked for is written."""
    done = forms(str(SAMPLE), "-o", str(tmp_path), "--form", "monitoring", "--format", "xlsx")
    assert done.exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["monitoring.xlsx"]
    sheet = openpyxl.load_workbook(tmp_path / "monitoring.xlsx").worksheets[0]
    assert sheet.max_row > 5


@pytest.mark.parametrize(
    ("end", "write"), [("json", write_json), ("xlsx", write_xlsx), ("docx", write_docx)]
)
def test_sops_are_taken_as_they_are_now(tmp_path: Path, end: str, write: object) -> None:
    """From the files that people edit."""
    path = tmp_path / f"sop.{end}"
    path.write_bytes(write(LETTERS, ID))
    done = forms(str(path), "-o", str(tmp_path / "out"), "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["sops"] == [LETTERS.key]


@pytest.mark.parametrize(
    ("option", "value"), [("--form", "appraisal"), ("--format", "pdf"), ("--form", ",")]
)
def test_unknown_forms_and_formats_are_wrong_use(tmp_path: Path, option: str, value: str) -> None:
    """With what there is."""
    done = forms(str(SAMPLE), "-o", str(tmp_path), option, value)
    assert done.exit_code == 2
    assert "bukan salah satu dari" in done.stderr


def test_a_file_that_is_no_sop_is_refused(tmp_path: Path) -> None:
    """In one line; nothing is written."""
    (tmp_path / "a.xlsx").write_bytes(b"no")
    done = forms(str(tmp_path / "a.xlsx"), "-o", str(tmp_path / "out"))
    assert done.exit_code == 3
    assert not (tmp_path / "out").exists()
