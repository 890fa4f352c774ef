"""By what a workspace drafts: the settings of its first import, until somebody changes them for all maps at once.

A command that is called with another profile, or a server that was started with one, changes no draft.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bpm2sop.drafting import Settings
from bpm2sop.errors import StoreProblem, Where
from bpm2sop.store import files, pack, preferences, unpack

_NAME = "settings"


def kept_settings(connection: Connection) -> Settings | None:
    """Give the settings that a workspace drafts by; None before its first import.

    Raises:
        StoreProblem: they are damaged: nothing is drafted by others in their place.
    """
    sha256 = preferences.read(connection, _NAME)
    if not sha256:
        return None
    data = files.kept(connection, sha256)
    if data is None:
        raise StoreProblem("store-value-damaged", Where(file=sha256), {"kind": Settings.__name__})
    return unpack(data, Settings)


def in_use(connection: Connection, own: Settings) -> Settings:
    """Give the settings that a workspace drafts by: those kept, else a process's own."""
    kept = kept_settings(connection)
    return kept if kept is not None else plain(own)


def keep_settings(connection: Connection, settings: Settings) -> None:
    """Let a workspace draft by these settings."""
    preferences.write(connection, _NAME, files.keep(connection, pack(settings)))


def plain(settings: Settings) -> Settings:
    """Give settings as they are when they have been kept: whole numbers may come back as fractions."""
    return unpack(pack(settings), Settings)
