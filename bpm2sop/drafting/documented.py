"""What the documentation of a process, its pool or its map says beside its steps: marked lines fill the identity block.

The form has no place for the rest; a finding keeps its words, for a person to place them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bpm2sop.model.findings import Finding, Severity
from bpm2sop.model.processmap import ElementId, ProcessMap
from bpm2sop.model.sop import Cell, CellSource, Identity
from bpm2sop.settings import Texts

_MARKS: Mapping[str, str] = {
    "legal_basis": r"(?:dasar|landasan) hukum|legal bas[ie]s",
    "qualifications": r"kualifikasi(?: pelaksana(?:an)?)?|(?:required )?qualifications?",
    "equipment": r"peralatan(?: ?(?:/|dan) ?perlengkapan)?|perlengkapan|equipment|tools(?: and equipment)?",
    "warning": r"peringatan|warnings?",
    "records": r"pencatatan(?: dan pendataan)?|pendataan|records?(?: and data)?|record[ -]keeping",
}
# A mark begins a line or a sentence: with a capital, a colon behind it.
_MARK = re.compile(
    r"(?:^|(?<=[\s.;|(]))(?=[A-Z])(?:"
    + "|".join(f"(?P<{field}>(?i:{words}))" for field, words in _MARKS.items())
    + r")\s?:\s*"
)
_MOST = 20_000


class Documented:
    """The documentation around the steps of one SOP, cut at its marks."""

    def __init__(self, process_map: ProcessMap, scopes: Sequence[ElementId]) -> None:
        """Read the documentation of the scopes' processes, their pools and the map."""
        self._fields: dict[str, list[tuple[str, ElementId]]] = {}
        self._rest: list[tuple[str, ElementId]] = []
        for element in _elements(process_map, scopes):
            text = process_map.documentation.get(element, "")
            if text:
                self._cut(text, element)

    def _cut(self, text: str, element: ElementId) -> None:
        """Part a text into marked fields and the rest."""
        marks = list(_MARK.finditer(text[:_MOST]))
        rest = text[: marks[0].start()].strip() if marks else text
        if rest:
            self._rest.append((rest, element))
        for place, mark in enumerate(marks):
            end = marks[place + 1].start() if place + 1 < len(marks) else len(text)
            value = text[mark.end() : end].strip(" |")
            if value and mark.lastgroup is not None:
                self._fields.setdefault(mark.lastgroup, []).append((value, element))

    def identity(self, texts: Texts) -> Identity:
        """Fill the identity block: from the map where it says so, else from the profile's standard texts, as assumed."""
        cells = {}
        for field in texts.__slots__:
            said = self._fields.get(field)
            standard = getattr(texts, field)
            if said:
                words = "\n".join(dict.fromkeys(value for value, _ in said))
                cells[field] = Cell(words, CellSource.MAP, said[0][1], "documentation")
            elif standard:
                cells[field] = Cell(standard, CellSource.ASSUMED, None, "profile")
        return Identity(**cells)

    def findings(self, file: str) -> tuple[Finding, ...]:
        """Tell what the documentation says of the whole process and no field of the form takes."""
        return tuple(
            Finding("process-described", Severity.INFO, file, None, (element,), (("text", rest),))
            for rest, element in self._rest
        )


def _elements(process_map: ProcessMap, scopes: Sequence[ElementId]) -> Iterator[ElementId]:
    """Iterate over the processes among the scopes, then their pools, then the map, each once."""
    own = [scope for scope in scopes if scope in process_map.processes]
    pools = [pool.id for scope in own for pool in process_map.participants if pool.process == scope]
    yield from dict.fromkeys((*own, *pools, process_map.id))
