"""Check a whole set, maps and exported SOPs alike, under the settings of a person."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from msgspec import structs

from bpm2sop.atlas import Manifest, build_atlas
from bpm2sop.checks import Profile, judge, parse_profile
from bpm2sop.errors import Refused, Where
from bpm2sop.model.findings import Finding
from bpm2sop.model.processmap import FileStatus, MapFile
from bpm2sop.model.sop import Sop
from bpm2sop.readback import read_sop
from bpm2sop.readback.strict_json import load
from bpm2sop.readers import Limits
from bpm2sop.sopchecks import Around, check_sop
from bpm2sop.sources import SourceFile, SourceLimits, gather
from bpm2sop.wording import Language, messages
from bpm2sop.workspace.drafting import read_checked, refused
from bpm2sop.writers.findings_report import CheckedFile, Report

CONFIG = "bpm2sop.toml"
"""Name of the settings that are looked for in the current folder."""
_SOP_MARK = b'"bpm2sop/sop/'
_INDEX_MARK = b'"bpm2sop/index/'
_INDEX = "index.json"
_HEAD = 1000
_OFFICE = (b"PK", (b"word/document.xml", b"xl/workbook.xml"))


@dataclass(frozen=True, slots=True)
class _Table:
    """An exported SOP as it was given; without `sop` it was refused."""

    file: MapFile
    sop: Sop | None = None


@cache
def known_rules() -> frozenset[str]:
    """Name every rule that a setting may speak of: those of readers, checks, atlas and SOPs."""
    keys = (key.split(".") for key in messages(Language.ID).sentences)
    return frozenset(key[1] for key in keys if key[0] == "finding" and key[2:] == ["message"])


def read_config(path: Path | None) -> Profile:
    """Read the settings at `path`, else those of the current folder, else none.

    Raises:
        Refused: The file named cannot be read, or says what no setting can be.
    """
    where = path or Path(CONFIG)
    try:
        text = where.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        if path is None:
            return Profile()
        raise Refused("file-missing", Where(file=str(path))) from error
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("profile-unreadable", Where(file=str(where))) from error
    return parse_profile(text, str(where), rules=known_rules())


def gather_checked(paths: Iterable[str], limits: SourceLimits) -> Iterator[SourceFile | Refused]:
    """Give what is to be checked: the maps that paths hold, and of a folder that `draft` wrote the SOPs that its index names."""
    expanded: list[str] = []
    exported: set[str] = set()
    for path in paths:
        expanded.append(path)
        named = _named_by_index(Path(path), limits.file_size)
        if named:
            exported.add(str(Path(path)))
            expanded += named
    for source in gather(expanded, limits=limits):
        empty = isinstance(source, Refused) and source.code == "folder-without-maps"
        if not (empty and isinstance(source, Refused) and source.where.file in exported):
            yield source


def _named_by_index(folder: Path, most: int) -> list[str]:
    """List the SOPs that the index of an output folder names; a file that is no such index names none."""
    path = folder / _INDEX
    try:
        if not path.is_file() or path.stat().st_size > most:
            return []
        data = path.read_bytes()
        value = load(_INDEX, data) if _is_ours(data, _INDEX_MARK) else {}
    except (OSError, ValueError, Refused):
        return []
    sops = value.get("sops")
    entries = [entry for entry in sops if isinstance(entry, dict)] if isinstance(sops, list) else []
    names = [entry.get("json") for entry in entries]
    # Only files of this folder: an index says where nothing else lies.
    return [
        str(folder / name) for name in names if isinstance(name, str) and name == Path(name).name
    ]


def known_beside(sop: Path) -> frozenset[str] | None:
    """Name the SOPs of the set that an exported SOP lies in; None where no index of ours lies beside it."""
    named = _named_by_index(sop.parent, SourceLimits().file_size)
    return frozenset(Path(name).stem for name in named) or None


def check_sources(
    sources: Iterable[SourceFile | Refused],
    profile: Profile,
    *,
    manifest: Manifest | None = None,
    limits: Limits | None = None,
    progress: Callable[[str], None] = lambda _name: None,
) -> Report:
    """Find what a person should look at in every source, and in the set as a whole.

    The list that `draft` writes beside its SOPs is passed over: it is neither a map nor an SOP.
    """
    held: list[MapFile | _Table] = []
    for source in sources:
        if isinstance(source, SourceFile) and _is_ours(source.data, _INDEX_MARK):
            continue
        one = _read(source, limits or Limits())
        held.append(one)
        progress(one.name if isinstance(one, MapFile) else one.file.name)
    maps = [one for one in held if isinstance(one, MapFile)]
    tables = [one for one in held if isinstance(one, _Table)]
    files = iter(_with_set(maps, manifest))
    told = iter(_with_rules(tables))
    ordered = [next(files) if isinstance(one, MapFile) else next(told) for one in held]
    return Report(files=tuple(_judged(file, profile) for file in (*ordered, *files)))


def _read(source: SourceFile | Refused, limits: Limits) -> MapFile | _Table:
    """Read a map with its findings, or an exported SOP, whichever the bytes are."""
    if isinstance(source, Refused) or not _is_sop(source.data):
        return read_checked(source, limits)
    try:
        sop = read_sop(source.name, source.data)
    except Refused as refusal:
        return _Table(refused(refusal, source.data))
    digest = hashlib.sha256(source.data).hexdigest()
    return _Table(MapFile(name=source.name, sha256=digest, status=FileStatus.READ), sop)


def _is_sop(data: bytes) -> bool:
    """Tell an exported SOP from a map by its content: our JSON, or an office document."""
    magic, members = _OFFICE
    if data.startswith(magic):
        return any(member in data for member in members)
    return _is_ours(data, _SOP_MARK)


def _is_ours(data: bytes, mark: bytes) -> bool:
    """Tell JSON of ours by its schema, which stands at its beginning."""
    return data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and mark in data[:_HEAD]


def _with_set(files: Sequence[MapFile], manifest: Manifest | None) -> Iterator[MapFile]:
    """Give each file what the atlas found in it, then what concerns files outside the set, such as the manifest."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in build_atlas(files, manifest).findings:
        found[finding.file].append(finding)
    for file in files:
        yield replace(file, findings=(*file.findings, *found.pop(file.name, ())))
    for name, findings in found.items():
        yield MapFile(name=name, sha256="", status=FileStatus.READ, findings=tuple(findings))


def _with_rules(tables: Sequence[_Table]) -> Iterator[MapFile]:
    """Give each SOP what breaks the form's rules in it as it stands now.

    The findings that an SOP brings along are those of its draft, and of its map: what a person has mended since would
    still stand among them, so they are left aside and the rules say all there is to say.
    """
    sops = [table.sop for table in tables if table.sop is not None]
    # One SOP by itself says nothing of what else there is.
    titles = frozenset(sop.title for sop in sops) if len(sops) > 1 else None
    for table in tables:
        if table.sop is None:
            yield table.file
            continue
        findings = check_sop(structs.replace(table.sop, findings=()), Around(titles=titles))
        named = tuple(finding._replace(file=table.file.name) for finding in findings)
        yield replace(table.file, findings=named)


def _judged(file: MapFile, profile: Profile) -> CheckedFile:
    """Apply the settings to a file; no setting makes a refused file a read one."""
    rules = profile if file.status is not FileStatus.REFUSED else Profile()
    every = judge(file.findings, rules)
    return CheckedFile(
        name=file.name,
        sha256=file.sha256,
        status=file.status,
        findings=tuple(one.finding for one in every if one.accepted is None),
        accepted=tuple(one for one in every if one.accepted is not None),
    )
