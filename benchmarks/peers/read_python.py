"""Read each file named on standard input with one peer (pybpmn-parser or bpmn-python); print seconds, read, refused as JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path


def pybpmn() -> Callable[[Path], object]:
    """Give pybpmn-parser's reader."""
    from pybpmn.parser import BpmnParser

    return BpmnParser().parse_bpmn_anns


def bpmn_python() -> Callable[[Path], object]:
    """Give bpmn-python's reader, with the two graph attributes that networkx has dropped supplied."""
    import networkx as nx

    nx.Graph.node = property(lambda graph: graph.nodes)
    nx.Graph.edge = property(lambda graph: graph.adj)
    from bpmn_python.bpmn_diagram_rep import BpmnDiagramGraph

    return lambda path: BpmnDiagramGraph().load_diagram_from_xml_file(str(path))


def main() -> None:
    """Time the peer: the best of N runs."""
    read_one = {"pybpmn-parser": pybpmn, "bpmn-python": bpmn_python}[sys.argv[1]]()
    paths = [Path(line) for line in sys.stdin.read().splitlines() if line]
    best, read = float("inf"), 0
    for _ in range(int(sys.argv[2])):
        read = 0
        start = time.perf_counter()
        for path in paths:
            try:
                read_one(path)
                read += 1
            except Exception:  # noqa: BLE001, S110  (a refusal is counted)
                pass
        best = min(best, time.perf_counter() - start)
    print(json.dumps({"seconds": best, "read": read, "refused": len(paths) - read}))


main()
