"""Exported files of real maps, read back: each by itself rebuilds its map."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bpm2sop.decompose.proof import differences
from bpm2sop.drafting import Settings
from bpm2sop.model.sop import Sop
from bpm2sop.readback import Read, read_docx, read_xlsx
from bpm2sop.sources import gather
from bpm2sop.workspace import draft_sources
from bpm2sop.writers import Context
from bpm2sop.writers.docx import write_docx
from bpm2sop.writers.xlsx import write_xlsx
from tests.readback.office import CONTEXT, as_contract, unchanged

ROOT = Path(__file__).parents[2]
Write = Callable[[Sop, Context], bytes]
ReadBack = Callable[[str, bytes], Read]
both = pytest.mark.parametrize(
    ("write", "read"), [(write_xlsx, read_xlsx), (write_docx, read_docx)], ids=["xlsx", "docx"]
)


@both
def test_the_samples_verify(write: Write, read: ReadBack) -> None:
    """Every sample's file."""
    assert verified([str(ROOT / "samples")], write, read) >= 10


@both
@pytest.mark.corpus
def test_the_corpus_verifies(write: Write, read: ReadBack, corpus_dir: Path) -> None:
    """As do those of the interchange maps."""
    assert verified([str(corpus_dir)], write, read) > 100


def verified(paths: list[str], write: Write, read: ReadBack) -> int:
    """Write, read back and verify every SOP of some maps; give their number."""
    run = draft_sources(gather(paths), Settings())
    maps = {(file.name, one.id): one for file in run.files for one in file.maps}
    for sop in run.sops:
        back = read("sop", write(sop, CONTEXT))
        assert unchanged(back), sop.key
        assert as_contract(back.sop) == as_contract(sop), sop.key
        assert not list(differences(maps[sop.source.file, sop.source.map], back.sop)), sop.key
    return len(run.sops)
