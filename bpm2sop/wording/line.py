"""A label cut into words and the gaps between them, so that words can change and nothing else does."""

import re
from dataclasses import dataclass

_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NUMBERING = re.compile(
    r"(?:\d{1,3}(?:\.\d{1,3}){1,4}[.)]?|\d{1,3}[.)]|[a-z][.)]|[-•*–])\s+(?=\w)", re.IGNORECASE
)


def tidy(label: str) -> str:
    """Return the label on one line, with single spaces and none at its ends."""
    return _SPACES.sub(" ", label).strip()


def capitalised(text: str) -> str:
    """Raise a lower first letter, unless the first word has capitals of its own (eKTP)."""
    first = text[:1]
    if not first.islower() or text.split(" ", 1)[0].lower() != text.split(" ", 1)[0]:
        return text
    raised = first.upper()
    return raised + text[1:] if len(raised) == 1 else text


def lowered(text: str) -> str:
    """Lower a first capital for use inside a sentence; acronyms and Title Case keep theirs."""
    words = text.split(" ", 2)
    if not words[0][:1].isupper() or words[0][1:].lower() != words[0][1:] or len(words[0]) == 1:
        return text
    if len(words) > 1 and words[1][:1].isupper() and words[1][1:].islower():
        return text
    return text[:1].lower() + text[1:]


def without_numbering(label: str) -> str:
    """Drop a list number or bullet that the label begins with ("1. Periksa berkas")."""
    found = _NUMBERING.match(label)
    return label[found.end() :] if found else label


@dataclass(frozen=True, slots=True)
class Line:
    """Words of a label with their places in it."""

    text: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str) -> "Line":
        """Cut a tidy label."""
        found = [(match.group().lower(), match.span()) for match in _WORD.finditer(text)]
        return cls(text, tuple(word for word, _ in found), tuple(span for _, span in found))

    def __len__(self) -> int:
        """Count the words."""
        return len(self.words)

    def word(self, index: int) -> str:
        """Return a word in lower case, or nothing past the end."""
        return self.words[index] if index < len(self.words) else ""

    def gap(self, index: int) -> str:
        """Return what stands between a word and the one before it."""
        if index == 0 or index >= len(self.words):
            return ""
        return self.text[self.spans[index - 1][1] : self.spans[index][0]]

    def source(self, start: int, end: int) -> str:
        """Return the words from start to end (exclusive) as they were written."""
        return self.text[self.spans[start][0] : self.spans[end - 1][1]] if end > start else ""

    def after(self, index: int) -> str:
        """Return everything behind the word before index, with the gap that leads to it."""
        return self.text[self.spans[index - 1][1] :] if index else self.text

    def begins(self) -> bool:
        """Tell whether the label begins with a word, not with a bracket or a sign."""
        return bool(self.spans) and self.spans[0][0] == 0

    def is_titled(self, index: int) -> bool:
        """Tell whether the words from an index on are written as a name is: the first and the last begin with a capital."""
        return all(self.text[self.spans[at][0]].isupper() for at in (index, -1))

    def since(self, index: int) -> "Line":
        """Return the line that begins at a word."""
        return Line.of(self.text[self.spans[index][0] :])

    def until(self, index: int) -> "Line":
        """Return the line that ends before a word."""
        return Line.of(self.text[: self.spans[index - 1][1]])
