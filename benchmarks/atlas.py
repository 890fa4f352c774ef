"""An atlas of many maps in one run: seconds and peak memory at a size and at half of it, so that growth shows.

python benchmarks/atlas.py [MAPS]
"""

import resource
import sys
import time
import tracemalloc
from itertools import pairwise
from xml.sax.saxutils import quoteattr

from bpm2sop.atlas import Atlas, build_atlas
from bpm2sop.model.processmap import MapFile
from bpm2sop.readers import read_file

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">'
)
VERBS = (
    "Penyusunan",
    "Penerbitan",
    "Pengelolaan",
    "Evaluasi",
    "Pelaporan",
    "Pemeriksaan",
    "Pembinaan",
    "Penataan",
)
THINGS = (
    "Izin",
    "Arsip",
    "Anggaran",
    "Aset",
    "Kepegawaian",
    "Pengaduan",
    "Laporan",
    "Surat",
    "Data",
    "Pajak",
)
PLACES = (
    "Kecamatan",
    "Kelurahan",
    "Dinas",
    "Badan",
    "Inspektorat",
    "Sekretariat",
    "Balai",
    "Unit",
    "Bidang",
    "Seksi",
)
ROUND = 10
"""Maps below each map."""


def title(at: int) -> str:
    """A name that many others nearly share."""
    return (
        f"{VERBS[at % 8]} {THINGS[at // 8 % 10]} {PLACES[at // 80 % 10]} {PLACES[at // 800 % 10]}"
    )


def source(at: int, count: int) -> tuple[str, bytes]:
    """One map: a chain of calls by id, by code in the name, by name with a typing error; or a lane diagram."""
    below = [child for child in range(at * ROUND + 1, at * ROUND + ROUND + 1) if child < count]
    nodes = [_node(child) for child in below] or [
        f'<task id="t{step}" name="Memeriksa berkas {step}"/>' for step in range(12)
    ]
    ids = [node.split('"')[1] for node in nodes]
    flows = "".join(
        f'<sequenceFlow id="f{step}" sourceRef="{one}" targetRef="{other}"/>'
        for step, (one, other) in enumerate(pairwise(ids))
    )
    lanes = (
        ""
        if below
        else f'<laneSet id="s"><lane id="l" name="Staf">{"".join(f"<flowNodeRef>{i}</flowNodeRef>" for i in ids)}</lane></laneSet>'
    )
    body = (
        f'<process id="p{at}" name={quoteattr(title(at))}>{lanes}{"".join(nodes)}{flows}</process>'
    )
    return f"map-{at:05}.bpmn", f"{HEAD}{body}</definitions>".encode()


def _node(child: int) -> str:
    """A call of a map: three ways in turn."""
    if child % 3 == 0:
        return f'<callActivity id="c{child}" name="Panggilan" calledElement="p{child}"/>'
    name = title(child)
    return f'<subProcess id="c{child}" name={quoteattr(name if child % 3 == 1 else name[:6] + name[7:])}/>'


def measured(files: list[MapFile]) -> tuple[Atlas, float, float]:
    """The atlas, seconds without and peak megabytes with the allocations traced."""
    start = time.perf_counter()
    atlas = build_atlas(files)
    seconds = time.perf_counter() - start
    tracemalloc.start()
    build_atlas(files)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return atlas, seconds, peak / 1e6


def main(count: int) -> None:
    """Print a table."""
    print(
        f"{'maps':>6} {'read s':>8} {'atlas s':>8} {'atlas peak MB':>14} {'links':>6} {'proposals':>10} {'wrong':>6}"
    )
    for size in (count // 2, count):
        start = time.perf_counter()
        files = [read_file(*source(at, size)) for at in range(size)]
        reading = time.perf_counter() - start
        atlas, seconds, peak = measured(files)
        wrong = sum(
            proposal.page not in _right(atlas, proposal.element) for proposal in atlas.proposals
        )
        links = len(atlas.calls)
        print(
            f"{size:>6} {reading:>8.2f} {seconds:>8.2f} {peak:>14.1f} {links:>6} {len(atlas.proposals):>10} {wrong:>6}"
        )
    print(
        f"peak of the whole process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )


def _right(atlas: Atlas, element: str) -> set[str]:
    """The page that a box was made for."""
    return {page.key for page in atlas.pages if page.element == f"p{element[1:]}"}


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
