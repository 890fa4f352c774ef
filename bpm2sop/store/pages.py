"""The pages of the atlas as last derived."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from bpm2sop.store.lots import in_lots
from bpm2sop.store.tables import page


class PageRow(NamedTuple):
    """One page; `parent` is a page's key, `link` how it was found."""

    key: str
    position: int
    file_id: str | None
    kind: str
    element: str
    title: str
    code: str
    level: int | None
    group: str
    owner: str
    parent: str
    link: str
    sop_id: str | None


_COLUMNS = tuple(page.c[name] for name in PageRow._fields)


def every(connection: Connection) -> list[PageRow]:
    """List the pages, parents before children."""
    return [
        PageRow(*row)
        for row in connection.execute(select(*_COLUMNS).order_by(page.c.position, page.c.key))
    ]


def of_file(connection: Connection, file_id: str) -> list[PageRow]:
    """List the pages of a file."""
    query = select(*_COLUMNS).where(page.c.file_id == file_id).order_by(page.c.position)
    return [PageRow(*row) for row in connection.execute(query)]


def parent_code(connection: Connection, sop_id: str) -> str:
    """Give the code of the page above that of an SOP; empty where there is none."""
    above = page.alias("above")
    query = (
        select(above.c.code)
        .join(page, page.c.parent == above.c.key)
        .where(page.c.sop_id == sop_id)
        .order_by(page.c.position)
        .limit(1)
    )
    return connection.scalar(query) or ""


def replace(connection: Connection, rows: Sequence[PageRow]) -> None:
    """Make the pages those given; only what differs is written."""
    before = {row.key: row for row in every(connection)}
    wanted = {row.key: row for row in rows}
    gone = [key for key, row in before.items() if wanted.get(key) != row]
    for part in in_lots(gone):
        connection.execute(delete(page).where(page.c.key.in_(part)))
    come = [row._asdict() for key, row in wanted.items() if before.get(key) != row]
    if come:
        connection.execute(insert(page), come)
