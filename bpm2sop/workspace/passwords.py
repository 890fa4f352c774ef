"""Passwords: what is strong enough, and the only two things that are done with one."""

from __future__ import annotations

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bpm2sop.errors import Refused, Where

SHORTEST = 12
_LONGEST = 1024
_FEWEST = 5
"""Different characters in a password, at least."""

_HASHER = PasswordHasher()


def make(password: str, login: str) -> str:
    """Hash a new password.

    Raises:
        Refused: it is too short, too long, or easily guessed.
    """
    plain = _plain(password)
    if not SHORTEST <= len(plain) <= _LONGEST:
        limits = {"least": str(SHORTEST), "most": str(_LONGEST)}
        raise Refused("password-length", Where(file=login), limits)
    folded = plain.casefold()
    if len(set(folded)) < _FEWEST or not folded.replace(login, ""):
        raise Refused("password-guessed", Where(file=login))
    return _HASHER.hash(_bytes(plain))


def holds(made: str | None, password: str) -> bool:
    """Tell whether a password is the one that was hashed. Takes as long where there is none."""
    plain = _bytes(_plain(password)[:_LONGEST])
    try:
        _HASHER.verify(_nobodys() if made is None else made, plain)
    except (VerificationError, InvalidHashError):
        return False
    return made is not None


def outdated(made: str) -> bool:
    """Tell whether a hash was made with weaker settings than today's."""
    return _HASHER.check_needs_rehash(made)


def again(password: str) -> str:
    """Hash a password that holds already with today's settings."""
    return _HASHER.hash(_bytes(_plain(password)[:_LONGEST]))


@cache
def _nobodys() -> str:
    """Give a hash of which nobody knows the password, to spend time on."""
    return _HASHER.hash("nobody's")


def _plain(password: str) -> str:
    """Give the one form of what people type on different keyboards."""
    return unicodedata.normalize("NFKC", password)


def _bytes(plain: str) -> bytes:
    """Write a password as bytes, whatever a browser sent."""
    return plain.encode("utf-8", "surrogatepass")
