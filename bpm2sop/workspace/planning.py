"""Drafts the whole set anew and works out, outside of any transaction, what becomes of each file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection

from bpm2sop import __version__
from bpm2sop.drafting import Settings
from bpm2sop.engine import run
from bpm2sop.errors import Stale, Where
from bpm2sop.garbage import uncollected
from bpm2sop.model.processmap import FileStatus, MapFile
from bpm2sop.model.sop import Sop
from bpm2sop.sources import SourceFile
from bpm2sop.store import comments, files, pack, unpack, works
from bpm2sop.store.files import DraftHead, DraftRow, FileRow, VersionRow
from bpm2sop.store.works import WorkHead, WorkRow
from bpm2sop.trace.merge import merge
from bpm2sop.workspace.drafted import Drafted
from bpm2sop.workspace.drafting import (
    DraftRun,
    Work,
    given_up,
    linked,
    work_on,
)
from bpm2sop.workspace.kept import Kept, Known, stamp_of
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.pairing import require_pairs
from bpm2sop.workspace.preferences import in_use
from bpm2sop.workspace.turns import Given, Turn
from bpm2sop.workspace.written import Written, read_written

_TOGETHER = 16
"""Files whose bytes are read at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A version of a file that comes in. `name` is that of its series."""

    name: str
    data: bytes
    uploaded_as: str
    note: str = ""
    given: Given = field(default_factory=dict)
    seen: int | None = None
    """The version that the sender saw as the current one; None where nobody looked."""

    @property
    def sha256(self) -> str:
        """The hash of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """The set as it stands."""

    changes: int
    known: Mapping[str, FileRow]
    current: Sequence[tuple[FileRow, VersionRow]]
    heads: Mapping[str, DraftHead]
    settings: Settings
    mark: str
    """The hash of what drafts depend on beside their files."""
    drafted: str
    """Such a hash: that of what the drafts kept depend on."""
    works: Mapping[str, WorkHead] = field(default_factory=dict)
    """What is kept of each series as it was read and drafted by itself; nothing of it has to be."""

    @property
    def is_kept(self) -> bool:
        """Tell whether the drafts kept are what the set would give now."""
        held = all(file.id in self.heads for file, _ in self.current)
        return held and self.drafted == self.mark


class Item(NamedTuple):
    """One file of the set to be drafted."""

    name: str
    sha256: str
    file: FileRow | None
    version: VersionRow | None
    arrival: Arrival | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The set as it will be."""

    base: Base
    items: Sequence[Item]
    run: DraftRun
    turns: Mapping[str, Turn]
    """By the file's name, for each whose draft changes; new ones get their id from the plan."""
    works: Sequence[Work]
    """What each item gives by itself."""
    damaged: Collection[str]
    """The files of which this is kept, but cannot be opened."""


def read_settings(
    connection: Connection,
    workspace: Workspace,
    house: Mapping[str, str] | None = None,
    own: Settings | None = None,
) -> tuple[Settings, str]:
    """Read what drafts are made by, with the house's own texts; and the hash of all that drafts depend on beside their files.

    Args:
        connection: that of the transaction.
        workspace: where.
        house: phrases that are accepted only now; one without words is removed.
        own: settings that take the place of those kept.
    """
    base = own if own is not None else in_use(connection, workspace.settings)
    kept = {row.label: row.text for row in comments.phrases(connection)} | dict(house or {})
    accepted = {**base.house, **{label: text for label, text in kept.items() if text}}
    settings = replace(base, house=dict(sorted(accepted.items())))
    told = repr((__version__, settings, workspace.limits))
    return settings, hashlib.sha256(told.encode()).hexdigest()


def read_base(
    connection: Connection,
    workspace: Workspace,
    house: Mapping[str, str] | None = None,
    own: Settings | None = None,
) -> Base:
    """Read what the set is made of; phrases and settings as for `read_settings`."""
    settings, mark = read_settings(connection, workspace, house, own)
    return Base(
        changes=files.changes(connection),
        known={row.name: row for row in files.every(connection)},
        current=files.current(connection),
        heads=files.draft_heads(connection),
        settings=settings,
        mark=mark,
        drafted=files.drafted_by(connection),
        works=works.heads(connection),
    )


@uncollected()
def make_plan(
    workspace: Workspace,
    base: Base,
    arrivals: Sequence[Arrival] = (),
    *,
    retire: str | None = None,
    progress: Callable[[str], None] = lambda _name: None,
) -> Plan:
    """Work out what becomes of every file."""
    items = _items(base, arrivals, retire)
    kept = _kept(workspace, base, items)
    given = list(_works(workspace, base, items, kept=kept, progress=progress))
    done = linked(given, base.settings, proofs=workspace.memory.proofs, before=kept)
    by_file: dict[str, list[Sop]] = {item.name: [] for item in items}
    for sop in done.sops:
        by_file[sop.source.file].append(sop)
    turns: dict[str, Turn] = {}
    for item in items:
        if item.arrival is None and kept.is_same(item.name, done.linked.get(item.name, "")):
            continue
        sops = tuple(by_file[item.name])
        head = base.heads.get(item.file.id) if item.file is not None else None
        if item.arrival is None and head and head.sha256 == _packed(workspace, item.name, sops):
            continue
        with workspace.store.reading() as connection:
            turns[item.name] = _turn(connection, workspace, item, head=head, sops=sops)
    return Plan(base=base, items=items, run=done, turns=turns, works=given, damaged=kept.damaged)


def kept_of(workspace: Workspace, base: Base) -> Kept:
    """Find the files of a set of which what is kept is still so."""
    return _kept(workspace, base, _items(base, (), None))


def _kept(workspace: Workspace, base: Base, items: Iterable[Item]) -> Kept:
    """Find the files of which what is kept is still so."""
    known = {}
    for item in items:
        head = base.works.get(item.file.id) if item.file is not None else None
        if head is None or head.stamp != stamp_of(item.name, item.sha256, base.mark):
            continue
        draft = base.heads.get(head.file_id)
        known[item.name] = Known(head.file_id, *((draft.id, head.linked) if draft else (0, "")))
    return Kept(workspace, known)


def to_keep(plan: Plan) -> list[WorkRow]:
    """List what is to be kept of the files of a set that is not; what could not be read is tried again each time."""
    rows = []
    for item, work in zip(plan.items, plan.works, strict=True):
        turn = plan.turns.get(item.name)
        file_id = item.file.id if item.file is not None else turn.file_id if turn else ""
        stamp = stamp_of(item.name, item.sha256, plan.base.mark)
        head = WorkHead(file_id, stamp, plan.run.linked.get(item.name, ""))
        same = plan.base.works.get(file_id) == head and item.name not in plan.damaged
        if work.file.status is not FileStatus.REFUSED and not same:
            rows.append(WorkRow(*head, pack(work)))
    return rows


def _packed(workspace: Workspace, name: str, sops: tuple[Sop, ...]) -> str:
    """Give the hash of a file's SOPs as they are kept; the same values are not packed twice."""
    known = workspace.memory.packed.get(name)
    if known is not None and [*map(id, known[0])] == [*map(id, sops)]:
        return known[1]
    sha256 = hashlib.sha256(pack(sops)).hexdigest()
    workspace.memory.packed.put(name, (sops, sha256))
    return sha256


def _items(base: Base, arrivals: Sequence[Arrival], retire: str | None) -> list[Item]:
    """List the files of the set, in the order in which their series began."""
    coming = {arrival.name: arrival for arrival in arrivals}
    items = []
    for file, version in base.current:
        arrival = coming.pop(file.name, None)
        if arrival is not None and arrival.seen not in (None, file.current):
            found = {"seen": str(arrival.seen), "current": str(file.current)}
            raise Stale("version-old", Where(file=file.name), found)
        sha256 = version.sha256 if arrival is None else arrival.sha256
        if file.id != retire:
            items.append(Item(file.name, sha256, file, version, arrival))
    for name, arrival in coming.items():
        items.append(Item(name, arrival.sha256, base.known.get(name), None, arrival))
    return items


def read_arrivals(
    workspace: Workspace,
    base: Base,
    arrivals: Iterable[Arrival],
    progress: Callable[[str], None] = lambda _name: None,
) -> list[Work]:
    """Read and draft what comes in, each file by itself; what cannot be read comes back as a refused file."""
    items = [Item(one.name, one.sha256, None, None, one) for one in arrivals]
    return list(_works(workspace, base, items, kept=Kept(workspace, {}), progress=progress))


def read_works(workspace: Workspace, base: Base) -> list[Work]:
    """Read and draft what the set holds, each file by itself."""
    items = _items(base, (), None)
    return list(_works(workspace, base, items, kept=_kept(workspace, base, items)))


def _works(
    workspace: Workspace,
    base: Base,
    items: Sequence[Item],
    *,
    kept: Kept,
    progress: Callable[[str], None] = lambda _name: None,
) -> Iterator[Work]:
    """Read and draft each file by itself, unless it is remembered or kept."""
    memory = workspace.memory.works
    found = {item.name: memory.get((item.name, item.sha256, base.mark)) for item in items}
    found |= kept.works([name for name, work in found.items() if work is None])
    missing = [item for item in items if found[item.name] is None]
    work = partial(work_on, settings=base.settings, limits=workspace.limits)
    sources = _sources(workspace, missing)
    fresh = run(work, sources, workspace.engine, failed=given_up)
    for item in items:
        done = found[item.name]
        if done is None:
            done = next(fresh)
            progress(item.name)
        memory.put((item.name, item.sha256, base.mark), done, weight_of(done))
        yield done


def weight_of(work: Work) -> int:
    """Say how much it costs to remember a file: its nodes and flows."""
    return 1 + sum(len(held.nodes) + len(held.flows) for held in work.file.maps)


def _sources(workspace: Workspace, items: Iterable[Item]) -> Iterator[SourceFile]:
    """Give the bytes of files: those that come in, and those that are kept."""
    items = list(items)
    kept = read_sources(
        workspace, [(item.name, item.sha256) for item in items if item.arrival is None]
    )
    for item in items:
        yield SourceFile(item.name, item.arrival.data) if item.arrival is not None else next(kept)


def read_sources(workspace: Workspace, wanted: Sequence[tuple[str, str]]) -> Iterator[SourceFile]:
    """Give kept bytes by name and hash, a few at a time: sending each query for itself costs more than reading a map."""
    for start in range(0, len(wanted), _TOGETHER):
        part = wanted[start : start + _TOGETHER]
        with workspace.store.reading() as connection:
            found = files.all_kept(connection, [sha256 for _, sha256 in part])
        for name, sha256 in part:
            yield SourceFile(name, found.get(sha256, b""))


def read_version(
    connection: Connection, workspace: Workspace, file_id: str, number: int
) -> MapFile | None:
    """Read a kept version of a file, or remember it; None where there is none."""
    file, version = files.by_id(connection, file_id), files.version(connection, file_id, number)
    if file is None or version is None:
        return None
    settings, mark = read_settings(connection, workspace)
    stamp = (file.name, version.sha256, mark)
    known = workspace.memory.works.get(stamp)
    if known is None:
        source = SourceFile(file.name, files.kept(connection, version.sha256) or b"")
        known = work_on(source, settings, workspace.limits)
        workspace.memory.works.put(stamp, known, weight_of(known))
    return known.file


def _turn(
    connection: Connection,
    workspace: Workspace,
    item: Item,
    *,
    head: DraftHead | None,
    sops: tuple[Sop, ...],
) -> Turn:
    """Work out how one file goes from its draft to another."""
    file = item.file
    if file is None:
        return Turn(
            file_id=workspace.token(), number=1, old=Drafted(()), sops=sops, written=Written()
        )
    number = file.current
    if item.arrival is not None:
        number = files.versions(connection, file.id)[-1].number + 1
    old = drafted(connection, workspace, head.id) if head is not None else Drafted(())
    turn = Turn(
        file_id=file.id,
        number=number,
        old=old,
        sops=sops,
        written=read_written(connection, file.id),
        given=item.arrival.given if item.arrival is not None else {},
    )
    merged = with_merge(turn, fresh=item.arrival is not None)
    if item.arrival is not None and item.arrival.seen in (None, file.current):
        require_pairs(merged, item.name)
    return merged


def with_merge(turn: Turn, *, fresh: bool) -> Turn:
    """Merge what people wrote; where nobody did and the map is the same, each step stays itself."""
    same = turn.old.steps.keys() == turn.home.keys() and turn.old.by_key.keys() == {
        sop.key for sop in turn.sops
    }
    if not fresh and same and turn.written.is_empty:
        return turn
    merged = merge(turn.old.sops, turn.sops, turn.written.overlay, given=turn.given)
    return replace(turn, merged=merged)


def drafted(connection: Connection, workspace: Workspace, draft_id: int) -> Drafted:
    """Open a kept draft, or remember it."""
    known = workspace.memory.drafts.get(draft_id)
    if known is not None:
        return known
    row = files.open_draft(connection, draft_id)
    if row is None:
        return Drafted(())
    made = _opened(row)
    workspace.memory.drafts.put(draft_id, made)
    return made


def all_drafted(
    connection: Connection, workspace: Workspace, draft_ids: Iterable[int]
) -> dict[int, Drafted]:
    """Open many kept drafts, each once. Those that were not remembered are not from now on: they are too many."""
    wanted = dict.fromkeys(draft_ids)
    found = {one: workspace.memory.drafts.get(one) for one in wanted}
    missing = [one for one, draft in found.items() if draft is None]
    fresh = {row.id: _opened(row) for row in files.open_drafts(connection, missing)}
    return {one: draft or fresh.get(one) or Drafted(()) for one, draft in found.items()}


def _opened(row: DraftRow) -> Drafted:
    """Open a draft."""
    return Drafted(
        unpack(row.sops, tuple[Sop, ...]),
        version=row.file_version,
        news=unpack(row.news, dict[str, str]),
    )
