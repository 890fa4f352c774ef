"""A title is no aspect of an activity with its output."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bpm2sop.model.findings import Severity
from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.view import SopView
from bpm2sop.wording import Language, language_of, title
from bpm2sop.wording.lexicon import Part, find
from bpm2sop.wording.line import Line

_ASPECT = re.compile(r"(?:pe[lmnr]\w{3,}an|pe\w{4,}an|tata\s)\b", re.IGNORECASE)


def _find(view: SopView) -> Iterator[Found]:
    """Find titles that begin with a verb, or with no noun of doing."""
    name = view.sop.title
    if title(name).rule == "verb-to-noun" or _lacks_aspect(name):
        yield Found()


def _lacks_aspect(name: str) -> bool:
    """Tell whether an Indonesian title begins with no noun of doing; English titles have too many forms to tell."""
    if language_of(name) is not Language.ID:
        return False
    found = find(Line.of(name), 0)
    return not (found is not None and found.part is Part.NOUN) and _ASPECT.match(name) is None


CHECK = SopCheck(
    rule="sop-title-form",
    code="L12",
    severity=Severity.WARNING,
    find=_find,
)
