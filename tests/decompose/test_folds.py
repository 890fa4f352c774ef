"""Which nodes share a row, and which do not."""

import pytest

from bpm2sop.decompose import decompose
from bpm2sop.model.processmap import ElementId
from tests.decompose.sketch import bpmn, map_of, row, rows


@pytest.mark.parametrize(
    ("sketch", "table"),
    [
        pytest.param("s1 > A > B > e1", ["s1 A: B", "B e1"], id="plain start and end share the rows beside them"),
        pytest.param("A > x1\nx1 > B: Ya\nx1 > C: Tidak", ["A x1: B (Ya), C (Tidak)", "B", "C"], id="a check decides"),
        pytest.param(
            "A > p1\np1 > B > p2\np1 > C > p2\np2 > D",
            ["A p1: all of B, C", "B: D", "C: D", "p2 D waits all"],
            id="a join is a wait",
        ),
        pytest.param(
            "A > o1\no1 > B > o2\no1 > C > o2\no2 > D",
            ["A o1: some of B, C", "B: D", "C: D", "o2 D waits some"],
            id="an inclusive join waits for some",
        ),
        pytest.param(
            "A > x1\nx1 > B > x2: 1\nx1 > C > x2\nx2 > D",
            ["A x1: B, C", "B: D (1)", "C: D", "x2 D"],
            id="a merge opens the row behind it",
        ),
        pytest.param("A > x1 > B", ["A: B", "B"], id="a gateway with one way in and out lies on the arrow"),
        pytest.param(
            "A > v1\nv1 > w1 > B\nv1 > m1 > C",
            ["A v1: first of m1, w1", "m1: C", "C", "w1: B", "B"],
            id="an event gateway waits for the first",
        ),
        pytest.param("A > l1\nk1 > B", ["A: B", "B"], id="link events are an arrow"),
        pytest.param("A > l1\nk1 > B\nk2 > C", ["A: l1", "l1: all of B, C", "B", "C"], id="a link that is caught twice leads to both"),
        pytest.param("A > l1\nk2 > C\nk1 > B", ["A: l1", "l1: all of B, C", "B", "C"], id="whichever is written first"),
        pytest.param("A > B\nA > C", ["A: all of B, C", "B", "C"], id="several ways out of a task start all"),
    ],
)  # fmt: skip
def test_nodes_that_share_a_row(sketch: str, table: list[str]) -> None:
    """The guard of each fold is met."""
    assert rows(sketch) == table


@pytest.mark.parametrize(
    ("sketch", "table"),
    [
        pytest.param("s1 > A\nB > A\nA > x1\nx1 > B\nx1 > e1", ["s1: A", "A x1: B, e1", "B: A", "e1"], id="a start into a loop"),
        pytest.param("A > e1\nB > e1", ["A: e1", "B: e1", "e1"], id="an end that several rows reach"),
        pytest.param("s1 > x1\nx1 > A > x2\nx1 > B > x2\nx2 > p1\ns2 > C > p1\np1 > D", None, id="a merge before a join"),
        pytest.param("w1 > x1\nx1 > A\nx1 > B", ["w1: x1", "x1: A, B", "A", "B"], id="a split after an event"),
        pytest.param("A > c1\nc1 > B\nc1 > C", ["A: c1", "c1: some of B, C", "B", "C"], id="a complex gateway"),
        pytest.param("A > x1\nB > x1\nx1 > C\nx1 > D", ["A: x1", "B: x1", "x1: C, D", "C", "D"], id="a mixed gateway"),
        pytest.param("A > x1\nA > B\nx1 > C\nx1 > D", None, id="a split beside another way out"),
    ],
)  # fmt: skip
def test_nodes_that_keep_a_row_of_their_own(sketch: str, table: list[str] | None) -> None:
    """A fold whose guard is not met would change what the map says."""
    found = rows(sketch)
    if table is None:
        own = [line.split(":")[0].split(" waits")[0] for line in found]
        assert "x2" in own or "x1" in own
    else:
        assert found == table


def test_a_decision_in_another_lane_keeps_its_row() -> None:
    """The one who checks does not decide where the map gives the decision to somebody else."""
    lanes = (
        b'<laneSet id="ls"><lane id="La"><flowNodeRef>A</flowNodeRef></lane>'
        b'<lane id="Lb"><flowNodeRef>x1</flowNodeRef></lane></laneSet>'
    )
    data = bpmn("A > x1\nx1 > B\nx1 > C").replace(b'<process id="P">', b'<process id="P">' + lanes)
    blocks = decompose(map_of(data), [ElementId("P")]).top
    assert [row(block) for block in blocks][:2] == ["A: x1", "x1: B, C"]
