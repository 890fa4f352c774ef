"""The bridge with the package itself, and the package as an independent oracle of our reader.

These tests skip where bpmn-python is missing, under CI=true too: it is under the GPL and so optional by licence.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bpm2sop.interop import diagram as shim
from bpm2sop.interop.bpmn_python import from_bpmn_python, new_diagram, to_bpmn_python
from bpm2sop.model.processmap import ElementId, MapFile, NodeType, ProcessMap
from bpm2sop.readers import read_file
from tests.interop.bridge import real_or_skip
from tests.interop.test_bridge import drawn

KNOWN = frozenset(NodeType) - {
    NodeType.SCRIPT_TASK,
    NodeType.SEND_TASK,
    NodeType.RECEIVE_TASK,
    NodeType.BUSINESS_RULE_TASK,
    NodeType.CALL_ACTIVITY,
    NodeType.TRANSACTION,
    NodeType.AD_HOC_SUB_PROCESS,
}
"""What bpmn-python reads; it passes over the rest, with all that is in it."""
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(autouse=True)
def _package() -> Iterator[None]:
    real_or_skip()
    yield
    shim._diagram_class.cache_clear()


def looked_into(process_map: ProcessMap, scope: ElementId) -> bool:
    """Tell whether bpmn-python goes into a scope."""
    parent = process_map.scopes[scope].parent
    if parent is None:
        return True
    own = process_map.nodes[scope].type is NodeType.SUB_PROCESS
    return own and looked_into(process_map, parent)


def expected(file: MapFile) -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """Give the nodes and flows of a file that bpmn-python should see, by our reading."""
    nodes: dict[str, str] = {}
    flows: dict[str, tuple[str, str]] = {}
    for one in file.maps:
        nodes |= {
            node.id: str(node.type)
            for node in one.nodes.values()
            if node.type in KNOWN and looked_into(one, node.scope)
        }
        flows |= {
            flow.id: (flow.source or "", flow.target or "")
            for flow in one.flows.values()
            if looked_into(one, flow.scope)
        }
    return nodes, flows


def test_both_read_the_same_nodes_and_flows(corpus_maps: tuple[Path, ...]) -> None:
    """On every interchange map that bpmn-python can read at all: each node with its kind, each flow with its ends."""
    readable, differing = 0, []
    for path in corpus_maps:
        theirs = new_diagram()
        try:
            theirs.load_diagram_from_xml_file(str(path))  # type: ignore[attr-defined]
        except Exception:  # noqa: BLE001, S112  (it fails in many ways on what it does not know)
            continue
        readable += 1
        nodes = {node.id: str(node.type) for node in from_bpmn_python(theirs).nodes.values()}
        flows = {
            key: (held["sourceRef"], held["targetRef"])
            for key, held in theirs.sequence_flows.items()
        }
        if (nodes, flows) != expected(read_file(path.name, path.read_bytes())):
            differing.append(path.name)
    assert differing == []
    assert readable >= 200


def test_its_exporter_writes_what_we_give_it(tmp_path: Path) -> None:
    """A map of ours, written by bpmn-python, has the same nodes when read again."""
    before = drawn()
    to_bpmn_python(before).export_xml_file(f"{tmp_path}/", "a.bpmn")  # type: ignore[attr-defined]
    (after,) = read_file("a.bpmn", (tmp_path / "a.bpmn").read_bytes()).maps
    assert {key: node.name for key, node in after.nodes.items()} == {
        key: node.name for key, node in before.nodes.items()
    }


def test_a_script_that_builds_a_diagram_gets_a_map() -> None:
    """As its own examples do, from an empty diagram to flows."""
    script = new_diagram()
    script.create_new_diagram_graph(diagram_name="d")  # type: ignore[attr-defined]
    process = script.add_process_to_diagram("Perizinan")  # type: ignore[attr-defined]
    start, _ = script.add_start_event_to_diagram(process, "Mulai")  # type: ignore[attr-defined]
    task, _ = script.add_task_to_diagram(process, "Memeriksa")  # type: ignore[attr-defined]
    script.add_sequence_flow_to_diagram(process, start, task, "")  # type: ignore[attr-defined]
    made = from_bpmn_python(script)
    assert [node.name for node in made.nodes.values()] == ["Mulai", "Memeriksa"]
    assert [(flow.source, flow.target) for flow in made.flows.values()] == [(start, task)]
    assert made.drawing.shapes == {}
