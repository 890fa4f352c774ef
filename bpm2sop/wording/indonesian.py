"""The step text of an Indonesian label: an active verb first, no subject."""

from dataclasses import dataclass
from itertools import pairwise

from bpm2sop.wording.actors import same_actor
from bpm2sop.wording.lexicon import Found, Part, find
from bpm2sop.wording.line import Line, lowered
from bpm2sop.wording.tables import word_set
from bpm2sop.wording.things import (
    CONDITIONS,
    OUTCOMES,
    is_native,
    is_state,
    is_thing,
    modifiers,
    people,
)

_JOINS = frozenset({"dan", "serta", "atau", "lalu", "kemudian", "sekaligus", "selanjutnya"})
_SIGNS = frozenset("/,&+;")
_REASONS = frozenset({"", "karena", "jika", "apabila", "bila", "sebab"})
_POLITE = frozenset({"silakan", "silahkan", "mohon", "harap", "tolong", "segera"})
_NO_PASSIVE_AFTER = word_set(
    "yang telah sudah belum tidak akan untuk harus dapat bisa agar sedang supaya sampai hingga perlu siap tanpa "
    "batal bukan"
) | (CONDITIONS - {"selama"})
_PREPOSITIONS = word_set(
    "di ke kepada pada dari dengan melalui lewat secara untuk dalam sesuai berdasarkan oleh bersama antar antara "
    "karena jika apabila hingga sampai bagi menggunakan via"
)
_HANDING_OVER = frozenset({"ke", "kepada", "dari", "pada", "melalui", "lewat", "di", "dalam"})
_ABOUT = frozenset({"terhadap", "atas", "mengenai", "tentang", "akan"})
_WITH = frozenset({"dengan", "bersama", "ke", "kepada", "antar", "antara", "pada", "di", ""})
_LIGHT = frozenset({"melakukan", "melaksanakan", "mengadakan", "menyelenggarakan"})
_CARRYING_OUT = "melaksanakan"
_PROCESS = "proses"
_FILLERS = frozenset({"kegiatan", "proses"})
_MODALS = _POLITE | word_set("wajib harus akan kemudian lalu selanjutnya")
_EXAMINING = word_set(
    "memeriksa memverifikasi memvalidasi meneliti mengevaluasi menilai mereviu mengecek menyeleksi menguji mengaudit "
    "menganalisis"
)
_EXAMINED = frozenset(
    {
        "administrasi",
        "medis",
        "laboratorium",
        "administratif",
        "darurat",
        "substantif",
        "faktual",
        "kesehatan",
        "fisik",
    }
)
_INDONESIAN_NOUNS = ("an", "si", "is")
_DONE_KINDS = word_set(
    "lapangan awal akhir lanjutan pendahuluan silang faktual substantif menyeluruh mendalam administrasi administratif"
)
_BEFOREHAND = frozenset({"muka", "tempat"})
_MEANWHILE = frozenset({"sementara"})
_BREAKS = ("-", ":", "(")
_FARTHEST_SUBJECT = 8
_FARTHEST_JOIN = 60
_LONGEST_ACRONYM = 4

Result = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Aim:
    """What is asked for: whose lane it is, and which form of the verb."""

    actor: str | None
    imperative: bool


def rephrase(text: str, aim: Aim) -> Result:
    """Return the step text of a tidy label and the rule that made it; an unchanged text is "kept" or "unknown"."""
    line = Line.of(text)
    if not line.begins() or text.endswith("?") or line.word(0) in CONDITIONS:
        return text, "unknown"
    if aim.actor:
        rest = _behind_actor(line, aim.actor)
        if rest:
            return _instruction(rest, aim)[0], "actor-dropped"
    return _instruction(line, aim)


def _behind_actor(line: Line, actor: str) -> Line | None:
    """Return what follows the actor's name, where the label begins with it and a verb follows."""
    if find(line, 0) and line.word(0) not in Line.of(actor).words:
        return None
    for count in range(min(_FARTHEST_SUBJECT, len(line) - 1), 0, -1):
        start = count
        while line.word(start) in _MODALS:
            start += 1
        if find(line, start) and same_actor(line.source(0, count), actor):
            return line.since(start)
    return None


def _instruction(line: Line, aim: Aim) -> Result:
    if line.word(0) in _POLITE and len(line) > 1 and find(line, 1):
        return _instruction(line.since(1), aim)[0], "bare-verb"
    head = find(line, 0)
    if head is None:
        return _passive_within(line, aim) or (line.text, "unknown")
    if head.part is Part.NOUN:
        return _passive_within(line, aim) or _noun_label(line, head, aim)
    if head.part is Part.PASSIVE:
        return _passive_first(line, head, aim)
    return _verb_first(line, head, aim)


def _chain(line: Line, head: Found) -> list[Found]:
    """Return the head and the verbs joined to it directly ("Pemeriksaan dan verifikasi berkas")."""
    chain = [head]
    while True:
        at = _joined_at(line, chain[-1].end)
        follower = find(line, at) if at else None
        if follower is None:
            return chain
        chain.append(follower)


def _joined_at(line: Line, end: int) -> int:
    """Return the place of the word that is joined at a place, or 0."""
    if line.word(end) in _JOINS:
        return end + 1 if end + 1 < len(line) else 0
    if not _SIGNS.isdisjoint(line.gap(end)):
        return end + 1 if line.word(end + 1) and line.word(end) in _JOINS else end
    return 0


def _said(line: Line, found: Found, aim: Aim) -> str:
    """Return a verb in the form asked for, in the letter case of its source."""
    source = line.source(found.start, found.end)
    if found.verb is None or (found.part is Part.ACTIVE and not aim.imperative):
        return source
    form = found.verb.imperative if aim.imperative else found.verb.verb
    if len(source) > _LONGEST_ACRONYM and line.text.isupper():
        return form.upper()
    first, space, rest = form.partition(" ")
    if space and source.casefold().endswith(f" {rest}"):
        form = first + source[-len(rest) - 1 :]
    return form[:1].upper() + form[1:] if source[:1].isupper() else form


def _rendered(line: Line, chain: list[Found], aim: Aim) -> str:
    """Return the chain with its verbs in the form asked for, and what joins them as it was."""
    pieces = [_said(line, chain[0], aim)]
    for before, found in pairwise(chain):
        pieces.append(line.text[line.spans[before.end - 1][1] : line.spans[found.start][0]])
        pieces.append(_said(line, found, aim))
    return "".join(pieces)


def _dangling(line: Line, chain: list[Found]) -> bool:
    """Tell whether something other than a verb is joined to the chain, so that changing it would limp."""
    last = chain[-1]
    return bool(_joined_at(line, last.end)) and last.end < len(line) and not _holds_object(last)


def _verb_first(line: Line, head: Found, aim: Aim) -> Result:
    if head.verb and head.verb.verb in _LIGHT and not _carries_out(line, head):
        folded = _folded(line, head, aim)
        if folded:
            return folded, "light-verb"
    if head.part is Part.BARE and (is_state(line, head) or is_thing(line, head)):
        return line.text, "unknown"
    line = _without_agent(line, head.end, aim) or line
    chain = _chain(line, head)
    text = _rendered(line, chain, aim) + _tail(line, chain, aim)
    if text == line.text and head.part is Part.ACTIVE:
        return text, "kept"
    return text, "bare-verb"


def _carries_out(line: Line, head: Found) -> bool:
    """Tell whether work with a name of its own is carried out ("Melaksanakan Pengelolaan Barang")."""
    named = head.end < len(line) and line.is_titled(head.end) and not line.text.isupper()
    return named and head.verb is not None and head.verb.verb == _CARRYING_OUT


def _folded(line: Line, head: Found, aim: Aim) -> str | None:
    """Return "Memeriksa berkas" for "Melakukan pemeriksaan berkas", where the noun allows it."""
    at = head.end
    while line.word(at) in _FILLERS and at + 1 < len(line):
        at += 1
    noun = find(line, at)
    if noun is None or noun.part is not Part.NOUN or noun.verb is None or head.verb is None:
        return None
    event = "e" in noun.verb.flags and not is_native(line.word(at))
    if head.verb.verb != "melakukan" and noun.end == len(line):
        return None
    if event and head.verb.verb in _LIGHT - {"melakukan"}:
        return None
    bare = line.since(at)
    shifted = find(bare, 0)
    return _noun_text(bare, shifted, aim) if shifted else None


def _noun_label(line: Line, head: Found, aim: Aim) -> Result:
    if is_state(line, head):
        return line.text, "unknown"
    if line.word(0) == _PROCESS and not is_thing(line, head):
        folded = _folded(line, head, aim)
        if folded:
            return folded, "light-verb"
    text = _noun_text(line, head, aim)
    if text:
        return text, "noun-to-verb"
    if not is_thing(line, head) and (_is_check(line, head) or _lacks_object(line, head)):
        light = "Lakukan" if aim.imperative else "Melakukan"
        return f"{light} {lowered(line.text)}", "action-noun"
    return line.text, "unknown"


def _is_kind(line: Line, head: Found) -> bool:
    """Tell whether the next word says which kind of action it is ("verifikasi lapangan")."""
    follower = line.word(head.end)
    if follower not in modifiers() or (follower in _MEANWHILE and head.end + 1 < len(line)):
        return False
    if follower not in _EXAMINED:
        return True
    verb = head.verb.verb if head.verb else ""
    behind = line.word(head.end + 1)
    return verb in _EXAMINING and (not behind or behind in modifiers())


def _is_check(line: Line, head: Found) -> bool:
    """Tell whether a kind of check is named ("verifikasi lapangan"), which is done and has no object."""
    verb = head.verb.verb if head.verb else ""
    return verb in _EXAMINING and line.word(head.end) in _DONE_KINDS and _is_kind(line, head)


def _lacks_object(line: Line, head: Found) -> bool:
    """Tell whether a preposition stands where the object should ("Pemeriksaan di lokasi")."""
    follower = line.word(head.end)
    if (
        not line.word(head.end - 1).endswith(_INDONESIAN_NOUNS)
        or line.word(head.end + 1) in _BEFOREHAND
    ):
        return False
    if (
        follower not in _PREPOSITIONS
        or follower == "oleh"
        or head.verb is None
        or " " in head.verb.verb
    ):
        return False
    if head.verb.imperative == line.word(head.start) or line.word(head.start) in head.verb.bare:
        return False
    return not ("t" in head.verb.flags and follower in _HANDING_OVER)


def _noun_text(line: Line, head: Found, aim: Aim) -> str | None:
    """Turn a label that begins with an action noun into one that begins with its verb."""
    bare = _without_agent(line, head.end, aim)
    if bare is None:
        return None
    line = bare
    chain = _chain(line, head)
    if _dangling(line, chain) or line.gap(head.end).strip()[:1] in _BREAKS:
        return None
    last = chain[-1]
    sociable = _sociable(line, head)
    if sociable:
        return sociable + line.after(head.end)
    if is_thing(line, head, last.end) or (last is not head and is_thing(line, last)):
        return None
    if _is_kind(line, last) or _lacks_object(line, last):
        return None
    return _rendered(line, chain, aim) + _tail(line, chain, aim)


def _sociable(line: Line, head: Found) -> str | None:
    """Return the *ber-* verb of a noun like "koordinasi", where it has company and no object."""
    noun = line.word(head.start)
    if head.verb is None or "s" not in head.verb.flags or noun.startswith("pe"):
        return None
    if line.word(head.end) not in _WITH:
        return None
    return f"Ber{noun}" if line.source(0, 1)[:1].isupper() else f"ber{noun}"


def _without_agent(line: Line, start: int, aim: Aim) -> Line | None:
    """Drop "oleh …" where it names the actor; None where it names another."""
    for at in range(start, len(line)):
        if line.words[at] != "oleh" or (at > start and line.words[at - 1].startswith("di")):
            continue
        end = at + 1
        while end < len(line) and line.words[end] not in _PREPOSITIONS:
            end += 1
        if not aim.actor or end == at + 1 or not same_actor(line.source(at + 1, end), aim.actor):
            return None
        return Line.of(line.text[: line.spans[at - 1][1]] + line.after(end))
    return line


def _tail(line: Line, chain: list[Found], aim: Aim) -> str:
    """Return what follows the chain, later verbs joined by "dan" or a comma in the same form."""
    end = chain[-1].end
    if chain[0].part is Part.NOUN and line.word(end) in _ABOUT and end + 1 < len(line):
        end += 1
    pieces, done = [], end
    for at in range(end + 1, min(len(line), end + _FARTHEST_JOIN)):
        if at < done or not (line.words[at - 1] in _JOINS or not _SIGNS.isdisjoint(line.gap(at))):
            continue
        found = find(line, at)
        if found and _has_object(line, found) and _joins(line, chain[0], found, end):
            pieces.append(line.text[line.spans[done - 1][1] : line.spans[at][0]])
            pieces.append(_said(line, found, aim))
            done = found.end
    pieces.append(line.after(done))
    return "".join(pieces)


def _has_object(line: Line, found: Found) -> bool:
    """Tell whether something follows a verb, or its object is part of the entry."""
    return found.end < len(line) or _holds_object(found)


def _holds_object(found: Found) -> bool:
    """Tell whether the object is part of the entry ("ambil foto", "beri nomor")."""
    return found.end - found.start > 1


def _joins(line: Line, head: Found, found: Found, end: int) -> bool:
    """Tell whether a later verb is one more action of the step, not part of an object."""
    if found.part is Part.ACTIVE:
        return line.word(found.start).startswith("me")
    if found.part is Part.BARE:
        return head.part is not Part.NOUN or not _names_action(line, end, found.start)
    if found.part is Part.PASSIVE:
        return head.part is Part.PASSIVE
    is_noun = head.part is Part.NOUN and is_native(line.word(found.start))
    return is_noun and not _names_action(line, end, found.start)


def _names_action(line: Line, start: int, end: int) -> bool:
    """Tell whether an action noun stands between two places."""
    return any(found.part is Part.NOUN for at in range(start, end) if (found := find(line, at)))


def _passive_first(line: Line, head: Found, aim: Aim) -> Result:
    """Turn "Diperiksa kelengkapan berkas" into the active; a bare state ("Disetujui") stays, with its doer too."""
    chain = _chain(line, head)
    follower = line.word(chain[-1].end)
    verb = head.verb.verb if head.verb else ""
    outcome = verb in OUTCOMES and follower in _PREPOSITIONS
    if (len(chain) == 1 and (not follower or outcome)) or follower in people():
        return line.text, "unknown"
    bare = _without_agent(line, chain[-1].end, aim)
    if bare is None:
        return line.text, "unknown"
    return _rendered(bare, chain, aim) + _tail(bare, chain, aim), "passive"


def _passive_within(line: Line, aim: Aim) -> Result | None:
    """Turn "Berkas diperiksa petugas" into "Memeriksa berkas"."""
    head = _passive_verb(line)
    if head is None:
        return None
    bare = _without_agent(line, head.end, aim)
    if bare is None:
        return None
    chain = _chain(bare, head)
    if len(chain) == 1 and _says_outcome(line, head):
        return None
    tail = _tail(bare, chain, aim)
    follower = bare.word(chain[-1].end)
    if follower in people() or (follower and aim.actor):
        doer = bare.text[bare.spans[chain[-1].end][0] :]
        if aim.actor and same_actor(doer, aim.actor):
            tail = ""
        elif follower in people():
            return None
    verbs = _rendered(bare, chain, aim)
    return f"{verbs[:1].upper()}{verbs[1:]} {lowered(bare.source(0, head.start))}{tail}", "passive"


def _says_outcome(line: Line, head: Found) -> bool:
    """Tell whether a passive says how a matter ended ("Permohonan ditolak", "Berkas dinyatakan lengkap")."""
    verb = head.verb.verb if head.verb else ""
    return verb == "menyatakan" or (verb in OUTCOMES and line.word(head.end) in _REASONS)


def _passive_verb(line: Line) -> Found | None:
    """Return the passive verb that the label says of its subject, if it is a plain one."""
    first = find(line, 0)
    for at in range(1, min(len(line), _FARTHEST_SUBJECT + 1)):
        if line.words[at - 1] in _NO_PASSIVE_AFTER:
            return None
        if not line.words[at].startswith("di"):
            continue
        found = find(line, at)
        if found and found.part is Part.PASSIVE:
            is_light = found.verb is not None and found.verb.verb in _LIGHT
            return found if first is None or is_light else None
    return None
