"""Reading and drafting as multiples of bare lxml on the same bytes in one run, beside peers; and growth.

    python benchmarks/reading.py FOLDER [--peers PEERS_FOLDER]
    python benchmarks/reading.py --growth

Seconds are those of the processor, so that others on the machine count little; each of five rounds takes lxml and ours in
turn, and the median of their ratios is told.

PEERS_FOLDER holds `bin/python` with benchmarks/peers/requirements.txt installed, and `node_modules` with bpmn-moddle.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from lxml import etree

from bpm2sop.drafting import Settings
from bpm2sop.garbage import look_seldom
from bpm2sop.readers import Limits, read_file
from bpm2sop.sources import SourceFile
from bpm2sop.wording import Language
from bpm2sop.workspace import draft_sources
from bpm2sop.writers import Context
from bpm2sop.writers.json_document import write_json

RUNS = 5
GROWTH = (100, 1_000, 10_000, 100_000)
HERE = Path(__file__).parent
HEAD = """
| tasks (MB) | lxml, s | reading, s (× lxml) | whole draft, s (× lxml) | µs a task | peak MB |
| --- | --- | --- | --- | --- | --- |"""
NO_LIMITS = Limits(size=10**10, elements=10**9)


def seconds(work: Callable[[], object]) -> float:
    """Give the seconds of processor time that work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def best(work: Callable[[], object], runs: int = RUNS) -> float:
    """Give the seconds of the fastest of some runs."""
    return min(seconds(work) for _ in range(runs))


def ratios(files: Sequence[SourceFile], runs: int = RUNS) -> tuple[float, dict[str, float]]:
    """Give lxml's seconds, and the median of each of ours as a multiple of them."""
    works = {"bpm2sop, reading": read_all, "bpm2sop, whole JSON draft": draft_all}
    rounds: list[dict[str, float]] = []
    for _ in range(runs):
        before = seconds(lambda: bare(files))
        ours = {name: seconds(lambda work=work: work(files)) for name, work in works.items()}
        rounds.append({**ours, "": (before + seconds(lambda: bare(files))) / 2})
    return (
        statistics.median(one[""] for one in rounds),
        {name: statistics.median(one[name] / one[""] for one in rounds) for name in works},
    )


def bare(files: Iterable[SourceFile]) -> None:
    """Parse with lxml alone."""
    for _, data in files:
        etree.fromstring(data, etree.XMLParser(recover=True, huge_tree=True))


def read_all(files: Iterable[SourceFile]) -> None:
    """Read every map."""
    for name, data in files:
        read_file(name, data, limits=NO_LIMITS)


def draft_all(files: Iterable[SourceFile]) -> None:
    """Read, check, draft, link, prove, check the SOPs and write JSON: the whole of `bpm2sop draft` but for the disk."""
    context = Context(language=Language.ID)
    for sop in draft_sources(files, Settings(), limits=NO_LIMITS).sops:
        write_json(sop, context)


def peers(folder: Path, paths: list[Path]) -> dict[str, dict[str, float]]:
    """Time the peers on the same files."""
    python, listing = folder / "bin" / "python", "\n".join(map(str, paths))
    script = folder / "read_moddle.mjs"
    shutil.copy(HERE / "peers" / "read_moddle.mjs", script)
    commands = {
        "bpmn-moddle 10.3": [shutil.which("node") or "node", str(script), "3"],
        "pybpmn-parser 0.1": [
            str(python),
            str(HERE / "peers" / "read_python.py"),
            "pybpmn-parser",
            "2",
        ],
        "bpmn-python 0.0.18 + two attributes": [
            str(python),
            str(HERE / "peers" / "read_python.py"),
            "bpmn-python",
            "1",
        ],
    }
    found = {}
    for name, command in commands.items():
        run = subprocess.run(command, input=listing, capture_output=True, text=True, check=True)
        found[name] = json.loads(run.stdout.splitlines()[-1])
    return found


def compare(folder: Path, beside: Path | None) -> None:
    """Print the table for a folder of maps."""
    paths = sorted(folder.rglob("*.bpmn"))
    files = [SourceFile(str(path.relative_to(folder)), path.read_bytes()) for path in paths]
    base, ours = ratios(files)
    rows = [("bare lxml", 1.0, len(files))]
    rows += [(name, times, len(files)) for name, times in ours.items()]
    for name, result in (peers(beside, paths) if beside else {}).items():
        rows.append((name, result["seconds"] / base, int(result["read"])))
    size = sum(len(file.data) for file in files) / 1e6
    print(
        f"{len(files)} files, {size:.1f} MB; bare lxml {base * 1000 / len(files):.2f} ms a file\n"
    )
    print("| | × lxml | files read |\n| --- | --- | --- |")
    for name, times, count in rows:
        print(f"| {name} | {times:.1f} | {count} |")


def ladder(tasks: int) -> bytes:
    """Make a map of ten lanes with this many tasks: a chain in which every tenth step is checked and may go back."""
    lanes = "".join(
        f'<lane id="l{lane}" name="Seksi {lane}">'
        + "".join(f"<flowNodeRef>t{task}</flowNodeRef>" for task in range(lane, tasks, 10))
        + "</lane>"
        for lane in range(10)
    )
    nodes, flows, shapes = [], [], []
    for task in range(tasks):
        nodes.append(f'<userTask id="t{task}" name="Memeriksa berkas {task}"/>')
        shapes.append(
            f'<di:BPMNShape bpmnElement="t{task}">'
            f'<dc:Bounds x="{task * 120}" y="{task % 10 * 100}" width="100" height="80"/></di:BPMNShape>'
        )
        if task + 1 == tasks:
            break
        if task % 10 == 9:  # every tenth is checked
            nodes.append(f'<exclusiveGateway id="g{task}" name="Lengkap?"/>')
            ends = (
                (f"t{task}", f"g{task}", ""),
                (f"g{task}", f"t{task + 1}", "Ya"),
                (f"g{task}", f"t{task - 3}", "Tidak"),
            )
        else:
            ends = ((f"t{task}", f"t{task + 1}", ""),)
        for source, target, name in ends:
            flows.append(
                f'<sequenceFlow id="f{len(flows)}" name="{name}" sourceRef="{source}" targetRef="{target}"/>'
            )
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"'
        ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="d" targetNamespace="t"><process id="p">'
        f'<laneSet id="s">{lanes}</laneSet>{"".join(nodes)}{"".join(flows)}</process>'
        f'<di:BPMNDiagram><di:BPMNPlane bpmnElement="p">{"".join(shapes)}</di:BPMNPlane></di:BPMNDiagram></definitions>'
    ).encode()


def grow(tasks: int) -> None:
    """Print one row of the growth table; run in a process of its own, so that the peak of memory is its own."""
    files = [SourceFile("ladder.bpmn", ladder(tasks))]
    runs = 3 if tasks < 10_000 else 1
    base = best(lambda: bare(files), runs)
    reading = best(lambda: read_all(files), runs)
    drafting = best(lambda: draft_all(files), runs)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = len(files[0].data) / 1e6
    print(
        f"| {tasks:,} ({size:.1f}) | {base:.3f} | {reading:.2f} ({reading / base:.1f}) |"
        f" {drafting:.2f} ({drafting / base:.1f}) | {drafting / tasks * 1e6:.0f} | {peak:,.0f} |",
        flush=True,
    )


def main() -> None:
    """Read the arguments; collect garbage as the command line does."""
    look_seldom()
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--most", type=int, default=GROWTH[-1], help="tasks of the largest map")
    arguments = parser.parse_args()
    if arguments.folder:
        compare(arguments.folder, arguments.peers)
    if arguments.growth:
        print(HEAD)
        for tasks in (size for size in GROWTH if size <= arguments.most):
            process = multiprocessing.get_context("spawn").Process(target=grow, args=(tasks,))
            process.start()
            process.join()


if __name__ == "__main__":
    main()
