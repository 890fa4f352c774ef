"""What a step says, in four parts, each with a stable hash: text, actor, flow, data.

Layout, ids, colours, row numbers and what the tool assumed are in none. An arrow is told by the step that it leaves, and
by the one that it reaches only where that one waits for several. Neighbours are known by key; keys may be translated, so
that a step of a new version is told in the keys of the old one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from bpm2sop.model.sop import (
    Actor,
    Cell,
    CellSource,
    Next,
    NextKind,
    Sop,
    Step,
    StepKey,
    StepKind,
    Wait,
)
from bpm2sop.trace.matching_spots import steps_of
from bpm2sop.trace.matching_values import Matching, Reason
from bpm2sop.wording import Language, say

_LENGTH = 16
_LOST, _NEW = "-", "+"
_MARKS = _LOST + _NEW
"""Begin the keys of what has no partner in the other version."""
_ARROW = "→ "
"""Stands before the words of the step that an arrow reaches."""
_SAME: Mapping[str, str] = {}
STRUCTURE = "region-"
"""Rules of remarks that name rows by number: they follow the order of the table and are nobody's words."""


class PartName(StrEnum):
    """The parts of a fingerprint."""

    TEXT = "text"
    ACTOR = "actor"
    FLOW = "flow"
    DATA = "data"


_PART_OF_RULE = (
    ("performer", PartName.ACTOR),
    ("message-", PartName.DATA),
    ("event-timer", PartName.DATA),
    ("event-", PartName.FLOW),
    ("boundary", PartName.FLOW),
    ("loop-", PartName.FLOW),
    ("ad-hoc", PartName.FLOW),
    ("transaction", PartName.FLOW),
    ("compensation", PartName.FLOW),
)
"""Which part a remark belongs to, by the beginning of its rule; the rest is text."""


class Fact(NamedTuple):
    """One thing that a part says. `value` is for people; `token` and `key` are what is compared.

    `key` is that of the step, or nameless actor, that it speaks of.
    """

    facet: str
    value: str
    token: str
    key: str = ""


class Part(NamedTuple):
    """One part: its hash, and what it says."""

    digest: str
    facts: tuple[Fact, ...]


class Back(NamedTuple):
    """A step, or nameless actor, that is there again: the words that it went by, and its key now."""

    words: str
    key: str


class Fingerprints(NamedTuple):
    """The four parts of a step."""

    text: Part
    actor: Part
    flow: Part
    data: Part

    def part(self, name: PartName) -> Part:
        """Give a part by its name."""
        return (self.text, self.actor, self.flow, self.data)[tuple(PartName).index(name)]


class Change(NamedTuple):
    """What differs between two fingerprints in one facet, as people read it; empty where there was, or is, nothing."""

    part: PartName
    facet: str
    old: str
    new: str


def fingerprints(
    sops: Sequence[Sop],
    *,
    keys: Mapping[StepKey, StepKey] | None = None,
    actors: Mapping[str, str] = _SAME,
) -> dict[StepKey, Fingerprints]:
    """Take the fingerprints of all steps of a map's SOPs.

    Args:
        sops: all SOPs of the map.
        keys: by what key to call a step; its own where none is given.
        actors: by what id to call an actor that the map does not name.
    """
    teller = _Teller(sops, keys or {}, actors)
    return {step.key: teller.of(step, parent) for step, parent in teller.placed}


def in_old_terms(
    old: Sequence[Sop], new: Sequence[Sop], matching: Matching
) -> dict[StepKey, Fingerprints]:
    """Take the fingerprints of a new version's steps, its steps and nameless actors called as in the old one."""
    named = old_names(old, new, matching)
    return fingerprints(new, keys=named, actors=nameless_actors(old, new, matching))


def old_names(old: Sequence[Sop], new: Sequence[Sop], matching: Matching) -> dict[StepKey, StepKey]:
    """Give for each step of a new version the key by which the old one calls it; for what it has not, one that none has."""
    back = matching.backward()
    taken = {step.key for sop in old for step, _ in steps_of(sop.steps)}
    return {
        step.key: back.get(step.key) or _fresh(step.key, taken)
        for sop in new
        for step, _ in steps_of(sop.steps)
    }


def changes(old: Fingerprints, new: Fingerprints) -> tuple[Change, ...]:
    """List what differs, part by part."""
    return tuple(
        change
        for name in PartName
        if old.part(name).digest != new.part(name).digest
        for change in _changes(name, old.part(name), new.part(name))
    )


def carried(
    seen: Fingerprints, now: Fingerprints, own: Fingerprints, keys: Mapping[str, str]
) -> Fingerprints:
    """Put what was seen of a step into the terms of a new version.

    Args:
        seen: the fingerprints as they were seen.
        now: the step's fingerprints in the new version, in the old one's terms.
        own: the same in its own terms.
        keys: old keys of steps and nameless actors to new ones.
    """
    return Fingerprints(
        *(
            kept if was.digest == is_now.digest else _rekeyed(was, keys)
            for was, is_now, kept in zip(seen, now, own, strict=True)
        )
    )


def rekeyed(seen: Fingerprints, keys: Mapping[str, str]) -> Fingerprints:
    """Call all that was seen by the keys of a new version."""
    return Fingerprints(*(_rekeyed(part, keys) for part in seen))


def lost(key: str) -> str:
    """Give the name by which what is gone is spoken of; no element has such an id."""
    return f"{_LOST}{key.lstrip(_MARKS)}"


def found_again(seen: Fingerprints, back: Mapping[str, Sequence[Back]]) -> Fingerprints:
    """Call what was gone and is there again by its key; `back` goes by the names of what was lost."""
    return Fingerprints(*(_found_again(part, back) for part in seen))


def _found_again(part: Part, back: Mapping[str, Sequence[Back]]) -> Part:
    """Put keys for what one part says of things that were gone; ids are dealt out twice, so their words must be the same."""
    if not any(fact.key in back for fact in part.facts):
        return part
    return _part(
        next(
            (fact._replace(key=one.key) for one in back.get(fact.key, ()) if _names(fact, one)),
            fact,
        )
        for fact in part.facts
    )


def _names(fact: Fact, one: Back) -> bool:
    """Tell whether a fact speaks of what went by these words."""
    return fact.value == one.words or fact.value.endswith(f"{_ARROW}{one.words}")


def _rekeyed(part: Part, keys: Mapping[str, str]) -> Part:
    """Call what a part speaks of by its new keys; what has none goes by a name that no key has."""
    return _part(
        fact._replace(key=keys.get(fact.key, lost(fact.key))) if fact.key else fact
        for fact in part.facts
    )


def _changes(name: PartName, old: Part, new: Part) -> Iterator[Change]:
    """Compare what a part says, facet by facet."""
    before, after = _by_facet(old), _by_facet(new)
    for facet in dict.fromkeys((*before, *after)):
        gone = _without(before.get(facet, []), after.get(facet, []))
        come = _without(after.get(facet, []), before.get(facet, []))
        if gone or come:
            yield Change(name, facet, "; ".join(gone), "; ".join(come))


def _by_facet(part: Part) -> dict[str, list[Fact]]:
    """Group what a part says."""
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in part.facts:
        found[fact.facet].append(fact)
    return found


def _without(facts: Iterable[Fact], others: Iterable[Fact]) -> list[str]:
    """Give the words of facts that the others do not hold."""
    held = Counter((fact.token, fact.key) for fact in others)
    found = []
    for fact in facts:
        if held[fact.token, fact.key]:
            held[fact.token, fact.key] -= 1
        else:
            found.append(fact.value)
    return found


class _Teller:
    """Tells the steps of one version."""

    def __init__(
        self, sops: Sequence[Sop], keys: Mapping[StepKey, StepKey], actors: Mapping[str, str]
    ) -> None:
        """Index steps, their actors and what leads to them."""
        self.placed = [pair for sop in sops for pair in steps_of(sop.steps)]
        self._keys = keys
        self._actors = actors
        self._words = {step.key: step.label or step.text for step, _ in self.placed}
        self._cast = {actor.id: actor for sop in sops for actor in sop.actors}
        self._arriving: dict[StepKey, list[tuple[StepKey, Next]]] = defaultdict(list)
        for step, _ in self.placed:
            for arrow in step.next:
                self._arriving[arrow.to].append((step.key, arrow))

    def of(self, step: Step, parent: StepKey | None) -> Fingerprints:
        """Tell one step."""
        facts: dict[PartName, list[Fact]] = {name: [] for name in PartName}
        facts[PartName.TEXT].append(_fact("label", step.label))
        facts[PartName.ACTOR] += [self._actor(actor) for actor in step.actors]
        facts[PartName.FLOW] += self._flow(step, parent)
        facts[PartName.DATA] += self._data(step)
        for cell in _own_remarks(step):
            part = part_of_rule(cell.rule or "")
            facet = (cell.rule or "remark") if part is PartName.TEXT else f"{part}-remark"
            facts[part].append(_fact(facet, cell.value))
        return Fingerprints(*(_part(facts[name]) for name in PartName))

    def _key(self, key: StepKey) -> StepKey:
        """Give the key that a step goes by."""
        return self._keys.get(key, key)

    def _actor(self, own: str) -> Fact:
        """Tell an actor by its path from the pool inwards; one without a name by its id."""
        actor = self._cast.get(own)
        if actor is None:
            return _fact("actor", own)
        words = " / ".join(actor.path)
        if is_nameless(actor):
            return Fact("actor", words, "", self._actors.get(own, own))
        return Fact("actor", words, "\x1f".join(actor.path))

    def _flow(self, step: Step, parent: StepKey | None) -> Iterator[Fact]:
        """Tell what a step waits for, how it goes on, and where it lies."""
        yield _fact("wait", step.wait.value)
        several = sum(arrow.kind is NextKind.FLOW for arrow in step.next) > 1
        yield _fact("split", step.split.value if several else "")
        for arrow in step.next:
            if arrow.kind is not NextKind.MESSAGE:
                yield self._arrow(arrow)
        if step.wait is not Wait.ANY:
            for source, arrow in self._arriving[step.key]:
                if arrow.kind is not NextKind.MESSAGE:
                    yield Fact("from", self._words[source], "", self._key(source))
        if parent is not None:
            yield Fact("within", self._words[parent], "", self._key(parent))
        special = step.kind in (StepKind.REFERENCE, StepKind.HANDLER)
        yield _fact("kind", step.kind.value if special else "")

    def _arrow(self, arrow: Next) -> Fact:
        """Tell an arrow: its words and where it leads."""
        said = [arrow.label, f"[{arrow.condition}]" if arrow.condition else ""]
        words = " ".join(part for part in said if part)
        marks = (arrow.kind.value, arrow.label, arrow.condition, arrow.default, arrow.interrupting)
        to = self._words.get(arrow.to, arrow.to)
        token = json.dumps(marks, ensure_ascii=False)
        facet = "exception" if arrow.kind is NextKind.EXCEPTION else "next"
        return Fact(facet, f"{words} {_ARROW}{to}".strip(), token, self._key(arrow.to))

    def _data(self, step: Step) -> Iterator[Fact]:
        """Tell what goes in and out, and the time, as far as the map says it."""
        for facet, cells in (("input", step.inputs), ("output", step.outputs)):
            yield from (_fact(facet, cell.value) for cell in cells if cell.source is CellSource.MAP)
        if step.time is not None and step.time.source is CellSource.MAP:
            yield _fact("time", step.time.value)
        for arrow in step.next:
            if arrow.kind is NextKind.MESSAGE:
                to = self._words.get(arrow.to, arrow.to)
                words = f"{arrow.label} {_ARROW}{to}".strip()
                yield Fact("message", words, arrow.label, self._key(arrow.to))


def _own_remarks(step: Step) -> Iterator[Cell]:
    """Iterate over the remarks that the map itself makes on this step."""
    return (cell for cell in worded_remarks(step) if cell.source is CellSource.MAP)


def worded_remarks(step: Step) -> Iterator[Cell]:
    """Iterate over the remarks on the step itself; those on its region or on the whole process follow the table's order."""
    own = {part.id for part in step.elements}
    own |= {element for arrow in step.next for element in arrow.via}
    for cell in step.remarks:
        rule = cell.rule or ""
        foreign = rule == "documentation" and cell.element not in own
        if not foreign and not rule.startswith(STRUCTURE):
            yield cell


def part_of_rule(rule: str) -> PartName:
    """Say which part a remark belongs to."""
    return next((part for start, part in _PART_OF_RULE if rule.startswith(start)), PartName.TEXT)


def _fact(facet: str, value: str) -> Fact:
    return Fact(facet, value, value)


def _part(facts: Iterable[Fact]) -> Part:
    """Hash what a part says, whatever the order in which it is said."""
    told = tuple(fact for fact in facts if fact.token or fact.key)
    lines = sorted(
        json.dumps([fact.facet, fact.token, fact.key], ensure_ascii=False) for fact in told
    )
    digest = hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()
    return Part(digest[:_LENGTH], told)


def _fresh(key: StepKey, taken: set[StepKey]) -> StepKey:
    """Give a key that no step of the old version has, to one that has no partner there."""
    return StepKey(f"{_NEW}{key}") if key in taken else key


def nameless_actors(old: Sequence[Sop], new: Sequence[Sop], matching: Matching) -> dict[str, str]:
    """Find for each actor without a name the one of the old version.

    By id where ids hold, else by most of its steps, else as the only one left in its pool.
    """
    before = {step.key: step.actors for sop in old for step, _ in steps_of(sop.steps)}
    were, are = (
        {actor.id for sop in sops for actor in sop.actors if is_nameless(actor)}
        for sops in (old, new)
    )
    found: dict[str, str] = {}
    if any(pair.reason is Reason.ID for pair in matching.pairs):
        found = {actor: actor for actor in sorted(are & were)}
    back = matching.backward()
    votes: Counter[tuple[str, str]] = Counter(
        (actor, was)
        for sop in new
        for step, _ in steps_of(sop.steps)
        if step.key in back
        for actor in step.actors
        for was in before[back[step.key]]
        if actor in are and was in were
    )
    used = set(found.values())
    for (actor, was), _ in sorted(votes.items(), key=lambda item: (-item[1], item[0])):
        if actor not in found and was not in used:
            found[actor] = was
            used.add(was)
    left, lost = _left(new, found), _left(old, used)
    for pool in left.keys() & lost.keys():
        if len(left[pool]) == len(lost[pool]) == 1:
            found[left[pool].pop()] = lost[pool].pop()
    return found


def _left(sops: Sequence[Sop], known: Collection[str]) -> dict[tuple[str, ...], set[str]]:
    """Collect by their pool, or the lane around them, the nameless actors that are not known yet."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for sop in sops:
        for actor in sop.actors:
            if is_nameless(actor) and actor.id not in known:
                found[actor.path[:-1]].add(actor.id)
    return found


def is_nameless(actor: Actor) -> bool:
    """Tell whether an actor's name is one that we made up."""
    return any(pattern.fullmatch(actor.name) for pattern in _made_up())


@cache
def _made_up() -> tuple[re.Pattern[str], ...]:
    """Give patterns of the names that drafting gives to actors without one, in every language."""
    kinds = ("lane", "pool", "external")
    said = (
        say(language, f"actor.unnamed_{kind}", number="\0")
        for language in Language
        for kind in kinds
    )
    return tuple(re.compile(re.escape(words).replace(re.escape("\0"), r"\d+")) for words in said)
