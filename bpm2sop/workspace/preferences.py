"""By what a workspace drafts: the settings of its first import, until somebody changes them for all maps at once.

A command that is called with another profile, or a server that was started with one, changes no draft.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bpm2sop.drafting import Settings
from bpm2sop.store import files, pack, preferences, unpack

_NAME = "settings"


def kept_settings(connection: Connection) -> Settings | None:
    """Give the settings that a workspace drafts by; None before its first import."""
    sha256 = preferences.read(connection, _NAME)
    data = files.kept(connection, sha256) if sha256 else None
    return unpack(data, Settings) if data is not None else None


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
