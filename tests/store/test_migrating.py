"""The schema goes up and down, in one piece, and is what the program thinks it is."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect, text

from bpm2sop.errors import StoreProblem
from bpm2sop.store import Store, audit, migrating, open_store
from bpm2sop.store.migrating import downgrade, head, revision, revisions, upgrade
from bpm2sop.store.opening import connect
from bpm2sop.store.tables import METADATA
from bpm2sop.store.triggers import CREATE
from tests.store.freezing import DIALECTS, path_of, sql_of
from tests.stores import nobody

LATER = '''"""A later schema."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{before}"
branch_labels = None
depends_on = None
HOW = {{"sqlite": "always", "postgresql": "never"}}


def upgrade() -> None:
    """A column that is there only later."""
    with op.batch_alter_table("unit", recreate=HOW[op.get_bind().dialect.name]) as table:
        table.add_column(sa.Column("colour", sa.Text(), nullable=False, server_default=""))
    {more}


def downgrade() -> None:
    """Without it."""
    with op.batch_alter_table("unit", recreate=HOW[op.get_bind().dialect.name]) as table:
        table.drop_column("colour")
'''


def later(folder: Path, monkeypatch: pytest.MonkeyPatch, *, more: str = "") -> None:
    """Let the program know one schema more."""
    scripts = folder / "migrations"
    shutil.copytree(migrating.SCRIPTS, scripts)
    words = LATER.format(before=head(), more=more)
    (scripts / "versions" / "9999_later.py").write_text(words)
    monkeypatch.setattr(migrating, "SCRIPTS", scripts)


def tables(store: Store) -> set[str]:
    """The names of the tables of a store."""
    with store.reading() as connection:
        return set(inspect(connection).get_table_names())


def columns(store: Store) -> set[str]:
    """The names of the columns of the table `unit`."""
    with store.reading() as connection:
        return {column["name"] for column in inspect(connection).get_columns("unit")}


def fill(store: Store) -> None:
    """Have a unit under another one, and an act."""
    with store.writing() as connection:
        for row in ("('a', 'A', NULL)", "('b', 'B', 'a')"):
            connection.execute(text(f"INSERT INTO unit (id, name, parent_id) VALUES {row}"))  # noqa: S608
        audit.record(connection, at="", who="w", act="a", subject="s")


@pytest.fixture
def empty_store(empty_address: str) -> Iterator[Store]:
    """A store without a schema."""
    store = connect(empty_address)
    yield store
    store.close()


@pytest.mark.parametrize("name", DIALECTS)
def test_the_first_schema_is_that_of_the_tables(name: str) -> None:
    """Until a first release: `python -m tests.store.freezing` writes it anew. After it, a change is a migration."""
    assert path_of(name).read_text("utf-8") == sql_of(name), "python -m tests.store.freezing"


def test_the_schema_is_what_the_program_thinks(store: Store) -> None:
    """Migrations and tables say the same."""
    with store.reading() as connection:
        # On SQLite the comparison takes '' for no default: there the statements are compared, see below.
        options = {"compare_server_default": not store.is_sqlite}
        context = MigrationContext.configure(connection, opts=options)
        differences = compare_metadata(context, METADATA)
    assert differences == []


def test_the_statements_are_what_the_program_thinks(sqlite_store: Store) -> None:
    """Defaults, checks and conditions of indices too."""
    engine = create_engine("sqlite://")
    METADATA.create_all(engine)
    with engine.connect() as made, sqlite_store.reading() as migrated:
        assert statements(migrated) == statements(made)
    engine.dispose()


def statements(connection: Connection) -> dict[str, str]:
    """What the tables and indices of a SQLite database were made with."""
    query = "SELECT name, sql FROM sqlite_master WHERE type != 'trigger' AND sql IS NOT NULL"
    rows = connection.exec_driver_sql(query).all()
    return {name: " ".join(sql.split()) for name, sql in rows if name != "alembic_version"}


def test_the_guards_are_what_the_program_thinks(store: Store) -> None:
    """Every trigger of `triggers.py` is there, and no other."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[store.engine.dialect.name]
    with store.reading() as connection:
        made = set(connection.exec_driver_sql(query).scalars())
    wanted = CREATE[store.engine.dialect.name]
    assert made == {one.split()[2] for one in wanted if one.startswith("CREATE TRIGGER")}


def test_every_table_holds_to_its_types(sqlite_store: Store) -> None:
    """SQLite would else keep text in a column of numbers."""
    with sqlite_store.reading() as connection:
        listed = connection.exec_driver_sql("PRAGMA table_list").mappings()
        loose = {row["name"] for row in listed if row["type"] == "table" and not row["strict"]}
    assert {name for name in loose if not name.startswith("sqlite_")} == {"alembic_version"}


def test_the_schema_goes_up_down_and_up_again(empty_store: Store) -> None:
    """Step by step; at the bottom nothing of ours is left."""
    assert revision(empty_store) is None
    for step in revisions():
        upgrade(empty_store, step)
        assert revision(empty_store) == step
    for _step in revisions():
        downgrade(empty_store)
    assert revision(empty_store) is None
    assert tables(empty_store) <= {"alembic_version"}
    upgrade(empty_store)
    assert set(METADATA.tables) <= tables(empty_store)
    fill(empty_store)


def test_what_is_in_a_store_is_there_after_a_migration(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """References, triggers and the audit too, when a table that others refer to is copied."""
    store = open_store(address)
    fill(store)
    store.close()
    later(tmp_path, monkeypatch)
    newer = open_store(address)
    assert revision(newer) == "9999"
    assert "colour" in columns(newer)
    with newer.reading() as connection:
        parents = connection.execute(text("SELECT id, parent_id FROM unit ORDER BY id")).all()
        assert audit.broken(connection) is None
    assert [tuple(row) for row in parents] == [("a", None), ("b", "a")]
    downgrade(newer)
    assert "colour" not in columns(newer)
    newer.close()


def test_a_migration_that_fails_changes_nothing(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old program opens the store as before."""
    store = open_store(address)
    fill(store)
    known = head()
    later(tmp_path, monkeypatch, more="raise ZeroDivisionError")
    with pytest.raises(ZeroDivisionError):
        open_store(address)
    assert revision(store) == known
    assert "colour" not in columns(store)
    store.close()


def test_a_sqlite_store_is_copied_before_each_migration(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Up or down. The copy has the schema and the rows of before; a second one does not replace it."""
    known = head()
    fill(sqlite_store)
    later(tmp_path, monkeypatch)
    upgrade(sqlite_store)
    downgrade(sqlite_store)
    upgrade(sqlite_store)
    folder = Path(sqlite_store.place).parent
    copies = [
        f"bpm2sop.db.before-{known}.bak",
        f"bpm2sop.db.before-{known}-2.bak",
        "bpm2sop.db.before-9999.bak",
    ]
    assert sorted(path.name for path in folder.glob("*.bak")) == sorted(copies)
    with closing(sqlite3.connect(folder / copies[0])) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == (known,)
        assert copy.execute("SELECT count(*) FROM unit").fetchone() == (2,)
    assert list(folder.glob(".*")) == []


def test_a_new_store_needs_no_copy(tmp_path: Path) -> None:
    """There is nothing to lose."""
    open_store(str(tmp_path / "bpm2sop.db")).close()
    assert [path.name for path in tmp_path.iterdir()] == ["bpm2sop.db"]


def test_without_room_for_the_copy_nothing_is_migrated(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that cannot be written."""
    known = head()
    later(tmp_path, monkeypatch)
    folder = Path(sqlite_store.place).parent
    for path in folder.iterdir():
        path.chmod(0o666)
    folder.chmod(0o555)
    with (
        nobody(tmp_path / "migrations" / "versions", folder),
        pytest.raises(StoreProblem, match="file-unwritable"),
    ):
        upgrade(sqlite_store)
    assert revision(sqlite_store) == known


def test_a_newer_schema_is_refused(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither read nor migrated nor taken down."""
    with monkeypatch.context() as newer:
        later(tmp_path, newer)
        open_store(address).close()
    with pytest.raises(StoreProblem, match="store-newer") as refusal:
        open_store(address)
    assert refusal.value.params == {"schema": "9999", "known": head()}
    store = connect(address)
    with pytest.raises(StoreProblem, match="store-newer"):
        downgrade(store)
    assert revision(store) == "9999"
    store.close()


def test_a_database_of_another_program_is_left_alone(empty_store: Store) -> None:
    """It has tables, and no mark of ours."""
    with empty_store.writing_schema() as connection:
        connection.execute(text("CREATE TABLE recipe (name TEXT)"))
    with pytest.raises(StoreProblem, match="store-foreign"):
        open_store(empty_store.address)
    assert tables(empty_store) == {"recipe"}


def test_below_the_first_schema_there_is_none(store: Store) -> None:
    """Going down once more is refused; so is an invented schema, up or down."""
    with pytest.raises(StoreProblem, match="store-schema-unknown"):
        upgrade(store, "invented")
    with pytest.raises(StoreProblem, match="store-no-downgrade"):
        downgrade(store, "invented")
    downgrade(store, "base")
    with pytest.raises(StoreProblem, match="store-no-downgrade"):
        downgrade(store)
