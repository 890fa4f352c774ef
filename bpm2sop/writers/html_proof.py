"""The page's evidence: the proof sheet, the findings, and where each element of the map is found."""

from collections.abc import Iterable, Iterator, Sequence

from bpm2sop.layout.flowwords import FlowWords
from bpm2sop.model.findings import Finding
from bpm2sop.model.sop import Sop
from bpm2sop.wording import Language, say
from bpm2sop.writers.findings import finding_words
from bpm2sop.writers.html_cells import step_link
from bpm2sop.writers.markup import Html, el, join, lines
from bpm2sop.writers.reasons import reason_of
from bpm2sop.writers.traced import Traced, traced

_SUM = (("nodes", "="), ("in_steps", "+"), ("folded", "+"), ("explained", ""))


def proof(sop: Sop, language: Language) -> Html:
    """Give the verdict, the counts as a sum, and what is explained with its reason."""
    verdict = "rebuilds" if sop.proof.rebuilds else "rebuilds_not"
    return lines(
        el("p", say(language, f"page.{verdict}"), class_=f"verdict {verdict}"),
        el("p", say(language, "page.proof_words"), class_="aside"),
        el("ul", *_counts(sop, language), class_="counts"),
        el("h3", say(language, "page.explained")),
        _explained(sop, language),
    )


def _counts(sop: Sop, language: Language) -> Iterator[Html]:
    """Give nodes = in steps + folded + explained, then the flows."""
    for name, sign in _SUM:
        yield _count(getattr(sop.proof, name), say(language, f"page.count_{name}"))
        if sign:
            yield el("li", sign, class_="sign", aria_hidden="true")
    yield _count(sop.proof.flows, say(language, "page.count_flows"), class_="apart")


def _count(count: int, words: str, class_: str | None = None) -> Html:
    return el("li", el("b", str(count)), " ", el("span", words), class_=class_)


def _explained(sop: Sop, language: Language) -> Html:
    """List the elements that no step holds, with the reason of each."""
    if not sop.explained:
        return el("p", say(language, "page.explained_none"))
    body = ([el("code", item.element), reason_of(item.why, language)] for item in sop.explained)
    return _table(("page.element", "page.reason"), body, language, caption="page.explained_table")


def findings(sop: Sop, language: Language) -> Html:
    """List the findings, each with its weight, its place and what to do."""
    if not sop.findings:
        return el("p", say(language, "page.findings_none"))
    return el("ul", *(_finding(finding, language) for finding in sop.findings), class_="findings")


def _finding(finding: Finding, language: Language) -> Html:
    message, hint = finding_words(finding, language)
    weight = el(
        "span",
        say(language, f"page.severity_{finding.severity}"),
        class_=f"weight {finding.severity.value}",
    )
    line = say(language, "page.line", line=finding.line) if finding.line is not None else ""
    place = ", ".join(part for part in (finding.file, line, *finding.elements) if part)
    told = join(
        el("p", message),
        el("p", hint, class_="hint") if hint else None,
        el("p", place, class_="place"),
    )
    return el("li", weight, el("div", told))


def trace(sop: Sop, language: Language) -> Html:
    """Give the element of each step and arrow."""
    words = FlowWords.of(sop, language)
    body = (
        [
            el("code", item.element),
            el("code", item.type) if item.type else None,
            say(language, f"page.role_{item.role}"),
            _place(item, words),
        ]
        for item in traced(sop)
    )
    head = ("page.element", "page.type", "page.role", "page.in_step")
    return _table(head, body, language, caption="page.trace_table")


def _place(item: Traced, words: FlowWords) -> Html:
    """Link the step of an element, or both ends of its arrow."""
    start = step_link(item.step.no, item.step.key)
    return (
        start if item.to is None else join(start, " → ", step_link(words.number(item.to), item.to))
    )


def _table(
    head: Iterable[str],
    body: Iterable[Sequence[Html | str | None]],
    language: Language,
    *,
    caption: str,
) -> Html:
    """Give a plain table whose first column names each row."""
    titles = (el("th", say(language, key), scope="col") for key in head)
    made = [
        el("tr", el("th", first, scope="row"), *(el("td", cell) for cell in rest))
        for first, *rest in body
    ]
    label = say(language, caption)
    table = el(
        "table",
        el("caption", label, class_="vh"),
        el("thead", el("tr", *titles)),
        el("tbody", "\n", lines(*made), "\n"),
        class_="list",
    )
    return el("div", table, class_="scroll", role="region", aria_label=label, tabindex=0)
