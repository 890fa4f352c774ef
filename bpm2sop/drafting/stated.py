"""The time of a step (*waktu*) as the map states it: in a timer, a tool's own property, documentation or a note."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bpm2sop.model.processmap import ElementId, EventDefinition, EventKind, FlowNode, NodeType
from bpm2sop.model.sop import Cell, CellSource
from bpm2sop.wording import (
    Duration,
    Language,
    TimeUnit,
    find_duration,
    format_duration,
    parse_duration,
    say,
)

_MARK = (
    r"(?:waktu(?:\s+(?:penyelesaian|pelaksanaan|proses|standar|baku))?|jangka\s+waktu|batas\s+waktu|durasi|duration|"
    r"(?:(?:processing|lead|cycle)\s+)?time|lama(?:nya)?|sla)\s*[:=]"
)
_MARKED = re.compile(_MARK, re.IGNORECASE)
_ONLY_MARKED = re.compile(rf"\s*{_MARK}\s*(?P<said>[^\n;|:]{{2,40}})\Z", re.IGNORECASE)
_ISO = re.compile(r"P[\dT]", re.IGNORECASE)
_WORKING = re.compile(
    r"\d[\d.,]{0,20}\s{0,9}(?:(?:-|–|s\.?d\.?|to)\s{0,9}\d{1,9}\s{0,9})?(?:hari\s+kerja|(?:working|business)\s+days?)",
    re.IGNORECASE,
)
_CYCLE = re.compile(r"R(?P<count>\d*)/(?:(?P<start>\d{4}-[^/]+)/)?(?P<period>P[^/]+)\Z")
_INSTANT = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)T(?P<hour>\d\d):(?P<minute>\d\d)(?::\d\d(?:\.\d+)?)?(?P<zone>Z|[+-]\d\d:?\d\d)?\Z"
)
_MONTHS = 12
_OWN_ZONE = frozenset({"", "+0700"})


class Stated(NamedTuple):
    """A time cell, and the text that it was read from where that text says nothing else."""

    cell: Cell
    told: tuple[ElementId, str] | None = None


class Statement(NamedTuple):
    """A text that may state a time: of which element, and the rule if the place alone makes it one."""

    text: str
    element: ElementId
    rule: str | None = None


def stated(statements: Iterable[Statement], language: Language) -> Stated | None:
    """Give the first time that is stated."""
    for statement in statements:
        found = _read(statement, language)
        if found is not None:
            return found
    return None


def _read(statement: Statement, language: Language) -> Stated | None:
    """Read one text as a time; a place that always states a time keeps words that are none."""
    text, element, rule = statement
    duration = parse_duration(text) if rule else find_duration(text)
    if duration is not None:
        rule = rule or ("iso-8601" if _ISO.match(duration.raw) else "stated-time")
        cell = Cell(value_of(duration, language), CellSource.MAP, element, rule)
        return Stated(cell, (element, text) if _says_no_more(text, duration) else None)
    if rule:
        return Stated(Cell(text, CellSource.MAP, element, rule), (element, text))
    words = _ONLY_MARKED.match(text)
    if words is None:
        return None
    cell = Cell(words["said"].strip(" ."), CellSource.MAP, element, "stated-time-words")
    return Stated(cell, (element, text))


def value_of(duration: Duration, language: Language) -> str:
    """Write a time in a language; one that is qualified ("at most") stays as it was written."""
    if duration.about or duration.at_most:
        return duration.raw
    return format_duration(duration, language)


def _says_no_more(text: str, duration: Duration) -> bool:
    """Tell whether a text holds nothing that the written time does not."""
    rest = _MARKED.sub("", text.replace(duration.raw, "", 1)).strip(" .;|()")
    if rest:
        return False
    if duration.about or duration.at_most or _ISO.match(duration.raw):
        return True
    return "(" not in duration.raw and _words(duration.raw) <= _words(
        format_duration(duration, Language.ID)
    )


def _words(text: str) -> int:
    """Count what is written in letters: units, and numbers spelled out."""
    return sum(any(sign.isalpha() for sign in word) for word in text.split())


def timer_statements(node: FlowNode) -> list[Statement]:
    """List the durations that the timers of a node wait for."""
    found = []
    for event in node.events:
        if event.kind is EventKind.TIMER and event.text and event.timer in ("duration", ""):
            named = working_days(node.name, event.text)
            if named:
                found.append(Statement(named, node.id, "timer-name"))
            rule = "iso-8601" if _ISO.match(event.text) else "timer"
            found.append(Statement(event.text, node.id, rule))
    return found


def working_days(name: str, text: str) -> str:
    """Give the working days that a timer's name speaks of, where its duration says as many days: ISO 8601 knows no others."""
    found = _WORKING.search(name)
    said = parse_duration(found[0]) if found else None
    meant = parse_duration(text)
    if found is None or said is None or meant is None or meant.unit is not TimeUnit.DAY:
        return ""
    return found[0] if (said.low, said.high) == (meant.low, meant.high) else ""


def timer_remark(
    node: FlowNode, event: EventDefinition, language: Language
) -> tuple[str, str] | None:
    """Say in words when a timer rings, with the rule; None where the event's name says it."""
    duration = parse_duration(event.text)
    if duration is not None and event.timer != "cycle":
        if working_days(node.name, event.text) or _named(node.name, duration):
            return None
        key = "remark.limit" if node.type is NodeType.BOUNDARY_EVENT else "remark.event_timer"
        words = value_of(duration, language)
        return say(language, key, time=words, name=words), "event-timer"
    return _cycle(event.text, language) or (
        say(language, "remark.event_timer", name=_instant(event.text, language)),
        "event-timer",
    )


def _named(name: str, duration: Duration) -> bool:
    """Tell whether a name says a time itself."""
    said = parse_duration(name)
    return said is not None and (said.low, said.high, said.unit) == (
        duration.low,
        duration.high,
        duration.unit,
    )


def _cycle(text: str, language: Language) -> tuple[str, str] | None:
    """Say a repeating time in words, if it is written as ISO 8601 has it."""
    found = _CYCLE.match(text)
    period = parse_duration(found["period"]) if found else None
    if found is None or period is None:
        return None
    key = (
        "remark.cycle" + ("_times" if found["count"] else "") + ("_from" if found["start"] else "")
    )
    words = say(
        language,
        key,
        period=_period(period, language),
        count=found["count"],
        start=_instant(found["start"] or "", language),
    )
    return words, "event-timer"


def _period(duration: Duration, language: Language) -> str:
    """Write a period behind "every": one year is "year"."""
    words = format_duration(duration, language)
    return words.removeprefix("1 ") if duration.low == duration.high == 1 else words


def _instant(text: str, language: Language) -> str:
    """Write a moment for readers: its seconds go, and its zone but where it is not that of the capital."""
    found = _INSTANT.match(text)
    if found is None or not 1 <= int(found["month"]) <= _MONTHS:
        return text
    words = say(
        language,
        "remark.instant",
        day=found["day"].removeprefix("0"),
        month=say(language, f"coverage.month_{int(found['month'])}"),
        year=found["year"],
        hour=found["hour"],
        minute=found["minute"],
    )
    zone = found["zone"] or ""
    return words if zone.replace(":", "") in _OWN_ZONE else f"{words} ({zone})"


def assumed_time(times: Sequence[str], language: Language) -> Cell | None:
    """Give the standard time of the profile, the first that is set."""
    text = next((time for time in times if time), "")
    if not text:
        return None
    duration = parse_duration(text)
    value = value_of(duration, language) if duration is not None else text
    return Cell(value, CellSource.ASSUMED, None, "profile-time")
