"""The sentences that people read, one catalogue a language."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Formatter
from types import MappingProxyType

from bpm2sop.wording.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All sentences of a language by key ("next.go")."""

    language: Language
    sentences: Mapping[str, str]

    def say(self, key: str, **params: object) -> str:
        """Return a sentence with its placeholders filled.

        Raises:
            KeyError: The key, or a placeholder that the sentence needs, is missing: a mistake in the program.
        """
        return self.sentences[key].format_map(params)

    def placeholders(self, key: str) -> frozenset[str]:
        """Return the names of the placeholders of a sentence."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self.sentences[key]) if name)


@cache
def messages(language: Language) -> Catalogue:
    """Return the catalogue of a language."""
    folder = files("bpm2sop.wording").joinpath("messages")
    areas = tomllib.loads(folder.joinpath(f"{language.value}.toml").read_text(encoding="utf-8"))
    return Catalogue(language=language, sentences=MappingProxyType(dict(_flat(areas))))


def _flat(tables: Mapping[str, object], above: str = "") -> Iterator[tuple[str, str]]:
    """Iterate over the sentences of nested tables under keys with dots."""
    for key, value in tables.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", str(value)


def say(language: Language, key: str, **params: object) -> str:
    """Return a sentence of a language with its placeholders filled."""
    return messages(language).say(key, **params)
