"""Maps come into the workspace: new ones begin a series, other bytes under a known name are its next version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from bpm2sop.errors import Refused, Where
from bpm2sop.model.findings import Finding
from bpm2sop.model.processmap import FileStatus, MapFile
from bpm2sop.model.sop import SopKey, StepKey
from bpm2sop.sources import SourceFile
from bpm2sop.store.units import give_map
from bpm2sop.trace.matching import match
from bpm2sop.trace.matching_changes import What, compare
from bpm2sop.trace.matching_spots import steps_of
from bpm2sop.workspace.drafted import Drafted
from bpm2sop.workspace.drafting import Work, refused
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.planning import (
    Arrival,
    Base,
    drafted,
    make_plan,
    read_arrivals,
    read_base,
)
from bpm2sop.workspace.relinking import Outcome, change_set, take_in
from bpm2sop.workspace.rights import Person, Right, require
from bpm2sop.workspace.texts import NAME, cleaned_line
from bpm2sop.workspace.turns import Touched, Turn
from bpm2sop.workspace.units import unit_row

_COMMON = 0.25
"""A version in which fewer of the steps are found again is another map."""
_FEW = 3
"""Maps with fewer steps tell too little to be judged so."""


class ImportLine(NamedTuple):
    """What became of one file. `status` is new, same, revised or refused; `file` is the id of its series."""

    name: str
    status: str
    file: str | None = None
    version: int = 0
    findings: tuple[Finding, ...] = ()
    sops: tuple[Touched, ...] = ()
    questions: int = 0


class ImportReport(NamedTuple):
    """What became of each file, in the order given, and of SOPs of other files that links changed."""

    lines: tuple[ImportLine, ...]
    linked: tuple[Touched, ...] = ()

    @property
    def refused(self) -> int:
        """Count the files that were not taken."""
        return sum(line.status == "refused" for line in self.lines)


class SopPreview(NamedTuple):
    """An SOP that a set of files would touch: the numbers of its steps that would change, come or go, and its conflicts."""

    file: str
    title: str
    what: What
    steps: tuple[str, ...]
    conflicts: int = 0


class ImportPreview(NamedTuple):
    """What files would do: a line each, and every SOP that they touch, those of other files too."""

    lines: tuple[ImportLine, ...]
    sops: tuple[SopPreview, ...]
    orphans: int = 0
    """Steps with words on them that the new versions no longer have."""


def preview_import(
    workspace: Workspace,
    who: Person,
    sources: Iterable[SourceFile | Refused],
    *,
    progress: Callable[[str], None] = lambda _name: None,
) -> ImportPreview:
    """Tell what files would do to the set, and change nothing: for a whole set of revised maps what `preview` is for one."""
    require(who, Right.WRITE)
    with workspace.store.reading() as connection:
        base = read_base(connection, workspace)
    lines = _sorted_out(workspace, base, list(sources), note="", progress=progress)
    coming = [one for one in lines if isinstance(one, Arrival)]
    plan = make_plan(workspace, base, coming)
    read = {file.name: file for file in plan.run.files}
    told = [
        _foretold(one, plan.turns[one.name], read[one.name]) if isinstance(one, Arrival) else one
        for one in lines
    ]
    merges = [turn.merged for turn in plan.turns.values() if turn.merged is not None]
    return ImportPreview(
        tuple(told),
        tuple(sop for name, turn in plan.turns.items() for sop in _touched(name, turn)),
        sum(len(merged.orphans) for merged in merges),
    )


def import_maps(
    workspace: Workspace,
    who: Person,
    sources: Iterable[SourceFile | Refused],
    *,
    note: str = "",
    unit: str | None = None,
    progress: Callable[[str], None] = lambda _name: None,
) -> ImportReport:
    """Take files in. What cannot be read is told in its line and stops no other.

    Args:
        workspace: where.
        who: the person.
        sources: the files, as `gather` gives them.
        note: a word on why.
        unit: the id of the unit to which maps that are new belong, if to any.
        progress: is told each file that was read.

    Raises:
        Missing: there is no such unit.
    """
    require(who, Right.WRITE)
    note = cleaned_line(note, "note")
    given = list(sources)
    if unit is not None:
        with workspace.store.reading() as connection:
            unit_row(connection, unit)
    lines: list[Arrival | ImportLine] = []
    coming: list[Arrival] = []

    def judge(base: Base) -> Sequence[Arrival]:
        lines[:] = _sorted_out(workspace, base, given, note=note, progress=progress)
        coming[:] = [one for one in lines if isinstance(one, Arrival)]
        return coming

    def record(connection: Connection, outcome: Outcome) -> None:
        for arrival in coming:
            turn = outcome.turns[arrival.name]
            detail: dict[str, str | int] = {
                "name": arrival.name,
                "version": turn.number,
                "sha256": arrival.sha256,
            }
            act = "import" if turn.number == 1 else "revise"
            if unit is not None and turn.number == 1:
                unit_row(connection, unit)
                give_map(connection, turn.file_id, unit)
                detail["unit"] = unit
            workspace.record(connection, who, act=act, subject=turn.file_id, detail=detail)

    outcome = take_in(workspace, judge, who=who.login, record=record, progress=progress)
    if outcome is None:
        return ImportReport(tuple(one for one in lines if isinstance(one, ImportLine)))
    names = {arrival.name for arrival in coming}
    told = tuple(one if isinstance(one, ImportLine) else _line(one, outcome) for one in lines)
    return ImportReport(told, linked_ones(outcome, names))


def relink(workspace: Workspace, who: Person) -> tuple[Touched, ...]:
    """Draft the whole set anew, as another version of the program may."""
    require(who, Right.WRITE)

    def record(connection: Connection, outcome: Outcome) -> None:
        detail = {"files": len(outcome.touched)}
        workspace.record(connection, who, act="relink", subject="", detail=detail)

    outcome = change_set(workspace, who=who.login, record=record)
    return linked_ones(outcome, set())


def linked_ones(outcome: Outcome, names: set[str]) -> tuple[Touched, ...]:
    """Give the SOPs of other files that say something else now."""
    return tuple(
        one
        for name, told in outcome.touched.items()
        if name not in names
        for one in told
        if one.status != "same"
    )


def _foretold(arrival: Arrival, turn: Turn, file: MapFile) -> ImportLine:
    """Tell what would become of a file."""
    return ImportLine(
        name=arrival.name,
        status="new" if turn.number == 1 else "revised",
        version=turn.number,
        findings=file.findings,
        questions=turn.questions,
    )


def _touched(name: str, turn: Turn) -> Iterator[SopPreview]:
    """List the SOPs of a file that would say something else."""
    torn = Counter(
        turn.home.get(StepKey(one.key), SopKey(one.key))
        for one in (turn.merged.conflicts if turn.merged is not None else ())
    )
    for diff in compare(turn.old.sops, turn.sops):
        if diff.old != diff.new and (diff.what is not What.SAME or torn[diff.sop.key]):
            steps = tuple(one.step.no for one in diff.steps if one.what is not What.SAME)
            yield SopPreview(name, diff.sop.title, diff.what, steps, torn[diff.sop.key])


def _line(arrival: Arrival, outcome: Outcome) -> ImportLine:
    """Tell what became of a file that was taken."""
    turn, file = outcome.turns[arrival.name], outcome.files[arrival.name]
    return ImportLine(
        name=arrival.name,
        status="new" if turn.number == 1 else "revised",
        file=turn.file_id,
        version=turn.number,
        findings=file.findings,
        sops=outcome.touched[arrival.name],
        questions=turn.questions,
    )


def _sorted_out(
    workspace: Workspace,
    base: Base,
    given: Sequence[SourceFile | Refused],
    *,
    note: str,
    progress: Callable[[str], None],
) -> list[Arrival | ImportLine]:
    """Tell what comes in from what does not."""
    current = {file.name: (file, version) for file, version in base.current}
    seen: Counter[str] = Counter()
    lines: list[Arrival | ImportLine] = []
    for source in given:
        if isinstance(source, Refused):
            lines.append(_refusal(source))
            continue
        name = cleaned_line(source.name, "name", limit=NAME)
        seen[name] += 1
        arrival = Arrival(name=name, data=source.data, uploaded_as=name, note=note)
        known = current.get(name)
        if seen[name] > 1:
            lines.append(_refusal(Refused("import-name-twice", Where(file=name))))
        elif known is not None and known[1].sha256 == arrival.sha256:
            lines.append(ImportLine(name, "same", known[0].id, known[0].current))
        else:
            lines.append(arrival)
    coming = [one for one in lines if isinstance(one, Arrival)]
    works = iter(read_arrivals(workspace, base, coming, progress))
    return [
        _judged(workspace, base, one, next(works)) if isinstance(one, Arrival) else one
        for one in lines
    ]


def _judged(workspace: Workspace, base: Base, arrival: Arrival, work: Work) -> Arrival | ImportLine:
    """Take a file that can be read, and that is no other map under a known name."""
    if work.file.status is FileStatus.REFUSED:
        return ImportLine(arrival.name, "refused", findings=work.file.findings)
    file = base.known.get(arrival.name)
    head = base.heads.get(file.id) if file is not None else None
    if head is None:
        return arrival
    with workspace.store.reading() as connection:
        old = drafted(connection, workspace, head.id)
    if is_other(old, work):
        return _refusal(Refused("map-other", Where(file=arrival.name)))
    return arrival


def is_other(old: Drafted, work: Work) -> bool:
    """Tell whether a file has too little in common with the draft of its series to be a version of it."""
    new = sum(1 for sop in work.sops for _ in steps_of(sop.steps))
    fewer = min(len(old.steps), new)
    if fewer < _FEW:
        return False
    return len(match(old.sops, work.sops).pairs) < _COMMON * fewer


def _refusal(refusal: Refused) -> ImportLine:
    """Tell a refusal in a line."""
    file = refused(refusal, b"")
    return ImportLine(refusal.where.file, "refused", findings=file.findings)
