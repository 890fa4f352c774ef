"""The name that an SOP goes by: words that a person gave, not the id or placeholder that a tool filled in."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec.structs import replace

from bpm2sop.atlas.codes import split_file_name, split_name
from bpm2sop.model.processmap import ElementId, MapFile, ProcessMap
from bpm2sop.model.sop import Sop
from bpm2sop.wording import title

_FILLERS = frozenset(
    {
        *(
            "process",
            "processes",
            "proses",
            "collaboration",
            "kolaborasi",
            "diagram",
            "pool",
            "participant",
            "lane",
        ),
        *(
            "main",
            "untitled",
            "unnamed",
            "new",
            "baru",
            "model",
            "page",
            "bpmn",
            "bpd",
            "definitions",
            "definition",
        ),
        *(
            "map",
            "peta",
            "default",
            "subprocess",
            "sub",
            "business",
            "workflow",
            "my",
            "copy",
            "export",
            "roundtrip",
            "wfp",
        ),
        *(
            "tanpa",
            "judul",
            "nama",
            "name",
            "plane",
            "sheet",
            "level",
            "drawing",
            "sid",
            "the",
            "import",
        ),
    }
)
_ENDING = re.compile(r"\.(?:bpmn2?|bpmn20\.xml|xml|vsdx?|bpm|drawio)\Z", re.IGNORECASE)
_EDGES = re.compile(r"\A[\W\d_]+|[\W\d_]+\Z")
_PIECES = re.compile(r"[^\W\d_]+")
_FEWEST = 3


@lru_cache(maxsize=16_384)
def is_worded(name: str) -> bool:
    """Tell whether a name holds a word of its own, beside ids, codes and words like "Process" or "Diagram"."""
    for token in name.split():
        core = _EDGES.sub("", _ENDING.sub("", token))
        if any(sign.isdigit() for sign in core):
            continue
        for piece in _PIECES.findall(core):
            acronym = len(piece) > 1 and piece.isupper()
            long_enough = len(piece) >= _FEWEST or acronym or not piece.isascii()
            if long_enough and piece.casefold() not in _FILLERS:
                return True
    return False


def without_code(name: str) -> str:
    """Take a map's code off a name: `01.02.01 Penanganan Pengaduan`; a lone number is no code."""
    own = split_name(name)
    return own.name if "." in own.code else name


def best_name(names: Iterable[str], file: str) -> str:
    """Choose the first name that is words, else the file's name if it is, else the first name at all."""
    given = []
    for name in filter(None, names):
        plain = _ENDING.sub("", name)
        if is_worded(plain):
            return plain
        given.append(plain)
    stem = split_file_name(file)
    if is_worded(stem.name) or not given:
        return f"{stem.code} {stem.name[:1].upper()}{stem.name[1:]}".strip() or file
    return given[0]


def titled_apart(sops: Sequence[Sop], files: Iterable[MapFile]) -> list[Sop]:
    """Tell apart the SOPs of one file that go by one title: each but the map's own bears its pool's or process's name too."""
    maps = {(file.name, held.id): held for file in files for held in file.maps}
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, sop in enumerate(sops):
        groups[sop.source.file, sop.title].append(place)
    done = list(sops)
    for places in (twins for twins in groups.values() if len(twins) > 1):
        whole = [
            place
            for place in places
            if set(sops[place].source.scopes) & set(sops[place].source.processes)
        ]
        same = [place for place in places if len(whole) != 1 or place not in whole]
        marks = _marks(
            [(sops[at], maps[sops[at].source.file, ElementId(sops[at].source.map)]) for at in same]
        )
        for place, mark in zip(same, marks, strict=True):
            done[place] = replace(sops[place], title=f"{sops[place].title} ({mark})")
    return done


def _marks(sops: Sequence[tuple[Sop, ProcessMap]]) -> list[str]:
    """Find what tells SOPs of one title apart: of each the first name that no other has, at last a number by what they say."""
    said = [_said(sop) for sop, _ in sops]
    order = sorted(range(len(sops)), key=said.__getitem__)
    names = [
        [*_own_names(sop, held), str(order.index(place) + 1)]
        for place, (sop, held) in enumerate(sops)
    ]
    while True:
        marks = [known[0] for known in names]
        bearers = Counter(mark.casefold() for mark in marks)
        twins = [
            n for n, m in zip(names, marks, strict=True) if bearers[m.casefold()] > 1 and len(n) > 1
        ]
        if not twins:
            return marks
        for known in twins:
            del known[0]


def _said(sop: Sop) -> list[list[str]]:
    """Give what an SOP says, its ids left out: who acts, and of each row its words, cells and arrows."""
    paths = {actor.id: "/".join(actor.path) for actor in sop.actors}
    rows = [sorted(paths.values())]
    for step in sop.steps:
        cells = (*step.inputs, *step.outputs, *step.remarks, *([step.time] if step.time else []))
        rows.append(
            [
                step.label,
                step.text,
                step.kind.value,
                *(paths.get(actor, "") for actor in step.actors),
                *sorted(cell.value for cell in cells),
                *sorted(f"{arrow.kind.value} {arrow.label}" for arrow in step.next),
            ]
        )
    return rows


def _own_names(sop: Sop, held: ProcessMap) -> list[str]:
    """List what may tell an SOP from others of its map: names of its pool, its process and its first named step."""
    own = ElementId(sop.source.scopes[0])
    pool = next((pool.name for pool in held.participants if pool.process == own), "")
    first = next((step.label for step in sop.steps if step.label), "")
    title = sop.title.casefold()
    found = (pool, held.scopes[own].name, first)
    return [name for name in found if name and name.casefold() != title]


def sop_title(names: Iterable[str], file: str) -> str:
    """Propose the title of an SOP: aspect and output, made of the best name that the map has."""
    return title(best_name(names, file)).text
