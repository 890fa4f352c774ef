"""The command line, called as a user calls it."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from bpm2sop.cli import main

Call = Callable[..., Result]


@pytest.fixture
def bpm2sop() -> Call:
    """Run `bpm2sop` with these arguments."""

    def call(*arguments: object, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)

    return call
