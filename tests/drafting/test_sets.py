"""Titles, columns, kinds and numbers of the SOPs of a set; actors that may be one."""

from dataclasses import replace

import pytest
from msgspec import structs

from bpm2sop.drafting import finished
from bpm2sop.drafting.alike import alike
from bpm2sop.drafting.naming import best_name, is_worded, sop_title, without_code
from bpm2sop.model.findings import Severity
from bpm2sop.model.sop import CellSource
from bpm2sop.settings import ActorOrder, Numbering, Unit
from bpm2sop.wording import Language, messages
from tests.drafting.small import SHIPPED, draft, line, step, task, with_profile


@pytest.mark.parametrize(
    "name", ["Pelayanan Izin", "Bank", "IT", "Payroll", "COVID-19", "Proses Cuti", "招聘流程"]
)
def test_words_of_a_person_are_a_name(name: str) -> None:
    """A single word of its own is enough."""
    assert is_worded(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Process_1",
        "C.1.0",
        "Collaboration_0xyz12",
        "Diagram 1",
        "Untitled Diagram",
        "process2",
        "Pool",
        "A",
        "sid-0EB02458-3FE3-566C",
        "_82448C38_29E2_523D",
        "WFP-6-",
        "BPD1",
        "Sub-process1",
    ],
)
def test_what_a_tool_filled_in_is_no_name(name: str) -> None:
    """Ids, codes and placeholders say nothing to a reader."""
    assert not is_worded(name)


@pytest.mark.parametrize(
    ("names", "file", "chosen"),
    [
        (("Process_1", "", "Pelayanan Izin"), "a.bpmn", "Pelayanan Izin"),
        (("Process_1", "Diagram 1"), "maps/01.02-surat_masuk.bpmn", "01.02 Surat masuk"),
        (("C.1.0", ""), "C.1.0.bpmn", "C.1.0"),
        (("Surat Keluar.bpmn",), "x1.bpmn", "Surat Keluar"),
        ((), "b.bpmn", "B"),
    ],
)
def test_the_best_name_is_chosen(names: tuple[str, ...], file: str, chosen: str) -> None:
    """A name that is words, else the file's, else the first at all: never worse than the map's own."""
    assert best_name(names, file) == chosen


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Menyusun Renstra", "Penyusunan Renstra"),
        ("Check the invoice", "Checking the invoice"),
        ("Cuti Pegawai", "Cuti Pegawai"),
    ],
)
def test_a_title_is_aspect_and_output(name: str, title: str) -> None:
    """A name that is one already stays."""
    assert sop_title([name], "a.bpmn") == title


def test_a_code_is_no_part_of_the_step_text() -> None:
    """The label keeps it; a lone number is no code."""
    assert without_code("01.02.01 Penanganan Pengaduan") == "Penanganan Pengaduan"
    assert without_code("12 berkas diperiksa") == "12 berkas diperiksa"
    first = step(draft(line("01.02.01 Penanganan Pengaduan", "Pelaporan")), "1")
    assert (first.label, first.text) == ("01.02.01 Penanganan Pengaduan", "Menangani Pengaduan")


def test_a_call_of_another_sop_keeps_its_name() -> None:
    """So that readers find it among the related SOPs, in the language of the label."""
    call = '<callActivity id="c" name="{}" calledElement="Q"/>'
    assert (
        step(draft(line(call.format("Pengadaan Langsung"), "Mencatat")), "1").text
        == "Melaksanakan Pengadaan Langsung"
    )
    assert step(draft(line(call.format("Vendor payment"), "Record it")), "1").text.endswith(
        "endor payment"
    )


LANES = """
<laneSet id="L"><lane id="l1" name="Staf"><flowNodeRef>a</flowNodeRef></lane>
<lane id="l2" name="Kabid Perizinan"><flowNodeRef>b</flowNodeRef></lane>
<lane id="l3" name="Sistem OSS"><flowNodeRef>c</flowNodeRef></lane>
<lane id="l4" name="Kepala Dinas"><flowNodeRef>d</flowNodeRef></lane></laneSet>
"""
ASKED = """
<collaboration id="K" name="Pelayanan izin"><participant id="luar" name="Pemohon"/>
<participant id="dalam" name="Dinas" processRef="P"/><messageFlow id="m" sourceRef="{}" targetRef="{}"/></collaboration>
"""
WORK = (
    task("a", "Menerima"),
    task("b", "Memeriksa"),
    task("c", "Mencatat"),
    task("d", "Menyetujui"),
)


def names(
    *,
    source: str = "luar",
    target: str = "a",
    order: str = "appearance",
    by_hand: tuple[str, ...] = (),
) -> list[str]:
    """Draft four lanes and an outside party; list the columns."""
    actors = replace(SHIPPED.actors, order=ActorOrder(order), by_hand=by_hand)
    body = ASKED.format(source, target) + line(*WORK, head=LANES)
    return [actor.name for actor in draft(body, profile=with_profile(actors=actors)).actors]


def test_whoever_sets_a_service_going_comes_first() -> None:
    """The others follow as they appear."""
    assert names() == ["Pemohon", "Staf", "Kabid Perizinan", "Sistem OSS", "Kepala Dinas"]


def test_an_outside_party_that_is_only_told_comes_last() -> None:
    """It set nothing going."""
    assert names(source="d", target="luar")[-1] == "Pemohon"
    assert names(target="c")[-1] == "Pemohon"


def test_columns_by_rank() -> None:
    """From the head down, abbreviations read, applications last."""
    assert names(order="hierarchy") == [
        "Pemohon",
        "Kepala Dinas",
        "Kabid Perizinan",
        "Staf",
        "Sistem OSS",
    ]


def test_columns_by_hand() -> None:
    """The list decides; who is not in it follows as it appears."""
    assert names(order="hand", by_hand=("kepala dinas", "Staf"))[:3] == [
        "Kepala Dinas",
        "Staf",
        "Kabid Perizinan",
    ]


def test_each_axis_has_its_reason() -> None:
    """The reasons can be said in every language, and are not in the contract's JSON."""
    (sop,) = finished(
        [draft(line("Menyusun", "Mencatat", name="Penyusunan laporan keuangan"))], SHIPPED
    )
    assert (sop.kind.nature, sop.kind.reach) == ("technical", "generic")
    assert [axis for axis, _, _ in sop.kind_reasons] == [
        "nature",
        "extent",
        "completeness",
        "reach",
    ]
    assert ("reach", "generic-word", "keuangan") in sop.kind_reasons
    for language in Language:
        for _, reason, value in sop.kind_reasons:
            assert messages(language).say(f"reason.{reason}", value=value)


def test_a_chain_of_other_sops_is_administrative() -> None:
    """Its table tells which SOPs follow each other, not how the work is done."""
    calls = [f'<callActivity id="c{n}" name="Izin {n}" calledElement="Q{n}"/>' for n in (1, 2)]
    (sop,) = finished([draft(line(*calls))], SHIPPED)
    assert sop.kind.nature == "administrative"
    assert sop.kind_reasons[0] == ("nature", "administrative-references", "1")


def test_numbers_follow_the_codes() -> None:
    """They are assumed, and there are none without a template."""
    sops = [
        structs.replace(draft(line("Menyusun", "Mencatat")), code=code)
        for code in ("01.10", None, "01.2")
    ]
    unit = Unit(code="17000", year="2026")
    profile = with_profile(number=Numbering(template="SOP-{seq:03}/{unit}/{year}"), unit=unit)
    numbers = [sop.identity.number for sop in finished(sops, profile)]
    assert [cell.value for cell in numbers] == [
        "SOP-002/17000/2026",
        "SOP-003/17000/2026",
        "SOP-001/17000/2026",
    ]
    assert {(cell.source, cell.rule) for cell in numbers} == {
        (CellSource.ASSUMED, "profile-number")
    }
    assert not any(sop.identity.number.value for sop in finished(sops, SHIPPED))


def test_a_number_by_map_code_counts_within_the_code() -> None:
    """An SOP without a code gets none."""
    sops = [
        structs.replace(draft(line("Menyusun", "Mencatat")), code=code)
        for code in ("01.02", "01.02", None)
    ]
    profile = with_profile(number=Numbering(template="{map_code}/{n}"))
    assert [sop.identity.number.value for sop in finished(sops, profile)] == [
        "01.02/1",
        "01.02/2",
        "",
    ]


def test_actors_that_may_be_one_are_proposed() -> None:
    """By abbreviation, acronym or spelling; a narrower post and a numbered one are others."""
    found = alike(
        [
            "Kabag Umum",
            "Kepala Bagian Umum",
            "Kepala Bagian",
            "PPK",
            "Pejabat Pembuat Komitmen",
            "Staf 1",
            "Staf 2",
        ]
    )
    assert found == {
        "Kabag Umum": ("Kepala Bagian Umum",),
        "Kepala Bagian Umum": ("Kabag Umum",),
        "PPK": ("Pejabat Pembuat Komitmen",),
        "Pejabat Pembuat Komitmen": ("PPK",),
    }


def test_a_proposal_is_a_finding_and_merges_nothing() -> None:
    """Both SOPs say it; both actors stay."""
    lane = '<laneSet id="L"><lane id="l" name="{}"><flowNodeRef>t0</flowNodeRef><flowNodeRef>t1</flowNodeRef></lane></laneSet>'
    sops = [
        draft(line("Menyusun", "Mencatat", head=lane.format(name)))
        for name in ("Kabag Umum", "Kepala Bagian Umum")
    ]
    for sop, other in zip(
        finished(sops, SHIPPED), ("Kepala Bagian Umum", "Kabag Umum"), strict=True
    ):
        (finding,) = [one for one in sop.findings if one.rule == "actor-near-duplicate"]
        assert (finding.severity, finding.elements) == (Severity.INFO, ("l",))
        assert dict(finding.params)["others"] == other
        assert len(sop.actors) == 1


def test_the_house_list_is_used_first() -> None:
    """Whatever the rules would propose."""
    profile = with_profile(wording={"pemeriksaan berkas": "Meneliti berkas pemohon"})
    first = step(draft(line("Pemeriksaan  Berkas", "Mencatat"), profile=profile), "1")
    assert (first.text, first.text_rule) == ("Meneliti berkas pemohon", "house")


def test_a_process_that_is_its_own_actor_is_named_without_its_code() -> None:
    """As titles are; a pool or lane keeps the name that is drawn."""
    sop = draft(line("Menerima", "Mencatat", name="01.02.01 Penanganan Pengaduan"))
    assert [(actor.name, actor.path) for actor in sop.actors] == [
        ("Penanganan Pengaduan", ("Penanganan Pengaduan",))
    ]
