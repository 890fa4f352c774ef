"""Codes, ids, groups and names, one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpm2sop.atlas.codes import contradicts, extends, segments, split_file_name, split_name
from bpm2sop.atlas.groups import group_of
from bpm2sop.atlas.ids import loose
from bpm2sop.atlas.names import NearNames, normal


@pytest.mark.parametrize(
    ("name", "code", "rest"),
    [
        ("01.03.01 Nama", "01.03.01", "Nama"),
        ("ATR/BPN 01.03.01 Nama", "01.03.01", "Nama"),
        ("01.02 - Nama", "01.02", "Nama"),
        ("1.2. Nama", "1.2", "Nama"),
        ("XYZ-06 Nama", "XYZ-06", "Nama"),
        ("01/02 Nama", "01/02", "Nama"),
        ("5 hari kerja", "", "5 hari kerja"),
        ("2024 Rapat", "", "2024 Rapat"),
        ("12.05.2024 Rapat", "", "12.05.2024 Rapat"),
        ("01.02", "", "01.02"),
        ("Nama 01.02", "", "Nama 01.02"),
    ],
)
def test_a_code_is_told_from_a_number(name: str, code: str, rest: str) -> None:
    """Segments or two digits, then a name."""
    assert split_name(name) == (code, rest)


@pytest.mark.parametrize(
    ("file", "code", "name"),
    [
        ("x/01.03.01-surat-masuk.bpmn", "01.03.01", "surat masuk"),
        ("x\\01-03_surat.bpmn20.xml", "01.03", "surat"),
        ("01.02.bpmn", "01.02", ""),
        ("A.1.0.bpmn", "", "A.1.0"),
        ("surat.xml", "", "surat"),
    ],
)
def test_a_file_name_gives_its_code(file: str, code: str, name: str) -> None:
    """Folder and ending do not count."""
    assert split_file_name(file) == (code, name)


def test_codes_compare_by_their_numbers() -> None:
    """Zeros in front, and what separates, make no difference."""
    assert segments("01.03") == segments("1-3") == ("1", "3")
    assert extends("01.03.01", "1.3")
    assert extends("01.03", "00")
    assert not extends("01.031", "01.03")
    assert contradicts("02.01", "01")
    assert not contradicts(None, "01")


@pytest.mark.parametrize(
    "written",
    [
        "6F31A1F2-B947-5FD4-8A18-F6B00964FD9B",
        "{6f31a1f2-b947-5fd4-8a18-f6b00964fd9b}",
        "sid-6F31A1F2-B947-5FD4-8A18-F6B00964FD9B",
        "_6F31A1F2_B947_5FD4_8A18_F6B00964FD9B",
        "Process_6f31a1f2b9475fd48a18f6b00964fd9b",
    ],
)
def test_a_guid_is_one_however_written(written: str) -> None:
    """Braces, case, separators and prefixes."""
    assert loose(written) == "6f31a1f2b9475fd48a18f6b00964fd9b"


def test_what_follows_a_guid_counts() -> None:
    """Two elements may share a GUID."""
    assert loose("6F31A1F2-B947-5FD4-8A18-F6B00964FD9B_2") != loose(
        "6F31A1F2-B947-5FD4-8A18-F6B00964FD9B"
    )


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("Proses Inti", "core"),
        ("PROSES UTAMA", "core"),
        ("Proses Bisnis Pendukung", "support"),
        ("Support processes", "support"),
        ("Manajemen", "management"),
        ("Proses Lainnya", "management"),
        ("Manajemen Kepegawaian", None),
        ("Kepala Dinas", None),
    ],
)
def test_groups_have_many_words(name: str, group: str | None) -> None:
    """And a name with anything more is no group."""
    assert group_of(name) == group


@given(st.text(max_size=30))
def test_a_name_is_compared_without_case_and_space(name: str) -> None:
    """Words in lower case, one space between them."""
    once = normal(name)
    assert once == " ".join(once.split())
    assert once == once.lower() or not once.isascii()


@given(st.text(max_size=40))
def test_any_text_has_a_code_or_not(text: str) -> None:
    """No text is too odd."""
    assert isinstance(split_name(text).name, str)
    assert isinstance(split_file_name(text).name, str)
    assert isinstance(loose(text), str)


def test_blocks_that_tell_nothing_are_passed_over() -> None:
    """A thousand names that differ in a number are not compared with each other."""
    titles = {str(at): f"Pelayanan Loket Nomor {at}" for at in range(1000)}
    near = NearNames(titles, (), 0.85)
    assert near.best("Pelayanan Loket Nomor 2000") is None
    assert near.best("Pelayanan Lokt Nomor 7") == ("7", 0.97)
