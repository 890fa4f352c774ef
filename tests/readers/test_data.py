"""Data, annotations, groups and compensations."""

import pytest

from bpm2sop.model.processmap import DataKind, ProcessMap
from tests.readers.small import findings, flow, process, read, read_map, rules


def links(held: ProcessMap) -> list[tuple[str, str, bool]]:
    """Give what nodes read (True) and write (False)."""
    return [(link.item, link.node, link.into) for link in held.data_links]


def test_a_reference_has_its_object_s_name_and_its_own_state() -> None:
    """An object shown by references is no item beside them."""
    held = process(
        '<dataObject id="O" name="Berkas" isCollection="true"/>'
        '<dataObjectReference id="R" dataObjectRef="O"><dataState name="[lengkap]"/></dataObjectReference>'
        '<dataObjectReference id="R2" name="Berkas lama" dataObjectRef="O"/>'
    )
    assert [(item.id, item.name, item.state, item.collection) for item in held.data.values()] == [
        ("R", "Berkas", "lengkap", True),
        ("R2", "Berkas lama", "", True),
    ]


def test_stores_and_process_inputs_are_items() -> None:
    """A data store by its reference, inputs and outputs of a process by themselves."""
    held = read_map(
        '<dataStore id="D" name="Arsip"/><process id="P"><ioSpecification><dataInput id="I" name="Masuk"/>'
        '<dataOutput id="O" name="Keluar"/></ioSpecification><dataStoreReference id="R" dataStoreRef="D"/></process>'
    )
    assert [(item.kind, item.name) for item in held.data.values()] == [
        (DataKind.INPUT, "Masuk"),
        (DataKind.OUTPUT, "Keluar"),
        (DataKind.STORE, "Arsip"),
    ]


def test_data_associations_say_what_is_read_and_written() -> None:
    """Into the activity and out of it; several sources are several links."""
    held = process(
        '<dataObjectReference id="X"/><dataObjectReference id="Y"/><dataObjectReference id="Z"/><task id="A">'
        '<dataInputAssociation id="In"><sourceRef>X</sourceRef><sourceRef> t:Y </sourceRef>'
        "<targetRef>p</targetRef></dataInputAssociation>"
        '<dataOutputAssociation id="Out"><sourceRef>q</sourceRef><targetRef>Z</targetRef></dataOutputAssociation></task>'
    )
    assert links(held) == [("X", "A", True), ("Y", "A", True), ("Z", "A", False)]
    assert [link.association for link in held.data_links] == ["In", "In", "Out"]


def test_an_association_to_an_object_means_its_reference() -> None:
    """What is drawn is the reference."""
    held = process(
        '<dataObject id="O" name="Berkas"/><dataObjectReference id="R" dataObjectRef="O"/>'
        '<task id="A"><dataInputAssociation><sourceRef>O</sourceRef></dataInputAssociation></task>'
    )
    assert links(held) == [("R", "A", True)]


def test_an_association_may_lead_to_a_store_that_is_not_drawn() -> None:
    """A data store of the file becomes an item when it is used by itself."""
    held = read_map(
        '<dataStore id="D" name="Arsip"/><process id="P"><task id="A">'
        "<dataOutputAssociation><targetRef>D</targetRef></dataOutputAssociation></task></process>"
    )
    assert links(held) == [("D", "A", False)]
    assert held.data["D"].name == "Arsip"


def test_without_a_source_the_name_of_the_input_counts() -> None:
    """A task may say what it reads without an object being drawn."""
    held = process(
        '<task id="A"><ioSpecification><dataInput id="I" name="Formulir"/></ioSpecification>'
        "<dataInputAssociation><targetRef>I</targetRef></dataInputAssociation></task>"
    )
    assert links(held) == [("I", "A", True)]
    assert (held.data["I"].kind, held.data["I"].name) == (DataKind.INPUT, "Formulir")


@pytest.mark.parametrize("source", ["", "<sourceRef>Gone</sourceRef>"])
def test_an_association_to_nothing_is_told_of(source: str) -> None:
    """A data association that says nothing is a small thing."""
    body = f'<task id="A"><dataInputAssociation id="I">{source}</dataInputAssociation></task>'
    assert rules(body) == ["data-loose-end"]


def test_a_reference_without_an_object_keeps_its_own_name() -> None:
    """An object that is missing is told of."""
    body = '<dataObjectReference id="R" name="Surat" dataObjectRef="Gone"/>'
    assert process(body).data["R"].name == "Surat"
    assert rules(body) == ["reference-to-nothing"]


@pytest.mark.parametrize(("source", "target", "into"), [("D", "A", True), ("A", "D", False)])
def test_an_association_ties_data_to_a_task(source: str, target: str, *, into: bool) -> None:
    """Its direction as drawn says whether it is read or written; a second line says nothing new."""
    held = process(
        f'<dataObject id="D"/><task id="A"/><association id="X" sourceRef="{source}" targetRef="{target}"/>'
        f'<association id="Y" sourceRef="{source}" targetRef="{target}"/>'
    )
    assert links(held) == [("D", "A", into)]


def test_an_association_ties_data_to_a_flow() -> None:
    """What lies on an arrow is written where it begins and read where it ends."""
    held = process(
        f'<dataObject id="D"/><task id="A"/><task id="B"/>{flow("A", "B")}<association id="X" sourceRef="D" targetRef="A-B"/>'
    )
    assert links(held) == [("D", "A", False), ("D", "B", True)]


def test_an_annotation_knows_what_it_is_tied_to() -> None:
    """Either end of the association may be the annotation; each element counts once."""
    held = process(
        '<task id="A"/><task id="B"/><textAnnotation id="T"><text>Perhatikan &lt;b&gt;batas&lt;/b&gt;\nwaktu</text></textAnnotation>'
        '<association id="X" sourceRef="A" targetRef="T"/><association id="Y" sourceRef="T" targetRef="B"/>'
        '<association id="Z" sourceRef="T" targetRef="B"/>'
    )
    (note,) = held.annotations
    assert (note.text, note.elements) == ("Perhatikan batas waktu", ("A", "B"))


def test_an_association_to_nothing_at_all_is_told_of() -> None:
    """An end that is missing or unknown."""
    (found,) = findings('<task id="A"/><association id="X" sourceRef="A" targetRef="Gone"/>')
    assert (found.rule, dict(found.params)["reference"]) == ("association-loose-end", "Gone")


def test_a_group_has_the_name_of_its_category_value() -> None:
    """A category value may stand after the group."""
    held = read_map(
        '<process id="P"><group id="G" categoryValueRef="V"/><task id="A"/></process>'
        '<category id="C"><categoryValue id="V" value="Tahap 1"/></category>'
    )
    assert [group.name for group in held.groups] == ["Tahap 1"]


def test_a_compensation_leads_to_its_activity() -> None:
    """The association of a compensation event is no data and no flow."""
    held = process(
        '<task id="A"/><task id="U" isForCompensation="true"/>'
        '<boundaryEvent id="B" attachedToRef="A"><compensateEventDefinition/></boundaryEvent>'
        '<association id="X" sourceRef="B" targetRef="U"/>'
    )
    assert held.compensations == {"B": "U"}


def test_each_map_has_its_own_data_and_notes() -> None:
    """What stands in a collaboration goes to its map, what stands in a process to the process's."""
    held = read(
        '<collaboration id="C"><participant id="Pa" processRef="P1"/><textAnnotation id="T1"><text>1</text></textAnnotation>'
        '<group id="G1"/></collaboration><process id="P1"><task id="A"/></process>'
        '<process id="P2"><task id="B"><dataInputAssociation id="I"><sourceRef>D</sourceRef></dataInputAssociation></task>'
        '<dataObject id="D"/><textAnnotation id="T2"><text>2</text></textAnnotation></process><dataObject id="E"/>'
    )
    first, second = held.maps
    assert ([note.text for note in first.annotations], list(first.data), len(first.groups)) == (
        ["1"],
        ["E"],
        1,
    )
    assert ([note.text for note in second.annotations], list(second.data)) == (["2"], ["D"])


def test_a_data_object_is_shown_by_one_of_its_references_in_any_order() -> None:
    """Where a tool names the object itself, the reference is chosen by name and state."""
    draft, final = (
        f'<dataObjectReference id="R{number}" dataObjectRef="D" name="Surat"><dataState name="{state}"/></dataObjectReference>'
        for number, state in ((1, "konsep"), (2, "final"))
    )
    task = '<task id="A"><dataInputAssociation id="I"><sourceRef>D</sourceRef></dataInputAssociation></task>'
    for parts in (draft + final, final + draft):
        held = process(f'<dataObject id="D"/>{parts}{task}')
        assert [held.data[link.item].state for link in held.data_links] == ["final"]


def test_a_node_that_names_a_data_object_and_its_reference_means_one_thing() -> None:
    """Some tools write both; what the drawing shows is the reference."""
    held = process(
        '<dataObject id="D" name="KTP"/><dataObjectReference id="R1" dataObjectRef="D"/>'
        '<dataObjectReference id="R2" dataObjectRef="D"/>'
        '<task id="A"><dataInputAssociation id="I1"><sourceRef>D</sourceRef></dataInputAssociation>'
        '<dataInputAssociation id="I2"><sourceRef>R2</sourceRef></dataInputAssociation></task>'
    )
    assert [(link.item, link.node) for link in held.data_links] == [("R2", "A")]
