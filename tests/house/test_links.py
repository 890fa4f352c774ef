"""Links in the documents lead somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.house.tree import ROOT

LINK = re.compile(r"(?<!\\)\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
SOURCE = re.compile(r"<(?:a|img|source)\b[^>]*?\s(?:href|src)=\"([^\"]+)\"", re.IGNORECASE)
FENCE = re.compile(r"^(`{3,}|~{3,}).*?^\1", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)


def pages() -> list[Path]:
    """The README, all under docs/, and the pages that lie beside what they tell of."""
    folders = ("docs", "samples", "benchmarks")
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.md")]
    return sorted([*ROOT.glob("*.md"), *found])


def targets(text: str) -> Iterator[str]:
    """The links of a document to something in this repository."""
    shown = CODE.sub("", FENCE.sub("", text))
    for pattern in (LINK, SOURCE):
        yield from (link for link in pattern.findall(shown) if not ELSEWHERE.match(link))


def anchors(text: str) -> set[str]:
    """The places in a document that a link can name, as the forges make them of its headings."""
    found: set[str] = set()
    for heading in HEADING.findall(FENCE.sub("", text)):
        bare = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").replace("*", "")
        name = re.sub(r"[^\w\- ]", "", bare.lower()).replace(" ", "-")
        twins = sum(1 for known in found if re.fullmatch(rf"{re.escape(name)}(-\d+)?", known))
        found.add(f"{name}-{twins}" if name in found else name)
    return found


def dead(page: Path, text: str) -> list[str]:
    """The links of a document that lead nowhere."""
    lost = []
    for link in targets(text):
        name, _, place = unquote(link).partition("#")
        path = (page.parent / name).resolve() if name else page
        known = text if path == page else None
        if not path.exists() or not path.is_relative_to(ROOT):
            lost.append(link)
        elif place and path.suffix == ".md":
            known = known if known is not None else path.read_text("utf-8")
            if place.lower() not in anchors(known):
                lost.append(link)
    return lost


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    """Files that exist, and headings that are there."""
    assert dead(page, page.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "[x](gone.md)",
        "![picture](gone.png)",
        '<img alt="" src="gone.svg">',
        "[x](#gone)",
        "[a [b] c](gone.md)",
        "[x](../../../etc/hosts)",
        '[x](gone.md "title")',
    ],
)
def test_a_dead_link_is_noticed(text: str) -> None:
    """The test above would see one that leads nowhere."""
    assert len(dead(ROOT / "README.md", f"# here\n{text}\n")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "[x](#here)",
        "[x](docs/json.md)",
        "[x](https://example.org/gone)",
        "`[x](gone.md)`",
        "```\n[x](gone.md)\n```",
        "[x](docs)",
    ],
)
def test_a_link_that_leads_somewhere_is_fine(text: str) -> None:
    """So are addresses elsewhere, and code."""
    assert dead(ROOT / "README.md", f"# here\n{text}\n") == []
