"""One SOP as the review page shows it, and lists of SOPs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection

from bpm2sop.model.findings import Finding, Severity
from bpm2sop.model.sop import Step
from bpm2sop.store import comments, editions, files, reviews, sops, terms, unpack
from bpm2sop.store.comments import CommentRow
from bpm2sop.store.editions import EditionHead
from bpm2sop.store.reviews import OrphanRow
from bpm2sop.store.sops import SopRow
from bpm2sop.store.terms import Term
from bpm2sop.trace.matching_spots import steps_of
from bpm2sop.trace.matching_values import Question
from bpm2sop.trace.overlay import Field, Orphan
from bpm2sop.workspace.cellviews import cell_views, head_entries, step_entries
from bpm2sop.workspace.elsewhere import steps_elsewhere
from bpm2sop.workspace.histories import HistoryLine, history
from bpm2sop.workspace.in_force import TO_COME, in_force_on, stages_on, today
from bpm2sop.workspace.issued import IN_FORCE, issued_hash
from bpm2sop.workspace.judging import findings_of
from bpm2sop.workspace.material import Material, effective, find_sop, read_material
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import Person, Right, require
from bpm2sop.workspace.values import (
    CellView,
    CommentView,
    Counts,
    EditionLine,
    Elsewhere,
    OrphanCell,
    OrphanView,
    SopLine,
    SopView,
    StepStatus,
    StepView,
)
from bpm2sop.workspace.written import ACTIVE, HEAD

__all__ = [
    "HistoryLine",
    "comment_view",
    "edition_lines",
    "effective",
    "history",
    "list_sops",
    "orphan_views",
    "sop_lines",
    "sop_view",
]


def sop_view(workspace: Workspace, who: Person, sop_id: str) -> SopView:
    """Show one SOP with everything that the review page needs.

    Raises:
        Missing: there is none of this id.
    """
    require(who, Right.READ, sop_id)
    with workspace.store.reading() as connection:
        day = today(workspace)
        stamp = (sop_id, find_sop(connection, sop_id).version, files.changes(connection), day)
        known = workspace.memory.views.get(stamp)
        if known is None:
            known = _view(connection, workspace, sop_id, day)
            workspace.memory.views.put(stamp, known)
        return known


def _view(connection: Connection, workspace: Workspace, sop_id: str, day: date) -> SopView:
    """Make the view of an SOP on a day."""
    material = read_material(connection, workspace, sop_id)
    row = material.row
    file = files.by_id(connection, row.file_id) if row.file_id is not None else None
    remarks = _comments(comments.of_sop(connection, sop_id), material)
    waiting = orphan_views(connection, reviews.orphans(connection, sop_id))
    findings = findings_of(connection, workspace, material)
    lines = edition_lines(connection, sop_id, day)
    force = next((one for one in lines if one.stage == IN_FORCE), None)
    since = lines[-1].acts.get("approved", {}).get("at", "") if lines else ""
    steps = tuple(_steps(material, remarks, since))
    whole = tuple(one for one in remarks if one.gone or not one.key)
    entries = head_entries(material.base)
    return SopView(
        id=row.id,
        version=row.version,
        key=row.key,
        title=row.title,
        state=row.state,
        stage=row.stage,
        origin=row.origin,
        unit=row.unit_id,
        number=force.sop_number if force is not None else row.number,
        file=row.file_id,
        file_name=file.name if file is not None else "",
        file_version=material.draft.version,
        current_version=file.current if file is not None else 0,
        sop=material.effective,
        head=cell_views(HEAD, entries, material.last, material.conflicts),
        steps=steps,
        comments=whole,
        orphans=waiting,
        findings=findings,
        editions=lines,
        acts=json.loads(row.acts or "{}"),
        counts=_counts(material, steps, remarks, waiting=waiting, findings=findings),
    )


def _steps(material: Material, remarks: Sequence[CommentView], since: str) -> Iterator[StepView]:
    """Show the rows in table order, nested ones behind their parent."""
    told: dict[str, list[CommentView]] = {}
    for one in remarks:
        told.setdefault(one.key, []).append(one)
    for step, parent in steps_of(material.effective.steps):
        draft = material.steps[step.key]
        review = material.reviews.get(step.key)
        status = material.status(step.key, since)
        yield StepView(
            step=step,
            draft=draft,
            parent=parent,
            status=status,
            why=material.why(step.key) if review is not None else (),
            seen=material.stamp(step.key),
            new_since=material.draft.news.get(step.key, ""),
            cells=_cells(material, draft),
            comments=tuple(told.get(step.key, ())),
            reviewed_by=review.who if review is not None else "",
            reviewed_at=review.at if review is not None else "",
            cleared_by=review.cleared_by if review is not None else "",
            cleared_at=review.cleared_at if review is not None else "",
            word=review.word if review is not None else "",
        )


def _cells(material: Material, step: Step) -> Mapping[Field, CellView]:
    """Show the cells of a step; those on which nobody wrote are worked out once."""
    key = step.key
    if key in material.newest or key in material.torn:
        entries = step_entries(step, material.names)
        return cell_views(key, entries, material.last, material.conflicts)
    called = (key, *(material.names.get(one, one) for one in step.actors))
    known = material.draft.cells.get(called)
    if known is None:
        known = cell_views(key, step_entries(step, material.names), {}, {})
        material.draft.cells[called] = known
    return known


def _comments(rows: Sequence[CommentRow], material: Material) -> tuple[CommentView, ...]:
    """Show remarks; those whose step is gone are told with the SOP."""
    return tuple(comment_view(row, material.steps) for row in rows)


def comment_view(row: CommentRow, steps: Container[str]) -> CommentView:
    """Show a remark; it says where its step is gone."""
    return CommentView(
        id=row.id,
        key=row.key,
        element=row.element,
        text=row.text,
        who=row.who,
        at=row.at,
        answers=row.answers,
        file_version=row.file_version,
        resolved_by=row.resolved_by,
        resolved_at=row.resolved_at,
        version=row.version,
        gone=bool(row.key) and row.key not in steps,
    )


def orphan_views(connection: Connection, rows: Sequence[OrphanRow]) -> tuple[OrphanView, ...]:
    """Show what waits to be confirmed or placed, with the steps that may be it."""
    asked: dict[tuple[str, str], Question] = {}
    for file_id in {row.file_id for row in rows}:
        for one in reviews.questions(connection, file_id):
            asked[file_id, one.key] = unpack(one.content, Question)
    kept = [(row, unpack(row.content, Orphan)) for row in rows]
    unasked = [(row, one) for row, one in kept if (row.file_id, row.key) not in asked]
    away = steps_elsewhere(connection, unasked) if unasked else {}
    return tuple(
        _orphan(row, one, asked.get((row.file_id, row.key)), away.get(row.id, ()))
        for row, one in kept
    )


def _orphan(
    row: OrphanRow, content: Orphan, question: Question | None, away: tuple[Elsewhere, ...]
) -> OrphanView:
    """Show one orphan."""
    step = content.step
    latest = {edit.field: edit for edit in content.edits if edit.value is not None}
    return OrphanView(
        id=row.id,
        key=row.key,
        sop=row.sop_id,
        no=step.no if step is not None else "",
        label=step.label if step is not None else "",
        text=step.text if step is not None else "",
        cells=tuple(OrphanCell(n, e.value or "", e.who, e.when) for n, e in latest.items()),
        reviewed_by=content.approvals[-1].who if content.approvals else "",
        into=content.into,
        file_version=row.file_version,
        at=row.at,
        version=row.version,
        candidates=question.candidates if question is not None else (),
        elsewhere=away,
    )


def edition_lines(connection: Connection, sop_id: str, day: date) -> tuple[EditionLine, ...]:
    """Show what is known of the editions of an SOP without opening them, with their stages on a day."""
    stages = stages_on(terms.of_sop(connection, sop_id), day)
    heads = editions.heads(connection, sop_id)
    return tuple(_edition_line(head, stages[head.number]) for head in heads)


def _edition_line(head: EditionHead, stage: str) -> EditionLine:
    acts = json.loads(head.acts or "{}")
    return EditionLine(
        number=head.number,
        stage=stage,
        sha256=issued_hash(head.sha256, acts),
        file_version=head.file_version,
        sop_number=head.sop_number,
        effective=head.effective,
        revoked=head.revoked,
        acts=acts,
    )


def _counts(
    material: Material,
    steps: Sequence[StepView],
    remarks: Sequence[CommentView],
    *,
    waiting: Sequence[OrphanView],
    findings: Sequence[Finding],
) -> Counts:
    """Count what waits for a person."""
    status = Counter(step.status for step in steps)
    torn = status[StepStatus.CONFLICT] + sum(key == HEAD for key, _ in material.conflicts)
    weights = Counter(finding.severity for finding in findings)
    return Counts(
        steps=len(steps),
        **({name.value: status[name] for name in StepStatus} | {"conflict": torn}),
        conflicts=len(material.conflicts),
        orphans=len(waiting),
        questions=sum(bool(orphan.candidates) for orphan in waiting),
        comments=sum(one.waits for one in remarks),
        errors=weights[Severity.ERROR],
        warnings=weights[Severity.WARNING],
    )


def list_sops(
    workspace: Workspace,
    who: Person,
    *,
    state: str | None = ACTIVE,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[SopLine, ...]:
    """List SOPs by code and title.

    Args:
        workspace: where.
        who: the person.
        state: those of every state where None is given.
        limit: as many at most; all where none is given.
        offset: leave so many out.
    """
    require(who, Right.READ)
    with workspace.store.reading() as connection:
        rows = sops.every(connection, state=state, limit=limit, offset=offset)
        return sop_lines(connection, rows, today(workspace))


def sop_lines(connection: Connection, rows: Sequence[SopRow], day: date) -> tuple[SopLine, ...]:
    """Show SOPs in a list as they are on a day."""
    waiting = reviews.waiting(connection)
    held = terms.every(connection)
    return tuple(_line(row, waiting.get(row.id, {}), held.get(row.id, ()), day) for row in rows)


def _line(row: SopRow, waiting: Mapping[str, int], held: Sequence[Term], day: date) -> SopLine:
    """Show one SOP in a list; while its last edition waits for its day, the one in force is told."""
    force = in_force_on(held, day)
    stage = stages_on(held, day).get(row.edition, "")
    return SopLine(
        id=row.id,
        key=row.key,
        title=row.title,
        code=row.code,
        level=row.level,
        number=force.sop_number if force is not None else row.number,
        unit=row.unit_id,
        file=row.file_id,
        origin=row.origin,
        state=row.state,
        stage=row.stage,
        edition=row.edition,
        edition_stage=IN_FORCE if force is not None and stage == TO_COME else stage,
        conflicts=waiting.get("conflicts", 0),
        suspects=waiting.get("suspects", 0),
        orphans=waiting.get("orphans", 0),
        version=row.version,
        in_force=force is not None,
    )
