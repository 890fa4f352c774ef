"""Every rule finds its bad SOP and leaves the good one alone, in both languages; each has its words and its paragraph."""

import pytest
from msgspec.structs import replace

from bpm2sop.model.findings import Finding, Severity
from bpm2sop.model.sop import StepKind
from bpm2sop.sopchecks import SOP_CHECKS, SopCheck, check_sop
from bpm2sop.wording import Language, messages
from tests.house.tree import ROOT
from tests.sopchecks.cases import AROUND, BAD, sound

PAGE = (ROOT / "docs" / "sop-checks.md").read_text("utf-8")
CODES = {f"L{number:02}" for number in range(1, 19)}
each_rule = pytest.mark.parametrize("check", SOP_CHECKS, ids=lambda check: check.rule)
each_language = pytest.mark.parametrize("language", Language)


@each_language
def test_a_sound_sop_breaks_no_rule(language: Language) -> None:
    """The good case of every rule."""
    assert check_sop(sound(language), AROUND) == ()


@each_language
@each_rule
def test_a_rule_finds_its_bad_sop(check: SopCheck, language: Language) -> None:
    """The finding points at elements of the SOP, and its sentences can be said."""
    found = [
        one for one in check_sop(BAD[check.rule](sound(language)), AROUND) if one.rule == check.rule
    ]
    assert found
    for finding in found:
        assert (finding.severity, finding.file) == (check.severity, "surat.bpmn")
        for part in ("message", "effect", "hint"):
            sentence = messages(language).sentences[f"finding.{check.rule}.{part}"]
            assert sentence.format_map(dict(finding.params)).endswith((".", "…"))


@each_rule
def test_a_rule_is_in_the_documents(check: SopCheck) -> None:
    """Its paragraph names its code and severity."""
    assert f"\n### {check.rule}\n\n*{check.code}, {check.severity}*" in PAGE


def test_every_code_has_a_rule() -> None:
    """The list that the project was given is whole."""
    assert {check.code for check in SOP_CHECKS} == CODES
    assert len({check.rule for check in SOP_CHECKS}) == len(SOP_CHECKS)


def test_what_the_map_s_findings_say_is_not_said_again() -> None:
    """A finding on the gateway of a row speaks for the row."""
    broken = BAD["sop-decision-unlabelled"](sound(Language.ID))
    told = Finding("branch-unlabelled", Severity.WARNING, "surat.bpmn", 3, ("to-d",), ())
    assert "sop-decision-unlabelled" not in {
        one.rule for one in check_sop(replace(broken, findings=(told,)), AROUND)
    }


def test_without_its_set_an_sop_is_judged_by_itself() -> None:
    """Related SOPs and codes are not known then."""
    for rule in ("sop-related-unknown", "sop-code-not-child"):
        found = check_sop(BAD[rule](sound(Language.ID)))
        assert rule not in {one.rule for one in found}


@each_language
def test_blanks_are_told_together(language: Language) -> None:
    """One finding for a column, with every step it concerns."""
    sop = sound(language)
    blank = replace(sop, steps=tuple(replace(step, time=None) for step in sop.steps))
    (finding,) = check_sop(blank, AROUND)
    assert (finding.rule, finding.elements) == ("sop-time-missing", ("a", "b", "c", "d"))
    assert (dict(finding.params)["count"], dict(finding.params)["of"]) == ("4", "4")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (Language.ID, "Melaksanakan Pengelolaan Barang"),
        (Language.ID, "Melaksanakan pengelolaan barang"),
        (Language.ID, "Berkoordinasi dengan Camat"),
        (Language.ID, "Periksa berkas"),
        (Language.ID, "Lakukan pemeriksaan berkas"),
        (Language.EN, "Carry out payment of honorarium"),
        (Language.EN, "Carry out Direct Procurement"),
    ],
)
def test_a_verb_is_seen_in_the_text_alone(language: Language, text: str) -> None:
    """No rule of drafting needs to be known: files do not tell it."""
    sop = sound(language)
    steps = (*sop.steps[:2], replace(sop.steps[2], text=text, text_rule=""), *sop.steps[3:])
    found = {one.rule for one in check_sop(replace(sop, steps=steps), AROUND)}
    assert "sop-step-verb-first" not in found


@pytest.mark.parametrize("rule", ["", "kept", "noun-to-verb", "house", "reference"])
def test_a_noun_is_one_whatever_rule_made_it(rule: str) -> None:
    """A draft is judged as its exported file is."""
    sop = sound(Language.ID)
    noun = replace(sop.steps[2], text="Survei lapangan", text_rule=rule)
    found = check_sop(replace(sop, steps=(*sop.steps[:2], noun, *sop.steps[3:])), AROUND)
    assert "sop-step-verb-first" in {one.rule for one in found}


def test_the_title_of_another_sop_may_hold_the_actor_s_name() -> None:
    """A reference is worded as the SOP that it stands for."""
    broken = BAD["sop-actor-in-step"](sound(Language.ID))
    reference = replace(broken.steps[2], kind=StepKind.REFERENCE)
    sop = replace(broken, steps=(*broken.steps[:2], reference, *broken.steps[3:]))
    assert "sop-actor-in-step" not in {one.rule for one in check_sop(sop, AROUND)}
