"""A filled file comes back: what changed in it is merged with what changed here, under the name of who sent it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection

from bpm2sop.errors import Refused, Where
from bpm2sop.model.sop import Sop
from bpm2sop.readback import Read, read_docx, read_xlsx
from bpm2sop.store import audit, comments, files, reviews, sops
from bpm2sop.store.comments import CommentRow
from bpm2sop.store.reviews import ConflictRow, EditRow
from bpm2sop.store.sops import SopRow
from bpm2sop.trace.matching import match
from bpm2sop.trace.matching_spots import steps_of
from bpm2sop.wording import Language, say
from bpm2sop.workspace.acting import touched, working_copy
from bpm2sop.workspace.adopting import ADOPTED
from bpm2sop.workspace.drafted import Drafted
from bpm2sop.workspace.editing import cell_of, keep_edit
from bpm2sop.workspace.material import Material, read_material
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.planning import drafted
from bpm2sop.workspace.returning import Note, Returned, notes_of, returned_cells
from bpm2sop.workspace.rights import Person, Right, require
from bpm2sop.workspace.texts import LONGEST, NAME, cleaned_cell, cleaned_line
from bpm2sop.workspace.values import CellView, CommentView
from bpm2sop.workspace.views import comment_view
from bpm2sop.workspace.written import FILL, HEAD

_WORD = (".docx", ".docm")


class _Place(NamedTuple):
    """The SOP that a file is of, and by which keys its rows go now."""

    sop_id: str
    keys: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FillReport:
    """What a filled file did: cells that now say what it says, conflicts, and remarks on what is no cell.

    `again` tells that this very file came in before, and that nothing was done. `reopened` tells that the SOP was
    submitted and is a draft again.
    """

    sop: str
    title: str
    cells: tuple[CellView, ...] = ()
    conflicts: tuple[CellView, ...] = ()
    comments: tuple[CommentView, ...] = ()
    again: bool = False
    reopened: bool = False


def fill(
    workspace: Workspace, who: Person, name: str, data: bytes, *, sop_id: str | None = None
) -> FillReport:
    """Take a filled workbook or document back.

    Args:
        workspace: where.
        who: who sent it.
        name: how the file is called.
        data: its bytes.
        sop_id: the SOP that it should be of; any where none is named.

    Raises:
        Refused: the file is none of ours, of another SOP, or of one that is not here, or has no table any more.
    """
    require(who, Right.WRITE, sop_id or name)
    name = cleaned_line(name, "name", limit=NAME)
    is_word = name.lower().endswith(_WORD) or b"word/" in data[:4096]
    read = (read_docx if is_word else read_xlsx)(name, data)
    if read.exported.steps and not read.sop.steps:
        raise Refused("fill-no-table", Where(file=name), {"title": read.exported.title})
    with workspace.store.writing() as connection:
        place = _find(connection, workspace, read.exported, name)
        if sop_id not in (None, place.sop_id):
            raise Refused("fill-other", Where(file=name), {"title": read.exported.title})
        row = working_copy(connection, place.sop_id)
        sha256 = files.keep(connection, data)
        if _came_before(connection, row.id, sha256):
            return FillReport(sop=row.id, title=row.title, again=True)
        work = _Filling(connection, workspace, who, place=place, title=row.title, name=name)
        report = work.run(read)
        detail = {
            "file": name,
            "sha256": sha256,
            "cells": len(report.cells),
            "conflicts": len(report.conflicts),
        }
        workspace.record(connection, who, act="fill", subject=row.id, detail=detail)
        return report


def _came_before(connection: Connection, sop_id: str, sha256: str) -> bool:
    """Tell whether this very file was taken for this SOP."""
    acts = audit.acts(connection, subject=sop_id)
    return any(act.act == "fill" and f'"{sha256}"' in act.detail for act in acts)


def _find(connection: Connection, workspace: Workspace, exported: Sop, name: str) -> _Place:
    """Find the SOP that a file was exported from, by its key and the map's bytes.

    Raises:
        Refused: there is none.
    """
    for row in sops.by_key(connection, exported.key):
        if row.origin == ADOPTED and row.draft_id is not None:
            return _adopted(exported, drafted(connection, workspace, row.draft_id), row)
    file = files.by_name(connection, exported.source.file)
    versions = files.versions(connection, file.id) if file is not None else []
    head = files.latest_draft(connection, file.id) if file is not None else None
    if file is None or head is None or exported.source.sha256 not in {v.sha256 for v in versions}:
        raise Refused("fill-unknown", Where(file=name), {"title": exported.title})
    draft = drafted(connection, workspace, head)
    keys = {row.key: row.id for row in sops.of_file(connection, file.id) if row.draft_id == head}
    steps = {str(step.key): str(step.key) for step, _ in steps_of(exported.steps)}
    if exported.key in keys and _is_of(exported, draft):
        return _Place(keys[exported.key], steps)
    matching = match([exported], draft.sops)
    key = matching.sops.get(exported.key)
    if key is None:
        raise Refused("fill-gone", Where(file=name), {"title": exported.title})
    return _Place(keys[key], {str(old): str(new) for old, new in matching.forward().items()})


def _adopted(exported: Sop, draft: Drafted, row: SopRow) -> _Place:
    """Find the rows of a file of an adopted SOP, whose map is the general one's."""
    if _is_of(exported, draft):
        return _Place(
            row.id, {str(step.key): str(step.key) for step, _ in steps_of(exported.steps)}
        )
    forward = match([exported], draft.sops).forward()
    return _Place(row.id, {str(old): str(new) for old, new in forward.items()})


def _is_of(exported: Sop, draft: Drafted) -> bool:
    """Tell whether a file was exported from the version of the map that is in use."""
    return draft.by_key[exported.key].source.sha256 == exported.source.sha256


class _Filling:
    """One file being taken in."""

    def __init__(
        self,
        connection: Connection,
        workspace: Workspace,
        who: Person,
        *,
        place: _Place,
        title: str,
        name: str,
    ) -> None:
        """Begin with nothing."""
        self.name = name
        self.connection = connection
        self.workspace = workspace
        self.who = who
        self.place = place
        self.title = title
        self.notes: list[Note] = []
        self.reopened = False

    def run(self, read: Read) -> FillReport:
        """Take cell by cell, then tell what is no cell."""
        cells: list[CellView] = []
        torn: list[CellView] = []
        for one in returned_cells(read):
            done = self._cell(one)
            if done is not None:
                (torn if done.conflict is not None else cells).append(done)
        material = self._material()
        language = Language(material.base.language)
        self.notes += notes_of(read, self.name, language)
        told = [self._comment(material, one) for note in self.notes for one in _pieces(note)]
        if told:
            touched(self.connection, material.row)
        return FillReport(
            sop=self.place.sop_id,
            title=self.title,
            cells=tuple(cells),
            conflicts=tuple(torn),
            comments=tuple(comment_view(row, material.steps) for row in told),
            reopened=self.reopened,
        )

    def _material(self) -> Material:
        return read_material(self.connection, self.workspace, self.place.sop_id)

    def _cell(self, one: Returned) -> CellView | None:
        """Take one cell: the file's words, a conflict, or nothing where they stand already."""
        material = self._material()
        key = HEAD if one.key == HEAD else self.place.keys.get(one.key)
        if key is None or (key != HEAD and key not in material.steps):
            self.notes.append(self._beside(material, one._replace(key=HEAD), kind="step_gone"))
            return None
        before = cell_of(material, key, one.field)
        if not one.words and one.field in ("text", "title"):
            return None
        words = cleaned_cell(one.field, one.words, self.title)
        if before.value == words:
            return None
        base = cleaned_cell(one.field, one.base, self.title) if one.base else ""
        row = EditRow(
            id=0,
            sop_id=self.place.sop_id,
            key=key,
            field=one.field,
            value=words,
            who=self.who.login,
            at=self.workspace.now(),
            via=FILL,
            orphan="",
            rank=0,
        )
        if before.value == base:
            return self._keep(material, row)
        if before.conflict is not None:
            self.notes.append(self._beside(material, one, kind="besides"))
            return None
        return self._torn(material, before, row, base)

    def _beside(self, material: Material, one: Returned, *, kind: str) -> Note:
        """Tell words that have no cell to stand in."""
        language = Language(material.base.language)
        field = say(language, f"diff.cell_{one.field.removeprefix('identity.')}")
        text = say(language, f"fill.{kind}", file=self.name, field=field, words=one.words)
        return Note(one.key, text)

    def _keep(self, material: Material, row: EditRow) -> CellView:
        """Let the file's words stand."""
        done = keep_edit(self.connection, self.workspace, self.who, material=material, row=row)
        self.reopened = self.reopened or done.reopened
        return done

    def _torn(self, material: Material, before: CellView, row: EditRow, base: str) -> CellView:
        """Note a conflict: a person's words stand until somebody decides, and none are lost."""
        if before.source != "person":
            done = self._keep(material, row)
            conflict = ConflictRow(*_cell(row), base, row.value or "", before.map, "")
        else:
            ranks = [
                one.rank for one in reviews.cell(self.connection, row.sop_id, row.key, row.field)
            ]
            reviews.add_edit(self.connection, row._replace(rank=min(ranks) - 1))
            conflict = ConflictRow(*_cell(row), base, before.value, row.value or "", FILL)
            done = before
            touched(self.connection, material.row)
        reviews.add_conflict(self.connection, conflict)
        return cell_of(self._material(), row.key, done.field)

    def _comment(self, material: Material, note: Note) -> CommentRow:
        """Keep what is no cell as a remark."""
        key = self.place.keys.get(note.key, "") if note.key else ""
        row = CommentRow(
            id=self.workspace.token(),
            sop_id=self.place.sop_id,
            key=key if key in material.steps else "",
            element="",
            text=note.text,
            who=self.who.login,
            at=self.workspace.now(),
            answers=None,
            file_version=material.draft.version,
            resolved_by="",
            resolved_at="",
            version=1,
        )
        comments.add(self.connection, row)
        return row


def _pieces(note: Note) -> Iterator[Note]:
    """Part what is longer than a remark may be, so that no word is lost."""
    for start in range(0, len(note.text), LONGEST):
        yield note._replace(text=note.text[start : start + LONGEST])


def _cell(row: EditRow) -> tuple[str, str, str]:
    return row.sop_id, row.key, row.field
