"""What drafting leaves behind, and that it may go on without looking for garbage."""

import gc
import subprocess
import sys

import pytest

from bpm2sop.garbage import uncollected
from bpm2sop.sources import SourceFile
from tests.drafting.small import HEAD, line

TWO_POOLS = (
    '<collaboration id="C"><participant id="A" processRef="P"/><participant id="B" processRef="Q"/>'
    '<messageFlow id="m" sourceRef="t1" targetRef="u"/></collaboration>'
    + line("Menerima surat", "Memeriksa surat", '<callActivity id="c" name="Mengarsipkan surat"/>')
    + '<process id="Q"><receiveTask id="u" name="Menerima tanggapan"/></process>'
)
SOURCES = (
    SourceFile("dua-kolam.bpmn", f"{HEAD}{TWO_POOLS}</definitions>".encode()),
    SourceFile("rusak.bpmn", b"<definitions"),
)


ALONE = f"""
import gc
from bpm2sop.drafting import Settings
from bpm2sop.sources import SourceFile
from bpm2sop.workspace import draft_sources
sources = [SourceFile(name, data) for name, data in {[tuple(one) for one in SOURCES]!r}]
draft_sources(sources, Settings())
gc.collect()
gc.disable()
print(len(draft_sources(sources, Settings()).sops), gc.collect())
"""


def test_maps_and_drafts_are_freed_as_soon_as_nobody_needs_them() -> None:
    """No cycle keeps a map alive until garbage is collected: a set of thousands fits in memory.

    In a process of its own, where nobody else leaves garbage: one SOP, and nothing to collect.
    """
    command = [sys.executable, "-c", ALONE]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "0"]


def test_garbage_is_collected_as_before_when_drafting_is_over() -> None:
    """Whoever collects garbage goes on to; whoever does not is left alone."""
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_garbage_is_collected_as_before_when_drafting_fails() -> None:
    """A fault on the way changes nothing for what comes after."""
    with pytest.raises(ZeroDivisionError), uncollected():
        raise ZeroDivisionError
    assert gc.isenabled()
