"""Titles of SOPs: the aspect of the activity as a noun, then its output."""

from functools import cache, lru_cache

from bpm2sop.wording.language import Language, language_of
from bpm2sop.wording.lexicon import Found, Part, entries, find
from bpm2sop.wording.line import Line, capitalised, tidy
from bpm2sop.wording.phrase import Phrase
from bpm2sop.wording.tables import EnglishVerb, english_verbs

_LEADS = frozenset({"sop", "proses", "prosedur", "subproses", "tata"})
_JOINS = frozenset({"dan", "serta", "atau", "and", "or"})


@lru_cache(maxsize=2048)
def title(name: str, *, language: Language | None = None) -> Phrase:
    """Propose the title of a SOP for the name of a map ("Menyusun Renstra" gives "Penyusunan Renstra").

    Names that are nominal already stay; nothing of a name is dropped.
    """
    plain = tidy(name)
    found = language_of(plain) or language
    line = Line.of(plain)
    text = None
    if line.begins() and found is Language.ID:
        text = _indonesian(line)
    elif line.begins() and found is Language.EN:
        text = _english(line)
    if text is None or text == plain or (language_of(text) or found) is not found:
        return Phrase(label=name, text=capitalised(plain), rule="kept", language=found)
    return Phrase(label=name, text=capitalised(text), rule="verb-to-noun", language=found)


def _indonesian(line: Line) -> str | None:
    start = 1 if line.word(0) in _LEADS and len(line) > 1 else 0
    head = find(line, start)
    if head is None or head.part not in (Part.ACTIVE, Part.BARE):
        return None
    chain = [head]
    while line.word(chain[-1].end) in _JOINS and (more := find(line, chain[-1].end + 1)):
        chain.append(more)
    if head.verb and head.verb.verb == "melakukan" and (object_noun := find(line, head.end)):
        if object_noun.part is not Part.NOUN:
            return None
        lead = line.text[: line.spans[start][0]]
        rest = line.text[line.spans[head.end][0] :]
        return lead + (capitalised(rest) if line.source(start, start + 1)[:1].isupper() else rest)
    pieces = [line.text[: line.spans[start][0]]]
    for at, found in enumerate(chain):
        noun = _noun_of(line, found)
        if noun is None:
            return None
        if at:
            pieces.append(
                line.text[line.spans[chain[at - 1].end - 1][1] : line.spans[found.start][0]]
            )
        pieces.append(noun)
    return "".join(pieces) + line.after(chain[-1].end)


def _noun_of(line: Line, found: Found) -> str | None:
    """Return the noun of a verb in the letter case of its source; "Berkoordinasi" becomes "Koordinasi"."""
    if found.part is Part.NOUN:
        return line.source(found.start, found.end)
    source = line.source(found.start, found.end)
    if found.verb is None:
        return _sociable(source)
    nouns = (*found.verb.nouns, *found.verb.names)
    if not nouns or found.part is Part.PASSIVE:
        return None
    chosen = nouns[0]
    if len(source) > 1 and source.isupper():
        return chosen.upper()
    return chosen[:1].upper() + chosen[1:] if source[:1].isupper() else chosen


def _sociable(source: str) -> str | None:
    """Return the noun of a *ber-* verb that has one ("Berkoordinasi")."""
    noun = source[3:].lower()
    hit = entries().get(noun)
    if (
        not source.lower().startswith("ber")
        or hit is None
        or hit[0] is not Part.NOUN
        or "s" not in hit[1].flags
    ):
        return None
    return noun.capitalize() if source[:1].isupper() else noun


@cache
def _bases() -> dict[str, EnglishVerb]:
    return {verb.base: verb for verb in english_verbs()}


def _english(line: Line) -> str | None:
    """Turn a first base form into its gerund; one that may be a noun needs an article behind it."""
    verb = _bases().get(line.word(0))
    if verb is None or (" " in verb.base) or len(line) == 1:
        return None
    if "n" in verb.flags and line.word(1) not in ("the", "a", "an", "all"):
        return None
    source = line.source(0, 1)
    gerund = verb.gerund[:1].upper() + verb.gerund[1:] if source[:1].isupper() else verb.gerund
    chained = (
        _bases().get(line.word(2)) if line.word(1) in _JOINS and "n" not in verb.flags else None
    )
    if chained is None:
        return gerund + line.after(1)
    second = (
        chained.gerund[:1].upper() + chained.gerund[1:]
        if line.source(2, 3)[:1].isupper()
        else chained.gerund
    )
    return f"{gerund} {line.source(1, 2)} {second}{line.after(3)}"
