"""Times as people write them."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from bpm2sop.wording import (
    Language,
    TimeUnit,
    find_duration,
    format_duration,
    parse_duration,
    to_iso,
)

HERE = Path(__file__).parent
UNITS = dict(
    zip(
        ("detik", "menit", "jam", "hari", "hari kerja", "minggu", "bulan", "tahun"),
        TimeUnit,
        strict=True,
    )
)
CASES = [
    ("5 menit", 5, 5, TimeUnit.MINUTE, None),
    ("1/3 hari", Fraction(1, 3), Fraction(1, 3), TimeUnit.DAY, None),
    ("setengah jam", Fraction(1, 2), Fraction(1, 2), TimeUnit.HOUR, None),
    ("1½ jam", Fraction(3, 2), Fraction(3, 2), TimeUnit.HOUR, None),
    ("1,5 jam", Fraction(3, 2), Fraction(3, 2), TimeUnit.HOUR, None),
    ("1.440 menit", 1440, 1440, TimeUnit.MINUTE, None),
    ("3-5 hari kerja", 3, 5, TimeUnit.WORKING_DAY, None),
    ("3 s.d. 5 hari", 3, 5, TimeUnit.DAY, None),
    ("1 – 3 Minggu", 1, 3, TimeUnit.WEEK, None),
    ("2 to 3 working days", 2, 3, TimeUnit.WORKING_DAY, None),
    ("30 menit - 1 jam", 30, 60, TimeUnit.MINUTE, None),
    ("1 jam 30 menit", 90, 90, TimeUnit.MINUTE, None),
    ("15 menit/berkas", 15, 15, TimeUnit.MINUTE, "berkas"),
    ("15 menit per berkas", 15, 15, TimeUnit.MINUTE, "berkas"),
    ("maksimal 3 hari kerja", 3, 3, TimeUnit.WORKING_DAY, None),
    ("± 10 menit", 10, 10, TimeUnit.MINUTE, None),
    ("tiga (3) hari", 3, 3, TimeUnit.DAY, None),
    ("2 x 24 jam", 48, 48, TimeUnit.HOUR, None),
    ("sehari", 1, 1, TimeUnit.DAY, None),
    ("10 minit", 10, 10, TimeUnit.MINUTE, None),
    ("PT30M", 30, 30, TimeUnit.MINUTE, None),
    ("P3D", 3, 3, TimeUnit.DAY, None),
    ("P1DT2H", 26, 26, TimeUnit.HOUR, None),
    ("PT1H30M", 90, 90, TimeUnit.MINUTE, None),
    ("P1M", 1, 1, TimeUnit.MONTH, None),
]
NO_TIMES = [
    "", "-", "triwulanan", "sesuai jadwal", "setiap hari", "5", "5 berkas", "P", "PT", "Rp 5.000", "1/0 jam", "R3/PT10H",
    "Surat 5 menit lalu diterima", "5 menit 3 berkas",
]  # fmt: skip


def number(text: str) -> Fraction:
    """The number of a table cell, which may be rounded."""
    return Fraction(text.replace(",", "."))


@pytest.mark.parametrize(("raw", "low", "high", "unit", "per"), CASES)
def test_a_time_is_read(  # noqa: PLR0917  (a row of the table)
    raw: str, low: Fraction, high: Fraction, unit: TimeUnit, per: str | None
) -> None:
    """Number or range, unit, what it is counted per; the raw text is kept."""
    time = parse_duration(raw)
    assert time is not None
    assert (time.low, time.high, time.unit, time.per, time.raw) == (low, high, unit, per, raw)


@pytest.mark.parametrize("raw", NO_TIMES)
def test_what_is_no_time_is_not_read(raw: str) -> None:
    """Calendar words, blanks, amounts and prose stay text."""
    assert parse_duration(raw) is None


def rows() -> list[dict[str, str]]:
    """The forms as they occur in practice."""
    with (HERE / "durations.tsv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def is_read(row: dict[str, str]) -> bool:
    """Whether a form is read as a person reads it."""
    time = parse_duration(row["raw"])
    if time is None or not row["low"]:
        return time is None and not row["low"]
    close = max(
        abs(time.low - number(row["low"])), abs(time.high - number(row["high"]))
    ) < Fraction(1, 100)
    return close and time.unit is UNITS[row["unit"]] and (time.per or "") == row["per"]


def test_forms_of_practice_are_read() -> None:
    """At least 98 % of the forms that occur on signed sheets."""
    wrong = [row["raw"] for row in rows() if not is_read(row)]
    assert len(wrong) <= len(rows()) * 0.02, wrong


def test_working_days_are_not_days() -> None:
    """Hari and hari kerja are different units, and only days have minutes."""
    day, working = parse_duration("2 hari"), parse_duration("2 hari kerja")
    assert day is not None
    assert working is not None
    assert day.minutes == 2 * 24 * 60
    assert working.minutes is None


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("30 menit", "30 menit"),
        ("Waktu: 30 menit", "30 menit"),
        ("Langkah ini penting.\nSLA = 3 hari kerja; lainnya", "3 hari kerja"),
        ("Duration: 2 days. Form A is used", "2 days"),
        ("(Lama: 1 jam)", "1 jam"),
        ("Berkas disimpan 30 menit di loket", None),
        ("Waktu: sesuai jadwal", None),
        ("Waktu menunggu 5 orang", None),
    ],
)
def test_a_time_is_found_only_where_it_is_marked(text: str, raw: str | None) -> None:
    """The whole text, or what stands behind a word for time."""
    found = find_duration(text)
    assert (found.raw if found else None) == raw


@pytest.mark.parametrize(
    ("raw", "indonesian", "english", "iso"),
    [
        ("PT30M", "30 menit", "30 minutes", "PT30M"),
        ("PT1H30M", "1 jam 30 menit", "1 hour 30 minutes", "PT1H30M"),
        ("90 menit", "90 menit", "90 minutes", "PT90M"),
        ("P3D", "3 hari", "3 days", "P3D"),
        ("3-5 hari kerja", "3-5 hari kerja", "3-5 working days", None),
        ("setengah hari", "1/2 hari", "1/2 day", None),
        ("1,5 jam", "1,5 jam", "1.5 hours", None),
        ("15 menit/berkas", "15 menit/berkas", "15 minutes/berkas", None),
        ("1 week", "1 minggu", "1 week", "P1W"),
    ],
)
def test_a_time_is_written_again(raw: str, indonesian: str, english: str, iso: str | None) -> None:
    """In both languages, and as ISO 8601 where that can say it."""
    time = parse_duration(raw)
    assert time is not None
    assert format_duration(time, Language.ID) == indonesian
    assert format_duration(time, Language.EN) == english
    assert to_iso(time) == iso
    if iso:
        again = parse_duration(iso)
        assert again is not None
        assert (again.low, again.unit) == (time.low, time.unit)


def test_qualifiers_are_told() -> None:
    """About and at most are kept beside the number."""
    about, most = parse_duration("kurang lebih 10 menit"), parse_duration("paling lama 14 hari")
    assert about is not None
    assert most is not None
    assert (about.about, about.at_most, most.about, most.at_most) == (True, False, False, True)
