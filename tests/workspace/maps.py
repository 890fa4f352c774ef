"""Small maps for the workspace's tests: a line of tasks in lanes, written as `key words @lane`."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import event

from bpm2sop.sources import SourceFile
from bpm2sop.store import open_store
from bpm2sop.workspace.importing import ImportReport, import_maps
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import LOCAL, Person, Role
from tests.stores import Clock, SqliteFiles, Tokens

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
SERVICE = (
    "a Terima berkas @Loket; b Periksa berkas @Loket; c Catat surat @Staf; d Kirim surat @Staf"
)
"""A map of four tasks and two lanes."""


def person(login: str, *roles: Role) -> Person:
    """Somebody with roles; all of them where none is named."""
    return Person(f"p-{login}", login, login.title(), frozenset(roles or Role))


ANI, BUDI, CICI = person("ani"), person("budi"), person("cici")


def bpmn(steps: str, *, process: str = "P", name: str = "Pelayanan surat") -> bytes:
    """A map: tasks one after the other between a start and an end event; `> file:id` makes a step a call."""
    lanes: dict[str, list[str]] = {}
    nodes, keys = [], []
    for part in steps.split(";"):
        key, _, rest = part.strip().partition(" ")
        words, _, lane = rest.partition("@")
        words, _, called = words.partition(">")
        lanes.setdefault(lane.strip() or "Staf", []).append(key)
        tag = f'callActivity calledElement="{called.strip()}"' if called else "task"
        nodes.append(f'<{tag} id="{key}" name="{words.strip()}"/>')
        keys.append(key)
    way = [f"{process}_start", *keys, f"{process}_end"]
    flows = [
        f'<sequenceFlow id="{process}_f{n}" sourceRef="{a}" targetRef="{b}"/>'
        for n, (a, b) in enumerate(itertools.pairwise(way))
    ]
    first = next(iter(lanes))
    lanes[first] = [way[0], *lanes[first], way[-1]]
    sets = "".join(
        f'<lane id="{process}_l{n}" name="{lane}">'
        + "".join(f"<flowNodeRef>{key}</flowNodeRef>" for key in held)
        + "</lane>"
        for n, (lane, held) in enumerate(lanes.items())
    )
    return (
        f'<definitions xmlns="{BPMN}" id="D" targetNamespace="t">'
        f'<process id="{process}" name="{name}"><laneSet id="{process}_s">{sets}</laneSet>'
        f'<startEvent id="{way[0]}"/>{"".join(nodes)}<endEvent id="{way[-1]}"/>{"".join(flows)}'
        "</process></definitions>"
    ).encode()


def bring(
    workspace: Workspace, steps: str = SERVICE, *, name: str = "surat.bpmn", who: Person = LOCAL
) -> ImportReport:
    """Import one map."""
    return import_maps(workspace, who, [SourceFile(name, bpmn(steps))])


@contextmanager
def fresh(files: SqliteFiles) -> Iterator[Workspace]:
    """A workspace with nothing in it, for one example of a property."""
    address = files.fresh()
    workspace = Workspace(store=open_store(address), clock=Clock(), token=Tokens())
    yield workspace
    workspace.close()
    files.drop(address)


def count_statements(workspace: Workspace, act: Callable[[], object]) -> int:
    """Count the statements that an act sends to the store."""
    sent: list[str] = []

    def note(*told: object) -> None:
        sent.append(str(told[2]))

    event.listen(workspace.store.engine, "before_cursor_execute", note)
    act()
    event.remove(workspace.store.engine, "before_cursor_execute", note)
    return len(sent)
