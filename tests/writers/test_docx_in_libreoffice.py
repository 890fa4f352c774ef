"""The document as LibreOffice prints it: as many pages as the model, each symbol where the model has it."""

import os
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from bpm2sop.layout import Document, PageStyle, Symbol, SymbolKind, lay_out
from bpm2sop.layout.style import PAPERS, Capsule, Shapes
from bpm2sop.model.sop import Sop
from bpm2sop.wording import Language
from bpm2sop.writers import Context
from bpm2sop.writers.docx import write_document
from tests.layout.random_sops import random_sop
from tests.writers.examples import ATTACK, EMPTY, LETTERS
from tests.writers.test_xlsx_in_libreoffice import FINE, Picture, outline, pictures

MOST_OFF = 1.0
"""Units by which a symbol's middle may be elsewhere."""
PLAIN = PageStyle(appendices=False)
LOOSE = PageStyle(appendices=False, shapes=Shapes.LOOSE)


class Case(NamedTuple):
    """An SOP and how it is written."""

    sop: Sop
    style: PageStyle = PLAIN


class Printed(NamedTuple):
    """A document and the pictures of its printed pages."""

    document: Document
    pictures: tuple[Picture, ...]


def printed(cases: dict[str, Case], soffice: Path, folder: Path) -> dict[str, Printed]:
    """Print documents, all in one run of LibreOffice."""
    documents = {name: lay_out(case.sop, case.style) for name, case in cases.items()}
    for name, case in cases.items():
        context = Context(language=Language.ID, style=case.style)
        data = write_document(case.sop, documents[name], context)
        (folder / f"{name}.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [folder / f"{name}.docx" for name in cases]
    command = [soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", folder, *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {
        name: Printed(document, tuple(pictures(folder / f"{name}.pdf")))
        for name, document in documents.items()
    }


def wrong(printed: Printed) -> list[str]:
    """Every symbol that is not where the model has it."""
    flow = printed.pictures[len(printed.document.identity) :]
    return [
        f"page {page.number}, symbol {symbol.id} ({symbol.kind}): {off}"
        for page, picture in zip(printed.document.pages, flow, strict=True)
        for symbol in page.symbols
        if (off := distance(symbol, picture)) > MOST_OFF
    ]


def distance(symbol: Symbol, picture: Picture) -> float:
    """How far a symbol's middle is from its place in the model, in units of the model."""
    box = symbol.box
    x, y = FINE * (box.x + box.w / 2), FINE * (box.y + box.h / 2)
    w, h = FINE * box.w, FINE * box.h
    # A pentagon has a letter in its middle, and no flat side below: its sides are measured above the letter.
    offpage = symbol.kind is SymbolKind.OFFPAGE
    edges = outline(picture[round(y - h * 0.38) if offpage else round(y)], round(x), w)
    if edges is None:
        return float("inf")
    off = [abs(sum(edges) / 2 - x)]
    if not offpage:
        edges = outline(picture[:, round(x)], round(y), h)
        if edges is None:
            return float("inf")
        off.append(abs(sum(edges) / 2 - y))
    return max(off) / FINE


def check(cases: dict[str, Case], soffice: Path, folder: Path) -> None:
    """Print, count the pages, measure the symbols."""
    for name, result in printed(cases, soffice, folder).items():
        pages = len(result.document.identity) + len(result.document.pages)
        assert len(result.pictures) == pages, name
        assert wrong(result) == [], name


CASES = {
    "letters": Case(LETTERS),
    "attack": Case(ATTACK),
    "empty": Case(EMPTY),
    "folio": Case(random_sop(21, actors=9, steps=24), replace(PLAIN, paper=PAPERS[1])),
    "legal": Case(random_sop(25, actors=5, steps=14), replace(PLAIN, paper=PAPERS[3])),
    "capsules": Case(random_sop(24, actors=2, steps=12), replace(PLAIN, capsule=Capsule.ROWS)),
    "letterhead": Case(LETTERS, replace(PLAIN, letterhead=("KEMENTERIAN", "Biro Organisasi"))),
    "loose": Case(LETTERS, LOOSE),
    "split": Case(random_sop(23, actors=40, steps=30)),
}


def test_symbols_and_pages_are_where_the_model_has_them(soffice: Path, tmp_path: Path) -> None:
    """On papers of several sizes, with few and many actors, in a canvas and loose."""
    check(CASES, soffice, tmp_path)


def test_a_long_sop_has_as_many_pages_as_the_model(soffice: Path, tmp_path: Path) -> None:
    """Nothing drifts from page to page."""
    made = random_sop(31, actors=8, steps=120)
    folder = tmp_path / "long"
    folder.mkdir()
    document = lay_out(made)
    (folder / "a.docx").write_bytes(
        write_document(made, document, Context(language=Language.ID, style=PLAIN))
    )
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", folder]
    subprocess.run([*command, folder / "a.docx"], check=True, capture_output=True, timeout=300)
    told = subprocess.run(
        ["pdfinfo", folder / "a.pdf"], check=True, capture_output=True, text=True, timeout=60
    )
    assert f"Pages:           {len(document.identity) + len(document.pages)}\n" in told.stdout


@pytest.mark.skipif(
    os.environ.get("CI", "").lower() != "true", reason="takes minutes: runs where CI=true"
)
def test_thirty_random_documents_are_exact(soffice: Path, tmp_path: Path) -> None:
    """As many as the issue asks for, where there is time for that."""
    check({f"r{seed}": Case(random_sop(seed)) for seed in range(30)}, soffice, tmp_path)
