"""The page: what stands in it, where it leads, and that no map can put anything else there."""

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from msgspec import structs

from bpm2sop.layout import PageStyle, lay_out
from bpm2sop.layout.style import F4, labels_for
from bpm2sop.layout.tablerows import rows
from bpm2sop.model.sop import Region, RegionKind, Sop, StepKey
from bpm2sop.wording import Language
from bpm2sop.writers import Context
from bpm2sop.writers.html_page import write_html
from tests.writers.examples import ATTACK, EMPTY, LETTERS
from tests.writers.sops import sops

ID, EN = Context(language=Language.ID), Context(language=Language.EN)
OURS = frozenset(
    re.findall(
        r"[\w-]+",
        """
        html head meta title style body header nav main section footer div p h1 h2 h3 a span strong b small code
        ul ol li dl dt dd table caption thead tbody tr th td svg rect path text g tspan polygon polyline details summary
        """,
    )
)
VOID = {"meta"}
ATTRIBUTES = frozenset(
    re.findall(
        r"[\w-]+",
        """
        lang charset http-equiv content name class href id title role tabindex scope rowspan colspan
        aria-labelledby aria-label aria-hidden viewbox x y width height rx d text-anchor
        xmlns points fill stroke stroke-width font-family font-size font-weight
        """,
    )
)


class Page(HTMLParser):
    """A page taken apart: its elements, their attributes, and whether each closes in its place."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.source = data.decode()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(self.source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element without content."""
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.texts.append(data)

    def values(self, attribute: str) -> list[str]:
        """All values of an attribute."""
        return [value for _, attrs in self.elements if (value := attrs.get(attribute)) is not None]


def page(sop: Sop, context: Context = ID) -> Page:
    """The page of an SOP, taken apart."""
    return Page(write_html(sop, context))


def sound(found: Page) -> None:
    """Hold a page to what all pages promise."""
    assert found.open == []
    assert {tag for tag, _ in found.elements} <= OURS
    assert {name for _, attrs in found.elements for name in attrs} <= ATTRIBUTES
    ids = found.values("id")
    assert len(ids) == len(set(ids))
    inside = {href[1:] for href in found.values("href") if href.startswith("#")}
    assert {name for name in inside if not name.startswith("step-")} <= set(ids)
    outside = {href for href in found.values("href") if not href.startswith("#")}
    assert all(re.fullmatch(r"[\w.~%-]+\.html", href) for href in outside)


@pytest.mark.parametrize("sop", [LETTERS, ATTACK, EMPTY], ids=lambda sop: sop.key)
@pytest.mark.parametrize("context", [ID, EN], ids=["id", "en"])
def test_a_page_is_whole_and_holds_only_our_elements(sop: Sop, context: Context) -> None:
    """No script, no handler, no address; every element closed, every id once, every link leading somewhere."""
    found = page(sop, context)
    sound(found)
    assert found.elements[0] == ("html", {"lang": context.language.value})


@settings(deadline=None)
@given(sops())
def test_no_map_can_put_anything_into_a_page(sop: Sop) -> None:
    """Whatever the map says, it stays text."""
    sound(page(sop))


def test_the_policy_allows_our_style_only() -> None:
    """The page's own policy names the hash of its style sheet and forbids everything else."""
    source = page(LETTERS).source
    style = re.search(r"<style>(.*?)</style>", source, re.DOTALL)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', source)
    assert style
    assert policy
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy[1].replace("&#x27;", "'").split("; ")[:2] == [
        "default-src 'none'",
        f"style-src 'sha256-{digest}'",
    ]


def test_each_step_has_its_row_and_arrows_lead_there() -> None:
    """A number in the next steps is a link to the row of that step."""
    found = page(LETTERS)
    named = {f"step-{row.step.key}" for row in rows(LETTERS.steps)}
    assert named <= set(found.values("id"))
    assert {href[1:] for href in found.values("href") if href.startswith("#step-")} <= named


def test_a_strange_key_makes_a_safe_address() -> None:
    """Keys are written so that every character is safe in an id and a link."""
    found = page(ATTACK)
    anchors = [name for name in found.values("id") if name.startswith("step-")]
    assert [unquote(name.removeprefix("step-")) for name in anchors] == [
        step.key for step in ATTACK.steps
    ]
    assert all(re.fullmatch(r"[\w.~%-]+", name) for name in anchors)


def row_of(source: str, key: str) -> list[str]:
    """The cells of a step's row."""
    found = re.search(rf'<tr id="step-{key}".*?</tr>', source, re.DOTALL)
    assert found
    return re.findall(r"<t[hd][ >].*?</t[hd]>", found[0], re.DOTALL)


def test_the_symbol_stands_in_its_actors_column() -> None:
    """Each row has one symbol, under the head of its actor."""
    source = page(LETTERS).source
    columns = [actor.id for actor in LETTERS.actors]
    for row in rows(LETTERS.steps):
        cells = row_of(source, row.step.key)
        marked = [place for place, cell in enumerate(cells) if "<svg" in cell]
        assert marked == [2 + columns.index(row.step.actors[0])]


def test_a_label_shows_where_the_text_differs() -> None:
    """The map's own words stand beside the step's text, only where they are others."""
    source = page(LETTERS).source
    assert "Di peta: Periksa kelengkapan surat" in source
    assert "Di peta: Mengarsipkan surat" not in source


def test_regions_are_announced_once() -> None:
    """A band stands before a region; the remark that says the same is left out."""
    source = page(LETTERS).source
    assert source.count("Langkah 2 sampai 3 berulang") == 1
    assert source.count("Langkah 5 sampai 6 dikerjakan bersamaan") == 1
    lost = structs.replace(
        LETTERS, regions=(Region(RegionKind.LOOP, StepKey("Gone"), StepKey("Task_3")),)
    )
    sound(page(lost))


def test_handlers_stand_apart() -> None:
    """What runs at any time has a block of its own at the end of the table."""
    source = page(LETTERS).source
    assert (
        source.index("Sewaktu-waktu: ")
        < source.index('id="step-Sub_9"')
        < source.index('id="step-Task_9a"')
    )


def test_every_element_is_in_the_trace() -> None:
    """The trace names each element of the steps and of their arrows."""
    source = page(LETTERS).source
    trace = source[source.index('<section id="trace"') :]
    for row in rows(LETTERS.steps):
        wanted = [part.id for part in row.step.elements] + [
            e for arrow in row.step.next for e in arrow.via
        ]
        assert all(f"<code>{element}</code>" in trace for element in wanted)


def test_an_empty_field_says_so() -> None:
    """A field that nobody filled is visibly empty, never made up."""
    assert page(EMPTY).source.count("belum diisi · tidak ada di peta") == 12


def with_profile(**style: object) -> str:
    """The page under a profile's style."""
    context = Context(language=Language.ID, style=replace(PageStyle(), **style))
    return write_html(LETTERS, context).decode()


def test_the_page_has_the_words_of_the_agencys_form() -> None:
    """Labels, letterhead and answers of a profile stand on it."""
    labels = replace(labels_for("id"), title="Judul SOP", activity="Uraian", answer_yes="Setuju")
    page = with_profile(labels=labels, letterhead=("Dinas Rekaan", "Bagian Organisasi"))
    for words in ("Judul SOP", "Uraian", "Dinas Rekaan", "jika Setuju lanjut"):
        assert words in page
    assert "jika Ya lanjut" not in page


def test_columns_may_have_numbers() -> None:
    """One for each column of the table: number, activity, actors, three of the standard, remarks."""
    page = with_profile(column_numbers=True)
    assert re.findall(r"<td>\((\d+)\)</td>", page) == [
        str(at) for at in range(1, 7 + len(LETTERS.actors))
    ]


def test_a_form_without_identity_block_has_none() -> None:
    """No part of the page and no way to it."""
    page = with_profile(identity=False)
    assert 'id="identity"' not in page
    assert "#identity" not in page


def test_the_classification_is_told_with_its_reasons() -> None:
    """Each axis says why it is so."""
    reasons = (("nature", "administrative-actors", "4"), ("reach", "generic-word", "surat masuk"))
    page = write_html(structs.replace(LETTERS, kind_reasons=reasons), ID).decode()
    assert "Administratif: dikerjakan oleh 4 pelaksana" in page
    assert "Generik: judulnya menyebut surat masuk" in page


def test_the_sheets_of_the_form_are_drawn_below_the_table() -> None:
    """One picture a flowchart sheet, with every arrow of the model, on the paper of the profile."""
    context = Context(language=Language.ID, style=PageStyle(paper=F4))
    pages = lay_out(LETTERS, context.style).pages
    found = page(LETTERS, context)
    drawn = [
        about
        for tag, about in found.elements
        if tag == "div" and "F4" in (about.get("class") or "")
    ]
    arrows = [tag for tag, _ in found.elements if tag == "polyline"]
    assert len(drawn) == len(pages)
    assert len(arrows) == sum(len(page.connectors) for page in pages)
    assert "Lanjut bersamaan ke 5" in found.source


def test_an_sop_without_steps_has_no_sheets() -> None:
    """There is nothing to draw."""
    assert "sheet" not in write_html(EMPTY, ID).decode().split("<body>")[1]
