"""Days as people write them into the identity of an SOP."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpm2sop.workspace.dates import day_in_words, day_of


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-01-05", date(2026, 1, 5)),
        ("5 Januari 2026", date(2026, 1, 5)),
        ("05 januari  2026", date(2026, 1, 5)),
        ("5 January 2026", date(2026, 1, 5)),
        ("17 Agu 2026", date(2026, 8, 17)),
        ("05/01/2026", date(2026, 1, 5)),
        ("5-1-2026", date(2026, 1, 5)),
        ("5.1.2026", date(2026, 1, 5)),
        ("31 Februari 2026", None),
        ("5 Januari", None),
        ("segera", None),
        ("5/1/26", None),
        ("", None),
    ],
)
def test_a_day_is_read_or_left_open(words: str, day: date | None) -> None:
    """The day before the month, as it is written in Indonesia; nothing is guessed."""
    assert day_of(words) == day


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(["id", "en"]))
def test_what_the_form_prints_is_read(day: date, language: str) -> None:
    """In both languages."""
    assert day_of(day_in_words(day, language)) == day


@given(st.text())
def test_whatever_stands_there_is_no_fault(words: str) -> None:
    """A day or nothing."""
    found = day_of(words)
    assert found is None or day_of(found.isoformat()) == found
