"""`bpm2sop draft`."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.decompose.sketch import bpmn

GOOD = bpmn("s1 > Menerima > Memeriksa > x1\nx1 > Menyetujui: Ya\nx1 > Menolak: Tidak")
LOOSE = GOOD.replace(b'targetRef="Menolak"', b'targetRef="Hilang"')


def written(folder: Path) -> set[str]:
    """List the files of an output folder, with keys replaced by a star."""
    return {
        "*" + path.suffix if path.name != "index.json" else path.name for path in folder.iterdir()
    }


def test_a_map_gives_a_draft_and_an_index(bpm2sop: Call, tmp_path: Path) -> None:
    """One JSON a SOP, and the index that names it."""
    (tmp_path / "a.bpmn").write_bytes(GOOD)
    result = bpm2sop("draft", tmp_path / "a.bpmn", "-o", tmp_path / "out", "--fail-on", "never")
    assert result.exit_code == 0
    index = json.loads((tmp_path / "out" / "index.json").read_text())
    (sop,) = index["sops"]
    assert (index["files"][0]["file"], index["files"][0]["status"]) == ("a.bpmn", "read")
    draft = json.loads((tmp_path / "out" / sop["json"]).read_text())
    assert [step["label"] for step in draft["steps"]] == [
        "Menerima",
        "Memeriksa",
        "Menyetujui",
        "Menolak",
    ]
    assert index["coverage"] == {"nodes": 6, "in_steps": 4, "folded": 2, "explained": 0}


def test_formats_are_written_side_by_side(bpm2sop: Call, tmp_path: Path) -> None:
    """The JSON comes with every format asked for."""
    (tmp_path / "a.bpmn").write_bytes(GOOD)
    bpm2sop("draft", tmp_path / "a.bpmn", "-o", tmp_path / "out", "--format", "csv,md,html")
    assert written(tmp_path / "out") == {"index.json", "*.json", "*.csv", "*.md", "*.html"}


def test_the_same_input_gives_the_same_bytes(bpm2sop: Call, tmp_path: Path) -> None:
    """Wherever the file lies, and however often it is drafted."""
    for place in ("one", "two"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "a.bpmn").write_bytes(GOOD)
        bpm2sop(
            "draft",
            tmp_path / place / "a.bpmn",
            "-o",
            tmp_path / place / "out",
            "--format",
            "csv,md,html",
        )
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / place / "out").iterdir()}
        for place in ("one", "two")
    )
    assert one == two


def test_a_refused_file_stops_no_other(bpm2sop: Call, tmp_path: Path) -> None:
    """The picture is refused in one line, the map is drafted, and the exit code says that both happened."""
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "a.bpmn").write_bytes(GOOD)
    (tmp_path / "maps" / "b.bpmn").write_bytes(b"\x89PNG\r\n\x1a\n")
    result = bpm2sop("draft", tmp_path / "maps", "-o", tmp_path / "out", "--language", "en")
    assert result.exit_code == 5
    assert "b.bpmn: It is a picture." in result.stderr
    index = json.loads((tmp_path / "out" / "index.json").read_text())
    assert [(file["file"], file["status"]) for file in index["files"]] == [
        ("a.bpmn", "read"),
        ("b.bpmn", "refused"),
    ]
    assert len(index["sops"]) == 1


def test_nothing_readable_is_a_refusal(bpm2sop: Call, tmp_path: Path) -> None:
    """When all that was given is refused, the exit code says so."""
    (tmp_path / "b.bpmn").write_bytes(b"")
    assert bpm2sop("draft", tmp_path / "b.bpmn", "-o", tmp_path / "out").exit_code == 3
    assert bpm2sop("draft", tmp_path / "nowhere", "-o", tmp_path / "out").exit_code == 3


@pytest.mark.parametrize(("fail_on", "code"), [("never", 0), ("error", 1), ("warning", 1)])
def test_findings_set_the_exit_code(bpm2sop: Call, tmp_path: Path, fail_on: str, code: int) -> None:
    """A loose arrow is an error of the map; the draft is written all the same."""
    (tmp_path / "a.bpmn").write_bytes(LOOSE)
    assert (
        bpm2sop(
            "draft", tmp_path / "a.bpmn", "-o", tmp_path / "out", "--fail-on", fail_on
        ).exit_code
        == code
    )
    assert written(tmp_path / "out") == {"index.json", "*.json"}


def test_a_zip_and_the_standard_input_are_read(bpm2sop: Call, tmp_path: Path) -> None:
    """Maps come as files, folders, zips or through a pipe."""
    with zipfile.ZipFile(tmp_path / "set.zip", "w") as archive:
        archive.writestr("sub/a.bpmn", GOOD)
    result = bpm2sop(
        "draft", tmp_path / "set.zip", "-", "-o", tmp_path / "out", "--json", stdin=GOOD
    )
    assert [file["file"] for file in json.loads(result.stdout)["files"]] == [
        "set.zip/sub/a.bpmn",
        "stdin",
    ]


def test_results_go_to_stdout_and_words_to_stderr(bpm2sop: Call, tmp_path: Path) -> None:
    """Without `--json` nothing is printed to standard output; with it, one JSON value."""
    (tmp_path / "a.bpmn").write_bytes(GOOD)
    plain = bpm2sop("draft", tmp_path / "a.bpmn", "-o", tmp_path / "out")
    assert plain.stdout == ""
    assert "1 draf SOP" in plain.stderr
    as_json = bpm2sop("draft", tmp_path / "a.bpmn", "-o", tmp_path / "out", "--json")
    assert json.loads(as_json.stdout)["schema"] == "bpm2sop/index/1"


def test_wrong_use_is_told_apart(bpm2sop: Call, tmp_path: Path) -> None:
    """A missing path, an unknown format and an unknown command exit with 2."""
    assert bpm2sop("draft", "-o", tmp_path).exit_code == 2
    assert bpm2sop("draft", tmp_path, "-o", tmp_path / "out", "--format", "doc").exit_code == 2
    assert bpm2sop("drat").exit_code == 2


def test_a_plain_scheduler_address_is_refused(bpm2sop: Call, tmp_path: Path) -> None:
    """Whoever reaches an open port could run code there."""
    (tmp_path / "a.bpmn").write_bytes(GOOD)
    result = bpm2sop(
        "draft", tmp_path / "a.bpmn", "-o", tmp_path / "out", "--engine", "tcp://10.0.0.1:8786"
    )
    assert result.exit_code == 3
    assert "tcp://10.0.0.1:8786" in result.stderr


def test_a_limit_can_be_raised_and_lowered(bpm2sop: Call, tmp_path: Path) -> None:
    """The defaults are safe; a person who knows the file may set others."""
    (tmp_path / "a.bpmn").write_bytes(GOOD)
    call = ("draft", tmp_path / "a.bpmn", "-o", tmp_path / "out", "--fail-on", "never")
    refused = bpm2sop(*call, "--limit", "elements=5")
    assert refused.exit_code == 3
    assert "--limit" in refused.stderr
    assert bpm2sop(*call, "--limit", "elements=500", "--limit", "size=100000").exit_code == 0
    assert bpm2sop(*call, "--limit", "elemen=5").exit_code == 2
    assert bpm2sop("check", tmp_path / "a.bpmn", "--limit", "elements=5").exit_code == 3
