"""The words on the two ways of a decision, as the form shows them."""

from __future__ import annotations

from collections.abc import Sequence

from bpm2sop.model.sop import Next, Split, Step
from bpm2sop.wording import Language, plain_answer

_TWO = 2


def answered(
    step: Step, ways: Sequence[Next], language: Language, words: tuple[str, str] = ("", "")
) -> list[Next]:
    """Give the ways on from a step with plain answers ("yes", "T") in the form's words.

    The map's own words stay where they say more, and where a decision has more than two ways.

    Args:
        step: Where the ways begin.
        ways: Its arrows of control.
        language: The language of the form.
        words: The agency's words for yes and no; empty ones are the language's.
    """
    if step.split is not Split.ONE or len(ways) != _TWO:
        return list(ways)
    return [
        way._replace(label=plain_answer(way.label, language, words) or way.label) for way in ways
    ]
