"""Flow nodes of every kind, and what stands on and within them."""

import pytest

from bpm2sop.model.processmap import EventDefinition, EventKind, Loop, NodeType
from tests.readers.small import drawn, findings, process, read, read_map, rules, shape


@pytest.mark.parametrize("kind", NodeType)
def test_every_kind_of_node_is_read(kind: NodeType) -> None:
    """A node keeps its tag, name, scope and line."""
    held = process(f'\n<{kind.value} id="N" name="Nama"/>').nodes["N"]
    assert (held.type, held.name, held.scope, held.line) == (kind, "Nama", "P", 3)


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_of_event_definition_is_read(kind: EventKind) -> None:
    """An event definition is known by its tag."""
    held = process(f'<startEvent id="N"><{kind.value}EventDefinition/></startEvent>')
    assert [event.kind for event in held.nodes["N"].events] == [kind]


@pytest.mark.parametrize("kind", ["message", "signal", "error", "escalation"])
def test_an_event_has_the_name_of_what_it_refers_to(kind: str) -> None:
    """Names of messages, signals, errors and escalations stand at the root, before or after."""
    held = read_map(
        f'<process id="P"><startEvent id="N"><{kind}EventDefinition {kind}Ref="t:R"/></startEvent></process>'
        f'<{kind} id="R" name="Berkas"/>'
    )
    assert held.nodes["N"].events == (EventDefinition(EventKind(kind), "Berkas", "", "", "t:R"),)


@pytest.mark.parametrize("form", ["duration", "date", "cycle"])
def test_a_timer_keeps_its_expression_and_form(form: str) -> None:
    """A timer's text is as written."""
    tag = f"time{form.title()}"
    held = process(
        f'<startEvent id="N"><timerEventDefinition><{tag}> P2D </{tag}></timerEventDefinition></startEvent>'
    )
    assert held.nodes["N"].events == (EventDefinition(EventKind.TIMER, "", "P2D", form, ""),)


def test_a_link_has_a_name_and_a_condition_a_text() -> None:
    """Links meet by name; a conditional event says its condition."""
    held = process(
        '<intermediateThrowEvent id="A"><linkEventDefinition name="Lanjut"/></intermediateThrowEvent>'
        '<startEvent id="B"><conditionalEventDefinition><condition>stok &lt; 5</condition></conditionalEventDefinition></startEvent>'
    )
    assert held.nodes["A"].events[0].name == "Lanjut"
    assert held.nodes["B"].events[0].text == "stok < 5"


def test_an_event_definition_may_stand_at_the_root() -> None:
    """An eventDefinitionRef leads to a definition elsewhere."""
    held = read_map(
        '<signalEventDefinition id="D" signalRef="S"/><signal id="S" name="Sirene"/>'
        '<process id="P"><startEvent id="N"><eventDefinitionRef>D</eventDefinitionRef></startEvent></process>'
    )
    assert held.nodes["N"].events[0].name == "Sirene"


def test_a_compensation_names_its_activity() -> None:
    """The activity that a compensation event refers to gives its name."""
    held = process(
        '<task id="A" name="Bayar"/><endEvent id="N"><compensateEventDefinition activityRef="A"/></endEvent>'
    )
    assert held.nodes["N"].events[0].name == "Bayar"


def test_a_boundary_event_knows_its_host_and_whether_it_interrupts() -> None:
    """`cancelActivity` is true unless said otherwise."""
    held = process(
        '<task id="A"/><boundaryEvent id="B" attachedToRef="A"/>'
        '<boundaryEvent id="C" attachedToRef="A" cancelActivity="false"/>'
    )
    assert (held.nodes["B"].attached_to, held.nodes["B"].interrupting) == ("A", True)
    assert held.nodes["C"].interrupting is False


@pytest.mark.parametrize("attribute", ["", 'attachedToRef="Gone"'])
def test_a_boundary_event_without_a_host_is_told_of(attribute: str) -> None:
    """A host that is missing is an error with a place."""
    body = f'<boundaryEvent id="B" {attribute}/>'
    assert process(body).nodes["B"].attached_to is None
    assert rules(body) == ["boundary-without-host"]


def test_a_start_event_of_an_event_sub_process_may_not_interrupt() -> None:
    """`triggeredByEvent` marks the sub-process, `isInterrupting` its start."""
    held = process(
        '<subProcess id="S" triggeredByEvent="true"><startEvent id="N" isInterrupting="false"/></subProcess>'
    )
    assert held.nodes["S"].by_event is True
    assert held.nodes["N"].interrupting is False


@pytest.mark.parametrize(
    ("marker", "loop", "text"),
    [
        (
            "<standardLoop{0}><loopCondition>revisi</loopCondition></standardLoop{0}>",
            Loop.STANDARD,
            "revisi",
        ),
        (
            "<multiInstanceLoop{0}><loopCardinality>3</loopCardinality></multiInstanceLoop{0}>",
            Loop.PARALLEL,
            "3",
        ),
        ('<multiInstanceLoop{0} isSequential="true"/>', Loop.SEQUENTIAL, ""),
    ],
)
def test_repetition_markers_are_read(marker: str, loop: Loop, text: str) -> None:
    """A loop, and instances side by side or one after another."""
    held = process(f'<task id="A">{marker.format("Characteristics")}</task>').nodes["A"]
    assert (held.loop, held.loop_text) == (loop, text)


def test_activities_keep_what_stands_on_them() -> None:
    """Default flow, compensation, called process and message."""
    held = read_map(
        '<process id="P" xmlns:t="urn:test"><callActivity id="A" calledElement="t:Lain" default="F"/>'
        '<sequenceFlow id="F" sourceRef="A" targetRef="B"/><task id="B" isForCompensation="true"/>'
        '<sendTask id="C" messageRef="M"/></process><message id="M" name="Surat"/>'
    )
    assert (held.nodes["A"].called, held.nodes["A"].default) == ("Lain", "F")
    assert held.nodes["B"].for_compensation is True
    assert held.nodes["C"].message == "Surat"


def test_performers_are_named_by_resource_name_or_expression() -> None:
    """A resource referred to, a name, an assignment expression; each once."""
    held = read_map(
        '<resource id="R" name="Kasi"/><process id="P"><userTask id="A">'
        "<potentialOwner><resourceRef>R</resourceRef></potentialOwner>"
        '<humanPerformer name="Staf"/><performer name="Staf"/>'
        "<potentialOwner><resourceAssignmentExpression><formalExpression>Lurah</formalExpression>"
        "</resourceAssignmentExpression></potentialOwner></userTask></process>"
    )
    assert held.nodes["A"].performers == ("Kasi", "Staf", "Lurah")


def test_documentation_is_plain_text() -> None:
    """HTML becomes text; what a browser hides is gone; several texts are one."""
    held = process(
        '<task id="A"><documentation>&lt;style&gt;p {}&lt;/style&gt;&lt;p&gt;Isi &lt;b&gt;for&lt;/b&gt;mulir&lt;/p&gt;'
        "&lt;p&gt;A &amp;amp; B&lt;/p&gt;</documentation><documentation>Lagi</documentation></task>"
    )
    assert held.documentation["A"] == "Isi formulir A & B Lagi"


def test_sub_processes_nest_to_any_depth() -> None:
    """A hundred sub-processes within one another are a hundred scopes."""
    depth = 100
    opened = "".join(f'<subProcess id="S{n}">' for n in range(depth))
    held = process(f'{opened}<task id="A"/>{"</subProcess>" * depth}')
    assert len(held.scopes) == depth + 1
    assert held.nodes["A"].scope == "S99"
    assert held.scopes["S99"].parent == "S98"


INSIDE = '<process id="P"><subProcess id="S"><task id="A"/></subProcess></process>'


@pytest.mark.parametrize(
    ("boxes", "expanded"),
    [
        ([shape("S", 0, 0, 300, 300, isExpanded="false"), shape("A", 10, 10)], False),
        ([shape("S", 0, 0, 300, 300, isExpanded="true")], True),
        ([shape("S", 0, 0, 300, 300), shape("A", 10, 10)], True),
        ([shape("S", 0, 0, 300, 300)], False),
        ([], None),
    ],
)
def test_a_sub_process_is_open_as_said_or_as_drawn(
    boxes: list[str], *, expanded: bool | None
) -> None:
    """What the drawing says goes before where the nodes are drawn."""
    assert read_map(INSIDE + drawn("P", *boxes)).nodes["S"].expanded is expanded


def test_a_sub_process_with_a_plane_of_its_own_is_closed() -> None:
    """Its nodes are drawn elsewhere."""
    both = drawn("P", shape("S", 0, 0, 100, 80)) + drawn("S", shape("A", 10, 10))
    assert read_map(INSIDE + both).nodes["S"].expanded is False
    assert read_map(INSIDE + drawn("S", shape("A", 10, 10))).nodes["S"].expanded is False


def test_a_tag_that_is_no_part_of_a_process_is_told_of() -> None:
    """A choreography task in a process is named in a finding."""
    (found,) = findings('<choreographyTask id="X"/>')
    assert (found.rule, dict(found.params)["tag"]) == ("unknown-element", "choreographyTask")


def test_a_choreography_is_told_of() -> None:
    """A file without process or collaboration is read, without a map."""
    held = read('<choreography id="X"/>')
    assert [found.rule for found in held.findings] == ["unknown-element", "file-without-map"]
    assert held.maps == ()


def test_a_boundary_event_goes_with_its_host() -> None:
    """A tool may write the event, and the flow out of it, into another process than the activity."""
    held = read(
        '<process id="P"><task id="A"/><task id="B"/></process><process id="Q"><boundaryEvent id="E" attachedToRef="A"/>'
        '<sequenceFlow id="F" sourceRef="E" targetRef="B"/></process>'
    )
    first, second = held.maps
    assert (first.scopes["P"].nodes, first.scopes["P"].flows) == (("A", "B", "E"), ("F",))
    assert (second.scopes["Q"].nodes, second.scopes["Q"].flows) == ((), ())
    assert [found.rule for found in held.findings] == ["boundary-misplaced", "flow-misplaced"]
