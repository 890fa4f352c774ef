"""The coverage report that an assessor reads: ratios both ways, letters with the rule that gave them, gaps, what is due.

Contents: sop-ap.md 3.4. The day for which it is made is given, never the clock's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from bpm2sop.atlas import Atlas, Group, Page
from bpm2sop.atlas.values import PageKey
from bpm2sop.model.sop import CellSource, Sop, Step, StepKind
from bpm2sop.settings import Coverage
from bpm2sop.trace.ladders import (
    EVALUATION_MONTHS,
    MONITORING_MONTHS,
    Due,
    Item,
    MapStanding,
    Rung,
    Standing,
    by_unit,
    due,
    pmprb,
    within,
    zona_integritas,
)
from bpm2sop.trace.matrix import rows_beside
from bpm2sop.trace.performers import plain
from bpm2sop.trace.values import Link, Ratio, Row, Trace, letter


class Header(NamedTuple):
    """Of whom, for when and from what the report is. `files` are names and SHA-256 of the maps."""

    on: date
    agency: str = ""
    regulation: str = ""
    """The regulation that enacts the process map (*nomor peraturan peta proses bisnis*)."""
    decree: str = ""
    """The decree that enacts the SOPs (*keputusan penetapan SOP*)."""
    tool: str = ""
    files: tuple[tuple[str, str], ...] = ()


class ProcessLine(NamedTuple):
    """A level-0 process with all that is below it."""

    code: str
    title: str
    group: Group | None
    subprocesses: int
    cross_functional: int
    with_sop: int
    sops: int
    in_force: int
    applied: int
    evaluated: int
    followed_up: int


class UnitLine(NamedTuple):
    """A work unit: its maps with an SOP, its SOPs with a valid link to a map, those in force.

    Without a name it is what no unit owns: the lines add up to the whole.
    """

    unit: str
    maps: Ratio
    sops: Ratio
    in_force: Ratio


class Judged(NamedTuple):
    """A ratio with its letter. `name` is `maps`, `cross-functional`, `sops` or `nodes`."""

    name: str
    ratio: Ratio
    letter: str


class Blank(NamedTuple):
    """Cells of a step that nobody has filled in: `columns` are of `inputs`, `time` and `outputs`."""

    sop: str
    step: str
    text: str
    columns: tuple[str, ...]


class Stranger(NamedTuple):
    """An actor of an SOP that the organisation's list does not have."""

    sop: str
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """The gap lists. `behind` are SOPs whose map has changed since."""

    maps: tuple[Page, ...] = ()
    sops: tuple[str, ...] = ()
    nodes: tuple[Row, ...] = ()
    behind: tuple[Standing, ...] = ()
    blanks: tuple[Blank, ...] = ()
    actors: tuple[Stranger, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All of it; every list in the order in which it is to be shown. The ratio of SOPs in `trace` is that of `standings`."""

    header: Header
    trace: Trace
    coverage: tuple[Judged, ...] = ()
    rungs: tuple[Rung, ...] = ()
    processes: tuple[ProcessLine, ...] = ()
    units: tuple[UnitLine, ...] = ()
    standings: tuple[Standing, ...] = ()
    missing: Missing = field(default_factory=Missing)
    due: tuple[Due, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """What a workspace knows beside maps and SOPs. Without a workspace all of it is empty."""

    standings: tuple[Standing, ...] = ()
    """How each SOP stands, by its key; an SOP without one is a draft."""
    units: tuple[str, ...] = ()
    """The units that are to have maps and SOPs."""
    owners: Mapping[str, str] = field(default_factory=dict)
    """The unit of each map, by its file; the atlas knows the others."""
    actors: Collection[str] | None = None
    """The organisation's list of actors; None: there is none to compare with."""
    links: Mapping[tuple[str, str], Link] = field(default_factory=dict)
    """How rows of the matrix stand, by file and element; those not named are in step."""
    orphans: tuple[Row, ...] = ()
    """Steps whose node the map no longer has, as rows of the matrix; the map's code and name are filled in here."""
    attested: Collection[Item] = ()
    """Items for which a person attests an innovation."""


class Adopted(NamedTuple):
    """An SOP that a unit adopted, as it stands, and the key of the general one."""

    sop: Sop
    general: str


class Holdings(NamedTuple):
    """What the report is about: the maps, their SOPs as they stand, and the matrix of both; and what units adopted."""

    trace: Trace
    atlas: Atlas
    sops: tuple[Sop, ...]
    adopted: tuple[Adopted, ...] = ()


def report(
    header: Header,
    holdings: Holdings,
    register: Register,
    *,
    cuts: Coverage,
    cross_functional: int = 3,
) -> Report:
    """Make the report of a set.

    Args:
        header: what stands at its head.
        holdings: the set.
        register: what a workspace knows beside.
        cuts: where "all", "most" and "few" end, in per cent.
        cross_functional: the level of the cross-functional maps.
    """
    work = _Work(header.on, holdings, register)
    trace = replace(work.trace(), cuts=cuts)
    lanes = [one for one in work.maps if one.level is None or one.level >= cross_functional]
    ratios = {
        "maps": trace.maps,
        "cross-functional": Ratio(sum(one.with_sop for one in lanes), len(lanes)),
        "sops": trace.sops,
        "nodes": trace.nodes,
    }
    units = work.units()
    rungs = [
        *pmprb(
            work.standings,
            work.maps,
            units,
            cuts=cuts,
            cross_functional=cross_functional,
            on=header.on,
        )
    ]
    for unit in units:
        rungs += zona_integritas(
            unit, work.standings_of(unit), cuts=cuts, on=header.on, attested=register.attested
        )
    return Report(
        header=header,
        trace=trace,
        coverage=tuple(Judged(name, one, letter(one, cuts)) for name, one in ratios.items()),
        rungs=tuple(rungs),
        processes=tuple(work.processes(cross_functional)),
        units=tuple(work.unit_line(unit) for unit in (*units, *work.without_unit())),
        standings=work.standings,
        missing=work.missing(),
        due=due(work.standings, header.on),
    )


class _Work:
    """One report in the making."""

    def __init__(self, on: date, holdings: Holdings, register: Register) -> None:
        """Index maps and SOPs."""
        self._on = on
        trace, atlas, sops, adopted = holdings
        self._trace, self._atlas, self._adopted = trace, atlas, adopted
        self._sops = (*sops, *(one.sop for one in adopted))
        self._register = register
        self._pages = {page.key: page for page in atlas.pages}
        told = {(sop.source.file, scope): sop.key for sop in sops for scope in sop.source.scopes}
        self._sops_of: dict[PageKey, set[str]] = {
            page.key: {
                told[page.file, scope] for scope in page.scopes if (page.file, scope) in told
            }
            for page in atlas.pages
        }
        self.maps = tuple(
            MapStanding(
                key=page.key,
                title=page.title,
                unit=self._unit(page),
                level=page.level,
                with_sop=bool(self._sops_of[page.key]),
            )
            for page in atlas.pages
            if page.scopes
        )
        self._share()
        pages = {key: page for page in atlas.pages for key in self._sops_of[page.key]}
        known = {one.sop: one for one in register.standings}
        gone = set(trace.gaps.sops)
        keys = {sop.key for sop in sops}
        self.standings = tuple(
            known.get(sop.key)
            or Standing(
                sop=sop.key,
                title=sop.title,
                number=sop.identity.number.value,
                unit=self._unit(pages[sop.key]) if sop.key in pages else "",
                linked=sop.key in pages and sop.title not in gone,
            )
            for sop in sops
        ) + tuple(
            replace(one, linked=one.linked and one.sop in pages)
            for one in register.standings
            if one.sop not in keys
        )
        self._maps_of = by_unit(self.maps)
        self._standings_of = by_unit(self.standings)

    def _share(self) -> None:
        """Put adopted SOPs beside the general ones: they are of the same maps."""
        beside: dict[str, set[str]] = {}
        for one in self._adopted:
            beside.setdefault(one.general, set()).add(one.sop.key)
        for keys in self._sops_of.values():
            keys.update(*(beside.get(key, ()) for key in tuple(keys)))

    def trace(self) -> Trace:
        """Give the matrix with numbers in force and how each row stands; behind each file what was adopted, and orphans.

        An SOP counts as linked as its standing says, so that every figure of the report is of the same SOPs.
        """
        known, held = self._trace.rows, self.standings
        beside = rows_beside(known, (one.sop for one in self._adopted))
        orphans = self._orphans()
        stands = {one.sop: one.number for one in held}
        links = self._register.links
        return replace(
            self._trace,
            rows=tuple(
                row._replace(
                    sop_number=stands.get(row.sop) or row.sop_number,
                    link=links.get((row.file, row.element), row.link),
                )
                for row in _behind_files(known, (*beside, *orphans))
            ),
            sops=Ratio(sum(one.linked for one in held), len(held)),
            gaps=replace(self._trace.gaps, sops=_unlinked(held)),
        )

    def _orphans(self) -> Iterable[Row]:
        """Give orphans the code and name of the map that their SOP is from, or else of the first in its file."""
        first: dict[tuple[str, str], Row] = {}
        for row in self._trace.rows:
            first.setdefault((row.file, row.sop), row)
            first.setdefault((row.file, ""), row)
        for row in self._register.orphans:
            named = first.get((row.file, row.sop)) or first.get((row.file, "")) or row
            yield row._replace(map_code=named.map_code, map_name=named.map_name)

    def without_unit(self) -> tuple[str, ...]:
        """Give the unit without a name, where maps or SOPs have none."""
        return ("",) if "" in self._maps_of or "" in self._standings_of else ()

    def _unit(self, page: Page) -> str:
        """Give the unit that owns a map: its own, or that of the nearest map above it."""
        unit = self._register.owners.get(page.file) or page.owner
        above = self._pages.get(page.parent) if page.parent else None
        return unit or (self._unit(above) if above is not None else "")

    def units(self) -> tuple[str, ...]:
        """List the units: those of the organisation, then those that only maps name."""
        named = {one.unit for one in self.maps} | {one.unit for one in self.standings}
        return tuple(dict.fromkeys((*self._register.units, *sorted(filter(None, named)))))

    def standings_of(self, unit: str) -> Sequence[Standing]:
        """Give how the SOPs of one unit stand."""
        return self._standings_of.get(unit, ())

    def unit_line(self, unit: str) -> UnitLine:
        """Count what one unit has."""
        maps, sops = self._maps_of.get(unit, ()), self.standings_of(unit)
        return UnitLine(
            unit,
            Ratio(sum(one.with_sop for one in maps), len(maps)),
            Ratio(sum(one.linked for one in sops), len(sops)),
            Ratio(sum(one.in_force for one in sops), len(sops)),
        )

    def processes(self, cross_functional: int) -> Iterable[ProcessLine]:
        """Count below each page of the top level; where one page holds all others, below each of the next."""
        roots = [page for page in self._atlas.pages if page.parent is None]
        only = roots[0].key if len(roots) == 1 else None
        below: dict[PageKey, list[Page]] = defaultdict(list)
        top: dict[PageKey, PageKey] = {}
        for page in self._atlas.pages:
            above = top.get(page.parent) if page.parent else None
            top[page.key] = page.key if above is None or page.parent == only else above
            if top[page.key] != page.key:
                below[top[page.key]].append(page)
        stands = {one.sop: one for one in self.standings}
        for page in self._atlas.pages:
            if top[page.key] != page.key or (page.key == only and len(self._atlas.pages) > 1):
                continue
            pages = [page, *below[page.key]]
            lanes = [one for one in pages if one.scopes and one.level >= cross_functional]
            keys = dict.fromkeys(key for one in pages for key in sorted(self._sops_of[one.key]))
            held = [stands[key] for key in keys]
            force = [one for one in held if one.in_force]
            yield ProcessLine(
                code=page.code or "",
                title=page.title,
                group=page.group,
                subprocesses=len(below[page.key]),
                cross_functional=len(lanes),
                with_sop=sum(bool(self._sops_of[one.key]) for one in lanes),
                sops=len(held),
                in_force=len(force),
                applied=sum(within(one.well, MONITORING_MONTHS, self._on) for one in force),
                evaluated=sum(within(one.evaluated, EVALUATION_MONTHS, self._on) for one in force),
                followed_up=sum(
                    one.followed_up and within(one.evaluated, EVALUATION_MONTHS, self._on)
                    for one in force
                ),
            )

    def missing(self) -> Missing:
        """List the gaps."""
        gaps = self._trace.gaps
        return Missing(
            maps=gaps.maps,
            sops=_unlinked(self.standings),
            nodes=gaps.nodes,
            behind=tuple(one for one in self.standings if one.behind),
            blanks=tuple(blank for sop in self._sops for blank in _blanks(sop.title, sop.steps)),
            actors=tuple(self._strangers()),
        )

    def _strangers(self) -> Iterable[Stranger]:
        """Iterate over the actors that the organisation's list does not have."""
        if self._register.actors is None:
            return
        known = {plain(name) for name in self._register.actors}
        for sop in self._sops:
            for actor in sop.actors:
                if plain(actor.name) not in known:
                    yield Stranger(sop.title, actor.name)


def _unlinked(standings: Iterable[Standing]) -> tuple[str, ...]:
    """Name the SOPs without a map."""
    return tuple(one.title for one in standings if not one.linked)


def _behind_files(rows: Sequence[Row], others: Iterable[Row]) -> Iterable[Row]:
    """Iterate over rows, other ones behind the last of their file; those of no file here come last."""
    last = {row.file: at for at, row in enumerate(rows)}
    waiting: dict[str, list[Row]] = defaultdict(list)
    for row in others:
        waiting[row.file].append(row)
    for at, row in enumerate(rows):
        yield row
        if last[row.file] == at:
            yield from waiting.pop(row.file, ())
    for left in waiting.values():
        yield from left


def _blanks(title: str, steps: Iterable[Step]) -> Iterable[Blank]:
    """Iterate over the standard-quality cells that are empty in steps that are work."""
    for step in steps:
        if step.kind in (StepKind.ACTIVITY, StepKind.DECISION):
            cells = {
                "inputs": step.inputs,
                "time": (step.time,) if step.time is not None else (),
                "outputs": step.outputs,
            }
            empty = tuple(
                column
                for column, held in cells.items()
                if not any(cell.value and cell.source is not CellSource.NONE for cell in held)
            )
            if empty:
                yield Blank(title, step.no, step.text, empty)
        yield from _blanks(title, step.steps)
