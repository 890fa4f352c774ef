"""The drawing rules as hard limits, over SOPs made at random."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_sops import actor, arrow, random_sop, sop, step

from bpm2sop.layout import Document, Metrics, PageStyle, lay_out, measure
from bpm2sop.layout.style import LETTER
from bpm2sop.model.sop import Sop, Symbol

CHUNK = 20
MOST_CROSSINGS = 0.03


@pytest.mark.parametrize("chunk", range(15))
def test_300_random_sops_break_no_rule(chunk: int) -> None:
    """2 to 12 actors, 5 to 60 steps: no fault at all, and hardly a crossing."""
    seeds = range(chunk * CHUNK, (chunk + 1) * CHUNK)
    measured = {seed: measure(lay_out(random_sop(seed))) for seed in seeds}
    assert {seed: found for seed, found in measured.items() if found.faults} == {}
    crossings = sum(found.crossings for found in measured.values())
    assert crossings <= MOST_CROSSINGS * sum(found.connectors for found in measured.values())


@pytest.mark.parametrize("seed", range(300, 312))
def test_letter_paper_with_room_for_a_signature_breaks_no_rule(seed: int) -> None:
    """Another paper, and height kept free at its foot, change nothing about the rules."""
    style = PageStyle(paper=LETTER, reserved=57)
    assert measure(lay_out(random_sop(seed), style)).faults == 0


@st.composite
def tangles(draw: st.DrawFn) -> Sop:
    """Return a small SOP with any arrows at all: loops to itself, three exits, islands."""
    count = draw(st.integers(1, 9))
    lanes = draw(st.integers(1, 4))
    steps = []
    for number in range(1, count + 1):
        targets = draw(st.lists(st.integers(1, count), max_size=3, unique=True))
        labels = draw(st.sampled_from((("", "", ""), ("Ya", "Tidak", "Tunda"))))
        lane = draw(st.integers(0, lanes - 1))
        exits = tuple(arrow(t, label) for t, label in zip(targets, labels, strict=False))
        symbol = Symbol.DECISION if len(exits) > 1 else Symbol.PROCESS
        steps.append(step(number, (f"L{lane}",), next=exits, symbol=symbol))
    return sop(tuple(steps), tuple(actor(f"Aktor {i}", i) for i in range(lanes)))


def drawn_faults(found: Metrics) -> int:
    """Return the faults among what is drawn: a tangle may leave arrows to words."""
    return found.faults - found.failed


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tangles())
def test_whatever_is_drawn_keeps_the_rules(tangle: Sop) -> None:
    """Any arrows between any rows: what is drawn keeps every rule, and each arrow is drawn or in words."""
    document = lay_out(tangle)
    found = measure(document)
    assert drawn_faults(found) == 0
    assert accounted(document, tangle)


def accounted(document: Document, tangle: Sop) -> bool:
    """Say whether each arrow of an SOP is a connector, part of an off-page link, or a finding."""
    words = [dict(f.params) for f in document.findings if f.rule == "layout-arrow-in-words"]
    lost = {(p["no"], p["to"]) for p in words}
    drawn = {(c.origin, c.target) for page in document.pages for c in page.connectors}
    return all(
        (s.key, n.to) in drawn or (s.no, n.to.removeprefix("s")) in lost
        for s in tangle.steps
        for n in s.next
    )


def test_the_same_sop_gives_the_same_document() -> None:
    """Nothing depends on a clock, on chance or on what was laid out before."""
    first = lay_out(random_sop(41))
    lay_out(random_sop(42))
    assert lay_out(random_sop(41)) == first
