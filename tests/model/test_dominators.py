"""Dominators agree with networkx, which finds them by another algorithm."""

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from bpm2sop.model.dominators import UNREACHED, DominatorTree


@st.composite
def graphs(draw: st.DrawFn) -> list[list[int]]:
    """Small directed graphs: loops, parallel edges and unreached parts included."""
    size = draw(st.integers(1, 12))
    vertices = st.integers(0, size - 1)
    return draw(st.lists(st.lists(vertices, max_size=4), min_size=size, max_size=size))


def as_networkx(successors: list[list[int]]) -> "nx.DiGraph[int]":
    """The same graph for networkx."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(len(successors)))
    graph.add_edges_from((a, b) for a, targets in enumerate(successors) for b in targets)
    return graph


@given(graphs())
def test_immediate_dominators_are_those_of_networkx(successors: list[list[int]]) -> None:
    """Each vertex has the dominator that networkx gives, or none where it is not reached."""
    theirs = {**nx.immediate_dominators(as_networkx(successors), 0), 0: 0}
    ours = DominatorTree(successors, 0).parent
    assert ours == [theirs.get(vertex, UNREACHED) for vertex in range(len(successors))]


@given(graphs())
def test_dominance_is_being_on_every_way(successors: list[list[int]]) -> None:
    """A vertex dominates another if without it the other is not reached."""
    tree = DominatorTree(successors, 0)
    for above in range(1, len(successors)):
        graph = as_networkx(successors)
        graph.remove_node(above)
        still = {0} | nx.descendants(graph, 0)
        for below in range(len(successors)):
            if tree.reached(above) and tree.reached(below):
                assert tree.dominates(above, below) == (below not in still)


@given(graphs())
def test_the_child_towards_a_vertex_dominates_it(successors: list[list[int]]) -> None:
    """One step down the tree is found without walking it."""
    tree = DominatorTree(successors, 0)
    for below in range(1, len(successors)):
        if tree.reached(below):
            child = tree.child_towards(0, below)
            assert tree.parent[child] == 0
            assert tree.dominates(child, below)
