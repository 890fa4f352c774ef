"""What a database cannot do, in our words: each failure of a driver as a code that the catalogues explain."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bpm2sop.errors import Refused, StoreProblem, Where

_LONGEST = 300
_NUMBERS = 2**63
_SQLITE = {
    "SQLITE_NOTADB": "store-not-sqlite",
    "SQLITE_CORRUPT": "store-damaged",
    "SQLITE_FULL": "store-full",
    "SQLITE_READONLY": "store-unwritable",
    "SQLITE_CANTOPEN": "store-unwritable",
    "SQLITE_PERM": "store-unwritable",
    "SQLITE_BUSY": "store-busy",
    "SQLITE_LOCKED": "store-busy",
}
"""By the primary name of SQLite's error."""
_POSTGRES = {
    "08": "store-unreachable",
    "25006": "store-unwritable",
    "28": "store-unreachable",
    "3D000": "store-unreachable",
    "40": "store-busy",
    "42501": "store-unwritable",
    "53100": "store-full",
    "53300": "store-busy",
    "55P03": "store-busy",
    "57P": "store-unreachable",
    "XX001": "store-damaged",
    "XX002": "store-damaged",
}
"""By PostgreSQL's code, or its beginning."""


@contextmanager
def told(place: str) -> Iterator[None]:
    """Turn whatever a driver raises into a refusal that names the store.

    Raises:
        StoreProblem: the database did not do it.
        Refused: it was given a value that no database holds.
    """
    try:
        yield
    except PoolTimeoutError as error:
        raise StoreProblem("store-busy", Where(file=place), {"why": why(error)}) from error
    except (DataError, OverflowError, UnicodeEncodeError) as error:
        raise Refused("value-unusable", Where(file=place)) from error
    except StatementError as error:
        if isinstance(error.orig, Refused):
            raise error.orig from None
        if not isinstance(error, DBAPIError):
            raise
        raise StoreProblem(_code(error), Where(file=place), {"why": why(error)}) from error


def refuse_unusable(value: object) -> None:
    """Refuse what only one of the databases would hold, or none.

    Raises:
        Refused: a text has a character that PostgreSQL has no place for, or a number is out of all bounds.
    """
    text = isinstance(value, str) and "\x00" in value
    if text or (isinstance(value, int) and not -_NUMBERS <= value < _NUMBERS):
        raise Refused("value-unusable", Where(file="-"))


def why(error: BaseException) -> str:
    """Give what the driver said, on one line and without the statement."""
    said = str(getattr(error, "orig", None) or error)
    return " ".join(said.split())[:_LONGEST]


def _code(error: DBAPIError) -> str:
    """Name a failure."""
    name = getattr(error.orig, "sqlite_errorname", None)
    if name is not None:
        return _SQLITE.get("_".join(name.split("_")[:2]), "store-failed")
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        known = (code for begin, code in _POSTGRES.items() if state.startswith(begin))
        return next(known, "store-failed")
    # A driver that has no code for what happened was not answered by a server.
    answered = not hasattr(error.orig, "pgconn") or not error.connection_invalidated
    connecting = error.statement is None and hasattr(error.orig, "pgconn")
    return "store-unreachable" if connecting or not answered else "store-failed"
