"""The time of a step is what the map states, in the SOP's language; totals add up what is there and name what is not."""

from fractions import Fraction
from typing import Literal

import pytest

from bpm2sop.drafting.times import Span, Ways, ways
from bpm2sop.model.sop import Cell, CellSource, Sop
from tests.drafting.small import draft, line, note, step, task, values, with_profile

BOTH = [
    ("Waktu: 30 menit", "30 menit", "30 minutes"),
    ("Waktu: ½ hari kerja", "1/2 hari kerja", "1/2 working day"),
    ("PT1H30M", "1 jam 30 menit", "1 hour 30 minutes"),
    ("Time: 3-5 working days", "3-5 hari kerja", "3-5 working days"),
    ("Waktu: 15 menit/berkas", "15 menit/berkas", "15 minutes/berkas"),
    ("Waktu: paling lama 3 hari kerja", "paling lama 3 hari kerja", "paling lama 3 hari kerja"),
    ("Waktu: triwulanan", "triwulanan", "triwulanan"),
    ("Time: as scheduled", "as scheduled", "as scheduled"),
]


@pytest.mark.parametrize(("text", "indonesian", "english"), BOTH, ids=[text for text, *_ in BOTH])
def test_a_note_that_states_a_time_is_the_time(text: str, indonesian: str, english: str) -> None:
    """It is said in the SOP's language, names its note, and is not repeated in the remarks."""
    body = line(task("t", "Memeriksa surat"), "Mencatat surat", more=note(text, "t"))
    wanted: dict[Literal["id", "en"], str] = {"id": indonesian, "en": english}
    for language, value in wanted.items():
        first = step(draft(body, language), "1")
        assert first.time is not None
        assert (first.time.value, first.time.source, first.time.element) == (
            value,
            CellSource.MAP,
            "n0",
        )
        assert text not in values(first.remarks)


def test_a_note_that_says_more_stays_in_the_remarks() -> None:
    """Nothing of it is lost."""
    text = "Dikerjakan setiap bidang. Waktu: 5 hari kerja"
    first = step(draft(line(task("t", "Menyusun data"), "Mencatat", more=note(text, "t"))), "1")
    assert first.time == Cell("5 hari kerja", CellSource.MAP, "n0", "stated-time")
    assert text in values(first.remarks)


def test_documentation_states_a_time_too() -> None:
    """The cell names the element that is documented."""
    inside = "<documentation>Waktu: 1 jam</documentation>"
    first = step(draft(line(task("t", "Menyusun data", inside), "Mencatat")), "1")
    assert first.time == Cell("1 jam", CellSource.MAP, "t", "stated-time")
    assert values(first.remarks) == []


def test_a_sentence_about_days_is_no_time() -> None:
    """Only a whole text, or one behind a mark, states a time."""
    text = "Pengaduan wajib dijawab paling lambat 5 hari kerja sejak dicatat."
    first = step(draft(line(task("t", "Menjawab"), "Mencatat", more=note(text, "t"))), "1")
    assert first.time is None
    assert values(first.remarks) == [text]


def timer(kind: str, text: str, name: str = "") -> str:
    """Write an event that waits for a timer."""
    held = f"<timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition>"
    return f'<intermediateCatchEvent id="w" name="{name}">{held}</intermediateCatchEvent>'


@pytest.mark.parametrize(
    ("name", "text", "value", "rule"),
    [
        ("Menunggu", "P5D", "5 hari", "iso-8601"),
        ("5 hari kerja terlampaui", "P5D", "5 hari kerja", "timer-name"),
        ("3 hari kerja terlampaui", "P5D", "5 hari", "iso-8601"),
        ("Menunggu", "${tenggat}", "${tenggat}", "timer"),
    ],
)
def test_a_timer_that_waits_is_the_time_of_its_row(
    name: str, text: str, value: str, rule: str
) -> None:
    """ISO 8601 knows no working days: the name says so where the numbers agree."""
    row = step(
        draft(line("Mengirim surat", timer("timeDuration", text, name), "Menutup berkas")), "2"
    )
    assert row.time == Cell(value, CellSource.MAP, "w", rule)
    assert values(row.remarks) == []


def test_a_repeating_start_is_said_in_words() -> None:
    """It is no duration of a step, and reads as people say it."""
    held = "<timerEventDefinition><timeCycle>R/2025-01-02T08:00:00+07:00/P1Y</timeCycle></timerEventDefinition>"
    start = f'<startEvent id="s" name="Awal tahun">{held}</startEvent>'
    first = step(draft(line(start, "Menyusun jadwal")), "1")
    assert first.time is None
    assert "Diulang setiap tahun, mulai 2 Januari 2025 pukul 08.00" in values(first.remarks)


def test_a_standard_time_of_the_profile_is_assumed() -> None:
    """It never takes the place of the map's own."""
    profile = with_profile(times={"memeriksa surat": "10 menit", "mencatat surat": "5 menit"})
    body = line(
        task("t", "Pemeriksaan surat"), task("u", "Mencatat surat"), more=note("Waktu: 1 jam", "u")
    )
    sop = draft(body, profile=profile)
    assert step(sop, "1").time == Cell("10 menit", CellSource.ASSUMED, None, "profile-time")
    assert step(sop, "2").time == Cell("1 jam", CellSource.MAP, "n0", "stated-time")


DECISION = """
<exclusiveGateway id="x" name="Lengkap?"/>
<task id="b" name="Menyetujui surat"/><task id="c" name="Menolak surat"/>
<sequenceFlow id="g1" sourceRef="a" targetRef="x"/>
<sequenceFlow id="g2" sourceRef="x" targetRef="b" name="Ya"/>
<sequenceFlow id="g3" sourceRef="x" targetRef="c" name="Tidak"/>
<sequenceFlow id="g4" sourceRef="c" targetRef="a"/>
"""


def decided() -> Sop:
    """Draft a check whose "no" goes back to it."""
    notes = note("Waktu: 15 menit", "a") + note("Waktu: 2-3 hari kerja", "b", 1)
    return draft(line(task("a", "Memeriksa surat"), more=DECISION + notes))


def test_totals_go_along_each_way_once() -> None:
    """A way that only goes back is no way to the end; working days are not minutes."""
    (way,) = ways(decided()).ways
    assert way.steps == ("a", "b")
    assert way.total.minutes == Span(Fraction(15), Fraction(15))
    assert way.total.working_days == Span(Fraction(2), Fraction(3))
    assert way.by_actor["P"] == way.total
    assert way.missing == ()


def test_totals_say_which_times_are_missing() -> None:
    """A total of half the steps is no total without them."""
    (way,) = ways(
        draft(line("Menerima surat", task("b", "Mencatat surat"), more=note("Waktu: 1 jam", "b")))
    ).ways
    assert way.total.minutes.high == Fraction(60)
    assert way.missing == ("t0",)


def test_more_ways_than_can_be_followed_are_said() -> None:
    """The first ones are there."""
    assert ways(decided(), most=0) == Ways(ways=(), complete=False)
