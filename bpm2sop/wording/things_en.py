"""English compounds that end in an action noun but name a thing, a field or somebody's act."""

import re
from functools import cache

from bpm2sop.wording.line import Line
from bpm2sop.wording.tables import word_list, word_set

# Their nouns name a thing or a field far more often than a step ("Job description").
NO_TAILS = word_set(
    "meeting hearing building briefing accounting marketing banking housing parking management engineering learning "
    "description investment administration organization organisation operation communication exchange attendance "
    "issue survey response use"
)
_ACTS = word_set(
    "approval acceptance authorization authorisation endorsement confirmation signing sign submission decision "
    "cancellation withdrawal rejection nomination recommendation"
)
_ACTS_OF_BODIES = _ACTS | {"review", "investigation", "payment", "consultation", "inspection"}
_BODIES = word_set(
    "council ministry customer client user committee government court citizen parent police president minister mayor "
    "governor judge doctor physician shareholder stakeholder owner donor sponsor buyer auditor inspector investor "
    "partner authority agency commission department team employer regulator tenant guest member passenger taxpayer "
    "parliament senate jury insurer headquarters leadership principal dean"
)
_PARTIES = word_set("vendor supplier employee applicant student contractor bidder patient")
_ADJECTIVE = re.compile(r"\w{2,}(?:al|ic|ive|ous|ful|less|ary|able|ible)\Z")
_NOUNS_ALIKE = word_set(
    "proposal approval journal manual material personnel hospital goal appeal deal meal animal referral rental capital "
    "terminal medal signal disposal renewal arrival withdrawal removal trial total metal mineral chemical cereal seal "
    "professional original festival canal portal credential potential appraisal memorial tutorial archive drive "
    "executive incentive representative initiative objective directive traffic clinic topic logic fabric statistic "
    "epidemic mechanic plastic music salary library summary glossary dictionary secretary itinerary boundary "
    "beneficiary inventory table cable variable vegetable receivable payable deliverable consumable timetable "
    "honorary anniversary commentary documentary diary dispensary vocabulary interval removal arsenal collateral"
)


@cache
def _modifiers() -> frozenset[str]:
    return word_list("modifiers_en.txt")


def is_kind(word: str) -> bool:
    """Tell whether a word says which kind an action is, so that it cannot be its object."""
    if word in _modifiers():
        return True
    return word not in _NOUNS_ALIKE and _ADJECTIVE.match(word) is not None


def is_somebodys(line: Line, start: int) -> bool:
    """Tell whether the word before an action noun is the one who acts ("Council approval")."""
    act, doer = line.word(start), line.word(start - 1)
    if doer in _BODIES:
        return act in _ACTS_OF_BODIES
    return doer in _PARTIES and act in _ACTS
