"""Backups to be restored, and places to restore them to."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bpm2sop.store import open_store
from bpm2sop.store.keeping import dump
from tests.store.filling import fill
from tests.stores import PostgresCluster, SqliteFiles


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a backup is restored to: nothing is there."""
    if request.param == "sqlite":
        yield str(tmp_path / "restored.db")
        return
    cluster: PostgresCluster = request.getfixturevalue("postgres_cluster")
    address = cluster.empty()
    yield address
    cluster.drop(address)


@pytest.fixture
def sqlite_target(tmp_path: Path) -> Path:
    """A path at which nothing is."""
    return tmp_path / "restored.db"


@pytest.fixture(scope="session")
def filled(sqlite_files: SqliteFiles, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a store with rows in all tables."""
    path = tmp_path_factory.mktemp("backup") / "filled.zip"
    with closing(open_store(sqlite_files.fresh())) as store:
        fill(store)
        dump(store, path, at="2026-01-05", tool="1")
    return path
