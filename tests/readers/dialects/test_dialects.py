"""Each dialect's small map gives what its tool says, and nothing else."""

from pathlib import Path

import pytest

from bpm2sop.readers import read_file
from bpm2sop.readers.dialects import DIALECTS, _by_tag, other
from bpm2sop.wording.duration import parse_duration
from tests.readers.small import process, read

HERE = Path(__file__).parent
VERIFIER = ("T", "role", "Verifikator")
HEAD = ("T", "owner", "Kepala Bagian")
EXPECTED: dict[str, set[tuple[str, str, str]]] = {
    "activiti": {
        VERIFIER,
        ("T", "role", "Analis"),
        ("T", "duration", "P3D"),
        ("U", "owner", "Kepala Bagian"),
    },
    "adonis": {
        ("P", "owner", "Bagian Organisasi"),
        ("P", "description", "Periksa semua berkas"),
        VERIFIER,
    },
    "aris": {("T", "description", "Periksa semua berkas"), HEAD, ("T", "duration", "PT30M")},
    "attributes": {
        ("P", "owner", "Bagian Organisasi"),
        ("P", "code", "01.02"),
        ("A", "description", "Seksi pelayanan"),
        ("A", "role", "Kepala Seksi"),
        VERIFIER,
        ("T", "cost", "Rp 10.000"),
        ("T", "duration", "30 menit"),
    },
    "bic": {("T", "duration", "PT20M"), VERIFIER},
    "bizagi": {VERIFIER, ("T", "duration", "3 hari kerja"), ("T", "document", "Surat permohonan")},
    "bpsim": {
        ("T1", "duration", "PT45M"),
        ("T1", "role", "Verifikator"),
        ("T2", "duration", "PT30S"),
        ("T2", "cost", "2500 IDR"),
        ("T3", "duration", "PT90.5M"),
        ("T4", "duration", "10-20 days"),
    },
    "camunda": {("T", "duration", "30 menit"), ("T", "document", "Surat permohonan"), VERIFIER},
    "enterprise-architect": {
        ("T", "duration", "15 menit"),
        ("T", "description", 'Lihat "map" baru'),
    },
    "ibm": {HEAD, ("T", "duration", "2 days")},
    "igrafx": {("T", "duration", "PT15M")},
    "itp": {("T", "cost", "12.5 SFr."), HEAD},
    "jbpm": {("T", "duration", "PT10M")},
    "omnitracker": {
        VERIFIER,
        ("T", "description", "Periksa semua"),
        ("T", "duration", "P1D"),
    },
    "signavio": {
        ("T", "duration", "1 jam 30 menit"),
        HEAD,
        ("T", "document", "Formulir A"),
        ("T", "document", "https://example.org/b"),
    },
    "trisotech": {("P", "description", "Pelayanan izin"), ("P", "owner", "Kepala Dinas")},
    "visual-paradigm": {("T", "duration", "30 minutes"), ("T", "description", "Periksa")},
    "w4": {VERIFIER},
    "zeebe": {VERIFIER, ("T", "role", "Analis"), ("T", "duration", "PT2H"), ("T", "code", "01.02")},
}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_dialect_gives_what_its_map_says(name: str) -> None:
    """Times without a unit, zeros, placeholders and program code are no facts; times can be read."""
    (only,) = read_file(name, (HERE / f"{name}.bpmn").read_bytes()).maps
    assert {fact[:3] for fact in only.facts} == EXPECTED[name]
    assert len(only.facts) == len(EXPECTED[name])
    assert {fact.dialect for fact in only.facts} == {name}
    times = [fact.value for fact in only.facts if fact.kind == "duration"]
    assert [time for time in times if parse_duration(time) is None] == []


def test_every_dialect_has_a_map() -> None:
    """No dialect is without a map of its own."""
    assert {one.name for one in (*DIALECTS, other.DIALECT)} == set(EXPECTED)


def test_an_extension_is_read_by_the_dialect_of_its_namespace() -> None:
    """Whatever the version in the namespace; drawing belongs to none, an unknown one to the general."""
    assert _named("{http://www.signavio.com/bpmn20}signavioMetaData") == "signavio"
    assert _named("{http://camunda.org/schema/zeebe/1.0}properties") == "zeebe"
    assert _named("{http://camunda.org/schema/1.0/bpmn}properties") == "camunda"
    assert _named("{http://www.omg.org/spec/BPMN/non-normative/color/1.0}x") is None
    assert _named("{urn:nobody}x") == "attributes"


def _named(tag: str) -> str | None:
    dialect = _by_tag(tag)
    return dialect and dialect.name


def test_a_fact_is_told_once() -> None:
    """The same value twice on one element is one fact."""
    twice = '<o:role xmlns:o="urn:o">Analis</o:role>' * 2
    held = process(f'<task id="A"><extensionElements>{twice}</extensionElements></task>')
    assert [fact[:3] for fact in held.facts] == [("A", "role", "Analis")]


def test_what_is_said_of_a_file_with_two_maps_is_of_neither() -> None:
    """Nobody can tell which map a description of the whole file means."""
    about = '<extensionElements><o:owner xmlns:o="urn:o">Dinas</o:owner></extensionElements>'
    held = read(f'{about}<process id="P"/><process id="Q"/>')
    assert [one.facts for one in held.maps] == [(), ()]
    assert read(f'{about}<process id="P"/>').maps[0].facts[0][:3] == ("P", "owner", "Dinas")


ODD = (
    "",
    "[",
    '[{"label":',
    "[" * 1500,
    "{\\rtf1 {{{\\u99999999999 \\'zz \\u-1? }}}}",
    "1" * 1500,
    "P" + "9" * 1500 + "D",
    "group(" * 300,
    "00:000:00:99:99",
    "NaN",
    "1e9",
    "=[" + '"a",' * 400,
    "<" * 900,
)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_odd_values_are_borne(name: str) -> None:
    """Whatever stands in a value, a file is read and no time is given that cannot be read."""
    written = (HERE / f"{name}.bpmn").read_text(encoding="utf-8")
    for value in ("PT30M", "30 menit", "Verifikator", "2500.0", "8100", "P3D", "Surat permohonan"):
        for odd in ODD:
            text = written.replace(value, odd.replace("<", "&lt;").replace('"', "&quot;"))
            for one in read_file(name, text.encode()).maps:
                times = [fact.value for fact in one.facts if fact.kind == "duration"]
                assert all(map(parse_duration, times))
