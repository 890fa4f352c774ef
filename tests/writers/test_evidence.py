"""What the printed forms say beside the form itself, format by format alike: findings, totals, the kind of SOP, a legend."""

import pytest
from msgspec.structs import replace

from bpm2sop.layout import PageStyle
from bpm2sop.trace.fingerprints import fingerprints
from bpm2sop.wording import Language
from bpm2sop.writers import Context
from bpm2sop.writers.appendices import proof_part
from bpm2sop.writers.docx import write_docx
from bpm2sop.writers.xlsx import write_xlsx
from bpm2sop.writers.xlsx.book import PAGE, footer_of
from tests.writers.examples import LETTERS
from tests.writers.office import parts, root_of, styled
from tests.writers.test_xlsx import texts_of

ID = Context(language=Language.ID)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
REASONED = replace(LETTERS, kind_reasons=(("nature", "administrative-actors", "6"),))
TOLD = (
    "Total waktu",
    "Langkah 1, 2, 4, 8: 10 menit + 1 hari kerja + 2 hari.",
    "Klasifikasi SOP",
    "Administratif: dikerjakan oleh 6 pelaksana",
    "Temuan made-up (name: Lengkap?).",
    "Flow_99",
)


@pytest.mark.parametrize("words", TOLD)
def test_workbook_and_document_say_what_the_proof_sheet_says(words: str) -> None:
    """Findings, totals of time along each way, why the SOP is of its kind, what is explained."""
    book = "\n".join(map(str, texts_of(write_xlsx(REASONED, ID))["Keterlacakan"].values()))
    document = "".join(root_of(parts(write_docx(REASONED, ID))["word/document.xml"]).itertext())
    assert words in book
    assert words in document


def test_the_proof_sheet_of_every_printed_form_has_totals_and_kinds() -> None:
    """PDF and DOCX paint the same part."""
    told = " ".join(proof_part(REASONED, (), Language.ID).words)
    assert all(words in told for words in TOLD[:4])


def test_a_document_explains_its_marks_below_each_page_of_the_form() -> None:
    """In the look of the marks themselves, with the source; the appendices have none."""
    found = parts(write_docx(LETTERS, ID))
    form, appendix = (root_of(found[f"word/footer{number}.xml"]) for number in (1, 2))
    slanted = [r for r in form.iter(f"{W}r") if r.find(f".//{W}i") is not None]
    coloured = [r for r in form.iter(f"{W}r") if r.find(f".//{W}shd") is not None]
    assert ["".join(r.itertext()) for r in slanted] == ["anggapan, perlu diperiksa"]
    assert ["".join(r.itertext()) for r in coloured] == ["tidak ada di peta"]
    assert "Sumber: penanganan-surat-masuk.bpmn" in "".join(form.itertext())
    assert "tidak ada di peta" not in "".join(appendix.itertext())


def test_a_workbook_explains_its_marks_below_each_page_of_the_form() -> None:
    """Italics and coloured cells."""
    sheet = parts(write_xlsx(LETTERS, ID))["xl/worksheets/sheet2.xml"].decode()
    assert '&amp;"Arial,Italic"anggapan, perlu diperiksa' in sheet
    assert "sel berwarna: tidak ada di peta" in sheet


@pytest.mark.parametrize("title", ["Pelayanan " * 40, "&" * 300, "A&B " * 60])
def test_a_footer_is_never_longer_than_a_workbook_allows(title: str) -> None:
    """The title gives way, never in the middle of an escape."""
    footer = footer_of(
        title, f"Halaman {PAGE} dari 120", ("anggapan, perlu diperiksa", "sel berwarna")
    )
    assert len(footer) <= 255
    assert footer.endswith("Halaman &P dari 120")
    name = footer.removeprefix('&L&7&"Arial,Regular"').split("&C")[0]
    assert name.replace("&&", "").count("&") == 0


def test_a_document_marks_each_cell_that_the_map_leaves_empty() -> None:
    """As print and workbook do: of the standard's columns, whether the draft has an empty cell there or none."""
    document = root_of(
        parts(write_docx(LETTERS, styled(PageStyle(appendices=False, identity=False))))[
            "word/document.xml"
        ]
    )
    steps = (*LETTERS.steps, *LETTERS.steps[3].steps, *LETTERS.steps[-1].steps)
    empty = sum(not step.inputs for step in steps) + sum(step.time is None for step in steps)
    empty += sum(not step.outputs for step in steps)
    marked = [s for s in document.iter(f"{W}shd") if s.get(f"{W}fill") == "FFF6D6"]
    assert len(marked) == empty


def test_the_fingerprint_of_each_step_travels_in_a_hidden_column() -> None:
    """Text, actor, flow and data: what a later version is compared with."""
    cells = texts_of(write_xlsx(LETTERS, ID))["Keterlacakan"]
    marks = fingerprints([LETTERS])
    keys = {row: key for place, key in cells.items() if (row := place.removeprefix("C")).isdigit()}
    told = {keys[row]: cells[f"G{row}"] for row in keys if keys[row] in marks}
    assert told == {key: "-".join(part.digest for part in parts) for key, parts in marks.items()}
