"""`bpm2sop forms`: the forms beside SOPs, filled in as far as the SOPs tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import click

from bpm2sop.cli.talk import (
    FailOn,
    exit_code,
    fail_on_option,
    json_option,
    language_option,
    paths_argument,
    print_json,
    progress,
    tell,
    tell_findings,
)
from bpm2sop.drafting import Settings
from bpm2sop.errors import Refused
from bpm2sop.model.sop import Sop
from bpm2sop.readback import read_sop
from bpm2sop.sources import gather
from bpm2sop.wording import Language, say
from bpm2sop.workspace import draft_sources
from bpm2sop.workspace.output import place
from bpm2sop.writers import Context
from bpm2sop.writers.bookparts import in_order
from bpm2sop.writers.forms import FormFormat, FormKind, write_form

_EXPORTED = frozenset({".json", ".xlsx", ".docx"})
"""Ends of the names of SOP files; all else is taken for maps."""
Word = TypeVar("Word", bound=StrEnum)


def _words(
    kind: type[Word],
) -> Callable[[click.Context, click.Parameter, str], tuple[Word, ...]]:
    """Read a comma-separated list of an enumeration's words."""

    def run(_context: click.Context, _option: click.Parameter, text: str) -> tuple[Word, ...]:
        wanted = list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
        unknown = [part for part in wanted if part not in list(kind)]
        if unknown or not wanted:
            raise click.BadParameter(f"{', '.join(unknown) or '-'}: not one of {', '.join(kind)}")
        return tuple(map(kind, wanted))

    return run


@click.command("forms")
@paths_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder for the forms.",
)
@click.option(
    "--form",
    "kinds",
    default=",".join(FormKind),
    show_default=True,
    callback=_words(FormKind),
    help="Which forms, separated by commas.",
)
@click.option(
    "--format",
    "formats",
    default=FormFormat.DOCX.value,
    show_default=True,
    callback=_words(FormFormat),
    help="docx, xlsx, separated by commas.",
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
    output.mkdir(parents=True, exist_ok=True)
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
