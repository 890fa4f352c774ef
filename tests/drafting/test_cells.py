"""What a step takes in and gives: from the map, else carried from the steps before and marked as assumed."""

import pytest

from bpm2sop.model.findings import Severity
from bpm2sop.model.sop import Cell, CellSource
from bpm2sop.wording import Language
from bpm2sop.writers.findings import finding_words
from tests.drafting.small import (
    document,
    draft,
    line,
    note,
    reads,
    step,
    task,
    values,
    writes,
)

MAP, ASSUMED = CellSource.MAP, CellSource.ASSUMED


def test_the_output_before_is_the_assumed_input() -> None:
    """It names the document that it is, with its state."""
    body = line(
        task("a", "Menyusun konsep", writes("d")),
        "Memeriksa konsep",
        more=document("d", "Surat", "konsep"),
    )
    sop = draft(body)
    assert step(sop, "1").outputs == (Cell("Surat [konsep]", MAP, "d", None),)
    assert step(sop, "2").inputs == (Cell("Surat [konsep]", ASSUMED, "d", "output-of-previous"),)


def test_an_input_of_the_map_is_never_added_to() -> None:
    """What the map gives is what the step takes."""
    body = line(
        task("a", "Menyusun konsep", writes("d")),
        task("b", "Mencatat surat", reads("e")),
        more=document("d", "Konsep") + document("e", "Buku agenda"),
    )
    assert step(draft(body), "2").inputs == (Cell("Buku agenda", MAP, "e", None),)


def test_what_lies_in_a_store_is_not_carried_on() -> None:
    """A register stays where it is."""
    store = '<dataStoreReference id="d" name="Register"/>'
    body = line(task("a", "Mencatat surat", writes("d")), "Meneruskan surat", more=store)
    assert step(draft(body), "2").inputs == ()


def test_a_loop_back_brings_nothing_the_first_time() -> None:
    """Only steps that come earlier in the table have given anything."""
    loop = '<sequenceFlow id="back" sourceRef="b" targetRef="a"/>' + document("d", "Catatan")
    body = line(
        "Menerima surat",
        task("a", "Memeriksa surat"),
        task("b", "Memberi catatan", writes("d")),
        more=loop,
    )
    assert step(draft(body), "2").inputs == ()


POOLS = """
<collaboration id="K" name="Pelayanan surat">
<participant id="luar" name="Pemohon"/><participant id="dalam" name="Dinas" processRef="P"/>
<messageFlow id="m1" name="Berkas" sourceRef="luar" targetRef="{into}"/>
<messageFlow id="m2" name="Surat balasan" sourceRef="{out}" targetRef="luar"/>
</collaboration>
"""


def test_what_an_event_received_is_at_hand() -> None:
    """The row after a message has what the message brought; what is sent away is gone."""
    start = '<startEvent id="s" name="Berkas diterima"><messageEventDefinition/></startEvent>'
    body = POOLS.format(into="s", out="t1") + line(start, "Membalas surat", "Menyimpan arsip")
    sop = draft(body)
    assert step(sop, "1").inputs == (Cell("Berkas", MAP, "m1", None),)
    assert step(sop, "2").inputs == (Cell("Berkas", ASSUMED, "m1", "received-before"),)
    assert step(sop, "3").inputs == ()


def test_one_document_under_one_name_stands_once() -> None:
    """The message stays traceable by its partner, so the reader sees the data object alone."""
    body = POOLS.format(into="a", out="t1") + line(
        task("a", "Menerima berkas", reads("d")), "Membalas surat", more=document("d", "Berkas")
    )
    first = step(draft(body), "1")
    assert first.inputs == (Cell("Berkas", MAP, "d", None),)
    assert Cell("Dari Pemohon", MAP, "m1", "message-from") in first.remarks


def test_two_documents_of_one_name_stay_two() -> None:
    """Neither could be traced otherwise."""
    body = line(
        task("a", "Menerima berkas", reads("d") + reads("e")),
        "Mencatat",
        more=document("d", "Berkas") + document("e", "Berkas"),
    )
    assert values(step(draft(body), "1").inputs) == ["Berkas", "Berkas"]


CHECKED = """
<exclusiveGateway id="x" name="{question}"/><task id="b" name="Menyimpan"/><task id="c" name="Mengembalikan"/>
<sequenceFlow id="g1" sourceRef="a" targetRef="x"/>
<sequenceFlow id="g2" sourceRef="x" targetRef="b" name="lengkap"/><sequenceFlow id="g3" sourceRef="x" targetRef="c" name="tidak"/>
"""


def test_a_nameless_decision_asks_the_question_of_its_check() -> None:
    """The question is assumed; the answers stay the map's own words."""
    first = step(
        draft(line(task("a", "Memeriksa kelengkapan berkas"), more=CHECKED.format(question=""))),
        "1",
    )
    assert first.remarks == (Cell("Berkas lengkap?", ASSUMED, "a", "question"),)
    assert [arrow.label for arrow in first.next] == ["lengkap", "tidak"]


def test_a_decision_that_asks_is_not_asked_for() -> None:
    """Its own words stand, from the map."""
    body = line(
        task("a", "Memeriksa kelengkapan berkas"), more=CHECKED.format(question="Sudah lengkap?")
    )
    assert step(draft(body), "1").remarks == (Cell("Sudah lengkap?", MAP, "x", "question"),)


IDENTITY = (
    "<documentation>Pelayanan surat. Dasar hukum: UU 25/2009; PP 96/2012. Kualifikasi pelaksana: SLTA "
    "Peringatan: Surat hilang bila tidak dicatat.</documentation>"
)


def test_marked_lines_fill_the_identity_block() -> None:
    """Dates and numbers are nobody's guess."""
    sop = draft(line("Menerima surat", "Mencatat surat", head=IDENTITY))
    assert sop.identity.legal_basis == Cell("UU 25/2009; PP 96/2012.", MAP, "P", "documentation")
    assert sop.identity.qualifications.value == "SLTA"
    assert sop.identity.warning.value == "Surat hilang bila tidak dicatat."
    assert sop.identity.equipment == sop.identity.created == sop.identity.number == Cell()


def test_what_is_said_of_the_whole_process_is_no_remark_on_a_row() -> None:
    """The form has no field for it: a finding keeps the words, for a person to place."""
    sop = draft(line("Menerima surat", "Mencatat surat", head=IDENTITY))
    assert values(step(sop, "1").remarks) == []
    (found,) = [one for one in sop.findings if one.rule == "process-described"]
    assert (found.severity, found.elements) == (Severity.INFO, ("P",))
    for language in Language:
        assert "Pelayanan surat." in finding_words(found, language)[0]


def test_english_marks_are_read_too() -> None:
    """Legal basis, qualifications, equipment, warning, records."""
    head = "<documentation>Legal basis: Act 1. Equipment: Scanner. Records: Kept for 5 years</documentation>"
    identity = draft(line("Receive letter", "Record letter", head=head), "en").identity
    assert (identity.legal_basis.value, identity.equipment.value, identity.records.value) == (
        "Act 1.",
        "Scanner.",
        "Kept for 5 years",
    )


def test_a_plain_remark_is_no_identity() -> None:
    """A word inside a sentence marks nothing."""
    head = "<documentation>Pegawai yang lalai mendapat peringatan: lisan, lalu tertulis.</documentation>"
    sop = draft(line("Menerima surat", "Mencatat surat", head=head))
    assert sop.identity.warning == Cell()


def test_a_note_on_two_steps_is_in_both_rows() -> None:
    """Each row is read by itself."""
    more = note("Di loket", "t0") + '<association id="z" sourceRef="n0" targetRef="t1"/>'
    sop = draft(line("Menerima surat", "Mencatat surat", more=more))
    assert values(step(sop, "1").remarks) == values(step(sop, "2").remarks) == ["Di loket"]


@pytest.mark.parametrize(("mark", "said"), [("false", True), ("true", False)])
def test_an_event_sub_process_says_whether_work_goes_on(mark: str, *, said: bool) -> None:
    """Its start interrupts what is going on unless the map says otherwise."""
    handler = (
        '<subProcess id="h" name="Pencabutan" triggeredByEvent="true">'
        f'<startEvent id="hs" name="Dicabut" isInterrupting="{mark}"><messageEventDefinition/></startEvent>'
        '<task id="ht" name="Mencatat pencabutan"/><sequenceFlow id="hf" sourceRef="hs" targetRef="ht"/></subProcess>'
    )
    (step,) = (
        step for step in draft(line("Menerima", "Memeriksa", more=handler)).steps if step.key == "h"
    )
    rules = [cell.rule for cell in step.steps[0].remarks]
    assert ("not-interrupting" in rules) is said


def test_an_event_sub_process_keeps_its_name() -> None:
    """It says what happens ("the petitioner withdraws"), not what the officer does."""
    handler = '<subProcess id="h" name="Pencabutan pengaduan" triggeredByEvent="true"><task id="x"/></subProcess>'
    (step,) = (
        one for one in draft(line("Menerima", "Mencatat", more=handler)).steps if one.key == "h"
    )
    assert step.text == "Pencabutan pengaduan"


def test_an_event_on_a_border_without_name_and_exit_is_told_by_its_kind() -> None:
    """A remark never ends in a colon."""
    event = '<boundaryEvent id="b" attachedToRef="t0"><messageEventDefinition/></boundaryEvent>'
    sop = draft(line("Menerima surat", "Mencatat surat", more=event))
    assert values(step(sop, "1").remarks) == ["Bila terjadi: Menerima pesan"]


def test_a_label_that_tells_no_language_is_read_in_that_of_the_map() -> None:
    """Labels like "Input data" are written alike in both; the map's other labels are Indonesian."""
    sop = draft(line("Memeriksa berkas", "Input data"))
    assert step(sop, "2").text == "Menginput data"
