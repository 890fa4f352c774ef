"""What is odd about a set of maps: cycles, two parents, orphans, gaps, codes that disagree, things there twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import networkx as nx

from bpm2sop.atlas.codes import contradicts, is_top
from bpm2sop.atlas.forest import AGAINST, PREFIX, SHARED, Forest
from bpm2sop.atlas.ids import loose
from bpm2sop.atlas.places import Places
from bpm2sop.atlas.raw import RawSite
from bpm2sop.atlas.targets import Target, Targets
from bpm2sop.atlas.values import Link, Page, PageKey, PageKind
from bpm2sop.model.findings import Finding, Severity
from bpm2sop.model.processmap import ElementId, ProcessMap

_SHOWN = 6


def findings(
    places: Places, targets: Targets, forest: Forest, pages: Mapping[PageKey, Page]
) -> Iterator[Finding]:
    """Find all that a person should look at in the set; `pages` have their levels."""
    yield from targets.findings
    yield from _cycles(places, targets, pages)
    yield from _two_parents(forest, pages)
    yield from _orphans(forest, pages)
    yield from _gaps(forest, pages)
    yield from _codes(forest, pages)
    yield from _twice(places, pages)
    yield from _calls(places, targets)


def _finding(
    rule: str, page: Page, /, severity: Severity = Severity.WARNING, **params: str
) -> Finding:
    """Report something about a page."""
    said = {"name": page.title, "code": page.code or "", **params}
    return Finding(rule, severity, page.file, None, (page.element,), tuple(said.items()))


def _listed(pages: Iterable[Page]) -> str:
    """Name pages with their files, a few at most."""
    every = [f"{page.code or ''} {page.title}".strip() + f" ({page.file})" for page in pages]
    return "; ".join(every[:_SHOWN]) + (f"; +{len(every) - _SHOWN}" if len(every) > _SHOWN else "")


def _cycles(places: Places, targets: Targets, pages: Mapping[PageKey, Page]) -> Iterator[Finding]:
    """Find maps that call each other in a circle, or themselves."""
    graph: nx.DiGraph[PageKey] = nx.DiGraph()
    for at, target in targets.found.items():
        site = places.raw.sites[at]
        caller = _map_page(places, site.within)
        # One pool of a diagram may call another's process: the page is the same, but nothing turns in a circle.
        if caller != target.page or target.called in ("", site.process):
            graph.add_edge(caller, target.page)
    for component in nx.strongly_connected_components(graph):
        first = min(component)
        if len(component) > 1 or graph.has_edge(first, first):
            round_ = sorted(
                (pages[key] for key in component), key=lambda page: (page.file, page.element)
            )
            yield _finding("atlas-cycle", round_[0], maps=_listed(round_))


def _map_page(places: Places, key: PageKey) -> PageKey:
    """Give the page of the whole map that a page lies in."""
    while key in places.raw.above:
        key = places.raw.above[key]
    return key


def _two_parents(forest: Forest, pages: Mapping[PageKey, Page]) -> Iterator[Finding]:
    """Find pages that more than one page claims with equal right, unless a person has decided."""
    rivals: dict[PageKey, dict[PageKey, None]] = defaultdict(dict)
    for claim in forest.claims:
        taken = forest.accepted.get(claim.child)
        if taken is None or (taken.link is Link.MANIFEST and claim.link is not Link.MANIFEST):
            continue
        against = claim.rank == AGAINST and not pages[claim.parent].cross_functional
        if against or (claim.rank == taken.rank and claim.rank != PREFIX):
            rivals[claim.child][claim.parent] = None
    for child, parents in rivals.items():
        taken = forest.accepted[child]
        every = [taken.parent, *sorted(parent for parent in parents if parent != taken.parent)]
        if len(every) > 1:
            shared = taken.rank == SHARED
            severity = Severity.INFO if shared else Severity.WARNING
            parents_said = _listed(pages[key] for key in every)
            yield _finding(
                "atlas-two-parents",
                pages[child],
                severity,
                parents=parents_said,
                chosen=pages[taken.parent].title,
            )


def _orphans(forest: Forest, pages: Mapping[PageKey, Page]) -> Iterator[Finding]:
    """Find maps that nothing leads to, though the set has a tree; they weigh little where most maps stand alone."""
    roots = [key for key in pages if key not in forest.accepted]
    if not any(forest.children.get(key) for key in roots):
        return
    maps = [key for key, page in pages.items() if page.kind is PageKind.MAP]
    lost = [
        key
        for key in maps
        if key not in forest.accepted
        and not is_top(pages[key].code)
        and (not forest.children.get(key) or (pages[key].code is not None and pages[key].level > 0))
    ]
    severity = Severity.WARNING if len(lost) * 2 <= len(maps) else Severity.INFO
    yield from (_finding("atlas-orphan", pages[key], severity) for key in lost)


def _gaps(forest: Forest, pages: Mapping[PageKey, Page]) -> Iterator[Finding]:
    """Find pages whose level is not the one below their parent's."""
    for key, claim in forest.accepted.items():
        child, parent = pages[key], pages[claim.parent]
        if child.level == parent.level + 1:
            continue
        if child.level > parent.level + 1 or claim.rank != SHARED:
            level, above = str(child.level), str(parent.level)
            yield _finding("atlas-level-gap", child, level=level, above=above, parent=parent.title)


def _codes(forest: Forest, pages: Mapping[PageKey, Page]) -> Iterator[Finding]:
    """Find pages whose code does not begin with their parent's."""
    for key, claim in forest.accepted.items():
        child, parent = pages[key], pages[claim.parent]
        if contradicts(child.code, parent.code):
            yield _finding("atlas-code-apart", child, parent=parent.title, above=parent.code or "")


def _twice(places: Places, pages: Mapping[PageKey, Page]) -> Iterator[Finding]:
    """Find maps that share an id, a code or a name. An id matters where something calls it."""
    called = {site.called for site in places.raw.sites if site.called}
    for element, keys in sorted(places.exact.items()):
        severity = Severity.WARNING if element in called else Severity.INFO
        yield from _shared("atlas-id-twice", [pages[key] for key in keys], element, severity)
    for _code, keys in sorted(places.maps_by_code.items()):
        yield from _shared("atlas-code-twice", [pages[key] for key in keys], pages[keys[0]].code)
    for name, keys in sorted(places.maps_by_name.items()):
        if name:
            yield from _shared("atlas-name-twice", [pages[k] for k in keys], pages[keys[0]].title)


def _shared(
    rule: str, maps: Sequence[Page], what: str | None, severity: Severity = Severity.WARNING
) -> Iterator[Finding]:
    """Report what several maps share."""
    if len(maps) > 1:
        yield _finding(rule, maps[0], severity, shared=what or "", maps=_listed(maps))


def _calls(places: Places, targets: Targets) -> Iterator[Finding]:
    """Find calls that lead nowhere, or to a process without flow."""
    for at, site in enumerate(places.raw.sites):
        target = targets.found.get(at)
        if target is not None:
            yield from _without_flow(places, site, target)
        elif site.called or site.own is None:
            params = (("name", site.name), ("called", site.called or site.name or site.element))
            yield Finding(
                "call-unresolved", Severity.WARNING, site.file, site.line, (site.element,), params
            )


def _without_flow(places: Places, site: RawSite, target: Target) -> Iterator[Finding]:
    """Report a call of a process without flow: its file's other pools are looked to, if they have any."""
    held = places.raw.maps[target.page]
    process = _called_process(held, target.called)
    if not target.called or process is None or held.scopes[process].flows:
        return
    file = places.raw.pages[target.page].file
    params = (("name", site.name), ("called", target.called), ("file", file))
    if places.raw.pages[target.page].scopes:
        rule, severity = "atlas-target-elsewhere", Severity.INFO
    elif not held.nodes:
        rule, severity = "atlas-target-empty", Severity.WARNING
    else:
        return  # A map of boxes: a page of the atlas, and nothing is wrong with it.
    yield Finding(rule, severity, site.file, site.line, (site.element,), params)


def _called_process(held: ProcessMap, called: str) -> ElementId | None:
    """Give the process of a map that an id names, exactly or as tools vary it."""
    ids = [process for process in held.processes if process == called]
    ids += [process for process in held.processes if loose(process) == loose(called)]
    return ids[0] if ids else None
