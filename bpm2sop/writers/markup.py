"""HTML made of small pieces. Plain strings are escaped; only what this module made is markup."""

import re
from html import escape

# Not allowed in HTML, or able to turn the reading direction of what stands around them.
_UNFIT = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]"
)
_VOID = frozenset({"br", "meta", "link", "col"})


class Html(str):
    """A piece of markup."""

    __slots__ = ()


Child = str | None
"""What an element may hold: markup, text, or nothing."""


def text(words: str) -> Html:
    """Give a text that shows as it is, within an element or a quoted attribute."""
    return (
        words
        if isinstance(words, Html)
        else Html(escape(_UNFIT.sub("\ufffd", words.replace("\r\n", "\n"))))
    )


def el(tag: str, /, *children: Child, **attributes: str | int | bool | None) -> Html:
    """Make an element. An underscore in an attribute's name stands for a hyphen, one at the end for nothing."""
    written = "".join(map(_attribute, attributes, attributes.values()))
    if tag in _VOID:
        return Html(f"<{tag}{written}>")
    return Html(f"<{tag}{written}>{join(*children)}</{tag}>")


def join(*children: Child) -> Html:
    """Put pieces side by side."""
    return Html("".join(text(child) for child in children if child))


def lines(*children: Child) -> Html:
    """Put pieces below each other in the file; a reader of the page sees no difference."""
    return Html("\n".join(text(child) for child in children if child))


def _attribute(name: str, value: str | int | bool | None) -> str:  # noqa: FBT001  (an attribute without value)
    """Write an attribute; None and False leave it out, True gives it no value."""
    if value is None or value is False:
        return ""
    plain = name.rstrip("_").replace("_", "-")
    return f" {plain}" if value is True else f' {plain}="{text(str(value))}"'
