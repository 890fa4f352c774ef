"""The SOP as Markdown: a renderer makes of it the tables meant, and nothing else."""

import re

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt
from msgspec.structs import replace

from bpm2sop.layout.tablerows import rows
from bpm2sop.model.sop import Cell, CellSource, Sop
from bpm2sop.wording import Language
from bpm2sop.writers import Context
from bpm2sop.writers.markdown import escape, write_markdown
from tests.writers.examples import ATTACK, EMPTY, LETTERS
from tests.writers.sops import sops

ID = Context(language=Language.ID)
OURS = {
    "h1",
    "h2",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "br",
    "em",
    "strong",
    "p",
    "h3",
    "ul",
    "li",
}


def rendered(sop: Sop) -> str:
    """The HTML that a renderer makes, HTML in the source left as it is."""
    source = write_markdown(sop, ID).decode()
    return str(MarkdownIt("commonmark").enable("table").render(source))


def tables(html: str) -> list[list[int]]:
    """The cells in each row of each table."""
    return [
        [len(re.findall(r"<t[hd]", row)) for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL)]
        for table in re.findall(r"<table>.*?</table>", html, re.DOTALL)
    ]


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a | b", r"a \| b"),
        ("<b>&", "&lt;b&gt;&amp;"),
        ("*x* _y_ `z`", r"\*x\* \_y\_ \`z\`"),
        ("[a](b)", r"\[a\](b)"),
        ("\\|", r"\\\|"),
        ("a\r\nb\n\nc", "a<br>b<br>c"),
        ("a\u2028b", "a<br>b"),
    ],
)
def test_a_text_stands_as_it_is(text: str, escaped: str) -> None:
    """Markup, HTML, bars and line breaks of a label are text."""
    assert escape(text) == escaped


def test_the_table_has_the_columns_of_the_form() -> None:
    """The order of columns is that of the SOP AP form."""
    assert (
        b"| No | Kegiatan | Pelaksana | Kelengkapan | Waktu | Output | Keterangan |"
        in write_markdown(LETTERS, ID)
    )


@pytest.mark.parametrize("sop", [LETTERS, ATTACK, EMPTY], ids=lambda sop: sop.key)
def test_only_our_own_elements_come_out(sop: Sop) -> None:
    """No label makes an element, a link or a column."""
    html = rendered(sop)
    assert set(re.findall(r"<([a-z0-9]+)", html)) <= OURS
    assert all(len(set(widths)) == 1 for widths in tables(html))


@settings(deadline=None)
@given(sops())
def test_no_text_breaks_a_table(sop: Sop) -> None:
    """Whatever the map says, each step is one row of seven cells."""
    html = rendered(sop)
    assert set(re.findall(r"<([a-z0-9]+)", html)) <= OURS
    assert tables(html)[1] == [7] * (1 + sum(1 for _ in rows(sop.steps)))


def activity(sop: Sop) -> list[str]:
    """The cells of the first row of activities."""
    lines = write_markdown(sop, ID).decode().splitlines()
    row = next(line for line in lines if line.startswith("| 1 |"))
    return [cell.strip() for cell in row.strip("|").split("|")]


def test_a_cell_says_where_it_comes_from_unless_the_map_says_it() -> None:
    """Blank cells are marked, and so are assumptions and what a person wrote."""
    step = replace(
        LETTERS.steps[0],
        inputs=(Cell("Surat", CellSource.MAP, "D"), Cell("Agenda", CellSource.ASSUMED, None, "x")),
        time=None,
        outputs=(Cell("Lembar disposisi", CellSource.PERSON),),
        remarks=(),
    )
    cells = activity(replace(LETTERS, steps=(step,)))
    assert cells[3] == "Surat<br>Agenda *(anggapan, perlu diperiksa)*"
    assert cells[4] == "*tidak ada di peta*"
    assert cells[5] == "Lembar disposisi *(diisi orang)*"
    assert "tidak ada di peta" not in cells[6]


def test_the_classification_is_told_with_its_reasons() -> None:
    """Each axis says why it is so."""
    sop = replace(LETTERS, kind_reasons=(("nature", "administrative-actors", "4"),))
    assert b"\n- Administratif: dikerjakan oleh 4 pelaksana\n" in write_markdown(sop, ID)


def _only_row(*remarks: Cell) -> str:
    """Write the letters' last step with these remarks, and give its row."""
    last = replace(LETTERS.steps[0], next=(), remarks=remarks)
    page = write_markdown(replace(LETTERS, steps=(last,), regions=()), ID).decode()
    return next(line for line in page.splitlines() if line.startswith("| 1 |"))


def test_a_named_end_is_not_said_twice() -> None:
    """What the map calls the end says that nothing follows."""
    row = _only_row(Cell("Selesai: Izin terbit", CellSource.MAP, "e", "end"))
    assert row.casefold().count("selesai") == 1


def test_a_question_stands_before_what_follows() -> None:
    """People read the question first, then the answers."""
    row = _only_row(Cell("Lengkap?", CellSource.MAP, "x", "question"))
    assert row.index("Lengkap?") < row.index("selesai")
