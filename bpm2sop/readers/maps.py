"""Which processes make one map: the collaborations of a file, and the processes left over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import (
    Annotation,
    DataItem,
    DataLink,
    ElementId,
    FlowNode,
    Group,
    Lane,
    MessageFlow,
    Participant,
    ProcessMap,
    Scope,
    SequenceFlow,
)
from bpm2sop.readers.data import Ties
from bpm2sop.readers.gathered import Gathered
from bpm2sop.readers.lanes import Memberships


@dataclass(slots=True)
class _Plan:
    """A map to be: its collaboration, if any, and its processes."""

    id: ElementId
    name: str
    line: int
    participants: list[Participant]
    messages: list[MessageFlow]
    processes: list[ElementId]


@dataclass(slots=True)
class _Share:
    """What one map holds of all that a file has."""

    scopes: dict[ElementId, Scope] = field(default_factory=dict)
    nodes: dict[ElementId, FlowNode] = field(default_factory=dict)
    flows: dict[ElementId, SequenceFlow] = field(default_factory=dict)
    lanes: dict[ElementId, Lane] = field(default_factory=dict)
    membership: Memberships = field(default_factory=dict)
    data: dict[ElementId, DataItem] = field(default_factory=dict)
    links: list[DataLink] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    compensations: dict[ElementId, ElementId] = field(default_factory=dict)


def make_maps(gathered: Gathered, placed: Memberships, ties: Ties) -> tuple[ProcessMap, ...]:
    """Divide what was gathered into maps, collaborations first."""
    plans = _plans(gathered)
    owner = {process: number for number, plan in enumerate(plans) for process in plan.processes}
    _place_messages(gathered, plans, owner)
    kept = [plan for plan in plans if _has_something(gathered, plan)]
    order = {body: number for number, body in enumerate(gathered.bodies)}
    for plan in kept:
        plan.processes.sort(key=order.__getitem__)
    if len(kept) == 1:
        return (_map(gathered, kept[0], _everything(gathered, placed, ties)),)
    shares = _shares(gathered, kept, placed, ties)
    return tuple(_map(gathered, plan, share) for plan, share in zip(kept, shares, strict=True))


def _plans(gathered: Gathered) -> list[_Plan]:
    plans: list[_Plan] = []
    taken: set[ElementId] = set()
    for held in gathered.collaborations:
        plan = _Plan(held.id, held.name, held.line, [], [], [])
        for participant in held.participants:
            process = _process_of(gathered, participant)
            if process is not None and process in taken:
                _say_twice(gathered, participant, process)
                process = process if process in plan.processes else None
            elif process is not None:
                taken.add(process)
                plan.processes.append(process)
            plan.participants.append(participant._replace(process=process))
        plans.append(plan)
    _adopt(gathered, plans, taken)
    plans.extend(
        _Plan(body.id, body.name, body.line, [], [], [body.id])
        for body in gathered.bodies.values()
        if body.parent is None and body.id not in taken
    )
    return plans


def _adopt(gathered: Gathered, plans: list[_Plan], taken: set[ElementId]) -> None:
    """Give a process that no pool names to the collaboration whose messages reach into it.

    A diagram may show one process without a pool around it.
    """
    for held, plan in zip(gathered.collaborations, plans, strict=True):
        for message in held.messages:
            for text in (message.source, message.target):
                known = gathered.resolve(text) if text else None
                node = gathered.nodes.get(ElementId(known)) if known else None
                process = gathered.bodies[node.scope].process if node is not None else None
                if process is not None and process not in taken:
                    taken.add(process)
                    plan.processes.append(process)


def _process_of(gathered: Gathered, participant: Participant) -> ElementId | None:
    if participant.process is None:
        return None
    known = gathered.resolve(participant.process)
    body = gathered.bodies.get(ElementId(known)) if known else None
    if body is not None and body.parent is None:
        return body.id
    gathered.find(
        "reference-to-nothing", Severity.WARNING, participant.line, participant.id,
        element=participant.id, name=participant.name or participant.id,
        reference=participant.process,
    )  # fmt: skip
    return None


def _say_twice(gathered: Gathered, participant: Participant, process: ElementId) -> None:
    gathered.find(
        "process-in-two-pools", Severity.INFO, participant.line, participant.id, process,
        element=participant.id, name=participant.name or participant.id, process=process,
    )  # fmt: skip


def _place_messages(gathered: Gathered, plans: list[_Plan], owner: dict[ElementId, int]) -> None:
    """Resolve message flows, each in the map that its ends are in."""
    pools = {
        participant.id: number
        for number, plan in enumerate(plans)
        for participant in plan.participants
    }
    pool_of = _pool_of(plans)
    for number, held in enumerate(gathered.collaborations):
        for message in held.messages:
            ends = [_end(gathered, text, pools, pool_of) for text in message[2:4]]
            homes = [_home(gathered, end, pools, owner) for end in ends]
            home = number if number in homes else next((h for h in homes if h is not None), number)
            here = [end if at == home else None for end, at in zip(ends, homes, strict=True)]
            for which, end, text in zip(("source", "target"), here, message[2:4], strict=True):
                if end is None:
                    _say_loose(gathered, message, which, text)
            name = gathered.named.get(message.message.strip(), "")
            name = name or gathered.named.get(message.message.strip().rpartition(":")[2], "")
            plans[home].messages.append(
                message._replace(source=here[0], target=here[1], message=name)
            )


def _end(
    gathered: Gathered, text: str | None, pools: dict[ElementId, int], pool_of: dict[str, ElementId]
) -> ElementId | None:
    """Find the node or pool at the end of a message flow; a process stands for its pool."""
    known = gathered.resolve(text) if text else None
    if known is None:
        return None
    if known in gathered.nodes or known in pools:
        return ElementId(known)
    return pool_of.get(known)


def _pool_of(plans: list[_Plan]) -> dict[str, ElementId]:
    """Map processes to their pools."""
    return {pool.process: pool.id for plan in plans for pool in plan.participants if pool.process}


def _home(
    gathered: Gathered,
    end: ElementId | None,
    pools: dict[ElementId, int],
    owner: dict[ElementId, int],
) -> int | None:
    if end is None:
        return None
    if end in pools:
        return pools[end]
    return owner[gathered.bodies[gathered.nodes[end].scope].process]


def _say_loose(gathered: Gathered, message: MessageFlow, which: str, text: str | None) -> None:
    gathered.find(
        "message-loose-end", Severity.WARNING, message.line, message.id,
        element=message.id, name=message.name or message.id, end=which, reference=text or "",
    )  # fmt: skip


def _has_something(gathered: Gathered, plan: _Plan) -> bool:
    if plan.processes or plan.participants or plan.messages:
        return True
    gathered.find("collaboration-empty", Severity.INFO, plan.line, plan.id, element=plan.id)
    return False


def _name(gathered: Gathered, plan: _Plan) -> str:
    """Name a map by its collaboration, else by the one pool or process that it shows."""
    if plan.name:
        return plan.name
    names = [pool.name for pool in plan.participants if pool.process is not None and pool.name]
    names = names or [gathered.bodies[own].name for own in plan.processes]
    return names[0] if len(names) == 1 else ""


def _map(gathered: Gathered, plan: _Plan, share: _Share) -> ProcessMap:
    return ProcessMap(
        id=plan.id,
        name=_name(gathered, plan),
        file=gathered.file,
        participants=tuple(plan.participants),
        processes=tuple(plan.processes),
        scopes=share.scopes,
        nodes=share.nodes,
        flows=share.flows,
        lanes=share.lanes,
        membership=share.membership,
        messages=tuple(plan.messages),
        data=share.data,
        data_links=tuple(share.links),
        annotations=tuple(share.annotations),
        groups=tuple(share.groups),
        compensations=share.compensations,
        documentation=gathered.documentation,
        facts=gathered.facts,
        drawing=gathered.drawing,
    )


def _everything(gathered: Gathered, placed: Memberships, ties: Ties) -> _Share:
    """Give everything to the only map of a file."""
    return _Share(
        scopes={body.id: body.scope() for body in gathered.bodies.values()},
        nodes=gathered.nodes,
        flows=gathered.flows,
        lanes=gathered.lanes,
        membership=placed,
        data=gathered.items,
        links=list(ties.links.values()),
        annotations=ties.annotations,
        groups=list(gathered.groups.values()),
        compensations=ties.compensations,
    )


def _shares(
    gathered: Gathered, plans: list[_Plan], placed: Memberships, ties: Ties
) -> list[_Share]:
    """Divide what was gathered among several maps, by the process that it stands in."""
    shares = [_Share() for _ in plans]
    by_home = {plan.id: share for plan, share in zip(plans, shares, strict=True)}
    for plan, share in zip(plans, shares, strict=True):
        by_home.update(dict.fromkeys(plan.processes, share))
    by_scope = {body.id: by_home[body.process] for body in gathered.bodies.values()}
    for body in gathered.bodies.values():
        by_scope[body.id].scopes[body.id] = body.scope()
    for node in gathered.nodes.values():
        by_scope[node.scope].nodes[node.id] = node
        if node.id in placed:
            by_scope[node.scope].membership[node.id] = placed[node.id]
    for flow in gathered.flows.values():
        share = by_scope[flow.scope]
        # An end in another map is no end here; a finding has told of it.
        source = flow.source if flow.source in share.nodes else None
        target = flow.target if flow.target in share.nodes else None
        share.flows[flow.id] = flow._replace(source=source, target=target)
    for lane in gathered.lanes.values():
        by_scope[lane.scope].lanes[lane.id] = lane
    for link in ties.links.values():
        share = by_scope[gathered.nodes[link.node].scope]
        share.links.append(link)
        share.data.setdefault(link.item, gathered.items[link.item])
    for event, activity in ties.compensations.items():
        share = by_scope[gathered.nodes[event].scope]
        if activity in share.nodes:
            share.compensations[event] = activity
    _share_artifacts(gathered, ties, by_home, shares[:1])
    return shares


def _share_artifacts(
    gathered: Gathered, ties: Ties, by_home: dict[ElementId, _Share], first: list[_Share]
) -> None:
    """Give items, annotations and groups to the map that they stand in, else to the first."""

    def home(own: ElementId) -> Iterable[_Share]:
        held = by_home.get(gathered.homes.get(own, own))
        return [held] if held is not None else first

    for item in gathered.items.values():
        for share in home(item.id):
            share.data.setdefault(item.id, item)
    for annotation in ties.annotations:
        for share in home(annotation.id):
            share.annotations.append(annotation)
    for group in gathered.groups.values():
        for share in home(group.id):
            share.groups.append(group)
