"""How long an SOP takes: totals of time along each way from a start to an end, whole and by actor, with what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from bpm2sop.model.sop import NextKind, Sop, Step, StepKey, StepKind
from bpm2sop.wording import Duration, TimeUnit, parse_duration

_MINUTES = {
    TimeUnit.SECOND: Fraction(1, 60),
    TimeUnit.MINUTE: Fraction(1),
    TimeUnit.HOUR: Fraction(60),
}
_DAYS = {TimeUnit.DAY: Fraction(1), TimeUnit.WEEK: Fraction(7)}
_MONTHS = {TimeUnit.MONTH: Fraction(1), TimeUnit.YEAR: Fraction(12)}
MOST_WAYS = 64
_MOST_VISITS = 20_000


class Span(NamedTuple):
    """A time from its least to its most."""

    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)

    def plus(self, other: Span) -> Span:
        """Add another time."""
        return Span(self.low + other.low, self.high + other.high)


class Total(NamedTuple):
    """Times that cannot be turned into each other, side by side: how long a working day is, no map says."""

    minutes: Span = Span()
    working_days: Span = Span()
    days: Span = Span()
    months: Span = Span()

    def plus(self, other: Total) -> Total:
        """Add another total, part by part."""
        return Total(*(one.plus(more) for one, more in zip(self, other, strict=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way from a start to an end, each step once; `missing` are its steps without a time, `per_unit` those timed per piece."""

    steps: tuple[StepKey, ...]
    total: Total
    by_actor: Mapping[str, Total] = field(default_factory=dict)
    missing: tuple[StepKey, ...] = ()
    per_unit: tuple[StepKey, ...] = ()
    assumed: tuple[StepKey, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """The ways of an SOP in table order; `complete` is False where there are more than were followed."""

    ways: tuple[Way, ...]
    complete: bool = True


def ways(sop: Sop, most: int = MOST_WAYS) -> Ways:
    """Total the times along each way through the top list of steps; loops are gone through once.

    Steps that run at the same time lie on different ways. Events and rows that only decide or join take no time of their own.
    """
    steps = {step.key: step for step in sop.steps}
    found: list[Way] = []
    for keys in _paths(sop.steps, steps):
        if not keys or len(found) == most:
            return Ways(ways=tuple(found), complete=False)
        found.append(_way([steps[key] for key in keys]))
    return Ways(ways=tuple(found))


def _paths(order: Sequence[Step], steps: Mapping[StepKey, Step]) -> Iterator[tuple[StepKey, ...]]:
    """Iterate over the ways from each start to each end, in table order, without recursion; an arrow back ends nothing.

    An empty way says that there are more than can be followed.
    """
    reached = {
        arrow.to for step in order for arrow in step.next if arrow.kind is not NextKind.MESSAGE
    }
    starts = [step.key for step in order if step.key not in reached] or [
        step.key for step in order[:1]
    ]
    visits = 0
    for start in starts:
        path = [start]
        choices = [iter(_onward(steps[start], steps))]
        while path:
            following = next(choices[-1], None)
            if following is None:
                if not _onward(steps[path[-1]], steps):
                    yield tuple(path)
                path.pop()
                choices.pop()
            elif visits > _MOST_VISITS:
                yield ()
                return
            elif following not in path:
                visits += 1
                path.append(following)
                choices.append(iter(_onward(steps[following], steps)))


def _onward(step: Step, steps: Mapping[StepKey, Step]) -> list[StepKey]:
    """List the steps that a step leads on to."""
    onward = (arrow.to for arrow in step.next if arrow.kind is not NextKind.MESSAGE)
    return [key for key in dict.fromkeys(onward) if key in steps]


def _way(steps: Sequence[Step]) -> Way:
    """Total one way."""
    total, by_actor = Total(), defaultdict[str, Total](Total)
    missing: list[StepKey] = []
    per_unit: list[StepKey] = []
    for step in steps:
        duration = parse_duration(step.time.value) if step.time is not None else None
        if duration is None:
            missing += [step.key] if needs_time(step) else []
            continue
        per_unit += [step.key] if duration.per else []
        taken = total_of(duration)
        total = total.plus(taken)
        for actor in step.actors:
            by_actor[actor] = by_actor[actor].plus(taken)
    assumed = [
        step.key for step in steps if step.time is not None and step.time.source == "assumed"
    ]
    return Way(
        steps=tuple(step.key for step in steps),
        total=total,
        by_actor=dict(by_actor),
        missing=tuple(missing),
        per_unit=tuple(per_unit),
        assumed=tuple(assumed),
    )


def needs_time(step: Step) -> bool:
    """Tell whether a step is work that takes time."""
    works = any(part.role == "core" and not _is_passing(part.type) for part in step.elements)
    return works and step.kind not in (StepKind.EVENT, StepKind.ROUTING)


def _is_passing(kind: str) -> bool:
    return kind.endswith(("Gateway", "Event"))


def total_of(duration: Duration) -> Total:
    """Put a time where it belongs."""
    for name, sizes in (("minutes", _MINUTES), ("days", _DAYS), ("months", _MONTHS)):
        size = sizes.get(duration.unit)
        if size is not None:
            return Total()._replace(**{name: Span(duration.low * size, duration.high * size)})
    return Total(working_days=Span(duration.low, duration.high))
