"""The command group. A command's module is imported when the command is used, so that start-up stays short."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from bpm2sop import __version__
from bpm2sop.errors import Refused
from bpm2sop.garbage import look_seldom

COMMANDS = {
    "adopt": "bpm2sop.cli.adopt",
    "atlas": "bpm2sop.cli.atlas",
    "backup": "bpm2sop.cli.backup",
    "check": "bpm2sop.cli.check",
    "cluster": "bpm2sop.cli.cluster",
    "db": "bpm2sop.cli.db",
    "diff": "bpm2sop.cli.diff",
    "doctor": "bpm2sop.cli.doctor",
    "draft": "bpm2sop.cli.draft",
    "export": "bpm2sop.cli.export",
    "forms": "bpm2sop.cli.forms",
    "fsck": "bpm2sop.cli.fsck",
    "import": "bpm2sop.cli.import_maps",
    "phrase": "bpm2sop.cli.phrase",
    "reorganise": "bpm2sop.cli.reorganise",
    "report": "bpm2sop.cli.report",
    "restore": "bpm2sop.cli.restore",
    "revise": "bpm2sop.cli.revise",
    "serve": "bpm2sop.cli.serve",
    "settings": "bpm2sop.cli.settings",
    "trace": "bpm2sop.cli.trace",
    "unit": "bpm2sop.cli.unit",
    "user": "bpm2sop.cli.user",
    "verify": "bpm2sop.cli.verify",
    "worker": "bpm2sop.cli.worker",
}
"""Each command and the module that holds it as `command`."""


class LazyGroup(click.Group):
    """Finds commands by `COMMANDS`, and turns refusals and interrupts into one line and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in alphabetical order."""
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name]).command
        return command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  (click's own signature)
        """Run a command; a refusal that concerns the whole call is said in one line and ends with 3, or 4 for the store."""
        from bpm2sop.cli.options import own_language
        from bpm2sop.cli.talk import refusal_code, tell_refusal

        try:
            return super().invoke(ctx)
        except Refused as refusal:
            tell_refusal(refusal, own_language(ctx))
            return refusal_code(refusal)

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  (click's own signature)
        """Run the program; an interrupt ends with 130."""
        from bpm2sop.cli.talk import EXIT_INTERRUPTED

        look_seldom()
        standalone = kwargs.pop("standalone_mode", True)
        try:
            code: Any = super().main(*args, **(kwargs | {"standalone_mode": False}))
        except click.exceptions.Abort:
            code = EXIT_INTERRUPTED
        except click.ClickException as error:
            error.show()
            code = error.exit_code
        if standalone:
            sys.exit(code or 0)
        return code


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="bpm2sop")
def main() -> None:
    """From process map to SOP, every row traceable."""
