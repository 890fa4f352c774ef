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


@pytest.mark.parametrize("engine", ["foo", "tcp://10.0.0.1:8786", "local:0"])
def test_an_engine_that_is_none_is_wrong_use(bpm2sop: Call, tmp_path: Path, engine: str) -> None:
    """One sentence; over an open port whoever reaches it could run code."""
    (tmp_path / "a.bpmn").write_bytes(GOOD)
    result = bpm2sop("draft", tmp_path / "a.bpmn", "-o", tmp_path / "out", "--engine", engine)
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert engine in line
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "own.toml: There is no such profile."),
        ("[unit]\nagency = Dinas\n", "own.toml, line 2: This profile is not correct TOML"),
        ("[unit]\nagensi = 'Dinas'\n", "own.toml, line 2: "),
    ],
)
def test_a_profile_that_cannot_be_used_is_wrong_use(
    bpm2sop: Call, tmp_path: Path, text: str | None, said: str
) -> None:
    """One sentence with file and line, about the profile."""
    (tmp_path / "a.bpmn").write_bytes(GOOD)
    profile = tmp_path / "own.toml"
    if text is not None:
        profile.write_text(text)
    options = ("--profile", profile, "--language", "en")
    for command in (
        ("draft", tmp_path / "a.bpmn", "-o", tmp_path / "out"),
        ("diff", tmp_path / "a.bpmn", tmp_path / "a.bpmn"),
    ):
        result = bpm2sop(*command, *options)
        assert result.exit_code == 2
        (line,) = result.stderr.splitlines()
        assert said in line
        assert "aturan" not in line


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


def test_files_of_an_earlier_run_stay_and_are_named(bpm2sop: Call, tmp_path: Path) -> None:
    """A person may have written in them; what is no SOP file of ours is not even named."""
    (tmp_path / "a.bpmn").write_bytes(GOOD)
    (tmp_path / "b.bpmn").write_bytes(GOOD)
    out = tmp_path / "out"
    bpm2sop("draft", tmp_path, "-o", out, "--format", "md")
    (old,) = out.glob("b-*.md")
    old.write_text("diubah orang")
    (out / "catatan.md").write_text("milik orang")
    result = bpm2sop("draft", tmp_path / "a.bpmn", "-o", out, "--language", "en")
    assert old.read_text() == "diubah orang"
    (told,) = [line for line in result.stderr.splitlines() if "earlier runs" in line]
    assert {name for name in written_names(out) if name in told} == {
        name for name in written_names(out) if name.startswith("b-") or name.endswith(".md")
    } - {"catatan.md"}


def written_names(folder: Path) -> set[str]:
    """List the files of a folder."""
    return {path.name for path in folder.iterdir()}


def test_drafting_again_into_the_same_folder_warns_of_nothing(
    bpm2sop: Call, tmp_path: Path
) -> None:
    """The files are the same ones."""
    (tmp_path / "a.bpmn").write_bytes(GOOD)
    for _ in range(2):
        result = bpm2sop("draft", tmp_path / "a.bpmn", "-o", tmp_path / "out", "--language", "en")
    assert "earlier" not in result.stderr


NAMELESS = bpmn("s1 > A > x1\nx1 > B\nx1 > C\nx1 > D > x2\nx2 > E\nx2 > F")


def test_findings_of_one_rule_share_a_line(bpm2sop: Call, tmp_path: Path) -> None:
    """How many, and the first of them; with `-v` each has its line, warnings too."""
    (tmp_path / "a.bpmn").write_bytes(NAMELESS)
    call = ("draft", tmp_path / "a.bpmn", "-o", tmp_path / "out", "--language", "en")
    errors = [line for line in bpm2sop(*call).stderr.splitlines() if line.startswith("error: ")]
    (grouped,) = [line for line in errors if "more like this" in line]
    assert "(+1 more like this: x2)" in grouped
    told = bpm2sop(*call, "-v").stderr.splitlines()
    assert len([line for line in told if line.startswith("error: ")]) == len(errors) + 1
    assert any(line.startswith("warning: ") for line in told)


@pytest.mark.parametrize(
    "said",
    [
        {"id": ["kesalahan", "peringatan", "catatan"]},
        {"en": ["error", "warning", "note"]},
    ],
)
@pytest.mark.parametrize("command", ["draft", "check"])
def test_the_weight_of_a_finding_is_said_in_the_language_of_the_call(
    bpm2sop: Call, tmp_path: Path, command: str, said: dict[str, list[str]]
) -> None:
    """A line is in one language from its first word on."""
    (tmp_path / "a.bpmn").write_bytes(NAMELESS)
    more = ("-v", "-o", tmp_path / "out") if command == "draft" else ()
    [(language, words)] = said.items()
    result = bpm2sop(command, tmp_path / "a.bpmn", "--language", language, *more)
    told = (result.stderr if command == "draft" else result.stdout).splitlines()
    weights = {line.split(": ")[0] for line in told if " a.bpmn, " in line}
    assert set(words[:2]) <= weights <= set(words)


def test_the_summary_says_where_the_findings_are(bpm2sop: Call, tmp_path: Path) -> None:
    """It counts warnings that the terminal does not list."""
    (tmp_path / "a.bpmn").write_bytes(GOOD)
    told = bpm2sop("draft", tmp_path / "a.bpmn", "-o", tmp_path / "out", "--language", "en").stderr
    assert "run with -v, or see index.json" in told


def test_what_sets_the_exit_code_is_said(bpm2sop: Call, tmp_path: Path) -> None:
    """Where warnings count, they are listed."""
    (tmp_path / "a.bpmn").write_bytes(GOOD)
    call = ("draft", tmp_path / "a.bpmn", "-o", tmp_path / "out")
    assert "peringatan: " not in bpm2sop(*call).stderr
    assert "peringatan: " in bpm2sop(*call, "--fail-on", "warning").stderr


@pytest.mark.parametrize("command", ["draft", "trace", "check", "forms"])
def test_a_folder_that_cannot_be_made_is_said_in_one_line(
    bpm2sop: Call, tmp_path: Path, command: str
) -> None:
    """What, where and what to do, whichever command would have written there."""
    (tmp_path / "a.bpmn").write_bytes(GOOD)
    (tmp_path / "berkas").write_text("sudah ada")
    place = tmp_path / "berkas" / "keluaran"
    result = bpm2sop(command, tmp_path / "a.bpmn", "-o", place, "--fail-on", "never")
    told = [line for line in result.stderr.splitlines() if "Folder ini tidak dapat dibuat" in line]
    assert result.exit_code == 3
    assert len(told) == 1
    assert str(place) in told[0]
    assert "Traceback" not in result.stderr
