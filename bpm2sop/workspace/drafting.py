"""Draft a whole set: read, check, decompose, prove and link. Refused files never stop the others."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple, Protocol

from msgspec import structs

from bpm2sop.atlas import Atlas, AtlasSettings, Manifest, build_atlas
from bpm2sop.checks import check
from bpm2sop.drafting import Drafts, Settings, draft_file, finished, link, proved
from bpm2sop.engine import Engine, Failure, run
from bpm2sop.errors import Refused, Where
from bpm2sop.garbage import uncollected
from bpm2sop.model.findings import Finding, Severity
from bpm2sop.model.processmap import ElementId, FileStatus, MapFile
from bpm2sop.model.sop import Sop, SopKey
from bpm2sop.readers import Limits, read_file
from bpm2sop.sopchecks import Around, check_sop
from bpm2sop.sources import SourceFile
from bpm2sop.workspace.recent import Recent

Progress = Callable[[MapFile], None]


@dataclass(frozen=True, slots=True)
class DraftRun:
    """What became of a set: its files in input order, and the linked SOPs."""

    files: tuple[MapFile, ...]
    sops: tuple[Sop, ...]
    atlas: Atlas = field(default_factory=Atlas)
    linked: Mapping[str, str] = field(default_factory=dict)
    """Where asked for: the hash of each file's SOPs as they were linked, if all of them were proved."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings of files and drafts, each once."""
        every = [finding for file in self.files for finding in file.findings]
        every += [finding for sop in self.sops for finding in sop.findings]
        return tuple(dict.fromkeys(every))

    @property
    def refused(self) -> int:
        """Count the files that could not be read."""
        return sum(file.status is FileStatus.REFUSED for file in self.files)


@dataclass(frozen=True, slots=True)
class Work:
    """What one file gives by itself."""

    file: MapFile
    sops: tuple[Sop, ...] = field(default=())


@uncollected()
def read_map(source: SourceFile | Refused, limits: Limits) -> MapFile:
    """Read one file; a refusal becomes a refused file with the reason as its finding."""
    if isinstance(source, Refused):
        return refused(source, b"")
    try:
        return read_file(source.name, source.data, limits=limits)
    except Refused as refusal:
        return refused(refusal, source.data)


def read_checked(source: SourceFile | Refused, limits: Limits) -> MapFile:
    """Read one file with its findings; a refusal becomes a refused file with the reason as its finding."""
    file = read_map(source, limits)
    found = [finding for process_map in file.maps for finding in check(process_map)]
    return replace(file, findings=(*file.findings, *found))


def refused(refusal: Refused, data: bytes) -> MapFile:
    """Turn a refusal into the record of a refused file."""
    finding = Finding(
        refusal.code,
        Severity.ERROR,
        refusal.where.file,
        refusal.where.line,
        (),
        tuple(sorted(refusal.params.items())),
    )
    return MapFile(
        name=refusal.where.file,
        sha256=hashlib.sha256(data).hexdigest() if data else "",
        status=FileStatus.REFUSED,
        findings=(finding,),
    )


@uncollected()
def work_on(source: SourceFile | Refused, settings: Settings, limits: Limits) -> Work:
    """Read and draft one file: a pure function, so that it may run anywhere."""
    file = read_checked(source, limits)
    if file.status is FileStatus.REFUSED:
        return Work(file)
    return Work(file, draft_file(file, settings))


def given_up(source: SourceFile | Refused, failure: Failure) -> Work:
    """Make a refused file of one that took too much: the others go on."""
    if isinstance(source, Refused):
        return Work(refused(source, b""))
    refusal = Refused(failure.code, Where(file=source.name), failure.params)
    return Work(refused(refusal, source.data))


@uncollected()
def draft_sources(
    sources: Iterable[SourceFile | Refused],
    settings: Settings,
    *,
    limits: Limits | None = None,
    engine: Engine | None = None,
    manifest: Manifest | None = None,
    atlas_settings: AtlasSettings | None = None,
    progress: Progress = lambda _file: None,
) -> DraftRun:
    """Draft every source. The result is the same on every engine."""
    work = partial(work_on, settings=settings, limits=limits or Limits())
    works: list[Work] = []
    for done in run(work, sources, engine or Engine(), failed=given_up):
        progress(done.file)
        works.append(done)
    return linked(works, settings, manifest=manifest, atlas_settings=atlas_settings)


class Proof(NamedTuple):
    """An SOP that was proved and judged: what went in, and what came out."""

    linked: Sop
    around: tuple[frozenset[str], str]
    """The titles among its related SOPs that are known, and the code of the map above."""
    sop: Sop


Proofs = Recent[tuple[str, str, str], Proof]


class Before(Protocol):
    """Knows files whose SOPs were proved before, by hashes of their SOPs as linked."""

    def digest(self, value: object) -> str:
        """Give the hash of a value."""

    def sops(self, linked: Mapping[str, str]) -> Mapping[str, tuple[Sop, ...]]:
        """Give the SOPs of files as proved and judged before; `linked` are the hashes as of now, by file."""


def linked(
    works: Sequence[Work],
    settings: Settings,
    *,
    manifest: Manifest | None = None,
    atlas_settings: AtlasSettings | None = None,
    proofs: Proofs | None = None,
    before: Before | None = None,
) -> DraftRun:
    """Link, finish and prove what the files of a set give.

    Args:
        works: what each file gives by itself.
        settings: how to draft.
        manifest: what says where maps belong.
        atlas_settings: how the atlas is built.
        proofs: SOPs proved before; those that are linked as they were are not proved again.
        before: knows the SOPs of files that were proved before.
    """
    files = [work.file for work in works]
    sops = [sop for work in works for sop in work.sops]
    atlas = build_atlas(files, manifest, atlas_settings or AtlasSettings())
    ready = finished(link(sops, files, atlas), settings.profile)
    around = Around(
        titles=frozenset(sop.title for sop in ready), parents=_parent_codes(ready, atlas)
    )
    known = proofs if proofs is not None else Recent(0)
    hashes: dict[str, str] = {}
    done: dict[SopKey, Sop] = {}
    if before is not None:
        hashes = {name: before.digest(held) for name, held in _by_file(ready, around).items()}
        done = {sop.key: sop for held in before.sops(hashes).values() for sop in held}
    judged = _judged(ready, files, around, proofs=known, done=done)
    told = _with_findings(files, (*atlas.findings, *judged.failures))
    for failure in judged.failures:
        hashes.pop(failure.file, None)
    return DraftRun(told, judged.sops, atlas, hashes)


def _by_file(ready: Sequence[Sop], around: Around) -> dict[str, list[object]]:
    """Give the SOPs of each file as they are linked, with all else that their proofs and findings depend on."""
    found: dict[str, list[object]] = defaultdict(list)
    for sop in ready:
        titles, parent = _around(sop, around)
        found[sop.source.file].append((sop, sorted(titles), parent))
    return found


def _around(sop: Sop, around: Around) -> tuple[frozenset[str], str]:
    """Give what the rules of the form may know beside an SOP: related titles that are known, the code of the map above."""
    return _related(sop) & (around.titles or frozenset()), around.parents.get(sop.key, "")


def _judged(
    ready: Sequence[Sop],
    files: Sequence[MapFile],
    around: Around,
    *,
    proofs: Proofs,
    done: dict[SopKey, Sop],
) -> Drafts:
    """Prove SOPs, and give each the findings of the form's rules, unless it is done."""
    stamps = {sop.key: _around(sop, around) for sop in ready if sop.key not in done}
    for sop in ready:
        known = proofs.get(_name(sop)) if sop.key in stamps else None
        if known is not None and (known.around, known.linked) == (stamps[sop.key], sop):
            done[sop.key] = known.sop
    missing = {sop.key: sop for sop in ready if sop.key not in done}
    drafts = proved(missing.values(), files)
    for proven in drafts.sops:
        sop = structs.replace(proven, findings=(*proven.findings, *check_sop(proven, around)))
        done[sop.key] = sop
        before = missing[sop.key]
        proofs.put(_name(before), Proof(before, stamps[sop.key], sop))
    return Drafts(tuple(done[sop.key] for sop in ready if sop.key in done), drafts.failures)


def _name(sop: Sop) -> tuple[str, str, str]:
    return sop.source.file, sop.source.sha256, sop.key


def _related(sop: Sop) -> frozenset[str]:
    """Name the SOPs that an SOP says it is related to."""
    return frozenset(name.strip() for name in sop.identity.related.value.split(";"))


def _parent_codes(sops: Sequence[Sop], atlas: Atlas) -> dict[SopKey, str]:
    """Give for each SOP the code of the map above its own."""
    codes = {page.key: page.code for page in atlas.pages}
    pages = atlas.page_of()
    parents: dict[SopKey, str] = {}
    for sop in sops:
        page = pages.get((sop.source.file, ElementId(sop.source.scopes[0])))
        code = codes.get(page.parent) if page is not None and page.parent is not None else None
        if code:
            parents[sop.key] = code
    return parents


def _with_findings(files: Iterable[MapFile], findings: Iterable[Finding]) -> tuple[MapFile, ...]:
    """Give each file the findings on it that only the whole set shows."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        found[finding.file].append(finding)
    return tuple(
        replace(file, findings=(*file.findings, *found.get(file.name, ()))) for file in files
    )
