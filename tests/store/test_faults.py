"""Whatever fails at whichever write: a clear refusal, nothing half-done, and the next try works."""

from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import insert

from bpm2sop.errors import StoreProblem
from bpm2sop.store import Store, audit, open_store
from bpm2sop.store import tables as t
from bpm2sop.store.copies import placed
from bpm2sop.store.migrating import downgrade, head, revision, upgrade
from bpm2sop.store.opening import connect
from bpm2sop.workspace.keeping import backup, restore
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import OPERATOR
from tests.store.faults import Fault, at_every_write, fault_at, full_disk, problem_of, room_for
from tests.store.filling import blob, contents, fill

_STEP = 7
"""A schema is made by so many writes that only some of them fail here."""


def write(store: Store) -> None:
    """Several rows of several tables, and an act."""
    with store.writing() as connection:
        connection.execute(insert(t.unit).values(id="u", name="U"))
        connection.execute(insert(t.person).values(id="p", login="p", unit_id="u"))
        connection.execute(insert(t.blob), [blob(10), blob(11)])
        audit.record(connection, at="t", who="w", act="a", subject="s")


def test_a_transaction_that_fails_at_any_write_leaves_nothing(store: Store) -> None:
    """And passes when nothing fails."""
    assert at_every_write(store, lambda: write(store)) >= 6
    assert len(contents(store)["audit"]) == 1


def test_a_fault_that_nobody_is_told_would_be_noticed(store: Store) -> None:
    """The test above would see an act that swallows a failure."""

    def swallow() -> None:
        try:
            write(store)
        except StoreProblem:
            return

    with pytest.raises(AssertionError, match="nobody was told"):
        at_every_write(store, swallow)


def test_a_disk_that_is_full_at_any_page_is_said(sqlite_store: Store) -> None:
    """By SQLite itself: the file stays whole, and what was there is there."""
    fill(sqlite_store)
    before = contents(sqlite_store)
    codes = []
    for pages in range(100):
        with room_for(sqlite_store, pages):
            problem = problem_of(lambda: write(sqlite_store))
        if problem is None:
            break
        codes.append(problem.code)
        assert contents(sqlite_store) == before
    assert len(codes) >= 2
    assert set(codes) == {"store-full"}
    with sqlite_store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert audit.broken(connection) is None


def test_a_new_store_that_fails_at_any_write_is_made_by_the_next_try(empty_address: str) -> None:
    """A schema is there whole, or not at all."""
    with closing(connect(empty_address)) as store:
        for number in range(1, 500, _STEP):
            with fault_at(store, number) as fault:
                problem = problem_of(lambda: upgrade(store))
            assert fault.hit is (problem is not None)
            if problem is None:
                break
            assert revision(store) is None
        assert number > 50
        assert revision(store) == head()
        fill(store)


def test_a_migration_that_fails_at_any_write_changes_nothing(store: Store) -> None:
    """The store is as it was before, row by row."""
    fill(store)
    before = contents(store)
    for number in range(1, 500, _STEP):
        with fault_at(store, number) as fault:
            problem = problem_of(lambda: downgrade(store, "base"))
        assert fault.hit is (problem is not None)
        if problem is None:
            break
        assert revision(store) == head()
        assert contents(store) == before
    assert number > 30
    assert revision(store) is None


def test_a_backup_that_finds_the_disk_full_is_not_there(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever of file and folder could not be brought to disk."""
    fill(workspace.store)
    path = tmp_path / "backup.zip"
    codes = []
    for number in range(1, 10):
        with full_disk(monkeypatch, number) as fault:
            problem = problem_of(lambda: backup(workspace, OPERATOR, path))
        assert fault.hit is (problem is not None)
        if problem is None:
            break
        codes.append(problem.code)
        assert list(tmp_path.iterdir()) == []
    assert codes == ["file-unwritable"] * 2
    restore(path, str(tmp_path / "restored.db"))


@pytest.mark.parametrize("number", [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144])
def test_a_restored_store_that_fails_at_any_write_is_not_there(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Nothing is at the address, and nothing beside it."""
    target = tmp_path / "restored.db"
    faults: list[Fault] = []
    with ExitStack() as stack:

        def failing(address: str) -> Store:
            store = connect(address)
            faults.append(stack.enter_context(fault_at(store, number)))
            return store

        monkeypatch.setattr("bpm2sop.workspace.keeping.connect", failing)
        assert problem_of(lambda: restore(filled, str(target)))
    monkeypatch.undo()
    assert faults[-1].hit
    assert list(tmp_path.iterdir()) == []
    restore(filled, str(target))


def test_what_is_written_beside_its_place_is_cleared_away(tmp_path: Path) -> None:
    """When the one who writes fails."""
    with pytest.raises(ZeroDivisionError), placed(tmp_path / "a") as part:
        fail_at(part)
    assert list(tmp_path.iterdir()) == []


def fail_at(path: Path) -> None:
    """Write half of a file, then fail."""
    path.write_bytes(b"half")
    raise ZeroDivisionError


def test_a_store_opens_after_its_making_was_broken_off(tmp_path: Path) -> None:
    """An empty file is an empty store."""
    path = tmp_path / "bpm2sop.db"
    path.touch()
    with closing(open_store(str(path))) as store:
        assert revision(store) == head()
