"""The arrows of a table in words: "jika Ya lanjut ke 5", "menunggu 4 dan 6 selesai".

Words come as parts, so that a page can make a link of each step's number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bpm2sop.drafting.answers import answered
from bpm2sop.layout.tablerows import rows
from bpm2sop.model.sop import Next, NextKind, Sop, Split, Step, StepKey, StepKind, Symbol, Wait
from bpm2sop.wording import Language, parse_duration, say

_MARK = "\0"
_TWO = 2
# Keys for ways whose map does not tell when each is taken, and for ways that it does.
_SEVERAL = {Split.SOME: ("some_go", "some_of"), Split.FIRST: ("first_numbers", "first_of")}


class Part(NamedTuple):
    """A piece of a clause; where it is the number of a step, `to` is the step's key."""

    text: str
    to: StepKey | None = None


class _Way(NamedTuple):
    """A way on from a step; `whole` says that its arrow is drawn with all of its words."""

    arrow: Next
    whole: bool


class Clause(NamedTuple):
    """One thing that happens after a step, or before it."""

    kind: NextKind
    parts: tuple[Part, ...]

    def __str__(self) -> str:
        """Give the words without links."""
        return "".join(part.text for part in self.parts)


class Shown(NamedTuple):
    """What a drawing shows of a step: whether its end, and of each arrow, in their order, whether it and its words.

    `lost` are the steps inside it that it leads to by arrows that are not drawn.
    """

    end: bool
    arrows: tuple[bool, ...]
    labels: tuple[bool, ...]
    lost: tuple[StepKey, ...] = ()

    def whole(self, place: int, arrow: Next) -> bool:
        """Tell whether an arrow is drawn with all that the map writes on it; a condition alone is no label."""
        told = bool(arrow.label) or not arrow.condition
        return self.arrows[place] and self.labels[place] and told


class _Place(NamedTuple):
    """Where a step stands: its place in the table, its number, and the step that it is nested below."""

    order: int
    no: str
    below: StepKey | None


@dataclass(frozen=True, slots=True)
class FlowWords:
    """Says what follows each step of one SOP, in one language."""

    language: Language
    places: Mapping[StepKey, _Place]
    keys: tuple[StepKey, ...]
    arriving: Mapping[StepKey, Sequence[StepKey]]
    """Steps that arrows of control come from, one entry an arrow, in table order."""
    answers: tuple[str, str] = ("", "")
    """The agency's words for yes and no, where it has its own."""

    @classmethod
    def of(cls, sop: Sop, language: Language, answers: tuple[str, str] = ("", "")) -> FlowWords:
        """Index the steps and arrows of an SOP."""
        places: dict[StepKey, _Place] = {}
        arriving: dict[StepKey, list[StepKey]] = {}
        for row in rows(sop.steps):
            place = _Place(len(places), row.step.no, row.parent.key if row.parent else None)
            places.setdefault(row.step.key, place)
            for arrow in row.step.next:
                if arrow.kind is not NextKind.MESSAGE:
                    arriving.setdefault(arrow.to, []).append(row.step.key)
        return cls(language, places, tuple(places), arriving, answers)

    def after(self, step: Step) -> tuple[Clause, ...]:
        """Say what follows a step: its ways on, then its exceptions, then its messages."""
        flows = [arrow for arrow in step.next if arrow.kind is NextKind.FLOW]
        ways = answered(step, flows, self.language, self.answers)
        clauses = [Clause(NextKind.FLOW, self._parts(words)) for words in self._ways(step, ways)]
        for kind, speak in (
            (NextKind.EXCEPTION, self._exception),
            (NextKind.MESSAGE, self._message),
        ):
            arrows = [arrow for arrow in step.next if arrow.kind is kind]
            clauses += [Clause(kind, self._parts(speak(step, arrow))) for arrow in arrows]
        return tuple(clauses)

    def beyond(self, step: Step, shown: Shown) -> tuple[Clause, ...]:
        """Say what follows a step as far as a drawing of symbols and arrows does not show it."""
        flows = [at for at, arrow in enumerate(step.next) if arrow.kind is NextKind.FLOW]
        named = answered(step, [step.next[at] for at in flows], self.language, self.answers)
        ways = [_Way(way, shown.whole(at, way)) for at, way in zip(flows, named, strict=True)]
        inside = [self._say("go", no=self._number(key)) for key in shown.lost]
        said = [*inside, *self._unshown(step, ways, end=shown.end)]
        rest = (clause for clause in self.after(step) if clause.kind is not NextKind.FLOW)
        return (*(Clause(NextKind.FLOW, self._parts(words)) for words in said), *rest)

    def before(self, step: Step) -> Clause | None:
        """Say what a step waits for; None where any arriving arrow starts it."""
        if step.kind is StepKind.HANDLER:
            return Clause(NextKind.FLOW, self._parts(self._say("at_any_time")))
        sources = self.arriving.get(step.key, ())
        if step.wait is Wait.ANY or len(sources) <= 1:
            return None
        numbers = self._join([self._number(key) for key in sources], "and")
        return Clause(NextKind.FLOW, self._parts(self._say(f"wait_{step.wait}", numbers=numbers)))

    def number(self, key: StepKey) -> str:
        """Give the number of a step; a key that no step has stands for itself."""
        place = self.places.get(key)
        return key if place is None else place.no

    def _ways(self, step: Step, ways: Sequence[Next]) -> list[str]:
        """Say the ways on, one string a clause."""
        if not ways:
            return self._end(step)
        if len(ways) == 1:
            return [self._named_way(step, ways[0])]
        told = any(_condition(way) or way.default for way in ways)
        if step.split is Split.ALL:
            return [self._all(step, ways)]
        if step.split is Split.ONE:
            return [self._choice(step, way) for way in ways] if told else [self._one_of(step, ways)]
        untold, listed = _SEVERAL[step.split]
        key = listed if told else untold
        choices = ", ".join(self._choice(step, way) for way in ways)
        return [self._say(key, choices=choices, numbers=self._numbers(ways, "or"))]

    def _unshown(self, step: Step, ways: Sequence[_Way], *, end: bool) -> list[str]:
        """Say the ways on that a drawing does not show, or how they belong together where no symbol tells."""
        if not ways:
            return [] if end else self._end(step)
        if len(ways) == 1:
            return [] if ways[0].whole else [self._named_way(step, ways[0].arrow)]
        arrows = [way.arrow for way in ways]
        if step.split is Split.ONE:
            if step.symbol is not Symbol.DECISION:
                return self._ways(step, arrows)
            many = len(ways) > _TWO
            missing = [w.arrow for w in ways if not w.whole or (many and _is_rest(w.arrow))]
            return [self._choice(step, arrow) for arrow in missing]
        if not all(way.whole and not _is_rest(way.arrow) for way in ways):
            return self._ways(step, arrows)
        return [self._bound(step, arrows)]

    def _bound(self, step: Step, ways: Sequence[Next]) -> str:
        """Say how ways belong together whose conditions can be read on their arrows."""
        if step.split is Split.ALL:
            return self._all(step, [way._replace(label="", condition=None) for way in ways])
        untold, _ = _SEVERAL[step.split]
        return self._say(untold, numbers=self._numbers(ways, "or"))

    def _end(self, step: Step) -> list[str]:
        """Say that nothing follows. The row of a sub-process that runs at any time has no after of its own."""
        if step.kind is StepKind.HANDLER and step.steps:
            return []
        below = self.places[step.key].below
        return [
            self._say("end") if below is None else self._say("end_nested", no=self._number(below))
        ]

    def _all(self, step: Step, ways: Sequence[Next]) -> str:
        """Say that several ways are taken at once."""
        if any(_condition(way) or self._is_back(step, way) for way in ways):
            return self._say(
                "all_of", choices=", ".join(self._named_way(step, way) for way in ways)
            )
        return self._say("all_go", numbers=self._numbers(ways, "and"))

    def _one_of(self, step: Step, ways: Sequence[Next]) -> str:
        """Say that one of several ways is taken and the map does not tell when which."""
        if any(self._is_back(step, way) for way in ways):
            return self._join([self._named_way(step, way) for way in ways], "or")
        return self._say("one_go", numbers=self._numbers(ways, "or"))

    def _named_way(self, step: Step, way: Next) -> str:
        """Say a way that is taken without a choice; what the map writes on it follows."""
        direction = self._direction(step, way)
        words = self._say(direction, no=self._number(way.to))
        return (
            self._say("with_label", words=words, label=_condition(way))
            if _condition(way)
            else words
        )

    def _choice(self, step: Step, way: Next) -> str:
        """Say when a way is taken, and where it leads."""
        direction, label = self._direction(step, way), _condition(way)
        chosen = "if_" if label else ""
        otherwise = "otherwise_label_" if label else "otherwise_"
        key = otherwise if way.default else chosen
        return self._say(f"{key}{direction}", label=label, no=self._number(way.to))

    def _exception(self, step: Step, arrow: Next) -> str:
        """Say what an event on the step's border causes."""
        event = _condition(arrow) or say(self.language, "step.unnamed_event")
        key = "also"
        if arrow.interrupting:
            key = "stop_back" if self._is_back(step, arrow) else "stop"
        # A time alone is an age: the event happens when it has passed.
        aged = parse_duration(event)
        lapsed = aged is not None and not (aged.about or aged.at_most or aged.per)
        kind = "lapsed" if lapsed else "exception"
        return self._say(f"{kind}_{key}", event=event, no=self._number(arrow.to))

    def _message(self, _step: Step, arrow: Next) -> str:
        """Say which message goes where."""
        message = _condition(arrow) or self._say("message_unnamed")
        return self._say("message_to_step", message=message, no=self._number(arrow.to))

    def _is_back(self, step: Step, arrow: Next) -> bool:
        """Tell whether an arrow leads up, or to its own step."""
        target = self.places.get(arrow.to)
        return target is not None and target.order <= self.places[step.key].order

    def _direction(self, step: Step, arrow: Next) -> str:
        """Name the direction of an arrow as the catalogue's keys do."""
        return "back" if self._is_back(step, arrow) else "go"

    def _numbers(self, ways: Iterable[Next], joint: str) -> str:
        """Join the numbers of the steps that arrows lead to."""
        return self._join([self._number(way.to) for way in ways], joint)

    def _join(self, items: Iterable[str], joint: str) -> str:
        """Join items as a sentence does, each once."""
        *first, last = dict.fromkeys(items)
        if not first:
            return last
        many = "_many" if len(first) > 1 else ""
        return self._say(f"join_{joint}{many}", first=", ".join(first), last=last)

    def _number(self, key: StepKey) -> str:
        """Give the mark that `_parts` turns into a step's number; a key that no step has stands for itself."""
        place = self.places.get(key)
        return _clean(key) if place is None else f"{_MARK}{place.order}{_MARK}"

    def _say(self, key: str, **params: str) -> str:
        """Give a sentence of the area `next`."""
        return say(self.language, f"next.{key}", **params)

    def _parts(self, words: str) -> tuple[Part, ...]:
        """Cut a sentence at its marks."""
        pieces = words.split(_MARK)
        parts = [
            self._part(piece) if place % 2 else Part(piece) for place, piece in enumerate(pieces)
        ]
        return tuple(part for part in parts if part.text)

    def _part(self, order: str) -> Part:
        """Give the part that a mark stands for."""
        key = self.keys[int(order)]
        return Part(self.places[key].no, key)


def text_of(clauses: Iterable[Clause]) -> str:
    """Put clauses in one line: choices by commas, the rest by semicolons."""
    clauses = list(clauses)
    ways = ", ".join(str(clause) for clause in clauses if clause.kind is NextKind.FLOW)
    others = [str(clause) for clause in clauses if clause.kind is not NextKind.FLOW]
    return "; ".join(filter(None, [ways, *others]))


def _is_rest(arrow: Next) -> bool:
    """Tell whether a way is taken where no other one is, and nothing is written on it."""
    return arrow.default and not _condition(arrow)


def _condition(arrow: Next) -> str:
    """Give the words on an arrow: its label, else its condition."""
    return _clean(arrow.label or arrow.condition or "")


def _clean(text: str) -> str:
    """Take out what would be read as a mark, and line breaks."""
    return " ".join(text.replace(_MARK, " ").split())
