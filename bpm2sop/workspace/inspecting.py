"""`fsck`: is everything as it was written, and does the program still derive what it derived. Nothing is changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection

from bpm2sop.errors import StoreProblem, Where
from bpm2sop.model.findings import Finding
from bpm2sop.model.sop import Sop
from bpm2sop.store import audit, files, inspecting, unpack
from bpm2sop.store.migrating import head, revision, revisions
from bpm2sop.store.opening import connect
from bpm2sop.trace.fingerprints import Fingerprints
from bpm2sop.trace.matching_values import Question
from bpm2sop.trace.overlay import Orphan
from bpm2sop.workspace.drafting import Work
from bpm2sop.workspace.faults import Fault
from bpm2sop.workspace.importing import ImportLine
from bpm2sop.workspace.issued import document_of
from bpm2sop.workspace.memory import Memory
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.planning import make_plan, read_base
from bpm2sop.workspace.preferences import kept_settings
from bpm2sop.workspace.rights import Person, Right, require
from bpm2sop.workspace.sealed import unlike

KINDS: dict[tuple[str, str], Any] = {
    ("draft", "news"): dict[str, str],
    ("draft", "sops"): tuple[Sop, ...],
    ("edition", "content"): Sop,
    ("job", "error"): Finding,
    ("job", "outcome"): ImportLine,
    ("map_file_version", "findings"): tuple[Finding, ...],
    ("orphan", "content"): Orphan,
    ("question", "content"): Question,
    ("step_review", "seen"): Fingerprints,
    ("work", "data"): Work,
}
"""What the packed columns hold."""
_FORGED: Final = "edition_words"
"""The fault of an edition that says something else than its document, whatever version wrote it."""
UNREAD = frozenset({("blob", "data"), ("job", "result")})
"""Columns of bytes that are no values, or of many kinds and passing worth."""


class Inspection(NamedTuple):
    """What was looked at, and what is wrong. `notes` are no faults; `acts` and `head` are the end of the audit."""

    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]
    acts: int
    head: str
    rows: dict[str, int]
    derived: int

    @property
    def clean(self) -> bool:
        """Tell whether everything is as it was written."""
        return not self.faults


def fsck(
    workspace: Workspace, who: Person, *, progress: Callable[[str], None] = lambda _name: None
) -> Inspection:
    """Look at everything: the file, references, stored bytes, the audit's chain, all values, and every draft anew.

    Args:
        workspace: where; its settings are those that the drafts are compared by.
        who: keeps house.
        progress: is told each file that was read anew.
    """
    require(who, Right.KEEP)
    with workspace.store.reading() as connection:
        faults = [*_kept(connection), *_values(connection)]
        others = list(_editions(connection))
        faults += [fault for fault in others if fault.code == _FORGED]
        notes = [fault for fault in others if fault.code != _FORGED]
        end, rows = audit.head(connection), inspecting.count_rows(connection)
    derived = 0
    if not faults:
        derived, again, older = _derived(workspace, progress)
        faults += again
        notes += older
    return Inspection(tuple(faults), tuple(notes), end.id, end.hash, rows, derived)


def refuse_older(address: str) -> None:
    """Refuse to look at a store that would have to be changed for it.

    Raises:
        StoreProblem: it has the schema of an older version of the program, or cannot be opened.
    """
    with closing(connect(address, make=False)) as store:
        has = revision(store)
    if has is None or has in revisions()[:-1]:
        raise StoreProblem(
            "store-older", Where(file=store.place), {"schema": has or "-", "known": head()}
        )


def _kept(connection: Connection) -> Iterator[Fault]:
    """Look at rows and bytes."""
    for line in inspecting.file_faults(connection):
        yield Fault("database", "", (("why", line),))
    for one in inspecting.dangling(connection):
        params = (("table", one.table), ("column", one.column), ("value", one.value))
        yield Fault("dangling", one.table, params)
    for sha256 in inspecting.changed_blobs(connection):
        yield Fault("blob", sha256)
    for number, file_id in inspecting.changed_drafts(connection):
        yield Fault("draft", file_id, (("number", str(number)),))
    broken = audit.broken(connection)
    if broken is not None:
        yield Fault("audit", str(broken), (("number", str(broken)),))
    else:
        yield from unlike(connection)
    guards = ", ".join(inspecting.missing_guards(connection))
    if guards:
        yield Fault("guard", guards, (("names", guards),))


def _values(connection: Connection) -> Iterator[Fault]:
    """Look whether every value can be read as what it is."""
    try:
        kept_settings(connection)
    except StoreProblem:
        params = (("table", "meta"), ("column", "value"), ("row", "settings"))
        yield Fault("value", "meta settings", params)
    for (table, column), kind in KINDS.items():
        for row in inspecting.packed(connection, table, column):
            try:
                unpack(row.data, kind)
            except StoreProblem:
                params = (("table", table), ("column", column), ("row", row.key))
                yield Fault("value", f"{table} {row.key}", params)


def _editions(connection: Connection) -> Iterator[Fault]:
    """Look whether each edition still gives the document that was approved; another version may write it otherwise."""
    approved = inspecting.approved(connection)
    for number, sha256, content in approved:
        try:
            document = document_of(unpack(content, Sop))
        except StoreProblem:
            continue
        if hashlib.sha256(document).hexdigest() != sha256:
            same = _says_the_same(_document(connection, sha256), json.loads(document))
            yield Fault("edition" if same else _FORGED, str(number), (("number", str(number)),))


def _document(connection: Connection, sha256: str) -> Any:  # noqa: ANN401  (whatever JSON can hold)
    """Read the document that was approved; nothing where these bytes are not it."""
    try:
        return json.loads(files.kept(connection, sha256) or b"")
    except ValueError:
        return None


def _says_the_same(old: Any, new: Any) -> bool:  # noqa: ANN401  (whatever JSON can hold)
    """Tell whether two documents say the same where both have something to say; findings are told anew by each version."""
    if isinstance(old, dict) and isinstance(new, dict):
        shared = old.keys() & new.keys() - {"findings"}
        return all(_says_the_same(old[name], new[name]) for name in shared)
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(_says_the_same, old, new))
    return bool(old == new)


def _derived(
    workspace: Workspace, progress: Callable[[str], None]
) -> tuple[int, list[Fault], list[Fault]]:
    """Draft the whole set anew, remembering nothing: how many drafts are the same, which are not, and which cannot be."""
    anew = replace(workspace, memory=Memory())
    with anew.store.reading() as connection:
        base = replace(read_base(connection, anew), works={})
    heads = {file.name: base.heads.get(file.id) for file, _version in base.current}
    plan = make_plan(anew, base, progress=progress)
    same = 0
    faults: list[Fault] = []
    notes: list[Fault] = []
    for name, kept in heads.items():
        if name not in plan.turns:
            same += 1
        elif kept is None or kept.settings == base.mark:
            faults.append(Fault("derived", name))
        else:
            notes.append(Fault("settings", name))
    return same, faults, notes
