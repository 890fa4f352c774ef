"""The agency's logo in the workbook: fitted, or refused by name."""

import io

import pytest
from matplotlib.figure import Figure

from bpm2sop.errors import Refused
from bpm2sop.layout import lay_out
from bpm2sop.wording import Language, messages
from bpm2sop.writers.xlsx import XlsxOptions, write_workbook
from bpm2sop.writers.xlsx.bent import EMU
from tests.writers.examples import LETTERS
from tests.writers.test_xlsx import CONTEXT, XDR, A, drawing_of, parts, texts_of


def picture(kind: str, size: tuple[int, int]) -> bytes:
    """A plain picture."""
    figure = Figure(figsize=size, dpi=10)
    stream = io.BytesIO()
    figure.savefig(stream, format=kind)
    return stream.getvalue()


@pytest.mark.parametrize(("kind", "size"), [("png", (20, 10)), ("jpeg", (5, 30))])
def test_a_logo_stands_in_the_middle_of_its_place(kind: str, size: tuple[int, int]) -> None:
    """Fitted, whatever its own size and resolution."""
    logo = picture(kind, size)
    document = lay_out(LETTERS)
    data = write_workbook(LETTERS, document, CONTEXT, options=XlsxOptions(logo=logo))
    found = parts(data)
    assert logo in found.values()
    assert sum(b"flowChartProcess" in part for part in found.values()) == 1
    anchor = next(drawing_of(data).iter(f"{XDR}twoCellAnchor"))
    extent = anchor.find(f"{XDR}pic/{XDR}spPr/{A}xfrm/{A}ext")
    w, h = int(extent.get("cx")) / EMU, int(extent.get("cy")) / EMU
    assert abs(w / h - size[0] / size[1]) < 0.05
    assert abs(h - 120) < 2
    assert texts_of(data)["Identitas"]


@pytest.mark.parametrize(
    ("logo", "code"),
    [
        (b"", "logo-not-picture"),
        (b"<svg/>", "logo-not-picture"),
        (b"GIF89a" + bytes(60), "logo-not-picture"),
        (b"\x89PNG\r\n\x1a\n" + bytes(3), "logo-not-picture"),
        (picture("png", (2_000, 1)), "logo-too-large"),
        (picture("png", (1, 1)) + bytes(2_000_001), "logo-too-large"),
    ],
    ids=["empty", "svg", "gif", "cut", "wide", "heavy"],
)
def test_what_is_no_logo_is_refused(logo: bytes, code: str) -> None:
    """By name, before a workbook is made."""
    with pytest.raises(Refused) as caught:
        write_workbook(LETTERS, lay_out(LETTERS), CONTEXT, options=XlsxOptions(logo=logo))
    assert caught.value.code == code
    for language in Language:
        sentence = messages(language).sentences[f"refused.{code}.title"]
        assert sentence.format_map(caught.value.params)
