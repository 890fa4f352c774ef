"""Words whose step lies in another map now: one map was split in two, or two were made one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection

from bpm2sop.model.sop import Step
from bpm2sop.store import entries
from bpm2sop.store.entries import Hit
from bpm2sop.store.reviews import OrphanRow
from bpm2sop.trace.fingerprints import Back, Fingerprints, found_again, lost, rekeyed
from bpm2sop.trace.overlay import Orphan
from bpm2sop.workspace.carrying import step_entry
from bpm2sop.workspace.drafted import Drafted
from bpm2sop.workspace.values import Elsewhere

_SHOWN = 3


def steps_elsewhere(
    connection: Connection, orphans: Sequence[tuple[OrphanRow, Orphan]]
) -> dict[str, tuple[Elsewhere, ...]]:
    """Find steps of other maps in use that say what an orphan said: those of its id, else the only one. By the orphan's id."""
    wanted = {row.id: _words(orphan.step) for row, orphan in orphans if orphan.step is not None}
    hits: dict[str, list[Hit]] = defaultdict(list)
    for hit in entries.steps_called(connection, sorted(set(wanted.values()))):
        hits[hit.text.casefold()].append(hit)
    found = {}
    for row, _ in orphans:
        others = [hit for hit in hits.get(wanted.get(row.id, ""), ()) if hit.file_id != row.file_id]
        own = [hit for hit in others if hit.ref == row.key]
        likely = own or (others if len(others) == 1 else [])
        if likely:
            found[row.id] = tuple(
                Elsewhere(hit.sop_id, hit.title, hit.ref, hit.text) for hit in likely[:_SHOWN]
            )
    return found


def retold(orphan: Orphan, draft: Drafted) -> Orphan:
    """Tell what was seen of an orphan in the terms of another map: neighbours by id and words, else by words that one alone has."""
    steps = {key: step.label or step.text for key, (_, step) in draft.steps.items()}
    count = Counter(steps.values())
    alone = [Back(words, key) for key, words in steps.items() if count[words] == 1]
    own = {lost(key): Back(words, key) for key, words in steps.items()}
    approvals = []
    for approval in orphan.approvals:
        seen = rekeyed(approval.seen, {})
        back = {key: [own[key], *alone] if key in own else alone for key in _keys(seen)}
        approvals.append(approval._replace(seen=found_again(seen, back)))
    return orphan._replace(approvals=tuple(approvals))


def _keys(seen: Fingerprints) -> frozenset[str]:
    """Name the steps that fingerprints speak of."""
    return frozenset(fact.key for part in seen for fact in part.facts if fact.key)


def _words(step: Step) -> str:
    """Give the words by which search finds a step."""
    return step_entry("", step.key, step.text, step.label).text.casefold()
