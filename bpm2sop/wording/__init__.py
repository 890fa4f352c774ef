"""Words: step text, titles, decisions, durations and the sentences for people."""

from bpm2sop.wording.actors import same_actor
from bpm2sop.wording.branches import answer, plain_answer, polarity
from bpm2sop.wording.catalogue import Catalogue, messages, say
from bpm2sop.wording.decisions import is_check, kind_asked, question
from bpm2sop.wording.duration import (
    Duration,
    TimeUnit,
    find_duration,
    format_duration,
    parse_duration,
    to_iso,
)
from bpm2sop.wording.language import Language, language_of, language_of_labels
from bpm2sop.wording.phrase import Form, Phrase, house_key, phrase
from bpm2sop.wording.titles import title
from bpm2sop.wording.verbal import begins_with_verb

__all__ = [
    "Catalogue",
    "Duration",
    "Form",
    "Language",
    "Phrase",
    "TimeUnit",
    "answer",
    "begins_with_verb",
    "find_duration",
    "format_duration",
    "house_key",
    "is_check",
    "kind_asked",
    "language_of",
    "language_of_labels",
    "messages",
    "parse_duration",
    "phrase",
    "plain_answer",
    "polarity",
    "question",
    "same_actor",
    "say",
    "title",
    "to_iso",
]
