"""`bpm2sop check`, `phrase` and `verify`."""

import json
from pathlib import Path

from tests.cli.conftest import Call
from tests.cli.test_draft import GOOD, LOOSE


def test_check_says_what_where_and_what_to_do(bpm2sop: Call, tmp_path: Path) -> None:
    """One line a finding: weight, file, line, element, trouble and repair."""
    (tmp_path / "a.bpmn").write_bytes(LOOSE)
    result = bpm2sop("check", tmp_path / "a.bpmn", "--language", "en")
    (line,) = [
        line for line in result.stdout.splitlines() if line.startswith("error: a.bpmn, line 1, ")
    ]
    assert "(f4)" in line
    assert result.exit_code == 1


def test_check_gives_json(bpm2sop: Call, tmp_path: Path) -> None:
    """The same facts as one JSON value."""
    (tmp_path / "a.bpmn").write_bytes(LOOSE)
    report = json.loads(
        bpm2sop("check", tmp_path / "a.bpmn", "--json", "--fail-on", "never").stdout
    )
    assert report["schema"] == "bpm2sop/check/1"
    assert "reference-to-nothing" in {finding["rule"] for finding in report["files"][0]["findings"]}


def test_phrase_proposes_a_text_for_each_line(bpm2sop: Call) -> None:
    """Labels in, step texts out, one a line."""
    result = bpm2sop("phrase", stdin="Pemeriksaan berkas\n\nApproval of request\n")
    assert result.stdout.splitlines() == ["Memeriksa berkas", "", "Approve request"]


def drafted(bpm2sop: Call, folder: Path) -> Path:
    """Draft the good map; give its JSON."""
    (folder / "a.bpmn").write_bytes(GOOD)
    bpm2sop("draft", folder / "a.bpmn", "-o", folder / "out")
    (sop,) = (path for path in (folder / "out").glob("*.json") if path.name != "index.json")
    return sop


def test_verify_accepts_what_draft_wrote(bpm2sop: Call, tmp_path: Path) -> None:
    """The table rebuilds the map."""
    sop = drafted(bpm2sop, tmp_path)
    result = bpm2sop("verify", sop, tmp_path / "a.bpmn", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "schema": "bpm2sop/verify/1",
        "rebuilds": True,
        "same_file": True,
        "differences": [],
    }


def test_verify_names_what_a_changed_table_has_wrong(bpm2sop: Call, tmp_path: Path) -> None:
    """An arrow led elsewhere is a difference of that flow."""
    sop = drafted(bpm2sop, tmp_path)
    table = json.loads(sop.read_text())
    table["steps"][0]["next"][0]["to"] = table["steps"][3]["key"]
    sop.write_text(json.dumps(table))
    result = bpm2sop("verify", sop, tmp_path / "a.bpmn")
    assert result.exit_code == 1
    assert "C6" in result.stdout
    assert "f1" in result.stdout


def test_verify_refuses_a_map_that_is_not_the_source(bpm2sop: Call, tmp_path: Path) -> None:
    """Another map is no ground for a comparison."""
    sop = drafted(bpm2sop, tmp_path)
    (tmp_path / "b.bpmn").write_bytes(GOOD.replace(b'id="P"', b'id="Q"'))
    assert bpm2sop("verify", sop, tmp_path / "b.bpmn").exit_code == 3
    assert bpm2sop("verify", tmp_path / "none.json", tmp_path / "a.bpmn").exit_code == 3
