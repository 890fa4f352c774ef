"""76: no pattern of ours runs away on the worst of texts."""

import importlib
import pkgutil
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import process_time
from types import ModuleType
from typing import NamedTuple

import pytest

import bpm2sop
import bpm2sop_web

LENGTH = 10_000
NOTHING = 0.02
"""Seconds of the processor below which growth does not matter."""
TIMES = 4
MOST = 2 * TIMES
"""A text so many times as long may take so many times as long; where the work grows with the square it takes 16 times."""
WORST = tuple(
    (part * LENGTH)[:LENGTH] + end
    for part in (
        "a",
        "[",
        " ",
        "1",
        "-",
        ".",
        "(",
        "<",
        "&",
        "=",
        "\n",
        "A1",
        "a b ",
        "1.",
        "1 1",
        "\\",
        '"',
        "/",
        "P1DT",
        "../",
        "ab-",
        "%0",
        ", ",
    )
    for end in ("", "!", "\x00")
)


def modules() -> Iterator[ModuleType]:
    """Every module of ours but the scripts that the store runs."""
    for package in (bpm2sop, bpm2sop_web):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith(("__main__", "wsgi")) and ".migrations." not in found.name:
                yield importlib.import_module(found.name)


def patterns(value: object) -> Iterator[re.Pattern[str]]:
    """The patterns in a value of a module."""
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, Mapping):
        yield from patterns(tuple(value.values()))
    elif isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from patterns(one)


SOURCE = "\n".join(
    Path(module.__file__ or "").read_text("utf-8") for module in modules() if module.__file__
)
USES: dict[str, Callable[[re.Pattern[str], str], object]] = {
    "match": re.Pattern.match,
    "search": re.Pattern.search,
    "fullmatch": re.Pattern.fullmatch,
    "finditer": lambda pattern, text: deque(pattern.finditer(text), 0),
    "findall": re.Pattern.findall,
    "split": re.Pattern.split,
    "sub": lambda pattern, text: pattern.sub("", text),
}


class Used(NamedTuple):
    """A pattern and how it is used."""

    pattern: re.Pattern[str]
    uses: frozenset[str]


def used() -> Iterator[Used]:
    """Our patterns with the methods that are called on them; one in a table may be used in any way."""
    for module in modules():
        for name, value in vars(module).items():
            for pattern in patterns(value):
                calls = re.findall(rf"\b{re.escape(name)}\.({'|'.join(USES)})\(", SOURCE)
                yield Used(pattern, frozenset(calls or ("match", "search", "fullmatch")))


def merged() -> dict[str, Used]:
    """One entry a pattern, with all its uses."""
    found: dict[str, Used] = {}
    for one in used():
        known = found.get(one.pattern.pattern, one)
        found[one.pattern.pattern] = Used(one.pattern, known.uses | one.uses)
    return found


OURS = merged()


def test_our_patterns_are_found() -> None:
    """Else the other test would show nothing."""
    assert len(OURS) > 80


@pytest.mark.parametrize("name", sorted(OURS), ids=lambda name: name[:40])
def test_a_pattern_is_quick_on_the_worst_text(name: str) -> None:
    """In every way in which it is used."""
    pattern, uses = OURS[name]
    slow = [
        (use, text[:20]) for text in WORST for use in sorted(uses) if runs_away(pattern, use, text)
    ]
    assert slow == []


def runs_away(pattern: re.Pattern[str], use: str, text: str) -> bool:
    """Tell whether the work grows much faster than the text; looked at thrice, for the machine has other things to do."""
    return all(
        (long := spent(pattern, use, text)) > NOTHING
        and long > MOST * spent(pattern, use, text[-len(text) // TIMES :])
        for _ in range(3)
    )


def spent(pattern: re.Pattern[str], use: str, text: str) -> float:
    """The processor's seconds for one use."""
    begun = process_time()
    USES[use](pattern, text)
    return process_time() - begun
