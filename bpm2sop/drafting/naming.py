"""The name that an SOP goes by: words that a person gave, not the id or placeholder that a tool filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bpm2sop.atlas.codes import split_file_name, split_name
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
    given = [_ENDING.sub("", name) for name in names if name]
    worded = next((name for name in given if is_worded(name)), "")
    if worded:
        return worded
    stem = split_file_name(file)
    if is_worded(stem.name) or not given:
        return f"{stem.code} {stem.name[:1].upper()}{stem.name[1:]}".strip() or file
    return given[0]


def sop_title(names: Iterable[str], file: str) -> str:
    """Propose the title of an SOP: aspect and output, made of the best name that the map has."""
    return title(best_name(names, file)).text
