"""Actors of a set that may be one under two names: proposed to a person, never merged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from bpm2sop.model.findings import Finding, Severity
from bpm2sop.model.sop import Sop
from bpm2sop.wording import same_actor

RULE = "actor-near-duplicate"
_MOST = 200
"""Names of one group that are compared with each other; more are no agency's."""


def with_alike(sops: Sequence[Sop]) -> tuple[Sop, ...]:
    """Add to each SOP a finding for each actor that another SOP seems to name in other words."""
    files: dict[str, set[str]] = defaultdict(set)
    for sop in sops:
        for actor in sop.actors:
            files[actor.name].add(sop.source.file)
    others = alike(files)
    if not others:
        return tuple(sops)
    return tuple(replace(sop, findings=(*sop.findings, *_findings(sop, others))) for sop in sops)


def _findings(sop: Sop, others: Mapping[str, Sequence[str]]) -> Iterable[Finding]:
    """Report the actors of one SOP that have other names; names within the SOP are a check of its own."""
    own = {actor.name for actor in sop.actors}
    for actor in sop.actors:
        names = [name for name in others.get(actor.name, ()) if name not in own]
        if names:
            params = (("name", actor.name), ("others", ", ".join(names)))
            yield Finding(RULE, Severity.INFO, sop.source.file, None, actor.elements, params)


def alike(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Give for each name the others that seem to mean the same actor: spelling, abbreviation, acronym."""
    found: dict[str, set[str]] = defaultdict(set)
    for group in _groups(names):
        for place, name in enumerate(group):
            for other in group[place + 1 :]:
                if other not in found[name] and are_one(name, other):
                    found[name].add(other)
                    found[other].add(name)
    return {name: tuple(sorted(found[name])) for name in sorted(found) if found[name]}


def _groups(names: Iterable[str]) -> Iterable[Sequence[str]]:
    """Group names that are worth comparing: by first letter and last word, by first two words, by initials."""
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in sorted(set(names)):
        words = name.casefold().split()
        if not words:
            continue
        keys = {("end", words[0][0], words[-1]), ("begin", *words[:2], str(len(words)))}
        keys.add(("initials", words[0] if len(words) == 1 else "".join(word[0] for word in words)))
        for key in keys:
            groups[key].append(name)
    return [groups[key][:_MOST] for key in sorted(groups) if len(groups[key]) > 1]


def are_one(name: str, other: str) -> bool:
    """Tell whether two names may mean one actor; a longer name of a narrower post does not."""
    return same_actor(name, other) and same_actor(other, name) and _numbers(name) == _numbers(other)


def _numbers(name: str) -> str:
    """Give the digits and single letters of a name: "Staf 1" and "Staf 2" are two."""
    return " ".join(word for word in name.casefold().split() if len(word) == 1 or word.isdecimal())
