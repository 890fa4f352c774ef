"""A store is opened, or refused with a sentence that says what to do."""

from sqlalchemy import text

from bpm2sop.store import Store
from bpm2sop.store.migrating import head, revision
from bpm2sop.workspace.opening import Workspace


def test_a_fresh_store_has_our_schema(store: Store) -> None:
    """What `open_store` gives can be written at once."""
    assert revision(store) == head()


def test_what_was_written_is_read_back(store: Store) -> None:
    """A transaction that ended well stands."""
    with store.writing() as connection:
        connection.execute(text("INSERT INTO meta (name, value) VALUES ('a', 'b')"))
    with store.reading() as connection:
        assert connection.scalar(text("SELECT value FROM meta WHERE name = 'a'")) == "b"


def test_ids_and_times_of_a_test_workspace_are_counted(workspace: Workspace) -> None:
    """Nothing in a test depends on the day it is run."""
    assert (workspace.token(), workspace.token()) == ("id000001", "id000002")
    assert workspace.now() == "2026-01-05T01:00:01.000000+00:00"
