"""Every sentence stands in every language with the same placeholders."""

import re
from functools import cache
from pathlib import Path

import pytest

from bpm2sop.wording import Language, messages, say

ROOT = Path(__file__).parents[2]
SAID = re.compile(r"""say\(\s*(?:[\w.]+(?:\([^()]*\))?,\s*)?["']([a-z]+(?:\.[\w-]+)+)["']""")
KEY = re.compile(r"[a-z]+(?:\.[\w-]+)+")
# A key whose last part is put in when it is said: f"actor.unnamed_{kind}".
BEGUN = re.compile(r"""f["']([a-z]+\.[\w.-]*)\{""")
# The same in a page's template: t("web.admin.kind_" ~ kind).
JOINED = re.compile(r"""["']([a-z]+\.[\w.-]*)["']\s*~""")
# Areas whose keys are made of names: f"{area}.{rule}.{part}", and the reasons of a classification.
BY_NAME = ("finding.", "refused.", "reason.")


@cache
def code() -> str:
    """The text of every module and template, without the catalogues."""
    files = [
        path
        for folder in ("bpm2sop", "web")
        for kind in ("*.py", "*.html", "*.jinja", "*.toml")
        for path in (ROOT / folder).rglob(kind)
        if not {"messages", "node_modules", "dist"} & set(path.parts)
    ]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_every_sentence_that_is_said_exists() -> None:
    """A key written out in the code stands in the catalogue."""
    said = set(SAID.findall(code()))
    assert len(said) > 50
    assert sorted(said - messages(Language.ID).sentences.keys()) == []


def test_every_sentence_is_said_somewhere() -> None:
    """No sentence is translated for nobody: its key, or the beginning of its key, stands in the code."""
    written = set(KEY.findall(code()))
    begun = (*BY_NAME, *BEGUN.findall(code()), *JOINED.findall(code()))
    unused = [
        key
        for key in messages(Language.ID).sentences
        if key not in written and not key.startswith(begun)
    ]
    assert unused == []


@pytest.mark.parametrize("language", Language)
def test_languages_have_the_same_sentences(language: Language) -> None:
    """Keys and placeholders of a catalogue equal those of the first."""
    first, other = messages(Language.ID), messages(language)
    assert list(other.sentences) == list(first.sentences)
    assert {key: other.placeholders(key) for key in other.sentences} == {
        key: first.placeholders(key) for key in first.sentences
    }


@pytest.mark.parametrize("language", Language)
def test_sentences_are_grouped_by_area_and_not_empty(language: Language) -> None:
    """A key is an area and a name; its sentence says something."""
    for key, text in messages(language).sentences.items():
        assert all(key.split("."))
        assert "." in key
        assert text.strip() == text != ""


def test_a_sentence_is_said_with_its_parameters() -> None:
    """Named placeholders, one mistake an error."""
    assert say(Language.ID, "next.if_go", label="lengkap", no=5) == "jika lengkap lanjut ke 5"
    assert say(Language.EN, "next.back", no=2) == "go back to 2"
    with pytest.raises(KeyError):
        say(Language.ID, "next.if_go", label="lengkap")
    with pytest.raises(KeyError):
        say(Language.ID, "no.such.key")
