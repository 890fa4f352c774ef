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
from bpm2sop.readers.messages import place_messages
from bpm2sop.readers.owners import Claim, Owners, find_owners


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
    plans, owners = _plans(gathered)
    owner = {process: number for number, plan in enumerate(plans) for process in plan.processes}
    for number, message in place_messages(gathered, owners, owner):
        plans[number].messages.append(message)
    kept = [plan for plan in plans if _has_something(gathered, plan)]
    order = {body: number for number, body in enumerate(gathered.bodies)}
    for plan in kept:
        plan.processes.sort(key=order.__getitem__)
    if len(kept) == 1:
        return (_map(gathered, kept[0], _everything(gathered, placed, ties)),)
    shares = _shares(gathered, kept, placed, ties)
    return tuple(_map(gathered, plan, share) for plan, share in zip(kept, shares, strict=True))


def _plans(gathered: Gathered) -> tuple[list[_Plan], Owners]:
    claims: dict[ElementId, list[Claim]] = {}
    for number, held in enumerate(gathered.collaborations):
        for participant in held.participants:
            process = _process_of(gathered, participant)
            if process is not None:
                claims.setdefault(process, []).append(Claim(number, participant))
    owners = find_owners(gathered, claims)
    shown = {pool: process for process, pool in owners.pool.items()}
    plans = [
        _Plan(
            held.id, held.name, held.line,
            [pool._replace(process=shown.get(pool.id)) for pool in held.participants], [], [],
        )
        for held in gathered.collaborations
    ]  # fmt: skip
    names = {pool.id: pool.name or pool.id for held in claims.values() for _, pool in held}
    for process, rivals in claims.items():
        for _, pool in rivals:
            if owners.pool[process] != pool.id:
                _say_twice(gathered, pool, process, names[owners.pool[process]])
    for process, number in owners.collaboration.items():
        plans[number].processes.append(process)
    plans.extend(
        _Plan(body.id, body.name, body.line, [], [], [body.id])
        for body in gathered.bodies.values()
        if body.parent is None and body.id not in owners.collaboration
    )
    return plans, owners


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


def _say_twice(
    gathered: Gathered, participant: Participant, process: ElementId, chosen: str
) -> None:
    gathered.find(
        "process-in-two-pools", Severity.INFO, participant.line, participant.id, process,
        element=participant.id, name=participant.name or participant.id, process=process,
        pool=chosen,
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
    _share_artifacts(gathered, ties, by_home, shares)
    return shares


def _share_artifacts(
    gathered: Gathered, ties: Ties, by_home: dict[ElementId, _Share], shares: list[_Share]
) -> None:
    """Give items, annotations and groups to the map that they stand in or are about, else to the first."""

    def home(own: ElementId, about: Iterable[_Share] = ()) -> Iterable[_Share]:
        held = by_home.get(gathered.homes.get(own, own))
        return [held] if held is not None else about or shares[:1]

    for item in gathered.items.values():
        for share in home(item.id):
            share.data.setdefault(item.id, item)
    for annotation in ties.annotations:
        about = [share for share in shares if any(e in share.nodes for e in annotation.elements)]
        for share in home(annotation.id, about):
            share.annotations.append(annotation)
    for group in gathered.groups.values():
        for share in home(group.id):
            share.groups.append(group)
