"""The drawing rules as hard limits, over the samples and the corpus."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bpm2sop import draft
from bpm2sop.layout import lay_out, measure

SAMPLES = Path(__file__).parents[2] / "samples"
MOST_CROSSINGS = 0.03


def judged(paths: Iterable[Path]) -> tuple[dict[str, int], float]:
    """Return the SOPs with faults in their drawing, and the crossings a connector of all."""
    run = draft([str(path) for path in paths])
    measured = {sop.key: measure(lay_out(sop)) for sop in run.sops}
    faults = {key: found.faults for key, found in measured.items() if found.faults}
    connectors = sum(found.connectors for found in measured.values())
    return faults, sum(found.crossings for found in measured.values()) / connectors


def test_the_samples_break_no_rule() -> None:
    """No fault at all, and no line crosses another but for a few."""
    faults, crossings = judged([SAMPLES])
    assert faults == {}
    assert crossings <= MOST_CROSSINGS


def test_the_corpus_breaks_no_rule(corpus_dir: Path) -> None:
    """408 maps, among them pages with fifteen arrows and three lanes."""
    faults, crossings = judged([corpus_dir])
    assert faults == {}
    assert crossings <= MOST_CROSSINGS
