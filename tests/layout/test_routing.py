"""How arrows find their way, seen on pages small enough to follow by eye."""

from __future__ import annotations

from random_sops import actor, arrow, random_sop, sop, step

from bpm2sop.layout import Connector, Document, Page, Side, SymbolKind, lay_out, measure
from bpm2sop.layout.pages import Box
from bpm2sop.layout.routing.frame import Frame, Shape, Wire
from bpm2sop.layout.routing.router import Routing, route
from bpm2sop.model.sop import Sop, Symbol

OUT, IN = (Side.BOTTOM, Side.LEFT, Side.RIGHT), (Side.TOP, Side.LEFT, Side.RIGHT)
HEAD = (Side.BOTTOM, Side.LEFT, Side.RIGHT)


def box(x: int, y: int) -> Box:
    """Return a box of 24 by 26 about a middle."""
    return Box(x - 12, y - 13, 24, 26)


def frame(*, groups: tuple[tuple[int, ...], ...]) -> Frame:
    """Return a page of three lanes: two pentagons in the middle of the head, a symbol left and one right below them."""
    pentagons = tuple(Shape(box(x, 23), HEAD, HEAD) for x in (125, 175))
    symbols = (Shape(box(50, 77), OUT, IN), Shape(box(250, 139), OUT, IN))
    lanes = ((0, 100), (100, 200), (200, 300))
    return Frame(lanes, ((0, 46), (46, 108), (108, 170)), (*pentagons, *symbols), groups)


def test_pentagons_change_places_where_that_spares_a_detour() -> None:
    """The left one leads to the right lane; swapped each leads straight to its own side."""
    wires = (Wire(0, 3), Wire(1, 2))
    kept, swapped = route(frame(groups=()), wires), route(frame(groups=((0, 1),)), wires)
    assert swapped.seats == (1, 0, 2, 3)
    assert (bends(kept), bends(swapped)) == (5, 2)


def bends(routing: Routing) -> int:
    """Return the bends of all wires."""
    return sum(len(laid.points) - 2 for laid in routing.laid if laid is not None)


def test_a_swap_moves_letter_and_arrows_together() -> None:
    """Whatever pentagons change places, each letter still leads to its own step, on both pages."""
    for seed in (3, 6, 30):
        for page in lay_out(random_sop(seed)).pages:
            for connector in page.connectors:
                source, target = ends(page, connector)
                assert source.step == connector.origin or source.kind is SymbolKind.OFFPAGE
                assert target.step == connector.target


def ends(page: Page, connector: Connector) -> tuple[Symbol, Symbol]:
    """Return the symbols that an arrow joins."""
    symbols = {symbol.id: symbol for symbol in page.symbols}
    return symbols[connector.src], symbols[connector.dst]


def test_an_arrow_never_runs_back_through_the_symbol_that_it_left() -> None:
    """Step 4 leads up to step 3, in one column, and all its other sides are taken."""
    made = columns(((0, ()), (1, ()), (1, (5,)), (1, (1, 3)), (1, (1, 2))))
    assert measure(lay_out(made)).through == 0


def columns(rows: tuple[tuple[int, tuple[int, ...]], ...]) -> Sop:
    """Return an SOP whose rows name their actor and the rows that they lead to."""
    steps = (
        step(
            number,
            (f"L{lane}",),
            next=tuple(arrow(target, "") for target in targets),
            symbol=Symbol.DECISION if len(targets) > 1 else Symbol.PROCESS,
        )
        for number, (lane, targets) in enumerate(rows, 1)
    )
    return sop(tuple(steps), tuple(actor(f"Aktor {lane}", lane) for lane in range(2)))


def test_a_loop_back_comes_in_from_below_where_that_spares_a_detour() -> None:
    """Two checks lead back to the first step, whose right side is for what goes on."""
    answers = [(arrow(n + 1, "Ya"), arrow(1, "Tidak")) for n in (2, 3)]
    checks = [step(n, ("L1",), symbol=Symbol.DECISION, next=answers[n - 2]) for n in (2, 3)]
    steps = (step(1, ("L0",), next=(arrow(2),)), *checks, step(4, ("L1",)))
    document = lay_out(sop(steps, (actor("Pemohon", 0), actor("Petugas", 1))))
    first = document.pages[0].connectors[0]
    back = [c for c in document.pages[0].connectors if c.target == "s1"]
    assert len(first.points) == 3
    assert {c.dst_side for c in back} == {Side.BOTTOM}
    assert measure(document).crossings == 0


def labels(document: Document) -> list[tuple[Connector, Page]]:
    """Return the labelled arrows with their pages."""
    return [(c, page) for page in document.pages for c in page.connectors if c.label is not None]


def test_a_label_stands_beside_its_exit() -> None:
    """In the row of its symbol or right below: farther down it would pass for the name of another row's symbol."""
    for seed in range(12):
        for connector, page in labels(lay_out(random_sop(seed))):
            assert connector.label is not None
            start = connector.points[0]
            row = next(r for r in page.rows if r.y <= start.y <= r.y + r.h)
            label = connector.label.box
            inside = row.y <= label.y and label.bottom <= row.y + row.h
            assert inside or max(label.y - start.y, start.y - label.bottom) <= 36


def checked(label: str) -> Sop:
    """Return an SOP of one actor whose second step asks a question with a long answer."""
    exits = (arrow(3, label), arrow(4, "Tidak"))
    decision = step(2, ("L0",), symbol=Symbol.DECISION, next=exits)
    steps = (step(1, ("L0",), next=(arrow(2),)), decision, step(3, ("L0",)), step(4, ("L0",)))
    return sop(steps, (actor("Petugas", 0),))


def test_a_lane_is_as_wide_as_the_words_on_its_arrows_want() -> None:
    """One actor leaves room: the answer is printed whole, in a lane wider than for a short one."""
    short, long = lay_out(checked("Ya")), lay_out(checked("Berkas dikembalikan kepada pemohon"))
    assert long.columns[2].w > short.columns[2].w
    assert all(not c.label.text.clipped for c, _ in labels(long) if c.label is not None)
    assert not long.findings


def test_the_routing_of_other_heights_is_tried_first() -> None:
    """Same wires, same shapes, one row higher: the places that came out best are taken over."""
    wires = (Wire(0, 3), Wire(1, 2))
    known = route(frame(groups=((0, 1),)), wires)
    again = route(frame(groups=((0, 1),)), wires, known)
    assert (again.laid, again.seats) == (known.laid, known.seats)
