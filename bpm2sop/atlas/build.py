"""From the maps of a set to its atlas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bpm2sop.atlas.findings import findings
from bpm2sop.atlas.forest import STATED, Claim, Forest, place, plant
from bpm2sop.atlas.ids import loose
from bpm2sop.atlas.levels import levels
from bpm2sop.atlas.manifest import Manifest, ManifestRow
from bpm2sop.atlas.places import Places
from bpm2sop.atlas.raw import Raw, collect
from bpm2sop.atlas.targets import Target, Targets, resolve
from bpm2sop.atlas.values import (
    Atlas,
    AtlasSettings,
    Call,
    Group,
    Link,
    Page,
    PageKey,
    PageKind,
    Site,
)
from bpm2sop.model.findings import Finding, Severity
from bpm2sop.model.processmap import ElementId, MapFile

_DEFAULT: Final = AtlasSettings()


@dataclass(slots=True)
class _Stated:
    """What a manifest says, in terms of pages."""

    file: str
    claims: list[Claim] = field(default_factory=list)
    levels: dict[PageKey, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def build_atlas(
    files: Iterable[MapFile], manifest: Manifest | None = None, settings: AtlasSettings = _DEFAULT
) -> Atlas:
    """Make one forest of all maps of a set. The order of the files makes no difference.

    Args:
        files: the files as read; refused ones are passed over.
        manifest: what a person wrote about the set; it wins.
        settings: thresholds and levels.
    """
    raw = collect(files)
    stated = _read(raw, manifest or Manifest())
    places = Places(raw)
    targets = resolve(places, _boxes_stated(stated, raw), settings)
    forest = plant(places, targets, stated.claims)
    order = _order(forest, raw.pages)
    level = levels(order, raw.pages, forest, stated=stated.levels, settings=settings)
    pages = _finished(order, raw.pages, forest, level)
    found = [*stated.findings, *findings(places, targets, forest, pages)]
    return Atlas(
        pages=tuple(pages.values()),
        calls=_calls(raw, targets),
        proposals=tuple(sorted(targets.proposals)),
        findings=tuple(dict.fromkeys(found)),
    )


def _read(raw: Raw, manifest: Manifest) -> _Stated:
    """Turn a manifest's rows into claims and attributes; codes and owners go into the pages at once."""
    stated = _Stated(manifest.file, findings=list(manifest.findings))
    places = Places(raw)
    for row in manifest.rows:
        child = _one(places, row, row.child, stated)
        if child is None:
            continue
        page = raw.pages[child]
        raw.pages[child] = replace(page, code=row.code or page.code, owner=row.owner or page.owner)
        if row.level is not None:
            stated.levels[child] = row.level
    # Parents come second: they may be named by a code that a row has just given.
    places = Places(raw)
    for row in manifest.rows:
        child = _one(places, row, row.child, None) if row.parent else None
        parent = _one(places, row, row.parent, stated) if child is not None else None
        if child is not None and parent is not None:
            stated.claims.append(Claim(STATED, child, parent, Link.MANIFEST, 1.0))
    return stated


def _one(places: Places, row: ManifestRow, words: str, stated: _Stated | None) -> PageKey | None:
    """Find the one page that words name; a finding goes to `stated` where none or several are."""
    named = places.named(words)
    if len(named) == 1:
        return named[0]
    if stated is not None:
        rule = "manifest-ambiguous" if named else "manifest-unknown"
        line = row.line or None
        stated.findings.append(
            Finding(rule, Severity.WARNING, stated.file, line, (), (("name", words),))
        )
    return None


def _boxes_stated(stated: _Stated, raw: Raw) -> dict[PageKey, PageKey]:
    """Map boxes to the maps that a manifest puts right below them: such a box stands for its only map."""
    below: dict[PageKey, list[PageKey]] = {}
    for claim in stated.claims:
        if (
            raw.pages[claim.parent].kind is PageKind.BOX
            and raw.pages[claim.child].kind is PageKind.MAP
        ):
            below.setdefault(claim.parent, []).append(claim.child)
    return {box: maps[0] for box, maps in below.items() if len(set(maps)) == 1}


def _order(forest: Forest, pages: Mapping[PageKey, Page]) -> list[PageKey]:
    """List the pages that are left, parents before children, brothers by code and title."""

    def sort(keys: Iterable[PageKey]) -> list[PageKey]:
        return sorted(
            keys, key=lambda key: (*place(pages[key])[:1], pages[key].title, *place(pages[key])[1:])
        )

    work = sort(key for key in pages if forest.final[key] == key and key not in forest.accepted)[
        ::-1
    ]
    order = []
    while work:
        key = work.pop()
        order.append(key)
        work += sort(forest.children.get(key, ()))[::-1]
    return order


def _finished(
    order: Sequence[PageKey],
    raw: Mapping[PageKey, Page],
    forest: Forest,
    level: Mapping[PageKey, int],
) -> dict[PageKey, Page]:
    """Fill in parents, links, levels; groups come down from above, or from the box that a page has replaced."""
    groups: dict[PageKey, Group] = {}
    for key, page in raw.items():
        if page.group is not None:
            groups.setdefault(forest.final[key], page.group)
    pages: dict[PageKey, Page] = {}
    for key in order:
        claim = forest.accepted.get(key)
        above = pages[claim.parent].group if claim is not None else None
        pages[key] = replace(
            raw[key],
            parent=claim.parent if claim is not None else None,
            link=claim.link if claim is not None else None,
            confidence=round(claim.confidence, 2) if claim is not None else 1.0,
            level=level[key],
            group=groups.get(key, above),
        )
    return pages


def _calls(raw: Raw, targets: Targets) -> dict[Site, Call]:
    """Say for each resolved site which scopes of which file hold the flow that it leads to."""
    calls: dict[Site, Call] = {}
    for at, target in targets.found.items():
        site, page = raw.sites[at], raw.pages[target.page]
        scopes = _scopes(raw, target)
        calls.setdefault(
            (site.file, site.element),
            Call(page.key, page.file, scopes, target.link, target.confidence),
        )
    return calls


def _scopes(raw: Raw, target: Target) -> tuple[ElementId, ...]:
    """List the scopes with flow of a target: the called process first if it has flow, else whichever of its map has."""
    scopes = raw.pages[target.page].scopes
    held = raw.maps[target.page].scopes
    flowing = [scope for scope in scopes if held[scope].flows]
    flowing.sort(key=lambda scope: (scope != target.called, loose(scope) != loose(target.called)))
    return (*flowing, *(scope for scope in scopes if scope not in flowing))
