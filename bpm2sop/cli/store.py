"""What the commands on a workspace share: its address, who acts, and opening it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import click

from bpm2sop.settings import SHIPPED

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
profile_option = click.option(
    "--profile",
    "profile_name",
    default=SHIPPED[0],
    show_default=True,
    metavar="sop-ap|plain|FILE",
    help="A profile that comes with the program, or a TOML file of your own.",
)


@contextmanager
def opened(db: str, *, make: bool = True, settings: Settings | None = None) -> Iterator[Workspace]:
    """Open a workspace for the time of a command; one that is not there is made, if it may be."""
    from bpm2sop.workspace.opening import open_workspace

    with closing(open_workspace(db, settings=settings, make=make)) as workspace:
        yield workspace


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
