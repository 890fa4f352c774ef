"""Look-up of Indonesian verbs in a label: which word is what."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache

from bpm2sop.wording.line import Line
from bpm2sop.wording.morphology import men_form
from bpm2sop.wording.tables import IndonesianVerb, indonesian_verbs, word_list

_ACTIVE = re.compile(
    r"(?:me(?:m[bfpv]|n[cdjzstpk]|ng|ny|[lrwymn])[a-z]{3,}|mem[a-z]{4,}|ber[a-z]{4,})\Z"
)
_CUT_PREFIX = frozenset({"me", "mem", "men", "meng", "meny"})
# A consonant before -kan: "lanjutkan", but not "tindakan", whose k is of the root.
_ORDER = re.compile(r"(?!me|di|[pk]e|ber|ter)[a-z]{2,}[bcdfghjklmnpqrstvwyz]kan\Z")
_ARTLESS_PASSIVE = re.compile(r"di[a-z]{3,}kan\Z")
_ONLY_WITH_OBJECT = frozenset("no")
# What a root's first letter melts into behind peN-, and how the prefix is written where it is kept.
_MELTS = {"s": "peny", "k": "peng", "p": "pem", "t": "pen"}
_KEPT = {"peny": "pen", "peng": "peng", "pem": "pem", "pen": "pen"}
_MISSPELT = ("melakuan", "melakulan", "melakuka", "melalukan")


class Part(Enum):
    """What a word is to the rules."""

    ACTIVE = "meN- or another form that may begin a step"
    NOUN = "names an action"
    BARE = "imperative or stem"
    PASSIVE = "di- form"


@dataclass(frozen=True, slots=True)
class Found:
    """A verb found in a line, from word `start` to before word `end`; `verb` is None for forms outside the table."""

    start: int
    end: int
    part: Part
    verb: IndonesianVerb | None = None


@cache
def _plain() -> frozenset[str]:
    return word_list("plain_id.txt")


@cache
def _fixed() -> frozenset[str]:
    return word_list("fixed_id.txt")


@cache
def _lookalikes() -> frozenset[str]:
    return word_list("lookalikes_id.txt")


def _keys(verb: IndonesianVerb) -> Iterator[tuple[str, Part]]:
    """Yield each written form of a verb, the surest first."""
    yield verb.verb, Part.ACTIVE
    for noun in verb.nouns:
        yield noun, Part.NOUN
    for form in (verb.imperative, *verb.bare):
        yield f"di{form.replace(' ', '') if ' ' not in verb.verb else form}", Part.PASSIVE
    if "n" not in verb.flags or verb.objects:
        for form in (verb.imperative, *verb.bare):
            yield form, Part.BARE


@cache
def entries() -> dict[str, tuple[Part, IndonesianVerb]]:
    """Map each written form, words parted by one space, to what it is; the surer part wins."""
    forms = [(key, part, verb) for verb in indonesian_verbs() for key, part in _keys(verb)]
    order = list(Part)
    forms.sort(key=lambda form: order.index(form[1]))
    found: dict[str, tuple[Part, IndonesianVerb]] = {}
    for key, part, verb in forms:
        found.setdefault(key.replace("-", " "), (part, verb))
    for wrong in _MISSPELT:
        found[wrong] = found["melakukan"]
    for noun, verb in _unmelted():
        found.setdefault(noun, (Part.NOUN, verb))
    return found


def _unmelted() -> Iterator[tuple[str, IndonesianVerb]]:
    """Yield nouns as they are often written, with the first letter of the root kept ("penstempelan")."""
    for verb in indonesian_verbs():
        prefix = _MELTS.get(verb.imperative[0])
        for noun in verb.nouns:
            if prefix and noun.startswith(prefix) and noun.endswith("an"):
                yield f"{_KEPT[prefix]}{verb.imperative[0]}{noun.removeprefix(prefix)}", verb


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """Map the first word of each form to the word counts to try, the longest first."""
    lengths: dict[str, set[int]] = {}
    for key in entries():
        lengths.setdefault(key.split(" ", 1)[0], set()).add(key.count(" ") + 1)
    return {word: tuple(sorted(counts, reverse=True)) for word, counts in lengths.items()}


def find(line: Line, index: int) -> Found | None:
    """Return the verb that begins at a word, if one does."""
    word = line.word(index)
    for count in _lengths().get(word, ()):
        hit = _at(line, index, count)
        if hit:
            return hit
    if word == "di":
        return _parted_passive(line, index)
    return _by_shape(line, index, word)


def _at(line: Line, index: int, count: int) -> Found | None:
    if index + count > len(line):
        return None
    if any(line.gap(at) not in (" ", "-") for at in range(index + 1, index + count)):
        return None
    hit = entries().get(" ".join(line.words[index : index + count]))
    if hit is None:
        return None
    part, verb = hit
    end = index + count
    if part in (Part.NOUN, Part.BARE) and f"{line.word(end - 1)} {line.word(end)}" in _fixed():
        return None
    if part is Part.BARE and not _reads_as_verb(line, end, verb):
        return None
    return Found(index, end, part, verb)


def _reads_as_verb(line: Line, end: int, verb: IndonesianVerb) -> bool:
    """Tell whether a bare form is meant as a verb: no hyphen behind it, and a fitting object where it needs one."""
    if line.gap(end).startswith("-"):
        return False
    return _ONLY_WITH_OBJECT.isdisjoint(verb.flags) or line.word(end) in verb.objects


def _parted_passive(line: Line, index: int) -> Found | None:
    """Read "di olah" and "di-input", where the prefix stands alone."""
    hit = entries().get(f"di{line.word(index + 1)}")
    if hit is None or hit[0] is not Part.PASSIVE:
        return None
    joined = line.gap(index + 1) == "-"
    stem = entries().get(line.word(index + 1))
    if not joined and (stem is None or stem[0] is not Part.BARE or "n" in hit[1].flags):
        return None
    return Found(index, index + 2, Part.PASSIVE, hit[1])


def _by_shape(line: Line, index: int, word: str) -> Found | None:
    """Read forms that the table lacks by their affixes, only where these are sure."""
    end = index + 1
    if word in _plain():
        return Found(index, end, Part.ACTIVE)
    if word in _CUT_PREFIX and line.gap(end) == "-":
        return Found(index, end + 1, Part.ACTIVE)
    part = None if word in _lookalikes() else _part_by_affix(word)
    if part is None:
        return None
    imperative = {Part.BARE: word, Part.PASSIVE: word[2:]}.get(part)
    return Found(index, end, part, _unlisted(imperative) if imperative else None)


def _part_by_affix(word: str) -> Part | None:
    if _ACTIVE.match(word):
        return Part.ACTIVE
    if _ORDER.match(word):
        return Part.BARE
    return Part.PASSIVE if _ARTLESS_PASSIVE.match(word) else None


def _unlisted(imperative: str) -> IndonesianVerb:
    """Make a table row for a regular verb that the table lacks."""
    return IndonesianVerb(
        stem=imperative.removesuffix("kan"),
        verb=men_form(imperative),
        imperative=imperative,
        nouns=(),
        names=(),
        bare=(),
        flags=frozenset(),
        objects=frozenset(),
    )
