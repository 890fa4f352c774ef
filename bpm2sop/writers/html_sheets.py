"""The form's sheets on the page: the table with the flow drawn over it, as it is printed."""

from __future__ import annotations

from bpm2sop.layout import lay_out
from bpm2sop.model.sop import Sop
from bpm2sop.wording import say
from bpm2sop.writers.markup import Html, el, lines
from bpm2sop.writers.svg.pages import flow_sheets
from bpm2sop.writers.writer import Context


def drawn_sheets(sop: Sop, context: Context) -> Html | None:
    """Give the flowchart sheets under their heading, in a box that scrolls; None where there is nothing to draw.

    What they show is in words in the table, so that each is one picture to those who have the page read out.
    """
    document = lay_out(sop, context.style)
    pictures = flow_sheets(document)
    if not pictures:
        return None
    words = say(context.language, "page.drawn")
    sheets = (el("div", each, class_=f"sheet {document.paper.name}") for each in pictures)
    box = el("div", *sheets, class_="scroll", role="region", aria_label=words, tabindex=0)
    return el("div", lines(el("h3", words), box), class_="sheets")
