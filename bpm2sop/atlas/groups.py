"""The three groups of processes, by the words that agencies use for them."""

from __future__ import annotations

from bpm2sop.atlas.names import words
from bpm2sop.atlas.values import Group

_WORDS = {
    Group.CORE: ("inti", "utama", "core", "main", "primary", "primer", "operasional"),
    Group.SUPPORT: ("pendukung", "penunjang", "support", "supporting", "dukungan"),
    Group.MANAGEMENT: (
        "manajemen",
        "manajerial",
        "management",
        "managerial",
        "managing",
        "lainnya",
        "lain",
        "other",
        "others",
    ),
}
_BESIDE = frozenset(
    (
        "proses",
        "process",
        "processes",
        "bisnis",
        "business",
        "kelompok",
        "group",
        "kegiatan",
        "peta",
        "dan",
        "and",
        "lain",
    )
)
_GROUPS = {word: group for group, known in _WORDS.items() for word in known}


def group_of(name: str) -> Group | None:
    """Read a group from the name of a pool, lane or box: a word for it, and nothing but words like *proses* beside."""
    spoken = [word for word in words(name) if word in _GROUPS]
    rest = [word for word in words(name) if word not in _GROUPS and word not in _BESIDE]
    groups = {_GROUPS[word] for word in spoken}
    return groups.pop() if len(groups) == 1 and not rest else None
