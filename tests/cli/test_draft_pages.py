"""What the pages of a draft could not show as asked is said with the run, and the files are the same on every engine."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bpm2sop.cli.main import main

ACTORS = 30


def many_actors(path: Path) -> Path:
    """A map in which the work goes through more hands than a sheet has columns."""
    steps = range(ACTORS)
    lanes = "".join(
        f'<lane id="L{n}" name="Pelaksana {n}"><flowNodeRef>T{n}</flowNodeRef></lane>'
        for n in steps
    )
    tasks = "".join(f'<task id="T{n}" name="Mencatat surat ke-{n}"/>' for n in steps)
    flows = "".join(
        f'<sequenceFlow id="F{n}" sourceRef="T{n}" targetRef="T{n + 1}"/>' for n in steps[:-1]
    )
    path.write_text(
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">'
        f'<process id="P" name="Pencatatan Surat"><laneSet id="S">{lanes}</laneSet>{tasks}{flows}</process>'
        "</definitions>",
        encoding="utf-8",
    )
    return path


def drafted(folder: Path, *options: str) -> str:
    """What a draft says."""
    path = many_actors(folder / "surat.bpmn")
    command = ["draft", str(path), "-o", str(folder / "out"), "-v", *options]
    return CliRunner().invoke(main, command).stderr


def test_actors_split_over_sheets_are_said_with_the_run(tmp_path: Path) -> None:
    """As a warning, once the form's pages are asked for."""
    assert "lembar" in drafted(tmp_path, "--format", "pdf")
    assert f"{ACTORS} pelaksana" in drafted(tmp_path, "--format", "pdf")


def test_without_pages_there_is_nothing_to_say_of_them(tmp_path: Path) -> None:
    """JSON has no sheets."""
    assert f"{ACTORS} pelaksana" not in drafted(tmp_path, "--format", "json")


@pytest.mark.parametrize("engine", ["serial", "local:2"])
def test_documents_are_the_same_on_every_engine(tmp_path: Path, engine: str) -> None:
    """The writers run where the drafting runs; files and their bytes do not depend on it."""
    samples = Path(__file__).parents[2] / "samples" / "level-3"
    options = ["--format", "md,docx", "--engine", engine]
    out = tmp_path / "out"
    done = CliRunner().invoke(main, ["draft", str(samples), "-o", str(out), *options])
    assert done.exit_code in {0, 1}
    plain = tmp_path / "plain"
    CliRunner().invoke(main, ["draft", str(samples), "-o", str(plain), "--format", "md,docx"])
    names = sorted(path.name for path in plain.iterdir())
    assert names == sorted(path.name for path in out.iterdir())
    assert all((out / name).read_bytes() == (plain / name).read_bytes() for name in names)
