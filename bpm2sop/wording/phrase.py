"""The step text that an experienced analyst would propose for a label of the map."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from bpm2sop.wording import english, indonesian
from bpm2sop.wording.language import Language, language_of
from bpm2sop.wording.line import capitalised, tidy, without_numbering

Form = Literal["men", "imperative"]

_NONE: Mapping[str, str] = MappingProxyType({})
_MOST_PASSES = 4
_LONGEST = 2_000
_UNCHANGED = frozenset({"kept", "unknown"})
# Fillings for a label still to be written, of more than one word; one word that no table knows needs no list.
_PLACEHOLDERS = frozenset(
    {
        "lorem ipsum",
        "to be defined",
        "to be determined",
        "to do",
        "belum ada",
        "akan diisi",
        "dan seterusnya",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A label of the map, the text proposed for it, and the rule that made it.

    `language` is the language that the label was read in, None where nothing told.
    """

    label: str
    text: str
    rule: str
    language: Language | None


def house_key(label: str) -> str:
    """Return the key under which a house list holds a label: tidy, in lower case."""
    return tidy(label).casefold()


def phrase(
    label: str,
    *,
    language: Language | None,
    actor: str | None = None,
    form: Form = "men",
    house: Mapping[str, str] = _NONE,
) -> Phrase:
    """Propose the step text for a label of an activity.

    Args:
        label: The label as drawn.
        language: The language of the map; it decides only where the label's own words do not.
        actor: The name of the lane; a label that begins with it loses it.
        form: The Indonesian verb form; English has one.
        house: Accepted pairs of label and text, used before any rule; see `house_key`.
    """
    accepted = _accepted(label, house) if house else None
    if accepted:
        found = language_of(tidy(label)) or language
        return Phrase(label=label, text=accepted, rule="house", language=found)
    return _proposed(label, language, actor=actor, form=form)


def _accepted(label: str, house: Mapping[str, str]) -> str | None:
    """Look a label up in a house list."""
    return house.get(tidy(label)) or house.get(house_key(label))


@lru_cache(maxsize=8_192)
def _proposed(label: str, language: Language | None, *, actor: str | None, form: Form) -> Phrase:
    """Phrase a label by the rules."""
    plain = tidy(label)
    found = language_of(plain) or language
    text, rule = _settled(plain, found, actor=actor, form=form)
    if rule in _UNCHANGED:
        is_code = rule == "unknown" and (" " not in plain or plain.casefold() in _PLACEHOLDERS)
        same = plain if is_code else capitalised(plain)
        return Phrase(label=label, text=same, rule=rule, language=found)
    return Phrase(label=label, text=capitalised(text), rule=rule, language=found)


def _settled(
    plain: str, language: Language | None, *, actor: str | None, form: Form
) -> tuple[str, str]:
    """Apply the rules until they change nothing; a label that never settles stays as drawn."""
    if len(plain) > _LONGEST:
        return plain, "unknown"
    before, rule = without_numbering(plain), ""
    for _ in range(_MOST_PASSES):
        text, made_by = _once(before, language, actor=actor, form=form)
        rule = rule or made_by
        if text == before or made_by in _UNCHANGED:
            # A text that now reads as the other language would be phrased again by its rules.
            same = rule in _UNCHANGED or (language_of(before) or language) is language
            return (before, rule) if same else (plain, "unknown")
        before = capitalised(text)
    return plain, "unknown"


def _once(
    text: str, language: Language | None, *, actor: str | None, form: Form
) -> tuple[str, str]:
    if language is Language.EN:
        return english.rephrase(text, actor)
    if language is Language.ID:
        return indonesian.rephrase(text, indonesian.Aim(actor, form == "imperative"))
    return text, "unknown"
