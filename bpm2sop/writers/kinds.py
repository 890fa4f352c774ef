"""What kind of SOP it is, and why, in words."""

from __future__ import annotations

from typing import Final

from bpm2sop.model.sop import Sop
from bpm2sop.wording import Language, say

_AXES: Final = ("nature", "extent", "completeness", "reach")


def kind_words(sop: Sop, language: Language) -> list[str]:
    """Give the classification, each axis with its reason where the draft has it."""
    reasons = {
        axis: say(language, f"reason.{reason}", value=value)
        for axis, reason, value in sop.kind_reasons
    }
    return [
        reasons.get(axis) or say(language, f"page.{axis}_{getattr(sop.kind, axis)}")
        for axis in _AXES
    ]
