"""The library as a script uses it."""

from pathlib import Path

import pytest

import bpm2sop
from bpm2sop.errors import Refused
from tests.decompose.sketch import bpmn


def test_a_script_reads_drafts_writes_and_verifies(tmp_path: Path) -> None:
    """The whole way with four calls."""
    (tmp_path / "a.bpmn").write_bytes(bpmn("s1 > Menerima > Memeriksa > e1"))
    (file,) = bpm2sop.read_maps([tmp_path])
    assert [page.file for page in bpm2sop.build_atlas([file]).pages] == ["a.bpmn"]
    run = bpm2sop.draft([tmp_path])
    bpm2sop.write(run, tmp_path / "out", ["json", "md"])
    (sop,) = run.sops
    assert [step.text for step in sop.steps] == ["Menerima", "Memeriksa"]
    assert bpm2sop.verify(tmp_path / "out" / f"{sop.key}.json", tmp_path / "a.bpmn") == ()


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    """Before anything is written."""
    with pytest.raises(Refused) as refusal:
        bpm2sop.write(bpm2sop.draft([]), tmp_path / "out", ["odt"])
    assert refusal.value.code == "format-unknown"
    assert not (tmp_path / "out").exists()


def test_what_the_face_does_not_offer_is_no_attribute() -> None:
    """A misspelt name fails as it does in any module."""
    with pytest.raises(AttributeError):
        _ = bpm2sop.drafts
