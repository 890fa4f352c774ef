"""Changes that keep the meaning keep every count, and what the ids join."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.oracle.canonical import table_up_to_ids
from tests.oracle.contract import check_sop
from tests.oracle.dull import dull_sop
from tests.oracle.folding import folded_sop
from tests.oracle.generate import Style, bpmn_files, random_bpmn, seeded
from tests.oracle.little import little_map
from tests.oracle.metamorphic import KEEPING, jitter_shapes, rename_ids, strip_drawing
from tests.oracle.plainmap import PlainMap, counts, read
from tests.oracle.tokengame import Different, compare_sop

WILD = little_map(
    "A:task B:task",
    "f1:A>B",
    inside='<bpmn:documentation id="D">Surat é &amp; <b xmlns="urn:x">tebal</b>\n</bpmn:documentation>'
    '<bpmn:laneSet id="S"><bpmn:lane id="L" name="Ka.&#10;Sie"><bpmn:flowNodeRef> ns:A '
    "</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>"
    '<bpmn:callActivity id="K" calledElement="ns:P" name="f1"/>',
)


def joined(plain: PlainMap) -> tuple[object, ...]:
    """What ids join, told without ids."""
    lanes = sorted(
        (lane.name, sorted(plain.nodes[x].name for x in lane.members & plain.nodes.keys()))
        for lane in plain.lanes.values()
    )
    flows = sorted(
        (plain.nodes[f.source].name, plain.nodes[f.target].name, f.name, f.condition or "")
        for f in plain.flows.values()
        if f.whole
    )
    ends = [plain.nodes.get(x) for m in plain.messages.values() for x in (m.source, m.target)]
    hosts = sorted(
        plain.nodes[n.attached].name for n in plain.nodes.values() if n.attached in plain.nodes
    )
    defaults = sum(node.default in plain.flows for node in plain.nodes.values())
    messages = sorted(node.name for node in ends if node is not None)
    links = sum(len(plain.links(scope)) for scope in plain.scopes)
    calls = sum(node.called in plain.scopes for node in plain.nodes.values())
    return lanes, flows, messages, hosts, defaults, links, calls


@pytest.mark.parametrize("change", KEEPING)
@pytest.mark.parametrize("seed", range(6))
def test_a_kept_meaning_keeps_the_counts(change: str, seed: int) -> None:
    """On generated maps, and on one with wild text."""
    for data in (random_bpmn(seeded(seed), Style(mess=4, pools=2)), WILD):
        changed = KEEPING[change](data, seeded(seed))
        assert changed != data
        assert counts(changed) == counts(data)
        assert joined(read(changed)) == joined(read(data))


def test_renaming_leaves_words_alone() -> None:
    """A name that looks like an id stays, a prefixed reference follows its id."""
    plain = read(rename_ids(WILD))
    (call,) = (node for node in plain.nodes.values() if node.tag == "callActivity")
    assert call.name == "f1"
    assert call.called in plain.scopes
    assert not {"A", "B", "P"} & plain.ids.keys()


def test_jitter_and_stripping_touch_the_drawing_alone() -> None:
    """The model stays byte for byte in content."""
    data = random_bpmn(seeded(3), Style(drawn=True))
    assert b"BPMNDiagram" not in strip_drawing(data)
    for changed in (strip_drawing(data), jitter_shapes(data, seeded(1), 5)):
        assert changed != data
        assert read(changed).nodes == read(data).nodes


@pytest.mark.parametrize("seed", range(10))
def test_tables_are_compared_up_to_ids(seed: int) -> None:
    """Ids that keep their order give the same table; another word gives another."""
    data = random_bpmn(seeded(seed))
    renamed = rename_ids(data)
    one, two = dull_sop("one", data), dull_sop("one", renamed)
    assert one != two
    assert table_up_to_ids(one) == table_up_to_ids(two)
    two["steps"][0]["next"] = [*two["steps"][0]["next"][1:]]
    two["steps"][0]["text"] = "lain"
    assert table_up_to_ids(one) != table_up_to_ids(two)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(bpmn_files())
def test_the_strategy_gives_maps_that_the_check_can_judge(data: bytes) -> None:
    """Every generated file is regular, and its dull draft is right."""
    plain = read(data)
    assert not plain.broken
    assert not plain.irregular
    sop = dull_sop("x", data)
    assert check_sop(sop, {"x": data}, [sop]) == []


@pytest.mark.corpus
def test_changed_corpus_files_keep_their_counts(corpus_dir: Path) -> None:
    """On real files of many tools, every tenth of them for each change."""
    files = sorted(corpus_dir.rglob("*.bpmn"))
    assert files
    for start, (name, change) in enumerate(KEEPING.items()):
        for path in files[start::10]:
            data = path.read_bytes()
            plain = read(data)
            if plain.broken:
                continue
            changed = read(change(data, seeded(start)))
            assert changed.counts == plain.counts, (name, path.name)
            if not plain.irregular:
                assert joined(changed) == joined(plain), (name, path.name)


@pytest.mark.corpus
def test_right_drafts_of_real_maps_are_right(corpus_dir: Path) -> None:
    """No false alarm on real maps, a row a node or folded as far as it goes."""
    for path in sorted(corpus_dir.rglob("*.bpmn")):
        data = path.read_bytes()
        if read(data).irregular or not read(data).nodes:
            continue
        for sop in (dull_sop(path.name, data), folded_sop(path.name, data)):
            assert check_sop(sop, {path.name: data}, [sop]) == [], path
            outcomes = compare_sop(sop, {path.name: data}).values()
            assert not [o for o in outcomes if isinstance(o, Different)], path
