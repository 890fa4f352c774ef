"""The coverage report as headed tables, for whatever file holds it: the same words in each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import NamedTuple

from bpm2sop.trace import Ratio
from bpm2sop.trace.ladders import Due, Rung, Standing
from bpm2sop.trace.report import Report
from bpm2sop.wording import Language, say
from bpm2sop.writers.figures import per_cent
from bpm2sop.writers.trace_table import COLUMNS, heads, titles_of, why_of, words_of

Value = str | int | float
"""A text, a count, or a share from 0 to 1."""


class Column(NamedTuple):
    """A column: its head, and its width beside the others."""

    head: str
    width: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One headed table. `name` is short and plain, for the tab of a sheet; without rows it says so."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str = ""
    wide: bool = False


def title_of(report: Report, language: Language) -> str:
    """Give the report's title."""
    agency = report.header.agency
    plain = say(language, "coverage.title")
    return say(language, "coverage.title_of", title=plain, agency=agency) if agency else plain


def facts_of(report: Report, language: Language) -> list[tuple[str, str]]:
    """Give the head: what it is of, when, and from what."""
    head = report.header
    facts = {
        "agency": head.agency,
        "on": day(head.on, language),
        "year": str(head.on.year),
        "regulation": head.regulation,
        "decree": head.decree,
        "tool": head.tool,
    }
    return [
        (say(language, f"coverage.{name}"), value or say(language, "coverage.blank"))
        for name, value in facts.items()
    ]


def tables_of(report: Report, language: Language) -> tuple[Table, ...]:
    """Give all tables in the order in which they are to be read; the matrix and the files come last."""
    makers: tuple[Callable[[Report, Language], Iterator[Table]], ...] = (
        _coverage,
        _processes,
        _units,
        _due,
        _gaps,
        _standings,
        _matrix,
        _files,
    )
    return tuple(table for maker in makers for table in maker(report, language))


def day(value: date | None, language: Language) -> str:
    """Write a day as people do."""
    if value is None:
        return ""
    month = say(language, f"coverage.month_{value.month}")
    return say(language, "coverage.day", day=value.day, month=month, year=value.year)


def _table(
    language: Language,
    name: str,
    columns: Sequence[tuple[str, int]],
    rows: Iterable[tuple[Value, ...]],
    *,
    note: str = "",
    wide: bool = False,
) -> Table:
    """Make a table whose words stand in the catalogue under its name."""
    return Table(
        name=say(language, f"coverage.tab_{name}"),
        title=say(language, f"coverage.of_{name}"),
        columns=tuple(Column(say(language, f"coverage.{key}"), width) for key, width in columns),
        rows=tuple(rows),
        note=note,
        wide=wide,
    )


def _ratio(ratio: Ratio) -> tuple[Value, ...]:
    """Give covered, all and share; of nothing there is no share."""
    return ratio.covered, ratio.all, ratio.share if ratio.all else "-"


def _coverage(report: Report, language: Language) -> Iterator[Table]:
    """Give the ratios and the ladders, each letter with its rule."""
    said = _cuts(report, language)
    note = say(language, "coverage.note_ratios", cuts=said)
    counts = (("covered", 1), ("all", 1), ("share", 1), ("letter", 1))
    rows: list[tuple[Value, ...]] = [
        (say(language, f"coverage.ratio_{one.name}"), *_ratio(one.ratio), one.letter)
        for one in report.coverage
    ]
    yield _table(language, "ratios", (("ratio", 6), *counts), rows, note=note)
    agency = [_rung(one, said, language) for one in report.rungs if not one.unit]
    columns = (("item", 5), *counts, ("rule", 6))
    yield _table(language, "ladder", columns, agency)
    units = [(one.unit, *_rung(one, said, language)) for one in report.rungs if one.unit]
    yield _table(language, "ladder_units", (("unit", 3), *columns), units)


def _cuts(report: Report, language: Language) -> str:
    """Say from which shares on "all", "most" and "few" are meant: the cut-offs by which the letters were given."""
    cuts = {name: per_cent(value, language) for name, value in asdict(report.trace.cuts).items()}
    return say(language, "coverage.cuts", **cuts)


def _rung(rung: Rung, cuts: str, language: Language) -> tuple[Value, ...]:
    """Give an item with its letter and rule."""
    return (
        say(language, f"coverage.item_{rung.item.value}"),
        *_ratio(rung.counted),
        rung.letter,
        say(language, f"coverage.rule_{rung.rule}", cuts=cuts),
    )


def _processes(report: Report, language: Language) -> Iterator[Table]:
    """Give the processes of level 0 with all that is below, the groups and the levels."""
    named = ("subprocesses", "cross_functional", "with_sop", "sops", "in_force", "applied")
    columns = (
        ("code", 2),
        ("process", 6),
        ("group", 3),
        *((name, 2) for name in named),
        ("evaluated", 2),
        ("followed_up", 3),
    )
    rows: list[tuple[Value, ...]] = [
        (one.code, one.title, _group(one.group, language), *one[3:]) for one in report.processes
    ]
    yield _table(language, "processes", columns, rows, wide=True)
    counts = (("pages", 1), ("flowing", 1), ("with_sop", 1), ("share", 1))
    groups: list[tuple[Value, ...]] = [
        (_group(one.group, language), *_counted(one[1:])) for one in report.trace.groups
    ]
    yield _table(language, "groups", (("group", 3), *counts), groups)
    levels: list[tuple[Value, ...]] = [
        (say(language, "atlas.level", level=one.level), *_counted(one[1:]))
        for one in report.trace.levels
    ]
    yield _table(language, "levels", (("level", 3), *counts), levels)


def _counted(counts: Sequence[int]) -> tuple[Value, ...]:
    """Give pages, maps with flow, those with an SOP, and their share."""
    pages, flowing, done = counts
    return pages, flowing, done, _ratio(Ratio(done, flowing))[2]


def _group(group: str | None, language: Language) -> str:
    return say(language, f"trace.group_{group or 'none'}")


def _units(report: Report, language: Language) -> Iterator[Table]:
    """Give each unit both ways."""
    columns = (
        ("unit", 5),
        ("flowing", 2),
        ("with_sop", 2),
        ("share", 2),
        ("sops", 2),
        ("linked", 2),
        ("share", 2),
        ("in_force", 2),
    )
    rows: list[tuple[Value, ...]] = [
        (
            one.unit or say(language, "coverage.no_unit"),
            one.maps.all,
            one.maps.covered,
            _ratio(one.maps)[2],
            one.sops.all,
            one.sops.covered,
            _ratio(one.sops)[2],
            one.in_force.covered,
        )
        for one in report.units
    ]
    yield _table(language, "units", columns, rows)


def _due(report: Report, language: Language) -> Iterator[Table]:
    """Give the forms that have to be filled in, the earliest first."""
    columns = (("by", 2), ("form", 2), ("number", 2), ("sop", 6), ("unit", 3), ("state", 2))
    rows = (_due_row(one, language) for one in report.due)
    yield _table(language, "due", columns, rows, note=say(language, "coverage.note_due"))


def _due_row(one: Due, language: Language) -> tuple[Value, ...]:
    state = "overdue" if one.overdue else "coming"
    return (
        day(one.by, language),
        say(language, f"coverage.form_{one.kind}"),
        one.standing.number,
        one.standing.title,
        one.standing.unit,
        say(language, f"coverage.{state}"),
    )


def _gaps(report: Report, language: Language) -> Iterator[Table]:
    """Give the gap lists, one table each."""
    gaps = report.missing
    yield _table(
        language,
        "gap_maps",
        (("code", 2), ("map", 6), ("file", 4)),
        ((page.code or "", page.title, page.file) for page in gaps.maps),
    )
    yield _table(language, "gap_sops", (("sop", 1),), ((title,) for title in gaps.sops))
    yield _table(
        language,
        "gap_nodes",
        (("activity", 5), ("map", 4), ("element", 3), ("why", 4)),
        ((row.name, row.map_name, row.element, why_of(row, {}, language)) for row in gaps.nodes),
    )
    yield _table(
        language,
        "gap_behind",
        (("number", 2), ("sop", 6), ("unit", 3)),
        ((one.number, one.title, one.unit) for one in gaps.behind),
    )
    yield _table(
        language,
        "gap_blanks",
        (("sop", 4), ("step", 1), ("activity", 5), ("cell", 3)),
        (
            (
                one.sop,
                one.step,
                one.text,
                ", ".join(say(language, f"coverage.cell_{column}") for column in one.columns),
            )
            for one in gaps.blanks
        ),
    )
    yield _table(
        language,
        "gap_actors",
        (("sop", 4), ("actor", 4)),
        ((one.sop, one.actor) for one in gaps.actors),
    )


def _standings(report: Report, language: Language) -> Iterator[Table]:
    """Give how each SOP stands."""
    columns = (
        ("number", 2),
        ("sop", 5),
        ("unit", 3),
        ("linked", 2),
        ("in_force", 2),
        ("effective", 3),
        ("monitored", 3),
        ("evaluated", 3),
        ("followed_up", 3),
    )
    rows = (_standing(one, language) for one in report.standings)
    yield _table(language, "standings", columns, rows, wide=True)


def _standing(one: Standing, language: Language) -> tuple[Value, ...]:
    def yes(holds: bool) -> str:  # noqa: FBT001  (a yes or no)
        return say(language, "coverage.yes" if holds else "coverage.no")

    return (
        one.number,
        one.title,
        one.unit,
        yes(one.linked),
        say(language, "coverage.from_day", day=day(one.coming, language))
        if one.coming is not None and not one.in_force
        else yes(one.in_force),
        day(one.effective, language),
        _monitored(one, language),
        day(one.evaluated, language),
        yes(one.followed_up) if one.evaluated else "",
    )


def _monitored(one: Standing, language: Language) -> str:
    """Write when an SOP was last monitored, and where it was found wanting, so."""
    when = day(one.monitored, language)
    if one.monitored is None or one.monitored == one.well:
        return when
    return say(language, "coverage.not_well", day=when)


def _matrix(report: Report, language: Language) -> Iterator[Table]:
    """Give the traceability matrix with how each row stands to the map as it is now."""
    titles = titles_of(report.trace)
    widths = dict(zip(COLUMNS, (2, 4, 4, 3, 4, 2, 3, 3, 2, 4, 1, 2, 3, 2), strict=True))
    rows = (tuple(words_of(row, titles, language)) for row in report.trace.rows)
    made = _table(language, "matrix", (), rows, wide=True)
    named = tuple(
        Column(head, widths[name]) for head, name in zip(heads(language), COLUMNS, strict=True)
    )
    yield replace(made, columns=named)


def _files(report: Report, language: Language) -> Iterator[Table]:
    """Give the maps' files with their hashes, so that anyone can check what this is from."""
    yield _table(language, "files", (("file", 4), ("sha256", 6)), report.header.files)
