"""What the check has to say, and the JSON shapes it reads."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One broken rule: its code, the SOP, the step and elements, and a sentence."""

    code: str
    sop: str
    where: str
    message: str

    def __str__(self) -> str:
        """One line for the terminal."""
        return f"{self.code} {self.sop} {self.where}: {self.message}"


def at(step: Json | None, *elements: str) -> str:
    """Name a step by its key and the elements concerned."""
    place = f"step {step.get('key')}" if step is not None else "sop"
    return f"{place} [{', '.join(elements)}]" if elements else place
