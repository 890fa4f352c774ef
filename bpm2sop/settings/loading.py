"""Profiles by name or path. The shipped ones lie beside this file."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from bpm2sop.errors import Refused, Where
from bpm2sop.settings.logo import Logo, read_logo
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
    text = _read(path, "profile-not-found")
    profile = parse_profile(text, name_or_path)
    profile = parse_profile(text, name_or_path, base=_base(profile))
    if profile.unit.logo:
        profile = replace(profile, logo=_logo(path.parent / profile.unit.logo))
    if not profile.wording_file:
        return profile
    house = path.parent / profile.wording_file
    return replace(profile, wording=parse_wording(_read(house, "wording-not-found"), str(house)))


def _base(profile: Profile) -> Profile:
    """Choose the shipped profile that a file builds on."""
    return shipped(profile.name if profile.name in SHIPPED else SHIPPED[0])


def _logo(path: Path) -> Logo:
    """Read the agency's logo."""
    try:
        return read_logo(path.read_bytes(), str(path))
    except FileNotFoundError as error:
        raise Refused("logo-not-found", Where(file=str(path))) from error
    except OSError as error:
        raise Refused(
            "logo-not-picture", Where(file=str(path)), {"detail": str(error.strerror)}
        ) from error


def _read(path: Path, code: str) -> str:
    """Read a text file of the agency's own."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise Refused(code, Where(file=str(path))) from error
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("profile-unreadable", Where(file=str(path))) from error
