"""How wide the columns are, and on which paper.

The rule where actors are many: the text columns give first, down to their least width; then the lanes, down to
`LANE_LEAST`; then a larger paper is taken; and if none holds them, a sheet shows only the actors of its rows.
The text columns share their room by what they hold; where a text is long all the same, lanes give way to it.
"""

from __future__ import annotations

from typing import NamedTuple

from bpm2sop.layout.pages import Column, ColumnKind, Paper
from bpm2sop.layout.style import PAPERS, PageStyle

LANE_LEAST = 60
LANE_WISH = 92
LANE_MOST = 124
LANE_WIDEST = 208
"""The most a lane is wide for the words on its arrows."""
LANE_STEP = 8
_AROUND = 10
"""Space beside a text in its column, and some for what breaking lines wastes."""
_QUANTUM = 6
_WIDE = 360
"""Wider than that a column grows no more for its text: lines too long are hard to read."""
_FEW_LINES = 8
"""Lines in a cell up to which no lane gives way."""

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


class Need(NamedTuple):
    """What a text column has to hold: by row the widths of its paragraphs, and its longest word."""

    rows: tuple[tuple[int, ...], ...]
    word: int


Needs = dict[ColumnKind, Need]
_NOTHING = Need((), 0)


def grid_for(style: PageStyle, actors: int, needs: Needs, *, labels: int = 0) -> Grid:
    """Return paper and widths for a number of actors, the text columns by what they have to hold.

    `labels` is how wide the words on arrows would have a lane, where there is room.
    """
    actors = max(1, actors)
    papers = [style.paper]
    if style.larger_paper:
        papers += sorted((p for p in PAPERS if p.w > style.paper.w), key=lambda p: p.w * p.h)
    for paper in papers:
        room = paper.w - style.margins.left - style.margins.right
        if _LEAST + actors * LANE_LEAST <= room:
            return _grid(paper, room, actors, needs, labels=labels)
    paper = papers[-1]
    room = paper.w - style.margins.left - style.margins.right
    grid = _grid(paper, room, max(1, (room - _LEAST) // LANE_LEAST), needs, labels=labels)
    return grid._replace(split=True)


def _grid(paper: Paper, room: int, actors: int, needs: Needs, *, labels: int) -> Grid:
    left = room - _WISH - actors * LANE_WISH
    if left >= 0:
        lane = min(LANE_MOST, LANE_WISH + left // (2 * actors))
        lane = max(lane, min(labels, LANE_WIDEST, LANE_WISH + 3 * left // (4 * actors)))
    else:
        lane = min(LANE_WISH, (room - _LEAST) // actors)
    texts = _shared(room - actors * lane, needs)
    worst = _deepest(texts, needs)
    # Lanes give way to long texts, as far as that shortens these.
    for narrower in range(lane - LANE_STEP, LANE_LEAST - 1, -LANE_STEP):
        if worst <= _FEW_LINES:
            break
        tried = _shared(room - actors * narrower, needs)
        deepest = _deepest(tried, needs)
        if deepest < worst:
            lane, texts, worst = narrower, tried, deepest
    return Grid(paper, lane, actors, texts, split=False)


def _shared(room: int, needs: Needs) -> dict[ColumnKind, int]:
    """Share a width out to the text columns: the least to each, the rest where long texts gain the most from it."""
    texts = {kind: width.least for kind, width in _WIDTHS.items()}
    for kind, width in _WIDTHS.items():
        word = min(width.wish, needs.get(kind, _NOTHING).word + _AROUND)
        texts[kind] += max(0, min(word - texts[kind], room - sum(texts.values())))
    weights = {kind: sum(sum(row) ** 3 for row in need.rows) for kind, need in needs.items()}
    enough = {
        kind: max(_WIDTHS[kind].wish, _AROUND + max((max(row, default=0) for row in need.rows), default=0))
        for kind, need in needs.items()
    }  # fmt: skip
    while (left := room - sum(texts.values())) > 0:
        open_ = [kind for kind in needs if texts[kind] < min(enough[kind], _WIDE) and weights[kind]]
        if not open_:
            break
        kind = max(open_, key=lambda kind: weights[kind] / (texts[kind] - _AROUND // 2) ** 4)
        texts[kind] += min(_QUANTUM, left)
    shares = sum(width.share for width in _WIDTHS.values())
    rest = max(0, room - sum(texts.values()))
    texts = {kind: w + rest * _WIDTHS[kind].share // shares for kind, w in texts.items()}
    # What the divisions leave over goes to the activity, so that the table fills the paper.
    texts[ColumnKind.ACTIVITY] += max(0, room - sum(texts.values()))
    return texts


def _deepest(texts: dict[ColumnKind, int], needs: Needs) -> int:
    """Return about how many lines the longest text has in columns of these widths."""
    return max(
        (
            sum(-(-part // (texts[kind] - _AROUND)) for part in row)
            for kind, need in needs.items()
            for row in need.rows
        ),
        default=0,
    )


def lane_on_sheet(grid: Grid, actors: int) -> int:
    """Return the width of a lane on a sheet with so many actors: fewer than the grid holds share its width."""
    return min(LANE_MOST, grid.lane * grid.lanes // max(1, actors)) if grid.split else grid.lane


def columns_of(
    grid: Grid, left: int, names: dict[ColumnKind, str], actors: tuple[tuple[str, str], ...]
) -> tuple[Column, ...]:
    """Return the columns of a sheet that shows these actors (id and name), from the left margin on."""
    columns: list[Column] = []
    x = left
    for kind in (*_BEFORE, ColumnKind.ACTOR, *_AFTER):
        heads = actors or (("", ""),)
        for actor, name in heads if kind is ColumnKind.ACTOR else (("", names[kind]),):
            w = lane_on_sheet(grid, len(heads)) if kind is ColumnKind.ACTOR else grid.texts[kind]
            columns.append(Column(kind, name, x, w, actor))
            x += w
    return tuple(columns)
