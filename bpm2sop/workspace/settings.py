"""By what all maps of a workspace are drafted: shown, and changed for all of them at once, with a look at what it touches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import Connection

from bpm2sop.decompose import ScopeSetting
from bpm2sop.drafting import Settings
from bpm2sop.errors import Stale, Where
from bpm2sop.settings import Profile
from bpm2sop.store import files
from bpm2sop.trace.matching_changes import What, compare
from bpm2sop.wording import Language, say
from bpm2sop.workspace.importing import linked_ones
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.planning import Plan, make_plan, read_base
from bpm2sop.workspace.preferences import in_use, kept_settings, plain
from bpm2sop.workspace.relinking import Outcome, change_set
from bpm2sop.workspace.rights import Person, Right, require
from bpm2sop.workspace.turns import Touched

_NOTHING = "–"


class InUse(NamedTuple):
    """What a workspace drafts by; `kept` is false before its first import, when each process still has its own."""

    profile: Profile
    language: Language
    scope: ScopeSetting
    level: int
    """Level of a lane diagram that nothing else gives a level."""
    kept: bool


class ChangeSettings(NamedTuple):
    """Other settings for all maps; what is None stays."""

    profile: Profile | None = None
    language: Language | None = None
    scope: ScopeSetting | None = None
    level: int | None = None


class Redrafted(NamedTuple):
    """An SOP that would say something else: the numbers of the steps that would, and of those that would come or go."""

    title: str
    file: str
    steps: tuple[str, ...]


class SettingsPreview(NamedTuple):
    """What other settings touch. `seen` stands for the set as it was looked at."""

    sops: tuple[Redrafted, ...]
    seen: int
    becomes: InUse


def settings_of(workspace: Workspace, who: Person) -> InUse:
    """Give what a workspace drafts by."""
    require(who, Right.READ)
    with workspace.store.reading() as connection:
        kept = kept_settings(connection) is not None
        used = in_use(connection, workspace.settings)
    return _in_use(used, kept=kept)


def _in_use(used: Settings, *, kept: bool) -> InUse:
    return InUse(used.profile, used.language, used.scope, used.cross_functional_level, kept)


def in_words(used: InUse, language: Language) -> dict[str, str]:
    """Say what a workspace drafts by: each value under the name of what it sets."""
    profile, cuts = used.profile, used.profile.coverage
    alone = "yes" if profile.review.author_may_approve else "no"
    values = {
        "profile": profile.name,
        "language": say(language, f"settings.language_{used.language}"),
        "scope": say(language, f"settings.scope_{used.scope}"),
        "level": str(used.level),
        "agency": profile.unit.agency or _NOTHING,
        "unit": profile.unit.name or _NOTHING,
        "paper": profile.paper.size,
        "number": profile.number.template or _NOTHING,
        "coverage": f"A {cuts.a:g}, B {cuts.b:g}, C {cuts.c:g}",
        "alone": say(language, f"settings.{alone}"),
    }
    return {say(language, f"settings.of_{name}"): text for name, text in values.items()}


def preview_settings(workspace: Workspace, who: Person, command: ChangeSettings) -> SettingsPreview:
    """Draft all maps by other settings, and list what would change; nothing does."""
    require(who, Right.KEEP)
    with workspace.store.reading() as connection:
        asked = _asked(connection, workspace, command)
        base = read_base(connection, workspace, own=asked)
    sops = tuple(_redrafted(make_plan(workspace, base)))
    return SettingsPreview(sops, base.changes, _in_use(asked, kept=True))


def change_settings(
    workspace: Workspace, who: Person, command: ChangeSettings, *, seen: int | None = None
) -> tuple[Touched, ...]:
    """Draft all maps by other settings from now on, and give the SOPs that changed; what people typed goes along.

    Args:
        workspace: where.
        who: the person.
        command: what is to be other.
        seen: the set as the person looked at it (`SettingsPreview.seen`); None where nobody looked.

    Raises:
        Stale: the set has changed since.
    """
    require(who, Right.KEEP)
    with workspace.store.reading() as connection:
        settings = _asked(connection, workspace, command)

    def record(connection: Connection, outcome: Outcome) -> None:
        # The change itself has been counted by now.
        if seen is not None and files.changes(connection) != seen + 1:
            raise Stale("set-changed", Where(file=workspace.store.place))
        detail = {
            "profile": settings.profile.name,
            "language": settings.language.value,
            "scope": settings.scope,
            "level": settings.cross_functional_level,
            "files": len(outcome.touched),
        }
        workspace.record(connection, who, act="settings", subject="", detail=detail)

    outcome = change_set(workspace, settings=settings, who=who.login, record=record)
    return linked_ones(outcome, set())


def _asked(connection: Connection, workspace: Workspace, command: ChangeSettings) -> Settings:
    """Put what is to be other into what is in use."""
    used = in_use(connection, workspace.settings)
    asked = replace(
        used,
        profile=command.profile if command.profile is not None else used.profile,
        language=command.language or used.language,
        scope=command.scope or used.scope,
        cross_functional_level=used.cross_functional_level
        if command.level is None
        else command.level,
    )
    return plain(asked)


def _redrafted(plan: Plan) -> Iterator[Redrafted]:
    """List the SOPs that a plan changes, in the order of their files."""
    for name, turn in plan.turns.items():
        for diff in compare(turn.old.sops, turn.sops):
            if diff.old != diff.new:
                steps = [one.step.no for one in diff.steps if one.what is not What.SAME]
                yield Redrafted(diff.sop.title, name, tuple(steps))
