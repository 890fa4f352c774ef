"""Which processes are one map, and what passes between pools."""

from tests.readers.small import flow, read, read_map


def test_a_collaboration_is_one_map_with_its_processes() -> None:
    """Pools with and without a process, and messages between them."""
    held = read_map(
        '<collaboration id="C" name="Izin"><participant id="Pa1" name="Dinas" processRef="P"/>'
        '<participant id="Pa2" name="Pemohon"/>'
        '<messageFlow id="M" name="Berkas" sourceRef="Pa2" targetRef="A" messageRef="t:Msg"/></collaboration>'
        '<message id="Msg" name="Permohonan"/><process id="P"><task id="A"/></process>'
    )
    assert (held.id, held.name, held.processes) == ("C", "Izin", ("P",))
    assert [(pool.name, pool.process) for pool in held.participants] == [
        ("Dinas", "P"),
        ("Pemohon", None),
    ]
    (message,) = held.messages
    assert (message.source, message.target, message.message) == ("Pa2", "A", "Permohonan")


def test_a_process_that_no_pool_names_is_a_map_of_its_own() -> None:
    """Each map holds its own nodes, flows, lanes and data only."""
    held = read(
        '<collaboration id="C"><participant id="Pa" processRef="P1"/></collaboration>'
        f'<process id="P1"><task id="A"/><task id="B"/>{flow("A", "B")}</process>'
        '<process id="P2"><laneSet><lane id="L"><flowNodeRef>X</flowNodeRef></lane></laneSet><task id="X"/>'
        '<dataObject id="D" name="Berkas"/></process>'
    )
    first, second = held.maps
    assert (first.id, list(first.nodes), list(first.flows)) == ("C", ["A", "B"], ["A-B"])
    assert (second.id, list(second.nodes), list(second.lanes), list(second.data)) == (
        "P2",
        ["X"],
        ["L"],
        ["D"],
    )


def test_a_process_that_messages_reach_into_belongs_to_the_collaboration() -> None:
    """A diagram may show one process without a pool around it."""
    held = read_map(
        '<collaboration id="C"><participant id="Pa" processRef="P1"/>'
        '<messageFlow id="M" sourceRef="A" targetRef="X"/></collaboration>'
        '<process id="P1"><task id="A"/></process><process id="P2"><task id="X"/></process>'
    )
    assert held.processes == ("P1", "P2")
    assert (held.messages[0].source, held.messages[0].target) == ("A", "X")


def test_a_process_in_two_collaborations_is_shown_once() -> None:
    """The larger collaboration shows it; the other shows its pool without content."""
    held = read(
        '<collaboration id="C1"><participant id="Pa1" processRef="P"/></collaboration>'
        '<collaboration id="C2"><participant id="Pa2" processRef="P"/><participant id="Pa3" processRef="Gone"/></collaboration>'
        '<process id="P"><task id="A"/></process>'
    )
    assert [(one.id, one.processes) for one in held.maps] == [("C1", ()), ("C2", ("P",))]
    assert [found.rule for found in held.findings] == [
        "reference-to-nothing",
        "process-in-two-pools",
    ]


def test_an_empty_collaboration_is_dropped_with_a_finding() -> None:
    """A diagram that shows nothing is no map."""
    held = read('<collaboration id="C"/><process id="P"><task id="A"/></process>')
    assert [one.id for one in held.maps] == ["P"]
    assert [found.rule for found in held.findings] == ["collaboration-empty"]


def test_a_message_to_a_process_goes_to_its_pool() -> None:
    """Some tools name the process instead of the pool; what leads nowhere is told of."""
    held = read(
        '<collaboration id="C"><participant id="Pa" processRef="P"/>'
        '<messageFlow id="M" sourceRef="P" targetRef="Gone"/></collaboration><process id="P"/>'
    )
    (message,) = held.maps[0].messages
    assert (message.source, message.target) == ("Pa", None)
    assert [found.rule for found in held.findings] == ["message-loose-end"]


def test_a_map_is_named_by_its_only_pool() -> None:
    """A collaboration without a name of its own has that of its one pool with content."""
    held = read_map(
        '<collaboration id="C"><participant id="Pa" name="Dinas" processRef="P"/><participant id="X" name="Luar"/></collaboration>'
        '<process id="P"><task id="A"/></process>'
    )
    assert held.name == "Dinas"


def test_a_flow_between_maps_has_no_end_in_the_other() -> None:
    """A sequence flow from one process to another is loose in both."""
    held = read(
        f'<process id="P1"><task id="A"/>{flow("A", "B")}</process><process id="P2"><task id="B"/></process>'
    )
    assert (held.maps[0].flows["A-B"].source, held.maps[0].flows["A-B"].target) == ("A", None)
    assert [found.rule for found in held.findings] == ["flow-across-scopes"]
