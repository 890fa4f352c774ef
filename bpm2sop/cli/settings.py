"""`bpm2sop settings`: by what a workspace drafts; shown, or changed for all its maps at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bpm2sop.cli.import_maps import tell_touched, touched_value
from bpm2sop.cli.options import drafts_language_option, json_option, misused, profile_option
from bpm2sop.cli.store import acting, as_option, db_option, opened
from bpm2sop.cli.talk import EXIT_DONE, print_json, tell, wrong_use
from bpm2sop.decompose import ScopeSetting
from bpm2sop.settings import load_profile
from bpm2sop.wording import Language, say

if TYPE_CHECKING:
    from bpm2sop.workspace.settings import InUse, SettingsPreview


@click.command("settings")
@profile_option(
    "Draft by this profile: one that comes with the program, or a TOML file of your own.",
    default=None,
)
@click.option(
    "--scope", type=click.Choice(["map", "process"]), help="One SOP a map, or one a process."
)
@click.option(
    "--level",
    type=click.IntRange(0, 9),
    default=None,
    help="Level of a lane diagram that nothing else gives a level.",
)
@click.option("--preview", "look", is_flag=True, help="Say what would change, and change nothing.")
@db_option
@as_option
@drafts_language_option
@json_option
def command(
    *,
    profile_name: str | None,
    scope: ScopeSetting | None,
    level: int | None,
    look: bool,
    db: str,
    login: str | None,
    language: Language | None,
    as_json: bool,
) -> int:
    """Show by what a workspace drafts; with options, draft all its maps by them from now on.

    What people typed goes along. Which SOPs say something else by it is told, or only looked at with --preview.
    """
    from bpm2sop.workspace.settings import (
        ChangeSettings,
        change_settings,
        preview_settings,
        settings_of,
    )

    with wrong_use(language or Language.ID):
        profile = load_profile(profile_name) if profile_name is not None else None
    asked = ChangeSettings(profile, language, scope, level)
    changes = any(one is not None for one in asked)
    if look and not changes:
        raise misused("settings_preview")
    value: dict[str, Any] = {"schema": "bpm2sop/settings/1", "changed": changes and not look}
    with opened(db, make=False) as workspace:
        who = acting(workspace, login)
        words = language or settings_of(workspace, who).language
        if look:
            found = preview_settings(workspace, who, asked)
            value |= _tell_preview(found, settings_of(workspace, who), words)
        elif changes:
            told = change_settings(workspace, who, asked)
            for one in told:
                click.echo(one.title, err=as_json)
            tell(say(words, "settings.changed", sops=len(told)))
            tell_touched(list(told), words)
            value["sops"] = [touched_value(one) for one in told]
        used = settings_of(workspace, who)
    if not changes and not as_json:
        _show(used, words)
    if as_json:
        print_json(value | _value(used))
    return EXIT_DONE


def _tell_preview(found: SettingsPreview, used: InUse, language: Language) -> dict[str, Any]:
    """Say which settings would be other and which SOPs would change, and describe them."""
    from bpm2sop.workspace.settings import in_words

    before, after = (in_words(one, language) for one in (used, found.becomes))
    for name, text in after.items():
        if text != before[name]:
            tell(f"{name}: {before[name]} → {text}")
    for one in found.sops:
        tell(f"{one.title} ({one.file}): {', '.join(one.steps) or '-'}")
    tell(say(language, "settings.would_change", sops=len(found.sops)))
    sops = [one._asdict() | {"steps": list(one.steps)} for one in found.sops]
    return {"becomes": _value(found.becomes), "sops": sops}


def _show(used: InUse, language: Language) -> None:
    """Print what a workspace drafts by, a line each."""
    from bpm2sop.workspace.settings import in_words

    for name, text in in_words(used, language).items():
        click.echo(f"{name}: {text}")
    if not used.kept:
        tell(say(language, "settings.none_kept"))


def _value(used: InUse) -> dict[str, Any]:
    """Describe what a workspace drafts by."""
    cuts = used.profile.coverage
    return {
        "kept": used.kept,
        "profile": used.profile.name,
        "language": used.language.value,
        "scope": used.scope,
        "level": used.level,
        "agency": used.profile.unit.agency,
        "number": used.profile.number.template,
        "coverage": [cuts.a, cuts.b, cuts.c],
        "author_may_approve": used.profile.review.author_may_approve,
    }
