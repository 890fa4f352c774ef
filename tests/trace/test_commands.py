"""The commands `atlas` and `trace`, as a person runs them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bpm2sop.cli import main
from tests.atlas.made import Box, chart, work

SAMPLES = str(Path(__file__).resolve().parents[2] / "samples")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two maps and a manifest that ties them."""
    (tmp_path / "a.bpmn").write_text(chart("Bagan", [Box("Kotak")], "A"))
    (tmp_path / "b.bpmn").write_text(work("Penerbitan Izin", "B"))
    (tmp_path / "m.csv").write_text("parent,child\nBagan,b.bpmn\n")
    return tmp_path


def run(*words: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command."""
    done = CliRunner().invoke(main, list(words))
    return done.exit_code, done.stdout, done.stderr


def test_the_atlas_is_a_tree() -> None:
    """Branches, levels, codes, files, SOPs and links."""
    code, out, _ = run("atlas", SAMPLES, "--language", "en")
    assert code == 0
    assert (
        "│   │   ├── L3 01.01.01.01 Pelayanan Izin Usaha  [01.01.01.01-pelayanan-izin-usaha.bpmn, SOP, call]"
        in out
    )


def test_the_atlas_as_json_is_the_index_part() -> None:
    """The same entries as in `index.json`, and the contract's fields."""
    _, out, _ = run("atlas", SAMPLES, "--json")
    value = json.loads(out)
    assert value["schema"] == "bpm2sop/atlas/1"
    assert set(value) == {"schema", "atlas", "proposals", "findings"}
    assert all(
        list(entry) == ["key", "title", "code", "level", "file", "element", "parent", "link", "sop"]
        for entry in value["atlas"]
    )


def test_the_manifest_ties_maps(folder: Path) -> None:
    """With it the map lies below the chart."""
    _, out, _ = run("atlas", str(folder), "--manifest", str(folder / "m.csv"), "--json")
    links = {entry["title"]: entry["link"] for entry in json.loads(out)["atlas"]}
    assert links == {"Bagan": None, "Kotak": "nested", "Penerbitan Izin": "manifest"}


def test_a_manifest_that_cannot_be_read_is_refused(folder: Path) -> None:
    """Exit code 3, one line, the place in it."""
    (folder / "m.csv").write_text("eltern,kind\n")
    code, out, err = run("atlas", str(folder), "--manifest", str(folder / "m.csv"))
    assert (code, out) == (3, "")
    assert "m.csv" in err
    assert len(err.strip().splitlines()) == 1


def test_the_index_has_the_atlas(folder: Path) -> None:
    """Every SOP is named by its page."""
    run("draft", str(folder), "-o", str(folder / "out"), "--fail-on", "never")
    index = json.loads((folder / "out" / "index.json").read_text("utf-8"))
    assert [entry["sop"] for entry in index["atlas"] if entry["sop"]] == [
        sop["key"] for sop in index["sops"]
    ]


def test_trace_writes_each_format(folder: Path) -> None:
    """One file a format."""
    code, out, _ = run(
        "trace",
        str(folder),
        "--format",
        "csv,xlsx,json,html",
        "-o",
        str(folder / "t"),
        "--fail-on",
        "never",
    )
    assert (code, out) == (0, "")
    assert {path.name for path in (folder / "t").iterdir()} == {
        f"trace.{end}" for end in ("csv", "xlsx", "json", "html")
    }


def test_trace_prints_one_format_and_json(folder: Path) -> None:
    """Without a folder the one format goes to standard output."""
    assert run("trace", str(folder), "--fail-on", "never")[1].count("\n") == 6
    value = json.loads(run("trace", str(folder), "--json", "--fail-on", "never")[1])
    assert value["coverage"]["maps"]["covered"] == 1
    assert run("trace", str(folder), "--format", "csv,json")[0] == 2
    assert run("trace", str(folder), "--format", "doc")[0] == 2


def test_trace_says_why_it_ends_with_an_error(folder: Path) -> None:
    """Errors of the maps, and a folder without maps, each in one line."""
    text = (folder / "b.bpmn").read_text()
    flow = text.index("targetRef=") + len("targetRef=") + 1
    (folder / "b.bpmn").write_text(text[:flow] + "hilang-" + text[flow:])
    code, _, told = run("trace", str(folder), "--language", "en")
    assert code == 1
    assert "error: b.bpmn" in told
    empty = folder / "kosong"
    empty.mkdir()
    code, _, told = run("trace", str(empty), "--language", "en")
    assert code == 3
    assert str(empty) in told.splitlines()[0]


def test_the_level_of_lane_diagrams_is_a_setting(tmp_path: Path) -> None:
    """Where nothing else gives a map a level: no code, no parent, no manifest."""
    (tmp_path / "b.bpmn").write_text(work("Penerbitan Izin", "B"))
    for options, level in (((), 3), (("--level", "2"), 2)):
        _, out, _ = run("atlas", str(tmp_path / "b.bpmn"), "--json", *options)
        assert [entry["level"] for entry in json.loads(out)["atlas"]] == [level]
        run("draft", str(tmp_path / "b.bpmn"), "-o", str(tmp_path / "out"), *options)
        index = json.loads((tmp_path / "out" / "index.json").read_text())
        assert [sop["level"] for sop in index["sops"]] == [level]
