"""Whether a text begins as a step does: told from the text alone, however it came to be."""

from functools import lru_cache

from bpm2sop.wording import english, lexicon
from bpm2sop.wording.language import Language, language_of
from bpm2sop.wording.line import Line, tidy
from bpm2sop.wording.phrase import phrase

# An order ("Periksa berkas") begins with a verb too.
_VERBAL = frozenset({"kept", "bare-verb"})
_FOLDED = "light-verb"


@lru_cache(maxsize=16_384)
def begins_with_verb(text: str, language: Language | None) -> bool:
    """Tell whether a text begins with an active verb or an order.

    Args:
        text: The text of a step.
        language: The language of the table; it decides only where the text's own words do not.
    """
    plain = tidy(text)
    line = Line.of(plain)
    if not line.begins():
        return False
    if (language_of(plain) or language) is Language.ID and _is_active(line):
        return True
    rule = phrase(plain, language=language).rule
    return rule in _VERBAL or (rule == _FOLDED and _is_light(line))


def _is_active(line: Line) -> bool:
    """Tell whether the first word is an active verb, of the table or by its affixes."""
    found = lexicon.find(line, 0)
    return found is not None and found.part is lexicon.Part.ACTIVE


def _is_light(line: Line) -> bool:
    """Tell whether the first word is an order to do what follows ("Lakukan pemeriksaan", "Carry out evaluation")."""
    order = lexicon.find(line, 0)
    base = english.find(line, 0)
    return (order is not None and order.part is lexicon.Part.BARE) or (
        base is not None and base.shape is english.Shape.BASE
    )
