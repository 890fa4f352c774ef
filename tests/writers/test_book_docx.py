"""The book as a Word document: all forms in one file, found by page number and by link."""

import re
import subprocess
from pathlib import Path

from click.testing import CliRunner
from msgspec.structs import replace

from bpm2sop.cli.main import main
from bpm2sop.layout import PageStyle, lay_out
from bpm2sop.model.sop import Sop, SopKey
from bpm2sop.wording import Language
from bpm2sop.writers import Context
from bpm2sop.writers.book_docx import write_book
from bpm2sop.writers.bookparts import Cover
from tests.conftest import ROOT
from tests.layout.random_sops import random_sop
from tests.writers.examples import ATTACK, EMPTY, LETTERS
from tests.writers.office import parts, root_of
from tests.writers.test_docx import WP, W, text_of

ID = Context(language=Language.ID)
SECOND = replace(LETTERS, key=SopKey("b"), code="02.01.02", title="Pengelolaan Surat Keluar")
FRONT = 3
"""Cover, contents, definitions."""


def pages_of(sop: Sop) -> int:
    """The sheets of an SOP's form."""
    document = lay_out(sop)
    return len(document.identity) + len(document.pages)


def listed(data: bytes) -> list[tuple[str, str, str]]:
    """The entries of the contents: bookmark, title, page."""
    found = []
    for link in text_of(data).iter(f"{W}hyperlink"):
        words = ["".join(run.itertext()) for run in link.iter(f"{W}r")]
        found.append((link.get(f"{W}anchor"), words[2], words[-1]))
    return found


def test_contents_name_each_sop_with_its_page() -> None:
    """In the order of the codes; the bookmark of each stands at its beginning."""
    data = write_book((SECOND, LETTERS), ID)
    first, second = listed(data)
    assert (first[1], first[2]) == (LETTERS.title, str(FRONT + 1))
    assert (second[1], second[2]) == (SECOND.title, str(FRONT + 1 + pages_of(LETTERS)))
    marks = [mark.get(f"{W}name") for mark in text_of(data).iter(f"{W}bookmarkStart")]
    assert marks == [first[0], second[0]]


def test_every_sop_has_its_own_paper_and_footer() -> None:
    """A section each, after the cover's and the contents'."""
    style = PageStyle(paper=lay_out(LETTERS).paper)
    wide = random_sop(3, actors=12, steps=8)
    data = write_book((LETTERS, wide), Context(language=Language.ID, style=style))
    sizes = [size.get(f"{W}w") for size in text_of(data).iter(f"{W}pgSz")]
    papers = [lay_out(sop, style).paper.w for sop in (LETTERS, wide)]
    assert sizes == [str(15 * w) for w in (1123, 1123, *papers)]
    footers = [name for name in parts(data) if name.startswith("word/footer")]
    assert len(footers) == len(sizes)


def test_drawings_have_numbers_of_their_own() -> None:
    """Of all SOPs together."""
    text = text_of(write_book((LETTERS, SECOND, EMPTY), ID))
    canvases = [drawing.get("id") for drawing in text.iter(f"{WP}docPr")]
    # A canvas stands there twice: as such, and as a group for programs that know none.
    assert len(set(canvases)) >= len(canvases) // 2
    assert max(canvases.count(number) for number in canvases) == 2


def test_every_part_is_well_formed_and_the_same_each_time() -> None:
    """Also with nothing in it, and with an attack."""
    for sops in ((), (LETTERS, ATTACK, EMPTY)):
        data = write_book(sops, ID, Cover("<b>&amp;", ("A & B",)))
        for name, part in parts(data).items():
            if name.endswith((".xml", ".rels")):
                root_of(part)
        assert data == write_book(sops, ID, Cover("<b>&amp;", ("A & B",)))


def test_marks_of_a_word_document_are_explained() -> None:
    """Not those of print: no triangle stands in its cells."""
    told = "".join(text_of(write_book((LETTERS,), ID)).itertext())
    assert "miring" in told
    assert "segitiga" not in told


def test_the_command_writes_the_book_by_its_name(tmp_path: Path) -> None:
    """`--book out.docx` beside `--book out.pdf`; another name is wrong use."""
    sample = str(ROOT / "samples" / "level-3")
    book = tmp_path / "buku.docx"
    options = ["-o", str(tmp_path / "out"), "--book", str(book)]
    done = CliRunner().invoke(main, ["draft", sample, *options])
    assert done.exit_code in {0, 1}
    assert len(listed(book.read_bytes())) > 10
    wrong = CliRunner().invoke(main, ["draft", sample, *options[:-1], str(tmp_path / "buku.odt")])
    assert wrong.exit_code == 2
    assert ".docx" in wrong.stderr


def test_libreoffice_counts_the_same_pages(soffice: Path, tmp_path: Path) -> None:
    """What the contents say before a program counts is what it counts."""
    sops = [replace(random_sop(n), key=SopKey(f"s{n}"), code=f"0{n}") for n in range(1, 6)]
    data = write_book([*sops, LETTERS], ID)
    path = tmp_path / "book.docx"
    path.write_bytes(data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", tmp_path, path]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    text = subprocess.run(
        ["pdftotext", "-layout", path.with_suffix(".pdf"), "-"], capture_output=True, check=True
    ).stdout.decode()
    counted = re.findall(r"\.{4,}\s*(\d+)$", text.split("\f")[1], re.MULTILINE)
    assert counted == [page for _, _, page in listed(data)]
    assert text.count("\f") == FRONT + sum(map(pages_of, [*sops, LETTERS]))
