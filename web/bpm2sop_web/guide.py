"""The user guide: the same Markdown that `docs/guide` holds, as a page of ours with its pictures."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from flask import url_for
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from bpm2sop.wording import Language

_HERE = Path(__file__).parent
_TREE = _HERE.parents[1] / "docs"
_OTHER = re.compile(r"(id|en)\.md")
_PICTURE = re.compile(r"\.\./pictures/guide/(id|en)/([a-z0-9-]+\.png)")
_DOCUMENT = re.compile(r"\.\./([\w/-]+\.md)(?:#.*)?")
_NO_SLUG = re.compile(r"[^\w\- ]")


def words_folder() -> Path:
    """Give the folder of the guide: of an installed program in its package, of a source tree beside it."""
    installed = _HERE / "guide"
    return installed if installed.is_dir() else _TREE / "guide"


def pictures_folder() -> Path:
    """Give the folder of the guide's pictures, a folder a language in it."""
    installed = _HERE / "guide" / "pictures"
    return installed if installed.is_dir() else _TREE / "pictures" / "guide"


@cache
def guide(language: Language) -> Markup:
    """Give the guide in a language; it is our own text, not a stranger's."""
    reader = MarkdownIt("commonmark").enable("table")
    tokens = reader.parse((words_folder() / f"{language.value}.md").read_text("utf-8"))
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", _slug(tokens[at + 1].content))
        elif token.type == "table_open":
            token.attrSet("class", "table")
        elif token.type in {"fence", "code_block"}:
            # As a table of its own: what is wider than the page is reached by keys.
            token.attrSet("tabindex", "0")
        if token.children:
            token.children = _led(token.children)
    return Markup(reader.renderer.render(tokens, reader.options, {}))  # noqa: S704


def _slug(heading: str) -> str:
    """Name a heading as links to it do."""
    return _NO_SLUG.sub("", heading.lower()).replace(" ", "-")


def _led(children: list[Token]) -> list[Token]:
    """Let links and pictures lead to what is served here; a document that is not is named."""
    led: list[Token] = []
    named = ""
    for child in children:
        if child.type == "image" and (found := _PICTURE.fullmatch(str(child.attrs["src"]))):
            child.attrSet("src", url_for("guide.picture", language=found[1], name=found[2]))
            child.attrSet("loading", "lazy")
        elif child.type == "link_open":
            target = str(child.attrs["href"])
            if found := _OTHER.fullmatch(target):
                child.attrSet("href", url_for("guide.show", language=found[1]))
            elif found := _DOCUMENT.fullmatch(target):
                named = f" (docs/{found[1]})"
                continue
        elif child.type == "link_close" and named:
            led.append(Token("text", "", 0, content=named))
            named = ""
            continue
        led.append(child)
    return led
