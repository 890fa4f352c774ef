"""What holds for every text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpm2sop.wording import (
    Form,
    Language,
    answer,
    find_duration,
    format_duration,
    is_check,
    language_of,
    parse_duration,
    phrase,
    polarity,
    question,
    title,
)
from bpm2sop.wording.english import _forms
from bpm2sop.wording.lexicon import entries
from bpm2sop.wording.tables import word_set

WORDS = sorted(entries())[::7] + sorted(_forms())[::5]
GLUE = sorted(
    word_set(
        "dan serta lalu oleh yang di ke kepada terhadap tentang dengan tidak sudah berkas surat pemohon Kepala Dinas "
        "petugas melakukan dilakukan diperiksa lapangan ulang of the and to by is are with request invoice , / - : ( ) "
        "? 1. SPJ"
    )
)
TIMES = sorted(
    word_set(
        "1 2,5 1/2 3-5 - s.d. menit jam hari kerja / per berkas PT30M dua setengah maks ± x 24 ( )"
    )
)
WORDY = st.lists(st.sampled_from(WORDS + GLUE * 8), max_size=8).map(" ".join)
CASED = st.one_of(WORDY, WORDY.map(str.upper), WORDY.map(str.title), WORDY.map(str.capitalize))
TEXTS = st.one_of(CASED, st.text(max_size=60))
LANGUAGES = st.sampled_from([None, *Language])
ACTORS = st.sampled_from([None, "Petugas Loket", "Kepala Dinas", "Clerk", "", "PPK"])
FORMS: st.SearchStrategy[Form] = st.sampled_from(["men", "imperative"])


@given(TEXTS, LANGUAGES, ACTORS, FORMS)
def test_phrasing_twice_is_phrasing_once(
    label: str, language: Language | None, actor: str | None, form: Form
) -> None:
    """A proposed text is a label that is right; a label with words never loses all of them."""
    once = phrase(label, language=language, actor=actor, form=form)
    again = phrase(once.text, language=once.language, actor=actor, form=form)
    assert again.text == once.text
    assert bool(once.text) == bool(label.strip())
    assert once.rule


@given(TEXTS, LANGUAGES)
def test_titling_twice_is_titling_once(name: str, language: Language | None) -> None:
    """A title is nominal."""
    once = title(name, language=language)
    assert title(once.text, language=once.language).text == once.text
    assert bool(once.text) == bool(name.strip())


@given(TEXTS, st.sampled_from(Language))
def test_no_text_is_refused(label: str, language: Language) -> None:
    """Every function answers every text."""
    assert polarity(label) in (-1, 0, 1)
    assert answer(answer(label, language), language) == answer(label, language)
    assert question(label) != ""
    assert is_check(label) in (True, False)
    assert language_of(label) in (None, *Language)


@given(
    st.one_of(
        st.text(max_size=40),
        st.lists(
            st.sampled_from(TIMES),
            max_size=8,
        ).map(" ".join),
    ),
    st.sampled_from(Language),
)
def test_a_time_read_is_a_time_written(text: str, language: Language) -> None:
    """What is read can be written, low is not above high, and the raw text stays."""
    found = parse_duration(text)
    find_duration(text)
    if found:
        assert 0 <= found.low <= found.high
        assert format_duration(found, language)
        assert found.raw == " ".join(text.split())


@pytest.mark.parametrize(
    "worst",
    [
        "a" * 10_000,
        "pe" * 5_000,
        " " * 10_000,
        "dan " * 2_500,
        "pemeriksaan dan " * 600,
        "melakukan pemeriksaan " * 450,
        "berkas diperiksa oleh " * 450,
        "approval of " * 800,
        "checking, " * 1_000,
        "1" * 10_000,
        "1/2 jam " * 1_250,
        "Waktu: " * 1_400,
        "Waktu:\n" * 1_400,
        "waktu " + " " * 9_990,
        "P1DT" * 2_500,
        "(" * 10_000,
        "s.d. " * 2_000,
        "-1 " * 3_300,
    ],
)
def test_the_worst_text_is_quick(worst: str) -> None:
    """No pattern and no rule runs away on a long text."""
    started = time.perf_counter()
    phrase(worst, language=Language.ID, actor="Petugas Loket")
    phrase(worst, language=Language.EN, actor="Clerk")
    parse_duration(worst)
    parse_duration(worst[:120])
    find_duration(worst)
    polarity(worst)
    question(worst)
    is_check(worst)
    title(worst, language=Language.ID)
    assert time.perf_counter() - started < 1
