"""Checks can carry a question; a few say it themselves."""

import pytest

from bpm2sop.wording import is_check, question


@pytest.mark.parametrize(
    "label",
    [
        "Memeriksa berkas",
        "Pemeriksaan kelengkapan",
        "Meneliti dokumen",
        "Verifikasi",
        "Telaah usulan",
        "Menyetujui permohonan",
        "Melakukan verifikasi berkas",
        "Check invoice",
        "Invoice approval",
        "Review of request",
        "Verify documents",
    ],
)
def test_a_check_may_carry_the_question(label: str) -> None:
    """Verbs and nouns of examining and approving, in both languages."""
    assert is_check(label)


@pytest.mark.parametrize(
    "label",
    [
        "Membuat surat",
        "Order goods",
        "Surat",
        "Hasil pemeriksaan",
        "",
        "Berkas lengkap?",
        "Send invoice",
    ],
)
def test_other_work_carries_none(label: str) -> None:
    """Making and sending decide nothing."""
    assert not is_check(label)


@pytest.mark.parametrize(
    ("label", "asked"),
    [
        ("Lengkap?", "Lengkap?"),
        ("apakah berkas lengkap", "Apakah berkas lengkap?"),
        ("Berkas lengkap", "Berkas lengkap?"),
        ("Memeriksa kelengkapan berkas", "Berkas lengkap?"),
        ("Pemeriksaan kelengkapan dokumen permohonan", "Dokumen permohonan lengkap?"),
        ("Memverifikasi kebenaran data", "Data benar?"),
        ("Kelengkapan berkas", "Berkas lengkap?"),
        ("Menyetujui permohonan", "Permohonan disetujui?"),
        ("Check completeness of application", "Application complete?"),
        ("Approve the request", "Request approved?"),
        ("Approval of request", "Request approved?"),
        ("Memeriksa berkas", None),
        ("Memeriksa kelengkapan dan kebenaran berkas", None),
        ("Memeriksa kelengkapan berkas sesuai daftar periksa", None),
        ("Membuat surat", None),
        ("Ya/Tidak", None),
        ("Keputusan", None),
        ("Review document", None),
        ("", None),
    ],
)
def test_a_question_is_made_only_where_it_is_safe(label: str, asked: str | None) -> None:
    """No rule, no question."""
    assert question(label) == asked
