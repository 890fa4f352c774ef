"""`bpm2sop serve`: what it refuses before anything is served."""

import socket
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bpm2sop.cli import main
from bpm2sop.store import open_store
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.people import NewPerson, add_person
from bpm2sop.workspace.rights import OPERATOR, Role

EVERYWHERE = "0.0.0.0"  # noqa: S104  (nothing is bound)


@pytest.fixture
def db(tmp_path: Path) -> str:
    """A place for a workspace."""
    return str(tmp_path / "bpm2sop.db")


def serve(db: str, *options: str) -> Result:
    """Serve a workspace, if it lets itself be served."""
    command = ["serve", "--db", db, "--no-browser", "--language", "en", *options]
    return CliRunner().invoke(main, command)


def with_people(db: str) -> str:
    """The workspace with somebody in it."""
    store = open_store(db)
    rina = NewPerson("rina", "Rina", frozenset({Role.ADMIN}))
    add_person(Workspace(store=store), OPERATOR, rina)
    store.close()
    return db


@pytest.mark.parametrize("options", [("--public",), ("--host", EVERYWHERE)])
def test_without_people_it_is_served_on_this_machine_only(
    db: str, options: tuple[str, ...]
) -> None:
    """Whoever reached it could do everything."""
    refused = serve(db, *options)
    assert refused.exit_code == 2
    assert "bpm2sop user add" in refused.output


def test_others_are_let_in_only_when_that_is_said(db: str) -> None:
    """An address alone could be a slip."""
    refused = serve(with_people(db), "--host", EVERYWHERE)
    assert (refused.exit_code, "--public" in refused.output) == (2, True)


def test_a_port_that_another_program_has_is_said(db: str) -> None:
    """With what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = serve(db, "--port", str(port))
    assert refused.exit_code == 2
    assert str(port) in refused.output
    assert "--port" in refused.output


@pytest.mark.parametrize("engine", ["tcp://10.0.0.5:8786", "tcp://scheduler.example:8786", "magic"])
def test_machines_that_anybody_could_command_are_refused(db: str, engine: str) -> None:
    """78: and nothing is made on the way."""
    assert serve(db, "--engine", engine).exit_code == 2
    assert not Path(db).exists()


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_what_is_no_port_is_refused(db: str, port: str) -> None:
    """By its number."""
    assert serve(db, "--port", port).exit_code == 2
