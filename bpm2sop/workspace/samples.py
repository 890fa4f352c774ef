"""The samples that go with the program: an invented agency's maps, for a first look."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

from bpm2sop.errors import Missing, Refused, Where
from bpm2sop.sources import SourceFile, gather
from bpm2sop.workspace.importing import ImportReport, import_maps
from bpm2sop.workspace.maps import list_maps
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import Person

_FOLDER = "samples"


def sample_files() -> Iterator[SourceFile]:
    """Give the samples: of an installed program those in its package, of a source tree those at its top.

    Raises:
        Missing: they did not come along.
    """
    with as_file(files("bpm2sop")) as package:
        for folder in (package / _FOLDER, Path(package).parent / _FOLDER):
            if folder.is_dir():
                yield from (one for one in gather([str(folder)]) if isinstance(one, SourceFile))
                return
    raise Missing("samples-missing", Where(file=_FOLDER))


def import_samples(workspace: Workspace, who: Person) -> ImportReport:
    """Bring the samples into a workspace that has no maps yet.

    Raises:
        Missing: they did not come along.
        Refused: there are maps already.
    """
    if list_maps(workspace, who):
        raise Refused("samples-not-alone", Where(file=_FOLDER))
    return import_maps(workspace, who, sample_files())
