"""Coverage both ways, counted from the matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from bpm2sop.atlas import Atlas, Group, Page
from bpm2sop.atlas.values import PageKey
from bpm2sop.model.processmap import ACTIVITIES, MapFile
from bpm2sop.model.sop import Sop
from bpm2sop.settings import Coverage
from bpm2sop.trace.matrix import matrix
from bpm2sop.trace.values import IN_STEPS, Gaps, GroupLine, How, LevelLine, Ratio, Trace

_ACTIVITIES = frozenset(kind.value for kind in ACTIVITIES)
_PAGE = "page"


def trace(
    sops: Sequence[Sop], files: Iterable[MapFile], atlas: Atlas, *, cuts: Coverage | None = None
) -> Trace:
    """Follow every flow node of every map to its SOP, and count what is covered.

    Args:
        sops: the SOPs of the set; they need not all come from these maps.
        files: the maps.
        atlas: the atlas of these maps.
        cuts: where "all", "most" and "few" end; as in the shipped profile where not given.
    """
    files = tuple(files)
    rows = matrix(sops, files, atlas)
    flowing = [page for page in atlas.pages if page.scopes]
    told = {(sop.source.file, scope) for sop in sops for scope in sop.source.scopes}
    covered = [page for page in flowing if any((page.file, scope) in told for scope in page.scopes)]
    scopes = {(file.name, scope) for file in files for held in file.maps for scope in held.scopes}
    gone = [
        sop
        for sop in sops
        if any((sop.source.file, scope) not in scopes for scope in sop.source.scopes)
    ]
    counted = [row for row in rows if row.sop or row.why != _PAGE]
    in_maps = [row for row in counted if row.sop or row.how is not How.OWN_SOP]
    how = Counter(row.how for row in in_maps)
    keys = {page.key for page in covered}
    return Trace(
        rows=rows,
        maps=Ratio(len(covered), len(flowing)),
        sops=Ratio(len(sops) - len(gone), len(sops)),
        nodes=Ratio(sum(row.how in IN_STEPS for row in in_maps), len(in_maps)),
        how={kind: how[kind] for kind in How},
        groups=tuple(
            GroupLine(group, *_counts([page for page in atlas.pages if page.group is group], keys))
            for group in (*Group, None)
            if any(page.group is group for page in atlas.pages)
        ),
        levels=tuple(
            LevelLine(level, *_counts([page for page in atlas.pages if page.level == level], keys))
            for level in sorted({page.level for page in atlas.pages})
        ),
        gaps=Gaps(
            maps=tuple(page for page in flowing if page.key not in keys),
            sops=tuple(sop.title for sop in gone),
            nodes=tuple(
                row for row in in_maps if row.how is How.EXPLAINED and row.type in _ACTIVITIES
            ),
        ),
        cuts=cuts or Coverage(),
    )


def _counts(pages: Sequence[Page], covered: set[PageKey]) -> tuple[int, int, int]:
    """Count pages, those with flow, and those of them with an SOP."""
    flowing = [page for page in pages if page.scopes]
    return len(pages), len(flowing), sum(page.key in covered for page in flowing)
