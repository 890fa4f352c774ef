"""One self-contained page a SOP: no script, no other file, good on screen, on a telephone and on paper."""

import base64
import hashlib
from functools import cache
from importlib.resources import files

from bpm2sop.drafting.totals import time_totals_words
from bpm2sop.layout.tablerows import filled, rows
from bpm2sop.model.sop import Cell, CellSource, Sop
from bpm2sop.wording import Language, say
from bpm2sop.writers import html_proof
from bpm2sop.writers.formwords import FormWords
from bpm2sop.writers.html_cells import badge, legend
from bpm2sop.writers.html_sheets import drawn_sheets
from bpm2sop.writers.html_table import activities
from bpm2sop.writers.kinds import kind_words
from bpm2sop.writers.markup import Html, el, join, lines
from bpm2sop.writers.writer import Context

_FIRST = ("number", "created", "revised", "effective", "approved_by")
_SECOND = ("legal_basis", "qualifications", "related", "equipment", "warning", "records")
_SECTIONS = ("identity", "steps", "proof", "findings", "trace")


def write_html(sop: Sop, context: Context) -> bytes:
    """Give the SOP as one page."""
    language = context.language
    page = el(
        "html",
        "\n",
        _head(sop, language),
        "\n",
        _body(sop, context),
        "\n",
        lang=language.value,
    )
    return f"<!DOCTYPE html>\n{page}\n".encode()


@cache
def _style() -> Html:
    """Give the style sheet; it is ours, so it is markup."""
    return Html("\n" + files("bpm2sop.writers").joinpath("page.css").read_text(encoding="utf-8"))


@cache
def _policy() -> str:
    """Allow the page this one style sheet, and nothing else: no script, no picture, no address."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _head(sop: Sop, language: Language) -> Html:
    return el(
        "head",
        lines(
            el("meta", charset="utf-8"),
            el("meta", http_equiv="Content-Security-Policy", content=_policy()),
            el("meta", name="viewport", content="width=device-width, initial-scale=1"),
            el("meta", name="color-scheme", content="light dark"),
            el("meta", name="generator", content="bpm2sop"),
            el("title", say(language, "page.title", title=sop.title)),
            el("style", _style()),
        ),
    )


def _body(sop: Sop, context: Context) -> Html:
    words, language = FormWords.of(context), context.language
    return el(
        "body",
        "\n",
        lines(
            el("a", say(language, "page.skip"), class_="skip", href="#steps"),
            _masthead(sop, words),
            el(
                "main",
                "\n",
                lines(
                    section("identity", language, _identity(sop, words))
                    if words.identity
                    else None,
                    section("steps", language, *_steps(sop, context)),
                    section("proof", language, html_proof.proof(sop, language)),
                    section("findings", language, html_proof.findings(sop, language)),
                    section("trace", language, html_proof.trace(sop, language)),
                ),
                "\n",
            ),
            _foot(sop, language),
        ),
        "\n",
    )


def section(name: str, language: Language, *content: Html | None) -> Html:
    """Make a part of the page with its heading."""
    heading = el("h2", say(language, f"page.{name}"), id=f"{name}-heading")
    return el(
        "section", "\n", lines(heading, *content), "\n", id=name, aria_labelledby=f"{name}-heading"
    )


def _masthead(sop: Sop, words: FormWords) -> Html:
    """Give the title, what kind of SOP it is, the proof's verdict, and the way to each part."""
    language = words.language
    verdict = "rebuilds" if sop.proof.rebuilds else "rebuilds_not"
    there = (name for name in _SECTIONS if name != "identity" or words.identity)
    links = (el("li", el("a", say(language, f"page.{name}"), href=f"#{name}")) for name in there)
    return el(
        "header",
        "\n",
        lines(
            el("p", say(language, "page.kicker"), class_="kicker"),
            el("h1", sop.title),
            _facts(sop, language),
            el(
                "p",
                el("a", say(language, f"page.{verdict}"), href="#proof"),
                class_=f"verdict {verdict}",
            ),
            el("nav", el("ul", *links), aria_label=say(language, "page.contents")),
        ),
        "\n",
    )


def _facts(sop: Sop, language: Language) -> Html:
    """Give code, level, classification and size in one line."""
    facts = [
        say(language, "page.code_is", code=sop.code) if sop.code else "",
        say(language, "page.level_is", level=sop.level) if sop.level is not None else "",
        *kind_words(sop, language),
        say(language, "page.size", steps=sum(1 for _ in rows(sop.steps)), actors=len(sop.actors)),
    ]
    return el("ul", *(el("li", fact) for fact in facts if fact), class_="facts")


def _steps(sop: Sop, context: Context) -> list[Html | None]:
    """Give the table, its legend, the sheets with the flow drawn, and how long it all takes."""
    language = context.language
    parts = [activities(sop, FormWords.of(context)), legend(language), drawn_sheets(sop, context)]
    totals = [el("li", total) for total in time_totals_words(sop, language)]
    if totals:
        heading = el("h3", say(language, "totals.heading"))
        parts += [heading, el("ul", *totals, class_="totals")]
    return parts


def _identity(sop: Sop, words: FormWords) -> Html:
    """Give the identity block in the form's two columns: agency beside number and dates, then three pairs."""
    first = [_entry(name, getattr(sop.identity, name), words) for name in _FIRST]
    first.append(_entry("name", Cell(sop.title, CellSource.MAP), words, strong=True))
    second = (_entry(name, getattr(sop.identity, name), words) for name in _SECOND)
    return el(
        "div",
        lines(
            _agency(words), el("dl", *first, class_="numbers"), el("dl", *second, class_="pairs")
        ),
        class_="identity",
    )


def _agency(words: FormWords) -> Html:
    """Give the agency and its unit, else say that they are missing."""
    if words.letterhead:
        return el("div", *(el("p", line) for line in words.letterhead), class_="agency")
    return el(
        "div",
        el("p", say(words.language, "page.agency")),
        _missing(words.language),
        class_="agency",
    )


def _entry(key: str, cell: Cell, words: FormWords, *, strong: bool = False) -> Html:
    """Give one field of the identity block."""
    language = words.language
    value = (
        join(_value(cell.value), badge(cell, language)) if filled([cell]) else _missing(language)
    )
    return el(
        "div", el("dt", words.word(key)), el("dd", el("strong", cell.value) if strong else value)
    )


def _value(value: str) -> Html:
    """Give a value; several lines become a numbered list, as the form has it."""
    several = [line.strip() for line in value.splitlines() if line.strip()]
    return (
        el("ol", *(el("li", line) for line in several)) if len(several) > 1 else el("span", value)
    )


def _missing(language: Language) -> Html:
    """Say that a field is empty, and why."""
    return el(
        "span",
        say(language, "page.empty"),
        " · ",
        say(language, "page.not_in_map"),
        class_="missing",
    )


def _foot(sop: Sop, language: Language) -> Html:
    """Say which file and map the SOP is from."""
    source = say(language, "page.source_map", file=sop.source.file, map=sop.source.map)
    return el(
        "footer",
        el("p", say(language, "page.source"), ": ", source),
        el("p", say(language, "page.fingerprint"), ": ", el("code", sop.source.sha256)),
        el("p", say(language, "page.key"), ": ", el("code", sop.key)),
    )
