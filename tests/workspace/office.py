"""What people do in a workspace: acts by name, to be failed at every write, and a whole office's work, to be killed."""

import itertools
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from bpm2sop.sources import SourceFile
from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.approving import Enact, SopAct, approve, enact, submit, verify
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.maps import retire_map
from bpm2sop.workspace.opening import Workspace, open_workspace
from bpm2sop.workspace.people import NewPerson, add_person
from bpm2sop.workspace.reviewing import (
    AddComment,
    EditCell,
    StepAct,
    add_comment,
    edit_cell,
    review_step,
)
from bpm2sop.workspace.revising import Revise, revise
from bpm2sop.workspace.rights import LOCAL, Role
from bpm2sop.workspace.views import sop_view
from tests.workspace.maps import ANI, BUDI, CICI, SERVICE, bpmn

LESS = "a Terima berkas @Loket; c Catat surat @Staf; d Kirim surat @Staf; e Arsipkan @Staf"
"""The next version of `SERVICE`: without the step on which people wrote, and with another one."""


class Case(NamedTuple):
    """One SOP and the series of its map."""

    sop: str
    file: str


def bring(workspace: Workspace, name: str = "surat") -> Case:
    """Import a map."""
    source = SourceFile(f"{name}.bpmn", bpmn(SERVICE, process=f"P{name}"))
    line = import_maps(workspace, ANI, [source]).lines[0]
    return Case(line.sops[0].id, str(line.file))


def type_time(workspace: Workspace, case: Case, words: str = "9 hari") -> None:
    """Type the time of the second step."""
    cell = sop_view(workspace, ANI, case.sop).steps[1].cells[Field.TIME]
    edit_cell(workspace, ANI, EditCell(case.sop, "b", Field.TIME, words, cell.seen))


def look_through(workspace: Workspace, case: Case) -> None:
    """Review the second step."""
    seen = sop_view(workspace, ANI, case.sop).steps[1].seen
    review_step(workspace, BUDI, StepAct(case.sop, "b", seen))


def ask(workspace: Workspace, case: Case) -> SopAct:
    """An act on an SOP as it is."""
    return SopAct(case.sop, sop_view(workspace, ANI, case.sop).version, "nanti dilengkapi")


def hand_in(workspace: Workspace, case: Case) -> None:
    """Submit."""
    submit(workspace, ANI, ask(workspace, case))


def check(workspace: Workspace, case: Case) -> None:
    """Submit and verify."""
    hand_in(workspace, case)
    verify(workspace, BUDI, ask(workspace, case))


def sign(workspace: Workspace, case: Case) -> int:
    """Approve what was verified."""
    return approve(workspace, CICI, ask(workspace, case)).number


def put_in_force(workspace: Workspace, case: Case, number: str = "1/2026") -> None:
    """Enact the first edition."""
    days = ("2026-01-05", "2026-02-01")
    enact(workspace, CICI, Enact(case.sop, 1, ask(workspace, case).seen, number, *days))


def renew(workspace: Workspace, case: Case, name: str = "surat") -> None:
    """Bring the next version of the map."""
    data = bpmn(LESS, process=f"P{name}")
    revise(workspace, ANI, Revise(file=case.file, data=data, seen=1))


def checked_and_signed(workspace: Workspace, case: Case) -> None:
    """Have an edition."""
    check(workspace, case)
    sign(workspace, case)


def written(workspace: Workspace, case: Case) -> None:
    """Have words and a review."""
    type_time(workspace, case)
    look_through(workspace, case)


def nothing(_workspace: Workspace, _case: Case) -> None:
    """Have the map as it is."""


Do = Callable[[Workspace, Case], object]
ACTS: dict[str, tuple[Do, Do]] = {
    "import": (nothing, lambda workspace, _case: bring(workspace, "baru")),
    "edit": (nothing, type_time),
    "review": (nothing, look_through),
    "comment": (nothing, lambda w, case: add_comment(w, ANI, AddComment(case.sop, "Ya?", "b"))),
    "submit": (nothing, hand_in),
    "approve": (check, sign),
    "enact": (checked_and_signed, put_in_force),
    "revise": (written, renew),
    "retire": (written, lambda workspace, case: retire_map(workspace, CICI, case.file, seen=1)),
    "add a person": (
        nothing,
        lambda workspace, _case: add_person(
            workspace, LOCAL, NewPerson("dewi", "Dewi", frozenset({Role.ADMIN}))
        ),
    ),
}
"""What is there before, and what is done."""


def work(address: str, _folder: Path, number: int, say: Callable[[str], None]) -> None:
    """Take one map after the other through its life, without end; each act is said when it stands."""
    with closing(open_workspace(address)) as workspace:
        for count in itertools.count():
            name = f"m{number}x{count}"
            case = bring(workspace, name)
            say(f"import {name} {case.sop}")
            type_time(workspace, case, f"{count + 1} jam")
            say(f"edit {case.sop} {count + 1} jam")
            look_through(workspace, case)
            say(f"review {case.sop}")
            checked_and_signed(workspace, case)
            say(f"approve {case.sop}")
            put_in_force(workspace, case, f"{number}/{count}")
            say(f"enact {case.sop} {number}/{count}")
            renew(workspace, case, name)
            say(f"revise {case.file}")
