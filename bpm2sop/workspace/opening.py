"""A workspace: a store with what drafts are made by, a clock and a source of ids."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from bpm2sop.drafting import Settings
from bpm2sop.engine import Engine
from bpm2sop.readers import Limits
from bpm2sop.store import Store, audit, open_store
from bpm2sop.workspace.memory import Memory
from bpm2sop.workspace.preferences import in_use
from bpm2sop.workspace.rights import Person

DEFAULT = "bpm2sop.db"
"""The store in the current folder, where none is named."""


def _now() -> datetime:
    return datetime.now(UTC)


def utc_text(when: datetime) -> str:
    """Write a time as the store keeps it: UTC, of one length, so that texts are in the order of times."""
    return when.astimezone(UTC).isoformat(timespec="microseconds")


def _token() -> str:
    return secrets.token_hex(8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """What every use case gets first. `clock` gives UTC; `token` the ids that people see."""

    store: Store
    settings: Settings = field(default_factory=Settings)
    limits: Limits = field(default_factory=Limits)
    engine: Engine = field(default_factory=Engine)
    clock: Callable[[], datetime] = _now
    token: Callable[[], str] = _token
    memory: Memory = field(default_factory=Memory, repr=False, compare=False)

    def now(self) -> str:
        """Give the time as the store keeps it."""
        return utc_text(self.clock())

    def record(
        self,
        connection: Connection,
        who: Person,
        *,
        act: str,
        subject: str,
        detail: Mapping[str, Any] | None = None,
    ) -> None:
        """Write into the audit what a person does, in the transaction that does it."""
        audit.record(
            connection, at=self.now(), who=who.login, act=act, subject=subject, detail=detail
        )

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()


def open_workspace(
    address: str = DEFAULT,
    *,
    settings: Settings | None = None,
    engine: Engine | None = None,
    make: bool = True,
) -> Workspace:
    """Open the workspace at a path or database address; one that is not there is made, unless `make` is false.

    The settings given are those of its first import; from then on it has its own (`preferences`).

    Raises:
        StoreProblem: the store cannot be opened.
    """
    store = open_store(address, make=make)
    try:
        with store.reading() as connection:
            used = in_use(connection, settings or Settings())
    except BaseException:
        store.close()
        raise
    return Workspace(store=store, settings=used, engine=engine or Engine())
