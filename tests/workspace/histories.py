"""Random reviews and revisions of one map in a workspace, beside the same by the merge alone."""

import random
from collections import defaultdict
from dataclasses import dataclass, field, replace

from msgspec import structs

from bpm2sop.model.sop import StepKey
from bpm2sop.sources import SourceFile
from bpm2sop.store import files
from bpm2sop.trace.merge import Merged, merge
from bpm2sop.trace.overlay import STEP_FIELDS, Approval, Edit, Field, Orphan, Overlay
from bpm2sop.workspace.drafted import Drafted
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.maps import map_view
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.planning import drafted
from bpm2sop.workspace.reviewing import (
    EditCell,
    OrphanAct,
    StepAct,
    clear_step,
    edit_cell,
    place_orphan,
    review_step,
)
from bpm2sop.workspace.revising import Revise, revise
from bpm2sop.workspace.values import StepStatus
from bpm2sop.workspace.views import sop_view
from bpm2sop.workspace.written import read_written
from tests.trace.revising import Names, Reviser, Version
from tests.workspace.maps import ANI, BUDI

Told = dict[str, object]


@dataclass(slots=True)
class StoredHistory:
    """One map's history. `pure` is what the merge alone makes of the same acts; `faults` what differs."""

    workspace: Workspace
    seed: int
    name: str = "peta.bpmn"
    file: str = ""
    pure: Overlay = field(default_factory=Overlay)
    typed: dict[str, tuple[str, Field]] = field(default_factory=dict)
    """Each value typed, with the lasting name of its step; empty once a person put it elsewhere."""
    faults: list[str] = field(default_factory=list)
    revisions: int = 0
    orphans: int = 0
    placed: int = 0

    def run(self) -> None:
        """Review and revise one to three times."""
        rng = random.Random(self.seed)  # noqa: S311 - tests want chance, not secrets
        reviser = Reviser(rng)
        sketch = reviser.map()
        names = Names(rng)
        now = names.write(sketch, renew=False)
        (line,) = import_maps(self.workspace, ANI, [SourceFile(self.name, now.data)]).lines
        self.file = line.file or ""
        for _ in range(rng.randint(1, 3)):
            self._review(rng, now)
            sketch = reviser.revised(sketch)
            after = names.write(sketch, renew=rng.random() < 1 / 3)
            self._revise(now, after)
            self._place(rng)
            self._judge(after)
            now = after

    def _draft(self) -> Drafted:
        """The draft in use."""
        with self.workspace.store.reading() as connection:
            number = files.latest_draft(connection, self.file)
            return drafted(connection, self.workspace, number or 0)

    def _sops(self) -> dict[str, str]:
        """The ids of the SOPs by key."""
        return {line.key: line.id for line in map_view(self.workspace, ANI, self.file).sops}

    def _review(self, rng: random.Random, now: Version) -> None:
        """Type here and there, and review some rows, on both sides."""
        draft, ids = self._draft(), self._sops()
        steps = sorted(draft.steps)
        for _ in range(rng.randint(1, 8)):
            key = rng.choice(steps)
            self._type(ids[draft.steps[key][0].key], key, rng.choice(STEP_FIELDS), now.lasting[key])
        sop = rng.choice(draft.sops)
        self._type(ids[sop.key], sop.key, Field.LEGAL_BASIS, now.scope(sop.key))
        for key in rng.sample(steps, (len(steps) + 1) // 2):
            self._review_row(ids[draft.steps[key][0].key], key, draft)

    def _type(self, sop_id: str, key: str, name: Field, lasting: str) -> None:
        """Type into a cell as it is."""
        value = f"Kata {self.seed}-{len(self.typed)}"
        view = sop_view(self.workspace, ANI, sop_id)
        cells = next((step.cells for step in view.steps if step.key == key), view.head)
        edit_cell(self.workspace, ANI, EditCell(sop_id, key, name, value, cells[name].seen))
        self.typed[value] = (lasting, name)
        self.pure = self.pure.edited(Edit(key, name, value, "ani", ""))

    def _review_row(self, sop_id: str, key: str, draft: Drafted) -> None:
        """Review a row, or clear it where it is suspect; one in conflict stays."""
        view = sop_view(self.workspace, BUDI, sop_id)
        row = next(step for step in view.steps if step.key == key)
        if row.status is StepStatus.CONFLICT:
            return
        act = clear_step if row.status is StepStatus.SUSPECT else review_step
        act(self.workspace, BUDI, StepAct(sop_id, key, row.seen))
        seen = Approval(StepKey(key), draft.prints[StepKey(key)], "budi", "")
        self.pure = self.pure.approved(seen)

    def _revise(self, now: Version, after: Version) -> None:
        """Revise with the true pairs for whatever is not matched, on both sides."""
        old = self._draft()
        new = {after.lasting[step.key]: step.key for step in after.steps.values()}
        given: dict[StepKey, StepKey | None] = {}
        overlay = self.pure
        done = merge(now.sops, after.sops, overlay)
        while left := [key for key in done.matching.removed if key not in given]:
            given |= {key: new.get(now.lasting[key]) for key in left}
            done = merge(now.sops, after.sops, overlay, given=given)
        seen = map_view(self.workspace, ANI, self.file).current
        command = Revise(
            file=self.file,
            data=after.data,
            seen=seen,
            given={str(key): other for key, other in given.items()},
            other=True,
        )
        if after.data == now.data:
            return
        revise(self.workspace, ANI, command)
        self.revisions += 1
        self.pure = merge(old.sops, self._draft().sops, overlay, given=given).overlay

    def _place(self, rng: random.Random) -> None:
        """Put an orphan on some step, on both sides."""
        waiting = map_view(self.workspace, ANI, self.file).orphans
        self.orphans += len(waiting)
        draft = self._draft()
        found = [orphan for orphan in waiting if orphan.cells]
        if not found or not draft.steps or rng.random() < 0.5:
            return
        orphan, key = rng.choice(found), rng.choice(sorted(draft.steps))
        mine = next(
            (
                one
                for one in self.pure.orphans
                if one.step is not None and _values(one) == _shown(orphan.cells)
            ),
            None,
        )
        if mine is None or mine.step is None:
            return
        place_orphan(self.workspace, ANI, OrphanAct(orphan.id, orphan.version, key))
        self.placed += 1
        named = mine._replace(step=structs.replace(mine.step, key=StepKey("~mine")))
        others = tuple(
            named if one is mine else _called(one, f"~{number}")
            for number, one in enumerate(self.pure.orphans)
        )
        overlay = replace(self.pure, orphans=others)
        done: Merged = merge(
            draft.sops, draft.sops, overlay, given={StepKey("~mine"): StepKey(key)}
        )
        self.pure = done.overlay
        for edit in mine.edits:
            self.typed[edit.value or ""] = ("", edit.field)

    def _judge(self, after: Version) -> None:
        """Both sides hold the same, nothing is lost, and nothing lies on a wrong step."""
        with self.workspace.store.reading() as connection:
            written = read_written(connection, self.file)
            kept_orphans = tuple(orphan for _, orphan in written.orphans)
            stored = replace(written.overlay, orphans=kept_orphans)
        for name, one, other in zip(
            ("edits", "approvals", "conflicts", "orphans"),
            told(stored),
            told(self.pure),
            strict=True,
        ):
            if one != other:
                self.faults.append(f"history {self.seed}: {name}: {one} != {other}")
        kept = [edit.value for edit in stored.edits]
        kept += [edit.value for orphan in stored.orphans for edit in orphan.edits]
        if sorted(map(str, kept)) != sorted(self.typed):
            self.faults.append(f"history {self.seed}: lost or doubled: {kept}")
        for edit in stored.edits:
            lasting, name = self.typed[edit.value or ""]
            here = after.lasting.get(edit.key) or after.scope(edit.key)
            if lasting and (lasting, name) != (here, edit.field):
                self.faults.append(f"history {self.seed}: moved: {edit}")


def told(overlay: Overlay) -> tuple[Told, Told, Told, list[object]]:
    """What an overlay holds, without who and when: words cell by cell, prints, conflicts, orphans."""
    cells: Told = {}
    for edit in overlay.edits:
        held = cells.setdefault(f"{edit.key} {edit.field}", [])
        assert isinstance(held, list)
        held.append(edit.value)
    prints: Told = {one.key: tuple(part.digest for part in one.seen) for one in overlay.approvals}
    conflicts: Told = {f"{one.key} {one.field}": one[2:] for one in overlay.conflicts}
    orphans = sorted(
        (
            one.key,
            sorted(str(edit.value) for edit in one.edits),
            [tuple(part.digest for part in approval.seen) for approval in one.approvals],
        )
        for one in overlay.orphans
    )
    return cells, prints, conflicts, list(orphans)


def _called(orphan: Orphan, key: str) -> Orphan:
    if orphan.step is None:
        return orphan
    return orphan._replace(step=structs.replace(orphan.step, key=StepKey(key)))


def _values(orphan: Orphan) -> dict[str, str]:
    latest: dict[str, str] = defaultdict(str)
    for edit in orphan.edits:
        latest[edit.field.value] = edit.value or ""
    return dict(latest)


def _shown(cells: tuple[object, ...]) -> dict[str, str]:
    return {str(cell.field): cell.value for cell in cells}  # type: ignore[attr-defined]
