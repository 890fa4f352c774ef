"""How a document should look: paper, margins, sizes, and the words printed on the form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from bpm2sop.layout.pages import Paper
from bpm2sop.settings import Logo

A4 = Paper("A4", 1123, 794)
F4 = Paper("F4", 1247, 813)
LETTER = Paper("Letter", 1056, 816)
LEGAL = Paper("Legal", 1344, 816)
A3 = Paper("A3", 1587, 1123)

PAPERS = (A4, F4, LETTER, LEGAL, A3)


def paper_named(name: str) -> Paper:
    """Return the paper of that name, `folio` being F4; raises KeyError for one not known."""
    papers = {paper.name.lower(): paper for paper in PAPERS} | {"folio": F4}
    return papers[name.lower()]


class Capsule(StrEnum):
    """Where the capsule stands: FOLD in the rows of the first and last steps, ROWS in rows of its own."""

    FOLD = "fold"
    ROWS = "rows"


class Arrows(StrEnum):
    """How arrows are made in workbooks: GLUED to their symbols, or FREEFORM, a drawn line that any program shows alike."""

    GLUED = "glued"
    FREEFORM = "freeform"


class Shapes(StrEnum):
    """How the flow is made in Word documents: in a CANVAS where arrows are glued, or as LOOSE shapes."""

    CANVAS = "canvas"
    LOOSE = "loose"


@dataclass(frozen=True, slots=True, kw_only=True)
class Margins:
    """Free edges of the paper. The footer stands in the lower one."""

    top: int = 38
    right: int = 38
    bottom: int = 48
    left: int = 38


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLabels:
    """The words printed on the form, Indonesian by default."""

    number: str = "Nomor SOP"
    created: str = "Tanggal Pembuatan"
    revised: str = "Tanggal Revisi"
    effective: str = "Tanggal Efektif"
    approved_by: str = "Disahkan oleh"
    title: str = "Nama SOP"
    legal_basis: str = "Dasar Hukum"
    qualifications: str = "Kualifikasi Pelaksana"
    related: str = "Keterkaitan"
    equipment: str = "Peralatan/Perlengkapan"
    warning: str = "Peringatan"
    records: str = "Pencatatan dan Pendataan"
    no: str = "No"
    activity: str = "Kegiatan"
    actors: str = "Pelaksana"
    standard: str = "Mutu Baku"
    inputs: str = "Kelengkapan"
    time: str = "Waktu"
    outputs: str = "Output"
    remarks: str = "Keterangan"
    page: str = "Halaman {page} dari {pages}"
    start: str = "Mulai"
    end: str = "Selesai"
    answer_yes: str = ""
    answer_no: str = ""
    together: str = "Bersama {names}"


INDONESIAN = FormLabels()
ENGLISH = FormLabels(
    number="SOP number",
    created="Date created",
    revised="Date revised",
    effective="Effective date",
    approved_by="Approved by",
    title="SOP title",
    legal_basis="Legal basis",
    qualifications="Qualifications",
    related="Related SOPs",
    equipment="Equipment",
    warning="Warning",
    records="Records",
    no="No",
    activity="Activity",
    actors="Actors",
    standard="Quality standard",
    inputs="Inputs",
    time="Time",
    outputs="Output",
    remarks="Remarks",
    page="Page {page} of {pages}",
    start="Start",
    end="End",
    together="Together with {names}",
)


def labels_for(language: str) -> FormLabels:
    """Return the form's words in a language, Indonesian where it is not known."""
    return ENGLISH if language == "en" else INDONESIAN


@dataclass(frozen=True, slots=True, kw_only=True)
class PageStyle:
    """What a profile may choose about pages.

    `reserved` is height kept free at the foot of each page (the note of an electronic signature; 57 = 15 mm).
    `signature` is the height kept for signature and stamp (94 = 25 mm). `letterhead` is the agency and the
    unit, one a line. `larger_paper` allows a larger sheet where the actors do not fit.
    """

    paper: Paper = A4
    margins: Margins = Margins()
    labels: FormLabels | None = None
    """None: by the language of the SOP."""
    letterhead: tuple[str, ...] = ()
    capsule: Capsule = Capsule.FOLD
    half_points: int = 16
    label_half_points: int = 14
    identity_half_points: int = 20
    reserved: int = 0
    signature: int = 94
    larger_paper: bool = True
    identity: bool = True
    shade_head: bool = True
    logo: Logo | None = None
    appendices: bool = True
    """The map with step numbers, the proof sheet and the trace table come along."""
    arrows: Arrows = Arrows.GLUED
    shapes: Shapes = Shapes.CANVAS
    column_numbers: bool = False
    """A row (1) (2) (3) under the head."""


_TABLE_W, _TABLE_H = 560, 480
"""What margins must leave of the paper, so that a table with one actor and two rows stands between them."""


def usable(style: PageStyle) -> PageStyle:
    """Return the style with margins, reserved height and signature no larger than the paper can bear."""
    paper, margins = style.paper, style.margins
    left, right = _shared(paper.w - _TABLE_W, margins.left, margins.right)
    top, bottom, kept = _shared(paper.h - _TABLE_H, margins.top, margins.bottom, style.reserved)
    held = Margins(top=top, right=right, bottom=bottom, left=left)
    signature = min(style.signature, paper.h // 4)
    return replace(style, margins=held, reserved=kept, signature=signature)


def _shared(most: int, *parts: int) -> tuple[int, ...]:
    """Return lengths made smaller, each by the same factor, until they are no more than `most` together."""
    whole = sum(parts)
    return parts if whole <= most else tuple(part * most // whole for part in parts)
