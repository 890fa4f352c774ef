"""The manifest: what a person wrote about the maps of a set. It wins over whatever the maps say.

As TOML, a `[[map]]` table each; as CSV, columns `parent,child,code,level,owner`. `child` and `parent` name a map or box by
file, id, code or title; `file#id` names an element exactly.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from bpm2sop.errors import Refused, Where
from bpm2sop.model.findings import Finding, Severity

_KEYS: Final = ("parent", "child", "code", "level", "owner")
_DIGITS: Final = 2
_TABLE: Final = re.compile(r"^\s*\[\[\s*map\s*\]\]")


class ManifestRow(NamedTuple):
    """One statement of a manifest. `line` is its line, 0 where not known."""

    child: str
    parent: str = ""
    code: str = ""
    level: int | None = None
    owner: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A manifest as read; `findings` tells of rows left out."""

    file: str = ""
    rows: tuple[ManifestRow, ...] = ()
    findings: tuple[Finding, ...] = ()


def parse_manifest(name: str, data: bytes) -> Manifest:
    """Read a manifest. A row that cannot be used is left out with a finding that names its line and key.

    Raises:
        Refused: the file is neither TOML nor CSV as described, or not UTF-8.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            "manifest-encoding", Where(file=name), {"position": str(error.start)}
        ) from error
    if (
        name.lower().endswith(".toml")
        or _TABLE.search(text)
        or any(_TABLE.match(line) for line in text.splitlines())
    ):
        return _rows(name, _of_toml(name, text))
    return _rows(name, _of_csv(name, text))


def _of_toml(name: str, text: str) -> list[tuple[int, Mapping[str, object]]]:
    """List the `[[map]]` tables with their lines."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else None
        raise Refused(
            "manifest-syntax", Where(file=name, line=line), {"detail": str(error)}
        ) from error
    tables = content.get("map", [])
    unknown = sorted(set(content) - {"map"})
    if unknown or not isinstance(tables, list):
        raise Refused(
            "manifest-key", Where(file=name), {"key": ", ".join(unknown) or "map", "known": "map"}
        )
    lines = [number for number, line in enumerate(text.splitlines(), 1) if _TABLE.match(line)]
    lines += [0] * (len(tables) - len(lines))
    return [
        (line, table if isinstance(table, dict) else {"map": table})
        for line, table in zip(lines, tables, strict=False)
    ]


def _of_csv(name: str, text: str) -> list[tuple[int, Mapping[str, object]]]:
    """List the rows of a CSV with their lines; commas, semicolons and tabs separate."""
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, Mapping[str, object]]] = []
    head: list[str] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not head:
                head = [cell.strip().casefold() for cell in cells]
                _check_head(name, head)
            else:
                rows.append(
                    (
                        reader.line_num,
                        dict(zip(head, (cell.strip() for cell in cells), strict=False)),
                    )
                )
    except csv.Error as error:
        raise Refused(
            "manifest-syntax", Where(file=name, line=reader.line_num), {"detail": str(error)}
        ) from error
    return rows


def _check_head(name: str, head: list[str]) -> None:
    """Refuse a CSV whose first line does not name known columns, `child` among them."""
    unknown = [cell for cell in head if cell not in _KEYS]
    if unknown or "child" not in head:
        params = {"key": ", ".join(unknown) or "child", "known": ", ".join(_KEYS)}
        raise Refused("manifest-key", Where(file=name, line=1), params)


def _rows(name: str, raw: Iterable[tuple[int, Mapping[str, object]]]) -> Manifest:
    """Check each row; keep the good ones."""
    rows: list[ManifestRow] = []
    findings: list[Finding] = []
    for line, values in raw:
        wrong = _wrong(values)
        if wrong:
            params = (("key", wrong), ("value", str(values.get(wrong, ""))))
            findings.append(
                Finding("manifest-row", Severity.WARNING, name, line or None, (), params)
            )
            continue
        level = str(values.get("level", "")).strip()
        words = {
            key: str(values.get(key, "")).strip() for key in ("child", "parent", "code", "owner")
        }
        rows.append(ManifestRow(**words, level=int(level) if level else None, line=line))
    return Manifest(file=name, rows=tuple(rows), findings=tuple(findings))


def _wrong(values: Mapping[str, object]) -> str:
    """Name the first key of a row that cannot be used, or nothing."""
    for key, value in values.items():
        if key not in _KEYS or isinstance(value, bool | list | dict | float):
            return key
    if not str(values.get("child", "")).strip():
        return "child"
    level = str(values.get("level", "")).strip()
    return (
        "level"
        if level and not (level.isascii() and level.isdigit() and len(level) <= _DIGITS)
        else ""
    )
