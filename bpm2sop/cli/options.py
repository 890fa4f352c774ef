"""The options of the commands: each that several have is made here, once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Protocol, TypeVar

import click

from bpm2sop.atlas import AtlasSettings
from bpm2sop.readers import Limits
from bpm2sop.settings import SHIPPED
from bpm2sop.sources import SourceLimits
from bpm2sop.wording import Language, say

_LANGUAGE = "bpm2sop.language"
_Chosen = TypeVar("_Chosen")
_Command = TypeVar("_Command", bound=Callable[..., Any])


class _Format(Protocol):
    """What has a name that an option may give."""

    @property
    def format(self) -> str: ...


_Formatted = TypeVar("_Formatted", bound=_Format)


def _as_language(
    _context: click.Context, _option: click.Parameter, value: str | None
) -> Language | None:
    """Turn the chosen word into a language."""
    return None if value is None else Language(value)


def _as_own_language(
    context: click.Context, option: click.Parameter, value: str | None
) -> Language | None:
    """Turn the chosen word into a language, and remember it for refusals."""
    context.meta[_LANGUAGE] = _as_language(context, option, value)
    return own_language(context)


def _as_drafts_language(
    context: click.Context, option: click.Parameter, value: str | None
) -> Language | None:
    """Turn the chosen word into a language; where there is one, remember it for refusals."""
    if value is not None:
        context.meta[_LANGUAGE] = Language(value)
    return _as_language(context, option, value)


def own_language(context: click.Context) -> Language:
    """Give the language of our own words in a call."""
    chosen: Language = context.meta.get(_LANGUAGE, Language.ID)
    return chosen


def misused(key: str, **words: object) -> click.UsageError:
    """Return the answer to wrong use of a command, in the language of our own words."""
    language = own_language(click.get_current_context())
    return click.UsageError(say(language, f"usage.{key}", **words))


def misread(key: str, **words: object) -> click.BadParameter:
    """Return the answer to an option's value that cannot be read, in the language of our own words."""
    language = own_language(click.get_current_context())
    return click.BadParameter(say(language, f"usage.{key}", **words))


def _as_limits(
    _context: click.Context, _option: click.Parameter, values: tuple[str, ...]
) -> Limits:
    """Read `NAME=N` pairs over the safe defaults."""
    known = {field.name for field in fields(Limits)}
    chosen: dict[str, int] = {}
    for value in values:
        name, _, number = value.partition("=")
        if name not in known or not number.isdecimal():
            raise misread("limit", value=value, known=", ".join(sorted(known)))
        chosen[name] = int(number)
    return Limits(**chosen)


def source_limits(limits: Limits) -> SourceLimits:
    """Let files, zips and what they hold grow with the limit on one map."""
    size = limits.size
    default = SourceLimits()
    return SourceLimits(
        file_size=size, zip_size=max(size, default.zip_size), unpacked=max(size, default.unpacked)
    )


def listed(text: str) -> list[str]:
    """Split a comma-separated list."""
    return [part.strip() for part in text.split(",") if part.strip()]


def chosen_of(
    known: Mapping[str, _Chosen], *, always: Iterable[str] = ()
) -> Callable[[click.Context, click.Parameter, str], tuple[_Chosen, ...]]:
    """Make what reads a comma-separated list of names: it gives what each stands for, once.

    Args:
        known: what may be named, and what it stands for.
        always: names that come first, whatever is listed.
    """

    def read(_context: click.Context, _option: click.Parameter, text: str) -> tuple[_Chosen, ...]:
        wanted = list(dict.fromkeys(listed(text)))
        unknown = [part for part in wanted if part not in known]
        if unknown or not wanted:
            raise misread("unknown", value=", ".join(unknown) or "-", known=", ".join(known))
        return tuple(known[part] for part in dict.fromkeys((*always, *wanted)))

    return read


def by_format(writers: Iterable[_Formatted]) -> dict[str, _Formatted]:
    """Give writers by the names of their formats."""
    return {writer.format: writer for writer in writers}


def formats_option(
    known: Mapping[str, object], *, default: str, into: str = "writers"
) -> Callable[[_Command], _Command]:
    """Make the option that takes several of the known formats."""
    return click.option(
        "--format",
        into,
        default=default,
        show_default=True,
        callback=chosen_of(known),
        help=f"{', '.join(known)}, separated by commas.",
    )


def output_option(
    words: str = "Folder for the files.", *, required: bool = False
) -> Callable[[_Command], _Command]:
    """Make the option that names the folder into which a command writes."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(file_okay=False, path_type=Path),
        required=required,
        help=words,
    )


def profile_option(
    words: str = "A profile that comes with the program, or a TOML file of your own.",
    *,
    default: str | None = SHIPPED[0],
    show_default: bool = True,
) -> Callable[[_Command], _Command]:
    """Make the option that names a profile."""
    return click.option(
        "--profile",
        "profile_name",
        default=default,
        show_default=show_default,
        metavar="sop-ap|plain|FILE",
        help=words,
    )


paths_argument = click.argument("paths", nargs=-1, required=True, metavar="PATH...")
language_option = click.option(
    "--language",
    type=click.Choice([language.value for language in Language]),
    default=Language.ID.value,
    show_default=True,
    callback=_as_own_language,
    is_eager=True,
    help="Language of our own words.",
)
drafts_language_option = click.option(
    "--language",
    type=click.Choice([language.value for language in Language]),
    callback=_as_drafts_language,
    is_eager=True,
    help="Language of the SOPs, where it is to be another; also of our own words here.",
)
label_language_option = click.option(
    "--language",
    type=click.Choice([language.value for language in Language]),
    callback=_as_language,
    help="Language of labels that do not show it themselves.",
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON value to standard output."
)
verbose_option = click.option(
    "-v", "--verbose", is_flag=True, help="List every error and warning, each in its line."
)
fail_on_option = click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    default="error",
    show_default=True,
    help="Exit with 1 when a finding weighs at least this much.",
)
limit_option = click.option(
    "--limit",
    "limits",
    multiple=True,
    metavar="NAME=N",
    callback=_as_limits,
    help="A reading limit other than the safe default: size (bytes), elements, depth, label_length, ...",
)
scope_option = click.option(
    "--scope",
    type=click.Choice(["map", "process"]),
    default="map",
    show_default=True,
    help="One SOP a map, or one a process.",
)
engine_option = click.option(
    "--engine",
    default="serial",
    show_default=True,
    help="serial, local, local:N or tls://HOST:PORT.",
)
manifest_option = click.option(
    "--manifest",
    "manifest_path",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="What a person wrote about the set (TOML or CSV); it wins over the maps.",
)
level_option = click.option(
    "--level",
    type=click.IntRange(0, 9),
    default=AtlasSettings().cross_functional_level,
    show_default=True,
    help="Level of a lane diagram that nothing else gives a level.",
)
