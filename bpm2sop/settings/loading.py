"""Profiles by name or path. The shipped ones lie beside this file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from bpm2sop.errors import Refused, Where
from bpm2sop.settings.logo import read_logo
from bpm2sop.settings.profile import Profile
from bpm2sop.settings.reading import parse_profile
from bpm2sop.settings.wordlist import parse_wording

SHIPPED = ("sop-ap", "plain")


@cache
def shipped(name: str = SHIPPED[0]) -> Profile:
    """Give a profile that comes with the program."""
    text = (
        files("bpm2sop.settings").joinpath("profiles", f"{name}.toml").read_text(encoding="utf-8")
    )
    return parse_profile(text, f"{name}.toml")


def load_profile(name_or_path: str) -> Profile:
    """Give a shipped profile by its name, else read the file of that path with its logo and its house list.

    A file starts from the shipped profile that its `[profile] name` names, else from `sop-ap`.

    Raises:
        Refused: There is no such profile or file, or one cannot be used.
    """
    if name_or_path in SHIPPED:
        return shipped(name_or_path)
    path = Path(name_or_path)
    return read_profile(
        _bytes(path, "profile-not-found"),
        name_or_path,
        lambda name, code: (str(path.parent / name), _bytes(path.parent / name, code)),
    )


def read_profile(
    data: bytes, file: str, beside: Callable[[str, str], tuple[str, bytes]]
) -> Profile:
    """Read a profile with its logo and its house list, wherever their bytes come from.

    Args:
        data: the profile.
        file: what it is called.
        beside: gives name and bytes of a file that it names; takes the code with which to refuse one that is missing.

    Raises:
        Refused: One of them cannot be used.
    """
    text = _text(data, file)
    profile = parse_profile(text, file)
    profile = parse_profile(text, file, base=_base(profile))
    if profile.unit.logo:
        name, logo = beside(profile.unit.logo, "logo-not-found")
        profile = replace(profile, logo=read_logo(logo, name))
    if not profile.wording_file:
        return profile
    name, wording = beside(profile.wording_file, "wording-not-found")
    return replace(profile, wording=parse_wording(_text(wording, name), name))


def _base(profile: Profile) -> Profile:
    """Choose the shipped profile that a file builds on."""
    return shipped(profile.name if profile.name in SHIPPED else SHIPPED[0])


def _bytes(path: Path, code: str) -> bytes:
    """Read a file of the agency's own."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Refused(code, Where(file=str(path))) from error
    except OSError as error:
        detail = {"detail": str(error.strerror)}
        code = "logo-not-picture" if code == "logo-not-found" else "profile-unreadable"
        raise Refused(code, Where(file=str(path)), detail) from error


def _text(data: bytes, file: str) -> str:
    """Read a text of the agency's own."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("profile-unreadable", Where(file=file)) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")
