"""What batches have done in other processes: pure functions from values to packed values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from bpm2sop.drafting import Settings
from bpm2sop.engine import Failure
from bpm2sop.errors import Refused, Where
from bpm2sop.model.findings import Finding, Severity
from bpm2sop.model.processmap import FileStatus
from bpm2sop.readers import Limits
from bpm2sop.sources import SourceFile
from bpm2sop.store import pack
from bpm2sop.store.jobs import DONE, FAILED
from bpm2sop.workspace.drafting import work_on
from bpm2sop.workspace.exporting import Printing, printed, writers_of


class Reading(NamedTuple):
    """A file to be read and drafted."""

    source: SourceFile


class Writing(NamedTuple):
    """An SOP to be written as documents."""

    printing: Printing
    formats: tuple[str, ...]


Errand = Reading | Writing | Refused
"""What is to be done; a refusal is handed on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What errands are done by. `mark` is the hash of what drafts depend on beside their files."""

    settings: Settings
    limits: Limits
    mark: str


class Done(NamedTuple):
    """What came of an errand: a packed value, or the packed finding that tells why there is none."""

    state: str
    result: bytes | None = None
    error: bytes | None = None


def do(errand: Errand, basis: Basis) -> Done:
    """Do one errand. Whatever goes wrong is told as its outcome; the others go on."""
    try:
        if isinstance(errand, Refused):
            return failed(errand)
        return _read(errand, basis) if isinstance(errand, Reading) else _written(errand)
    except Refused as refusal:
        return failed(refusal)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  (a fault of ours costs one file, not the batch)
        why = f"{type(error).__name__}: {error}"[:300]
        return failed(Refused("file-fault", Where(file=name_of(errand)), {"why": why}))


def given_up(errand: Errand, failure: Failure) -> Done:
    """Tell that an errand took too much."""
    return failed(Refused(failure.code, Where(file=name_of(errand)), failure.params))


def failed(refusal: Refused) -> Done:
    """Tell a refusal."""
    return Done(FAILED, error=pack(finding_of(refusal)))


def finding_of(refusal: Refused) -> Finding:
    """Give a refusal as the finding that it is told as."""
    where, params = refusal.where, tuple(sorted(refusal.params.items()))
    return Finding(refusal.code, Severity.ERROR, where.file, where.line, (), params)


def name_of(errand: Errand) -> str:
    """Name the file or SOP that an errand is about."""
    if isinstance(errand, Refused):
        return errand.where.file
    return errand.source.name if isinstance(errand, Reading) else errand.printing.sop.title


def _read(errand: Reading, basis: Basis) -> Done:
    """Read and draft a file: gives the mark and the packed work."""
    work = work_on(errand.source, basis.settings, basis.limits)
    if work.file.status is FileStatus.REFUSED:
        return Done(FAILED, error=pack(work.file.findings[0]))
    return Done(DONE, pack((basis.mark, work)))


def _written(errand: Writing) -> Done:
    """Write an SOP: gives its documents by name."""
    return Done(DONE, pack(dict(printed(errand.printing, writers_of(errand.formats)))))
