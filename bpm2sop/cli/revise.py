"""`bpm2sop revise`: a new version of one map, looked at or carried out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bpm2sop.cli.import_maps import read_bytes, tell_touched, touched_value
from bpm2sop.cli.options import json_option, language_option, misread
from bpm2sop.cli.store import acting, as_option, db_option, first_profile_option, opened
from bpm2sop.cli.talk import EXIT_DONE, print_json, tell, tell_findings, wrong_use
from bpm2sop.errors import Missing, Where
from bpm2sop.settings import load_profile
from bpm2sop.wording import Language, say

if TYPE_CHECKING:
    from bpm2sop.workspace.opening import Workspace
    from bpm2sop.workspace.revising import Preview, RevisionReport
    from bpm2sop.workspace.rights import Person
    from bpm2sop.workspace.values import MapLine


def _pairs(
    _context: click.Context, _option: click.Parameter, values: tuple[str, ...]
) -> dict[str, str | None]:
    """Read `OLD=NEW`; `OLD=` says that a step is gone."""
    found: dict[str, str | None] = {}
    for value in values:
        old, sign, new = value.partition("=")
        if not sign or not old:
            raise misread("pair", value=value)
        if old in found:
            raise misread("pair_twice", value=value, old=old)
        found[old] = new or None
    return found


@click.command("revise")
@click.argument("path", metavar="FILE", type=click.Path(dir_okay=False))
@click.option(
    "--map",
    "name",
    default=None,
    help="The map's name in the workspace; FILE's own where not given.",
)
@click.option("--preview", "look", is_flag=True, help="Say what would change, and change nothing.")
@click.option(
    "--pair",
    "given",
    multiple=True,
    metavar="OLD=NEW",
    callback=_pairs,
    help="A step of the old version and the same in the new one, by their ids; OLD= where it is gone.",
)
@click.option("--seen", type=click.IntRange(1), help="Refuse unless this version is in use.")
@click.option("--other", is_flag=True, help="Take a file that has little in common with the map.")
@click.option("--note", default="", help="A word on why, kept with the version.")
@db_option
@as_option
@first_profile_option
@language_option
@json_option
def command(  # noqa: PLR0913  (one parameter an option)
    *,
    path: str,
    name: str | None,
    look: bool,
    given: dict[str, str | None],
    seen: int | None,
    other: bool,
    note: str,
    db: str,
    login: str | None,
    profile_name: str,
    language: Language,
    as_json: bool,
) -> int:
    """Put FILE in the place of the version of a map in use; what people wrote on its SOPs goes along."""
    from bpm2sop.drafting import Settings
    from bpm2sop.workspace.revising import Revise, preview, revise

    with wrong_use(language):
        profile = load_profile(profile_name)
    settings = Settings(language=language, profile=profile)
    data = read_bytes(path)
    with opened(db, make=False, settings=settings) as workspace:
        who = acting(workspace, login)
        held = _find(workspace, who, name or Path(path).name)
        if look:
            shown = preview(workspace, who, held.id, data, given=given)
            value = _tell_preview(shown, language)
        else:
            asked = Revise(
                file=held.id,
                data=data,
                seen=seen or held.version,
                given=given,
                note=note,
                uploaded_as=Path(path).name,
                other=other,
            )
            value = _tell_report(revise(workspace, who, asked), language)
    if as_json:
        print_json(value)
    return EXIT_DONE


def _find(workspace: Workspace, who: Person, name: str) -> MapLine:
    """Find a map by its name, or the end of it, or its id.

    Raises:
        Missing: nothing goes by that name, or several do.
    """
    from bpm2sop.workspace.maps import list_maps

    lines = list_maps(workspace, who)
    exact = [line for line in lines if name in (line.name, line.id)]
    found = exact or [line for line in lines if line.name.endswith(f"/{name}")]
    if len(found) == 1:
        return found[0]
    if found:
        raise Missing("map-several", Where(file=name), {"count": str(len(found))})
    raise Missing("map-missing", Where(file=name))


def _tell_preview(shown: Preview, language: Language) -> dict[str, Any]:
    """Say what a version would do, and describe it."""
    tell_findings(shown.findings, "error", language)
    matching = shown.merged.matching
    counts = {
        "pairs": len(matching.pairs),
        "added": len(matching.added),
        "removed": len(matching.removed),
        "questions": len(shown.merged.questions),
        "conflicts": len(shown.merged.conflicts),
    }
    tell(say(language, "cli.preview", name=shown.name, version=shown.seen, **counts))
    before, after = _called(shown, language)
    for question in shown.merged.questions:
        likely = ((after.get(c.new, c.new), f"{c.confidence:.0%}") for c in question.candidates)
        new = "; ".join(f"{name}, {sure}" for name, sure in likely)
        step = before.get(question.old, question.old)
        tell(say(language, "cli.question", step=step, old=question.old, new=new))
    return {
        "schema": "bpm2sop/preview/1",
        "map": shown.name,
        "seen": shown.seen,
        "other": shown.is_other,
        "pairs": [[p.old, p.new, p.reason.value, p.confidence] for p in matching.pairs],
        "questions": [
            {"old": one.old, "candidates": [list(c) for c in one.candidates]}
            for one in shown.merged.questions
        ],
        "conflicts": [list(one) for one in shown.merged.conflicts],
        "orphans": [one.key for one in shown.merged.orphans],
        "linked": list(shown.linked),
    }


def _called(shown: Preview, language: Language) -> tuple[dict[str, str], dict[str, str]]:
    """Call the steps of both versions by number, words and id."""
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for diff in (one for sop in shown.sops for one in sop.steps):
        for step, names in ((diff.old, before), (diff.new, after)):
            if step is not None:
                names[str(step.key)] = say(
                    language, "cli.step", no=step.no, text=step.text, id=step.key
                )
    return before, after


def _tell_report(report: RevisionReport, language: Language) -> dict[str, Any]:
    """Say what a version did, and describe it."""
    tell_findings(report.findings, "error", language)
    tell(say(language, "cli.revised", name=report.name, version=report.number))
    tell_touched([*report.sops, *report.linked], language)
    return {
        "schema": "bpm2sop/revision/1",
        "map": report.name,
        "version": report.number,
        "questions": report.questions,
        "conflicts": report.conflicts,
        "orphans": report.orphans,
        "sops": [touched_value(sop) for sop in report.sops],
        "linked": [touched_value(sop) for sop in report.linked],
    }
