"""Every interchange map is read, and nothing in it is lost."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from bpm2sop.model.processmap import DataKind, FileStatus, MapFile, NodeType
from bpm2sop.readers import read_file

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
KINDS = {kind.value for kind in NodeType}


def plain_count(data: bytes) -> Counter[str]:
    """Count tags, knowing nothing but their names; data objects that references show count once."""
    root = etree.fromstring(data, etree.XMLParser(recover=True))
    count: Counter[str] = Counter()
    shown: set[str] = set()
    objects: list[str] = []
    for element in root.iter(f"{BPMN}*"):
        local = str(element.tag).removeprefix(BPMN)
        if local in KINDS:
            count["nodes"] += 1
        elif local in {"sequenceFlow", "lane", "participant", "messageFlow"}:
            count[local] += 1
        elif local == "dataObjectReference":
            count["data"] += 1
            shown.add((element.get("dataObjectRef") or "").rpartition(":")[2])
        elif local == "dataObject":
            objects.append(element.get("id") or "")
    count["data"] += sum(1 for own in objects if own not in shown)
    return +count


def read_count(held: MapFile) -> Counter[str]:
    """Count what was read."""
    count: Counter[str] = Counter()
    for one in held.maps:
        count["nodes"] += len(one.nodes)
        count["sequenceFlow"] += len(one.flows)
        count["lane"] += len(one.lanes)
        count["participant"] += len(one.participants)
        count["messageFlow"] += len(one.messages)
        count["data"] += sum(item.kind is DataKind.OBJECT for item in one.data.values())
    return +count


def by_file(folder: Path) -> Iterator[tuple[str, bytes, MapFile]]:
    """Read every file of the corpus."""
    for path in sorted(folder.rglob("*.bpmn")):
        data = path.read_bytes()
        yield path.name, data, read_file(f"{path.parent.name}/{path.name}", data)


def test_every_map_counts_as_in_its_xml(corpus_dir: Path) -> None:
    """Flow nodes, sequence flows, lanes, pools, message flows and data objects are all there."""
    wrong = [
        (held.name, plain_count(data), read_count(held))
        for _, data, held in by_file(corpus_dir)
        if plain_count(data) != read_count(held)
    ]
    assert wrong == []


def test_every_map_is_read_or_repaired(corpus_dir: Path) -> None:
    """The six files that are not well-formed are repaired; all others are read as they are."""
    status = Counter(held.status for _, _, held in by_file(corpus_dir))
    assert status == {FileStatus.READ: 402, FileStatus.REPAIRED: 6}


def test_every_node_of_a_scope_is_in_the_same_map(corpus_dir: Path) -> None:
    """Scopes, nodes, flows, lanes and memberships of a map name only each other."""
    for _, _, held in by_file(corpus_dir):
        for one in held.maps:
            assert {node for scope in one.scopes.values() for node in scope.nodes} == set(one.nodes)
            assert {flow for scope in one.scopes.values() for flow in scope.flows} == set(one.flows)
            ends = {end for flow in one.flows.values() for end in (flow.source, flow.target) if end}
            ends |= {link.node for link in one.data_links} | set(one.membership)
            assert ends <= set(one.nodes)
            assert {held.lane for held in one.membership.values()} <= set(one.lanes)
            assert {link.item for link in one.data_links} <= set(one.data)


@pytest.mark.parametrize("letter", ["A", "B", "C"])
def test_a_reader_says_the_same_twice(corpus_dir: Path, letter: str) -> None:
    """Reading is a function of the bytes alone."""
    for path in sorted(corpus_dir.glob(f"*/Reference/{letter}*.bpmn")):
        data = path.read_bytes()
        assert read_file(path.name, data) == read_file(path.name, data)
