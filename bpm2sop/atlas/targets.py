"""Which map each call, collapsed sub-process and box stands for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bpm2sop.atlas.codes import segments
from bpm2sop.atlas.ids import loose
from bpm2sop.atlas.names import NearNames, normal
from bpm2sop.atlas.places import Found, Places
from bpm2sop.atlas.raw import RawSite
from bpm2sop.atlas.values import AtlasSettings, Link, PageKey, PageKind, Proposal
from bpm2sop.model.findings import Finding, Severity


class Target(NamedTuple):
    """The map that a site stands for, and how that was found. `called` is the id that led to it, if one did."""

    page: PageKey
    link: Link
    confidence: float
    called: str = ""


@dataclass(frozen=True, slots=True)
class Targets:
    """What became of the sites: by their place in the list of sites."""

    found: dict[int, Target] = field(default_factory=dict)
    proposals: list[Proposal] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def resolve(places: Places, stated: Mapping[PageKey, PageKey], settings: AtlasSettings) -> Targets:
    """Resolve every site: by the manifest (`stated` maps a box's own page to a map), then id, code and name."""
    targets = Targets()
    for at, site in enumerate(places.raw.sites):
        target = (
            _stated(site, stated)
            or _by_id(places, site)
            or _by_code(places, site)
            or _by_name(places, site)
        )
        if target is not None:
            targets.found[at] = target
    _propose(places, targets, settings)
    return targets


def _stated(site: RawSite, stated: Mapping[PageKey, PageKey]) -> Target | None:
    """Take the manifest's word."""
    page = stated.get(site.own) if site.own is not None else None
    return Target(page, Link.MANIFEST, 1.0) if page is not None else None


def _by_id(places: Places, site: RawSite) -> Target | None:
    """Follow `calledElement`: in the file itself, in the one other that has the id, then with ids as tools vary them."""
    if not site.called:
        return None
    own = places.near.get((site.file, site.called))
    if own is not None:
        return Target(own, Link.CALLED, 1.0, site.called)
    ways: tuple[tuple[Found, float], ...] = (
        (places.exact.get(site.called, []), 1.0),
        (places.loose.get(loose(site.called), []), 0.9),
    )
    for candidates, confidence in ways:
        if candidates:
            one = _the_one(places, site, candidates)
            sure = confidence if len(candidates) == 1 else confidence - 0.1
            return Target(one, Link.CALLED, sure, site.called) if one is not None else None
    return None


def _the_one(places: Places, site: RawSite, candidates: Found) -> PageKey | None:
    """Choose among maps of one id: the one of the same file, code or name as the site."""
    if len(candidates) == 1:
        return candidates[0]
    pages = places.raw.pages
    tests: tuple[Callable[[PageKey], bool], ...] = (
        lambda key: pages[key].file == site.file,
        lambda key: bool(site.code) and segments(pages[key].code) == segments(site.code),
        lambda key: normal(pages[key].title) == normal(site.name),
    )
    for test in tests:
        agreed = [key for key in candidates if test(key)]
        if len(agreed) == 1:
            return agreed[0]
    return None


def _by_code(places: Places, site: RawSite) -> Target | None:
    """Find the one other map that has the site's code."""
    others = (
        _others(places, site, places.maps_by_code.get(segments(site.code), [])) if site.code else []
    )
    if len(others) > 1:
        others = [key for key in others if normal(places.raw.pages[key].title) == normal(site.name)]
    return Target(others[0], Link.CODE, 0.95) if len(others) == 1 else None


def _by_name(places: Places, site: RawSite) -> Target | None:
    """Find the one other map that has the site's name, unless codes say otherwise."""
    name = normal(site.name)
    others = _others(places, site, places.maps_by_name.get(name, [])) if name else []
    agreeing = [key for key in others if _codes_agree(places, site, key)]
    return Target(agreeing[0], Link.NAME, 0.9) if len(others) == len(agreeing) == 1 else None


def _others(places: Places, site: RawSite, found: Found) -> Found:
    """Leave out the map that holds the site: it does not stand for its own map, but where an id says so."""
    pages = places.raw.pages
    home = pages[site.within]
    return [key for key in found if (pages[key].file, pages[key].map) != (home.file, home.map)]


def _codes_agree(places: Places, site: RawSite, key: PageKey) -> bool:
    """Tell whether codes do not forbid that a site stands for a map."""
    theirs = places.raw.pages[key].code
    return not site.code or not theirs or segments(theirs) == segments(site.code)


def _propose(places: Places, targets: Targets, settings: AtlasSettings) -> None:
    """Look for maps whose name is nearly that of a site without a target."""
    raw = places.raw
    titles: dict[str, str] = {
        key: page.title for key, page in raw.pages.items() if page.kind is PageKind.MAP
    }
    open_sites = [
        (at, site)
        for at, site in enumerate(raw.sites)
        if at not in targets.found and normal(site.name)
    ]
    near = NearNames(titles, (site.name for site in raw.sites), settings.near)
    for at, site in open_sites:
        if normal(site.name) in places.maps_by_name:
            continue
        best = near.best(site.name)
        if best is None:
            continue
        key = PageKey(best[0])
        if key not in _others(places, site, [key]) or not _codes_agree(places, site, key):
            continue
        title = raw.pages[key].title
        targets.proposals.append(Proposal(site.file, site.element, site.name, key, title, best[1]))
        if settings.accept_names:
            targets.found[at] = Target(key, Link.NAME, best[1])
        else:
            params = (("name", site.name), ("title", title), ("score", f"{best[1]:.2f}"))
            found = Finding(
                "atlas-name-near", Severity.INFO, site.file, site.line, (site.element,), params
            )
            targets.findings.append(found)
