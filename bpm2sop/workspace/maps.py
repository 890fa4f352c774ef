"""The maps: lists, one series with its versions, the atlas, and search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from bpm2sop.errors import Missing, Refused, Stale, Where
from bpm2sop.model.findings import Finding
from bpm2sop.store import entries, files, pages, reviews, sops, unpack
from bpm2sop.store.files import FileRow, MapRow, VersionRow
from bpm2sop.store.pages import PageRow
from bpm2sop.workspace.in_force import is_or_will_be, today
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.relinking import Outcome, change_set
from bpm2sop.workspace.rights import Person, Right, require
from bpm2sop.workspace.texts import NAME, cleaned_line
from bpm2sop.workspace.values import MapLine, MapView, PageView, SearchHit, SopLine, VersionLine
from bpm2sop.workspace.views import orphan_views, sop_lines
from bpm2sop.workspace.written import ACTIVE, GONE

_MOST = 1_000
"""Hits of a search at most, whatever is asked for."""
_SOME = 200
"""Hits where nothing is said."""


class MapBytes(NamedTuple):
    """A version of a map as it was uploaded."""

    name: str
    number: int
    sha256: str
    data: bytes


def list_maps(workspace: Workspace, who: Person) -> tuple[MapLine, ...]:
    """List the maps in use by name, with what was found in their current versions."""
    require(who, Right.READ)
    with workspace.store.reading() as connection:
        rows = files.in_use(connection)
        counts = sops.count_by_file(connection)
    return tuple(_line(row, counts.get(row.id, 0)) for row in rows)


def _line(row: MapRow, number: int) -> MapLine:
    """Show a series in a list."""
    return MapLine(
        id=row.id,
        name=row.name,
        unit=row.unit_id,
        state=row.state,
        version=row.number,
        status=row.status,
        exporter=row.exporter,
        who=row.who,
        at=row.at,
        errors=row.errors,
        warnings=row.warnings,
        sops=number,
    )


def _findings(version: VersionRow) -> tuple[Finding, ...]:
    return unpack(version.findings, tuple[Finding, ...])


def find_file(connection: Connection, file_id: str) -> FileRow:
    """Find a series by its id.

    Raises:
        Missing: there is none.
    """
    file = files.by_id(connection, file_id)
    if file is None:
        raise Missing("map-missing", Where(file=file_id))
    return file


def _version(connection: Connection, file: FileRow, number: int | None) -> VersionRow:
    """Find a version of a series; the current one where none is named."""
    version = files.version(connection, file.id, number or file.current)
    if version is None:
        raise Missing("version-missing", Where(file=file.name), {"number": str(number)})
    return version


def map_view(
    workspace: Workspace, who: Person, file_id: str, *, number: int | None = None
) -> MapView:
    """Show a series: one of its versions, and the SOPs that the current one gives.

    Raises:
        Missing: there is no such series or version.
    """
    require(who, Right.READ, file_id)
    with workspace.store.reading() as connection:
        file = find_file(connection, file_id)
        shown = _version(connection, file, number)
        rows = [row for row in sops.of_file(connection, file_id) if row.state != GONE]
        lines = sop_lines(connection, rows, today(workspace))
        return MapView(
            id=file.id,
            name=file.name,
            unit=file.unit_id,
            state=file.state,
            current=file.current,
            shown=_version_line(shown),
            versions=tuple(_version_line(one) for one in files.versions(connection, file_id)),
            findings=_findings(shown),
            sops=lines,
            pages=_page_views(pages.of_file(connection, file_id), lines),
            orphans=orphan_views(connection, reviews.orphans_of_file(connection, file_id)),
        )


def _version_line(row: VersionRow) -> VersionLine:
    """Show a version."""
    return VersionLine(
        number=row.number,
        sha256=row.sha256,
        uploaded_as=row.uploaded_as,
        status=row.status,
        exporter=row.exporter,
        who=row.who,
        at=row.at,
        note=row.note,
    )


def map_bytes(
    workspace: Workspace, who: Person, file_id: str, *, number: int | None = None
) -> MapBytes:
    """Give a version of a map as it was uploaded, byte for byte.

    Raises:
        Missing: there is no such series or version.
    """
    require(who, Right.READ, file_id)
    with workspace.store.reading() as connection:
        file = find_file(connection, file_id)
        version = _version(connection, file, number)
        data = files.kept(connection, version.sha256)
    return MapBytes(file.name, version.number, version.sha256, data or b"")


def retire_map(workspace: Workspace, who: Person, file_id: str, *, seen: int) -> None:
    """Take a map and its SOPs out of use; nothing is deleted, and importing it again brings it back.

    Args:
        workspace: where.
        who: the person.
        file_id: the series.
        seen: the number of the version that the person saw as the current one.

    Raises:
        Missing: there is no such series.
        Stale: another version is current now.
        Refused: an edition of one of its SOPs is in force, or will be.
    """
    require(who, Right.WRITE, file_id)
    with workspace.store.reading() as connection:
        file = find_file(connection, file_id)
        _refuse_in_force(connection, workspace, file)
    if file.current != seen:
        found = {"seen": str(seen), "current": str(file.current)}
        raise Stale("version-old", Where(file=file.name), found)

    def record(connection: Connection, outcome: Outcome) -> None:
        del outcome
        _refuse_in_force(connection, workspace, file)
        workspace.record(connection, who, act="retire", subject=file_id)

    change_set(workspace, retire=file_id, who=who.login, record=record)


def _refuse_in_force(connection: Connection, workspace: Workspace, file: FileRow) -> None:
    """Refuse to take a map out of use whose SOPs are in force: each is revoked first, with a word on why.

    Raises:
        Refused: one is.
    """
    day = today(workspace)
    for row in sops.of_file(connection, file.id):
        if is_or_will_be(connection, row.id, day):
            raise Refused("edition-in-force", Where(file=row.title))


def atlas_view(workspace: Workspace, who: Person) -> tuple[PageView, ...]:
    """Show the pages of the atlas, parents before children, each with its SOP."""
    require(who, Right.READ)
    with workspace.store.reading() as connection:
        rows = pages.every(connection)
        held = sops.every(connection, state=ACTIVE)
        return _page_views(rows, sop_lines(connection, held, today(workspace)))


def _page_views(rows: Sequence[PageRow], lines: Sequence[SopLine]) -> tuple[PageView, ...]:
    """Show pages."""
    held = {line.id: line for line in lines}
    return tuple(
        PageView(
            key=row.key,
            title=row.title,
            code=row.code,
            level=row.level,
            group=row.group,
            owner=row.owner,
            kind=row.kind,
            parent=row.parent,
            link=row.link,
            file=row.file_id,
            element=row.element,
            sop=held.get(row.sop_id or ""),
        )
        for row in rows
    )


def search(
    workspace: Workspace, who: Person, words: str, *, limit: int = _SOME
) -> tuple[SearchHit, ...]:
    """Find maps by name, SOPs by title, steps and actors by their words, nodes by their exact id."""
    require(who, Right.READ)
    wanted = cleaned_line(words, "search", limit=NAME)
    if not wanted:
        return ()
    most = min(limit, _MOST)
    with workspace.store.reading() as connection:
        maps = entries.find_files(connection, wanted, most)
        hits = entries.find(connection, wanted, most)
    found = [SearchHit("map", own, name, None, name, own) for own, name in maps]
    found += [SearchHit(h.kind, h.ref, h.text, h.sop_id, h.title, h.file_id) for h in hits]
    return tuple(found[:most])
