"""The whole set as it stands: its maps, its SOPs as drafted, its atlas. What is kept is not drafted anew."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from bpm2sop.atlas import Atlas, build_atlas
from bpm2sop.engine import Failure, run
from bpm2sop.errors import Refused
from bpm2sop.model.processmap import MapFile
from bpm2sop.model.sop import Sop
from bpm2sop.sources import SourceFile
from bpm2sop.workspace.drafted import Drafted
from bpm2sop.workspace.drafting import DraftRun, given_up, linked, read_map
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.planning import Base, kept_of, read_sources, read_works


class Whole(NamedTuple):
    """A set as drafted. Its maps are told with what is in them, not with what was found in them."""

    files: tuple[MapFile, ...]
    sops: tuple[Sop, ...]
    atlas: Atlas


def as_kept(workspace: Workspace, base: Base, drafts: Mapping[int, Drafted]) -> Whole:
    """Put the whole set together from the drafts that are kept; they must be what it would give now.

    Args:
        workspace: where.
        base: the set.
        drafts: the latest drafts of its files, by id.
    """
    files = _maps(workspace, base)
    held = (drafts[base.heads[file.id].id] for file, _ in base.current)
    return Whole(files, tuple(sop for draft in held for sop in draft.sops), build_atlas(files))


def drafted_anew(workspace: Workspace, base: Base) -> Whole:
    """Draft the whole set as it would be drafted now."""
    works = read_works(workspace, base)
    return as_run(linked(works, base.settings, proofs=workspace.memory.proofs))


def as_run(run_: DraftRun) -> Whole:
    """Give what was drafted in one run."""
    return Whole(run_.files, run_.sops, run_.atlas)


def _maps(workspace: Workspace, base: Base) -> tuple[MapFile, ...]:
    """Read the maps of a set, unless they are remembered or kept."""
    hashes = {file.name: version.sha256 for file, version in base.current}
    found: dict[str, MapFile] = {}
    for name, sha256 in hashes.items():
        known = workspace.memory.works.get((name, sha256, base.mark))
        if known is not None:
            found[name] = known.file
    found |= kept_of(workspace, base).maps([name for name in hashes if name not in found])
    missing = [(name, sha256) for name, sha256 in hashes.items() if name not in found]
    read = partial(read_map, limits=workspace.limits)
    fresh = run(read, read_sources(workspace, missing), workspace.engine, failed=_given_up)
    return tuple(found[name] if name in found else next(fresh) for name in hashes)


def _given_up(source: SourceFile | Refused, failure: Failure) -> MapFile:
    """Make a refused file of one that took too much."""
    return given_up(source, failure).file
