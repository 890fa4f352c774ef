"""What tests of the bridge share."""

import importlib
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import networkx as nx
import pytest

from bpm2sop.interop import diagram

PACKAGE = "bpmn_python"
WHY = (
    "bpmn-python is not installed: it is under the GPL and so optional by licence, in CI too; "
    "pip install 'bpm2sop[bpmn-python]'"
)


class Bare:
    """The six values that `BpmnDiagramGraph` holds, for tests that need no more of it."""

    def __init__(self) -> None:
        """Begin empty."""
        self.diagram_graph = nx.Graph()
        self.sequence_flows: dict[str, Any] = {}
        self.process_elements: dict[str, Any] = {}
        self.diagram_attributes: dict[str, Any] = {}
        self.plane_attributes: dict[str, Any] = {}
        self.collaboration: dict[str, Any] = {}


@contextmanager
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put a module with the bare diagram where the package would be."""
    module = ModuleType(f"{PACKAGE}.bpmn_diagram_rep")
    module.__dict__["BpmnDiagramGraph"] = Bare
    monkeypatch.setitem(sys.modules, PACKAGE, ModuleType(PACKAGE))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    diagram._diagram_class.cache_clear()
    yield
    diagram._diagram_class.cache_clear()


def real_or_skip() -> None:
    """Import the package, or skip."""
    diagram._diagram_class.cache_clear()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # It is from 2017.
        try:
            importlib.import_module(f"{PACKAGE}.bpmn_diagram_rep")
        except ImportError:
            pytest.skip(WHY)
