"""The book holds all SOPs of a run, found by page number and by link."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from bpm2sop.cli.main import main
from bpm2sop.layout import lay_out
from bpm2sop.model.sop import Sop, SopKey
from bpm2sop.wording import Language
from bpm2sop.writers import Context
from bpm2sop.writers.book import write_book
from bpm2sop.writers.bookparts import Cover, in_order
from tests.conftest import ROOT, absent
from tests.writers.examples import ATTACK, EMPTY, LETTERS

ID = Context(language=Language.ID)
FRONT = 3  # cover, contents, definitions
SHEET = re.compile(rb"/Type\s*/Page\b(?!s)")


def pages_of(pdf: bytes) -> int:
    """The number of sheets in a file."""
    return len(SHEET.findall(pdf))


def form(sop: Sop) -> int:
    """The number of sheets of an SOP's form."""
    document = lay_out(sop)
    return len(document.identity) + len(document.pages)


def page_texts(pdf: bytes, tmp_path: Path) -> list[str]:
    """The text of each page."""
    if shutil.which("pdftotext") is None:
        absent("pdftotext is missing: install poppler-utils")
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf)
    command = ["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\f")


def test_a_book_is_archive_grade_and_the_same_each_time() -> None:
    """Both standards hold for the book, too."""
    pdf = write_book((LETTERS, ATTACK, EMPTY), ID)
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert pdf == write_book((LETTERS, ATTACK, EMPTY), ID)


def test_all_forms_follow_the_front() -> None:
    """Cover, contents and definitions, then the sheets of each SOP; appendices where asked for."""
    sops = (LETTERS, EMPTY)
    assert pages_of(write_book(sops, ID)) == FRONT + sum(map(form, sops))
    assert pages_of(write_book(sops, ID, appendices=True)) >= FRONT + sum(map(form, sops)) + 4
    assert pages_of(write_book((), ID)) == FRONT


def test_contents_name_the_right_pages(tmp_path: Path) -> None:
    """The number beside a title is the sheet on which that SOP begins, and sheets are numbered through."""
    second = replace(LETTERS, key=SopKey("b"), code="02.01.02", title="Pengelolaan Surat Keluar")
    texts = page_texts(write_book((second, LETTERS), ID), tmp_path)
    contents = texts[1].replace("\n", " ")
    for sop in (LETTERS, second):
        found = re.search(rf"{sop.title}[ .]*(\d+)", contents)
        assert found
        number = int(found[1])
        assert sop.title in texts[number - 1]
        assert "Nomor SOP" in texts[number - 1]
        assert re.search(rf"^{number}$", texts[number - 1], re.MULTILINE)


def test_the_cover_and_the_definitions(tmp_path: Path) -> None:
    """The cover names agency and title, the definitions explain symbols and marks."""
    cover = Cover("Buku SOP 2026", ("Kabupaten Contoh", "Dinas Perizinan"))
    texts = page_texts(write_book((LETTERS,), ID, cover), tmp_path)
    assert all(words in texts[0] for words in ("Buku SOP 2026", "Kabupaten Contoh", "1 SOP"))
    assert "Mutu baku" in texts[2]
    assert "segitiga" in texts[2]


def test_entries_and_references_are_links() -> None:
    """The contents lead to each SOP, and a step that refers to another SOP leads to that."""
    other = replace(LETTERS, key=SopKey("pelaporan-keterlambatan-1a2b3c4d"), title="Pelaporan")
    alone = write_book((LETTERS,), ID).count(b"/Subtype/Link")
    both = write_book((LETTERS, other), ID).count(b"/Subtype/Link")
    assert alone == 2
    assert both > alone + 1


def test_codes_are_ordered_as_numbers() -> None:
    """2 comes before 10, and SOPs without a code come last as they were."""
    codes = ("02.10", None, "02.2", "01", None)
    sops = [replace(EMPTY, key=SopKey(str(n)), code=code) for n, code in enumerate(codes)]
    assert [sop.key for sop in in_order(sops)] == ["3", "2", "0", "1", "4"]


@pytest.mark.parametrize("title", ["", "\x00", "x" * 10_000, "#panic()", "مرحبا 中文"], ids=ascii)
def test_any_title_has_its_place(title: str) -> None:
    """An SOP without a title that can be seen, or with an endless one, is in the book all the same."""
    sop = replace(LETTERS, title=title)
    assert pages_of(write_book((sop,), ID, Cover(title))) >= FRONT + form(sop)


def test_draft_writes_the_book_of_a_run(tmp_path: Path) -> None:
    """`bpm2sop draft --book` puts all SOPs of the run into one file beside the drafts; only a PDF can be asked for."""
    maps = str(ROOT / "samples" / "level-3" / "02.01.01.03-pemusnahan-arsip.bpmn")
    command = ["draft", maps, "-o", str(tmp_path / "out"), "--fail-on", "never", "--book"]
    runner = CliRunner()
    result = runner.invoke(main, [*command, str(tmp_path / "books" / "a.pdf")])
    assert result.exit_code == 0
    assert pages_of((tmp_path / "books" / "a.pdf").read_bytes()) > FRONT
    assert runner.invoke(main, [*command, str(tmp_path / "a.txt")]).exit_code == 2
