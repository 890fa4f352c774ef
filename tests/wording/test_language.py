"""Labels tell their language by their words."""

import pytest

from bpm2sop.wording import Language, language_of, language_of_labels, phrase


@pytest.mark.parametrize(
    ("label", "language"),
    [
        ("Pemeriksaan berkas", Language.ID),
        ("Surat", Language.ID),
        ("Menandatangani SK", Language.ID),
        ("Upload berkas", Language.ID),
        ("Berkas lengkap?", Language.ID),
        ("Follow up temuan audit", Language.ID),
        ("Check invoice", Language.EN),
        ("Approval of request", Language.EN),
        ("Is the file complete?", Language.EN),
        ("Sending notification to applicant", Language.EN),
        ("Input data", None),
        ("SAP", None),
        ("", None),
        ("???", None),
    ],
)
def test_a_label_is_in_the_language_of_most_of_its_words(
    label: str, language: Language | None
) -> None:
    """Words written alike in both languages do not vote."""
    assert language_of(label) == language


def test_a_map_is_in_the_language_of_most_labels() -> None:
    """One English label does not make an Indonesian map English."""
    assert language_of_labels(["Periksa berkas", "Check", "Surat", "SAP"]) is Language.ID
    assert language_of_labels(["SAP", ""]) is None


def test_the_language_of_the_map_decides_only_where_the_label_does_not() -> None:
    """An English label in an Indonesian map is read as English."""
    assert phrase("Approval of request", language=Language.ID).text == "Approve request"
    assert phrase("Input data", language=Language.ID).text == "Menginput data"
    assert phrase("Input data", language=None).rule == "unknown"
