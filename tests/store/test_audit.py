"""The audit: each row follows from the one before, and none is ever changed."""

import string
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert, select, text, update

from bpm2sop.errors import StoreProblem
from bpm2sop.store import Store
from bpm2sop.store import tables as t
from bpm2sop.store.audit import FIRST, acts, broken, head, record

NAMES = ("at", "who", "act", "subject", "detail", "previous", "hash")
words = st.text(string.ascii_letters + 'é"\\\n ', max_size=8)
rows = st.lists(st.fixed_dictionaries(dict.fromkeys(("who", "act", "subject"), words)))

REPEATED = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=60,
)


def write(connection: Connection, many: int) -> None:
    """Record so many acts."""
    for number in range(many):
        detail = {"é": number, "a": [None, True]}
        record(
            connection,
            at=f"2026-01-0{number % 9 + 1}",
            who="w",
            act="edit",
            subject="s",
            detail=detail,
        )


def unlocked(connection: Connection) -> None:
    """Do what only the owner of a database can: take its guards away."""
    table = " ON audit" if connection.dialect.name == "postgresql" else ""
    for verb in ("update", "delete"):
        connection.execute(text(f"DROP TRIGGER audit_no_{verb}{table}"))


def tampered(store: Store, act: Callable[[Connection], object], many: int) -> int | None:
    """Write a chain, do something to it without guards, say what is found, and undo all of it."""
    with store.engine.connect() as connection:
        connection.execution_options(bpm2sop_writes=True)
        transaction = connection.begin()
        try:
            write(connection, many)
            assert broken(connection) is None
            unlocked(connection)
            act(connection)
            return broken(connection)
        finally:
            transaction.rollback()


def test_an_empty_chain_holds(store: Store) -> None:
    """Nobody has done anything yet."""
    with store.reading() as connection:
        assert broken(connection) is None
        assert head(connection) == (0, FIRST)
        assert list(acts(connection)) == []


def test_acts_are_read_newest_first(store: Store) -> None:
    """All of them, those on one subject, or the last few."""
    with store.writing() as connection:
        for subject in "aba":
            record(
                connection, at="t", who="w", act="edit", subject=subject, detail={"b": 1, "a": "é"}
            )
    with store.reading() as connection:
        assert [act.subject for act in acts(connection)] == ["a", "b", "a"]
        assert [act.id for act in acts(connection, subject="a")] == [3, 1]
        assert [act.id for act in acts(connection, limit=2)] == [3, 2]
        assert next(acts(connection)).detail == '{"a":"é","b":1}'


def test_each_row_holds_the_hash_of_the_one_before(store: Store) -> None:
    """And the last one's is noted beside the chain."""
    with store.writing() as connection:
        write(connection, 3)
    with store.reading() as connection:
        chain = list(acts(connection))[::-1]
        assert [act.previous for act in chain] == [FIRST, chain[0].hash, chain[1].hash]
        assert head(connection) == (3, chain[2].hash)


def test_an_act_stands_with_what_it_tells_of(store: Store) -> None:
    """A transaction that fails leaves no act, and the next one gets its number."""
    with store.engine.connect() as connection:
        connection.execution_options(bpm2sop_writes=True)
        write(connection, 2)
        connection.rollback()
    with store.writing() as connection:
        write(connection, 1)
    with store.reading() as connection:
        assert [act.id for act in acts(connection)] == [1]
        assert broken(connection) is None


@REPEATED
@given(data=st.data(), many=st.integers(1, 6))
def test_any_change_of_any_row_is_found(store: Store, data: st.DataObject, many: int) -> None:
    """Whichever column of whichever row, at that row."""
    victim = data.draw(st.integers(1, many))
    name = data.draw(st.sampled_from(NAMES))
    value = data.draw(words)
    change = update(t.audit).where(t.audit.c.id == victim).values({name: value})
    assert tampered(store, lambda c: c.execute(change), many) == victim


@REPEATED
@given(data=st.data(), many=st.integers(1, 6))
def test_any_row_taken_away_is_found(store: Store, data: st.DataObject, many: int) -> None:
    """Also the last ones."""
    gone = data.draw(st.sets(st.integers(1, many), min_size=1))
    removal = delete(t.audit).where(t.audit.c.id.in_(gone))
    assert tampered(store, lambda c: c.execute(removal), many) == min(gone)


@REPEATED
@given(data=st.data(), many=st.integers(2, 6))
def test_any_two_rows_that_change_places_are_found(
    store: Store, data: st.DataObject, many: int
) -> None:
    """At the first of them."""
    first, second = sorted(data.draw(st.sets(st.integers(1, many), min_size=2, max_size=2)))

    def swap(connection: Connection) -> None:
        for one, other in ((first, -1), (second, first), (-1, second)):
            connection.execute(update(t.audit).where(t.audit.c.id == one).values(id=other))

    assert tampered(store, swap, many) == first


@REPEATED
@given(many=st.integers(0, 5), added=rows.filter(bool))
def test_any_row_put_behind_is_found(store: Store, many: int, added: list[dict[str, str]]) -> None:
    """One that was not recorded, however well it follows."""

    def put(connection: Connection) -> None:
        noted = connection.scalar(select(t.meta.c.value).where(t.meta.c.name == "head"))
        for row in added:
            record(connection, at="t", **row)
        connection.execute(update(t.meta).where(t.meta.c.name == "head").values(value=noted))

    assert tampered(store, put, many) == many + 1


def test_a_row_that_was_renumbered_is_found(store: Store) -> None:
    """Numbers have no gaps."""
    change = update(t.audit).where(t.audit.c.id == 3).values(id=7)
    assert tampered(store, lambda c: c.execute(change), 3) == 3


REFUSED = {
    "both": ("UPDATE {table} SET {column} = {column}", "DELETE FROM {table}"),
    "sqlite": ("INSERT OR REPLACE INTO {table} SELECT * FROM {table}",),
    "postgresql": ("TRUNCATE {table} CASCADE",),
}


@pytest.mark.parametrize(("table", "column"), [("audit", "at"), ("blob", "size")])
def test_the_database_itself_refuses(store: Store, table: str, column: str) -> None:
    """To change or delete an act or stored bytes, by whatever statement."""
    with store.writing() as connection:
        write(connection, 1)
        connection.execute(insert(t.blob).values(sha256="x", size=1, data=b"x"))
    for statement in (*REFUSED["both"], *REFUSED[store.engine.dialect.name]):
        with pytest.raises(StoreProblem) as refusal, store.writing() as connection:
            connection.execute(text(statement.format(table=table, column=column)))
        assert "append-only" in refusal.value.params["why"]
    with store.reading() as connection:
        assert connection.scalar(text(f"SELECT count(*) FROM {table}")) == 1  # noqa: S608


def test_what_was_typed_may_move_and_never_change(store: Store) -> None:
    """An edit follows its step to another key; its words, and whose they are, stay."""
    with store.writing() as connection:
        connection.execute(insert(t.sop).values(id="s"))
        connection.execute(insert(t.edit).values(sop_id="s", key="a", field="text", value="x"))
    with store.writing() as connection:
        connection.execute(update(t.edit).values(key="b", orphan="o", rank=1))
    for change in ({"value": "y"}, {"who": "z"}, {"at": "now"}):
        with pytest.raises(StoreProblem), store.writing() as connection:
            connection.execute(update(t.edit).values(**change))
    with pytest.raises(StoreProblem), store.writing() as connection:
        connection.execute(delete(t.edit))
