"""Maps written by the tests themselves: small BPMN files, as text."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import quoteattr

from bpm2sop.model.processmap import MapFile
from bpm2sop.readers import read_file

HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t"'


@dataclass(frozen=True)
class Box:
    """A sub-process box, with boxes in it."""

    name: str
    inner: tuple["Box", ...] = ()


@dataclass(frozen=True)
class Call:
    """A call activity."""

    name: str
    called: str = ""


def chart(title: str, boxes: Sequence[Box], process: str = "P", pools: Sequence[str] = ()) -> str:
    """A map of boxes without flow; with pools, the boxes go round them."""
    groups = pools or ("",)
    bodies, parts = [], []
    for at, pool in enumerate(groups):
        own = process if not pool else f"{process}_{at}"
        held = "".join(
            _box(box, f"{own}_{number}") for number, box in enumerate(boxes[at :: len(groups)])
        )
        name = f" name={quoteattr(title)}" if not pool else ""
        bodies.append(f"<process id={quoteattr(own)}{name}>{held}</process>")
        if pool:
            parts.append(f'<participant id="pool_{at}" name={quoteattr(pool)} processRef="{own}"/>')
    together = f'<collaboration id="C_{process}">{"".join(parts)}</collaboration>' if parts else ""
    return f"{HEAD} name={quoteattr(title)}>{together}{''.join(bodies)}</definitions>"


def _box(box: Box, key: str) -> str:
    """A box as a sub-process."""
    inner = "".join(_box(held, f"{key}_{at}") for at, held in enumerate(box.inner))
    return f"<subProcess id={quoteattr(key)} name={quoteattr(box.name)}>{inner}</subProcess>"


def chain(
    title: str,
    steps: Sequence[Call | Box | str],
    process: str = "P",
    *,
    lanes: bool = False,
    pools: str = "",
) -> str:
    """A map with flow: calls, collapsed boxes and tasks one after the other. `pools` is more of the collaboration."""
    nodes, flows, names = [], [], []
    for at, step in enumerate(steps):
        key = f"n{at}"
        names.append(key)
        if isinstance(step, Call):
            called = f" calledElement={quoteattr(step.called)}" if step.called else ""
            nodes.append(f"<callActivity id='{key}' name={quoteattr(step.name)}{called}/>")
        elif isinstance(step, Box):
            nodes.append(f"<subProcess id='{key}' name={quoteattr(step.name)}/>")
        else:
            nodes.append(f"<task id='{key}' name={quoteattr(step)}/>")
    ends = ["start", *names, "end"]
    flows = [
        f"<sequenceFlow id='f{at}' sourceRef='{one}' targetRef='{other}'/>"
        for at, (one, other) in enumerate(pairwise(ends))
    ]
    refs = "".join(f"<flowNodeRef>{key}</flowNodeRef>" for key in ends)
    lane = (
        f"<laneSet id='ls'><lane id='l' name='Sekretaris'>{refs}</lane></laneSet>" if lanes else ""
    )
    body = f"{lane}<startEvent id='start'/>{''.join(nodes)}<endEvent id='end'/>{''.join(flows)}"
    own = f"<process id={quoteattr(process)} name={quoteattr(title)}>{body}</process>"
    return f"{HEAD}>{pools}{own}</definitions>"


def work(
    title: str,
    process: str = "P",
    *,
    tasks: Sequence[str] = ("Memeriksa berkas", "Menyimpan berkas"),
) -> str:
    """A lane diagram."""
    return chain(title, tasks, process, lanes=True)


def read(files: dict[str, str]) -> list[MapFile]:
    """Read files by their names."""
    return [read_file(name, text.encode()) for name, text in files.items()]
