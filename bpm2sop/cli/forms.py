"""`bpm2sop forms`: the forms beside SOPs, filled in as far as the SOPs tell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from bpm2sop.cli.options import (
    chosen_of,
    fail_on_option,
    formats_option,
    json_option,
    language_option,
    output_option,
    paths_argument,
)
from bpm2sop.cli.talk import FailOn, exit_code, print_json, progress, tell, tell_findings
from bpm2sop.drafting import Settings
from bpm2sop.errors import Refused
from bpm2sop.model.sop import Sop
from bpm2sop.readback import read_sop
from bpm2sop.sources import gather
from bpm2sop.wording import Language, say
from bpm2sop.workspace import draft_sources
from bpm2sop.workspace.output import make_folder, place
from bpm2sop.writers import Context
from bpm2sop.writers.bookparts import in_order
from bpm2sop.writers.forms import FormFormat, FormKind, write_form

_EXPORTED = frozenset({".json", ".xlsx", ".docx"})
"""Ends of the names of SOP files; all else is taken for maps."""


@click.command("forms")
@paths_argument
@output_option("Folder for the forms.", required=True)
@click.option(
    "--form",
    "kinds",
    default=",".join(FormKind),
    show_default=True,
    callback=chosen_of({kind.value: kind for kind in FormKind}),
    help="Which forms, separated by commas.",
)
@formats_option(
    {form.value: form for form in FormFormat}, default=FormFormat.DOCX.value, into="formats"
)
@language_option
@fail_on_option
@json_option
def command(
    *,
    paths: tuple[str, ...],
    output: Path,
    kinds: tuple[FormKind, ...],
    formats: tuple[FormFormat, ...],
    language: Language,
    fail_on: FailOn,
    as_json: bool,
) -> int:
    """Fill in the forms of identification, monitoring and evaluation for the SOPs in PATH: maps, or SOPs as JSON, XLSX, DOCX."""
    exported = [path for path in paths if Path(path).suffix.lower() in _EXPORTED]
    maps = [path for path in paths if path not in exported]
    with progress(None, say(language, "cli.drafting")) as done:
        run = draft_sources(
            gather(maps), Settings(language=language), progress=lambda file: done(file.name)
        )
    sops = in_order((*run.sops, *_read(exported)))
    names = [f"{kind}.{end}" for kind in kinds for end in formats]
    make_folder(output)
    for kind in kinds:
        for end in formats:
            data = write_form(kind, sops, Context(language=language), form=end)
            place(output / f"{kind}.{end}", data)
    if as_json:
        print_json({"sops": [sop.key for sop in sops], "files": names})
    tell_findings(run.findings, fail_on, language)
    tell(say(language, "forms.told", sops=len(sops), folder=str(output)))
    return exit_code(run.findings, fail_on, refused=run.refused, files=max(1, len(run.files)))


def _read(paths: list[str]) -> Iterator[Sop]:
    """Read SOPs from the files that were exported."""
    for source in gather(paths):
        if isinstance(source, Refused):
            raise source
        yield read_sop(source.name, source.data)
