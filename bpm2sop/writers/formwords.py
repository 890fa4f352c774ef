"""The form's words in text formats: the agency's own where its profile gives them, else those of the language."""

from __future__ import annotations

from typing import NamedTuple

from bpm2sop.layout import FormLabels
from bpm2sop.wording import Language, say
from bpm2sop.writers.writer import Context

_NAMES = {"name": "title", "output": "outputs"}
"""Words that the pages call otherwise."""


class FormWords(NamedTuple):
    """Says the words printed on the form, and the answers of its decisions."""

    language: Language
    labels: FormLabels | None = None
    letterhead: tuple[str, ...] = ()
    """The agency and the unit."""
    column_numbers: bool = False
    identity: bool = True

    @classmethod
    def of(cls, context: Context) -> FormWords:
        """Take what the writer was told."""
        style = context.style
        if style is None:
            return cls(context.language)
        return cls(
            context.language, style.labels, style.letterhead, style.column_numbers, style.identity
        )

    @property
    def answers(self) -> tuple[str, str]:
        """Give the agency's words for yes and no; empty where it has none."""
        return (self.labels.answer_yes, self.labels.answer_no) if self.labels else ("", "")

    def word(self, key: str) -> str:
        """Give the form's word for a field or a column, as `form.labels` of a profile calls it."""
        if self.labels is not None:
            return str(getattr(self.labels, _NAMES.get(key, key)))
        return say(self.language, f"form.{key}")
