"""What stands in the remarks of a step, in one order for all formats.

First the question that a decision asks, then what the step waits for and what follows, then the SOP that it
refers to, then what the map notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bpm2sop.layout.flow import Flow, Pair
from bpm2sop.layout.flowwords import Clause, FlowWords, Shown
from bpm2sop.layout.pages import SymbolKind
from bpm2sop.layout.tablerows import see_words
from bpm2sop.model.sop import Cell, CellSource, Next, NextKind, Sop, Step, StepKey
from bpm2sop.wording import Language, say

_QUESTION, _END = "question", "end"


class Remarks(NamedTuple):
    """The remarks of a step, in the order in which they stand."""

    asked: tuple[Cell, ...]
    before: Clause | None
    after: tuple[Clause, ...]
    see: str
    noted: tuple[Cell, ...]


def remarks_of(step: Step, words: FlowWords, shown: Shown | None = None) -> Remarks:
    """Return a step's remarks; beside a drawing only what that does not show.

    That nothing follows is not said again where a remark of the map names the end.
    """
    after = words.after(step) if shown is None else words.beyond(step, shown)
    if any(cell.rule == _END for cell in step.remarks):
        end = say(words.language, "next.end")
        after = tuple(clause for clause in after if str(clause) != end)
    return Remarks(
        tuple(cell for cell in step.remarks if cell.rule == _QUESTION),
        words.before(step),
        after,
        see_words(step, words.language),
        tuple(cell for cell in step.remarks if cell.rule != _QUESTION),
    )


@dataclass(frozen=True, slots=True)
class PageRemarks:
    """Writes the remarks of rows whose flow is drawn: the map's own, and what symbols and arrows cannot say."""

    words: FlowWords
    names: Mapping[str, str]
    """Names of actors by their ids."""
    together: str
    """The form's words for further actors."""

    @classmethod
    def of(cls, sop: Sop, together: str, answers: tuple[str, str]) -> PageRemarks:
        """Index an SOP's steps, arrows and actors."""
        words = FlowWords.of(sop, Language(sop.language), answers)
        return cls(words, {actor.id: actor.name for actor in sop.actors}, together)

    def row(
        self, flow: Flow, index: int, lost: frozenset[Pair], cut: frozenset[Pair]
    ) -> tuple[Cell, ...]:
        """Return the remarks of a row: `lost` are arrows not drawn, `cut` those whose words are not drawn whole."""
        node = flow.nodes[index]
        if node.step is None:
            return ()
        told = remarks_of(node.step, self.words, _shown(flow, index, node.step, lost=lost, cut=cut))
        others = self._others(node.step, node.actor)
        clauses = (told.before, *told.after)
        flow_lines = (str(clause) for clause in clauses if clause is not None)
        lines = [_sentence(line) for line in (*others, *flow_lines, told.see) if line]
        ours = (Cell(line, CellSource.MAP) for line in lines)
        return (*told.asked, *ours, *told.noted)

    def _others(self, step: Step, actor: str) -> tuple[str, ...]:
        """Name a step's other actors, unless the map's remarks already name them all."""
        others = [self.names[a] for a in step.actors if a in self.names and a != actor]
        said = " ".join(remark.value for remark in step.remarks)
        if not others or all(name in said for name in others):
            return ()
        return (self.together.format(names=", ".join(others)),)


def _shown(
    flow: Flow, index: int, step: Step, *, lost: frozenset[Pair], cut: frozenset[Pair]
) -> Shown:
    """Say what the drawing shows of a row's step."""
    pairs = [_pairs(flow, index, arrow) for arrow in step.next]
    arrows = tuple(bool(found) and not any(pair in lost for pair in found) for found in pairs)
    labels = tuple(not any(pair in cut for pair in found) for found in pairs)
    return Shown(_ends(flow, index, lost), arrows, labels, tuple(_inside(flow, index, lost)))


def _pairs(flow: Flow, index: int, arrow: Next) -> tuple[Pair, ...]:
    """Return the rows that an arrow joins on the pages; none where it leads nowhere or is no line."""
    target = flow.places.get(arrow.to)
    if target is None or arrow.kind is NextKind.MESSAGE:
        return ()
    sources = flow.ways[index].exits if arrow.kind is NextKind.FLOW else (index,)
    return tuple((source, target) for source in sources)


def _ends(flow: Flow, index: int, lost: frozenset[Pair]) -> bool:
    """Tell whether a row shows where its work ends: by an arrow onward, by its capsule, or by the rows inside it."""
    ways, onward = flow.ways[index], flow.onward[index]
    if ways.last and index not in ways.last:
        return all(_ends(flow, row, lost) for row in ways.last)
    if onward:
        return not any(pair in lost for pair in onward)
    node = flow.nodes[index]
    return node.depth == 0 and node.kind is SymbolKind.TERMINATOR


def _inside(flow: Flow, index: int, lost: frozenset[Pair]) -> Iterator[StepKey]:
    """Return the nested steps where a row's work begins, as far as no arrow is drawn to them."""
    for row in flow.ways[index].inside:
        step = flow.nodes[row].step
        if step is not None and (index, row) in lost:
            yield step.key


def _sentence(line: str) -> str:
    """Begin a line with a capital, as the form's lines do."""
    return line[:1].upper() + line[1:]
