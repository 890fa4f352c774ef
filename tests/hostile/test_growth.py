"""Files made to be slow are read in steps that grow with the file, not with its square."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from bpm2sop.readers import read_file
from tests.readers.small import definitions, drawn, flow, shape


def lines_run(data: bytes) -> int:
    """Count the lines of Python that reading takes: the same on any machine."""
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> Callable[..., object]:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        read_file("big.bpmn", data)
    finally:
        sys.settrace(before)
    return count


def duplicates(size: int) -> str:
    """One id for all."""
    tasks = '<task id="A"/>' * size
    return f'<process id="P">{tasks}</process>'


def processes(size: int) -> str:
    """Each process a map of its own."""
    return "".join(f'<process id="P{n}"><task id="T{n}"/></process>' for n in range(size))


def pools(size: int) -> str:
    """Messages between processes, which stand for their pools."""
    shown = "".join(f'<participant id="Q{n}" processRef="P{n}"/>' for n in range(size))
    sent = "".join(f'<messageFlow id="M{n}" sourceRef="P{n}" targetRef="P0"/>' for n in range(size))
    return f'<collaboration id="C">{shown}{sent}</collaboration>{processes(size)}'


def lanes(size: int) -> str:
    """As many lanes as nodes, all on one spot."""
    made = "".join(f'<lane id="L{n}"/>' for n in range(size))
    tasks = "".join(f'<task id="A{n}"/>' for n in range(size))
    boxes = [shape(f"L{n}", 0, 0, 100, 100) for n in range(size)] + [
        shape(f"A{n}", 0, 0) for n in range(size)
    ]
    return f'<process id="P"><laneSet>{made}</laneSet>{tasks}</process>{drawn("P", *boxes)}'


def chain(size: int) -> str:
    """One node in a lane, all others by their neighbours."""
    tasks = "".join(f'<task id="A{n}"/>' for n in range(size))
    flows = "".join(flow(f"A{n}", f"A{n + 1}") for n in range(size - 1))
    lane = '<laneSet><lane id="L"><flowNodeRef>A0</flowNodeRef></lane></laneSet>'
    return f'<process id="P">{lane}{tasks}{flows}</process>'


@pytest.mark.parametrize("made", [duplicates, processes, pools, lanes, chain])
def test_four_times_the_file_is_four_times_the_work(made: Callable[[int], str]) -> None:
    """Ids, maps, pools, lanes and neighbours are found without searching through all others."""
    small, large = (lines_run(definitions(made(size))) for size in (100, 400))
    assert large < 4.5 * small
