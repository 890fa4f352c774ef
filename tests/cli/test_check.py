"""`bpm2sop check`, `phrase` and `verify`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

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


def changed(sop: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the JSON of an SOP."""
    table = json.loads(sop.read_text())
    change(table)
    sop.write_text(json.dumps(table))


def test_verify_tells_of_words_that_the_map_does_not_say(bpm2sop: Call, tmp_path: Path) -> None:
    """A cell that claims to be the map's; what a person or a rule says is not judged."""
    cell = {"value": "Berkas karangan", "source": "person", "element": None, "rule": None}
    sop = drafted(bpm2sop, tmp_path)
    changed(sop, lambda table: table["steps"][0]["inputs"].append(cell))
    assert bpm2sop("verify", sop, tmp_path / "a.bpmn").exit_code == 0
    changed(
        sop, lambda t: t["steps"][0]["inputs"].append(cell | {"source": "map", "element": "f1"})
    )
    result = bpm2sop("verify", sop, tmp_path / "a.bpmn")
    assert result.exit_code == 1
    assert result.stdout == ("C10: the map does not say 'Berkas karangan' here (Menerima, f1)\n")


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("own", "C8: the step refers to its own SOP (Menerima)"),
        ("tidak-ada-01234567", "C8: refers to tidak-ada-01234567, which is no SOP of this set"),
    ],
)
def test_verify_tells_of_references_that_lead_nowhere(
    bpm2sop: Call, tmp_path: Path, key: str, said: str
) -> None:
    """To the SOP itself, or to none that the index beside it names."""
    sop = drafted(bpm2sop, tmp_path)
    changed(sop, lambda t: t["steps"][0].update(refers_to=sop.stem if key == "own" else key))
    result = bpm2sop("verify", sop, tmp_path / "a.bpmn")
    assert result.exit_code == 1
    assert said in result.stdout


def test_verify_of_an_sop_without_its_set_judges_no_reference(
    bpm2sop: Call, tmp_path: Path
) -> None:
    """A file by itself says nothing of what else there is."""
    sop = drafted(bpm2sop, tmp_path)
    changed(sop, lambda table: table["steps"][0].update(refers_to="tidak-ada-01234567"))
    alone = tmp_path / sop.name
    alone.write_bytes(sop.read_bytes())
    assert bpm2sop("verify", alone, tmp_path / "a.bpmn").exit_code == 0
