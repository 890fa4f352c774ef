"""The first page: all maps and SOPs, as a tree and as cards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from bpm2sop.workspace.adopting import list_adoptions
from bpm2sop.workspace.maps import atlas_view, list_maps
from bpm2sop.workspace.maps import search as find
from bpm2sop.workspace.values import PageView, SopLine
from bpm2sop.workspace.views import list_sops
from bpm2sop_web.here import who, ws

blueprint = Blueprint("atlas", __name__)
STAGES = ("draft", "submitted", "verified")
MOST_CARDS = 400
"""Cards under one heading."""
MOST_HITS = 200
"""Hits of a search."""


class Node(NamedTuple):
    """A page with those below it."""

    page: PageView
    below: tuple[Node, ...]


class Section(NamedTuple):
    """Cards under one heading: that of a page, or the sentence of a key."""

    page: PageView | None
    cards: tuple[PageView, ...]
    heading: str = "web.atlas.others"


@blueprint.get("/")
def show() -> ResponseReturnValue:
    """Show the tree, and the cards of what is chosen in it."""
    pages = atlas_view(ws(), who())
    if not pages:
        return render_template("atlas_empty.html", active="atlas", maps=list_maps(ws(), who()))
    chosen = next((one for one in pages if one.key == request.args.get("page")), None)
    stage = request.args.get("stage", "")
    forest = _forest(pages)
    top = [
        node for node in _every(forest) if chosen is not None and node.page.key == chosen.key
    ] or forest
    if len(top) == 1:
        top = [*_alone(top[0]), *top[0].below]
    sections = _sections(top, stage)
    adopted = _adopted()
    fit = tuple(page for page in adopted if not stage or _fits(page, stage))
    if fit and chosen is None:
        sections.append(Section(None, fit, "web.adoption.all"))
    return render_template(
        "atlas.html", active="atlas", forest=forest, chosen=chosen, path=_path(chosen, pages),
        sections=sections, figures=_figures([*pages, *adopted]), stage=stage,
        most=MOST_CARDS,
    )  # fmt: skip


def _sections(top: Iterable[Node], stage: str) -> list[Section]:
    """Put the cards of each branch under its heading; those that stand alone come together behind them."""
    found: list[Section] = []
    alone: list[PageView] = []
    for node in top:
        cards = tuple(page for page in _cards(node) if not stage or _fits(page, stage))
        if len(cards) == 1 and not node.below:
            alone += cards
        elif cards:
            found.append(Section(node.page, cards))
    return [*found, Section(None, tuple(alone))] if alone else found


def _adopted() -> tuple[PageView, ...]:
    """Give the adopted SOPs as pages: they have no map of their own, and so no place in the tree."""
    units = {one.sop: one.unit for one in list_adoptions(ws(), who())}
    lines = list_sops(ws(), who()) if units else ()
    return tuple(
        PageView(
            key=line.key, title=line.title, code="", level=None, group="", owner=units[line.id],
            kind="", parent="", link="", file=None, element="", sop=line,
        )
        for line in lines
        if line.id in units
    )  # fmt: skip


def _forest(pages: Iterable[PageView]) -> tuple[Node, ...]:
    """Put the pages that have no parent at the top, the others below theirs."""
    below: dict[str, list[PageView]] = {}
    pages = tuple(pages)
    known = {page.key for page in pages}
    for page in pages:
        below.setdefault(page.parent if page.parent in known else "", []).append(page)

    def node(page: PageView) -> Node:
        return Node(page, tuple(node(child) for child in below.get(page.key, ())))

    return tuple(node(page) for page in below.get("", ()))


def _alone(node: Node) -> tuple[Node, ...]:
    """Give a page without those below it, where people work on it."""
    return (Node(node.page, ()),) if node.page.sop is not None else ()


def _every(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _every(node.below)


def _cards(node: Node) -> Iterator[PageView]:
    """Give the pages of a branch that people work on: those with an SOP, and maps that have none."""
    for each in _every((node,)):
        page = each.page
        if page.sop is not None or (page.file is not None and not each.below):
            yield page


def _fits(page: PageView, stage: str) -> bool:
    """Tell whether a page is of a stage, or waits for somebody."""
    sop = page.sop
    if sop is None:
        return stage == "none"
    if stage == "waiting":
        return waits(sop)
    return stage in {sop.stage, sop.edition_stage} or (stage == "in_force" and sop.in_force)


def waits(sop: SopLine) -> bool:
    """Tell whether something of an SOP waits for a decision."""
    return bool(sop.conflicts or sop.suspects or sop.orphans)


def _path(chosen: PageView | None, pages: Iterable[PageView]) -> list[PageView]:
    """Give the pages from the top down to the one chosen."""
    known = {page.key: page for page in pages}
    path: list[PageView] = []
    while chosen is not None and chosen not in path:
        path.insert(0, chosen)
        chosen = known.get(chosen.parent)
    return path


def _figures(pages: Iterable[PageView]) -> dict[str, int]:
    """Count what the page says at its top."""
    pages = tuple(pages)
    lines = {page.sop.id: page.sop for page in pages if page.sop is not None}
    return {
        "maps": len({page.file for page in pages if page.file is not None}),
        "sops": len(lines),
        "draft": sum(line.stage == "draft" for line in lines.values()),
        "submitted": sum(line.stage in {"submitted", "verified"} for line in lines.values()),
        "in_force": sum(line.in_force for line in lines.values()),
        "waiting": sum(waits(line) for line in lines.values()),
    }


@blueprint.get("/search")
def search() -> ResponseReturnValue:
    """Show what is found."""
    words = request.args.get("q", "")[:200]
    found = find(ws(), who(), words, limit=MOST_HITS + 1) if words.strip() else ()
    hits = found[:MOST_HITS]
    kinds: dict[str, list[object]] = {}
    for hit in hits:
        kinds.setdefault(hit.kind, []).append(hit)
    return render_template(
        "search.html", active="atlas", query=words, kinds=kinds, count=len(hits),
        cut=len(found) > len(hits),
    )  # fmt: skip
