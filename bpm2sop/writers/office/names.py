"""What the shapes of a drawn flow are called, and what they say to those who do not see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from bpm2sop.layout import Connector, Page, Symbol, SymbolKind
from bpm2sop.layout.flowwords import FlowWords, text_of
from bpm2sop.layout.tablerows import rows
from bpm2sop.model.sop import Sop, StepKey
from bpm2sop.wording import say
from bpm2sop.writers.formwords import FormWords
from bpm2sop.writers.writer import Context


class ShapeNames(NamedTuple):
    """Gives the name of a shape, and its words for those who have it read out; of a whole page's drawing, too."""

    symbol: Callable[[Symbol], tuple[str, str]]
    arrow: Callable[[Connector], tuple[str, str]]
    page: Callable[[Page], tuple[str, str]]


def shape_names(sop: Sop, context: Context) -> ShapeNames:
    """Name the shapes of an SOP's pages."""
    language = context.language
    steps = {row.step.key: row.step for row in rows(sop.steps)}
    flow = FlowWords.of(sop, language, FormWords.of(context).answers)

    def number(key: StepKey | None) -> str:
        return steps[key].no if key in steps else "-"

    def symbol(shape: Symbol) -> tuple[str, str]:
        no = number(shape.step)
        if shape.kind is SymbolKind.OFFPAGE:
            name = say(language, "xlsx.shape_link", letter=shape.letter)
            return name, say(language, "xlsx.shape_link_of", letter=shape.letter, no=no)
        words = steps[shape.step].text if shape.step in steps else ""
        return say(language, "xlsx.shape_step", no=no), words

    def arrow(shape: Connector) -> tuple[str, str]:
        name = say(language, "xlsx.shape_arrow", number=shape.id)
        label = f" ({shape.label.full})" if shape.label is not None else ""
        return name, f"{number(shape.origin)} → {number(shape.target)}{label}"

    def page(sheet: Page) -> tuple[str, str]:
        shown = [steps[row.step] for row in sheet.rows if row.step in steps]
        told = (f"{step.no}: {text_of(flow.after(step))}" for step in shown)
        return say(language, "docx.flow", page=sheet.number), "; ".join(told)

    return ShapeNames(symbol, arrow, page)
