"""How long an SOP takes: totals of time along each way from a start to an end, whole and by actor, with what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from bpm2sop.model.sop import Cell, Next, NextKind, Sop, Step, StepKey, StepKind
from bpm2sop.wording import Duration, TimeUnit, parse_duration

_MINUTES = {
    TimeUnit.SECOND: Fraction(1, 60),
    TimeUnit.MINUTE: Fraction(1),
    TimeUnit.HOUR: Fraction(60),
}
_DAYS = {TimeUnit.DAY: Fraction(1), TimeUnit.WEEK: Fraction(7)}
_MONTHS = {TimeUnit.MONTH: Fraction(1), TimeUnit.YEAR: Fraction(12)}
_RECEIVES = frozenset({"receiveTask", "intermediateCatchEvent"})
_MOST_WORDS = 8
MOST_WAYS = 64
_MOST_VISITS = 20_000
# The same times stand on many ways.
_parsed = lru_cache(maxsize=1_024)(parse_duration)


class Span(NamedTuple):
    """A time from its least to its most."""

    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)

    def plus(self, other: Span) -> Span:
        """Add another time."""
        # Most parts of a total are nothing, and fractions are slow.
        if not other.high and not other.low:
            return self
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
    waiting: tuple[StepKey, ...] = ()
    """Steps that wait for an outside party for a time that the map does not tell."""


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
    for step, after in zip_longest(steps, steps[1:]):
        lapse = _lapse(step, after) if after is not None else None
        if lapse is not None:
            # The way leaves when the timer rings: its time has passed, not that of the whole step.
            total = total.plus(total_of(lapse))
            continue
        duration = _parsed(step.time.value) if step.time is not None else None
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
        waiting=tuple(step.key for step in steps if _waits_outside(step)),
    )


def _lapse(step: Step, after: Step) -> Duration | None:
    """Give the time after which a timer on a step's border leads to the next one; None where work leads there."""
    arrows = [arrow for arrow in step.next if arrow.to == after.key]
    if any(arrow.kind is NextKind.FLOW for arrow in arrows):
        return None
    for arrow in arrows:
        if arrow.kind is NextKind.EXCEPTION:
            told = [cell.value for cell in step.remarks if _is_timer_of(cell, arrow)]
            found = (_time_within(words) for words in (arrow.label, *told))
            return next(filter(None, found), None)
    return None


def _time_within(words: str) -> Duration | None:
    """Find the time that an event's words speak of ("7 hari kerja terlampaui"), the longest piece first."""
    pieces = words.split()[:_MOST_WORDS]
    for size in range(len(pieces), 1, -1):
        for start in range(len(pieces) - size + 1):
            found = parse_duration(" ".join(pieces[start : start + size]))
            if found is not None:
                return found
    return parse_duration(words)


def _is_timer_of(cell: Cell, arrow: Next) -> bool:
    """Tell whether a remark says when the event rings that an arrow begins at."""
    return cell.rule == "event-timer" and cell.element in arrow.via


def _waits_outside(step: Step) -> bool:
    """Tell whether a step waits for a message from outside, and the map does not say how long."""
    told = any(cell.rule == "message-from" for cell in step.remarks)
    return step.time is None and step.core_type in _RECEIVES and told


def needs_time(step: Step) -> bool:
    """Tell whether a step is work that takes time."""
    works = step.core is not None and not _is_passing(step.core_type)
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
