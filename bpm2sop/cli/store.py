"""What the commands on a workspace share: its address, who acts, and opening it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from bpm2sop.cli.options import profile_option
from bpm2sop.cli.talk import tell
from bpm2sop.errors import Missing, Where
from bpm2sop.wording import say

if TYPE_CHECKING:
    from bpm2sop.drafting import Settings
    from bpm2sop.workspace.opening import Workspace
    from bpm2sop.workspace.rights import Person

db_option = click.option(
    "--db",
    envvar="BPM2SOP_DB",
    default="bpm2sop.db",
    show_default=True,
    metavar="ADDRESS",
    help="The workspace: a file, or a PostgreSQL address; also by BPM2SOP_DB.",
)
as_option = click.option(
    "--as",
    "login",
    envvar="BPM2SOP_LOGIN",
    default=None,
    metavar="LOGIN",
    help="Who acts, where the workspace has users; also by BPM2SOP_LOGIN. "
    "The password is asked for, or taken from BPM2SOP_PASSWORD.",
)
first_profile_option = profile_option(
    "For a workspace without maps: a profile that comes with the program, or a TOML file of your own. "
    "Later it is changed by bpm2sop settings."
)
_GIVEN = frozenset({ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT})


@contextmanager
def opened(
    db: str, *, make: bool = True, settings: Settings | None = None, counts: bool = False
) -> Iterator[Workspace]:
    """Open a workspace for the time of a command; one that is not there is made, if it may be.

    Args:
        db: its address.
        make: whether it may be made.
        settings: those that the options of the command give.
        counts: whether they count for this command, whatever the workspace keeps.
    """
    from bpm2sop.workspace.opening import open_workspace

    with closing(open_workspace(db, settings=settings, make=make)) as workspace:
        if settings is not None and not counts:
            tell_kept(workspace, settings)
        yield workspace


def given(name: str) -> bool:
    """Tell whether whoever calls has named an option of the command that runs."""
    context = click.get_current_context(silent=True)
    return context is not None and context.get_parameter_source(name) in _GIVEN


def tell_kept(workspace: Workspace, settings: Settings) -> None:
    """Say in one line which options given are not those that the workspace drafts by, and how to change them."""
    from bpm2sop.workspace.preferences import plain

    kept, asked = workspace.settings, plain(settings)
    context = click.get_current_context()
    words = []
    if given("profile_name") and asked.profile != kept.profile:
        words.append(f"--profile {context.params['profile_name']}")
    if given("language") and asked.language != kept.language:
        words.append(f"--language {asked.language}")
    if words:
        told = {"given": " ".join(words), "profile": kept.profile.name, "spoken": kept.language}
        tell(say(settings.language, "settings.kept", **told))


def acting(workspace: Workspace, login: str | None) -> Person:
    """Give who acts: whoever sits at the machine while there are no people, else who knows the password.

    Raises:
        Forbidden: there are people and nobody is named, or the password is wrong.
    """
    from bpm2sop.workspace.people import local_person
    from bpm2sop.workspace.sessions import check_password

    if login is None:
        return local_person(workspace)
    return check_password(workspace, login, os.environ.get("BPM2SOP_PASSWORD") or ask_password())


def ask_password(*, again: bool = False) -> str:
    """Ask for a password on the terminal; elsewhere it is the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    word: str = click.prompt("Password", hide_input=True, confirmation_prompt=again, err=True)
    return word


def find_sop(workspace: Workspace, who: Person, name: str, *origins: str) -> str:
    """Find an SOP by whatever a person may call it, among those of some origins where they are named.

    Raises:
        Missing: nothing goes by that name, or several do.
    """
    from bpm2sop.workspace.views import list_sops

    lines = [line for line in list_sops(workspace, who) if not origins or line.origin in origins]
    for field in ("id", "key", "code", "number", "title"):
        found = [line.id for line in lines if getattr(line, field) == name]
        if len(found) == 1:
            return found[0]
        if found:
            raise Missing("sop-several", Where(file=name), {"count": str(len(found))})
    raise Missing("sop-missing", Where(file=name))
