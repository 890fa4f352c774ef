"""Small documents as text, looked at once as pictures and then frozen."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from random_sops import actor, arrow, random_sop, sop, step
from syrupy.assertion import SnapshotAssertion

from bpm2sop.layout import Capsule, Connector, Document, Page, PageStyle, lay_out
from bpm2sop.layout.style import F4, LETTER
from bpm2sop.model.sop import Cell, CellSource, NextKind, Sop, Symbol, Wait
from tests.writers.examples import LETTERS

NAMES = ("Pemohon", "Petugas Loket", "Kepala Seksi")
_LONG = 300
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
        words = " | ".join(_brief(cell.full) for cell in row.cells if cell.full)
        shown.append(f"  {row.kind.value} {row.h}: {words} [{', '.join(symbols)}]")
    return shown


def _brief(text: str) -> str:
    line = " / ".join(text.splitlines())
    return line if len(line) <= _LONG else f"{line[:_LONG]} and {len(line) - _LONG} more"


def _arrow(page: Page, connector: Connector) -> str:
    rows = {s.id: f"{s.letter or s.step}" for s in page.symbols}
    way = " ".join(f"{p.x},{p.y}" for p in connector.points)
    sides = f"{connector.src_side.name.lower()} to {connector.dst_side.name.lower()}"
    label = "" if connector.label is None else f" '{' '.join(connector.label.text.lines)}'"
    return f"  {rows[connector.src]} > {rows[connector.dst]}{label}, {sides}: {way}"


def inside() -> Sop:
    """Return an SOP with a step that has steps inside, two of them ends, and an exception."""
    inner = (
        step(21, ("L1",), no="2.1", symbol=Symbol.DECISION, next=(arrow(22, "A"), arrow(23, "B"))),
        step(22, ("L1",), no="2.2", symbol=Symbol.TERMINATOR),
        step(23, ("L2",), no="2.3", symbol=Symbol.TERMINATOR),
    )
    late = arrow(4, "3 hari kerja", kind=NextKind.EXCEPTION)._replace(interrupting=False)
    exits = (arrow(3, "Ya"), arrow(1, "Tidak"), late)
    parent = step(2, ("L1",), symbol=Symbol.DECISION, steps=inner, next=exits)
    first = step(1, ("L0",), symbol=Symbol.TERMINATOR, next=(arrow(2),))
    ends = (step(n, ("L2",), symbol=Symbol.TERMINATOR) for n in (3, 4))
    return sop((first, parent, *ends), LANES, title="Langkah di dalam langkah")


def crowded() -> Sop:
    """Return a decision of five ways with long words, and a step that all of them but one lead on to."""
    ways = [arrow(n, f"Permohonan perlu ditindaklanjuti bidang ke-{n}") for n in range(2, 7)]
    first = step(1, ("L1",), symbol=Symbol.DECISION, next=tuple(ways))
    rest = [step(n, (f"L{n % 3}",), next=(arrow(7),)) for n in range(2, 7)]
    rest[3] = step(5, ("L2",), next=(arrow(1),))
    last = step(7, ("L0",), symbol=Symbol.TERMINATOR, wait=Wait.SOME)
    return sop((first, *rest, last), LANES, title="Lima jalan")


def wordy() -> Sop:
    """Return an SOP whose second step says more than a page holds."""
    many = Cell("Ketentuan pelaksanaan yang wajib diperhatikan. " * 120, CellSource.MAP)
    steps = (
        step(1, ("L0",), symbol=Symbol.TERMINATOR, next=(arrow(2),)),
        step(2, ("L1", "L2"), remarks=(many,), next=(arrow(3),)),
        step(3, ("L2",), symbol=Symbol.TERMINATOR),
    )
    return sop(steps, LANES, title="Banyak kata")


FORM = PageStyle(
    paper=F4, column_numbers=True, reserved=57, letterhead=("Dinas Contoh", "Bidang Umum")
)
TWELVE: dict[str, tuple[Sop, PageStyle]] = {
    "a licence on one page": (licence(1), PageStyle()),
    "a licence on three pages": (licence(3), PageStyle()),
    "letters": (LETTERS, PageStyle()),
    "letters in English": (replace(LETTERS, language="en"), PageStyle(paper=LETTER)),
    "letters with capsules in rows of their own": (LETTERS, PageStyle(capsule=Capsule.ROWS)),
    "letters on F4 with numbered columns": (LETTERS, FORM),
    "one actor": (random_sop(2, actors=1, steps=8), PageStyle()),
    "ten actors": (random_sop(4, actors=10, steps=12), PageStyle()),
    "forty actors": (random_sop(6, actors=40, steps=30), PageStyle()),
    "steps inside a step": (inside(), PageStyle()),
    "five ways": (crowded(), PageStyle()),
    "many words": (wordy(), PageStyle()),
}


@pytest.mark.parametrize("kind", TWELVE)
def test_a_document_is_as_it_was_looked_at(kind: str, snapshot: SnapshotAssertion) -> None:
    """Rendered, looked at and then frozen: to change one is to look at it again."""
    made, style = TWELVE[kind]
    assert described(lay_out(made, style)) == snapshot
