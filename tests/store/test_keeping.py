"""A backup holds all of a store, and is restored whole or not at all."""

import errno
import json
import os
import threading
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from bpm2sop.errors import Forbidden, StoreProblem
from bpm2sop.store import Store, audit, migrating, open_store
from bpm2sop.store import tables as t
from bpm2sop.store.keeping import LEFT_OUT, dump
from bpm2sop.workspace.keeping import backup, last_backup, restore
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import OPERATOR, Person, Role
from tests.store.faults import fault_at
from tests.store.filling import contents, counts, fill
from tests.store.test_migrating import later
from tests.stores import PostgresCluster, SqliteFiles

Change = Callable[[dict[str, bytes]], None]


def test_every_table_is_filled(store: Store) -> None:
    """So that what follows speaks of all of them."""
    fill(store)
    assert [name for name, count in counts(store).items() if count < 2] == []


def test_a_backup_of_either_database_is_restored_into_either(
    workspace: Workspace, target: str, tmp_path: Path
) -> None:
    """Row by row; only sessions and locks are left, and the restoring is in the audit."""
    fill(workspace.store)
    before = contents(workspace.store)
    path = tmp_path / "backup.zip"
    manifest = backup(workspace, OPERATOR, path)
    assert (manifest.acts, manifest.blobs) == (3, 3)
    restore(path, target)
    with closing(open_store(target)) as store:
        after = contents(store)
        with store.reading() as connection:
            assert audit.broken(connection) is None
            last = next(audit.acts(connection))
    assert (last.act, last.who) == ("restore", "operator")
    assert json.loads(last.detail)["head"] == manifest.head
    assert after.pop("audit")[:-1] == before.pop("audit")
    assert after.pop("meta")[:-1] == before.pop("meta")[:-1]
    for name in LEFT_OUT:
        assert after.pop(name) == []
        assert before.pop(name)
    assert after == before


def test_the_same_rows_make_the_same_backup(store: Store, tmp_path: Path) -> None:
    """Whenever it is written, and of whichever database."""
    fill(store)
    one, other = tmp_path / "one.zip", tmp_path / "other.zip"
    for path in (one, other):
        dump(store, path, at="2026", tool="1")
    assert one.read_bytes() == other.read_bytes()


def test_both_databases_make_the_same_backup(
    sqlite_files: SqliteFiles, postgres_cluster: PostgresCluster, tmp_path: Path
) -> None:
    """Byte for byte."""
    made = []
    for stores in (sqlite_files, postgres_cluster):
        address = stores.fresh()
        path = tmp_path / f"{len(made)}.zip"
        with closing(open_store(address)) as store:
            fill(store)
            dump(store, path, at="2026", tool="1")
        made.append(path.read_bytes())
        stores.drop(address)
    assert made[0] == made[1]


def test_uploaded_files_lie_in_a_backup_as_they_are(filled: Path) -> None:
    """Whoever has the zip has them, by their hash, without any program of ours."""
    with zipfile.ZipFile(filled) as archive:
        blobs = [name for name in archive.namelist() if name.startswith("blob/")]
        assert sorted(len(archive.read(name)) for name in blobs) == [256, 512, 768]


def test_numbers_go_on_behind_those_restored(filled: Path, target: str) -> None:
    """The next row of a counted table does not meet one that is there."""
    restore(filled, target)
    with closing(open_store(target)) as store, store.writing() as connection:
        sop = connection.scalar(text("SELECT min(id) FROM sop"))
        query = insert(t.edit).values(sop_id=sop, key="k", field="text", value="x")
        made = connection.execute(query.returning(t.edit.c.id)).scalar()
        audit.record(connection, at="t", who="w", act="edit", subject="s")
    assert made == 4


def test_a_backup_is_of_one_moment(workspace: Workspace, tmp_path: Path) -> None:
    """While others write: the audit in it ends where its rows do."""
    fill(workspace.store)
    stop = threading.Event()
    written = [0]

    def write() -> None:
        while not stop.is_set():
            with workspace.store.writing() as connection:
                written[0] += 1
                value = {"name": f"n{written[0]}", "value": ""}
                connection.execute(insert(t.meta).values(**value))
                audit.record(connection, at="t", who="w", act="put", subject=value["name"])

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(5):
            path = tmp_path / f"{number}.zip"
            manifest = backup(workspace, OPERATOR, path)
            with zipfile.ZipFile(path) as archive:
                rows = archive.read("table/meta.jsonl").splitlines()
            noted = number  # the backups before this one are acts too
            assert len(rows) - 3 == manifest.acts - 3 - noted
            restore(path, str(tmp_path / f"{number}.db"))
    finally:
        stop.set()
        thread.join()
    assert written[0] > 0


def test_who_keeps_a_workspace_can_tell_when_it_was_last_backed_up(
    workspace: Workspace, tmp_path: Path
) -> None:
    """The newest one that was written; one that failed is none."""
    assert last_backup(workspace, OPERATOR) is None
    for name in ("a.zip", "b.zip"):
        backup(workspace, OPERATOR, tmp_path / name)
    with pytest.raises(StoreProblem):
        backup(workspace, OPERATOR, tmp_path / "b.zip")
    last = last_backup(workspace, OPERATOR)
    assert last is not None
    assert (last.file, last.who) == (str(tmp_path / "b.zip"), OPERATOR.login)
    assert last.at < workspace.now()
    with pytest.raises(Forbidden):
        last_backup(workspace, Person("1", "ani", "Ani", frozenset({Role.APPROVER})))


def test_a_backup_is_one_though_it_cannot_be_noted(workspace: Workspace, tmp_path: Path) -> None:
    """A database that takes no more rows, as on a full disk, has to be brought to safety first of all."""
    with fault_at(workspace.store, 2) as fault:  # 1 ends the reading
        made = backup(workspace, OPERATOR, tmp_path / "a.zip")
    assert fault.hit
    assert zipfile.is_zipfile(tmp_path / "a.zip")
    assert last_backup(workspace, OPERATOR) is None
    with workspace.store.reading() as connection:
        assert audit.head(connection).hash == made.head


def test_a_backup_writes_over_nothing(workspace: Workspace, tmp_path: Path) -> None:
    """And leaves nothing beside."""
    path = tmp_path / "backup.zip"
    path.write_bytes(b"mine")
    with pytest.raises(StoreProblem, match="place-taken"):
        backup(workspace, OPERATOR, path)
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("backup.zip", b"mine")]


def test_a_backup_may_go_where_files_have_one_name(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a USB stick; what is there is not written over either."""

    def refuse(_path: Path, _target: Path) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    path = tmp_path / "backup.zip"
    backup(workspace, OPERATOR, path)
    with pytest.raises(StoreProblem, match="place-taken"):
        backup(workspace, OPERATOR, path)
    assert [one.name for one in tmp_path.iterdir()] == ["backup.zip"]
    restore(path, str(tmp_path / "restored.db"))


def test_a_backup_is_its_owners(workspace: Workspace, tmp_path: Path) -> None:
    """It holds hashes of passwords."""
    backup(workspace, OPERATOR, tmp_path / "backup.zip")
    assert (tmp_path / "backup.zip").stat().st_mode & 0o777 == 0o600


def test_nothing_is_restored_over_a_store(filled: Path, address: str) -> None:
    """Whatever is there stays."""
    with closing(open_store(address)) as store:
        fill(store, 2)
        before = contents(store)
    with pytest.raises(StoreProblem, match="place-taken"):
        restore(filled, address)
    with closing(open_store(address)) as store:
        assert contents(store) == before


def test_nothing_is_restored_over_a_file(filled: Path, sqlite_target: Path) -> None:
    """Even an empty one."""
    sqlite_target.touch()
    with pytest.raises(StoreProblem, match="place-taken"):
        restore(filled, str(sqlite_target))


def test_a_restored_file_is_its_owners(filled: Path, sqlite_target: Path) -> None:
    """And nothing lies beside it."""
    restore(filled, str(sqlite_target))
    assert sqlite_target.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in sqlite_target.parent.iterdir()] == [sqlite_target.name]


def test_an_older_backup_is_brought_up(
    filled: Path, target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is restored as it was, then migrated."""
    later(tmp_path, monkeypatch)
    restore(filled, target)
    with closing(open_store(target)) as store, store.reading() as connection:
        assert migrating.schema_of(connection) == "9999"
        assert connection.scalar(text("SELECT count(*) FROM unit WHERE colour = ''")) == 3
