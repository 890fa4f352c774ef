"""The output folder of a run: one file a SOP and format, and `index.json`."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from bpm2sop.drafting.keys import is_key
from bpm2sop.engine import Engine
from bpm2sop.engine import run as run_on
from bpm2sop.errors import Refused, Where
from bpm2sop.layout import lay_out
from bpm2sop.model.findings import Finding
from bpm2sop.model.processmap import MapFile, ProcessMap
from bpm2sop.model.sop import Sop
from bpm2sop.settings import Profile
from bpm2sop.wording import Language
from bpm2sop.workspace.drafting import DraftRun
from bpm2sop.writers import WRITERS, Context, Writer
from bpm2sop.writers.bookparts import Cover
from bpm2sop.writers.books import write_book_as
from bpm2sop.writers.findings import finding_dict
from bpm2sop.writers.styles import page_style


def write_run(
    run: DraftRun,
    folder: Path,
    writers: Iterable[Writer],
    language: Language,
    *,
    profile: Profile | None = None,
    engine: Engine | None = None,
    told: Callable[[Finding], object] = lambda _finding: None,
) -> dict[str, Any]:
    """Write every SOP in every format, then the index; give the index back.

    Each file appears whole or not at all (written beside its place, then renamed). Pages look as the profile says;
    `told` hears what they could not show as asked. The files are the same on every engine.
    """
    make_folder(folder)
    work = partial(_written, writers=tuple(writers), language=language, profile=profile)
    items = with_maps(run)
    # What a process elsewhere was too slow for is written here.
    for written in run_on(work, items, engine or Engine(), failed=lambda item, _: work(item)):
        for name, data in written.files:
            place(folder / name, data)
        for finding in written.findings:
            told(finding)
    content = index(run, language)
    place(folder / "index.json", json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n")
    return content


class _Written(NamedTuple):
    """The files of one SOP, and what its pages could not show as asked."""

    files: tuple[tuple[str, bytes], ...]
    findings: tuple[Finding, ...]


def _written(
    item: tuple[Sop, ProcessMap | None],
    writers: tuple[Writer, ...],
    language: Language,
    profile: Profile | None,
) -> _Written:
    """Write one SOP in every format: a pure function, so that it may run anywhere."""
    sop, drawn = item
    style = page_style(profile, sop.language) if profile is not None else None
    context = Context(language=language, process_map=drawn, style=style)
    files = tuple((f"{sop.key}{writer.suffix}", writer.write(sop, context)) for writer in writers)
    paged = any(writer.paged for writer in writers)
    return _Written(files, lay_out(sop, style).findings if paged else ())


def left_over(run: DraftRun, folder: Path, writers: Iterable[Writer]) -> list[str]:
    """Name the SOP files in a folder that are not this run's: they are older.

    None is ever removed, for a person may have written in it.
    """
    now = {f"{sop.key}{writer.suffix}" for sop in run.sops for writer in writers}
    suffixes = {writer.suffix for writer in WRITERS}
    return sorted(
        path.name
        for path in folder.iterdir()
        if path.suffix in suffixes and is_key(path.stem) and path.name not in now
    )


def with_maps(run: DraftRun) -> Iterator[tuple[Sop, ProcessMap | None]]:
    """Give each SOP with the map that it is from."""
    maps = {(file.name, str(drawn.id)): drawn for file in run.files for drawn in file.maps}
    for sop in run.sops:
        yield sop, maps.get((sop.source.file, sop.source.map))


def write_run_book(
    run: DraftRun,
    path: Path,
    language: Language,
    *,
    agency: str = "",
    profile: Profile | None = None,
) -> None:
    """Write all SOPs of a run as one book, whole or not at all. Pages look as the profile says.

    The end of the path's name says what the book is written as: one of `BOOKS`.
    """
    style = page_style(profile, language.value) if profile is not None else None
    cover = Cover(agency=(agency,) if agency else ())
    make_folder(path.parent)
    context = Context(language=language, style=style)
    place(path, write_book_as(path.suffix.lower(), run.sops, context, cover))


def make_folder(folder: Path) -> None:
    """Make a folder where there is none.

    Raises:
        Refused: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = {"why": error.strerror or str(error)}
        raise Refused("folder-unwritable", Where(file=str(folder)), why) from error


def place(path: Path, data: bytes) -> None:
    """Put a file in its place in one act.

    Raises:
        Refused: it cannot be written.
    """
    try:
        _place(path, data)
    except OSError as error:
        why = {"why": error.strerror or str(error)}
        raise Refused("file-unwritable", Where(file=str(path)), why) from error


def _place(path: Path, data: bytes) -> None:
    """Write beside the place, then rename."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def index(run: DraftRun, language: Language) -> dict[str, Any]:
    """Describe a run as `bpm2sop/index/1`."""
    return {
        "schema": "bpm2sop/index/1",
        "files": [_file(file, language) for file in run.files],
        "sops": [_sop(sop) for sop in run.sops],
        "atlas": atlas_entries(run),
        "coverage": {
            name: sum(getattr(sop.proof, name) for sop in run.sops)
            for name in ("nodes", "in_steps", "folded", "explained")
        },
    }


def _file(file: MapFile, language: Language) -> dict[str, Any]:
    """Describe one input file."""
    return {
        "file": file.name,
        "sha256": file.sha256,
        "status": file.status.value,
        "exporter": file.exporter,
        "findings": [finding_dict(finding, language) for finding in file.findings],
        "maps": [process_map.id for process_map in file.maps],
    }


def _sop(sop: Sop) -> dict[str, Any]:
    """Describe one SOP."""
    return {
        "key": sop.key,
        "json": f"{sop.key}.json",
        "title": sop.title,
        "code": sop.code,
        "level": sop.level,
        "file": sop.source.file,
        "scopes": list(sop.source.scopes),
    }


def atlas_entries(run: DraftRun) -> list[dict[str, Any]]:
    """Describe the pages of a run's atlas, parents before children."""
    keys = {
        (sop.source.file, scope): sop.key
        for sop in reversed(run.sops)
        for scope in sop.source.scopes
    }
    return [
        {
            "key": page.key,
            "title": page.title,
            "code": page.code,
            "level": page.level,
            "file": page.file,
            "element": page.element,
            "parent": page.parent,
            "link": page.link.value if page.link is not None else None,
            "sop": next(
                (keys[page.file, scope] for scope in page.scopes if (page.file, scope) in keys),
                None,
            ),
        }
        for page in run.atlas.pages
    ]
