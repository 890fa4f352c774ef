"""The rows of an SOP's table: all steps, nested ones below their parent."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bpm2sop.drafting.naming import without_code
from bpm2sop.model.sop import Cell, CellSource, Sop, Step
from bpm2sop.wording import Language, say


class Row(NamedTuple):
    """A step in the table: how deep it is nested, and below which step."""

    step: Step
    depth: int
    parent: Step | None


def rows(steps: Sequence[Step]) -> Iterator[Row]:
    """List all steps in table order; nesting may be deep."""
    waiting = [Row(step, 0, None) for step in reversed(steps)]
    while waiting:
        row = waiting.pop()
        yield row
        waiting += [Row(nested, row.depth + 1, row.step) for nested in reversed(row.step.steps)]


def actor_names(sop: Sop) -> dict[str, str]:
    """Map the actors' ids to their names."""
    return {actor.id: actor.name for actor in sop.actors}


def see_words(step: Step, language: Language) -> str:
    """Point to the SOP that a step refers to by the name that people know; empty where it refers to none."""
    if not step.refers_to:
        return ""
    name = step.refers_name or without_code(step.label) or step.text
    return say(language, "page.see_sop", sop=name)


def filled(cells: Sequence[Cell]) -> list[Cell]:
    """List the cells that hold something."""
    return [cell for cell in cells if cell.value and cell.source is not CellSource.NONE]
