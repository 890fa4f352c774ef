"""`bpm2sop import`: maps into the workspace, or filled files back into their SOPs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bpm2sop.cli.options import engine_option, json_option, language_option, misused
from bpm2sop.cli.store import acting, as_option, db_option, first_profile_option, opened
from bpm2sop.cli.talk import (
    EXIT_DONE,
    EXIT_PARTLY,
    EXIT_REFUSED,
    print_json,
    progress,
    tell,
    tell_findings,
    tell_refusal,
    wrong_use,
)
from bpm2sop.engine import parse_engine
from bpm2sop.errors import Refused, Where
from bpm2sop.settings import load_profile
from bpm2sop.wording import Language, say

if TYPE_CHECKING:
    from bpm2sop.workspace.filling import FillReport
    from bpm2sop.workspace.importing import ImportLine, ImportPreview, ImportReport
    from bpm2sop.workspace.opening import Workspace
    from bpm2sop.workspace.rights import Person
    from bpm2sop.workspace.turns import Touched


@click.command("import")
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@click.option(
    "--fill",
    "filled",
    multiple=True,
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="An exported XLSX or DOCX that somebody filled in: what changed goes back into its SOP.",
)
@click.option(
    "--preview",
    "look",
    is_flag=True,
    help="Say which SOPs the maps would touch, and change nothing.",
)
@click.option("--note", default="", help="A word on why, kept with the versions.")
@click.option("--unit", default=None, help="The work unit to which maps that are new belong.")
@db_option
@as_option
@first_profile_option
@engine_option
@language_option
@json_option
def command(  # noqa: PLR0913  (one parameter an option)
    *,
    paths: tuple[str, ...],
    filled: tuple[str, ...],
    look: bool,
    note: str,
    unit: str | None,
    db: str,
    login: str | None,
    profile_name: str,
    engine: str,
    language: Language,
    as_json: bool,
) -> int:
    """Bring the maps in PATH (files, folders, zips, or - for standard input) into the workspace.

    A file of a new name begins a series; other bytes under a known name are its next version, and what people wrote on
    its SOPs goes along.
    """
    from bpm2sop.drafting import Settings

    if not paths and not filled:
        raise misused("import_what")
    if look and (filled or not paths):
        raise misused("import_preview")
    with wrong_use(language):
        profile, machines = load_profile(profile_name), parse_engine(engine)
    settings = Settings(language=language, profile=profile)
    with opened(db, settings=settings) as held:
        workspace = replace(held, engine=machines)
        who = acting(workspace, login)
        told: dict[str, Any] = {"schema": "bpm2sop/import/1"}
        refused: list[bool] = []
        if look:
            found = _look(workspace, who, paths, language)
            told = {"schema": "bpm2sop/import-preview/1", **preview_value(found)}
            refused += [line.status == "refused" for line in found.lines]
        elif paths:
            report = _bring_in(workspace, who, paths, note=note, unit=unit, language=language)
            told |= import_value(report)
            refused += [line.status == "refused" for line in report.lines]
        if filled:
            told["fills"] = []
            for path in filled:
                done = _fill(workspace, who, path, language)
                told["fills"].append(done)
                refused.append("refused" in done)
    if as_json:
        print_json(told)
    return _code(refused)


def _bring_in(
    workspace: Workspace,
    who: Person,
    paths: tuple[str, ...],
    *,
    note: str,
    unit: str | None,
    language: Language,
) -> ImportReport:
    """Import maps, and say what became of each."""
    from bpm2sop.sources import gather
    from bpm2sop.workspace.importing import import_maps
    from bpm2sop.workspace.units import find_unit_named

    owner = find_unit_named(workspace, who, unit).id if unit is not None else None
    with progress(None, say(language, "cli.drafting")) as done:
        report = import_maps(workspace, who, gather(paths), note=note, unit=owner, progress=done)
    _tell_lines(report.lines, language)
    tell_touched([*(sop for line in report.lines for sop in line.sops), *report.linked], language)
    return report


def tell_touched(sops: list[Touched], language: Language) -> None:
    """Say which SOPs wait for a person, and which go back to draft."""
    for sop in sops:
        if sop.suspects or sop.conflicts or sop.orphans:
            counts = {
                "suspects": sop.suspects,
                "conflicts": sop.conflicts,
                "orphans": sop.orphans,
            }
            tell(say(language, "cli.waiting", title=sop.title, **counts))
        if sop.reopened:
            tell(say(language, "cli.reopened", title=sop.title))
        if sop.status == "gone":
            tell(say(language, "cli.gone", title=sop.title))


def _fill(workspace: Workspace, who: Person, path: str, language: Language) -> dict[str, Any]:
    """Take a filled file back, and say what it did."""
    from bpm2sop.workspace.filling import fill

    name = Path(path).name
    try:
        report = fill(workspace, who, name, read_bytes(path))
    except Refused as refusal:
        tell_refusal(refusal, language)
        return {"file": name, "refused": refusal.code}
    key = "cli.filled_again" if report.again else "cli.filled"
    counts = {
        "cells": len(report.cells),
        "conflicts": len(report.conflicts),
        "comments": len(report.comments),
    }
    tell(say(language, key, file=name, title=report.title, **counts))
    if report.reopened:
        tell(say(language, "cli.reopened", title=report.title))
    return _fill_value(name, report)


def read_bytes(path: str) -> bytes:
    """Read a file.

    Raises:
        Refused: it cannot be read.
    """
    try:
        return Path(path).read_bytes()
    except FileNotFoundError as error:
        raise Refused("file-missing", Where(file=path)) from error
    except OSError as error:
        raise Refused("file-unreadable", Where(file=path), {"detail": str(error)}) from error


def _fill_value(name: str, report: FillReport) -> dict[str, Any]:
    """Describe what a filled file did."""
    return {
        "file": name,
        "sop": report.sop,
        "title": report.title,
        "again": report.again,
        "reopened": report.reopened,
        "cells": [[cell.key, cell.field.value, cell.value] for cell in report.cells],
        "conflicts": [[cell.key, cell.field.value] for cell in report.conflicts],
        "comments": [comment.text for comment in report.comments],
    }


def _code(refused: Sequence[bool]) -> int:
    """Choose the exit code: all files refused, some, none."""
    if not any(refused):
        return EXIT_DONE
    return EXIT_REFUSED if all(refused) else EXIT_PARTLY


def _look(
    workspace: Workspace, who: Person, paths: tuple[str, ...], language: Language
) -> ImportPreview:
    """Say what maps would do."""
    from bpm2sop.sources import gather
    from bpm2sop.workspace.importing import preview_import

    with progress(None, say(language, "cli.drafting")) as done:
        found = preview_import(workspace, who, gather(paths), progress=done)
    _tell_lines(found.lines, language)
    for one in found.sops:
        what = say(language, f"diff.what_{one.what.value}")
        tell(f"{one.title} ({one.file}): {what}: {', '.join(one.steps) or '-'}")
    told = {
        "sops": len(found.sops),
        "conflicts": sum(one.conflicts for one in found.sops),
        "orphans": found.orphans,
        "questions": sum(line.questions for line in found.lines),
    }
    tell(say(language, "importing.would", **told))
    return found


def _tell_lines(lines: Sequence[ImportLine], language: Language) -> None:
    """Say why files are refused, and how many are what."""
    for line in lines:
        if line.status == "refused":
            tell_findings(line.findings, "error", language)
    counts = dict.fromkeys(("new", "revised", "same", "refused"), 0)
    for line in lines:
        counts[line.status] += 1
    tell(say(language, "cli.imported", **counts))


def preview_value(found: ImportPreview) -> dict[str, Any]:
    """Describe what maps would do."""
    return {
        "files": [_line_value(line) for line in found.lines],
        "sops": [
            one._asdict() | {"what": one.what.value, "steps": list(one.steps)} for one in found.sops
        ],
        "orphans": found.orphans,
    }


def import_value(report: ImportReport) -> dict[str, Any]:
    """Describe what became of each file."""
    return {
        "files": [_line_value(line) for line in report.lines],
        "linked": [touched_value(sop) for sop in report.linked],
    }


def _line_value(line: ImportLine) -> dict[str, Any]:
    """Describe what became of one file."""
    return {
        "file": line.name,
        "status": line.status,
        "map": line.file,
        "version": line.version,
        "findings": [[finding.rule, finding.severity.value] for finding in line.findings],
        "questions": line.questions,
        "sops": [touched_value(sop) for sop in line.sops],
    }


def touched_value(sop: Touched) -> dict[str, Any]:
    """Describe what became of one SOP."""
    return dict(sop._asdict())
