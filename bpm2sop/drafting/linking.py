"""References between the SOPs of a set: call activities and sub-processes with an SOP of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from bpm2sop.drafting.keys import unique
from bpm2sop.model.findings import Finding, Severity
from bpm2sop.model.processmap import MapFile, NodeType
from bpm2sop.model.sop import Cell, CellSource, Kind, Sop, SopKey, Step, StepKind

Target = Callable[[Sop, Step], SopKey | None]


def link(sops: Sequence[Sop], files: Iterable[MapFile]) -> tuple[Sop, ...]:
    """Give every SOP a key of its own, resolve references, and let both sides name each other under *Keterkaitan*."""
    keyed = [replace(sop, key=key) for sop, key in zip(sops, unique([sop.key for sop in sops]), strict=True)]
    called = {
        (file.name, node.id): node.called
        for file in files
        for process_map in file.maps
        for node in process_map.nodes.values()
        if node.type is NodeType.CALL_ACTIVITY
    }
    resolve = _resolver(keyed, called)
    linked = [_resolved(sop, resolve, called) for sop in keyed]
    return _related(linked)


def _resolver(sops: Sequence[Sop], called: Mapping[tuple[str, str], str]) -> Target:
    """Find SOPs by scope: within the file first, then in the one other file that has it."""
    near: dict[tuple[str, str], SopKey] = {}
    far: dict[str, list[SopKey]] = defaultdict(list)
    for sop in sops:
        for scope in sop.source.scopes:
            near.setdefault((sop.source.file, scope), sop.key)
            far[scope].append(sop.key)

    def target(sop: Sop, step: Step) -> SopKey | None:
        scope = called.get((sop.source.file, step.key), step.key)
        found = near.get((sop.source.file, scope))
        if found is None and scope != step.key and len(far.get(scope, ())) == 1:
            found = far[scope][0]
        return found

    return target


def _resolved(sop: Sop, resolve: Target, called: Mapping[tuple[str, str], str]) -> Sop:
    """Fill `refers_to` of the reference steps; a call that leads nowhere is a finding."""
    unresolved: list[Finding] = []

    def walk(steps: tuple[Step, ...]) -> tuple[Step, ...]:
        return tuple(one(step) for step in steps)

    def one(step: Step) -> Step:
        if step.steps:
            return replace(step, steps=walk(step.steps))
        if step.kind is not StepKind.REFERENCE:
            return step
        found = resolve(sop, step)
        if found is None:
            name = called.get((sop.source.file, step.key), "")
            unresolved.append(
                Finding(
                    "call-unresolved",
                    Severity.WARNING,
                    sop.source.file,
                    None,
                    (step.key,),
                    (("name", step.label), ("called", name)),
                )
            )
        return replace(step, refers_to=found)

    steps = walk(sop.steps)
    return replace(sop, steps=steps, findings=(*sop.findings, *unresolved))


def _related(sops: Sequence[Sop]) -> tuple[Sop, ...]:
    """Fill *Keterkaitan* on both sides and classify by the references: macro refers, micro is referred to."""
    titles = {sop.key: sop.title for sop in sops}
    called_scope = {sop.key: sop.source.scopes[0] for sop in sops}
    forward: dict[SopKey, dict[SopKey, str]] = defaultdict(dict)
    backward: dict[SopKey, dict[SopKey, str]] = defaultdict(dict)
    for sop in sops:
        for step in references(sop.steps):
            if step.refers_to is not None and step.refers_to != sop.key:
                forward[sop.key].setdefault(step.refers_to, step.key)
                backward[step.refers_to].setdefault(sop.key, called_scope[step.refers_to])
    done = []
    for sop in sops:
        others = {**forward[sop.key], **{key: by for key, by in backward[sop.key].items() if key not in forward[sop.key]}}
        names = sorted({titles[key] for key in others})
        cell = Cell("; ".join(names), CellSource.MAP, min(others.values())) if names else Cell()
        kind = Kind(
            nature="administrative" if len(sop.actors) > 1 else "technical",
            extent="micro" if backward[sop.key] else "macro",
            completeness="partial" if backward[sop.key] else "final",
        )
        done.append(replace(sop, identity=replace(sop.identity, related=cell), kind=kind))
    return tuple(done)


def references(steps: Sequence[Step]) -> list[Step]:
    """List the reference steps at every depth, in table order."""
    found = []
    for step in steps:
        if step.kind is StepKind.REFERENCE:
            found.append(step)
        found += references(step.steps)
    return found
