"""Small documents as text, looked at once as pictures and then frozen."""

from __future__ import annotations

from random_sops import actor, arrow, sop, step
from syrupy.assertion import SnapshotAssertion

from bpm2sop.layout import Connector, Document, Page, lay_out
from bpm2sop.model.sop import Cell, CellSource, Sop, Symbol

NAMES = ("Pemohon", "Petugas Loket", "Kepala Seksi")
LANES = tuple(actor(name, i) for i, name in enumerate(NAMES))


def licence(pages: int) -> Sop:
    """Return a licence's way through an office, its middle as often as there are to be pages."""
    steps = [
        step(1, ("L0",), text="Mengajukan permohonan", symbol=Symbol.TERMINATOR, next=(arrow(2),))
    ]
    for n in range(2, 2 + 8 * pages, 2):
        exits = (arrow(n + 1, "Ya"), arrow(max(1, n - 5), "Tidak"))
        steps.append(step(n, ("L1",), text="Memeriksa berkas", symbol=Symbol.DECISION, next=exits))
        output = (Cell("Konsep surat", CellSource.MAP),)
        steps.append(
            step(n + 1, ("L2",), text="Menyusun konsep surat", outputs=output, next=(arrow(n + 2),))
        )
    steps.append(step(2 + 8 * pages, ("L0",), text="Menerima surat", symbol=Symbol.TERMINATOR))
    return sop(tuple(steps), LANES, title="Penerbitan Izin")


def described(document: Document) -> str:
    """Return a document as lines that a person can read."""
    head = (
        f"{document.title}: {document.paper.name}, {len(document.identity)} + {len(document.pages)}"
    )
    columns = " | ".join(f"{c.name} {c.w}" for c in document.columns)
    lines = [head, columns]
    for page in document.pages:
        lines += [f"page {page.number}, table {page.table.h} high", *_rows(page)]
        lines += [_arrow(page, connector) for connector in page.connectors]
    return "\n".join([*lines, *(f.rule for f in document.findings)])


def _rows(page: Page) -> list[str]:
    shown = []
    for number, row in enumerate(page.rows):
        symbols = [
            f"{s.kind.value} {s.letter}".strip() + f" in {page.columns[s.column].name}"
            for s in page.symbols
            if s.row == number
        ]
        words = " | ".join(cell.full for cell in row.cells if cell.full)
        shown.append(f"  {row.kind.value} {row.h}: {words} [{', '.join(symbols)}]")
    return shown


def _arrow(page: Page, connector: Connector) -> str:
    rows = {s.id: f"{s.letter or s.step}" for s in page.symbols}
    way = " ".join(f"{p.x},{p.y}" for p in connector.points)
    sides = f"{connector.src_side.name.lower()} to {connector.dst_side.name.lower()}"
    label = "" if connector.label is None else f" '{' '.join(connector.label.text.lines)}'"
    return f"  {rows[connector.src]} > {rows[connector.dst]}{label}, {sides}: {way}"


def test_a_licence_on_one_page(snapshot: SnapshotAssertion) -> None:
    """Decisions, loops back, capsules at both ends."""
    assert described(lay_out(licence(1))) == snapshot


def test_a_licence_on_three_pages(snapshot: SnapshotAssertion) -> None:
    """Forward and back links with their letters."""
    assert described(lay_out(licence(3))) == snapshot
