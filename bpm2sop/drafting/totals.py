"""The totals of time in words: along each way, by actor, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bpm2sop.drafting.times import Span, Total, Way, ways
from bpm2sop.model.sop import Sop, StepKey
from bpm2sop.wording import Duration, Language, TimeUnit, format_duration, say

MOST_TOLD = 8
_MINUTES_AN_HOUR = 60
_LAST: list[tuple[Sop, Language, tuple[str, ...]]] = []
_UNITS = (TimeUnit.MINUTE, TimeUnit.WORKING_DAY, TimeUnit.DAY, TimeUnit.MONTH)


def time_totals_words(sop: Sop, language: Language) -> list[str]:
    """Say how long each way through the SOP takes, one sentence a way; one sentence where no step has a time.

    Times of different kinds stand side by side ("2 jam + 3-5 hari kerja"). After the first ways the rest is counted.
    The last words are kept, since an SOP is mostly written in several formats one after the other.
    """
    for kept, spoken, words in tuple(_LAST):
        if kept is sop and spoken is language:
            return list(words)
    said = _words(sop, language)
    _LAST[:] = [(sop, language, tuple(said))]
    return said


def _words(sop: Sop, language: Language) -> list[str]:
    found = ways(sop)
    if not any(_is_timed(way.total) for way in found.ways):
        return [say(language, "totals.none")] if any(way.missing for way in found.ways) else []
    numbers = {step.key: (at, step.no) for at, step in enumerate(sop.steps)}
    names = {actor.id: actor.name for actor in sop.actors}
    told = [_told(way, numbers, names, language) for way in found.ways[:MOST_TOLD]]
    if not found.complete:
        told.append(say(language, "totals.too_many"))
    elif len(found.ways) > MOST_TOLD:
        told.append(say(language, "totals.more", count=len(found.ways) - MOST_TOLD))
    return told


def total_words(total: Total, language: Language) -> str:
    """Write a total: "1 jam 30 menit + 3-5 hari kerja"; nothing where it is empty."""
    return " + ".join(
        _span_words(span, unit, language)
        for span, unit in zip(total, _UNITS, strict=True)
        if span.high
    )


def _is_timed(total: Total) -> bool:
    return any(span.high for span in total)


def _told(
    way: Way,
    numbers: dict[StepKey, tuple[int, str]],
    names: dict[str, str],
    language: Language,
) -> str:
    """Say one way: its steps, its total, each actor's share, and what the total lacks."""
    total = total_words(way.total, language) or say(language, "totals.unknown")
    said = [
        _of_steps("way", way.steps, numbers, language, total=total),
        _by_actor(way, names, language),
    ]
    for key in ("missing", "waiting", "per_unit", "assumed"):
        steps = getattr(way, key)
        if steps:
            said.append(_of_steps(key, steps, numbers, language))
    return " ".join(part for part in said if part)


def _of_steps(
    key: str,
    steps: Sequence[StepKey],
    numbers: dict[StepKey, tuple[int, str]],
    language: Language,
    **params: str,
) -> str:
    """Say something of one step, or of several."""
    one = "_one" if len(steps) == 1 else ""
    return say(language, f"totals.{key}{one}", steps=_ranges(steps, numbers), **params)


def _by_actor(way: Way, names: dict[str, str], language: Language) -> str:
    """Say each actor's share where several have one."""
    shares = [
        say(
            language,
            "totals.actor",
            actor=names.get(actor, actor),
            total=total_words(total, language),
        )
        for actor, total in way.by_actor.items()
        if _is_timed(total)
    ]
    return (
        say(language, "totals.by_actor", actors="; ".join(shares))
        if len(way.by_actor) > 1 and shares
        else ""
    )


def _ranges(keys: Iterable[StepKey], numbers: dict[StepKey, tuple[int, str]]) -> str:
    """Write numbers of steps in table order, neighbours as a range ("1-5, 7")."""
    runs: list[list[tuple[int, str]]] = []
    for place in sorted(numbers[key] for key in keys):
        if runs and place[0] == runs[-1][-1][0] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return ", ".join(_run(run) for run in runs)


def _run(run: Sequence[tuple[int, str]]) -> str:
    first, last = run[0][1], run[-1][1]
    if len(run) == 1:
        return first
    return f"{first}, {last}" if len(run) == 2 else f"{first}-{last}"  # noqa: PLR2004


def _span_words(span: Span, unit: TimeUnit, language: Language) -> str:
    """Write a time, in hours where it is whole hours; a plain time of more than an hour in hours and minutes."""
    low, high = span
    if unit is TimeUnit.MINUTE and not (low % _MINUTES_AN_HOUR or high % _MINUTES_AN_HOUR):
        low, high, unit = low / _MINUTES_AN_HOUR, high / _MINUTES_AN_HOUR, TimeUnit.HOUR
    return format_duration(Duration(low=low, high=high, unit=unit, raw=""), language)
