"""Which values say something: times with a unit, texts without markup, names that people use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpm2sop.readers.dialects import rtf, times
from bpm2sop.readers.dialects.engines import names
from bpm2sop.readers.dialects.vocabulary import Meaning, meaning, worth
from bpm2sop.wording.duration import parse_duration


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("PT30M", "PT30M"),
        ("P1DT2H", "P1DT2H"),
        ("30 menit", "30 menit"),
        ("1 jam 30 menit", "1 jam 30 menit"),
        ("3-5 hari kerja", "3-5 hari kerja"),
        ("15 menit/berkas", "15 menit/berkas"),
        ("1,5 hours", "1,5 hours"),
        ("00:30:00", "PT30M"),
        ("01:15:20", "PT1H15M20S"),
        ("30", ""),
        ("0", ""),
        ("PT0S", ""),
        ("0 menit", ""),
        ("00:00:00", ""),
        ("00:30", ""),
        ("30 foo", ""),
        ("nanti", ""),
        ("P", ""),
        ("PT", ""),
    ],
)
def test_a_time_is_clear_only_with_its_unit(text: str, time: str) -> None:
    """A bare number, zero and prose are no times."""
    assert times.clear(text) == time
    assert not time or parse_duration(time) is not None


@given(st.text(alphabet="0123456789PTHMSDWY.,:-/ menitjamhari", max_size=20))
def test_whatever_is_clear_can_be_read(text: str) -> None:
    """What is given as a time is one for the reader of times too."""
    time = times.clear(text)
    assert not time or parse_duration(time) is not None


@pytest.mark.parametrize(
    ("number", "unit", "time"),
    [
        ("30", "min", "PT30M"),
        ("30.0", "min", "PT30M"),
        ("0.25", "hour", "PT0.25H"),
        ("2", "day", "P2D"),
        ("0", "min", ""),
        ("-5", "min", ""),
        ("30", "", ""),
        ("30", "ms", ""),
        ("1.5", "year", ""),
        ("1e3", "s", ""),
    ],
)
def test_a_number_needs_a_unit_it_knows(number: str, unit: str, time: str) -> None:
    """A unit is never guessed."""
    assert times.of_unit(number, unit) == time
    assert not time or parse_duration(time) is not None


@pytest.mark.parametrize(
    ("span", "time"),
    [
        ("00:000:00:30:00", "PT30M"),
        ("00:002:04:00:00", "P2DT4H"),
        ("0000:00:05:00", "PT5M"),
        ("00:000:00:00:00", ""),
        ("1800", ""),
    ],
)
def test_a_span_counts_its_parts(span: str, time: str) -> None:
    """Years, days, hours, minutes, seconds as modelling tools store them."""
    assert times.of_span(span) == time


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("durasi", Meaning("duration")),
        ("Waktu (menit)", Meaning("duration", "menit")),
        ("durationMinutes", Meaning("duration", "minutes")),
        ("waktu dalam hari kerja", Meaning("duration", "hari kerja")),
        ("leadTime", Meaning("duration")),
        ("meta-processowner", Meaning("owner")),
        ("Kode Proses", Meaning("code")),
        ("PELAKSANA", Meaning("role")),
        ("dokumen_pendukung", Meaning("document")),
        ("bgcolor", None),
        ("", None),
        ("durasi" * 20, None),
    ],
)
def test_names_are_known_in_two_languages(name: str, known: Meaning | None) -> None:
    """However a person or a tool spells them."""
    assert meaning(name) == known


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("role", "group(Verifikator)", "Verifikator"),
        ("role", "${approver}", ""),
        ("role", "=approver", ""),
        ("document", "-", ""),
        ("cost", "0.0", ""),
        ("cost", "Rp 10.000", "Rp 10.000"),
        ("description", "<p>Satu</p><p>dua &amp; tiga</p>", "Satu dua & tiga"),
        ("code", "x" * 2000, ""),
    ],
)
def test_placeholders_and_program_code_say_nothing(kind: str, value: str, said: str) -> None:
    """A value is worth keeping when a person can use it."""
    assert worth(kind, value) == said


@pytest.mark.parametrize(
    ("rich", "text"),
    [
        (r"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0 Satu\par dua}", "Satu dua"),
        (r"{\rtf1 {\*\generator X;}Caf\'e9}", "Café"),
        (r"{\rtf1 \u8220?kutip\u8221?}", "“kutip”"),
        (r"{\rtf1 a\{b\}c\~d}", "a{b}c d"),
    ],
)
def test_rich_text_becomes_text(rich: str, text: str) -> None:
    """Fonts and colours are no text."""
    assert rtf.is_rtf(rich)
    assert " ".join(rtf.text_of(rich).split()) == text


@given(st.text(alphabet="{}\\'*rtfpau019 -~\n", max_size=200))
def test_rich_text_of_any_shape_is_borne(text: str) -> None:
    """Broken rich text gives some text."""
    assert isinstance(rtf.text_of("{\\rtf1" + text), str)


def test_lists_of_names_are_taken_apart() -> None:
    """A list of names, in plain or as an expression of nothing but texts; other code stays whole."""
    assert [name.strip() for name in names("a, b")] == ["a", "b"]
    assert list(names('=["a", "b"]')) == ["a", "b"]
    assert list(names('="a"')) == ["a"]
    assert list(names("${f(a, b)}")) == ["${f(a, b)}"]
