"""The two ways of a decision are told in the form's words; the map's own stay where they say more."""

from typing import Literal

import pytest

from bpm2sop.drafting.answers import answered
from bpm2sop.model.sop import NextKind
from bpm2sop.wording import Language
from tests.drafting.small import draft, line, step, task


def told(
    *labels: str, language: Literal["id", "en"] = "id", words: tuple[str, str] = ("", "")
) -> list[str]:
    """Draft a check with these ways on, and give the labels as the form shows them."""
    ways = "".join(
        f'<task id="b{place}" name="Mencatat surat {place}"/>'
        f'<sequenceFlow id="g{place}" sourceRef="x" targetRef="b{place}" name="{label}"/>'
        for place, label in enumerate(labels)
    )
    more = f'<exclusiveGateway id="x"/><sequenceFlow id="g" sourceRef="a" targetRef="x"/>{ways}'
    first = step(draft(line(task("a", "Memeriksa surat"), more=more)), "1")
    flows = [arrow for arrow in first.next if arrow.kind is NextKind.FLOW]
    assert {arrow.label for arrow in flows} == set(labels)
    return sorted(arrow.label for arrow in answered(first, flows, Language(language), words))


@pytest.mark.parametrize(
    ("labels", "shown"),
    [
        (("Yes", "No"), ["Tidak", "Ya"]),
        (("y", "t"), ["Tidak", "Ya"]),
        (("Lengkap", "Tidak lengkap"), ["Lengkap", "Tidak lengkap"]),
        (("Ya", "Tidak", "Ragu"), ["Ragu", "Tidak", "Ya"]),
        (("yes", "no", "maybe"), ["maybe", "no", "yes"]),
    ],
)
def test_plain_answers_are_in_the_language_of_the_form(
    labels: tuple[str, ...], shown: list[str]
) -> None:
    """With more than two ways the map's own words stay; the draft itself always has them."""
    assert told(*labels) == shown


def test_an_agency_has_its_own_words() -> None:
    """They stand for plain answers only."""
    assert told("Ya", "Tidak", words=("Setuju", "Tolak")) == ["Setuju", "Tolak"]
    assert told("Ya", "Ditolak", language="en", words=("Pass", "")) == ["Ditolak", "Pass"]
