"""Codes of maps: `01.03.01`, found before names and in file names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_CODE = re.compile(
    r"""^\s*
    (?:[A-Z]{2,}(?:/[A-Z]+)*\s+)?          # an agency: ATR/BPN 01.03
    (?P<code>(?:[A-Z]{2,}(?:[-.][A-Z]+)*[-.])?\d{1,3}(?:[.\-/]\d{1,3})*)
    (?![^\W_]|/|[.\-]\d)\.?
    (?:[\s_:–—-]+(?P<rest>.*))?$""",
    re.VERBOSE,
)
_SPLIT = re.compile(r"[.\-/]")
_ENDINGS = (".bpmn20.xml", ".bpmn", ".bpmn2", ".xml")

Segments = tuple[str, ...]


class Coded(NamedTuple):
    """A name and the code that led it; `code` is empty where there is none."""

    code: str
    name: str


@lru_cache(maxsize=65_536)
def split_name(name: str) -> Coded:
    """Separate a leading code from a name: two segments at least, or two digits."""
    found = _CODE.match(name)
    if found is None or not found["rest"] or not _counts(found["code"]):
        return Coded("", name.strip())
    return Coded(found["code"], found["rest"].strip())


@lru_cache(maxsize=65_536)
def split_file_name(file: str) -> Coded:
    """Separate a leading code from a file's name, without folder and ending."""
    stem = file.replace("\\", "/").rstrip("/").rpartition("/")[2]
    for ending in _ENDINGS:
        if stem.lower().endswith(ending):
            stem = stem[: -len(ending)]
            break
    found = _CODE.match(stem)
    if found is None or not _counts(found["code"]):
        return Coded("", _spaced(stem))
    code = found["code"]
    # File names have hyphens for want of points.
    code = code.replace("-", ".") if code.replace("-", "").isdigit() else code
    return Coded(code, _spaced(found["rest"] or ""))


def _spaced(stem: str) -> str:
    """Read hyphens and underscores of a file name as spaces."""
    return " ".join(re.sub(r"[-_]+", " ", stem).split())


def _counts(code: str) -> bool:
    """Tell a code from a number: it has separators, or two digits."""
    return len(_SPLIT.split(code)) > 1 or len(code) > 1


def is_code(text: str) -> bool:
    """Tell whether a text is nothing but a code."""
    found = _CODE.match(text)
    return found is not None and not found["rest"]


def segments(code: str | None) -> Segments:
    """Take a code apart, so that `1.3`, `01.03` and `01-03` are one."""
    return tuple(part.lstrip("0") or "0" for part in _SPLIT.split(code.upper())) if code else ()


def depth(code: str) -> int:
    """Count the numbers of a code: letters in front name the agency, not a level."""
    return sum(part.isdigit() for part in segments(code))


def is_top(code: str | None) -> bool:
    """Tell whether a code is all zeros: the map above all others."""
    return bool(code) and set(segments(code)) == {"0"}


def extends(child: str | None, parent: str | None) -> bool:
    """Tell whether a child's code begins with its parent's, or the parent is the top."""
    above, below = segments(parent), segments(child)
    return is_top(parent) or (len(below) > len(above) and below[: len(above)] == above)


def contradicts(child: str | None, parent: str | None) -> bool:
    """Tell whether both have codes and the child's does not extend the parent's."""
    return bool(child) and bool(parent) and not extends(child, parent)
