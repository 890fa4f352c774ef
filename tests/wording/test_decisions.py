"""Checks can carry a question; a few say it themselves."""

import pytest

from bpm2sop.wording import is_check, kind_asked, question


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


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Jenis surat?", "Menentukan jenis surat"),
        ("Kategori pengaduan", "Menentukan kategori pengaduan"),
        ("Sifat surat", "Menentukan sifat surat"),
        ("Type of request?", "Determine the type of request"),
        ("Document type?", "Determine the document type"),
    ],
)
def test_a_gateway_that_asks_for_a_kind_is_work(label: str, text: str) -> None:
    """Somebody determines it."""
    assert kind_asked(label) == text


@pytest.mark.parametrize(
    "label", ["Berkas lengkap?", "Jenis?", "Which type?", "Setuju", "Jenis A / jenis B?", ""]
)
def test_other_questions_stay(label: str) -> None:
    """A yes-or-no question is no kind."""
    assert kind_asked(label) is None
