"""`bpm2sop trace`: the traceability matrix and coverage of a set."""

from __future__ import annotations

from pathlib import Path

import click

from bpm2sop.atlas import AtlasSettings
from bpm2sop.cli.atlas import read_manifest
from bpm2sop.cli.files import need_folder, write_files
from bpm2sop.cli.options import (
    by_format,
    fail_on_option,
    formats_option,
    json_option,
    language_option,
    level_option,
    manifest_option,
    output_option,
    paths_argument,
    profile_option,
)
from bpm2sop.cli.talk import FailOn, exit_code, print_json, progress, tell, tell_findings, wrong_use
from bpm2sop.drafting import Settings
from bpm2sop.settings import load_profile
from bpm2sop.sources import gather
from bpm2sop.trace import Ratio, Trace, trace
from bpm2sop.wording import Language, say
from bpm2sop.workspace import draft_sources
from bpm2sop.writers.trace_json import trace_value
from bpm2sop.writers.trace_registry import TRACE_WRITERS
from bpm2sop.writers.trace_table import TraceWriter

_STEM = "trace"


@click.command("trace")
@paths_argument
@formats_option(by_format(TRACE_WRITERS), default="csv")
@output_option()
@manifest_option
@level_option
@profile_option(
    "A profile that comes with the program, or a TOML file of your own: its cut-offs give the letters."
)
@language_option
@fail_on_option
@json_option
def command(  # noqa: PLR0913  (one parameter an option)
    *,
    paths: tuple[str, ...],
    writers: tuple[TraceWriter, ...],
    output: Path | None,
    manifest_path: Path | None,
    level: int,
    profile_name: str,
    language: Language,
    fail_on: FailOn,
    as_json: bool,
) -> int:
    """Show which element of the maps in PATH became which step of which SOP, and what is covered both ways."""
    need_folder(writers, output, as_json=as_json)
    with wrong_use(language):
        profile = load_profile(profile_name)
    manifest = read_manifest(manifest_path)
    with progress(None, say(language, "cli.drafting")) as done:
        run = draft_sources(
            gather(paths),
            Settings(language=language, cross_functional_level=level, profile=profile),
            manifest=manifest,
            atlas_settings=AtlasSettings(cross_functional_level=level),
            progress=lambda file: done(file.name),
        )
    made = trace(run.sops, run.files, run.atlas, cuts=profile.coverage)
    if output is not None:
        write_files(made, writers, output / _STEM, language)
    elif not as_json:
        click.echo(writers[0].write(made, language), nl=False)
    if as_json:
        print_json(trace_value(made))
    tell_findings(run.findings, fail_on, language)
    _tell(made, output, language)
    return exit_code(run.findings, fail_on, refused=run.refused, files=len(run.files))


def _tell(made: Trace, output: Path | None, language: Language) -> None:
    """Say what is covered, in one line."""
    words = {
        "rows": len(made.rows),
        "folder": str(output) if output else "-",
        "maps": _said(made.maps),
        "sops": _said(made.sops),
        "nodes": _said(made.nodes),
    }
    tell(say(language, "trace.told", **words))


def _said(ratio: Ratio) -> str:
    """Say a ratio in short."""
    return f"{ratio.covered}/{ratio.all} ({ratio.share:.0%})"
