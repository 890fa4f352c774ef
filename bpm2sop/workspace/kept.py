"""What the store keeps of maps as they were read, drafted and linked: a change of the set works out only what is new."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from bpm2sop.errors import StoreProblem
from bpm2sop.model.processmap import MapFile
from bpm2sop.model.sop import Sop
from bpm2sop.store import digest, files, unpack, works
from bpm2sop.workspace.drafting import Work
from bpm2sop.workspace.opening import Workspace

_Kind = TypeVar("_Kind")


@dataclass(frozen=True, slots=True)
class _Map:
    """A work as far as it is the map; the rest is not opened."""

    file: MapFile


class Known(NamedTuple):
    """A map of the set whose bytes, name and settings are as they were: its series, its latest draft, and its SOPs as then linked."""

    file_id: str
    draft: int
    linked: str


def stamp_of(name: str, sha256: str, mark: str) -> str:
    """Stand for a map as it is read and drafted by itself."""
    return hashlib.sha256(repr((name, sha256, mark)).encode()).hexdigest()


class Kept:
    """The maps of a set that are known, by the names of their files."""

    def __init__(self, workspace: Workspace, known: Mapping[str, Known]) -> None:
        """Open nothing yet."""
        self._workspace = workspace
        self._known = known
        self.damaged: set[str] = set()
        """The files whose works could not be opened."""

    def digest(self, value: object) -> str:
        """Give the hash of a value, however it is kept."""
        return digest(value)

    def works(self, names: Iterable[str]) -> dict[str, Work]:
        """Give what maps give by themselves, as far as it is kept; what cannot be opened is worked out again."""
        return self._opened(names, Work)

    def maps(self, names: Iterable[str]) -> dict[str, MapFile]:
        """Give maps as they were read, as far as they are kept."""
        return {name: held.file for name, held in self._opened(names, _Map).items()}

    def _opened(self, names: Iterable[str], kind: type[_Kind]) -> dict[str, _Kind]:
        """Open works as one kind of value."""
        ids = {self._known[name].file_id: name for name in names if name in self._known}
        found: dict[str, _Kind] = {}
        with self._workspace.store.reading() as connection:
            for file_id, data in works.read(connection, list(ids)):
                try:
                    found[ids[file_id]] = unpack(data, kind)
                except StoreProblem:
                    self.damaged.add(ids[file_id])
        return found

    def is_same(self, name: str, linked: str) -> bool:
        """Tell whether the SOPs of a file are linked as they were when its latest draft was made; `linked` is their hash."""
        return bool(linked) and name in self._known and self._known[name].linked == linked

    def sops(self, linked: Mapping[str, str]) -> dict[str, tuple[Sop, ...]]:
        """Give the SOPs of files as proved and judged before, where nothing that this depends on has changed.

        Args:
            linked: the hashes of SOPs as linked now, by file.
        """
        same = {
            self._known[name].draft: name for name in linked if self.is_same(name, linked[name])
        }
        with self._workspace.store.reading() as connection:
            return {
                same[row.id]: unpack(row.sops, tuple[Sop, ...])
                for row in files.open_drafts(connection, list(same))
            }
