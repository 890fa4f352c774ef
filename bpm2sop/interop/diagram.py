"""The diagram object of bpmn-python, made to work with a networkx of today.

bpmn-python 0.0.18 asks its graph for `node` and `edge`, which networkx no longer has. Its diagram gets a graph of our own
that has them; networkx itself, and everybody else's graphs, stay as they are.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

import networkx as nx

EXTRA = "bpm2sop[bpmn-python]"
"""What to install for this bridge. The package is under the GPL, so it comes only when asked for."""

if TYPE_CHECKING:
    _Undirected = nx.Graph[str]
else:
    _Undirected = nx.Graph

Attributes = dict[str, Any]


class Graph(_Undirected):
    """A graph that also answers to the two names of networkx 1."""

    @property
    def node(self) -> Mapping[str, Attributes]:
        """The attributes of each node."""
        return self.nodes

    @property
    def edge(self) -> Mapping[str, Mapping[str, Attributes]]:
        """The attributes of each edge, by its two ends."""
        return self.adj


class Diagram(Protocol):
    """What we use of `BpmnDiagramGraph`."""

    diagram_graph: nx.Graph[str]
    sequence_flows: dict[str, Attributes]
    process_elements: dict[str, Attributes]
    diagram_attributes: Attributes
    plane_attributes: Attributes
    collaboration: Attributes


def new_diagram() -> Diagram:
    """Make an empty diagram: a `BpmnDiagramGraph` whose methods work, loading and exporting included.

    Raises:
        ModuleNotFoundError: bpmn-python, or something that it needs, is not installed.
    """
    made: Diagram = _diagram_class()()
    return made


@cache
def _diagram_class() -> type[Any]:
    """Derive the class, so that a diagram that empties itself gets a graph of ours again."""
    # Late, because nothing but this bridge needs it, and few have it.
    try:
        theirs = importlib.import_module("bpmn_python.bpmn_diagram_rep").BpmnDiagramGraph
    except ImportError as error:
        told = f"bpmn-python cannot be imported ({error}): pip install '{EXTRA}'"
        raise ModuleNotFoundError(told, name="bpmn_python") from error

    def start(self: Any) -> None:  # noqa: ANN401  (a class that has no types)
        theirs.__init__(self)
        self.diagram_graph = Graph()

    return type("Diagram", (theirs,), {"__init__": start, "__doc__": theirs.__doc__})
