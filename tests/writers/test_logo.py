"""The agency's logo in every kind of document; `tests/settings` has what is no logo."""

from __future__ import annotations

import io

import pytest
from matplotlib.figure import Figure

from bpm2sop.layout import PageStyle, fitted, lay_out
from bpm2sop.layout.pages import Box
from bpm2sop.settings import Logo, read_logo
from bpm2sop.wording import Language
from bpm2sop.writers import Context
from bpm2sop.writers.book import write_book
from bpm2sop.writers.docx import write_docx
from bpm2sop.writers.office.bent import EMU
from bpm2sop.writers.pdf import write_pdf
from bpm2sop.writers.svg import page_svgs
from bpm2sop.writers.xlsx import write_xlsx
from tests.writers.examples import LETTERS
from tests.writers.office import A, parts
from tests.writers.test_docx import WP, text_of
from tests.writers.test_xlsx import XDR, drawing_of, texts_of


def picture(kind: str, size: tuple[int, int]) -> bytes:
    """A plain picture, ten pixels an inch."""
    figure = Figure(figsize=size, dpi=10)
    stream = io.BytesIO()
    figure.savefig(stream, format=kind)
    return stream.getvalue()


WIDE = read_logo(picture("png", (20, 10)), "logo.png")
TALL = read_logo(picture("jpeg", (5, 30)), "logo.jpg")


def context(logo: Logo) -> Context:
    """A context whose pages have this logo, and nothing but the form."""
    return Context(language=Language.ID, style=PageStyle(logo=logo, appendices=False))


@pytest.mark.parametrize("logo", [WIDE, TALL], ids=["wide", "tall"])
def test_a_workbook_shows_it_in_the_middle_of_its_place(logo: Logo) -> None:
    """Fitted, whatever its own size and resolution; the drawings of the flow stay."""
    data = write_xlsx(LETTERS, context(logo))
    found = parts(data)
    assert logo.data in found.values()
    assert sum(b"flowChartProcess" in part for part in found.values()) == 1
    anchor = next(drawing_of(data).iter(f"{XDR}twoCellAnchor"))
    extent = anchor.find(f"{XDR}pic/{XDR}spPr/{A}xfrm/{A}ext")
    w, h = int(extent.get("cx")) / EMU, int(extent.get("cy")) / EMU
    assert abs(w / h - logo.w / logo.h) < 0.05
    assert abs(h - 120) < 2
    assert texts_of(data)["Identitas"]


@pytest.mark.parametrize("logo", [WIDE, TALL], ids=["wide", "tall"])
def test_a_document_shows_it_in_the_middle_of_its_place(logo: Logo) -> None:
    """Its picture is in the package once, with its type and its relation."""
    data = write_docx(LETTERS, context(logo))
    found = parts(data)
    assert found[f"word/media/logo.{logo.kind}"] == logo.data
    assert f'Extension="{logo.kind}"'.encode() in found["[Content_Types].xml"]
    assert f'Target="media/logo.{logo.kind}"'.encode() in found["word/_rels/document.xml.rels"]
    anchor = next(text_of(data).iter(f"{WP}anchor"))
    extent = anchor.find(f"{WP}extent")
    w, h = int(extent.get("cx")) / EMU, int(extent.get("cy")) / EMU
    assert abs(w / h - logo.w / logo.h) < 0.05
    assert h == 120


@pytest.mark.parametrize("logo", [WIDE, TALL], ids=["wide", "tall"])
def test_a_printed_document_and_the_book_show_it(logo: Logo) -> None:
    """Archive grade holds with it, and each file is larger by it."""
    plain = Context(language=Language.ID, style=PageStyle(appendices=False))
    for write in (write_pdf, lambda sop, about: write_book((sop,), about)):
        with_logo = write(LETTERS, context(logo))
        assert b"/Subtype/Image" in with_logo.replace(b" ", b"")
        assert b"/Subtype/Image" not in write(LETTERS, plain).replace(b" ", b"")
        assert b"<pdfaid:part>2</pdfaid:part>" in with_logo


def test_the_preview_shows_it() -> None:
    """The picture travels in the page itself."""
    style = PageStyle(logo=WIDE)
    first, second = (str(page) for page in page_svgs(lay_out(LETTERS, style))[:2])
    assert "data:image/png;base64," in first
    assert "data:image/png;base64," not in second


def test_a_picture_fills_its_place_in_one_direction() -> None:
    """And stands in the middle in the other."""
    assert fitted(Box(10, 20, 100, 50), 10, 10) == Box(35, 20, 50, 50)
    assert fitted(Box(10, 20, 100, 50), 400, 10) == Box(10, 44, 100, 2)
    assert fitted(Box(0, 0, 100, 50), 5000, 1) == Box(0, 24, 100, 1)
