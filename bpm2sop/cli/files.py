"""The files of a command that tells one thing in several formats: into a folder, or the only one to standard output."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from bpm2sop.cli.options import misused
from bpm2sop.wording import Language

_Made = TypeVar("_Made")
_Told_contra = TypeVar("_Told_contra", contravariant=True)


class _Writer(Protocol[_Told_contra]):
    """One format: the end of its file's name, and the function that makes its bytes."""

    @property
    def suffix(self) -> str: ...

    @property
    def write(self) -> Callable[[_Told_contra, Language], bytes]: ...


def need_folder(writers: Sequence[object], output: Path | None, *, as_json: bool) -> None:
    """Refuse several formats where there is no folder for them."""
    if output is None and len(writers) > 1 and not as_json:
        raise misused("several_formats")


def write_files(
    made: _Made, writers: Sequence[_Writer[_Made]], stem: Path, language: Language
) -> None:
    """Write a file in each format: `stem` and the end of its name; the folder is made where it is missing."""
    from bpm2sop.workspace.output import make_folder, place

    make_folder(stem.parent)
    for writer in writers:
        place(stem.with_name(stem.name + writer.suffix), writer.write(made, language))
