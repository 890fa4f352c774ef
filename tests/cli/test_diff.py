"""`bpm2sop diff`."""

import json
import random
import zipfile
from pathlib import Path

from tests.cli.conftest import Call
from tests.cli.test_draft import GOOD
from tests.oracle.metamorphic import rename_ids


def revised() -> bytes:
    """The good map with another word."""
    changed = GOOD.replace(b'name="', b'name="Segera ', 3)
    assert changed != GOOD
    return changed


def test_the_same_under_other_ids_is_no_difference(bpm2sop: Call, tmp_path: Path) -> None:
    """Exit 0 and one sentence."""
    (tmp_path / "a.bpmn").write_bytes(GOOD)
    (tmp_path / "b.bpmn").write_bytes(rename_ids(GOOD, random.Random(1)))  # noqa: S311
    result = bpm2sop("diff", tmp_path / "a.bpmn", tmp_path / "b.bpmn", "--language", "en")
    assert (result.exit_code, result.stdout) == (0, "No change in the SOPs.\n")


def test_a_difference_exits_with_one(bpm2sop: Call, tmp_path: Path) -> None:
    """As text, and as one JSON value."""
    (tmp_path / "a.bpmn").write_bytes(GOOD)
    (tmp_path / "b.bpmn").write_bytes(revised())
    result = bpm2sop("diff", tmp_path / "a.bpmn", tmp_path / "b.bpmn")
    assert result.exit_code == 1
    assert "Segera" in result.stdout
    result = bpm2sop("diff", tmp_path / "a.bpmn", tmp_path / "b.bpmn", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["schema"] == "bpm2sop/diff/1"


def test_folders_and_zips_are_compared_file_by_file(bpm2sop: Call, tmp_path: Path) -> None:
    """A file more is an SOP more."""
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "a.bpmn").write_bytes(GOOD)
    with zipfile.ZipFile(tmp_path / "new.zip", "w") as archive:
        archive.writestr("a.bpmn", GOOD)
        archive.writestr("c.bpmn", rename_ids(revised()))
    result = bpm2sop("diff", tmp_path / "old", tmp_path / "new.zip", "--json")
    counts = json.loads(result.stdout)["counts"]["sops"]
    assert counts == {"added": 1, "removed": 0, "changed": 0, "same": 1}


def test_forms_go_to_a_folder(bpm2sop: Call, tmp_path: Path) -> None:
    """Several need one."""
    (tmp_path / "a.bpmn").write_bytes(GOOD)
    (tmp_path / "b.bpmn").write_bytes(revised())
    paths = (tmp_path / "a.bpmn", tmp_path / "b.bpmn")
    assert bpm2sop("diff", *paths, "--format", "html,json").exit_code == 2
    assert bpm2sop("diff", *paths, "--format", "docx").exit_code == 2
    result = bpm2sop("diff", *paths, "--format", "html,json,text", "-o", tmp_path / "out")
    assert result.exit_code == 1
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["diff.html", "diff.json", "diff.txt"]


def test_a_file_that_cannot_be_read_is_said_so(bpm2sop: Call, tmp_path: Path) -> None:
    """Nothing is compared with nothing."""
    (tmp_path / "a.bpmn").write_bytes(GOOD)
    (tmp_path / "b.bpmn").write_bytes(b"no map")
    result = bpm2sop("diff", tmp_path / "a.bpmn", tmp_path / "b.bpmn")
    assert result.exit_code == 3
    assert result.stdout == ""
    assert "b.bpmn" in result.stderr
