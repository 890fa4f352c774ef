"""`bpm2sop worker`: does what batches ask for, apart from the screens."""

from __future__ import annotations

import signal
import threading
from dataclasses import replace
from types import FrameType

import click

from bpm2sop.cli.options import language_option
from bpm2sop.cli.store import db_option, first_profile_option, tell_kept
from bpm2sop.cli.talk import EXIT_DONE, tell, tell_refusal, wrong_use
from bpm2sop.engine import Engine, parse_engine
from bpm2sop.errors import Refused
from bpm2sop.settings import load_profile
from bpm2sop.wording import Language, say


@click.command("worker")
@db_option
@click.option(
    "--engine",
    envvar="BPM2SOP_ENGINE",
    default="local",
    show_default=True,
    help="Where the files are worked on: serial (one process), local, local:N or tls://HOST:PORT; also by BPM2SOP_ENGINE.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=0.1),
    default=Engine().seconds,
    show_default=True,
    help="How long one file may take.",
)
@click.option(
    "--memory",
    type=click.IntRange(min=256),
    default=Engine().memory >> 20,
    show_default=True,
    metavar="MB",
    help="How much memory one file may take.",
)
@click.option("--once", is_flag=True, help="End when nothing is left to do.")
@first_profile_option
@language_option
def command(
    *,
    db: str,
    engine: str,
    seconds: float,
    memory: int,
    once: bool,
    profile_name: str,
    language: Language,
) -> int:
    """Do what batches ask for, until stopped; while another process does, wait."""
    from bpm2sop.drafting import Settings
    from bpm2sop.workspace.coordinating import work
    from bpm2sop.workspace.opening import open_workspace

    with wrong_use(language):
        profile = load_profile(profile_name)
        machines = replace(parse_engine(engine), seconds=seconds, memory=memory << 20)
    stop = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    def told(problem: Refused) -> None:
        tell_refusal(problem, language)

    before = {one: signal.signal(one, end) for one in (signal.SIGINT, signal.SIGTERM)}
    settings = Settings(language=language, profile=profile)
    workspace = open_workspace(db, settings=settings, engine=machines)
    try:
        tell_kept(workspace, settings)
        tell(say(language, "cli.worker_begins", place=workspace.store.place, engine=engine))
        work(workspace, stop, once=once, tell=told)
    finally:
        workspace.close()
        for one, handler in before.items():
            signal.signal(one, handler)
    return EXIT_DONE
