"""What people and tools call the things that an SOP needs, and which of their values say something."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from bpm2sop.readers import texts
from bpm2sop.readers.dialects import rtf, times

_WORDS: Final = {
    "duration": (
        "duration|durasi|waktu|waktu penyelesaian|waktu pelaksanaan|waktu proses|waktu standar|"
        "waktu baku|standar waktu|norma waktu|mutu baku waktu|lama|lama waktu|lama proses|"
        "jangka waktu|batas waktu|sla|lead time|leadtime|processing time|process time|cycle time|"
        "work time|work duration|execution time|service time|dauer|bearbeitungszeit|durée|duración"
    ),
    "role": (
        "role|roles|rolle|peran|pelaksana|pelaksana kegiatan|performer|performers|executor|actor|"
        "aktor|petugas|jabatan|responsible|responsible role|responsible for execution|assignee|"
        "candidate groups|job title"
    ),
    "document": (
        "document|documents|dokumen|dokumen pendukung|kelengkapan|mutu baku kelengkapan|"
        "persyaratan|formulir|berkas|lampiran|attachment|attachments|external documents|"
        "externaldocuments|documentation link|documentationlink|referenced documents|dokumente"
    ),
    "description": (
        "description|deskripsi|uraian|keterangan|penjelasan|beschreibung|process description|"
        "project description|catatan|notes|note"
    ),
    "cost": "cost|costs|biaya|kosten|unit cost|fixed cost|process cost",
    "code": "code|kode|process code|kode proses|kode peta|kode proses bisnis|process number",
    "owner": (
        "owner|pemilik|process owner|pemilik proses|pemilik proses bisnis|business owner|"
        "penanggung jawab|process responsible|accountable|prozesseigner|prozessverantwortlicher"
    ),
}
_KINDS: Final = {
    form: kind
    for kind, words in _WORDS.items()
    for word in words.split("|")
    for form in (word, word.replace(" ", ""))
}
"""Kinds by name, also where a tool wrote the name as one word."""
_UNITS: Final = {
    "detik": "detik",
    "menit": "menit",
    "jam": "jam",
    "hari": "hari",
    "hari kerja": "hari kerja",
    "seconds": "seconds",
    "minutes": "minutes",
    "min": "minutes",
    "hours": "hours",
    "days": "days",
    "weeks": "weeks",
}
_PREFIXES: Final = ("meta ", "custom ", "in ", "dalam ")
_HUMP: Final = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")
_JOINTS: Final = re.compile(r"[\W_]+")
_LONGEST_NAME: Final = 60
_LONGEST_VALUE: Final = 1000
_NOTHING: Final = frozenset(
    {"", "-", "--", "[]", "{}", "null", "none", "nil", "n/a", "na", "no entry", "undefined", "tbd"}
)
_CODE: Final = re.compile(r"[$#]\{|\A=")
_WRAPPED: Final = re.compile(
    r"""(?:group|user|role|Group|User|Role)\(\s*["']?([^"'()]+)["']?\s*\)\Z"""
)


class Meaning(NamedTuple):
    """The kind of fact that a name stands for, and the unit that the name gives."""

    kind: str
    unit: str = ""


def meaning(name: str) -> Meaning | None:
    """Find what a name such as `Waktu (menit)` or `processOwner` stands for."""
    return _meaning(name) if name and len(name) <= _LONGEST_NAME else None


@lru_cache(maxsize=1024)
def _meaning(name: str) -> Meaning | None:
    plain = _JOINTS.sub(" ", _HUMP.sub(" ", name)).strip().lower()
    for prefix in _PREFIXES:
        plain = plain.removeprefix(prefix)
    kind = _KINDS.get(plain)
    if kind is not None:
        return Meaning(kind)
    for unit, written in _UNITS.items():
        rest = plain.removesuffix(f" {unit}").removesuffix(" dalam").removesuffix(" in")
        if rest != plain and _KINDS.get(rest) == "duration":
            return Meaning("duration", written)
    return None


def worth(kind: str, value: str) -> str:
    """Clean a value of a kind; nothing where it says nothing: placeholders, zeros, program code."""
    if rtf.is_rtf(value):
        value = rtf.text_of(value)
    text = texts.plain(value)
    if text.lower() in _NOTHING:
        return ""
    if kind == "description":
        return text
    if len(text) > _LONGEST_VALUE or _CODE.search(text):
        return ""
    if kind == "duration":
        return times.clear(text)
    if kind == "cost":
        return text if any(digit in text for digit in "123456789") else ""
    wrapped = _WRAPPED.match(text)
    return wrapped[1].strip() if wrapped else text
