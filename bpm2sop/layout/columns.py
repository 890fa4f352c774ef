"""How wide the columns are, and on which paper.

The rule where actors are many: the text columns give first, down to their least width; then the lanes, down to
`LANE_LEAST`; then a larger paper is taken; and if none holds them, a sheet shows only the actors of its rows.
"""

from __future__ import annotations

from typing import NamedTuple

from bpm2sop.layout.pages import Column, ColumnKind, Paper
from bpm2sop.layout.style import PAPERS, PageStyle

LANE_LEAST = 60
LANE_WISH = 92
LANE_MOST = 124

_BEFORE = (ColumnKind.NO, ColumnKind.ACTIVITY)
_AFTER = (ColumnKind.INPUTS, ColumnKind.TIME, ColumnKind.OUTPUTS, ColumnKind.REMARKS)


class _Width(NamedTuple):
    least: int
    wish: int
    share: int
    """Parts of what is left over."""


_WIDTHS = {
    ColumnKind.NO: _Width(30, 32, 0),
    ColumnKind.ACTIVITY: _Width(126, 210, 4),
    ColumnKind.INPUTS: _Width(84, 112, 2),
    ColumnKind.TIME: _Width(50, 66, 0),
    ColumnKind.OUTPUTS: _Width(84, 112, 2),
    ColumnKind.REMARKS: _Width(76, 108, 2),
}
_LEAST = sum(width.least for width in _WIDTHS.values())
_WISH = sum(width.wish for width in _WIDTHS.values())


class Grid(NamedTuple):
    """Paper and widths for one document. `lanes` is the most actor columns that a sheet holds."""

    paper: Paper
    lane: int
    lanes: int
    texts: dict[ColumnKind, int]
    split: bool


def grid_for(style: PageStyle, actors: int) -> Grid:
    """Return paper and widths for a number of actors."""
    actors = max(1, actors)
    papers = [style.paper]
    if style.larger_paper:
        papers += sorted((p for p in PAPERS if p.w > style.paper.w), key=lambda p: p.w * p.h)
    for paper in papers:
        room = paper.w - style.margins.left - style.margins.right
        if _LEAST + actors * LANE_LEAST <= room:
            return _grid(paper, room, actors, split=False)
    paper = papers[-1]
    room = paper.w - style.margins.left - style.margins.right
    return _grid(paper, room, max(1, (room - _LEAST) // LANE_LEAST), split=True)


def _grid(paper: Paper, room: int, actors: int, *, split: bool) -> Grid:
    texts = {kind: width.wish for kind, width in _WIDTHS.items()}
    lane = LANE_WISH
    over = _WISH + actors * lane - room
    if over > 0:
        give = min(over, _WISH - _LEAST)
        slack = _WISH - _LEAST
        texts = {k: w.wish - (w.wish - w.least) * give // slack for k, w in _WIDTHS.items()}
        lane = min(LANE_WISH, (room - sum(texts.values())) // actors)
    else:
        lane = min(LANE_MOST, lane + -over // (2 * actors))
        rest = room - _WISH - actors * lane
        shares = sum(width.share for width in _WIDTHS.values())
        texts = {k: w.wish + rest * w.share // shares for k, w in _WIDTHS.items()}
    # What the divisions leave over goes to the activity, so that the table fills the paper.
    texts[ColumnKind.ACTIVITY] += max(0, room - sum(texts.values()) - actors * lane)
    return Grid(paper, lane, actors, texts, split)


def columns_of(
    grid: Grid, left: int, names: dict[ColumnKind, str], actors: tuple[tuple[str, str], ...]
) -> tuple[Column, ...]:
    """Return the columns of a sheet that shows these actors (id and name), from the left margin on."""
    columns: list[Column] = []
    x = left
    for kind in (*_BEFORE, ColumnKind.ACTOR, *_AFTER):
        heads = actors or (("", ""),)
        for actor, name in heads if kind is ColumnKind.ACTOR else (("", names[kind]),):
            w = grid.lane if kind is ColumnKind.ACTOR else grid.texts[kind]
            columns.append(Column(kind, name, x, w, actor))
            x += w
    return tuple(columns)
