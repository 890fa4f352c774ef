"""Kill -9 at any time: what was acknowledged is there, nothing is half-written, and the next start works."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from bpm2sop.store import Store, audit, inspecting, open_store
from bpm2sop.store import tables as t
from bpm2sop.store.migrating import head, revision
from bpm2sop.store.opening import connect
from bpm2sop.workspace.keeping import restore
from tests.store.filling import counts, fill
from tests.store.killing import KILLS, Killing

FEW = KILLS or 6


def assert_whole(store: Store) -> None:
    """The file, its references and the audit's chain are as they should be."""
    with store.reading() as connection:
        assert inspecting.file_faults(connection) == ()
        assert list(inspecting.dangling(connection)) == []
        assert audit.broken(connection) is None


def test_no_acknowledged_row_is_lost(address: str, tmp_path: Path) -> None:
    """Three tables agree: each transaction is there whole, or not at all."""
    with Killing("tests.store.deeds:notes") as killing:
        done = killing.rounds(address, tmp_path, kills=FEW, longest=0.2)
    assert done.kills == FEW
    with closing(open_store(address)) as store:
        assert_whole(store)
        with store.reading() as connection:
            kept = set(connection.scalars(select(t.unit.c.id)))
            assert set(connection.scalars(select(t.person.c.id))) == kept
            assert set(connection.scalars(select(t.audit.c.subject))) == kept
    assert len(done.said) > FEW
    assert set(done.said) <= kept
    # Of each round, one more may stand than its child had the time to say.
    assert len(kept) <= len(done.said) + done.rounds


def test_an_acknowledgement_before_the_commit_would_be_noticed(
    address: str, tmp_path: Path
) -> None:
    """The test above would see a store that says more than it keeps."""
    lost: set[str] = set()
    with Killing("tests.store.deeds:lying") as killing:
        for seed in range(10):
            done = killing.rounds(address, tmp_path / str(seed), kills=5, longest=0.1, seed=seed)
            with closing(open_store(address)) as store, store.reading() as connection:
                lost |= set(done.said) - set(connection.scalars(select(t.unit.c.id)))
            if lost:
                break
            with closing(open_store(address)) as store, store.writing() as connection:
                connection.execute(t.unit.delete())
    assert lost


def test_a_child_that_fails_is_no_killed_one(address: str, tmp_path: Path) -> None:
    """What it raised is shown."""
    with (
        Killing("tests.store.deeds:failing") as killing,
        pytest.raises(AssertionError, match="StoreProblem"),
    ):
        killing.rounds(address, tmp_path, kills=1, longest=1)


def test_a_migration_is_done_or_not(address: str, tmp_path: Path) -> None:
    """The schema is the one or the other, whole, and the copies of SQLite files too."""
    with Killing("tests.store.deeds:migrations") as killing:
        for seed in range(FEW):
            killing.rounds(address, tmp_path, kills=1, longest=0.5, seed=seed, from_start=True)
            with closing(connect(address)) as store:
                assert revision(store) in {None, head()}
            with closing(open_store(address)) as store:
                assert_whole(store)
                assert set(counts(store)) == set(t.METADATA.tables)
    for path in Path(address).parent.glob("*.bak") if "://" not in address else ():
        with closing(sqlite3.connect(path)) as copy:
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_backup_is_whole_or_not_there(address: str, tmp_path: Path) -> None:
    """Each one that was acknowledged is restored with as many acts as it said."""
    with closing(open_store(address)) as store:
        fill(store)
    with Killing("tests.store.deeds:backups") as killing:
        done = killing.rounds(address, tmp_path, kills=FEW, longest=0.4)
    said = dict(line.split() for line in done.said)
    assert said
    found = {path.name for path in tmp_path.glob("*.zip")}
    assert said.keys() <= found
    for name in sorted(found)[:20]:
        made = restore(tmp_path / name, str(tmp_path / f"{name}.db"))
        assert made.acts == int(said.get(name, made.acts))
    with closing(open_store(address)) as store:
        assert_whole(store)


def test_a_restored_store_is_whole_or_not_there(filled: Path, tmp_path: Path) -> None:
    """Nothing but whole stores has the name that was asked for."""
    with Killing("tests.store.deeds:restores") as killing:
        done = killing.rounds(str(filled), tmp_path, kills=FEW, longest=0.6)
    found = {path.name for path in tmp_path.glob("*.db")}
    assert done.said
    assert set(done.said) <= found
    for name in found:
        with closing(open_store(str(tmp_path / name), make=False)) as store:
            assert_whole(store)
            assert counts(store)["unit"] == 3


def test_a_new_store_that_was_broken_off_is_made_by_the_next_start(tmp_path: Path) -> None:
    """Whatever was there of it."""
    with Killing("tests.store.deeds:openings") as killing:
        done = killing.rounds("", tmp_path, kills=FEW, longest=0.4, from_start=True)
    assert done.kills == FEW
    for path in tmp_path.glob("*.db"):
        with closing(open_store(str(path))) as store:
            assert_whole(store)
            fill(store)
