"""The pairs of steps that a person gave with a new version of a map: both there, and no new step given twice."""

from __future__ import annotations

from bpm2sop.errors import Refused, Where
from bpm2sop.workspace.turns import Turn


def require_pairs(turn: Turn, name: str) -> None:
    """Refuse pairs that name a step which is not there, or two steps of before for a new one.

    Args:
        turn: the map's change, merged with what people wrote.
        name: what the map is called.

    Raises:
        Refused: a step is not in its version, or a new one is given twice.
    """
    waiting = {orphan.step.key for orphan in turn.written.overlay.orphans if orphan.step}
    before: dict[str, str] = {}
    for old, new in turn.given.items():
        if old not in turn.old.steps and old not in waiting:
            raise Refused("pair-old", Where(file=name), {"key": old, "pair": f"{old}={new or ''}"})
        if new is not None and new not in turn.home:
            raise Refused("pair-new", Where(file=name), {"key": new, "pair": f"{old}={new}"})
        if new is not None and new in before:
            detail = {"key": new, "pairs": f"{before[new]}={new}, {old}={new}"}
            raise Refused("pair-twice", Where(file=name), detail)
        if new is not None:
            before[new] = old
