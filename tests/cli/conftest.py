"""The command line, called as a user calls it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bpm2sop.cli import main
from tests.workspace.maps import SERVICE, bpmn

Call = Callable[..., Result]


@pytest.fixture
def bpm2sop() -> Call:
    """Run `bpm2sop` with these arguments."""

    def call(*arguments: object, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)

    return call


def calls_on(place: Path | str, *always: str) -> Call:
    """What runs a command on a workspace, with options that each call has."""

    def run(*words: object) -> Result:
        return CliRunner().invoke(main, [*map(str, words), "--db", str(place), *always])

    return run


@pytest.fixture
def call(tmp_path: Path) -> Call:
    """Run a command on a workspace of this test's own."""
    return calls_on(tmp_path / "b.db", "--language", "en")


@pytest.fixture
def surat(tmp_path: Path) -> Path:
    """A map as a file."""
    path = tmp_path / "surat.bpmn"
    path.write_bytes(bpmn(SERVICE))
    return path
