"""A PDF says what the page model says: archive grade, accessible, in order, the same bytes each time."""

import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from msgspec.structs import replace

from bpm2sop.drafting import Settings
from bpm2sop.layout import Document, PageStyle, Paper, lay_out
from bpm2sop.layout.style import A3, F4
from bpm2sop.layout.tablerows import rows
from bpm2sop.model.processmap import ProcessMap
from bpm2sop.model.sop import Cell, CellSource, Next, NextKind, Sop, StepKey
from bpm2sop.sources import gather
from bpm2sop.wording import Language
from bpm2sop.workspace import DraftRun, draft_sources
from bpm2sop.writers import Context
from bpm2sop.writers.pdf import pdf_of, write_pdf
from bpm2sop.writers.pdf.glyphs import STAND_IN, printable, visible
from bpm2sop.writers.pdf.keys import key_words
from bpm2sop.writers.pdf.sheets import Sheets
from tests.conftest import ROOT, absent
from tests.writers.examples import ATTACK, EMPTY, LETTERS, flow, lane, step
from tests.writers.sops import sops

ID = Context(language=Language.ID)
SHEET = re.compile(rb"/Type\s*/Page\b(?!s)")


def pages_of(pdf: bytes) -> int:
    """The number of sheets in a file."""
    return len(SHEET.findall(pdf))


def words_of(pdf: bytes, tmp_path: Path) -> str:
    """The text of a file in reading order."""
    if shutil.which("pdftotext") is None:
        absent("pdftotext is missing: install poppler-utils")
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf)
    command = ["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def many(steps: int, actors: int) -> Sop:
    """A long SOP that wanders over all its actors, with a way back every tenth step."""
    cast = tuple(lane(f"L{n}", f"Pelaksana {n}") for n in range(actors))
    made = [
        step(
            f"T{n}",
            str(n + 1),
            f"Memeriksa berkas {n + 1}",
            f"L{n % actors}",
            next=(flow(f"T{n + 1}", f"F{n}"),) if n + 1 < steps else (),
        )
        for n in range(steps)
    ]
    back = Next(StepKey("T0"), NextKind.FLOW, ("B",), label="Tidak")
    made = [
        replace(each, next=(*each.next, back)) if n % 10 == 9 else each
        for n, each in enumerate(made)
    ]
    return replace(LETTERS, actors=cast, steps=tuple(made), regions=())


def only_pages(sop: Sop, document: Document | None = None) -> bytes:
    """The form without its appendices."""
    context = Context(language=Language.ID, style=PageStyle(appendices=False))
    return pdf_of(sop, document or lay_out(sop), context)


@pytest.fixture(scope="module")
def samples() -> DraftRun:
    """The drafts of all samples."""
    return draft_sources(gather((str(ROOT / "samples"),)), Settings(language=Language.ID))


@pytest.mark.parametrize("sop", [LETTERS, ATTACK, EMPTY], ids=lambda sop: str(sop.key))
@pytest.mark.parametrize("language", list(Language))
def test_every_file_asks_for_archive_grade_and_accessibility(sop: Sop, language: Language) -> None:
    """Typst itself checks both standards and refuses what breaks them; the file says that it claims them."""
    pdf = write_pdf(sop, Context(language=language))
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"/MarkInfo" in pdf
    assert b"/StructTreeRoot" in pdf
    assert b"/Lang" in pdf


def test_same_input_same_bytes() -> None:
    """Neither clock nor chance is in a file."""
    assert write_pdf(LETTERS, ID) == write_pdf(LETTERS, ID)


@pytest.mark.parametrize("sop", [LETTERS, ATTACK, EMPTY], ids=lambda sop: str(sop.key))
def test_the_form_has_the_pages_of_the_model(sop: Sop) -> None:
    """Nothing flows over: one sheet a page, and the appendices come on sheets of their own."""
    document = lay_out(sop)
    form = len(document.identity) + len(document.pages)
    assert pages_of(only_pages(sop, document)) == form
    assert pages_of(write_pdf(sop, ID)) >= form + 2


@pytest.mark.parametrize("paper", [F4, A3], ids=lambda paper: paper.name)
def test_a_sheet_is_as_large_as_its_paper(paper: Paper) -> None:
    """The paper of the model is the paper of the file, in points."""
    document = lay_out(LETTERS, PageStyle(paper=paper))
    pdf = only_pages(LETTERS, document)
    size = f"/MediaBox[0 0 {document.paper.w * 0.75:g} {document.paper.h * 0.75:g}]"
    assert pdf.count(size.encode()) == pages_of(pdf)


def test_the_text_reads_in_order(tmp_path: Path) -> None:
    """What is read aloud goes from the identity over the steps in their order to the appendices."""
    text = words_of(write_pdf(LETTERS, ID), tmp_path).replace("\n", " ")
    told = [
        "Nomor SOP", "SOP-023/17000/2025", "Penanganan Surat Masuk", "DASAR HUKUM:", "Pelaksana Mutu Baku",
        "Menerima surat masuk", "Memeriksa kelengkapan surat", "Membaca surat dan telaahan", "Lembar bukti", "Penelusuran",
    ]  # fmt: skip
    places = []
    for words in told:
        places.append(text.index(words, places[-1] if places else 0))
    assert all(a < b for a, b in pairwise(places))
    assert f"Halaman 1 dari {pages_of(only_pages(LETTERS))}" in text


def test_appendices_name_every_element(tmp_path: Path) -> None:
    """The proof sheet holds what is explained, the trace table each element of a step and of an arrow."""
    text = words_of(write_pdf(LETTERS, ID), tmp_path)
    for each in ("Flow_99", "Event_7", "Task_1", "Gateway_3", "Flow_12", "userTask", "4 → 8"):
        assert each in text


def test_the_flow_is_said_in_words_too() -> None:
    """Each symbol is a figure whose alternative text names its step, its actor and what follows."""
    pdf = _plain(LETTERS)
    for words in (
        "Langkah 2 oleh Sekretaris: keputusan",
        "jika Ya lanjut ke 4",
        "Jika Lewat 2 hari: hentikan",
        "menunggu 5 dan 6 selesai",
    ):
        assert words in pdf


def _plain(sop: Sop) -> str:
    """All alternative texts that the template gets."""
    data = Sheets(sop, lay_out(sop), Context(language=Language.ID), "x").pages()
    return str(data)


def test_what_no_map_holds_is_marked() -> None:
    """An assumed value and an empty cell carry a mark each; what a person wrote carries none."""
    plain = _plain(LETTERS)
    assert plain.count("'kind': 'assumed'") == 2
    assert "'kind': 'none'" in plain
    filled = {name: Cell("x", CellSource.PERSON) for name in LETTERS.identity.__struct_fields__}
    whole = replace(LETTERS, identity=replace(LETTERS.identity, **filled), steps=())
    assert "'m': {" not in _plain(whole)


def test_keys_and_hash_travel_in_the_file() -> None:
    """Key words name the SOP, its source's hash, and each row's key."""
    words = key_words(LETTERS)
    assert f"sha256={LETTERS.source.sha256}" in words
    assert "row:4.1=Task_4a" in words
    assert sum(map(len, key_words(many(400, 3)))) <= 12_000


@pytest.mark.parametrize(
    "text",
    [
        '#panic("x")', "*bold* _it_ $x$ @ref <label>", "\\u{0}", '"] #read("/etc/hosts") [', "// x /* y", "= Heading",
        "\u202egnikat", "\x00\x07", "中文字", "مرحبا", "\ue000", "😀", "a\u0301\u0300" * 40, "\ufffe", "{page}", "",
    ],
    ids=ascii,
)  # fmt: skip
def test_text_of_the_map_is_never_markup(text: str, tmp_path: Path) -> None:
    """Whatever a label holds, the document stands, and the label is read as it is where letters exist for it."""
    hostile = replace(
        LETTERS,
        title=text,
        actors=tuple(replace(actor, name=text) for actor in LETTERS.actors),
        steps=tuple(replace(each, text=text, label=text) for each in LETTERS.steps),
        source=replace(LETTERS.source, file=text, map=text),
    )
    pdf = write_pdf(hostile, ID)
    assert pages_of(pdf) > 2
    assert b"/URI" not in pdf
    assert b"/JavaScript" not in pdf
    if text.isascii() and text.isprintable() and text:
        squeezed = "".join(words_of(pdf, tmp_path).split())
        assert "".join(text.split()) in squeezed


def test_letters_without_a_glyph_have_a_stand_in() -> None:
    """Only what no font draws is replaced; what has no place of its own goes."""
    assert printable("Ya → Tidak ✓ Ω") == "Ya → Tidak ✓ Ω"
    assert printable("a中b\ue000c\x07") == f"a{STAND_IN}bc"


def test_a_label_of_ten_thousand_characters() -> None:
    """With places to break and without, the document stands on the pages of the model."""
    for text in ("kata " * 2000, "x" * 10_000):
        long = replace(
            LETTERS,
            title=text,
            steps=tuple(replace(each, text=text, label=text) for each in LETTERS.steps),
        )
        document = lay_out(long)
        form = len(document.identity) + len(document.pages)
        assert pages_of(only_pages(long, document)) == form
        assert pages_of(write_pdf(long, ID)) > form


@pytest.mark.parametrize(("steps", "actors"), [(12, 40), (400, 6)])
def test_many_actors_and_many_steps(steps: int, actors: int) -> None:
    """Forty actors, and four hundred steps, give a document."""
    sop = many(steps, actors)
    document = lay_out(sop)
    form = len(document.identity) + len(document.pages)
    assert pages_of(pdf_of(sop, document, Context(language=Language.ID))) > form


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(sops())
def test_any_sop_gives_a_document(sop: Sop) -> None:
    """Whatever the fields hold, both standards are kept and no page is lost."""
    labels = [arrow.label for row in rows(sop.steps) for arrow in row.step.next]
    assume(all(visible(label) for label in labels if label))
    document = lay_out(sop)
    form = len(document.identity) + len(document.pages)
    assert pages_of(pdf_of(sop, document, Context(language=Language.EN))) > form


def test_every_sample_has_its_document(samples: DraftRun) -> None:
    """All samples, with their maps in the appendix, on the pages of the model."""
    maps = _maps(samples)
    assert len(samples.sops) > 10
    for sop in samples.sops:
        process_map = maps[sop.source.file, sop.source.map]
        pdf = write_pdf(sop, Context(language=Language.ID, process_map=process_map))
        document = lay_out(sop)
        assert pages_of(pdf) >= len(document.identity) + len(document.pages) + 3


def _maps(run: DraftRun) -> dict[tuple[str, str], ProcessMap]:
    return {
        (file.name, process_map.id): process_map for file in run.files for process_map in file.maps
    }


@pytest.mark.corpus
def test_a_part_of_the_corpus(corpus_maps: tuple[Path, ...]) -> None:
    """Maps of other tools give documents too, names of any script and drawings of any kind included."""
    chosen = corpus_maps[:: max(1, len(corpus_maps) // 40)]
    run = draft_sources(gather(tuple(map(str, chosen))), Settings(language=Language.EN))
    maps = _maps(run)
    assert run.sops
    for sop in run.sops:
        context = Context(
            language=Language.EN, process_map=maps.get((sop.source.file, sop.source.map))
        )
        assert pages_of(write_pdf(sop, context)) > 2
