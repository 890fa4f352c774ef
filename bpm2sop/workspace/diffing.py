"""Compare two sets of maps: which map is which, and what changes in their SOPs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bpm2sop.drafting import Settings
from bpm2sop.errors import Refused
from bpm2sop.model.processmap import FileStatus, MapFile, ProcessMap
from bpm2sop.model.sop import Sop
from bpm2sop.sources import SourceFile
from bpm2sop.trace.matching_changes import MapDiff, SetDiff, compare
from bpm2sop.trace.matching_spots import plain_name, steps_of
from bpm2sop.workspace.drafting import DraftRun, Progress, draft_sources

_LIKE = 0.5
"""Maps that share so many of their steps' names are taken for one, where nothing else tells."""
_COMMON = 32


@dataclass(frozen=True, slots=True)
class Compared:
    """Both sets as drafted, and what differs."""

    old: DraftRun
    new: DraftRun
    diff: SetDiff

    @property
    def refused(self) -> tuple[MapFile, ...]:
        """The files of either set that could not be read."""
        files = (*self.old.files, *self.new.files)
        return tuple(file for file in files if file.status is FileStatus.REFUSED)

    @property
    def nothing_read(self) -> bool:
        """Tell whether one of the sets has no file that could be read: then there is nothing to compare."""
        return any(run.refused == len(run.files) for run in (self.old, self.new))


def compare_sources(
    old: Iterable[SourceFile | Refused],
    new: Iterable[SourceFile | Refused],
    settings: Settings,
    *,
    progress: Progress = lambda _file: None,
) -> Compared:
    """Draft both sets and compare their SOPs map by map.

    Two single files are two versions of one, whatever their names: both go by the first one's, so that what is named
    after the file differs in nothing.
    """
    first, second = list(old), list(new)
    name = ""
    if len(first) == len(second) == 1:
        one, other = first[0], second[0]
        if isinstance(one, SourceFile) and isinstance(other, SourceFile):
            second, name = [other._replace(name=one.name)], other.name
    runs = [draft_sources(sources, settings, progress=progress) for sources in (first, second)]
    return Compared(runs[0], _named(runs[1], name), SetDiff(maps=tuple(_diffs(*runs))))


def _named(run: DraftRun, name: str) -> DraftRun:
    """Call the only file of a set by its own name again, where it could not be read: a person must find it."""
    if not name or not run.refused:
        return run
    file = run.files[0]
    found = tuple(finding._replace(file=name) for finding in file.findings)
    return replace(run, files=(replace(file, name=name, findings=found),))


@dataclass(frozen=True, slots=True)
class _Group:
    """The SOPs of one map."""

    map: ProcessMap
    sops: tuple[Sop, ...]

    @property
    def names(self) -> frozenset[str]:
        """The names of its steps."""
        every = (step.label for sop in self.sops for step, _ in steps_of(sop.steps))
        return frozenset(filter(None, map(plain_name, every)))


def _groups(run: DraftRun) -> list[_Group]:
    """Group the SOPs of a set by their map."""
    maps = {(file.name, held.id): held for file in run.files for held in file.maps}
    held: dict[tuple[str, str], list[Sop]] = defaultdict(list)
    for sop in run.sops:
        held[sop.source.file, sop.source.map].append(sop)
    return [_Group(maps[key], tuple(held[key])) for key in maps if key in held]


def _diffs(old: DraftRun, new: DraftRun) -> Iterator[MapDiff]:
    """Compare map by map, in the new set's order, then what only the old one has."""
    before, after = _groups(old), _groups(new)
    paired = _pair(before, after)
    for at, group in enumerate(after):
        was = before[paired[at]] if at in paired else None
        sops = compare(was.sops if was is not None else (), group.sops)
        yield MapDiff(old=was.map if was is not None else None, new=group.map, sops=sops)
    kept = set(paired.values())
    for at, group in enumerate(before):
        if at not in kept:
            yield MapDiff(old=group.map, new=None, sops=compare(group.sops, ()))


def _pair(old: Sequence[_Group], new: Sequence[_Group]) -> dict[int, int]:
    """Pair maps: same file and id, same file alone in it, same title, like steps, the last ones left over."""
    found: dict[int, int] = {}
    used: set[int] = set()

    def take(pairs: Iterable[tuple[int, int]]) -> None:
        for at, was in pairs:
            if at not in found and was not in used:
                found[at] = was
                used.add(was)

    for key in (_by_id, _by_file, _by_title):
        left = [at for at in range(len(new)) if at not in found]
        held = [at for at in range(len(old)) if at not in used]
        take(_alone([(key(new[at]), at) for at in left], [(key(old[at]), at) for at in held]))
    take(_alike(old, new, found))
    left = [at for at in range(len(new)) if at not in found]
    held = [at for at in range(len(old)) if at not in used]
    if len(left) == len(held) == 1:
        take([(left[0], held[0])])
    return found


def _by_id(group: _Group) -> tuple[str, ...]:
    return (group.map.file, group.map.id)


def _by_file(group: _Group) -> tuple[str, ...]:
    return (group.map.file,)


def _by_title(group: _Group) -> tuple[str, ...]:
    return tuple(sorted(sop.title for sop in group.sops))


def _alone(
    new: Sequence[tuple[tuple[str, ...], int]], old: Sequence[tuple[tuple[str, ...], int]]
) -> Iterator[tuple[int, int]]:
    """Pair what alone has its key on both sides."""
    count = [Counter(key for key, _ in side) for side in (new, old)]
    where = dict(old)
    for key, at in new:
        if count[0][key] == 1 and count[1][key] == 1:
            yield at, where[key]


def _alike(
    old: Sequence[_Group], new: Sequence[_Group], found: Mapping[int, int]
) -> list[tuple[int, int]]:
    """Pair maps that share most of their steps' names, the likest first; names that many maps have do not count."""
    names_old, names_new = [group.names for group in old], [group.names for group in new]
    holders: dict[str, list[int]] = defaultdict(list)
    used = set(found.values())
    for was, names in enumerate(names_old):
        for name in names if was not in used else ():
            holders[name].append(was)
    scored = []
    for at, names in enumerate(names_new):
        shared: Counter[int] = Counter()
        for name in names if at not in found else ():
            if len(holders.get(name, ())) <= _COMMON:
                shared.update(holders.get(name, ()))
        for was, count in shared.items():
            share = count / len(names | names_old[was])
            if share >= _LIKE:
                scored.append((-share, at, was))
    return [(at, was) for _, at, was in sorted(scored)]
