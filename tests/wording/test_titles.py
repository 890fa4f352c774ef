"""Titles begin with the aspect of the activity, a noun."""

import pytest

from bpm2sop.wording import Language, title


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Menyusun Renstra", "Penyusunan Renstra"),
        ("susun renstra", "Penyusunan renstra"),
        ("Mengelola surat masuk", "Pengelolaan surat masuk"),
        ("Memeriksa dan memverifikasi berkas", "Pemeriksaan dan verifikasi berkas"),
        ("Melakukan pemeriksaan berkas", "Pemeriksaan berkas"),
        ("Melaksanakan rapat koordinasi", "Pelaksanaan rapat koordinasi"),
        ("Berkoordinasi dengan Camat", "Koordinasi dengan Camat"),
        ("Proses menyusun RKA", "Proses penyusunan RKA"),
        ("Menerima tamu (v2)", "Penerimaan tamu (v2)"),
        ("Handle customer complaint", "Handling customer complaint"),
    ],
)
def test_a_verb_becomes_its_noun(name: str, text: str) -> None:
    """Nothing of the name is lost."""
    made = title(name)
    assert (made.text, made.rule, made.label) == (text, "verb-to-noun", name)


@pytest.mark.parametrize(
    "name",
    [
        "Penyusunan Renstra",
        "Proses Perizinan",
        "Surat Masuk",
        "Order to cash",
        "Invoice approval",
        "Rekam medis",
        "SOP 12",
        "",
    ],
)
def test_a_nominal_name_stays(name: str) -> None:
    """A name that is a noun already is a title."""
    assert title(name, language=Language.ID).text == name
