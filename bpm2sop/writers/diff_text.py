"""The difference of two versions as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.trace.matching_changes import SetDiff, SopDiff, StepDiff, What
from bpm2sop.wording import Language, say
from bpm2sop.writers.diff_words import (
    actor_of,
    field,
    lines_of,
    question_lines,
    reason,
    summary,
)

_SIGNS = {What.ADDED: "+", What.REMOVED: "-", What.CHANGED: "~"}


def write_diff_text(diff: SetDiff, language: Language) -> bytes:
    """Give what changed, an SOP after the other; those that did not change are left out."""
    found = [line for sop in diff.sops if sop.what is not What.SAME for line in _sop(sop, language)]
    return ("\n".join((*found, summary(diff, language))) + "\n").encode()


def _sop(sop: SopDiff, language: Language) -> Iterator[str]:
    """Tell one SOP."""
    key = f"diff.sop_{sop.what}"
    yield say(language, key, title=_one(sop.sop.title), file=_one(sop.sop.source.file))
    for cell in sop.head:
        yield f"  ~ {field(cell.field, language)}: {_quoted(cell.old)} → {_quoted(cell.new)}"
    for sign, names in (("+", sop.actors_added), ("-", sop.actors_removed)):
        for name in names:
            yield f"  {sign} {say(language, 'diff.actor', name=_one(name))}"
    if sop.what is What.CHANGED:
        for step in sop.steps:
            yield from _step(step, sop, language)
        yield from (f"  ? {_one(line)}" for line in question_lines(sop, language))
    yield ""


def _step(step: StepDiff, sop: SopDiff, language: Language) -> Iterator[str]:
    """Tell one step, if it changed."""
    if step.what is What.SAME:
        return
    side = sop.new if step.new is not None else sop.old
    words = f"{step.step.no} {step.step.text} ({actor_of(step.step, side)})"
    why = reason(step, language)
    yield f"  {_SIGNS[step.what]} {_one(words)}{f' [{why}]' if why else ''}"
    for line in lines_of(step, language):
        yield f"      {line.name}: {_quoted(line.old)} → {_quoted(line.new)}"


def _quoted(text: str) -> str:
    """Quote a text on one line; nothing is a dash."""
    return f'"{_one(text)}"' if text else "–"


def _one(text: str) -> str:
    """Put a text on one line, control characters shown and not obeyed."""
    flat = "; ".join(text.splitlines())
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in flat)
