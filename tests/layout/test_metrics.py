"""The metrics find each fault that they are there for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from random_sops import actor, arrow, sop, step

from bpm2sop.layout import Box, Connector, Document, Page, Point, lay_out, measure
from bpm2sop.model.sop import Symbol

LANES = tuple(actor(f"Aktor {i}", i) for i in range(3))


@pytest.fixture(scope="module")
def clean() -> Document:
    """Return a document of three rows and three arrows without a fault."""
    decision = step(2, ("L1",), symbol=Symbol.DECISION, next=(arrow(3, "Ya"), arrow(1, "Tidak")))
    steps = (step(1, ("L0",), next=(arrow(2),)), decision, step(3, ("L2",)))
    document = lay_out(sop(steps, LANES))
    assert measure(document).faults == 0
    return document


def with_page(document: Document, page: Page) -> Document:
    """Return the document with its one page replaced."""
    return replace(document, pages=(page,))


def with_points(document: Document, points: tuple[tuple[int, int], ...]) -> Document:
    """Return the document with the first arrow led along other points."""
    page = document.pages[0]
    first: Connector = replace(page.connectors[0], points=tuple(Point(*p) for p in points))
    return with_page(document, replace(page, connectors=(first, *page.connectors[1:])))


def test_a_line_through_a_symbol_is_found(clean: Document) -> None:
    """Straight across the decision."""
    box = clean.pages[0].symbols[1].box
    bent = with_points(clean, ((box.x - 20, box.centre.y), (box.right + 20, box.centre.y)))
    assert measure(bent).through


def test_a_line_on_a_border_is_found(clean: Document) -> None:
    """Along the line between two rows."""
    page = clean.pages[0]
    y = page.rows[1].y
    assert measure(with_points(clean, ((page.table.x, y), (page.table.x + 90, y)))).on_borders == 1


def test_two_lines_on_one_segment_are_found(clean: Document) -> None:
    """The first arrow laid along the second, which has another target."""
    second = clean.pages[0].connectors[1]
    assert measure(with_points(clean, second.points)).overlaps


def test_a_short_stub_and_a_loose_end_are_found(clean: Document) -> None:
    """An arrow of nine units that begins nowhere."""
    found = measure(with_points(clean, ((300, 700), (309, 700))))
    assert (found.short_stubs, found.loose) == (1, 1)


def test_an_oblique_line_and_five_bends_are_found(clean: Document) -> None:
    """Neither can be a bent connector in Office."""
    assert measure(with_points(clean, ((300, 700), (340, 720)))).oblique == 1
    stairs = tuple((300 + 20 * (i // 2), 700 + 20 * ((i + 1) // 2)) for i in range(8))
    assert measure(with_points(clean, stairs)).most_bends == 6


def test_a_label_on_a_line_a_border_or_a_symbol_is_found(clean: Document) -> None:
    """Moved there by hand."""
    page = clean.pages[0]
    number, labelled = next((i, c) for i, c in enumerate(page.connectors) if c.label is not None)
    line, border = labelled.points[0], Point(page.table.x, page.rows[1].y)
    for place in (line, border, page.symbols[0].box.centre):
        assert labelled.label is not None
        label = replace(labelled.label, box=Box(place.x - 5, place.y - 5, 20, 10))
        connectors = list(page.connectors)
        connectors[number] = replace(labelled, label=label)
        moved = with_page(clean, replace(page, connectors=tuple(connectors)))
        assert measure(moved).label_hits


def test_what_stands_outside_the_table_is_found(clean: Document) -> None:
    """A table lower than its rows."""
    page = clean.pages[0]
    assert measure(with_page(clean, replace(page, table=page.table._replace(h=80)))).outside


def test_a_label_on_the_head_of_an_arrow_is_found(clean: Document) -> None:
    """Three units beside the line, which is as wide as its head is to one side."""
    page = clean.pages[0]
    number, labelled = next((i, c) for i, c in enumerate(page.connectors) if c.label is not None)
    assert labelled.label is not None
    (_, before), end = page.connectors[0].points[-2:]
    assert before < end.y
    label = replace(labelled.label, box=Box(end.x + 1, end.y - 6, 20, 4))
    connectors = list(page.connectors)
    connectors[number] = replace(labelled, label=label)
    assert measure(with_page(clean, replace(page, connectors=tuple(connectors)))).label_hits
