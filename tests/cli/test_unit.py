"""`bpm2sop unit`, and `bpm2sop reorganise --units`."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Call
from tests.workspace.maps import bpmn


@pytest.fixture
def call(call: Call, surat: Path) -> Call:
    """Run a command on a workspace with one map and the units Dinas, and Bidang A and Bidang B below it."""
    assert call("import", surat).exit_code == 0
    assert call("unit", "add", "Dinas", "--short", "D").exit_code == 0
    for name in ("Bidang A", "Bidang B"):
        assert call("unit", "add", name, "--under", "d").exit_code == 0
    return call


def listed(call: Call) -> list[tuple[int, str, str]]:
    """Depth, name and state of each unit."""
    value: list[dict[str, Any]] = json.loads(call("unit", "list", "--json").stdout)
    return [(one["depth"], one["name"], one["state"]) for one in value]


def test_units_are_added_renamed_and_listed(call: Call) -> None:
    """Found by name or short name, whatever its case."""
    assert call("unit", "rename", "bidang a", "Bidang Layanan").exit_code == 0
    lines = [line.partition(" ")[2] for line in call("unit", "list").stdout.splitlines()]
    assert lines == ["Dinas (D)", "  Bidang B", "  Bidang Layanan"]
    assert call("unit", "rename", "Menteri", "X").exit_code == 3


def test_a_map_is_given_to_a_unit(call: Call) -> None:
    """And taken from it."""
    assert "1 maps belong to Bidang A now." in call("unit", "give", "Bidang A", "surat.bpmn").stderr
    assert call("unit", "give", "-", "surat.bpmn").exit_code == 0
    assert call("unit", "give", "Bidang A", "nowhere.bpmn").exit_code == 3


def test_a_map_comes_in_for_a_unit(call: Call, tmp_path: Path) -> None:
    """Named as elsewhere; a unit that is not there takes nothing in."""
    teh = tmp_path / "teh.bpmn"
    teh.write_bytes(bpmn("m Masak air; n Seduh teh; o Saji", process="Q", name="Teh"))
    assert call("import", teh, "--unit", "Menteri").exit_code == 3
    assert call("import", teh, "--unit", "bidang b").exit_code == 0
    shown = call("reorganise", "abolish", "Bidang B", "Dinas", "--units")
    assert shown.stdout == "Teh: Bidang B: 1, 2, 3\nmap: teh.bpmn\n"


def test_units_are_merged_after_a_look(call: Call) -> None:
    """Every SOP, step and map is named; a name that no unit has is that of a new one."""
    call("unit", "give", "Bidang A", "surat.bpmn")
    words = ("reorganise", "merge", "Bidang A", "Bidang B", "Bidang Terpadu", "--units")
    shown = call(*words)
    assert shown.stdout == "Pelayanan surat: Bidang A: 1, 2, 3, 4\nmap: surat.bpmn\n"
    assert "--yes" in shown.stderr
    assert (1, "Bidang A", "active") in listed(call)
    done = json.loads(call(*words, "--yes", "--json").stdout)
    assert (done["done"], done["heir"], done["maps"]) == (True, "Bidang Terpadu", ["surat.bpmn"])
    assert (1, "Bidang Terpadu", "active") in listed(call)
    assert [state for _, name, state in listed(call) if name in ("Bidang A", "Bidang B")] == [
        "merged",
        "merged",
    ]


def test_a_unit_with_sops_needs_a_successor(call: Call) -> None:
    """The refusal says so, and nothing is changed."""
    call("unit", "give", "Bidang A", "surat.bpmn")
    refused = call("reorganise", "abolish", "Bidang A", "--units", "--yes")
    assert (refused.exit_code, "Name its successor" in refused.stderr) == (3, True)
    assert (1, "Bidang A", "active") in listed(call)
    assert call("reorganise", "abolish", "Bidang A", "Bidang B", "--units", "--yes").exit_code == 0


@pytest.mark.parametrize("words", [["rename", "A", "B"], ["split", "A", "B", "C"], ["merge", "A"]])
def test_what_units_cannot_do_is_wrong_use(call: Call, words: list[str]) -> None:
    """They are renamed by `unit rename`, and not split."""
    assert call("reorganise", *words, "--units").exit_code == 2
