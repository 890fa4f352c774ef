"""No cell without provenance, over the samples and the interchange maps, in both languages."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from bpm2sop.drafting import Settings
from bpm2sop.model.findings import Severity
from bpm2sop.model.sop import Cell, CellSource, Sop, Step
from bpm2sop.sources import gather
from bpm2sop.wording import Language
from bpm2sop.workspace import DraftRun, draft_sources
from bpm2sop.writers.findings import finding_words
from tests.house.tree import ROOT


def cells(sop: Sop) -> Iterator[Cell]:
    """Iterate over all cells of an SOP."""
    for name in sop.identity.__struct_fields__:
        yield getattr(sop.identity, name)
    work: list[Step] = list(sop.steps)
    for step in work:
        yield from (*step.inputs, *step.outputs, *step.remarks)
        if step.time is not None:
            yield step.time
        work += step.steps


def faults(sops: Iterable[Sop]) -> Iterator[str]:
    """Iterate over the cells that do not say where they come from."""
    for sop in sops:
        for cell in cells(sop):
            wrong = {
                CellSource.MAP: not cell.value or cell.element is None,
                CellSource.ASSUMED: not cell.value or not cell.rule,
                CellSource.PERSON: True,
                CellSource.NONE: bool(cell.value or cell.element or cell.rule),
            }[cell.source]
            if wrong:
                yield f"{sop.key}: {cell}"


def drafted(path: Path, language: Language) -> DraftRun:
    """Draft everything below a folder."""
    return draft_sources(gather((str(path),)), Settings(language=language))


@pytest.mark.parametrize("language", Language)
def test_every_cell_of_the_samples_says_where_it_comes_from(language: Language) -> None:
    """The form's own rules find no error in them, and every finding has its sentence."""
    run = drafted(ROOT / "samples", language)
    assert run.sops
    assert list(faults(run.sops)) == []
    own = [
        finding for sop in run.sops for finding in sop.findings if finding.rule.startswith("sop-")
    ]
    assert [finding for finding in own if finding.severity is Severity.ERROR] == []
    assert all(all(finding_words(finding, language)) for finding in own)


@pytest.mark.corpus
def test_every_cell_of_the_corpus_says_where_it_comes_from(corpus_dir: Path) -> None:
    """Whatever a tool writes; a draft of ours breaks no rule of the form that the form itself sees to."""
    run = drafted(corpus_dir, Language.ID)
    assert list(faults(run.sops)) == []
    own = [
        finding for sop in run.sops for finding in sop.findings if finding.rule.startswith("sop-")
    ]
    assert [finding for finding in own if finding.severity is Severity.ERROR] == []
