"""Levels: from the manifest, the depth of codes, or the distance from a page whose level is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from bpm2sop.atlas.codes import depth, is_top
from bpm2sop.atlas.forest import Forest
from bpm2sop.atlas.values import AtlasSettings, Page, PageKey


def levels(
    order: Iterable[PageKey],
    pages: Mapping[PageKey, Page],
    forest: Forest,
    *,
    stated: Mapping[PageKey, int],
    settings: AtlasSettings,
) -> dict[PageKey, int]:
    """Give each page its level; `order` has parents before children."""
    top = (
        settings.top_segments if settings.top_segments is not None else _top_segments(pages, forest)
    )
    found: dict[PageKey, int] = {}
    for key in order:
        page = pages[key]
        claim = forest.accepted.get(key)
        if key in stated:
            found[key] = stated[key]
        elif page.code:
            found[key] = 0 if is_top(page.code) else max(depth(page.code) - top, 0)
        elif claim is not None:
            found[key] = found[claim.parent] + 1
        elif page.cross_functional or (page.scopes and _holds_only_its_own(key, pages, forest)):
            found[key] = settings.cross_functional_level
        else:
            found[key] = 0
    return found


def _holds_only_its_own(key: PageKey, pages: Mapping[PageKey, Page], forest: Forest) -> bool:
    """Tell whether nothing but a map's own sub-processes lies below it: then it is where work is done, no chain of maps."""
    page = pages[key]
    below = (pages[child] for child in forest.children.get(key, ()))
    return all((child.file, child.map) == (page.file, page.map) for child in below)


def _top_segments(pages: Mapping[PageKey, Page], forest: Forest) -> int:
    """Count the numbers of a code at level 0: one less than the shortest code right below a map without a code of its own."""
    shortest = Counter(
        min(coded)
        for key, children in forest.children.items()
        if key not in forest.accepted
        and not pages[key].scopes
        and (not pages[key].code or is_top(pages[key].code))
        if (coded := [depth(code) for child in children if (code := pages[child].code)])
    )
    return min(shortest) - 1 if shortest else 1
