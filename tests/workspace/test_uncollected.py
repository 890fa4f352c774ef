"""What drafting leaves behind, and that it may go on without looking for garbage."""

import gc
from collections.abc import Iterator

import pytest

from bpm2sop.drafting import Settings
from bpm2sop.sources import SourceFile
from bpm2sop.workspace import draft_sources
from bpm2sop.workspace.drafting import uncollected
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


@pytest.fixture
def collected() -> Iterator[None]:
    """Begin without garbage, and make no look for it but the test's own."""
    draft_sources(SOURCES, Settings())
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("collected")
def test_maps_and_drafts_are_freed_as_soon_as_nobody_needs_them() -> None:
    """No cycle keeps a map alive until garbage is collected: a set of thousands fits in memory."""
    assert len(draft_sources(SOURCES, Settings()).sops) == 1
    assert gc.collect() == 0


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
