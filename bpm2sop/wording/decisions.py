"""Checks and the questions that follow from them."""

import re
from functools import cache

from bpm2sop.wording.english import Shape
from bpm2sop.wording.english import find as find_english
from bpm2sop.wording.language import Language, language_of
from bpm2sop.wording.lexicon import Part
from bpm2sop.wording.lexicon import find as find_indonesian
from bpm2sop.wording.line import Line, capitalised, lowered, tidy
from bpm2sop.wording.tables import word_list, word_set

_ASKING = word_set("apakah is are was were does do did has have can should will whether")
_CHECKS_ID = word_set(
    "memeriksa meneliti memverifikasi menelaah menyetujui memvalidasi mengecek mengevaluasi menilai mereviu mengkaji "
    "meninjau menguji mencocokkan mengoreksi menyeleksi memutuskan mengklarifikasi mengaudit memastikan menganalisis "
    "mencermati mengotorisasi mengesahkan"
) | {
    "memeriksa ulang",
    "mengkaji ulang",
    "meninjau ulang",
    "memverifikasi ulang",
    "mengecek ulang",
    "memeriksa kembali",
}
_CHECKS_EN = word_set(
    "check review verify approve validate evaluate assess examine inspect test audit confirm decide determine screen "
    "recheck proofread authorise authorize endorse"
)
_APPROVALS_ID = {"menyetujui": "disetujui", "mengesahkan": "disahkan"}
_APPROVALS_EN = {
    "approve": "approved",
    "authorise": "authorised",
    "authorize": "authorized",
    "endorse": "endorsed",
}
_QUALITIES_ID = {
    "kelengkapan": "lengkap",
    "kebenaran": "benar",
    "kesesuaian": "sesuai",
    "keabsahan": "sah",
    "validitas": "valid",
    "ketersediaan": "tersedia",
    "kelayakan": "layak",
    "keaslian": "asli",
    "keakuratan": "akurat",
    "kecukupan": "cukup",
}
_QUALITIES_EN = {
    "completeness": "complete",
    "correctness": "correct",
    "validity": "valid",
    "availability": "available",
    "eligibility": "eligible",
    "accuracy": "accurate",
    "authenticity": "authentic",
}
_OPEN_ENDED = word_set(
    "dan atau serta di ke dari pada kepada dengan untuk sesuai berdasarkan oleh melalui yang jika lalu kemudian "
    "terhadap dalam and or of in on at by with from for to against according if then before after"
)
_KINDS_ID = word_set("jenis kategori klasifikasi golongan tipe sifat")
_QUESTION_EN = _ASKING | word_set("what which who how")
_KINDS_EN = word_set("kind type category class")
_MOST_OBJECT = 5
_SENTENCE = re.compile(r"[.:;]\s")


@cache
def _answers() -> frozenset[str]:
    return word_list("polarity_yes.txt") | word_list("polarity_no.txt")


def is_check(label: str) -> bool:
    """Tell whether a label begins with a check, so that its step may carry the question."""
    line = Line.of(tidy(label))
    found = find_indonesian(line, 0)
    if found and found.verb and found.part is not Part.PASSIVE and found.verb.verb in _CHECKS_ID:
        return True
    if found and found.verb and found.verb.verb == "melakukan":
        noun = find_indonesian(line, found.end)
        return bool(noun and noun.part is Part.NOUN and noun.verb and noun.verb.verb in _CHECKS_ID)
    shaped = find_english(line, 0)
    if shaped and shaped.verb.base in _CHECKS_EN and shaped.shape is not Shape.PAST:
        return True
    last = find_english(line, len(line) - 1) if len(line) > 1 and found is None else None
    return (
        last is not None and last.shape in (Shape.NOUN, Shape.BASE) and last.verb.base in _CHECKS_EN
    )


def question(label: str) -> str | None:
    """Return the yes-or-no question of a gateway's name or of the check before it; None where no rule is safe."""
    plain = tidy(label)
    line = Line.of(plain)
    if not len(line) or "/" in plain or _SENTENCE.search(plain):
        return None
    if plain.endswith("?"):
        return capitalised(plain)
    if line.word(0) in _ASKING and len(line) > 1:
        return f"{capitalised(plain)}?"
    if line.words[-1] in _answers() and not is_check(plain):
        return f"{capitalised(plain)}?" if _OPEN_ENDED.isdisjoint(line.words) else None
    return _from_check(line, language_of(plain))


def kind_asked(label: str) -> str | None:
    """Return the work behind a gateway's name that asks for a kind: "Jenis surat?" is "Menentukan jenis surat"."""
    plain = tidy(label).rstrip("? ")
    line = Line.of(plain)
    if not 1 < len(line) <= _MOST_OBJECT or "/" in plain or _SENTENCE.search(plain):
        return None
    if line.word(0) in _KINDS_ID and not is_check(plain):
        return f"Menentukan {lowered(plain)}"
    of = line.word(0) in _KINDS_EN and line.word(1) == "of" and len(line) > len(("type", "of"))
    if of or (line.words[-1] in _KINDS_EN and line.word(0) not in _QUESTION_EN):
        return f"Determine the {lowered(plain)}"
    return None


def _from_check(line: Line, language: Language | None) -> str | None:
    if language is Language.EN:
        return _from_english_check(line)
    quality = _QUALITIES_ID.get(line.word(0))
    if quality:
        return _asked(line, 1, quality)
    found = find_indonesian(line, 0)
    if (
        found is None
        or found.verb is None
        or found.part is Part.PASSIVE
        or found.verb.verb not in _CHECKS_ID
    ):
        return None
    approved = _APPROVALS_ID.get(found.verb.verb)
    if approved:
        return _asked(line, found.end, approved)
    if line.word(found.end) == "apakah" and found.end + 1 < len(line):
        return f"{capitalised(line.text[line.spans[found.end][0] :])}?"
    quality = _QUALITIES_ID.get(line.word(found.end))
    return _asked(line, found.end + 1, quality) if quality else None


def _from_english_check(line: Line) -> str | None:
    found = find_english(line, 0)
    at = found.end if found and found.verb.base in _CHECKS_EN else 0
    quality = _QUALITIES_EN.get(line.word(at))
    if quality and line.word(at + 1) == "of":
        return _asked(line, at + 2, quality)
    if found and at and found.verb.base in _APPROVALS_EN:
        start = at + (line.word(at) == "of")
        return _asked(line, start, _APPROVALS_EN[found.verb.base])
    return None


def _asked(line: Line, start: int, quality: str) -> str | None:
    """Return "Berkas lengkap?" for an object that is short and plain enough."""
    if line.word(start) in ("the", "a", "an"):
        start += 1
    words = line.words[start:]
    if not words:
        return f"{capitalised(quality)}?"
    if (
        len(words) > _MOST_OBJECT
        or not _OPEN_ENDED.isdisjoint(words)
        or any(word.startswith("di") for word in words[1:])
    ):
        return None
    thing = line.source(start, len(line))
    if line.text[line.spans[-1][1] :] or "," in thing:
        return None
    return f"{capitalised(lowered(thing))} {quality}?"
