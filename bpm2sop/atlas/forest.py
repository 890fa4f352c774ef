"""One parent for each page: claims from links, the strongest accepted, no page above itself."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bpm2sop.atlas.codes import contradicts, extends, is_top, segments
from bpm2sop.atlas.names import normal
from bpm2sop.atlas.places import Places
from bpm2sop.atlas.raw import Raw
from bpm2sop.atlas.targets import Targets
from bpm2sop.atlas.values import Link, Page, PageKey, PageKind

STATED, LINKED, PREFIX, SHARED, AGAINST = range(5)
"""Ranks of claims: stated by a person, linked, by the code's beginning, called from a lane diagram, against the codes."""
_ORDER = {
    link: at
    for at, link in enumerate((Link.MANIFEST, Link.CALLED, Link.NESTED, Link.CODE, Link.NAME))
}


class Claim(NamedTuple):
    """A reason to put `child` under `parent`."""

    rank: int
    child: PageKey
    parent: PageKey
    link: Link
    confidence: float


@dataclass(frozen=True, slots=True)
class Forest:
    """The accepted claim of each page that has a parent, all claims, and the page that each raw page has become."""

    accepted: Mapping[PageKey, Claim]
    claims: tuple[Claim, ...]
    final: Mapping[PageKey, PageKey]
    children: Mapping[PageKey, list[PageKey]] = field(default_factory=dict)


def plant(places: Places, targets: Targets, stated: Iterable[Claim]) -> Forest:
    """Find the parent of each page."""
    final = _aliases(places.raw, targets)
    claims = [
        *(claim._replace(child=final[claim.child], parent=final[claim.parent]) for claim in stated),
        *_of_sites(places.raw, targets, final),
        *_of_nesting(places.raw, final),
        *_of_codes(places, final),
    ]
    claims = [claim for claim in dict.fromkeys(claims) if claim.child != claim.parent]
    accepted = _surer(_accept(places.raw.pages, claims), claims)
    children: dict[PageKey, list[PageKey]] = defaultdict(list)
    for claim in accepted.values():
        children[claim.parent].append(claim.child)
    return Forest(accepted, tuple(claims), final, children)


def _aliases(raw: Raw, targets: Targets) -> dict[PageKey, PageKey]:
    """Say which page each raw page has become: a box is the map that it stands for, or its double on the same page."""
    final = {key: key for key in raw.pages}
    for at, site in enumerate(raw.sites):
        if site.own is not None and at in targets.found:
            final[site.own] = targets.found[at].page
    doubles: dict[tuple[PageKey, object], PageKey] = {}
    for key, page in raw.pages.items():
        if page.kind is PageKind.BOX and final[key] == key:
            same = segments(page.code) or normal(page.title)
            if same:
                final[key] = doubles.setdefault((final[raw.above[key]], same), key)
    return final


def _of_sites(raw: Raw, targets: Targets, final: Mapping[PageKey, PageKey]) -> Iterable[Claim]:
    """Claim each map for the page that calls it or has a box for it."""
    for at, target in targets.found.items():
        above = raw.pages[final[raw.sites[at].within]]
        below = raw.pages[target.page]
        rank = LINKED
        if contradicts(below.code, above.code):
            rank = AGAINST
        elif above.cross_functional and not (below.code and above.code):
            rank = SHARED
        yield Claim(rank, below.key, above.key, target.link, target.confidence)


def _of_nesting(raw: Raw, final: Mapping[PageKey, PageKey]) -> Iterable[Claim]:
    """Claim what lies in a page for that page."""
    for key, above in raw.above.items():
        if final[key] == key:
            yield Claim(LINKED, key, final[above], Link.NESTED, 1.0)


def _of_codes(places: Places, final: Mapping[PageKey, PageKey]) -> Iterable[Claim]:
    """Claim each map with a code for the page with the longest beginning of that code."""
    pages = places.raw.pages
    for page in pages.values():
        own = segments(page.code)
        if page.kind is not PageKind.MAP or not own or is_top(page.code):
            continue
        for length in range(len(own) - 1, 0, -1):
            above = places.maps_by_code.get(own[:length], places.by_code.get(own[:length], ()))
            if above:
                yield Claim(
                    PREFIX,
                    page.key,
                    final[above[0]],
                    Link.CODE,
                    0.8 if length == len(own) - 1 else 0.7,
                )
                break


def _accept(pages: Mapping[PageKey, Page], claims: list[Claim]) -> dict[PageKey, Claim]:
    """Accept the strongest claim for each page, as long as none comes to lie below itself."""
    far = _distances(claims)

    def order(claim: Claim) -> tuple[object, ...]:
        parent, child = pages[claim.parent], pages[claim.child]
        agrees = bool(parent.code) and bool(child.code) and extends(child.code, parent.code)
        return (
            claim.rank,
            -len(segments(parent.code)) if agrees else 0,
            far.get(claim.parent, len(pages)),
            _ORDER[claim.link],
            -claim.confidence,
            place(parent),
            place(child),
        )

    accepted: dict[PageKey, Claim] = {}
    for claim in sorted(claims, key=order):
        if claim.child not in accepted and not _above(accepted, claim.child, claim.parent):
            accepted[claim.child] = claim
    return accepted


def _surer(accepted: dict[PageKey, Claim], claims: list[Claim]) -> dict[PageKey, Claim]:
    """Where a name alone led to a parent that the codes confirm, say that the codes did."""
    by_code = {(claim.child, claim.parent) for claim in claims if claim.rank == PREFIX}
    return {
        child: claim._replace(link=Link.CODE, confidence=0.95)
        if claim.link is Link.NAME and (child, claim.parent) in by_code
        else claim
        for child, claim in accepted.items()
    }


def place(page: Page) -> tuple[str, str, str]:
    """Order pages by what they are, not by how files came."""
    return (page.code or "~", page.file, page.element)


def _above(accepted: Mapping[PageKey, Claim], page: PageKey, other: PageKey) -> bool:
    """Tell whether a page is another, or above it."""
    here: PageKey | None = other
    while here is not None:
        if here == page:
            return True
        here = accepted[here].parent if here in accepted else None
    return False


def _distances(claims: Iterable[Claim]) -> dict[PageKey, int]:
    """Count how far each page is from pages that nothing claims."""
    below: dict[PageKey, list[PageKey]] = defaultdict(list)
    claimed: set[PageKey] = set()
    for claim in claims:
        below[claim.parent].append(claim.child)
        claimed.add(claim.child)
    far = {page: 0 for page in below if page not in claimed}
    work = deque(far)
    while work:
        page = work.popleft()
        for child in below.get(page, ()):
            if child not in far:
                far[child] = far[page] + 1
                work.append(child)
    return far
