"""From the text of a profile to its values. A profile is read whole or refused: nothing is drafted with half of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from bpm2sop.errors import Refused, Where
from bpm2sop.settings.lines import key_lines, read_toml
from bpm2sop.settings.profile import (
    ActorOrder,
    Actors,
    Classes,
    Coverage,
    Decisions,
    Documents,
    Form,
    Numbering,
    Paper,
    Profile,
    Review,
    Texts,
    Unit,
)
from bpm2sop.settings.schema import ELSEWHERE, FREE, TABLES, TEXT, Kind
from bpm2sop.settings.template import OF_THE_UNIT, TemplateError, placeholders

_PARTS = {
    "unit": Unit,
    "paper": Paper,
    "form": Form,
    "documents": Documents,
    "number": Numbering,
    "actors": Actors,
    "decisions": Decisions,
    "texts": Texts,
    "coverage": Coverage,
    "classes": Classes,
    "review": Review,
}
_NONE = Profile()


def parse_profile(text: str, file: str, *, base: Profile = _NONE) -> Profile:
    """Read a profile; what it does not say stays as in `base`. Its house list is not opened here.

    Raises:
        Refused: The text is no TOML, a key is not known, a value is of the wrong kind, or a template
            cannot be filled; with the line.
    """
    reading = _Reading(text, file)
    tables = dict(reading.tables(read_toml(text, file)))
    profile = replace(base, **_top(tables))
    for name, part in _PARTS.items():
        values = {key: _value(value) for key, value in tables.get(name, {}).items()}
        if name == "form" and "form.labels" in tables:
            values["labels"] = {**getattr(base, name).labels, **tables["form.labels"]}
        if name == "actors" and "order" in values:
            values["order"] = ActorOrder(str(values["order"]))
        known = {field.name: getattr(getattr(base, name), field.name) for field in fields(part)}
        profile = replace(profile, **{name: part(**{**known, **values})})
    reading.check_number(profile)
    reading.check_coverage(profile)
    return profile


def _top(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Give the values that stand in the profile itself."""
    top: dict[str, Any] = dict(tables.get("profile", {}))
    if FREE in tables:
        top["times"] = {
            " ".join(key.split()).casefold(): value for key, value in tables[FREE].items()
        }
    if "file" in tables.get("wording", {}):
        top["wording_file"] = tables["wording"]["file"]
    return top


def _value(value: object) -> object:
    """Freeze a value; texts lose blanks at their ends."""
    if isinstance(value, list):
        return tuple(item.strip() for item in value)
    return value.strip() if isinstance(value, str) else value


class _Reading:
    """A profile being read, for the lines of its keys."""

    def __init__(self, text: str, file: str) -> None:
        """Keep what messages need."""
        self.file = file
        self.lines: dict[tuple[str, str], int] = {}
        for table, key, line in key_lines(text):
            self.lines.setdefault((table, key), line)

    def refused(self, code: str, table: str, key: str = "", **params: str) -> Refused:
        """Make a refusal that points at a key of a table, else at the table itself."""
        line = (
            self.lines.get((table, key))
            or self.lines.get((table, ""))
            or self.lines.get(("", table))
        )
        named = {"key": key or table, "table": table}
        return Refused(code, Where(file=self.file, line=line), {**named, **params})

    def tables(self, content: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        """Iterate over the tables of a profile, nested ones under their full name, each value of its kind."""
        for table, values in content.items():
            if table == ELSEWHERE:
                continue
            if table not in TABLES and table != FREE:
                raise self.refused("profile-key-unknown", table, known=", ".join((*TABLES, FREE)))
            if not isinstance(values, dict):
                raise self.refused("profile-table", table)
            inner = f"{table}.labels"
            if inner in TABLES and isinstance(values.get("labels"), dict):
                labels = values.pop("labels")
                yield inner, self._checked(inner, labels)
            yield table, self._checked(table, values)

    def _checked(self, table: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Check every key and value of a table."""
        kinds = TABLES.get(table)
        for key, value in values.items():
            kind = TEXT if kinds is None else kinds.get(key)
            if kind is None:
                known = ", ".join(kinds or ())
                raise self.refused("profile-key-unknown", table, key, known=known)
            self._fits(table, key, value, kind)
        return dict(values)

    def _fits(self, table: str, key: str, value: object, kind: Kind) -> None:
        """Refuse a value that is not of its kind."""
        if kind.fits(value):
            return
        if kind.choices:
            choices = ", ".join(kind.choices)
            raise self.refused("profile-choice", table, key, value=str(value), choices=choices)
        raise self.refused(
            f"profile-kind-{kind.name.replace('_', '-')}", table, key, value=str(value)
        )

    def check_number(self, profile: Profile) -> None:
        """Refuse a number template that cannot be read, or whose field the profile leaves empty."""
        template = profile.number.template
        try:
            names = placeholders(template)
        except TemplateError as error:
            part = str(error)
            raise self.refused("profile-template", "number", "template", part=part) from error
        for name in names:
            field = OF_THE_UNIT.get(name)
            if field is not None and not getattr(profile.unit, field):
                raise self.refused(
                    "profile-template-field", "number", "template", name=name, field=field
                )

    def check_coverage(self, profile: Profile) -> None:
        """Refuse cut-offs that do not fall from A to C."""
        cuts = profile.coverage
        if not cuts.a >= cuts.b >= cuts.c:
            raise self.refused("profile-coverage", "coverage", "b")
