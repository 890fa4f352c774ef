"""Days as people write them into the identity of an SOP."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpm2sop.workspace.dates import day_in_words
from bpm2sop_web.days import day_of


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-01-05", "2026-01-05"),
        ("5 Januari 2026", "2026-01-05"),
        ("05 januari  2026", "2026-01-05"),
        ("5 January 2026", "2026-01-05"),
        ("17 Agu 2026", "2026-08-17"),
        ("05/01/2026", "2026-01-05"),
        ("5-1-2026", "2026-01-05"),
        ("5.1.2026", "2026-01-05"),
        ("31 Februari 2026", ""),
        ("5 Januari", ""),
        ("segera", ""),
        ("5/1/26", ""),
        ("", ""),
    ],
)
def test_a_day_is_read_or_left_open(words: str, day: str) -> None:
    """The day before the month, as it is written in Indonesia; nothing is guessed."""
    assert day_of(words) == day


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(["id", "en"]))
def test_what_the_form_prints_is_read(day: date, language: str) -> None:
    """In both languages."""
    assert day_of(day_in_words(day, language)) == day.isoformat()


@given(st.text())
def test_whatever_stands_there_is_no_fault(words: str) -> None:
    """A day or nothing."""
    found = day_of(words)
    assert not found or date.fromisoformat(found).isoformat() == found
