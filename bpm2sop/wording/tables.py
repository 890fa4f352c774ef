"""The packaged tables of office verbs, read once."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bpm2sop.errors import Refused, Where

_INDONESIAN = (("verb",), ("imperative", "bare"), ("nouns",))
_ENGLISH = (("base",), ("nouns",))


@dataclass(frozen=True, slots=True, kw_only=True)
class IndonesianVerb:
    """One row of `verbs_id.csv`.

    `nouns` name the action, `names` its product (a title may use them, no rule turns them into a verb);
    `bare` are other words that stand for the imperative. Flags: `e` the noun names an event, `g` an
    office-holder after the noun is its doer, `n` the imperative is also a plain word, `o` it begins
    fixed names too ("Tata usaha"), so that it is a verb only before its `objects`, `p` a verb of
    doing, `s` the noun has a *ber-* verb of its own, `t` a verb of handing over.
    """

    stem: str
    verb: str
    imperative: str
    nouns: tuple[str, ...]
    names: tuple[str, ...]
    bare: tuple[str, ...]
    flags: frozenset[str]
    objects: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnglishVerb:
    """One row of `verbs_en.csv`; flag `n` marks a base form that is also a noun."""

    base: str
    third: str
    past: str
    participle: str
    gerund: str
    nouns: tuple[str, ...]
    flags: frozenset[str]


def data_text(name: str) -> str:
    """Return the text of a data file of this package."""
    return files("bpm2sop.wording").joinpath("data", name).read_text(encoding="utf-8")


def word_list(name: str) -> frozenset[str]:
    """Return the lines of a word list; lines that begin with # are remarks."""
    return frozenset(
        line.strip() for line in data_text(name).splitlines() if line.strip() and line[0] != "#"
    )


def word_set(words: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(words.split())


def verb_rows(
    text: str, file: str, groups: tuple[tuple[str, ...], ...]
) -> Iterator[dict[str, str]]:
    """Read a table of verbs; each group names columns in whose cells no word may stand for two verbs.

    Raises:
        Refused: A row has a cell too few or too many, or a word stands in two rows.
    """
    seen: dict[tuple[int, str], int] = {}
    for line, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        if None in row or None in row.values():
            raise Refused("verb-row", Where(file=file, line=line))
        for group, columns in enumerate(groups):
            for word in {word for column in columns for word in _several(row[column])}:
                first = seen.setdefault((group, word), line)
                if first != line:
                    params = {"word": word, "first": str(first)}
                    raise Refused("verb-double", Where(file=file, line=line), params)
        yield row


def _several(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(";")) if cell else ()


@cache
def indonesian_verbs() -> tuple[IndonesianVerb, ...]:
    """Return the Indonesian office verbs."""
    return tuple(
        IndonesianVerb(
            stem=row["stem"],
            verb=row["verb"],
            imperative=row["imperative"],
            nouns=_several(row["nouns"]),
            names=_several(row["names"]),
            bare=_several(row["bare"]),
            flags=frozenset(row["flags"]),
            objects=frozenset(_several(row["objects"])),
        )
        for row in verb_rows(data_text("verbs_id.csv"), "verbs_id.csv", _INDONESIAN)
    )


@cache
def english_verbs() -> tuple[EnglishVerb, ...]:
    """Return the English office verbs with their forms."""
    return tuple(
        EnglishVerb(
            base=row["base"],
            third=row["third"],
            past=row["past"],
            participle=row["participle"],
            gerund=row["gerund"],
            nouns=_several(row["nouns"]),
            flags=frozenset(row["flags"]),
        )
        for row in verb_rows(data_text("verbs_en.csv"), "verbs_en.csv", _ENGLISH)
    )
