"""What the dialects of one file said, until all of the file is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bpm2sop.model.processmap import ElementId, Fact
from bpm2sop.readers.dialects import vocabulary


class Unnamed(NamedTuple):
    """A value of an attribute that is named elsewhere in the file."""

    element: ElementId
    attribute: str
    value: str
    dialect: str


@dataclass(slots=True)
class Gleaned:
    """Facts as they are found, and what can be told only at the end of the file."""

    facts: list[Fact] = field(default_factory=list)
    about: list[Fact] = field(default_factory=list)
    """Facts whose element is a reference as written."""
    names: dict[str, str] = field(default_factory=dict)
    """Names of a tool's own attributes, by the id that values refer to."""
    unnamed: list[Unnamed] = field(default_factory=list)

    def say(self, owner: ElementId, kind: str, value: str, dialect: str) -> None:
        """Keep a value, if it says something of its kind."""
        said = vocabulary.worth(kind, value)
        if said:
            self.facts.append(Fact(owner, kind, said, dialect))

    def say_each(self, owner: ElementId, kind: str, values: Iterable[str], dialect: str) -> None:
        """Keep those of several values that say something."""
        for value in values:
            self.say(owner, kind, value, dialect)

    def pair(self, owner: ElementId, name: str, value: str, dialect: str) -> None:
        """Keep a value under a tool's or a person's own name for it, if the name is known."""
        known = vocabulary.meaning(name)
        if known is not None:
            self.say(owner, known.kind, f"{value} {known.unit}" if known.unit else value, dialect)

    def settle(
        self,
        resolve: Callable[[str], str | None],
        named: Mapping[str, str],
        whole: ElementId | None,
    ) -> tuple[Fact, ...]:
        """Give all facts, each about an element of the file, and each once.

        Args:
            resolve: finds the id that a reference means.
            named: names of resources by id, for roles given by reference.
            whole: what stands for the whole file, None where nothing does.
        """
        for element, attribute, value, dialect in self.unnamed:
            self.pair(element, self.names.get(attribute, ""), value, dialect)
        for fact in self.about:
            known = resolve(fact.element)
            if known is not None:
                value = named.get(fact.value, fact.value) if fact.kind == "role" else fact.value
                self.facts.append(fact._replace(element=ElementId(known), value=value))
        placed = (
            fact if fact.element else fact._replace(element=whole or fact.element)
            for fact in self.facts
        )
        return tuple(dict.fromkeys(fact for fact in placed if fact.element))
