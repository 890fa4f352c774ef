"""English compounds that end in an action noun but name a thing, a field or somebody's act."""

import re
from functools import cache

from bpm2sop.wording.line import Line
from bpm2sop.wording.tables import data_text, word_list, word_set

# Their nouns name a thing or a field far more often than a step ("Job description").
NO_TAILS = word_set(
    "meeting hearing building briefing accounting marketing banking housing parking management engineering learning "
    "description investment administration organization organisation operation communication exchange attendance "
    "issue survey response use regulation division administration commission commissions"
)
# What is done to people; anything else behind or before a person is what that person does.
_DONE_TO_PEOPLE = word_set(
    "admit accredit appoint appraise assess assign assist bill brief certify coach compensate consult contact counsel "
    "debrief deploy deport detain discharge dismiss dispatch elect employ engage enrol enroll escort evacuate evaluate "
    "examine guide hire identify immunise immunize induct inform inoculate interrogate interview invite isolate license "
    "list locate match mentor mobilise mobilize monitor nominate notify observe onboard orient orientate pay photograph "
    "place prioritise prioritize profile promote prosecute qualify quarantine question rank rate reassign recruit refer "
    "register rehabilitate reimburse reinstate release relocate remind remunerate repatriate replace rescue resettle "
    "resuscitate retain rotate schedule screen search segregate select sensitise shortlist stabilise stabilize summon "
    "supervise suspend swear_in teach terminate test track train transfer transport treat triage vaccinate validate verify "
    "vet visit wash weigh manage feed map count survey segment classify sort group diagnose discipline deregister "
    "authenticate authorise authorize measure handle bathe provision invoice"
)
# Acts of people and bodies: behind "of" they name whose act it is ("Approval of the director").
_ACTS = word_set(
    "approve accept authorise authorize endorse confirm sign submit cancel withdraw reject recommend clarify "
    "declare decide acknowledge ratify consent request complain"
)
_OFFICES = word_set(
    "school bank hospital department unit company agency authority institution embassy office division directorate"
)
_DONE = word_set(
    "completed complete done pending overdue failed successful passed finished started ongoing underway outstanding "
    "unsuccessful late delayed"
)
# Nouns that say what a document states, where "of" follows: no step by themselves.
_STATED = word_set(
    "declaration certification description regulation division commission operation communication compensation "
    "qualification restriction subscription composition association"
)
_STANDING = word_set(
    "progress process hold time review queue place order use line need default error delay risk"
)
_GIVEN = word_set(
    "approval confirmation authorisation authorization clearance clarification acceptance"
)
# What such a gerund stands in front of ("Loading dock", "Reporting deadline").
_FOR_THINGS = word_set(
    "deadline results result manager staff confirmation freeze area centre center department lane guide guidelines "
    "software policy strategy crew code number system bin line laboratory lab equipment tool tools team committee "
    "provider needs campaign requirement requirements rate rates target targets engine house shed permission power "
    "phase period report procedure sheet template plan schedule fee address permit licence license document documents "
    "dock bay supplies products agents chemicals costs charges facilities methods instructions no materials material "
    "label list slip balance diagram tower press facility load hospital checklist season plant field machine "
    "programme program session school company station kit point guideline officer date day hours room office desk box "
    "certificate order form journey"
)
_ENDS = word_set("to for by in on at from with within and or")
_LONGEST_PLACE = 2
_SHORTEST_PLURAL = 3
_FARTHEST_OBJECT = 4
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


def is_somebodys(line: Line, start: int, base: str) -> bool:
    """Tell whether the word before an action noun is the one who acts ("Council approval")."""
    return line.word(start - 1) in _people() and base.replace(" ", "_") not in _DONE_TO_PEOPLE


def is_act_of(line: Line, start: int, base: str) -> bool:
    """Tell whether somebody's act is named with "of" ("Approval of the director")."""
    place = start + (line.word(start) in ("the", "a", "an"))
    end = next((at for at in range(place, len(line)) if line.words[at] in _ENDS), len(line))
    return base in _ACTS and (line.word(end - 1) in _people() or line.word(end - 1) in _OFFICES)


def is_stated(line: Line) -> bool:
    """Tell whether a label begins with what a document states ("Declaration of conformity")."""
    return line.word(0) in _STATED


def lacks_object(line: Line, start: int) -> bool:
    """Tell whether an action noun that may name a thing stands behind no object that says it is a step."""
    return line.word(start) in _objects() and not has_listed_object(line, start)


def has_listed_object(line: Line, start: int) -> bool:
    """Tell whether an action noun stands behind an object that it is known to have."""
    noun = line.word(start)
    objects = _objects().get(noun) or _objects().get(f"{noun}?") or frozenset()
    return not objects.isdisjoint(_forms_of(line.word(start - 1)))


def has_known_object(line: Line) -> bool:
    """Tell whether a label is a gerund and one of its known objects ("Shipping goods", "Training new staff")."""
    objects = _gerunds().get(line.word(0), frozenset())
    return any(_forms_of(word) & objects for word in line.words[1:_FARTHEST_OBJECT])


def says_done(line: Line) -> bool:
    """Tell whether a label ends in how far a thing is ("Verification of documents completed")."""
    return line.words[-1] in _DONE


def says_standing(line: Line, at: int) -> bool:
    """Tell whether what begins with a preposition says how a thing stands or whose it is ("Data entry in progress")."""
    behind = line.word(at + 1)
    if behind in _STANDING or (line.word(at) == "from" and line.word(at - 1) in _GIVEN):
        return True
    return line.word(at) in ("for", "with", "by") and line.words[-1] in _people()


def is_for(line: Line) -> bool:
    """Tell whether a label names what something is for ("Loading dock area", "Operating theatre").

    A gerund that often says so is a verb only before an article or an object that it is known to have.
    """
    rest = line.words[1:]
    if line.word(0) not in _gerunds() or len(rest) > _LONGEST_PLACE or not rest:
        return False
    return not has_known_object(line) and (len(rest) == 1 or _FOR_THINGS.issuperset(rest))


def is_plural(word: str) -> bool:
    """Tell whether a word has the shape of a plural."""
    return (
        len(word) > _SHORTEST_PLURAL
        and word.endswith("s")
        and not word.endswith(("ss", "us", "is"))
    )


def is_step_alone(noun: str) -> bool:
    """Tell whether an action noun names a step even as the whole label."""
    return noun in _alone()


def _forms_of(word: str) -> set[str]:
    """Return a noun and what its singular may be."""
    forms = {word, word.removesuffix("s"), word.removesuffix("es")}
    return forms | {f"{word[:-3]}y"} if word.endswith("ies") else forms


@cache
def _people() -> frozenset[str]:
    rows = data_text("people_en.txt").splitlines()
    words = {word for row in rows if row[0] != "#" for word in row.split()}
    return frozenset(words | {_plural(word) for word in words})


def _plural(word: str) -> str:
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"


@cache
def _objects() -> dict[str, frozenset[str]]:
    """Map each action noun that needs a known object to the words that may be it."""
    return _rows("objects_en.txt")


def _rows(name: str) -> dict[str, frozenset[str]]:
    rows = (row for row in data_text(name).splitlines() if row[0] != "#")
    cut = (row.partition(":") for row in rows)
    return {noun: word_set(objects) for noun, _, objects in cut}


@cache
def _gerunds() -> dict[str, frozenset[str]]:
    """Map each gerund that says what a thing is for to the objects that it has as a verb."""
    return _rows("gerunds_en.txt")


@cache
def _alone() -> frozenset[str]:
    return word_list("alone_en.txt")
