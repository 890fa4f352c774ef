"""The order of rows."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpm2sop.decompose import decompose, plan
from bpm2sop.decompose.order import Order, Ranking, weak_topological_order
from tests.decompose.sketch import bpmn, decomposed, map_of, rows

INDIFFERENT = Ranking(
    before=lambda _vertex, _arc: (),
    words=lambda _vertex, _arc: "",
    entry=lambda _vertex: 0,
    last=lambda vertex: vertex,
)
"""Prefers nothing."""


def cores(sketch: str) -> list[str]:
    """List the cores in table order."""
    return [str(block.core) for block in decomposed(sketch).top]


@pytest.mark.parametrize(
    ("sketch", "order"),
    [
        pytest.param("A > x1\nx1 > B: Tidak\nx1 > D: Ya\nB > C\nD > C", "ADBC", id="yes before no, the join behind both"),
        pytest.param("A > x1\nx1 > B > e1\nx1 > C > D > e2", "ACDB", id="the longer way first"),
        pytest.param("s1 > A > B > x1\nx1 > C > e1: Ya\nx1 > D > A: Tidak", "A B D C", id="rework stays in its loop"),
        pytest.param("s1 > A > B > e1\nA ! C", "A B C", id="the exception behind the normal way"),
        pytest.param("A > p1\np1 > B > p2\np1 > C > p2\np2 > D", "ABCD", id="a join behind all its branches"),
        pytest.param("s1 > A > e1\nZ > Y > Z", "A Y Z", id="what nothing reaches comes last"),
    ],
)  # fmt: skip
def test_the_order_of_branches(sketch: str, order: str) -> None:
    """Preferred ways come first, joins behind their branches, loops together."""
    assert [core for core in cores(sketch) if core[0].isupper()] == list(order.replace(" ", ""))


@given(st.permutations(range(7)))
def test_a_chain_comes_in_its_own_order(chain: list[int]) -> None:
    """However its blocks are numbered; a ring at its end does not count as one."""
    successors: list[list[int]] = [[] for _ in chain]
    for one, other in pairwise(chain):
        successors[one] = [other]
    order = weak_topological_order(successors, sorted(chain), chain[:1], INDIFFERENT)
    assert order == Order(chain, [])
    successors[chain[-1]] = [chain[3]]
    order = weak_topological_order(successors, sorted(chain), chain[:1], INDIFFERENT)
    assert order == Order(chain, [(3, 6)])


def test_a_loop_with_two_entries_stays_together() -> None:
    """An irreducible loop has no single entrance in the map; its rows stand together all the same."""
    order = cores("A > x1\nx1 > B\nx1 > C\nB > C\nC > x2\nx2 > B\nx2 > D")
    assert order.index("D") == len(order) - 1
    assert {"B", "C"} == set(order[-3:-1])


def test_loops_within_loops_nest() -> None:
    """The inner loop is a bracket within the outer one."""
    spans = decomposed(
        "s1 > A > B > C > x1\nx1 > B: lagi\nx1 > D > x2\nx2 > A: ulang\nx2 > E"
    ).spans
    assert [(span.first, span.last) for span in spans] == [("A", "D"), ("B", "C")]


def test_parallel_branches_are_one_region() -> None:
    """From the first row behind the split to the last before the join."""
    (span,) = decomposed("A > p1\np1 > B > p2\np1 > C > p2\np2 > D").spans
    assert (span.kind, span.first, span.last, span.by) == ("parallel", "B", "C", "A")


def test_an_exception_is_said_on_its_host() -> None:
    """A boundary event is an exit of the activity that it sits on."""
    (first, *_) = decomposed("A > B\nA !! C: 3 hari").top
    (flow, exception) = first.exits
    assert (flow.to, exception.to, exception.label, exception.interrupting) == (
        "B",
        "C",
        "3 hari",
        False,
    )
    assert exception.via[0].startswith("onA")


def test_dangling_flows_are_explained() -> None:
    """A flow with one end is no arrow, but it is not forgotten either."""
    process_map = map_of(bpmn("A > B > C").replace(b'targetRef="C"', b""))
    (scopes,) = plan(process_map)
    assert [tuple(entry) for entry in decompose(process_map, scopes).explained] == [
        ("f1", "loose-end")
    ]


def test_ties_are_broken_by_meaning() -> None:
    """Branches that differ in nothing but their words come in the order of the words, whatever the file's order."""
    table = ["A p1: all of B, C, D", "B", "C", "D"]
    assert rows("A > p1\np1 > D\np1 > C\np1 > B") == table
    assert rows("A > p1\np1 > B\np1 > C\np1 > D") == table
