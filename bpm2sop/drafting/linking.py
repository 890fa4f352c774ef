"""References between the SOPs of a set: calls, sub-processes with an SOP of their own, hand-overs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from bpm2sop.atlas import Atlas, build_atlas
from bpm2sop.atlas.codes import split_name
from bpm2sop.drafting.classes import completeness_of, extent_of
from bpm2sop.drafting.handovers import HandOver, hand_overs
from bpm2sop.drafting.keys import unique
from bpm2sop.drafting.naming import titled_apart
from bpm2sop.model.findings import Finding, Severity
from bpm2sop.model.processmap import SUB_PROCESSES, ElementId, MapFile
from bpm2sop.model.sop import Cell, CellSource, Kind, Role, Sop, SopKey, Step, StepKind, Symbol
from bpm2sop.wording import title

_SUB_PROCESSES = frozenset(kind.value for kind in SUB_PROCESSES)
HAND_OVER = "hand-over"


@dataclass(frozen=True, slots=True)
class _Links:
    """Where references lead: SOPs by file and scope, the atlas's calls, and its findings on calls that lead nowhere."""

    near: Mapping[tuple[str, str], SopKey]
    atlas: Atlas
    unresolved: Mapping[tuple[str, str], Finding]

    def target(self, sop: Sop, step: Step) -> SopKey | None:
        """Give the SOP that a step stands for: the step's own sub-process, else that of the map it leads to."""
        own = self.near.get((sop.source.file, step.key))
        call = self.atlas.calls.get((sop.source.file, ElementId(step.key)))
        if own is not None or call is None:
            return own
        found = (self.near.get((call.file, scope)) for scope in call.scopes)
        return next((key for key in found if key is not None), None)


def link(
    sops: Sequence[Sop], files: Iterable[MapFile], atlas: Atlas | None = None
) -> tuple[Sop, ...]:
    """Give every SOP its key, code and level, resolve references, and let both sides name each other under *Keterkaitan*.

    Args:
        sops: the drafts of a set.
        files: the files that they come from.
        atlas: the atlas of these files, built here where not given.
    """
    files = tuple(files)
    atlas = atlas if atlas is not None else build_atlas(files)
    keyed = [
        sop if sop.key == key else replace(sop, key=key)
        for sop, key in zip(sops, unique([sop.key for sop in sops]), strict=True)
    ]
    links = _Links(sops_by_scope(keyed), atlas, _unresolved(atlas))
    placed = titled_apart(_placed([_resolved(sop, links) for sop in keyed], atlas), files)
    return _related(placed, hand_overs(placed, files))


def sops_by_scope(sops: Iterable[Sop]) -> dict[tuple[str, str], SopKey]:
    """Index SOPs by their file and each of their scopes."""
    near: dict[tuple[str, str], SopKey] = {}
    for sop in sops:
        for scope in sop.source.scopes:
            near.setdefault((sop.source.file, scope), sop.key)
    return near


def _unresolved(atlas: Atlas) -> dict[tuple[str, str], Finding]:
    """Index the atlas's findings on calls that lead nowhere by their place."""
    found = (finding for finding in atlas.findings if finding.rule == "call-unresolved")
    return {(finding.file, finding.elements[0]): finding for finding in found}


def _placed(sops: Iterable[Sop], atlas: Atlas) -> list[Sop]:
    """Give each SOP the code and level of its page; the code leaves the title."""
    pages = atlas.page_of()
    maps = {
        (page.file, page.map): page for page in reversed(atlas.pages) if page.element == page.map
    }
    placed = []
    for sop in sops:
        place = (sop.source.file, ElementId(sop.source.scopes[0]))
        page = pages.get(place) or maps.get((sop.source.file, ElementId(sop.source.map)))
        own = split_name(sop.title)
        words = title(own.name).text if own.code else sop.title
        placed.append(
            replace(sop, title=words, code=page.code, level=page.level) if page is not None else sop
        )
    return placed


def _resolved(sop: Sop, links: _Links) -> Sop:
    """Fill `refers_to` of the reference steps; a call that leads nowhere is a finding."""
    resolving = _Resolving(sop, links)
    steps = resolving.walk(sop.steps)
    return replace(sop, steps=steps, findings=(*sop.findings, *resolving.lost))


@dataclass(slots=True)
class _Resolving:
    """Walks through the steps of one SOP, and notes the calls that lead nowhere."""

    sop: Sop
    links: _Links
    lost: list[Finding] = field(default_factory=list)

    def walk(self, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        """Resolve the steps of one list, and the lists below them."""
        return tuple(self._step(step) for step in steps)

    def _step(self, step: Step) -> Step:
        """Resolve one step."""
        sop, links = self.sop, self.links
        if step.steps:
            return replace(step, steps=self.walk(step.steps))
        if step.kind is StepKind.HANDLER:
            return replace(step, refers_to=links.near.get((sop.source.file, step.key)))
        if step.kind is not StepKind.REFERENCE and not _is_empty_sub_process(step):
            return step
        found = links.target(sop, step)
        if found == sop.key:
            self.lost.append(_within(sop, step))
            return replace(step, kind=_plain_kind(step), refers_to=None)
        if step.kind is not StepKind.REFERENCE:
            return (
                step if found is None else replace(step, kind=StepKind.REFERENCE, refers_to=found)
            )
        if found is None:
            self.lost.append(_lost(sop, step, links))
        return replace(step, refers_to=found)


def _is_empty_sub_process(step: Step) -> bool:
    """Tell a sub-process that holds nothing: it may stand for another map."""
    if step.kind not in (StepKind.ACTIVITY, StepKind.DECISION):
        return False
    return any(part.type in _SUB_PROCESSES and part.id == step.key for part in step.elements)


def _plain_kind(step: Step) -> StepKind:
    """Say what a step is that refers to nothing."""
    decides = step.symbol is Symbol.DECISION and any(p.role is Role.SPLIT for p in step.elements)
    return StepKind.DECISION if decides else StepKind.ACTIVITY


def _within(sop: Sop, step: Step) -> Finding:
    """Tell of a call whose steps stand in the same table: an SOP never refers to itself."""
    params = (("name", step.label),)
    return Finding("call-within-sop", Severity.INFO, sop.source.file, None, (step.key,), params)


def _lost(sop: Sop, step: Step, links: _Links) -> Finding:
    """Report a reference that names no SOP: its map is not in the set, or has no flow."""
    site = (sop.source.file, step.key)
    if site in links.unresolved:
        return links.unresolved[site]
    call = links.atlas.calls.get((sop.source.file, ElementId(step.key)))
    if call is None:
        params = (("name", step.label), ("called", step.label or step.key))
        return Finding(
            "call-unresolved", Severity.WARNING, sop.source.file, None, (step.key,), params
        )
    params = (("name", step.label), ("file", call.file))
    return Finding("call-without-sop", Severity.WARNING, sop.source.file, None, (step.key,), params)


def _related(sops: Sequence[Sop], handed: Iterable[HandOver]) -> tuple[Sop, ...]:
    """Fill *Keterkaitan* on both sides, name the SOPs that steps refer to, and classify by the references."""
    titles = _names(sops)
    first = {sop.key: sop.source.scopes[0] for sop in sops}
    calls: dict[SopKey, dict[SopKey, str]] = defaultdict(dict)
    callers: dict[SopKey, dict[SopKey, str]] = defaultdict(dict)
    partners: dict[SopKey, dict[SopKey, str]] = defaultdict(dict)
    for sop in sops:
        for step in references(sop.steps):
            if step.refers_to is not None:
                calls[sop.key].setdefault(step.refers_to, step.key)
                callers[step.refers_to].setdefault(sop.key, first[step.refers_to])
    for hand_over in sorted(handed, key=lambda one: (titles[one.giver], titles[one.taker], one)):
        partners[hand_over.giver].setdefault(hand_over.taker, hand_over.given)
        partners[hand_over.taker].setdefault(hand_over.giver, hand_over.taken)
    coded = {sop.key: _with_code(titles[sop.key], sop.code) for sop in sops}
    done = []
    for sop in sops:
        # The first of them is the cell's element: calls in table order come before callers.
        linked = {**calls[sop.key], **callers[sop.key], **calls[sop.key]}
        kind = Kind(
            extent=extent_of(sop), completeness=completeness_of(sop, bool(callers[sop.key]))
        )
        identity = replace(sop.identity, related=_cell(linked, partners[sop.key], titles))
        steps = _told(sop.steps, coded)
        done.append(replace(sop, identity=identity, kind=kind, steps=steps))
    return tuple(done)


def _with_code(name: str, code: str | None) -> str:
    """Add the code to a name that does not bear it yet."""
    return f"{name} ({code})" if code and f"({code})" not in name else name


def _told(steps: tuple[Step, ...], names: Mapping[SopKey, str]) -> tuple[Step, ...]:
    """Let each reference know how the other SOP is called."""
    return tuple(
        replace(
            step,
            steps=_told(step.steps, names),
            refers_name=names.get(step.refers_to, "") if step.refers_to else "",
        )
        if step.steps or step.refers_to
        else step
        for step in steps
    )


def _names(sops: Sequence[Sop]) -> dict[SopKey, str]:
    """Name each SOP as others name it: by its title, with code or file where another one bears the same."""
    bearers = Counter(sop.title for sop in sops)
    codes = Counter((sop.title, sop.code) for sop in sops)
    names = {}
    for sop in sops:
        mark = ""
        if bearers[sop.title] > 1:
            mark = sop.code if sop.code and codes[sop.title, sop.code] == 1 else sop.source.file
        names[sop.key] = f"{sop.title} ({mark})" if mark else sop.title
    return names


def _cell(
    linked: Mapping[SopKey, str], partners: Mapping[SopKey, str], titles: Mapping[SopKey, str]
) -> Cell:
    """Name the other SOPs; the cell's rule is `hand-over` where nothing but hand-overs ties them."""
    names = sorted({titles[key] for key in (*linked, *partners)})
    if not names:
        return Cell()
    if linked:
        return Cell("; ".join(names), CellSource.MAP, next(iter(linked.values())))
    first = min(partners, key=lambda key: (titles[key], key))
    return Cell("; ".join(names), CellSource.MAP, partners[first], HAND_OVER)


def references(steps: Sequence[Step]) -> list[Step]:
    """List the reference steps at every depth, in table order."""
    found = []
    for step in steps:
        if step.kind is StepKind.REFERENCE or step.refers_to is not None:
            found.append(step)
        found += references(step.steps)
    return found
