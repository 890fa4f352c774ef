"""The totals of time in words: what each way takes, who takes it, and what no step says."""

import pytest

from bpm2sop.drafting.totals import time_totals_words
from bpm2sop.wording import Language
from tests.drafting.small import draft, line, note, task, with_profile

DECISION = """
<exclusiveGateway id="x" name="Lengkap?"/>
<task id="b" name="Menyetujui surat"/><task id="c" name="Menolak surat"/>
<sequenceFlow id="g1" sourceRef="a" targetRef="x"/>
<sequenceFlow id="g2" sourceRef="x" targetRef="b" name="Ya"/>
<sequenceFlow id="g3" sourceRef="x" targetRef="c" name="Tidak"/>
"""
TWO_LANES = """
<laneSet><lane id="l1" name="Petugas"><flowNodeRef>t0</flowNodeRef></lane>
<lane id="l2" name="Camat"><flowNodeRef>b</flowNodeRef></lane></laneSet>
"""


def test_each_way_is_told_with_what_it_lacks() -> None:
    """Working days are not minutes; a step without a time is named."""
    notes = note("Waktu: 90 menit", "a") + note("Waktu: 2-3 hari kerja", "b", 1)
    sop = draft(line(task("a", "Memeriksa surat"), more=DECISION + notes))
    assert time_totals_words(sop, Language.ID) == [
        "Langkah 1, 2: 1 jam 30 menit + 2-3 hari kerja.",
        "Langkah 1, 3: 1 jam 30 menit. Tanpa waktu: langkah 3.",
    ]


def test_the_share_of_each_actor_is_told() -> None:
    """Where several have one; whole hours are hours."""
    notes = note("Waktu: 15 menit", "t0") + note("Time: 2 hours", "b", 1)
    body = line("Menerima surat", task("b", "Menandatangani surat"), more=notes, head=TWO_LANES)
    (told,) = time_totals_words(draft(body, "en"), Language.EN)
    assert told == "Steps 1, 2: 2 hours 15 minutes. By actor: Petugas 15 minutes; Camat 2 hours."


def test_times_by_piece_and_of_the_profile_are_said_to_be_so() -> None:
    """A total that holds them is no promise."""
    profile = with_profile(times={"menerima surat": "10 menit"})
    notes = note("Waktu: 5 menit/berkas", "b")
    sop = draft(line("Menerima surat", task("b", "Mencatat surat"), more=notes), profile=profile)
    assert time_totals_words(sop, Language.ID) == [
        "Langkah 1, 2: 15 menit. Dihitung per satuan: langkah 2. Waktu standar dari profil: langkah 1."
    ]


def test_no_times_are_no_total() -> None:
    """It is said, not left out."""
    sop = draft(line("Menerima surat", "Mencatat surat"))
    assert time_totals_words(sop, Language.ID) == [
        "Tidak ada langkah yang menyebut waktu, jadi tidak ada total."
    ]


def test_many_ways_are_counted_not_listed() -> None:
    """Sixteen ways of four decisions: eight are told."""
    body, at = "", "a"
    for place in range(4):
        body += (
            f'<exclusiveGateway id="x{place}"/><task id="y{place}" name="Memeriksa surat {place}"/>'
            f'<task id="r{place}" name="Menolak surat {place}"/><exclusiveGateway id="m{place}"/>'
            f'<sequenceFlow id="f{place}" sourceRef="{at}" targetRef="x{place}"/>'
            f'<sequenceFlow id="g{place}" sourceRef="x{place}" targetRef="y{place}"/>'
            f'<sequenceFlow id="h{place}" sourceRef="x{place}" targetRef="r{place}"/>'
            f'<sequenceFlow id="i{place}" sourceRef="y{place}" targetRef="m{place}"/>'
            f'<sequenceFlow id="j{place}" sourceRef="r{place}" targetRef="m{place}"/>'
        )
        at = f"m{place}"
    told = time_totals_words(
        draft(line(task("a", "Menerima surat"), more=body + note("Waktu: 1 jam", "a"))), Language.ID
    )
    assert len(told) == 9
    assert told[-1] == "Masih ada 8 jalur lain."


@pytest.mark.parametrize(
    "name", ["3 hari kerja", "Lewat 3 hari kerja", "3 working days have passed"]
)
def test_a_way_through_a_timer_takes_the_timer_s_time(name: str) -> None:
    """The work that it stops was not finished; one step is a step, not steps."""
    timer = (
        '<boundaryEvent id="b" name="{}" attachedToRef="t0"><timerEventDefinition/></boundaryEvent>'
        '<task id="z" name="Record delay"/><sequenceFlow id="bz" sourceRef="b" targetRef="z"/>'
    )
    body = line(
        "Check letter", "File letter", more=timer.format(name) + note("Time: 5 working days", "t0")
    )
    assert sorted(time_totals_words(draft(body, "en"), Language.EN)) == [
        "Steps 1, 2: 5 working days. Without a time: step 2.",
        "Steps 1, 3: 3 working days. Without a time: step 3.",
    ]


def test_waiting_for_an_outside_party_is_said_not_to_be_counted() -> None:
    """How long it takes to answer, no map knows."""
    pools = (
        '<collaboration id="K"><participant id="p1" name="Loket" processRef="P"/>'
        '<participant id="p2" name="Pemohon"/>'
        '<messageFlow id="m" sourceRef="p2" targetRef="w"/></collaboration>'
    )
    body = line(task("a", "Meminta perbaikan"), '<receiveTask id="w" name="Menunggu jawaban"/>')
    (told,) = time_totals_words(
        draft(pools + body.replace("</process>", note("Waktu: 1 jam", "a") + "</process>")),
        Language.ID,
    )
    assert told.endswith("Waktu menunggu pihak luar tidak dihitung: langkah 2.")
