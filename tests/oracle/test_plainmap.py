"""The plain reading takes what files really hold."""

from tests.oracle.little import HEAD, little_map
from tests.oracle.plainmap import counts, read


def test_prefixed_and_commented_references_resolve() -> None:
    """A lane names its member with a prefix and a comment inside."""
    data = little_map(
        "A:task B:task",
        "f1:ns:A>ns:B",
        inside='<bpmn:laneSet id="S"><bpmn:lane id="L"><bpmn:flowNodeRef>ns:A<!-- here -->'
        "</bpmn:flowNodeRef><bpmn:childLaneSet><bpmn:lane id='K'><bpmn:flowNodeRef>B"
        "</bpmn:flowNodeRef></bpmn:lane></bpmn:childLaneSet></bpmn:lane></bpmn:laneSet>",
    )
    plain = read(data)
    assert plain.innermost("A") == {"L"}
    assert plain.innermost("B") == {"K"}
    assert (plain.flows["f1"].source, plain.flows["f1"].target) == ("A", "B")


def test_any_prefix_and_none_are_read() -> None:
    """The namespace counts, not the prefix."""
    data = little_map("A:task", "")
    bare = data.replace(b"bpmn:", b"").replace(b"xmlns:bpmn", b"xmlns")
    assert counts(bare) == counts(data) == {"definitions": 1, "process": 1, "task": 1}


def test_loose_ends_and_double_ids_are_noted() -> None:
    """A flow to nowhere is kept, a double id marks the file."""
    plain = read(little_map("A:task A:task", "f1:A>Z f2:A>"))
    assert not plain.flows["f1"].whole
    assert plain.flows["f2"].source == "A"
    assert plain.irregular == ["task A"]


def test_extensions_are_no_elements() -> None:
    """What a vendor wraps in an extension is not counted."""
    inside = "<bpmn:extensionElements><bpmn:task id='X'/></bpmn:extensionElements>"
    assert counts(little_map("A:task", "", inside=inside))["task"] == 1


def test_no_xml_is_an_empty_map() -> None:
    """Nothing raises."""
    assert read(b"\x89PNG").broken
    assert not read(b"").scopes
    assert read(HEAD.encode()).broken
