"""The workbook as LibreOffice prints it: as many pages as the model, each symbol where the model has it."""

import os
import re
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from bpm2sop.layout import Document, Page, PageStyle, Symbol, SymbolKind, lay_out
from bpm2sop.layout.style import PAPERS
from bpm2sop.model.sop import Sop
from bpm2sop.wording import Language
from bpm2sop.writers import Context
from bpm2sop.writers.xlsx import write_workbook
from tests.layout.random_sops import random_sop
from tests.writers.examples import ATTACK, EMPTY, LETTERS

FINE = 3
"""Picture points a unit."""
DARK = 110
SCALE = 0.97
MOST_OFF = 1.0
"""Units by which a symbol's middle may be elsewhere."""

Picture = np.ndarray


class Printed(NamedTuple):
    """A document and the pictures of its printed pages."""

    document: Document
    pictures: tuple[Picture, ...]


def printed(
    made: dict[str, tuple[Sop, PageStyle]], soffice: Path, folder: Path
) -> dict[str, Printed]:
    """Print workbooks, all in one run of LibreOffice."""
    documents = {}
    for name, (sop, style) in made.items():
        documents[name] = lay_out(sop, style)
        context = Context(language=Language.ID, style=replace(style, appendices=False))
        data = write_workbook(sop, documents[name], context)
        (folder / f"{name}.xlsx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [folder / f"{name}.xlsx" for name in made]
    command = [soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", folder, *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {
        name: Printed(document, tuple(pictures(folder / f"{name}.pdf")))
        for name, document in documents.items()
    }


def pictures(pdf: Path) -> Iterable[Picture]:
    """The pages of a PDF in greys."""
    command = ["pdftoppm", "-gray", "-r", str(96 * FINE), pdf, pdf.with_suffix("")]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    for path in sorted(pdf.parent.glob(f"{pdf.stem}-*.pgm")):
        data = path.read_bytes()
        head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", data)
        assert head is not None
        w, h = int(head[1]), int(head[2])
        yield np.frombuffer(data, np.uint8, w * h, head.end()).reshape(h, w)


def wrong(printed: Printed) -> list[str]:
    """Every symbol that is not where the model has it."""
    document = printed.document
    flow = printed.pictures[len(document.identity) :]
    return [
        f"page {page.number}, symbol {symbol.id} ({symbol.kind}): {off}"
        for page, picture in zip(document.pages, flow, strict=True)
        for symbol in page.symbols
        if (off := distance(document, page, symbol, picture)) > MOST_OFF
    ]


def distance(document: Document, page: Page, symbol: Symbol, picture: Picture) -> float:
    """How far a symbol's middle is from its place in the model, in units of the model."""
    top, right, _, left = document.margins
    slack = (document.paper.w - left - right - SCALE * page.table.w) / 2
    x = FINE * (left + slack + SCALE * (symbol.port(0).x - page.table.x))
    y = FINE * (top + SCALE * (symbol.port(1).y - page.table.y))
    w, h = FINE * SCALE * symbol.box.w, FINE * SCALE * symbol.box.h
    # A pentagon has a letter in its middle, and no flat side below: its sides are measured above the letter.
    offpage = symbol.kind is SymbolKind.OFFPAGE
    level = round(y - h * 0.38) if offpage else round(y)
    edges = outline(picture[level], round(x), w)
    if edges is None:
        return float("inf")
    off = [abs(sum(edges) / 2 - x)]
    if not offpage:
        edges = outline(picture[:, round(x)], round(y), h)
        if edges is None:
            return float("inf")
        off.append(abs(sum(edges) / 2 - y))
    return max(off) / FINE / SCALE


def outline(line: Picture, middle: int, size: float) -> tuple[float, float] | None:
    """The middles of the first strokes on both sides of a place inside a symbol; None where there are none."""
    found = []
    for step in (-1, 1):
        at = middle
        while 0 < at < len(line) - 1 and line[at] > DARK:
            at += step
        first = at
        while 0 < at < len(line) - 1 and line[at] <= DARK:
            at += step
        # A line that goes on outwards is the connector's: the stroke begins at its inner side.
        found.append(first + step * min(abs(at - first), FINE) / 2)
    return (found[0], found[1]) if abs(found[1] - found[0] - size) < size / 4 else None


CASES = {
    "letters": (LETTERS, PageStyle()),
    "attack": (ATTACK, PageStyle()),
    "empty": (EMPTY, PageStyle()),
    "folio": (random_sop(21, actors=9, steps=24), PageStyle(paper=PAPERS[1])),
    "wide": (random_sop(22, actors=12, steps=16), PageStyle()),
    "split": (random_sop(23, actors=30, steps=40), PageStyle()),
    "two": (random_sop(24, actors=2, steps=20), PageStyle()),
}


def test_symbols_and_pages_are_where_the_model_has_them(soffice: Path, tmp_path: Path) -> None:
    """On papers of three sizes, with few and many actors."""
    for name, result in printed(CASES, soffice, tmp_path).items():
        pages = len(result.document.identity) + len(result.document.pages)
        assert len(result.pictures) == pages, name
        assert wrong(result) == [], name


@pytest.mark.skipif(
    os.environ.get("CI", "").lower() != "true", reason="takes minutes: runs where CI=true"
)
def test_thirty_random_documents_are_exact(soffice: Path, tmp_path: Path) -> None:
    """As many as the issue asks for, where there is time for that."""
    cases = {f"r{seed}": (random_sop(seed), PageStyle()) for seed in range(30)}
    for name, result in printed(cases, soffice, tmp_path).items():
        assert len(result.pictures) == len(result.document.identity) + len(result.document.pages)
        assert wrong(result) == [], name
