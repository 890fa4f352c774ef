"""How long documents take: an SOP of five pages in four formats in a warm process, and many maps drafted by local processes.

python benchmarks/documents.py [--maps N] [--engine local]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bpm2sop.layout import lay_out
from bpm2sop.model.sop import Sop
from bpm2sop.wording import Language
from bpm2sop.writers import WRITERS, Context
from tests.layout.random_sops import random_sop
from tests.workspace.maps import bpmn

FORMATS = ("pdf", "xlsx", "docx", "html")
PAGES = 5
ROUNDS = 15
LANES = ("Pemohon", "Loket", "Seksi Pelayanan", "Kepala Seksi", "Kepala Bidang")
VERBS = ("Menerima", "Memeriksa", "Mencatat", "Menyetujui", "Mengirim", "Mengarsipkan")


def five_pages() -> Sop:
    """Return the first random SOP whose form has five pages, the identity among them."""
    for seed in range(200):
        sop = random_sop(seed, actors=5)
        document = lay_out(sop)
        if len(document.identity) + len(document.pages) == PAGES:
            return sop
    raise LookupError(PAGES)


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Return the milliseconds of one call by the clock, and those of this process."""
    clock, own = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - clock) * 1e3, (time.process_time() - own) * 1e3


def warm() -> None:
    """Print how long the five pages take, laying them out included."""
    sop, context = five_pages(), Context(language=Language.ID)
    writers = {writer.format: writer for writer in WRITERS}
    other = random_sop(1, actors=3, steps=8)
    rounds: dict[str, list[tuple[float, float]]] = {name: [] for name in ("layout", *FORMATS)}
    for _ in range(ROUNDS):
        # The last document is kept: another one between makes each round lay out anew.
        lay_out(other)
        rounds["layout"].append(timed(lambda: lay_out(sop)))
        for name in FORMATS:
            write = writers[name].write
            rounds[name].append(timed(lambda write=write: write(sop, context)))
    sums = [tuple(map(sum, zip(*each, strict=True))) for each in zip(*rounds.values(), strict=True)]
    print(f"five pages, {len(sop.steps)} steps, {len(sop.actors)} actors; ms, median of {ROUNDS}")
    for name, times in (*rounds.items(), ("together", sums)):
        clock, own = (median(column) for column in zip(*times, strict=True))
        print(f"  {name:9} {clock:6.1f} by the clock, {own:6.1f} of CPU of this process")


def many(count: int, engine: str) -> None:
    """Print how long the command line takes for so many maps."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "maps")
        source.mkdir()
        for n in range(count):
            steps = "; ".join(
                f"t{t} {VERBS[(n + t) % 6]} berkas {t} @{LANES[(n * t + t) % 5]}"
                for t in range(10 + n % 31)
            )
            data = bpmn(steps, process=f"P{n}", name=f"Pelayanan {n}")
            (source / f"pelayanan-{n:05d}.bpmn").write_bytes(data)
        for formats in (",".join(FORMATS), "json"):
            command = [
                sys.executable,
                "-c",
                "from bpm2sop.cli import main; main()",
                "draft",
                str(source),
            ]
            command += [
                "-o",
                str(Path(folder, f"sops-{formats}")),
                "--format",
                formats,
                "--engine",
                engine,
            ]
            begin = time.perf_counter()
            subprocess.run([*command, "--fail-on", "never"], check=True, capture_output=True)
            print(f"{count} maps, {formats}, {engine}: {time.perf_counter() - begin:.1f} s")


def main() -> None:
    """Measure both."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--maps", type=int, default=100)
    parser.add_argument("--engine", default="local")
    asked = parser.parse_args()
    warm()
    if asked.maps:
        many(asked.maps, asked.engine)


if __name__ == "__main__":
    main()
