"""An exported Word document, edited by people and saved by whatever program, read back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bpm2sop.errors import Refused, Where
from bpm2sop.model.sop import StepKey
from bpm2sop.readback.docx_tables import AUTHOR, Cell, Row, lines_of, rows_of
from bpm2sop.readback.edits import Aside, Edit, Read, Stranger
from bpm2sop.readback.office_compare import (
    Exported,
    Found,
    FoundRow,
    Hidden,
    exported_of,
    field_of,
    judged,
    plain,
)
from bpm2sop.readback.office_package import DOCX, Package, open_package

# The names that the writer gives; the two know each other by the schema only.
_SCHEMA = "bpm2sop/docx/1"
_COMMENTS = re.compile(r"word/comments[0-9]*\.xml")
_DATA = re.compile(r"customxml/item[0-9]+\.xml")
_ROOT = "{urn:bpm2sop:docx}sop"
_MARK = re.compile(r"_bpm2sop_(row|band|head|field|name|list)_([0-9]{1,6})_(\w+)")
_GROUPS = frozenset({"actors", "standard"})


@dataclass(slots=True)
class _Identity:
    """The cells of the identity found so far, by field and part, and those that only stand beside their name."""

    cells: dict[tuple[str, int], tuple[Row, Cell]] = field(default_factory=dict)
    beside: dict[str, tuple[Row, Cell]] = field(default_factory=dict)

    def of(self, name: str, parts: int) -> list[tuple[Row, Cell]]:
        """Return the cells of a field that are still there."""
        known = [self.cells.get((name, number)) for number in range(1, parts + 1)]
        return [at for at in (known if known[0] else [self.beside.get(name)]) if at]


def read_docx(name: str, data: bytes) -> Read:
    """Read an exported document back; `name` is how the user calls it. Raises `Refused`."""
    package = open_package(name, data, DOCX)
    root = package.main()[1]
    exported = exported_of(_hidden(package), name, DOCX, _SCHEMA)
    found, identity = Found(), _Identity()
    columns: dict[str, tuple[int, int]] = {}
    seen: set[str] = set()
    table, after = 0, None
    rows = tuple(rows_of(root))
    for row in rows:
        if row.table != table:
            table, columns = row.table, {}
        kinds = _kinds(row)
        if "head" in kinds:
            columns |= dict(_heads(row, exported, found))
            seen |= set(columns)
        elif kinds & {"field", "name", "list"}:
            _note(row, identity)
        else:
            after = _row(row, columns, exported, found=found, after=after)
    _refuse_unmarked(rows, exported, found, name)
    _compare(identity, exported, found)
    found.asides += _margin(package)
    found.asides += [*_asides(rows, exported, found), *_loose(lines_of(root), exported)]
    found.lost += [
        f"head:{column}" for column in exported.columns() if found.rows and column not in seen
    ]
    return judged(exported, found)


def _refuse_unmarked(rows: tuple[Row, ...], exported: Exported, found: Found, name: str) -> None:
    """Refuse a document whose rows still stand there but lost the bookmarks that name them."""
    activities = {plain(texts.get("activity", "")) for texts in exported.rows.values()} - {""}
    if exported.rows and not found.rows:
        for row in rows:
            if any(plain(cell.text) in activities for cell in row.cells):
                raise Refused(DOCX.keys_gone, Where(file=name), {"place": row.place()})


def _asides(rows: tuple[Row, ...], exported: Exported, found: Found) -> Iterator[Aside]:
    """Give the words in cells that no field has and that nobody exported, line by line."""
    keys = {row.place: row.key for row in found.rows}
    for row in rows:
        for cell in row.cells:
            lines = () if row.place(cell) in found.told else cell.lines
            words = [line for line in lines if line.strip() and not exported.is_ours(line)]
            if words:
                yield Aside("words", row.place(cell), "\n".join(words), keys.get(row.place()))


def _margin(package: Package) -> Iterator[Aside]:
    """Give the notes in the margin, by whoever wrote them."""
    for root in package.parts(_COMMENTS):
        for number, note in enumerate(root.iterchildren(), 1):
            words = "\n".join(line for line in lines_of(note) if line.strip())
            if words:
                yield Aside("note", note.get(AUTHOR, "") or str(number), words)


def _loose(lines: Iterable[str], exported: Exported) -> Iterator[Aside]:
    """Give the words outside all tables that nobody exported."""
    for number, line in enumerate(lines, 1):
        if line.strip() and not exported.is_ours(line):
            yield Aside("words", f"P{number}", line)


def _hidden(package: Package) -> Hidden | None:
    """Return what the hidden part holds."""
    root = next((root for root in package.parts(_DATA) if root.tag == _ROOT), None)
    if root is None:
        return None
    return Hidden(root.get("schema", ""), root.get("sha256", ""), "".join(root.itertext()))


def _marks(cell: Cell) -> Iterator[tuple[str, int, str]]:
    """Give what the bookmarks of a cell say: kind, number, name."""
    for mark in cell.marks:
        found = _MARK.fullmatch(mark)
        if found is not None:
            yield found[1], int(found[2]), found[3]


def _kinds(row: Row) -> set[str]:
    return {kind for cell in row.cells for kind, _, _ in _marks(cell)}


def _heads(row: Row, exported: Exported, found: Found) -> Iterator[tuple[str, tuple[int, int]]]:
    """Give the columns whose heads stand in a row; note the heads that say something else."""
    for cell in row.cells:
        for kind, _, name in _marks(cell):
            if kind != "head":
                continue
            column = re.sub(r"\Aactor_(?=[0-9]+\Z)", "actor-", name)
            old = exported.heads.get(column, "")
            known = {edit.field for edit in found.edits}
            found.told.add(row.place(cell))
            label = f"head:{field_of(column, exported.sop)}"
            if plain(cell.text) != plain(old) and label not in known:
                found.edits.append(Edit(None, label, old, cell.text, row.place(cell)))
            if column not in _GROUPS:
                yield column, (cell.left, cell.right)


def _row(
    row: Row,
    columns: dict[str, tuple[int, int]],
    exported: Exported,
    *,
    found: Found,
    after: StepKey | None,
) -> StepKey | None:
    """Note a row: a step's, one of the drawing, or a stranger. Give the step whose row stands last."""
    named = dict(_named(row, columns))
    texts = {name: cell.text for name, cell in named.items() if plain(cell.text)}
    votes = Counter(
        (kind, number) for cell in row.cells for kind, number, _ in _marks(cell) if kind == "row"
    )
    keys = list(exported.rows)
    for (_, number), _count in votes.most_common(1):
        if 0 < number <= len(keys):
            key = StepKey(keys[number - 1])
            places = {name: row.place(cell) for name, cell in named.items()}
            found.rows.append(FoundRow(key, row.place(), texts, places))
            found.told.update(places.values())
            return key
    if texts and _kinds(row) != {"band"}:
        words = tuple((field_of(name, exported.sop), text) for name, text in texts.items())
        found.strangers.append(Stranger(row.place(), words, after))
        found.told.update(row.place(cell) for cell in named.values())
    return after


def _named(row: Row, columns: dict[str, tuple[int, int]]) -> Iterator[tuple[str, Cell]]:
    """Give the cells of a row by column: by the head that they stand below, else by their own bookmark."""
    for cell in row.cells:
        shares = {
            name: min(cell.right, right) - max(cell.left, left)
            for name, (left, right) in columns.items()
        }
        best = max(shares, key=lambda name: shares[name], default="")
        if best and 2 * shares[best] > cell.right - cell.left:
            yield best, cell
        elif not columns:
            yield from ((name, cell) for kind, _, name in _marks(cell) if kind == "row")


def _note(row: Row, identity: _Identity) -> None:
    """Note the cells of the identity in a row."""
    for index, cell in enumerate(row.cells):
        for kind, number, name in _marks(cell):
            if kind in {"field", "list"}:
                identity.cells.setdefault((name, number), (row, cell))
            elif kind == "name" and index + 1 < len(row.cells):
                identity.beside.setdefault(name, (row, row.cells[index + 1]))


def _compare(identity: _Identity, exported: Exported, found: Found) -> None:
    """Compare the fields of the identity, wherever their cells are now."""
    for name, parts in exported.identity.items():
        cells = identity.of(name, len(parts))
        if len(cells) < len(parts):
            found.lost.append(name)
            continue
        found.told.update(row.place(cell) for row, cell in cells)
        head = exported.heads.get(f"field-{name}", "")
        new = _joined("\n".join(_below(cell, head)) for _, cell in cells)
        old = _joined(parts)
        if plain(old) != plain(new):
            found.edits.append(Edit(None, name, old, new, cells[0][0].place(cells[0][1])))


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(filter(None, parts))


def _below(cell: Cell, head: str) -> tuple[str, ...]:
    """Return a cell's lines without the head that they begin with; a head in other words is one line."""
    if not head:
        return cell.lines
    heads = head.split("\n")
    same = plain("\n".join(cell.lines[: len(heads)])) == plain(head)
    return cell.lines[len(heads) if same else 1 :]
