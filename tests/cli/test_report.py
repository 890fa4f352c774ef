"""`bpm2sop report` and `reorganise` from the command line."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from bpm2sop.cli import main
from tests.cli.conftest import Call


@pytest.fixture
def call(call: Call, surat: Path) -> Call:
    """Run a command on a workspace that holds the map."""
    assert call("import", surat).exit_code == 0
    return call


def test_maps_without_a_workspace_are_reported(tmp_path: Path, surat: Path) -> None:
    """In each format that is asked for; the ratios are said."""
    out = tmp_path / "out"
    words = ["report", str(surat), "-o", str(out), "--format", "html,json", "--on", "2026-11-21"]
    done = CliRunner().invoke(main, [*words, "--language", "en"])
    assert done.exit_code == 0
    assert {path.name for path in out.iterdir()} == {"report.html", "report.json"}
    assert "SOPs with a valid link to a map 1/1 A" in done.stderr


def test_a_workspace_is_reported_with_its_evidence(call: Call, tmp_path: Path) -> None:
    """As JSON on standard output, and as one zip."""
    pack = tmp_path / "bukti" / "pack.zip"
    done = call("report", "--json", "--evidence", pack, "--on", "2026-11-21")
    assert json.loads(done.stdout)["on"] == "2026-11-21"
    assert "manifest.json" in zipfile.ZipFile(io.BytesIO(pack.read_bytes())).namelist()


@pytest.mark.parametrize(
    "words",
    [["report"], ["report", "x", "--evidence", "a.zip"], ["report", "-o", "x", "--format", "doc"]],
)
def test_what_a_report_cannot_do_is_wrong_use(call: Call, words: list[str]) -> None:
    """Nowhere to write to, evidence of maps alone, a format that is none."""
    assert call(*words).exit_code == 2


def test_a_workspace_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """A report of nothing would be a lie."""
    db = tmp_path / "none.db"
    done = CliRunner().invoke(main, ["report", "--json", "--db", str(db)])
    assert done.exit_code == 4
    assert not db.exists()


def test_a_reorganisation_is_shown_first_and_carried_out_with_yes(call: Call) -> None:
    """SOP, actor and steps, each once."""
    shown = call("reorganise", "rename", "Staf", "Pelaksana Umum")
    assert (shown.exit_code, shown.stdout) == (0, "Pelayanan surat: Staf: 3, 4\n")
    assert "--yes" in shown.stderr
    assert call("reorganise", "rename", "Staf", "Pelaksana Umum", "--yes").exit_code == 0
    again = call("reorganise", "rename", "Staf", "Pelaksana Umum")
    assert again.exit_code == 3
    assert "Staf" in again.stderr


@pytest.mark.parametrize(
    "words",
    [["rename", "Staf"], ["split", "Staf", "A"], ["split", "Staf", "A", "B", "--step", "x"]],
)
def test_a_change_without_its_names_is_wrong_use(call: Call, words: list[str]) -> None:
    """Nothing is touched."""
    assert call("reorganise", *words).exit_code == 2
