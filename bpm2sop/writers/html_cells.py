"""Small pieces that the parts of the page share: badges, symbols, links to steps, the legend."""

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from bpm2sop.layout.flowwords import Part
from bpm2sop.layout.tablerows import filled
from bpm2sop.model.sop import Cell, CellSource, StepKey, Symbol
from bpm2sop.wording import Language, say
from bpm2sop.writers.markup import Html, el, join

_SHAPES = {
    Symbol.TERMINATOR: Html('<rect x="2" y="5" width="48" height="24" rx="12"/>'),
    Symbol.PROCESS: Html('<rect x="2" y="5" width="48" height="24" rx="1"/>'),
    Symbol.DECISION: Html('<path d="M26 1 51 17 26 33 1 17z"/>'),
}


def anchor(key: StepKey) -> str:
    """Give the name of a step's place on the page; every character is safe in an address."""
    return f"step-{quote(key, safe='')}"


def step_link(no: str, key: StepKey) -> Html:
    """Give a step's number as a link to its row."""
    return el("a", no, href=f"#{anchor(key)}", class_="to")


def linked(parts: Iterable[Part]) -> Html:
    """Give a clause with its numbers as links."""
    return join(
        *(step_link(part.text, part.to) if part.to is not None else part.text for part in parts)
    )


def hidden(words: str) -> Html:
    """Give words that only a screen reader tells."""
    return el("span", words, class_="vh")


def origin(cell: Cell, language: Language) -> str:
    """Say where a cell comes from."""
    source = say(language, f"page.source_of_{cell.source}")
    if cell.source is CellSource.ASSUMED and cell.rule:
        return say(language, "page.by_rule", source=source, rule=cell.rule)
    return (
        say(language, "page.from_element", source=source, element=cell.element)
        if cell.element
        else source
    )


def badge(cell: Cell, language: Language) -> Html:
    """Mark where a cell comes from with a letter; its element or rule shows on pointing at it."""
    return letter(cell.source, origin(cell, language), language)


def letter(source: CellSource, words: str, language: Language) -> Html:
    """Give a source's letter."""
    if source is CellSource.NONE:
        return el(
            "span", el("span", "–", aria_hidden="true"), hidden(words), class_="none", title=words
        )
    mark = el("span", say(language, f"page.badge_{source}"), aria_hidden="true")
    return el("span", mark, hidden(f" ({words})"), class_=f"src {source.value}", title=words)


def cell_list(cells: Sequence[Cell], language: Language) -> Html:
    """Give the cells of one column, or the mark of what the map does not tell."""
    told = filled(cells)
    if not told:
        return letter(CellSource.NONE, say(language, "page.not_in_map"), language)
    values = [join(el("span", cell.value, class_="value"), badge(cell, language)) for cell in told]
    return values[0] if len(values) == 1 else el("ul", *(el("li", value) for value in values))


def symbol(shape: Symbol, no: str, words: str) -> Html:
    """Draw a symbol with the step's number in it."""
    number = el("text", no, x=26, y=21, text_anchor="middle")
    return el(
        "svg",
        _SHAPES[shape],
        number,
        viewBox="0 0 52 34",
        role="img",
        aria_label=words,
        class_="symbol",
    )


def legend(language: Language) -> Html:
    """Explain symbols and letters."""
    shapes = (
        el(
            "li",
            symbol(shape, "", say(language, f"page.symbol_{shape}")),
            say(language, f"page.symbol_{shape}"),
        )
        for shape in _SHAPES
    )
    sources = (_source(source, language) for source in CellSource)
    return el(
        "div",
        el("div", el("h3", say(language, "page.symbols")), el("ul", *shapes)),
        el("div", el("h3", say(language, "page.sources")), el("ul", *sources)),
        class_="legend",
    )


def _source(source: CellSource, language: Language) -> Html:
    words = say(language, f"page.source_of_{source}")
    if source is CellSource.NONE:
        mark = el("span", "–", class_="none")
    else:
        mark = el("span", say(language, f"page.badge_{source}"), class_=f"src {source.value}")
    return el("li", mark, words)
