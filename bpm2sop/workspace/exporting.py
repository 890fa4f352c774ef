"""SOPs as files: a working copy as it stands, marked as a draft where the form has pages; an edition as it was approved."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from bpm2sop.engine import Failure, run
from bpm2sop.errors import Missing, Refused, Where
from bpm2sop.layout.style import PageStyle, labels_for
from bpm2sop.model.processmap import ProcessMap
from bpm2sop.model.sop import Sop
from bpm2sop.settings import Profile
from bpm2sop.store import editions, files, sops
from bpm2sop.store.sops import SopRow
from bpm2sop.wording import Language, say
from bpm2sop.workspace.in_force import force_on, today
from bpm2sop.workspace.issued import issued, issued_hash
from bpm2sop.workspace.judging import judged
from bpm2sop.workspace.material import find_sop, read_material
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.output import make_folder, place
from bpm2sop.workspace.planning import read_version
from bpm2sop.workspace.preferences import in_use
from bpm2sop.workspace.rights import Person, Right, require
from bpm2sop.workspace.written import ACTIVE
from bpm2sop.writers import WRITERS, Context, Writer
from bpm2sop.writers.styles import page_style

_JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """What a document is made from: pure data, so that it may be made anywhere."""

    sop: Sop
    drawn: ProcessMap | None
    profile: Profile
    draft: bool
    """Whether it is a working copy, and says so."""
    document: bytes | None = None
    """The JSON as it was approved."""


class Which(NamedTuple):
    """Which SOPs are written: all in use where no ids are given; working copies unless an edition, or those in force, are.

    An edition in force is written until it is revoked, also where its map no longer has the process.
    """

    ids: tuple[str, ...] | None = None
    edition: int | None = None
    in_force: bool = False


class ExportLine(NamedTuple):
    """What became of one SOP: the files written, or why there are none."""

    sop: str
    key: str
    title: str
    edition: int
    files: tuple[str, ...] = ()
    refusal: Refused | None = None


_ALL = Which()


def export_sop(
    workspace: Workspace,
    who: Person,
    sop_id: str,
    formats: Sequence[str],
    *,
    edition: int | None = None,
) -> dict[str, bytes]:
    """Write an SOP in formats; give the files by name.

    Args:
        workspace: where.
        who: the person.
        sop_id: the SOP.
        formats: names of formats, as `json` or `pdf`.
        edition: an edition, as it was approved; the working copy where none is named.

    Raises:
        Missing: there is no such SOP or edition.
        Refused: a format is not known.
    """
    require(who, Right.READ, sop_id)
    writers = writers_of(formats)
    with workspace.store.reading() as connection:
        printing = read_printing(connection, workspace, find_sop(connection, sop_id), edition)
    return dict(printed(printing, writers))


def export_all(
    workspace: Workspace,
    who: Person,
    folder: Path,
    formats: Sequence[str],
    *,
    which: Which = _ALL,
    progress: Callable[[str], None] = lambda _name: None,
) -> tuple[ExportLine, ...]:
    """Write all SOPs in use into a folder; one that cannot be written stops no other.

    Args:
        workspace: where.
        who: the person.
        folder: is made where it is not there; each file appears whole or not at all.
        formats: names of formats.
        which: which SOPs are written.
        progress: is told each SOP that was written.
    """
    require(who, Right.READ)
    writers = writers_of(formats)
    make_folder(folder)
    chosen = _chosen(workspace, which)

    def printings() -> Iterator[Printing]:
        for row, number in chosen:
            with workspace.store.reading() as connection:
                yield read_printing(connection, workspace, row, number)

    work = _Print(writers)
    made = run(work, printings(), workspace.engine, failed=_given_up)
    told = []
    for (row, number), done in zip(chosen, made, strict=True):
        line = ExportLine(row.id, row.key, row.title, number or 0)
        if isinstance(done, Refused):
            told.append(line._replace(refusal=done))
            continue
        for name, data in done:
            place(folder / name, data)
        told.append(line._replace(files=tuple(name for name, _ in done)))
        progress(row.title)
    return tuple(told)


@dataclass(frozen=True, slots=True)
class _Print:
    """Writes one SOP in formats, in whatever process."""

    writers: tuple[Writer, ...]

    def __call__(self, printing: Printing) -> tuple[tuple[str, bytes], ...] | Refused:
        """Give the files by name."""
        return tuple(printed(printing, self.writers))


def _given_up(printing: Printing, failure: Failure) -> Refused:
    """Tell of an SOP that took too much."""
    return Refused(failure.code, Where(file=printing.sop.title), failure.params)


def _chosen(workspace: Workspace, which: Which) -> list[tuple[SopRow, int | None]]:
    """List the SOPs to be written, each with its edition where one is asked for."""
    with workspace.store.reading() as connection:
        if which.ids is not None:
            rows = [find_sop(connection, sop_id) for sop_id in which.ids]
        elif which.in_force:
            rows = sops.every(connection, state=None)
        else:
            rows = [row for row in sops.every(connection, state=ACTIVE) if row.draft_id is not None]
        if not which.in_force:
            return [(row, which.edition) for row in rows]
        force = force_on(connection, today(workspace))
    return [(row, force[row.id].number) for row in rows if row.id in force]


def writers_of(formats: Iterable[str]) -> tuple[Writer, ...]:
    """Find the writers of formats.

    Raises:
        Refused: a format is not known.
    """
    known = {writer.format: writer for writer in WRITERS}
    for name in formats:
        if name not in known:
            raise Refused("format-unknown", Where(file=name), {"format": name})
    return tuple(known[name] for name in dict.fromkeys(formats))


def read_printing(
    connection: Connection, workspace: Workspace, row: SopRow, edition: int | None = None
) -> Printing:
    """Read what the documents of a working copy, or of an edition, are made from.

    Raises:
        Missing: there is no such edition, or the SOP has no draft.
    """
    profile = in_use(connection, workspace.settings).profile
    if edition is None:
        material = read_material(connection, workspace, row.id)
        sop = judged(connection, workspace, material)
        drawn = _map(connection, workspace, row, sop=sop, number=material.draft.version)
        return Printing(sop=sop, drawn=drawn, profile=profile, draft=True)
    held = editions.find(connection, row.id, edition)
    if held is None:
        raise Missing("edition-missing", Where(file=row.title), {"number": str(edition)})
    sop = issued(held)
    sha256 = issued_hash(held.sha256, json.loads(held.acts))
    return Printing(
        sop=sop,
        drawn=_map(connection, workspace, row, sop=sop, number=held.file_version),
        profile=profile,
        draft=False,
        document=files.kept(connection, sha256),
    )


def _map(
    connection: Connection, workspace: Workspace, row: SopRow, *, sop: Sop, number: int
) -> ProcessMap | None:
    """Find the map that an SOP is from, in the version that it was drafted from."""
    held = read_version(connection, workspace, row.file_id, number) if row.file_id else None
    maps = held.maps if held is not None else ()
    return next((one for one in maps if one.id == sop.source.map), None)


def printed(printing: Printing, writers: Iterable[Writer]) -> Iterator[tuple[str, bytes]]:
    """Write one SOP in formats: names and bytes."""
    sop = printing.sop
    language = Language(sop.language)
    context = Context(language=language, process_map=printing.drawn, style=style_of(printing))
    for writer in writers:
        approved = printing.document if writer.format == _JSON else None
        yield f"{sop.key}{writer.suffix}", approved or writer.write(sop, context)


def style_of(printing: Printing) -> PageStyle:
    """Say how the pages of an SOP look; a working copy's say that it is a draft."""
    sop = printing.sop
    style = page_style(printing.profile, sop.language)
    if not printing.draft:
        return style
    labels = style.labels or labels_for(sop.language)
    words = say(Language(sop.language), "export.draft", page=labels.page)
    return replace(style, labels=replace(labels, page=words))
