"""A store is opened as it has to be, and its transactions do not meet."""

import os
import threading
from pathlib import Path

import pytest
from sqlalchemy import Connection, Executable, insert, select, text
from sqlalchemy.exc import IntegrityError

from bpm2sop.errors import Refused, StoreProblem
from bpm2sop.store import Store, open_store
from bpm2sop.store.migrating import head, revision
from bpm2sop.store.tables import comment, meta
from bpm2sop.workspace.opening import Workspace


def pragma(store: Store, name: str) -> object:
    """One setting of a connection from the pool."""
    with store.reading() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def values(store: Store) -> dict[str, str]:
    """The settings of a store."""
    with store.reading() as connection:
        return {row.name: row.value for row in connection.execute(select(meta))}


def put(store: Store, name: str, value: str = "") -> None:
    """Write one setting."""
    with store.writing() as connection:
        connection.execute(insert(meta).values(name=name, value=value))


def fail_after(statement: Executable, connection: Connection) -> None:
    """Do something, then fail."""
    connection.execute(statement)
    raise ZeroDivisionError


def test_a_fresh_store_has_our_schema(store: Store) -> None:
    """What `open_store` gives can be written at once."""
    assert revision(store) == head()


def test_what_was_written_is_read_back(store: Store) -> None:
    """A transaction that ended well stands, also for who opens the store anew."""
    put(store, "a", "b")
    again = open_store(store.address)
    assert values(again)["a"] == "b"
    again.close()


def test_what_ended_badly_is_not_there(store: Store) -> None:
    """All or nothing."""
    with pytest.raises(ZeroDivisionError), store.writing() as connection:
        fail_after(insert(meta).values(name="a", value="b"), connection)
    assert "a" not in values(store)


def test_ids_and_times_of_a_test_workspace_are_counted(workspace: Workspace) -> None:
    """Nothing in a test depends on the day it is run."""
    assert (workspace.token(), workspace.token()) == ("id000001", "id000002")
    assert workspace.now() == "2026-01-05T01:00:01.000000+00:00"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 30_000),
        ("trusted_schema", 0),
        ("recursive_triggers", 1),
    ],
)
def test_each_sqlite_connection_is_set_up(sqlite_store: Store, name: str, value: object) -> None:
    """Acknowledged means on disk, references hold, and a hostile file's schema runs nothing."""
    assert pragma(sqlite_store, name) == value


def test_references_hold_again_after_the_schema_changed(sqlite_store: Store) -> None:
    """They are off while tables are copied, and on for whoever gets the connection next."""
    with sqlite_store.writing_schema() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 0
    assert sqlite_store.engine.pool.checkedin() == 1  # type: ignore[attr-defined]
    assert pragma(sqlite_store, "foreign_keys") == 1


def test_references_hold_again_after_a_change_that_failed(sqlite_store: Store) -> None:
    """As above."""
    with pytest.raises(ZeroDivisionError), sqlite_store.writing_schema():
        raise ZeroDivisionError
    assert pragma(sqlite_store, "foreign_keys") == 1


def test_a_change_of_the_schema_that_breaks_references_is_undone(sqlite_store: Store) -> None:
    """What was off is looked at before it stands."""
    broken = "INSERT INTO person_role (person_id, role) VALUES ('nobody', 'admin')"
    with (
        pytest.raises(StoreProblem, match="store-dangling"),
        sqlite_store.writing_schema() as connection,
    ):
        connection.execute(text(broken))
    with sqlite_store.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM person_role")) == 0


def test_a_row_that_refers_to_nothing_is_refused(store: Store) -> None:
    """On both databases."""
    row = {"id": "c", "sop_id": "nowhere", "text": "hm"}
    with store.writing() as connection, pytest.raises(IntegrityError):
        connection.execute(insert(comment).values(row))


def test_a_transaction_that_reads_writes_nothing(store: Store) -> None:
    """Whoever wants to write says so, and takes their turn."""
    with pytest.raises(StoreProblem, match="store-unwritable"), store.reading() as connection:
        connection.execute(insert(meta).values(name="a", value="b"))
    put(store, "a")


def test_how_a_transaction_is_begun_does_not_outlive_it(store: Store) -> None:
    """The next user of the same connection begins anew: a reader behind a writer holds nobody up."""
    put(store, "a")
    with store.reading() as reader:
        assert reader.scalar(select(meta.c.value).where(meta.c.name == "a")) == ""
        put(store, "b")


def test_a_reader_sees_one_state_throughout(store: Store) -> None:
    """Whatever is written meanwhile."""
    with store.reading() as connection:
        before = connection.scalars(select(meta.c.name)).all()
        put(store, "a")
        assert connection.scalars(select(meta.c.name)).all() == before
    assert "a" in values(store)


def test_writers_take_turns(store: Store) -> None:
    """Each sees what the one before it wrote: no update is lost."""
    put(store, "n", "0")

    def count() -> None:
        for _ in range(10):
            with store.writing() as connection:
                query = select(meta.c.value).where(meta.c.name == "n")
                more = str(int(connection.scalar(query) or 0) + 1)
                connection.execute(meta.update().where(meta.c.name == "n").values(value=more))

    threads = [threading.Thread(target=count) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert values(store)["n"] == "60"


def test_a_forked_process_opens_its_own_connections(store: Store) -> None:
    """Those of its parent stay the parent's, and work on."""
    put(store, "parent")
    child = os.fork()
    if child == 0:
        try:
            put(store, "child")
        except BaseException:  # noqa: BLE001  (a child of a test must not run on)
            os._exit(1)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    put(store, "parent again")
    assert {"parent", "child", "parent again"} <= values(store).keys()


@pytest.mark.parametrize("value", ["a\x00b", "\ud800"])
def test_text_that_no_database_holds_is_refused(store: Store, value: str) -> None:
    """The same on both, instead of a row that the other could not have."""
    with pytest.raises(Refused, match="value-unusable"):
        put(store, "a", value)
    assert "a" not in values(store)


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 2**200])
def test_a_number_that_no_database_holds_is_refused(store: Store, number: int) -> None:
    """An address with such a number in it leads to an answer, not to a fault."""
    query = select(meta).where(text("1 = :n")).params(n=number)
    with store.reading() as connection, pytest.raises(Refused, match="value-unusable"):
        connection.execute(query)


def test_a_new_file_is_its_owners(tmp_path: Path) -> None:
    """It holds hashes of passwords."""
    path = tmp_path / "bpm2sop.db"
    open_store(str(path)).close()
    assert path.stat().st_mode & 0o777 == 0o600


def test_two_that_make_the_same_store_at_once_make_one(empty_address: str) -> None:
    """The second one waits, and finds it made."""
    failures: list[BaseException] = []

    def make() -> None:
        try:
            open_store(empty_address).close()
        except BaseException as error:  # noqa: BLE001  (shown below)
            failures.append(error)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    store = open_store(empty_address)
    assert revision(store) == head()
    store.close()
