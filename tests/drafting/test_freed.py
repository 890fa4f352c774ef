"""What a draft leaves behind."""

import gc

from bpm2sop.atlas import build_atlas
from bpm2sop.drafting import Settings, draft_file, finished, link, proved
from tests.drafting.small import SHIPPED, line, read

TWO_POOLS = (
    '<collaboration id="C"><participant id="A" processRef="P"/><participant id="B" processRef="Q"/>'
    '<messageFlow id="m" sourceRef="t1" targetRef="u"/></collaboration>'
    + line("Menerima surat", "Memeriksa surat", '<callActivity id="c" name="Mengarsipkan surat"/>')
    + '<process id="Q"><receiveTask id="u" name="Menerima tanggapan"/></process>'
)


def drafted() -> int:
    """Read, draft, link and prove a map; count its SOPs."""
    files = [read(TWO_POOLS)]
    sops = [sop for file in files for sop in draft_file(file, Settings())]
    return len(proved(finished(link(sops, files, build_atlas(files)), SHIPPED), files).sops)


def test_maps_and_drafts_are_freed_as_soon_as_nobody_needs_them() -> None:
    """No cycle keeps a map alive until garbage is collected: a set of thousands fits in memory."""
    drafted()
    gc.collect()
    gc.disable()
    try:
        assert drafted() > 0
        assert gc.collect() == 0
    finally:
        gc.enable()
