"""What a view asks for: the workspace, who asks, and in which language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from flask import Flask, current_app, g

from bpm2sop.wording import Language
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import Person
from bpm2sop_web.fragments import Fragments
from bpm2sop_web.limiting import Limiter
from bpm2sop_web.options import Options

_NAME = "bpm2sop"


@dataclass(slots=True)
class Served:
    """What an application serves; `local` is the session of whoever came by the link."""

    workspace: Workspace
    options: Options
    limiter: Limiter
    local: str
    once: str
    fragments: Fragments = field(default_factory=Fragments)


def serve_with(app: Flask, served: Served) -> None:
    """Give an application its workspace."""
    app.extensions[_NAME] = served


def served() -> Served:
    """Give what the application serves."""
    return cast("Served", current_app.extensions[_NAME])


def ws() -> Workspace:
    """Give the workspace."""
    return served().workspace


def who() -> Person:
    """Give who asks; views that are open to all must not ask for it."""
    return cast("Person", g.who)


def visitor() -> Person | None:
    """Give who asks, if it is known."""
    return cast("Person | None", g.get("who"))


def language() -> Language:
    """Give the language of the answer."""
    return cast("Language", g.get("language", Language.ID))
