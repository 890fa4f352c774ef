"""Random maps that no tool would write: references to nothing, loops of scopes, lanes of nobody."""

from hypothesis import strategies as st

from bpm2sop.model.processmap import (
    Annotation,
    ElementId,
    EventDefinition,
    EventKind,
    FlowNode,
    Lane,
    Membership,
    MembershipSource,
    MessageFlow,
    NodeType,
    Participant,
    ProcessMap,
    Scope,
    SequenceFlow,
)

IDS = [ElementId(name) for name in "abcdefghij"]
ids = st.sampled_from(IDS)
maybe = st.none() | ids
names = st.sampled_from(["", "a", "x", "Task 1", "Periksa dan catat", "PERIKSA", "{name}", "?"])
events = st.lists(
    st.builds(EventDefinition, kind=st.sampled_from(EventKind), name=names), max_size=2
)

nodes = st.builds(
    FlowNode,
    id=ids,
    type=st.sampled_from(NodeType),
    name=names,
    scope=ids,
    line=st.integers(0, 9),
    events=events.map(tuple),
    attached_to=maybe,
    interrupting=st.booleans(),
    default=maybe,
    for_compensation=st.booleans(),
    by_event=st.booleans(),
    called=names,
)
flows = st.builds(
    SequenceFlow,
    id=ids,
    source=maybe,
    target=maybe,
    name=names,
    condition=names,
    scope=ids,
    line=st.just(1),
)
lanes = st.builds(Lane, id=ids, name=names, scope=ids, parent=maybe, line=st.just(1))
scopes = st.builds(
    Scope,
    id=ids,
    name=names,
    process=ids,
    parent=maybe,
    nodes=st.just(()),
    flows=st.just(()),
    line=st.just(1),
)
memberships = st.builds(Membership, lane=ids, source=st.just(MembershipSource.REFERENCE))
pools = st.builds(Participant, id=ids, name=names, process=maybe, line=st.just(1))
letters = st.builds(
    MessageFlow, id=ids, name=names, source=maybe, target=maybe, message=names, line=st.just(1)
)
notes = st.builds(
    Annotation, id=ids, text=names, elements=st.lists(ids).map(tuple), line=st.just(1)
)


@st.composite
def rough_maps(draw: st.DrawFn) -> ProcessMap:
    """A map in which anything may refer to anything, or to nothing."""
    drawn_flows = draw(st.lists(flows, max_size=20))
    return ProcessMap(
        id=ElementId("map"),
        name=draw(names),
        file="rough.bpmn",
        participants=tuple(draw(st.lists(pools, max_size=3))),
        processes=tuple(draw(st.lists(ids, max_size=3))),
        scopes={one.id: one for one in draw(st.lists(scopes, max_size=5))},
        nodes={one.id: one for one in draw(st.lists(nodes, max_size=12))},
        flows={
            ElementId(f"{one.id}{index}"): one._replace(id=ElementId(f"{one.id}{index}"))
            for index, one in enumerate(drawn_flows)
        },
        lanes={one.id: one for one in draw(st.lists(lanes, max_size=4))},
        membership=draw(st.dictionaries(ids, memberships)),
        messages=tuple(draw(st.lists(letters, max_size=3))),
        annotations=tuple(draw(st.lists(notes, max_size=2))),
        compensations=draw(st.dictionaries(ids, ids, max_size=3)),
    )
