"""Every sentence stands in every language with the same placeholders."""

import pytest

from bpm2sop.wording import Language, messages, say


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
