"""What is done while it is killed: rounds for `killing`."""

import itertools
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import insert, text

from bpm2sop.errors import StoreProblem
from bpm2sop.store import audit, open_store
from bpm2sop.store import tables as t
from bpm2sop.store.migrating import downgrade, upgrade
from bpm2sop.workspace.keeping import backup, restore
from bpm2sop.workspace.opening import open_workspace
from bpm2sop.workspace.rights import OPERATOR

Say = Callable[[str], None]


def notes(address: str, folder: Path, number: int, say: Say) -> None:
    """Write two rows and an act at a time, without end."""
    with closing(open_store(address)) as store:
        for count in itertools.count():
            name = f"{number}-{count}"
            with store.writing() as connection:
                connection.execute(insert(t.unit).values(id=name, name=name))
                connection.execute(insert(t.person).values(id=name, login=name, unit_id=name))
                audit.record(connection, at="t", who="w", act="note", subject=name)
            say(name)


def migrations(address: str, folder: Path, number: int, say: Say) -> None:
    """Take the schema down and bring it up again, without end; nothing is to be lost above the first one."""
    with closing(open_store(address)) as store:
        while True:
            downgrade(store, "base")
            say("down")
            upgrade(store)
            say("up")


def backups(address: str, folder: Path, number: int, say: Say) -> None:
    """Write backups while somebody else writes rows, without end."""
    with closing(open_workspace(address)) as workspace:
        for count in itertools.count():
            path = folder / f"{number}-{count}.zip"
            with workspace.store.writing() as connection:
                audit.record(connection, at="t", who="w", act="note", subject=path.name)
            made = backup(workspace, OPERATOR, path)
            say(f"{path.name} {made.acts}")


def restores(address: str, folder: Path, number: int, say: Say) -> None:
    """Restore a backup to one place after the other, without end."""
    for count in itertools.count():
        path = folder / f"{number}-{count}.db"
        restore(Path(address), str(path))
        say(path.name)


def openings(address: str, folder: Path, number: int, say: Say) -> None:
    """Make one new store after the other, without end."""
    for count in itertools.count():
        path = folder / f"{number}-{count}.db"
        with closing(open_store(str(path))) as store, store.reading() as connection:
            connection.execute(text("SELECT * FROM meta"))
        say(path.name)


def failing(address: str, folder: Path, number: int, say: Say) -> None:
    """Fail at once."""
    say("begun")
    raise StoreProblem(address, where=None)  # type: ignore[arg-type]


def lying(address: str, folder: Path, number: int, say: Say) -> None:
    """Acknowledge before it is written."""
    with closing(open_store(address)) as store:
        for count in itertools.count():
            name = f"{number}-{count}"
            say(name)
            with store.writing() as connection:
                connection.execute(insert(t.unit).values(id=name, name=name))
                audit.record(connection, at="t", who="w", act="note", subject=name)
