"""The drafts that one file gives."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from bpm2sop.decompose import ScopeSetting, decompose, plan
from bpm2sop.decompose.proof import prove
from bpm2sop.drafting.actors import Cast
from bpm2sop.drafting.columns import ordered
from bpm2sop.drafting.documented import Documented
from bpm2sop.drafting.headings import with_headings
from bpm2sop.drafting.keys import sop_key
from bpm2sop.drafting.naming import sop_title
from bpm2sop.drafting.sources import Sources
from bpm2sop.drafting.steps import StepMaker
from bpm2sop.errors import ProofFailed
from bpm2sop.model.decomposition import Decomposition
from bpm2sop.model.findings import Finding, Severity
from bpm2sop.model.processmap import ElementId, MapFile, Participant, ProcessMap
from bpm2sop.model.sop import Explained, Proof, Region, Sop, Source, StepKey
from bpm2sop.settings import Decisions, Profile, pair_key, shipped
from bpm2sop.wording import Language, language_of_labels, polarity


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to draft: what makes one SOP, the language of words of our own, and the agency's own phrases."""

    scope: ScopeSetting = "map"
    language: Language = Language.ID
    cross_functional_level: int = 3
    """Level of a map that nothing else says the level of: a lane diagram is the deepest kind of map."""
    house: Mapping[str, str] = field(default_factory=dict)
    """Accepted phrases beside those of the profile's house list."""
    profile: Profile = field(default_factory=shipped)


@dataclass(frozen=True, slots=True)
class Drafts:
    """Proved SOPs, and a finding for each draft whose proof failed: such a draft is not handed on."""

    sops: tuple[Sop, ...]
    failures: tuple[Finding, ...] = ()


def draft_file(file: MapFile, settings: Settings) -> tuple[Sop, ...]:
    """Draft every SOP that the maps of a file give; they are proved when the set is linked and finished (`proved`)."""
    return tuple(
        _draft(file, process_map, scopes, settings)
        for process_map in file.maps
        for scopes in plan(process_map, settings.scope)
    )


def proved(sops: Iterable[Sop], files: Iterable[MapFile]) -> Drafts:
    """Prove SOPs, as they will be written, against the maps that they come from."""
    maps = {(file.name, one.id): one for file in files for one in file.maps}
    done: list[Sop] = []
    failures: list[Finding] = []
    for sop in sops:
        try:
            done.append(prove(maps[sop.source.file, ElementId(sop.source.map)], sop))
        except ProofFailed as failed:
            failures.append(_failure(sop.source.file, failed))
    return Drafts(tuple(done), tuple(failures))


def _failure(file: str, failed: ProofFailed) -> Finding:
    """Report a proof that does not hold."""
    params = (("clause", failed.clause), ("detail", failed.detail))
    return Finding("proof-failed", Severity.ERROR, file, None, failed.elements, params)


def _draft(
    file: MapFile, process_map: ProcessMap, scopes: Sequence[ElementId], settings: Settings
) -> Sop:
    """Draft the SOP of these scopes."""
    decomposition = decompose(process_map, scopes, polarity=_polarity(settings.profile.decisions))
    scopes = decomposition.scopes
    language = settings.language
    cast = Cast(process_map, language)
    sources = Sources(process_map, language, rows_of(decomposition))
    house = {**settings.profile.wording, **settings.house}
    spoken = language_of_labels(node.name for node in process_map.nodes.values())
    maker = StepMaker(
        process_map, decomposition, cast, sources, language, house, settings.profile, spoken
    )
    documented = Documented(process_map, scopes)
    steps = with_headings(maker.steps(), decomposition.spans, language)
    _meet_the_others(process_map, decomposition, cast)
    regions = tuple(Region(s.kind, StepKey(s.first), StepKey(s.last)) for s in decomposition.spans)
    explained = (*decomposition.explained, *_unplaced_messages(process_map, decomposition, scopes))
    return Sop(
        key=sop_key(file.name, min(scopes)),
        title=sop_title(_names(file, process_map, scopes), file.name),
        source=Source(
            file=file.name,
            sha256=file.sha256,
            map=process_map.id,
            processes=tuple(dict.fromkeys(process_map.scopes[scope].process for scope in scopes)),
            scopes=tuple(scopes),
        ),
        level=settings.cross_functional_level + _depth(process_map, scopes[0]),
        language=language,
        identity=documented.identity(settings.profile.texts),
        actors=ordered(cast.actors(), steps, process_map, settings.profile.actors),
        steps=steps,
        explained=tuple(sorted(explained)),
        findings=(
            *_findings(file, process_map, decomposition),
            *documented.findings(file.name),
        ),
        proof=Proof(nodes=0, in_steps=0, folded=0, explained=0, flows=0, rebuilds=False),
        regions=regions,
    )


def _meet_the_others(process_map: ProcessMap, decomposition: Decomposition, cast: Cast) -> None:
    """Add the lanes without steps, and the outside parties that exchange messages with a step."""
    covered = {*decomposition.scopes, *decomposition.nested}
    for _ in cast.idle_lanes(tuple(decomposition.scopes)):
        pass
    inside = {process_map.scopes[scope].process for scope in covered}
    met: dict[ElementId, Participant] = {}
    for message in process_map.messages:
        for end, other in ((message.source, message.target), (message.target, message.source)):
            node = process_map.nodes.get(other) if other is not None else None
            if node is None or node.scope not in covered:
                continue
            pool = cast.partner(end)
            if pool is not None and pool.process not in inside:
                met[pool.id] = pool
    cast.externals(met.values())


def _unplaced_messages(
    process_map: ProcessMap, decomposition: Decomposition, scopes: Sequence[ElementId]
) -> list[Explained]:
    """Explain the message flows that touch no step: from pool to pool, or with an end that leads nowhere."""
    if not set(scopes) & set(process_map.processes):
        return []
    if _speaker(process_map) not in decomposition.scopes:
        return []
    explained = []
    for message in process_map.messages:
        if message.source not in process_map.nodes and message.target not in process_map.nodes:
            lost = message.source is None or message.target is None
            explained.append(Explained(message.id, "loose-end" if lost else "between-pools"))
    return explained


def _speaker(process_map: ProcessMap) -> ElementId | None:
    """Give the process whose SOP speaks for the whole map where each has its own: the largest with flow, then by name."""
    scopes = (process_map.scopes[process] for process in process_map.processes)
    told = [scope for scope in scopes if scope.nodes and scope.flows]
    chosen = min(told, key=lambda scope: (-len(scope.nodes), scope.name, scope.id), default=None)
    return chosen.id if chosen is not None else None


def _depth(process_map: ProcessMap, scope: ElementId) -> int:
    """Count the sub-processes around and including a scope."""
    depth = 0
    above = process_map.scopes[scope].parent
    while above is not None:
        depth += 1
        above = process_map.scopes[above].parent
    return depth


def rows_of(decomposition: Decomposition) -> dict[ElementId, int]:
    """Number the elements of the steps in table order."""
    blocks = chain(decomposition.top, *decomposition.nested.values())
    elements = dict.fromkeys(part.id for block in blocks for part in block.elements)
    return {ElementId(element): place for place, element in enumerate(elements)}


def _names(file: MapFile, process_map: ProcessMap, scopes: Sequence[ElementId]) -> tuple[str, ...]:
    """List what the SOP may be named after: one process, its pool, the map, the file's own title, a lone pool, processes."""
    scope = process_map.scopes[scopes[0]]
    named = {pool.process: pool.name for pool in reversed(process_map.participants) if pool.name}
    pools = [named[scope] for scope in scopes if scope in named]
    single = (scope.name, *pools[:1]) if len(scopes) == 1 else ()
    processes = [process_map.scopes[scope].name for scope in scopes]
    # Among several pools, each is an actor: none names the work.
    return (
        *single,
        process_map.name,
        file.title,
        *(pools if len(pools) == 1 else ()),
        *processes,
        *pools[:1],
    )


def _polarity(words: Decisions) -> Callable[[str], int]:
    """Read branch labels by the agency's own words first."""
    if not (words.means_yes or words.means_no):
        return polarity
    signs = {pair_key(word): -1 for word in words.means_no} | {
        pair_key(word): 1 for word in words.means_yes
    }
    return lambda label: signs.get(pair_key(label)) or polarity(label)


def _findings(
    file: MapFile, process_map: ProcessMap, decomposition: Decomposition
) -> tuple[Finding, ...]:
    """Choose the file's findings that concern this SOP, and add what drafting found."""
    concerns = _concerns(process_map, {*decomposition.scopes, *decomposition.nested})
    found = [f for f in file.findings if not f.elements or any(map(concerns, f.elements))]
    told = {element for f in found if f.rule == "unreachable" for element in f.elements}
    blocks = chain(decomposition.top, *decomposition.nested.values())
    for block in blocks:
        if block.unreachable and block.core not in told:
            node = process_map.nodes[block.core]
            params = (("name", node.name),)
            found.append(
                Finding("unreachable", Severity.ERROR, file.name, node.line, (block.core,), params)
            )
    return tuple(found)


def _concerns(process_map: ProcessMap, covered: Collection[ElementId]) -> Callable[[str], bool]:
    """Tell whether an element belongs to an SOP: within its scopes, or what all SOPs of the map share."""
    nodes, flows = process_map.nodes, process_map.flows
    shared = {*covered, process_map.id, *process_map.lanes}
    shared.update(pool.id for pool in process_map.participants)

    def concerns(element: str) -> bool:
        own = ElementId(element)
        if own in shared:
            return True
        held = nodes.get(own) or flows.get(own)
        return held is not None and held.scope in covered

    return concerns
