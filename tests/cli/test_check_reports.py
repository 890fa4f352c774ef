"""`bpm2sop check` with settings and in its formats."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.decompose.sketch import bpmn

BARE = bpmn("s1 > Menerima > x1\nx1 > Menyetujui: Ya\nx1 > Menolak")
ACCEPT = """
[checks]
branch-unlabelled = "error"

[[checks.accept]]
rule = "branch-unlabelled"
element = "x1"
reason = "Agreed"
"""


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A map with a branch without label, in the current folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "a.bpmn"
    path.write_bytes(BARE)
    return path


def test_settings_decide_the_exit_code(bpm2sop: Call, bare: Path) -> None:
    """A rule made an error fails the run; accepted, it is shown and does not."""
    assert bpm2sop("check", bare).exit_code == 0
    heavy = bare.with_name("heavy.toml")
    heavy.write_text('[checks]\nbranch-unlabelled = "error"\n', encoding="utf-8")
    assert bpm2sop("check", bare, "--config", heavy).exit_code == 1
    bare.with_name("bpm2sop.toml").write_text(ACCEPT, encoding="utf-8")
    result = bpm2sop("check", bare, "--language", "en")
    assert result.exit_code == 0
    (line,) = [line for line in result.stdout.splitlines() if line.startswith("accepted (error)")]
    assert line.endswith("Reason: Agreed")
    assert "1 findings are accepted" in result.stderr


def test_settings_that_cannot_be_used_stop_the_run(bpm2sop: Call, bare: Path) -> None:
    """One line with file and line: wrong use."""
    bare.with_name("bpm2sop.toml").write_text('[checks]\nno-rule = "off"\n', encoding="utf-8")
    result = bpm2sop("check", bare)
    assert result.exit_code == 2
    assert result.stderr.startswith("bpm2sop.toml, baris 2")
    assert bpm2sop("check", bare, "--config", bare.with_name("none.toml")).exit_code == 2


def test_json_keeps_accepted_findings_apart(bpm2sop: Call, bare: Path) -> None:
    """A finding has the contract's seven keys, wherever it stands."""
    bare.with_name("bpm2sop.toml").write_text(ACCEPT, encoding="utf-8")
    (file,) = json.loads(bpm2sop("check", bare, "--json").stdout)["files"]
    (accepted,) = file["accepted"]
    assert accepted["reason"] == "Agreed"
    keys = {"rule", "severity", "file", "line", "elements", "message", "hint"}
    assert {frozenset(one) for one in (*file["findings"], accepted["finding"])} == {frozenset(keys)}


def test_formats_go_to_a_folder_side_by_side(bpm2sop: Call, bare: Path) -> None:
    """Several formats need one; a single format may go to standard output."""
    assert bpm2sop("check", bare, "--format", "html,sarif").exit_code == 2
    assert bpm2sop("check", bare, "--format", "pdf").exit_code == 2
    bpm2sop("check", bare, "--format", "text,json,html,sarif", "-o", "out")
    names = {path.name for path in bare.with_name("out").iterdir()}
    assert names == {"check.txt", "check.json", "check.html", "check.sarif"}
    printed = bpm2sop("check", bare, "--format", "sarif").stdout
    assert printed == bare.with_name("out").joinpath("check.sarif").read_text("utf-8")


def test_v_says_what_a_finding_does_to_the_sop(bpm2sop: Call, bare: Path) -> None:
    """In a second, indented line; findings of one rule, which share a line otherwise, are told one by one."""
    plain = bpm2sop("check", bare).stdout.splitlines()
    told = bpm2sop("check", bare, "-v").stdout.splitlines()
    assert not any(line.startswith(" ") for line in plain)
    assert [line for line in told if line.startswith(plain[0].partition(" (+")[0])]
    assert len([line for line in told if not line.startswith(" ")]) == len(plain) + sum(
        int(line.partition("(+")[2].partition(" ")[0]) for line in plain if "(+" in line
    )
    assert "  Pada SOP: SOP tidak mengatakan kapan cabang itu ditempuh." in told


def test_what_draft_wrote_can_be_checked(bpm2sop: Call, bare: Path) -> None:
    """All JSON of the folder, whose index is passed over."""
    bpm2sop("draft", bare, "-o", "out")
    files = sorted(bare.with_name("out").glob("*.json"))
    result = bpm2sop("check", *files, "--json")
    (file,) = json.loads(result.stdout)["files"]
    assert "sop-time-missing" in {finding["rule"] for finding in file["findings"]}
    assert file["file"] != "index.json"


def test_a_folder_that_draft_wrote_is_checked_by_its_index(bpm2sop: Call, bare: Path) -> None:
    """The SOPs that the index names; what an earlier run left there, and other documents, are not looked at."""
    bpm2sop("draft", bare, "-o", "out", "--format", "json,html,xlsx")
    out = bare.with_name("out")
    (sop,) = [path for path in out.glob("*.json") if path.name != "index.json"]
    (out / "lama-0123abcd.json").write_bytes(sop.read_bytes())
    result = bpm2sop("check", "out", "--json")
    assert [file["file"] for file in json.loads(result.stdout)["files"]] == [sop.name]
    sop.unlink()
    result = bpm2sop("check", "out")
    assert result.exit_code == 3
    assert sop.name in result.stdout


@pytest.mark.parametrize(
    "text", ['{"schema": "bpm2sop/index/1", "sops": null}', '{"schema": "bpm2sop/index/1"', "[]"]
)
def test_a_folder_whose_index_is_none_holds_no_maps(bpm2sop: Call, bare: Path, text: str) -> None:
    """As any folder without maps."""
    out = bare.with_name("out")
    out.mkdir()
    (out / "index.json").write_text(text)
    result = bpm2sop("check", "out", "--language", "en")
    assert result.exit_code == 3
    assert "out" in result.stdout


def test_maps_and_sops_of_one_folder_are_both_checked(bpm2sop: Call, bare: Path) -> None:
    """Who drafts into the folder of the maps."""
    bpm2sop("draft", bare.parent, "-o", bare.parent)
    files = json.loads(bpm2sop("check", bare.parent, "--json").stdout)["files"]
    assert [file["file"].rpartition(".")[2] for file in files] == ["bpmn", "json"]
