"""What a profile says about pages reaches the documents."""

from __future__ import annotations

from dataclasses import replace

import pytest
from random_sops import actor, arrow, random_sop, sop, step

from bpm2sop.layout import Capsule, Margins, PageStyle, lay_out, measure
from bpm2sop.layout.notices import RULES
from bpm2sop.layout.style import F4
from bpm2sop.settings import Profile, parse_profile, shipped
from bpm2sop.wording import Language, messages
from bpm2sop.writers.styles import page_style

OWN = parse_profile(
    """
[unit]
agency = "Dinas Rekaan"
name = "Bagian Organisasi"
[paper]
size = "folio"
margin_left = 20
reserved = 15
[form]
capsules = "rows"
identity = true
[form.labels]
name = "Judul SOP"
output = "Hasil"
page = "Lembar {page} dari {pages} {x}"
""",
    "own.toml",
    base=shipped(),
)


def test_paper_margins_capsules_words_and_letterhead_are_the_profiles() -> None:
    """Millimetres become units, the profile's words stand in those of the SOP's language."""
    style = page_style(OWN, "en")
    assert (style.paper, style.margins.left, style.reserved) == (F4, 76, 57)
    assert style.capsule is Capsule.ROWS
    assert style.letterhead == ("Dinas Rekaan", "Bagian Organisasi")
    assert style.labels is not None
    words = (style.labels.title, style.labels.outputs, style.labels.activity)
    assert words == ("Judul SOP", "Hasil", "Activity")
    document = lay_out(random_sop(3, actors=3, steps=5), style)
    assert measure(document).faults == 0
    footer = document.pages[0].footer[1].full
    assert footer == f"Lembar {document.pages[0].number} dari {document.pages[-1].number} {{x}}"


def test_a_profile_that_says_nothing_changes_nothing() -> None:
    """The shipped form is the layout's own."""
    assert page_style(shipped(), "id") == PageStyle()


@pytest.mark.parametrize("edge", ["margin_top", "margin_left", "reserved", "signature"])
def test_edges_larger_than_the_paper_can_bear_are_held(edge: str) -> None:
    """200 mm of a sheet of 210 leave no table: the document comes all the same."""
    paper = replace(Profile().paper, **{edge: 200, "margin_bottom": 200, "margin_right": 200})
    document = lay_out(random_sop(4, actors=3, steps=9), page_style(Profile(paper=paper), "id"))
    assert measure(document).faults == 0
    bottom = document.paper.h - document.margins[2]
    assert all(box.box.bottom <= bottom for page in document.identity for box in page.boxes)


def test_margins_that_fit_are_kept() -> None:
    """Only what does not fit is held."""
    style = PageStyle(margins=Margins(top=60, right=50, bottom=70, left=90))
    people = (actor("A", 0),)
    document = lay_out(sop((step(1, ("L0",), next=(arrow(2),)), step(2, ("L0",))), people), style)
    assert document.margins == (60, 50, 70, 90)


@pytest.mark.parametrize("language", Language)
def test_every_rule_has_its_sentences(language: Language) -> None:
    """What the layout finds is told in both languages."""
    sentences = messages(language).sentences
    for rule in RULES:
        assert sentences[f"finding.{rule}.message"]
        assert sentences[f"finding.{rule}.hint"]
