"""The step text of an English label: the verb's base form first, then its object."""

from dataclasses import dataclass
from enum import Enum
from functools import cache

from bpm2sop.wording.actors import same_actor
from bpm2sop.wording.line import Line, lowered
from bpm2sop.wording.tables import EnglishVerb, english_verbs, word_list, word_set
from bpm2sop.wording.things_en import (
    NO_TAILS,
    has_known_object,
    has_listed_object,
    is_act_of,
    is_for,
    is_kind,
    is_plural,
    is_somebodys,
    is_stated,
    is_step_alone,
    lacks_object,
    says_done,
    says_standing,
)

_JOINS = frozenset({"and", "or"})
_SIGNS = frozenset("/,&+;")
_ARTICLES = frozenset(
    {"the", "a", "an", "all", "each", "every", "this", "these", "any", "its", "their"}
)
_BE = frozenset({"is", "are", "was", "were"})
_PREPOSITIONS = word_set(
    "of to in into on onto at by with from for under over per before after until via within without through "
    "about against between if whether that when"
)
_LIGHT = frozenset({"perform", "conduct", "carry out", "execute", "undertake", "do"})
_CARRYING_OUT = "carry out"
_THINGS_BEHIND = word_set(
    "list hours time plan permit committee address cost date room number status system rules guidelines fee process "
    "schedule center centre officer unit method error materials material program programme form office machine note "
    "notes team department manual procedure policy period day instructions order group board balance license licence "
    "certificate capital area house conditions session course requirements cabinet slip page bay dock label paper point "
    "studio desk service services line scale sheet environment frame account oil equipment tool tools station company "
    "agency party parties zone window phase stage season log booth test tests tank truck vehicle key code software app "
    "platform gate bin rack shelf kit camp school college licence document documents factor factors principle capacity"
)
_NOUN_GERUNDS = word_set(
    "training meeting hearing building planning accounting marketing shipping billing testing housing parking funding "
    "nursing engineering banking purchasing learning briefing following remaining missing existing leading running "
    "standing outstanding rolling growing living landing boarding farming milling walking turning dressing funding"
)
_WITH_COMPANY = frozenset(
    {"coordinate", "consult", "communicate", "negotiate", "collaborate", "liaise", "integrate"}
)
_HANDING_OVER = frozenset(
    {
        "submit",
        "escalate",
        "forward",
        "report",
        "return",
        "transfer",
        "refer",
        "deliver",
        "transmit",
        "pay",
    }
)
_MORE = word_set("to in into on onto at by with from for via within")
_MEANS = word_set(
    "phone telephone email mail post fax courier hand sms letter sample batch weight type category"
)
_ADJECTIVES = word_set(
    "new old faulty damaged defective broken empty full incoming outgoing completed signed approved rejected missing final "
    "initial monthly weekly daily all unused expired surplus excess unsold overdue incomplete"
)
_NUMBERS = frozenset({"no", "nr", "number"})
_WAITING = frozenset({"wait", "await"})
_TOLD = frozenset({"notify"})
_MOST_WORDS = 6
_FARTHEST_SUBJECT = 8
_LONGEST_FORM = 2
_SHORTEST_OF_THREE = 2

_SAME = frozenset({"kept", "unknown"})

Result = tuple[str, str]


class Shape(Enum):
    """The form in which a verb stands."""

    BASE = "base"
    THIRD = "third person"
    NOUN = "action noun"
    GERUND = "gerund"
    PAST = "past or participle"


@dataclass(frozen=True, slots=True)
class Found:
    """A verb found from word `start` to before word `end`."""

    start: int
    end: int
    shape: Shape
    verb: EnglishVerb


@cache
def _forms() -> dict[str, tuple[Shape, EnglishVerb]]:
    """Map each form of each verb, words parted by one space, to its shape; a base form wins."""
    found: dict[str, tuple[Shape, EnglishVerb]] = {}
    for shape in Shape:
        for verb in english_verbs():
            for form in _written(verb, shape):
                found.setdefault(form.replace("-", " "), (shape, verb))
    return found


def _written(verb: EnglishVerb, shape: Shape) -> tuple[str, ...]:
    match shape:
        case Shape.BASE:
            return (verb.base,)
        case Shape.THIRD:
            return (verb.third,)
        case Shape.NOUN:
            return tuple(noun for noun in verb.nouns if noun != verb.gerund)
        case Shape.GERUND:
            return (verb.gerund,)
        case Shape.PAST:
            return (verb.past, verb.participle)


@cache
def _verbal_things() -> frozenset[str]:
    return word_list("verbal_things_en.txt")


@cache
def _fixed() -> frozenset[str]:
    return word_list("fixed_en.txt")


@cache
def _things_behind_gerund() -> frozenset[tuple[str, ...]]:
    return frozenset((thing,) for thing in _THINGS_BEHIND)


def find(line: Line, index: int) -> Found | None:
    """Return the verb that begins at a word, the longest form first."""
    for count in range(_LONGEST_FORM, 0, -1):
        if index + count <= len(line):
            hit = _forms().get(" ".join(line.words[index : index + count]))
            if hit:
                return Found(index, index + count, *hit)
    return None


def rephrase(text: str, actor: str | None) -> Result:
    """Return the step text of a tidy label and the rule that made it; an unchanged text is "kept" or "unknown"."""
    if text.isupper() and " " in text:
        said, rule = rephrase(text.lower(), actor)
        return (text, rule) if rule in _SAME else (said.upper(), rule)
    line = Line.of(text)
    if not line.begins() or text.endswith("?") or text.lower() in _fixed():
        return text, "unknown"
    if actor:
        rest = _behind_actor(line, actor)
        if rest:
            return _described(rest), "descriptive"
        line = _without_agent(line, actor)
    return _instruction(line, by_other=_is_by_somebody(line))


def _is_by_somebody(line: Line) -> bool:
    """Tell whether "by" names who does it, and not by what means or measure."""
    if "by" not in line.words:
        return False
    return line.word(line.words.index("by") + 1) not in _MEANS


def _behind_actor(line: Line, actor: str) -> Line | None:
    """Return what follows the actor's name, where the label begins with it and a verb follows."""
    first = 1 if line.word(0) == "the" and len(line) > 1 else 0
    head = find(line, first)
    if head and head.shape is Shape.BASE and line.word(first) not in Line.of(actor).words:
        return None  # "Approve invoice" in the lane of the approver
    for count in range(min(_FARTHEST_SUBJECT, len(line) - 1), first, -1):
        found = find(line, count)
        leads = line.word(count) == "to" or (
            found is not None and found.shape in (Shape.THIRD, Shape.BASE)
        )
        if (leads or _looks_third(line, count)) and same_actor(line.source(first, count), actor):
            return line.since(count + (line.word(count) == "to"))
    return None


def _looks_third(line: Line, index: int) -> bool:
    """Tell whether an unlisted word may be a verb in the third person, with an object behind it."""
    return line.word(index).endswith("s") and index + 1 < len(line)


def _described(line: Line) -> str:
    """Return the base form for what followed the actor ("checks the invoice")."""
    chain = _chain(line, 0, (Shape.THIRD, Shape.BASE))
    if chain:
        return _rendered(line, chain) + line.after(chain[-1].end)
    word = line.source(0, 1)
    stem = f"{word[:-3]}y" if word.endswith("ies") else word[:-1]
    return stem + line.after(1)


def _without_agent(line: Line, actor: str) -> Line:
    """Drop "by …" at the end where it names the actor."""
    if "by" not in line.words[1:]:
        return line
    at = len(line) - 1 - line.words[::-1].index("by")
    first = at + 1 + (line.word(at + 1) == "the")
    if at and first < len(line) and same_actor(line.source(first, len(line)), actor):
        return Line.of(line.text[: line.spans[at - 1][1]])
    return line


def _instruction(line: Line, *, by_other: bool) -> Result:
    if line.word(0) in ("please", "to") and len(line) > 1 and line.word(1) != "be":
        return _instruction(line.since(1), by_other=by_other)[0], "bare-verb"
    head = find(line, 0)
    if by_other and (head is None or head.shape is not Shape.BASE):
        return line.text, "unknown"
    passive = _passive(line)
    if passive:
        return passive
    compound = _compound(line, head) or _compound_and_more(line, head)
    if compound:
        return compound, "action-noun"
    if head is None:
        return line.text, "unknown"
    return _verb_first(line, head)


def _chain(line: Line, start: int, shapes: tuple[Shape, ...]) -> list[Found]:
    """Return the verbs of the given shapes that begin at a word, joined by "and", a comma or a slash."""
    chain: list[Found] = []
    at = start
    while (found := find(line, at)) and found.shape in shapes:
        chain.append(found)
        joined = not _SIGNS.isdisjoint(line.gap(found.end))
        at = found.end + (line.word(found.end) in _JOINS)
        if not joined and at == found.end:
            break
    return chain


def _rendered(line: Line, chain: list[Found]) -> str:
    """Return the chain with base forms, in the letter case of its source, and what joins them as it was."""
    pieces: list[str] = []
    for at, found in enumerate(chain):
        if at:
            pieces.append(
                line.text[line.spans[chain[at - 1].end - 1][1] : line.spans[found.start][0]]
            )
        base = found.verb.base
        pieces.append(
            base[:1].upper() + base[1:]
            if line.source(found.start, found.end)[:1].isupper()
            else base
        )
    return "".join(pieces)


def _verb_first(line: Line, head: Found) -> Result:
    if _is_light(line, head):
        folded = _folded(line, head)
        if folded:
            return folded, "light-verb"
    chain = _chain(line, 0, (Shape.BASE, Shape.NOUN, Shape.GERUND))
    if chain and line.word(chain[-1].end) == "of" and all(map(_is_action, chain)):
        return _of(line, chain)
    if head.shape is Shape.BASE:
        return line.text, "kept"
    return _TURNS[head.shape](line, head)


def _is_light(line: Line, head: Found) -> bool:
    """Tell whether a verb only says that what follows is done; work with a name of its own stays as it is named."""
    named = head.end < len(line) and line.is_titled(head.end)
    if head.verb.base == _CARRYING_OUT and head.shape is Shape.BASE and named:
        return False
    return head.verb.base in _LIGHT and head.shape in (Shape.BASE, Shape.THIRD, Shape.GERUND)


def _is_action(found: Found) -> bool:
    """Tell whether a form in front of "of" names an action: any but a base form that names a thing."""
    return found.shape is not Shape.BASE or found.verb.base in found.verb.nouns


def _of(line: Line, chain: list[Found]) -> Result:
    """Turn "Approval of request" round, unless it says whose act it is or how it ended."""
    behind = chain[-1].end + 1
    whose = behind < len(line) and is_act_of(line, behind, chain[-1].verb.base)
    if behind >= len(line) or whose or says_done(line) or is_stated(line):
        return line.text, "unknown"
    return _turned(line, chain, behind), "action-noun"


def _turned(line: Line, chain: list[Found], behind: int) -> str:
    """Return the verbs, then what stood behind "of"; "Notification of results to X" becomes "Notify X of results"."""
    rest = line.text[line.spans[behind][0] :]
    if len(chain) == 1 and chain[0].verb.base in _TOLD and "to" in line.words[behind:]:
        at = line.words.index("to", behind)
        if behind < at < len(line) - 1:
            rest = f"{line.source(at + 1, len(line))} of {line.source(behind, at)}"
    return f"{_rendered(line, chain)} {rest}"


def _folded(line: Line, head: Found) -> str | None:
    """Return "Review request" for "Perform review of request"."""
    at = head.end + (line.word(head.end) in _ARTICLES)
    if at >= len(line):
        return None
    rest = line.since(at)
    chain = _chain(rest, 0, (Shape.BASE, Shape.NOUN, Shape.GERUND))
    text = None
    if chain and rest.word(chain[-1].end) == "of" and all(map(_is_action, chain)):
        turned, rule = _of(rest, chain)
        text = turned if rule == "action-noun" else None
    elif not _names_thing(rest):
        text = _compound(rest, find(rest, 0))
    return text[:1].upper() + text[1:] if text else None


def _names_thing(line: Line) -> bool:
    """Tell whether the last word is as much a thing as an action ("Conduct field survey")."""
    found = find(line, len(line) - 1)
    return found is not None and found.shape is Shape.BASE


def _gerund(line: Line, head: Found) -> Result:
    alone = head.end == 1 and line.words[1:] in _things_behind_gerund()
    if alone or is_for(line) or says_done(line) or (_is_noun_gerund(line, head)):
        return line.text, "unknown"
    if (
        head.verb.base in _WAITING
        or line.word(head.end) in _NUMBERS
        or line.word(head.end).isdigit()
    ):
        return line.text, "unknown"
    if line.word(head.end) in ("is", "are") or line.gap(head.end).startswith("-"):
        return line.text, "unknown"
    chain = _chain(line, 0, (Shape.GERUND, Shape.NOUN))
    return _rendered(line, chain) + line.after(chain[-1].end), "gerund"


def _is_noun_gerund(line: Line, head: Found) -> bool:
    """Tell whether a gerund names a field or says which one, where no article follows ("Planning phase")."""
    if head.end > 1 or line.word(0) not in _NOUN_GERUNDS:
        return False
    return line.word(1) not in _ARTICLES and not has_known_object(line)


def _noun(line: Line, head: Found) -> Result:
    """Turn an action noun without "of": alone, or with the prepositions its verb keeps."""
    base, follower = head.verb.base, line.word(head.end)
    chain = _chain(line, 0, (Shape.NOUN, Shape.GERUND, Shape.BASE))
    if (
        chain[-1].end == len(line)
        and all(map(_is_action, chain))
        and (len(chain) > 1 or is_step_alone(line.text.lower()))
    ):
        return _rendered(line, chain), "action-noun"
    if base in _TOLD and follower == "to" and head.end + 1 < len(line):
        return f"{_rendered(line, [head])}{line.after(head.end + 1)}", "action-noun"
    if (base in _WITH_COMPANY and follower == "with") or (
        base in _HANDING_OVER and follower == "to"
    ):
        return _rendered(line, [head]) + line.after(head.end), "action-noun"
    return line.text, "unknown"


def _third(line: Line, head: Found) -> Result:
    chain = _chain(line, 0, (Shape.THIRD,))
    follower = line.word(head.end)
    if line.word(head.start + 1) in _ADJECTIVES and any(map(is_plural, line.words[2:4])):
        return _rendered(line, chain) + line.after(chain[-1].end), "third-person"
    # Nouns in front of nouns have no plural s: "Loads pallets" can only be a verb and its object.
    told = follower in _ARTICLES or (is_plural(follower) and find(line, head.end) is None)
    sure = len(chain) > 1 or "n" not in head.verb.flags or told
    if not sure or head.end == len(line):
        return line.text, "unknown"
    return _rendered(line, chain) + line.after(chain[-1].end), "third-person"


def _past(line: Line, head: Found) -> Result:
    """Turn "Checked the invoice"; "Signed contract" is a thing and stays."""
    is_told = line.word(head.end) in _ARTICLES or head.verb.past != head.verb.participle
    if not is_told or line.word(0) == head.verb.participle != head.verb.past:
        return line.text, "unknown"
    return _rendered(line, [head]) + line.after(head.end), "past"


def _passive(line: Line) -> Result | None:
    """Turn "Invoice is checked" into "Check invoice"."""
    for at in range(1, min(len(line) - 1, _FARTHEST_SUBJECT)):
        if line.words[at] not in _BE and line.words[at : at + 2] not in (
            ("must", "be"),
            ("should", "be"),
        ):
            continue
        place = at + 1 if line.words[at] in _BE else at + 2
        found = find(line, place)
        is_participle = (
            found is not None and line.word(place) == found.verb.participle.split(" ", 1)[0]
        )
        if found is None or not is_participle or _negative(line, at):
            return None
        chain = _chain(line, place, (Shape.PAST, Shape.BASE)) or [found]
        verbs, subject = _rendered(line, chain), lowered(line.source(0, at))
        return f"{verbs[:1].upper()}{verbs[1:]} {subject}{line.after(chain[-1].end)}", "passive"
    return None


def _negative(line: Line, end: int) -> bool:
    """Tell whether a negation or a condition stands before a place."""
    return not {"not", "no", "if", "when", "after", "once", "until", "that", "which"}.isdisjoint(
        line.words[:end]
    )


def _compound(line: Line, head: Found | None) -> str | None:
    """Turn "Invoice approval" and "Data collection and analysis" round."""
    if head is not None and not _may_be_thing(line, head):
        return None
    start = _tail_chain(line)
    if not start or start > _MOST_WORDS or not _PREPOSITIONS.isdisjoint(line.words):
        return None
    chain = _chain(line, start, (Shape.NOUN, Shape.GERUND, Shape.BASE))
    if _is_no_object(line, start, chain[0].verb.base) or _has_finite_verb(line, start):
        return None
    if not _JOINS.isdisjoint(line.words[:start]):
        return None
    if any(sign in line.gap(at) for at in range(1, start + 1) for sign in ",:;/&("):
        return None
    verbs = _rendered(line, chain)
    subject = line.source(0, start)
    if not line.source(start, start + 1)[:1].isupper():
        subject = lowered(subject)
    return f"{verbs[:1].upper()}{verbs[1:]} {subject}"


def _compound_and_more(line: Line, head: Found | None) -> str | None:
    """Turn a compound round where a preposition follows it ("Patient transport to ward")."""
    at = next((at for at in range(2, len(line)) if line.words[at] in _PREPOSITIONS), 0)
    if not at or line.words[at] not in _MORE or says_standing(line, at):
        return None
    text = _compound(line.until(at), head)
    return text + line.after(at) if text else None


def _is_no_object(line: Line, start: int, base: str) -> bool:
    """Tell whether what stands before an action noun is its kind or its doer, or too little to call it a step."""
    if is_kind(line.word(start - 1)) or line.word(0) == "pending":
        return True
    return lacks_object(line, start) or is_somebodys(line, start, base)


def _has_finite_verb(line: Line, end: int) -> bool:
    """Tell whether a verb that can be nothing else stands in the label ("Broker submits declaration")."""
    found = (find(line, at) for at in range(1, end))
    return any(one and one.shape is Shape.THIRD and "n" not in one.verb.flags for one in found)


def _may_be_thing(line: Line, head: Found) -> bool:
    """Tell whether the first word, though a form of a verb, may be part of an object here."""
    word = line.word(0)
    if head.shape is Shape.BASE:
        noun = "n" in head.verb.flags
        return word in _verbal_things() or (noun and has_listed_object(line, len(line) - 1))
    if head.shape is Shape.GERUND:
        return word in _NOUN_GERUNDS or (len(line) > _SHORTEST_OF_THREE and is_for(line.until(2)))
    return head.shape is not Shape.THIRD or "n" in head.verb.flags


def _tail_chain(line: Line) -> int:
    """Return where the action nouns begin that end the line, or 0."""
    if line.words[-1] in NO_TAILS:
        return 0
    for start in range(max(1, len(line) - _MOST_WORDS), len(line)):
        chain = _chain(line, start, (Shape.NOUN, Shape.GERUND, Shape.BASE))
        if chain and chain[-1].end == len(line) and all(map(_is_action, chain)):
            return start
    return 0


_TURNS = {Shape.GERUND: _gerund, Shape.NOUN: _noun, Shape.THIRD: _third, Shape.PAST: _past}
