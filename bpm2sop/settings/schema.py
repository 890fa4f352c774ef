"""What may stand in a profile: each table's keys and the kind of value that each takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from bpm2sop.settings.profile import ActorOrder

PAPERS = ("A3", "A4", "F4", "folio", "Legal", "Letter")
LABELS = frozenset(
    {
        "title",
        "number",
        "created",
        "revised",
        "effective",
        "approved_by",
        "name",
        "legal_basis",
        "qualifications",
        "related",
        "equipment",
        "warning",
        "records",
        "no",
        "activity",
        "actors",
        "standard",
        "inputs",
        "time",
        "output",
        "remarks",
        "page",
        "start",
        "end",
    }
)
_MONTHS = 12
_SIZES = frozenset(half / 2 for half in range(12, 29))
"""Sizes of type that office programs know: whole and half points, from 6 to 14."""
_WHOLE_PER_CENT = 100


class Kind(NamedTuple):
    """A kind of value: its name in the catalogues (`settings.<name>`), whether a value is one, and the choices if few."""

    name: str
    fits: Callable[[object], bool]
    choices: tuple[str, ...] = ()


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _within(low: float, high: float) -> Callable[[object], bool]:
    return lambda value: _is_number(value) and low <= float(str(value)) <= high


def _whole(low: int, high: int) -> Callable[[object], bool]:
    fits = _within(low, high)
    return lambda value: isinstance(value, int) and fits(value)


def _one_of(*choices: str) -> Kind:
    return Kind("choice", lambda value: value in choices, choices)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value)


TEXT = Kind("text", lambda value: isinstance(value, str))
TEXTS = Kind("texts", _are_texts)
FLAG = Kind("flag", lambda value: isinstance(value, bool))
MILLIMETRES = Kind("millimetres", _within(0, 200))
POINTS = Kind("points", lambda value: _is_number(value) and float(str(value)) in _SIZES)
PER_CENT = Kind("per_cent", _within(0, _WHOLE_PER_CENT))
MONTH = Kind("month", _whole(1, _MONTHS))
COUNT = Kind("count", _whole(0, 999_999))

TABLES: Mapping[str, Mapping[str, Kind]] = {
    "profile": {"name": TEXT, "language": _one_of("id", "en")},
    "unit": {
        **dict.fromkeys(("agency", "name", "code", "classification", "year", "logo"), TEXT),
        "month": MONTH,
    },
    "paper": {
        "size": _one_of(*PAPERS),
        **dict.fromkeys(
            ("margin_top", "margin_right", "margin_bottom", "margin_left"), MILLIMETRES
        ),
        **dict.fromkeys(("reserved", "signature"), MILLIMETRES),
    },
    "form": {
        "capsules": _one_of("fold", "rows"),
        "verbs": _one_of("men", "imperative"),
        "identity": FLAG,
        "column_numbers": FLAG,
        **dict.fromkeys(("text_size", "label_size", "identity_size"), POINTS),
    },
    "documents": {
        "appendices": FLAG,
        "connectors": _one_of("glued", "freeform"),
        "shapes": _one_of("canvas", "loose"),
    },
    "form.labels": dict.fromkeys(sorted(LABELS), TEXT),
    "number": {"template": TEXT, "first": COUNT},
    "actors": {
        "order": _one_of(*ActorOrder),
        **dict.fromkeys(("by_hand", "ranks", "systems"), TEXTS),
        "external_first": FLAG,
    },
    "decisions": {"yes": TEXT, "no": TEXT, "means_yes": TEXTS, "means_no": TEXTS},
    "texts": dict.fromkeys(
        ("approved_by", "legal_basis", "qualifications", "equipment", "warning", "records"), TEXT
    ),
    "coverage": dict.fromkeys(("a", "b", "c"), PER_CENT),
    "classes": {"generic": TEXTS},
    "review": {"author_may_approve": FLAG},
    "wording": {"file": TEXT},
}
FREE = "times"
"""The table whose keys an agency makes up: step texts or labels."""
ELSEWHERE = "checks"
"""The table that `bpm2sop.checks` reads."""
