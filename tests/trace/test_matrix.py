"""The matrix: every flow node once, and coverage both ways."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from bpm2sop.drafting import Settings
from bpm2sop.settings import Coverage
from bpm2sop.sources import gather
from bpm2sop.trace import How, Ratio, Trace, trace
from bpm2sop.workspace import DraftRun, draft_sources

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


@pytest.fixture(scope="module")
def run() -> DraftRun:
    """The samples, drafted."""
    return draft_sources(gather([str(SAMPLES)]), Settings())


@pytest.fixture(scope="module")
def made(run: DraftRun) -> Trace:
    """The samples, traced."""
    return trace(run.sops, run.files, run.atlas)


def test_every_flow_node_has_one_row(run: DraftRun, made: Trace) -> None:
    """None is lost, none is there twice."""
    nodes = [(file.name, node) for file in run.files for held in file.maps for node in held.nodes]
    rows = [(row.file, row.element) for row in made.rows]
    assert sorted(rows) == sorted(nodes)


def test_the_count_agrees_with_the_proofs(run: DraftRun, made: Trace) -> None:
    """What the matrix counts as in steps is what the proofs counted."""
    proofs = sum(sop.proof.in_steps + sop.proof.folded for sop in run.sops)
    assert made.nodes.covered == proofs
    assert made.nodes.all == sum(sop.proof.nodes for sop in run.sops)


def test_all_samples_are_covered_both_ways(run: DraftRun, made: Trace) -> None:
    """Each map with flow has its SOP, each SOP its map."""
    assert made.maps == Ratio(len(run.sops), len(run.sops))
    assert made.sops == Ratio(len(run.sops), len(run.sops))
    assert made.gaps.maps == ()


def test_references_are_rows_with_an_sop_of_their_own(run: DraftRun, made: Trace) -> None:
    """The row names the step in its own SOP and the SOP that it leads to."""
    keys = {sop.key for sop in run.sops}
    own = [row for row in made.rows if row.how is How.OWN_SOP]
    assert {row.why for row in own} <= keys
    assert sum(bool(row.step) for row in own) == 15


def test_boxes_of_the_atlas_are_explained(made: Trace) -> None:
    """A box that no map details is no gap of the SOPs."""
    row = next(row for row in made.rows if row.name.startswith("01.03 "))
    assert (row.how, row.why, row.lane) == (How.EXPLAINED, "page", "Proses Inti")


def test_a_missing_sop_is_a_gap(run: DraftRun) -> None:
    """Without one SOP its map, and its nodes, are not covered."""
    less = trace(run.sops[1:], run.files, run.atlas)
    assert [page.code for page in less.gaps.maps] == [run.sops[0].code]
    assert less.maps == Ratio(len(run.sops) - 1, len(run.sops))
    assert {row.why for row in less.gaps.nodes} == {"no-sop"}
    assert less.grade(less.maps) == "B"


def test_an_sop_without_its_map_is_a_gap(run: DraftRun) -> None:
    """An SOP from a file that is gone."""
    gone = replace(run.sops[0], source=replace(run.sops[0].source, file="gone.bpmn"))
    more = trace((*run.sops, gone), run.files, run.atlas)
    assert more.gaps.sops == (gone.title,)
    assert more.grade(more.sops) == "B"


def test_letters_go_by_the_cut_offs_given(run: DraftRun) -> None:
    """Those of the profile, as in the report."""
    less = trace(run.sops[1:], run.files, run.atlas, cuts=Coverage(a=60, b=40, c=10))
    assert less.grade(less.maps) == "A"
