"""Indonesian labels and the step text that an analyst would write for them."""

import pytest

from bpm2sop.wording import Language, phrase

NOUN_TO_VERB = [
    ("pemeriksaan berkas", "Memeriksa berkas"),
    ("Pemeriksaan kelengkapan berkas", "Memeriksa kelengkapan berkas"),
    ("Pengajuan", "Mengajukan"),
    ("Verifikasi", "Memverifikasi"),
    ("Disposisi", "Mendisposisikan"),
    ("Verifikasi\ndokumen", "Memverifikasi dokumen"),
    ("Verifikasi Dokumen", "Memverifikasi Dokumen"),
    ("PENGESAHAN LAPORAN", "MENGESAHKAN LAPORAN"),
    ("TTD SK", "Menandatangani SK"),
    ("Tindak lanjut hasil pemeriksaan", "Menindaklanjuti hasil pemeriksaan"),
    ("Pensortiran surat", "Menyortir surat"),
    ("Penutupan sementara jalan", "Menutup sementara jalan"),
    ("Pemeriksaan kesehatan hewan", "Memeriksa kesehatan hewan"),
    ("Pengambilan foto dan sidik jari", "Mengambil foto dan sidik jari"),
    ("Pemeriksaan dan verifikasi berkas", "Memeriksa dan memverifikasi berkas"),
    ("Pengumpulan, pengolahan, dan penyajian data", "Mengumpulkan, mengolah, dan menyajikan data"),
    ("Pengecekan/verifikasi dokumen", "Mengecek/memverifikasi dokumen"),
    ("Penerimaan berkas dan pemeriksaan kelengkapan", "Menerima berkas dan memeriksa kelengkapan"),
    ("Penyusunan laporan pemantauan dan evaluasi", "Menyusun laporan pemantauan dan evaluasi"),
    ("Pemeriksaan terhadap berkas permohonan", "Memeriksa berkas permohonan"),
    ("Pembahasan tentang rancangan peraturan", "Membahas rancangan peraturan"),
    ("Penyampaian undangan kepada peserta", "Menyampaikan undangan kepada peserta"),
    ("Pemeriksaan ulang berkas", "Memeriksa ulang berkas"),
    ("Koordinasi dengan instansi terkait", "Berkoordinasi dengan instansi terkait"),
    ("Koordinasi pelaksanaan kegiatan", "Mengoordinasikan pelaksanaan kegiatan"),
]
BARE_VERB = [
    ("Periksa berkas", "Memeriksa berkas"),
    ("1. Periksa berkas", "Memeriksa berkas"),
    ("Silakan isi daftar hadir", "Mengisi daftar hadir"),
    ("Kaji dokumen", "Mengkaji dokumen"),
    ("Perbaiki konsep", "Memperbaiki konsep"),
    ("Sahkan laporan", "Mengesahkan laporan"),
    ("Terima dan periksa berkas", "Menerima dan memeriksa berkas"),
    ("Menerima berkas, periksa kelengkapan", "Menerima berkas, memeriksa kelengkapan"),
    ("Menerima dan verifikasi berkas", "Menerima dan memverifikasi berkas"),
    ("Approve permohonan", "Menyetujui permohonan"),
    ("Nilai proposal", "Menilai proposal"),
    ("Lanjutkan proses", "Melanjutkan proses"),
]
BORROWED_NOUN = [
    ("Input data", "Menginput data"),
    ("Scan KTP", "Memindai KTP"),
    ("Upload berkas", "Mengunggah berkas"),
    ("Entry data", "Mengentri data"),
]
PASSIVE = [
    ("Berkas diperiksa", "Memeriksa berkas"),
    ("Surat dicatat di buku agenda", "Mencatat surat di buku agenda"),
    (
        "Surat diterima, dicatat, dan diteruskan ke Camat",
        "Menerima, mencatat, dan meneruskan surat ke Camat",
    ),
    ("Berkas di olah", "Mengolah berkas"),
    ("Dilakukan pemeriksaan berkas", "Memeriksa berkas"),
    ("Pemeriksaan berkas dilakukan", "Memeriksa berkas"),
    ("Surat diberi nomor", "Memberi nomor surat"),
]
LIGHT_VERB = [
    ("Melakukan pemeriksaan berkas", "Memeriksa berkas"),
    ("Melakuan verifikasi data", "Memverifikasi data"),
    ("Melaksanakan pemeriksaan barang", "Memeriksa barang"),
    ("Mengadakan pembahasan RKA", "Membahas RKA"),
    ("Melakukan koordinasi dengan Camat", "Berkoordinasi dengan Camat"),
    ("Melaksanakan kegiatan verifikasi berkas", "Memverifikasi berkas"),
]
ACTION_NOUN = [
    ("Verifikasi lapangan", "Melakukan verifikasi lapangan"),
    ("Pengujian di laboratorium", "Melakukan pengujian di laboratorium"),
]
BY_RULE = [
    *((rule, label, text) for rule, cases in {
        "noun-to-verb": [*NOUN_TO_VERB, *BORROWED_NOUN[:3]],
        "bare-verb": BARE_VERB,
        "passive": PASSIVE,
        "light-verb": LIGHT_VERB,
        "action-noun": ACTION_NOUN,
    }.items() for label, text in cases),
]  # fmt: skip
RIGHT = [
    "Memeriksa kelengkapan berkas",
    "Melakukan rapat koordinasi",
    "Melakukan monitoring lapangan",
    "Melaksanakan apel pagi",
    "Melaksanakan Pengelolaan Barang",
    "Menyusun laporan pemantauan dan evaluasi",
    "Mengkoordinasikan kegiatan",
    "Berkoordinasi dengan perangkat daerah",
    "Men-scan dokumen",
    "Datang ke loket",
    "MEMERIKSA BERKAS",
]
UNTOUCHED = [
    "Surat",
    "Berkas lengkap",
    "Setuju?",
    "Apakah berkas lengkap?",
    "Jika lengkap, teruskan",
    "Disetujui",
    "SK sudah ditandatangani",
    "Berkas yang diterima diperiksa",
    "Permohonan informasi",
    "Persetujuan Camat",
    "Persetujuan Bangunan Gedung",
    "Peringatan dini",
    "Rapat koordinasi",
    "Rekam medis",
    "Daftar hadir",
    "Isi surat",
    "Tindakan medis",
    "Media massa",
    "Telaahan staf",
    "Pasien diperiksa dokter",
    "Penyampaian surat oleh sekretaris",
    "Undang-undang",
    "SPP, SPM, SP2D",
    "Kasubbag memeriksa konsep",
    "Tata usaha",
    "Bina Marga",
    "Uji kompetensi guru",
    "Pengadaan barang dan jasa",
    "Pengawasan",
    "Penerimaan pajak",
    "Disetujui Kepala Dinas",
    "Pembangunan berkelanjutan",
    "Servis berkala",
    "Follow up ke vendor",
    "Anamnesis",
]
WITH_ACTOR = [
    ("Petugas loket memeriksa berkas", "Petugas Loket", "Memeriksa berkas"),
    ("Petugas memeriksa berkas", "Petugas Loket", "Memeriksa berkas"),
    ("PPK menetapkan HPS", "Pejabat Pembuat Komitmen", "Menetapkan HPS"),
    ("Kabag Umum paraf konsep", "Kepala Bagian Umum", "Memaraf konsep"),
    ("Dokter: memeriksa pasien", "Dokter", "Memeriksa pasien"),
    ("Petugas loket verifikasi berkas", "Petugas Loket", "Memverifikasi berkas"),
]


@pytest.mark.parametrize(("rule", "label", "text"), BY_RULE)
def test_a_label_becomes_an_active_verb_phrase(rule: str, label: str, text: str) -> None:
    """Each rule gives its text and its name."""
    proposed = phrase(label, language=Language.ID)
    assert (proposed.text, proposed.rule) == (text, rule)
    assert proposed.label == label


@pytest.mark.parametrize("label", RIGHT)
def test_a_label_that_is_right_stays(label: str) -> None:
    """An active verb in front is kept to the letter."""
    proposed = phrase(label, language=Language.ID)
    assert (proposed.text, proposed.rule) == (label, "kept")


@pytest.mark.parametrize("label", UNTOUCHED)
def test_a_thing_a_state_or_a_question_stays(label: str) -> None:
    """What no rule is sure of is not touched."""
    proposed = phrase(label, language=Language.ID)
    assert (proposed.text, proposed.rule) == (label, "unknown")


@pytest.mark.parametrize(("label", "actor", "text"), WITH_ACTOR)
def test_the_actor_of_the_lane_is_dropped(label: str, actor: str, text: str) -> None:
    """The column says who; the step says what."""
    proposed = phrase(label, language=Language.ID, actor=actor)
    assert (proposed.text, proposed.rule) == (text, "actor-dropped")


@pytest.mark.parametrize(
    ("label", "actor", "text"),
    [
        ("Berkas diverifikasi oleh verifikator", "Verifikator", "Memverifikasi berkas"),
        ("Surat ditandatangani Kepala Dinas", "Kepala Dinas", "Menandatangani surat"),
        ("Penandatanganan izin oleh Kepala Dinas", "Kepala Dinas", "Menandatangani izin"),
        ("Pengesahan oleh Direktur", "Direktur", "Mengesahkan"),
    ],
)
def test_the_actor_behind_the_verb_is_dropped(label: str, actor: str, text: str) -> None:
    """A passive names its doer last."""
    assert phrase(label, language=Language.ID, actor=actor).text == text


def test_the_act_of_an_office_stays_even_in_its_own_lane() -> None:
    """An order named after its office is a thing; nothing of it is dropped without a word."""
    proposed = phrase("Disposisi Kepala Dinas", language=Language.ID, actor="Kepala Dinas")
    assert (proposed.text, proposed.rule) == ("Disposisi Kepala Dinas", "unknown")


@pytest.mark.parametrize(
    "label",
    [
        "Kasubbag memeriksa konsep",
        "Penandatanganan izin oleh Bupati",
        "Berkas diperiksa oleh Camat",
    ],
)
def test_another_actor_than_the_lane_is_not_dropped(label: str) -> None:
    """A foreign actor is information: the label stays."""
    assert phrase(label, language=Language.ID, actor="Staf").text == label


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Memeriksa berkas", "Periksa berkas"),
        ("Pemeriksaan berkas", "Periksa berkas"),
        ("Pengajuan usulan", "Ajukan usulan"),
        ("Periksa berkas", "Periksa berkas"),
        ("Melakukan pemeriksaan berkas", "Periksa berkas"),
        ("Menerima dan mencatat surat", "Terima dan catat surat"),
        ("Verifikasi lapangan", "Lakukan verifikasi lapangan"),
        ("Berkoordinasi dengan Camat", "Berkoordinasi dengan Camat"),
        ("Surat masuk", "Surat masuk"),
    ],
)
def test_the_imperative_is_an_option(label: str, text: str) -> None:
    """Work instructions may use the bare form."""
    assert phrase(label, language=Language.ID, form="imperative").text == text


def test_only_a_lower_first_letter_is_raised() -> None:
    """Nothing else of a right label changes."""
    assert phrase("memeriksa  SPJ\n2024", language=Language.ID).text == "Memeriksa SPJ 2024"
    assert phrase("eKTP siap", language=Language.ID).text == "eKTP siap"


def test_a_house_pair_comes_before_every_rule() -> None:
    """What the office accepted once is used again, whatever its case and spaces."""
    house = {"pemeriksaan berkas": "Meneliti berkas"}
    proposed = phrase("Pemeriksaan\nBerkas", language=Language.ID, house=house)
    assert (proposed.text, proposed.rule) == ("Meneliti berkas", "house")


def test_a_verb_that_looks_like_the_actor_is_no_actor() -> None:
    """Nothing of what is done is dropped."""
    proposed = phrase("Analisis rekap data", language=Language.ID, actor="Analisys")
    assert proposed.text == "Menganalisis rekap data"


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Menerima surat dan menandatangani tanda terima", "Terima surat dan tanda tangani tanda terima"),
        ("Memindai surat, membuat lembar disposisi", "Pindai surat, buat lembar disposisi"),
        ("Menerima berkas dan berkoordinasi dengan Camat", "Terima berkas dan berkoordinasi dengan Camat"),
    ],
)  # fmt: skip
def test_an_imperative_step_is_imperative_to_its_end(label: str, text: str) -> None:
    """All its verbs have one form; "ber-" has no other."""
    assert phrase(label, language=Language.ID, form="imperative").text == text
