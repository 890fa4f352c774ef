"""The public face as functions: what a script needs, and nothing that a person at a terminal needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from bpm2sop.atlas import Atlas, Manifest
from bpm2sop.atlas import build_atlas as _build_atlas
from bpm2sop.decompose.proof import Difference
from bpm2sop.drafting import Settings
from bpm2sop.engine import parse_engine
from bpm2sop.errors import Refused, Where
from bpm2sop.model.processmap import MapFile, ProcessMap
from bpm2sop.model.sop import Sop
from bpm2sop.readback import read_sop
from bpm2sop.readers import Limits
from bpm2sop.settings import Profile
from bpm2sop.sources import SourceFile, gather
from bpm2sop.wording import Language
from bpm2sop.workspace import DraftRun, draft_sources, write_run
from bpm2sop.workspace.checking import known_beside
from bpm2sop.workspace.drafting import read_checked
from bpm2sop.workspace.verifying import verify_sop
from bpm2sop.writers import WRITERS

Paths = Iterable[str | Path]


def read_maps(paths: Paths, *, limits: Limits | None = None) -> tuple[MapFile, ...]:
    """Read and check every map at `paths` (files, folders, zips); refused files come along, marked so."""
    return tuple(read_checked(source, limits or Limits()) for source in _sources(paths))


def build_atlas(files: Sequence[MapFile], manifest: Manifest | None = None) -> Atlas:
    """Join the maps of a set into one tree of levels, codes and links."""
    return _build_atlas(files, manifest)


def draft(paths: Paths, settings: Settings | None = None, *, engine: str = "serial") -> DraftRun:
    """Draft, prove and link the SOPs of every map at `paths`."""
    return draft_sources(_sources(paths), settings or Settings(), engine=parse_engine(engine))


def write(
    run: DraftRun,
    folder: str | Path,
    formats: Iterable[str] = ("json",),
    *,
    language: Language = Language.ID,
    profile: Profile | None = None,
) -> None:
    """Write the SOPs of a run and `index.json` to a folder. Raises `Refused` for a format that is not known."""
    known = {writer.format: writer for writer in WRITERS}
    unknown = [name for name in formats if name not in known]
    if unknown:
        raise Refused("format-unknown", Where(file=str(folder)), {"format": ", ".join(unknown)})
    write_run(run, Path(folder), [known[name] for name in formats], language, profile=profile)


def verify(sop: str | Path, map_path: str | Path) -> tuple[Difference, ...]:
    """Rebuild the map's graph from an exported SOP alone, and list how it differs from the map: nothing, if all is well."""
    path = Path(sop)
    table = read_sop(path.name, path.read_bytes())
    process_map, _ = map_of(table, str(map_path))
    return verify_sop(process_map, table, known_beside(path))


def map_of(table: Sop, path: str) -> tuple[ProcessMap, str]:
    """Find the map that an SOP names in the file or set at `path`; give it with the sha256 of its file.

    Raises:
        Refused: nothing can be read there, or no map of that name holds the SOP's scopes.
    """
    found: list[tuple[ProcessMap, str]] = []
    for source in gather([path]):
        if not isinstance(source, SourceFile):
            raise source
        file = read_checked(source, Limits())
        fitting = [
            one
            for one in file.maps
            if one.id == table.source.map and set(table.source.scopes) <= set(one.scopes)
        ]
        if fitting and (file.sha256 == table.source.sha256 or file.name == table.source.file):
            return fitting[0], file.sha256
        found += [(one, file.sha256) for one in fitting]
    if found:
        return found[0]
    raise Refused("map-not-found", Where(file=path), {"map": table.source.map, "sop": table.title})


def _sources(paths: Paths) -> Iterable[SourceFile | Refused]:
    return gather([str(path) for path in paths])
