"""Branch labels say yes, no or something else."""

import pytest

from bpm2sop.wording import Language, answer, polarity

YES = [
    "Ya", "y", "Yes", "OK", "oke", "Lengkap", "Berkas lengkap", "Disetujui", "setuju", "Memenuhi syarat", "Valid", "Sesuai",
    "Sudah", "Ada", "approved", "Complete", "Meets criteria", "Tidak ada kekurangan", "Tidak perlu perbaikan", "No errors",
    "Setuju dengan catatan", "Lulus", "Diterima",
]  # fmt: skip
NO = [
    "Tidak", "tdk", "No", "N", "Tidak lengkap", "Belum sesuai", "Belum lengkap",
    "Ditolak", "Tidak setuju", "Gagal", "Kurang lengkap", "Tidak memenuhi syarat", "Belum bayar", "Perlu perbaikan", "Revisi",
    "Ada kekurangan", "Tidak ada", "Tidak dapat diterima", "not approved", "Incomplete", "rejected", "Not OK", "Invalid",
    "Does not meet criteria", "Failed", "Dikembalikan",
]  # fmt: skip
NEITHER = [
    "",
    "Teknis",
    "Nilai > 70",
    "Ya/Tidak",
    "Setuju atau tidak",
    "R",
    "Tujuan disposisi",
    "Langkah 4",
    "Cuti tahunan",
]


@pytest.mark.parametrize("label", YES)
def test_a_branch_says_yes(label: str) -> None:
    """Plain synonyms, states that hold, and negated faults."""
    assert polarity(label) == 1


@pytest.mark.parametrize("label", NO)
def test_a_branch_says_no(label: str) -> None:
    """Plain synonyms, faults, and negated states."""
    assert polarity(label) == -1


@pytest.mark.parametrize("label", NEITHER)
def test_a_branch_says_neither(label: str) -> None:
    """What has no sign, or both, orders nothing."""
    assert polarity(label) == 0


@pytest.mark.parametrize(
    ("label", "language", "said"),
    [
        ("ya", Language.ID, "Ya"),
        ("Y", Language.ID, "Ya"),
        ("oke", Language.ID, "Ya"),
        ("[Yes]", Language.ID, "Ya"),
        ("tdk", Language.ID, "Tidak"),
        ("T", Language.ID, "Tidak"),
        ("tidak.", Language.EN, "No"),
        ("ya", Language.EN, "Yes"),
        ("tidak lengkap", Language.ID, "Tidak lengkap"),
        ("Nilai\n> 70", Language.ID, "Nilai > 70"),
        ("", Language.ID, ""),
    ],
)
def test_only_a_plain_synonym_becomes_yes_or_no(label: str, language: Language, said: str) -> None:
    """Other answers keep the words of the map."""
    assert answer(label, language) == said
