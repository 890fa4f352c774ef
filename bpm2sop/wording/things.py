"""Indonesian labels that begin like an action but name a state, a service, a method or somebody's approval."""

from functools import cache

from bpm2sop.wording.lexicon import Found, Part, find
from bpm2sop.wording.line import Line
from bpm2sop.wording.tables import data_text, word_list, word_set

CONDITIONS = word_set(
    "jika apabila bila kalau bilamana setelah sebelum ketika saat apakah sesudah selama agar untuk"
)
OUTCOMES = word_set(
    "menyetujui menolak menerima mengabulkan membatalkan menangguhkan menunda menggugurkan meluluskan mengizinkan "
    "menyepakati menyelesaikan mencabut menutup"
)
_TIED = CONDITIONS | word_set("yang supaya guna karena bahwa hingga sampai sehingga siap akan")
_ASPECTS = word_set("sudah telah sedang masih")
_NEGATIONS = word_set("belum tidak batal")
_LIGHT = word_set("melakukan melaksanakan mengadakan menyelenggarakan")
_EXAMINING = word_set(
    "memeriksa memverifikasi memvalidasi meneliti mengevaluasi menilai mereviu mengkaji mengoreksi menetapkan "
    "mempertimbangkan mengesahkan"
)
_APPROVING = word_set("menyetujui mendisposisikan menandatangani memaraf mengotorisasi meminta")
_EXPERTS = word_set(
    "dokter bidan perawat auditor hakim jaksa atasan pimpinan juri ahli pakar psikolog asesor apoteker"
)
_PRESENTED = word_set("penyedia peserta vendor calon kelompok")
_BODIES = word_set(
    "inspektorat apip bpk bpkp dpr dprd bappeda bappenas kementerian kemenkeu kemendagri kemenpan kpk kpu bawaslu bkn "
    "bkd bkpsdm bpkad kppn pengadilan kejaksaan"
)
_FIELDS = word_set(
    "perencanaan pelaporan pengembangan pembinaan pengawasan penelitian pengendalian pelayanan pengadaan pemberdayaan"
)
# Alone they name a field, a unit or a stretch of time.
_ALONE = _FIELDS | word_set(
    "pembangunan penganggaran pertanggungjawaban pencegahan penanggulangan penegakan pendanaan pembiayaan persiapan "
    "pelaksanaan pendampingan pembekalan pemeliharaan perawatan pengobatan pengajaran peningkatan penjualan pemasaran "
    "persetujuan permintaan pembukaan penutupan pengelolaan perbaikan penyelesaian"
)
_OF_PLACES = word_set("dan serta daerah pemerintah kota kabupaten provinsi desa kecamatan")
_BER_NOUNS = word_set("berkas berita beras berkah berlian bercak beringin berat berdiri")
_WATCHING = word_set("menunggu mengecek memeriksa melihat memantau mencatat")
_ROMAN = word_set("i ii iii iv v vi vii viii ix x")
_FARTHEST = 12


@cache
def roles() -> frozenset[str]:
    """Return the words that begin the title of an office-holder."""
    return word_list("roles_id.txt")


@cache
def people() -> frozenset[str]:
    """Return the words for people and office-holders."""
    return roles() | word_list("people_id.txt")


@cache
def modifiers() -> frozenset[str]:
    """Return the words behind an action noun that say which kind it is."""
    return word_list("modifiers_id.txt")


@cache
def _offices() -> frozenset[str]:
    return people() | word_list("offices_id.txt")


@cache
def _states() -> frozenset[str]:
    return word_list("states_id.txt")


@cache
def _qualities() -> frozenset[str]:
    return word_list("qualities_id.txt")


@cache
def _pairs() -> frozenset[str]:
    return word_list("things_id.txt")


@cache
def _units() -> frozenset[str]:
    return word_list("fields_id.txt")


@cache
def _steps_alone() -> frozenset[str]:
    return word_list("alone_id.txt")


@cache
def _objects() -> dict[str, frozenset[str]]:
    """Map each noun that needs an object to the words that may be it."""
    rows = (line for line in data_text("objects_id.txt").splitlines() if line[0] != "#")
    cut = (row.partition(":") for row in rows)
    return {noun: word_set(objects) for noun, _, objects in cut}


def is_state(line: Line, head: Found) -> bool:
    """Tell whether what follows an action says how it stands ("Pembayaran berhasil", "Pendaftaran ditutup")."""
    end = len(line)
    follower = line.word(head.end)
    if head.end >= end or line.gap(head.end) != " " or _is_order(line, head):
        return False
    if follower in _states():
        return True
    alone = head.end - head.start == 1 and head.end + 1 == end
    if alone and (follower in _qualities() or follower.isdigit() or follower in _ROMAN):
        return True
    if follower in _ASPECTS or follower in _NEGATIONS or follower == "no":
        return True
    limit = min(end, head.end + _FARTHEST)
    if not _TIED.isdisjoint(line.words[head.end : limit]):
        return False
    return line.words[-1] in _states() or _is_said_of(line, head, limit)


def _is_order(line: Line, head: Found) -> bool:
    """Tell whether a bare form can only be an order, or one to wait for a state ("Tunggu proses selesai")."""
    if head.part is Part.NOUN:
        return False
    return line.word(head.end - 1).endswith(("kan", "i")) or (
        head.verb is not None and head.verb.verb in _WATCHING
    )


def _is_said_of(line: Line, head: Found, limit: int) -> bool:
    """Tell whether a passive or a word like "sudah" follows, said of the action or its object."""
    for at in range(head.end, limit):
        word = line.words[at]
        if head.part is not Part.NOUN and at > head.end:
            return False
        if word in _ASPECTS:
            return True
        if not word.startswith("di"):
            continue
        found = find(line, at)
        if found and found.part is Part.PASSIVE and found.verb and found.verb.verb not in _LIGHT:
            return True
    return False


def is_thing(line: Line, head: Found, object_at: int | None = None) -> bool:
    """Tell whether an action noun and what follows it name a thing, a field, or whose act it is.

    Args:
        line: The label.
        head: Its action noun.
        object_at: The word that the action is done to, where more actions are joined to the first.
    """
    noun, follower = line.word(head.start), line.word(head.end)
    if f"{line.word(head.end - 1)} {follower}" in _pairs():
        return True
    needed = _objects().get(" ".join(line.words[head.start : head.end]))
    aim = follower if object_at is None else line.word(object_at)
    if needed is not None and aim not in needed:
        return True
    if follower in modifiers() and (_is_event(head, noun) or _is_bare_kind(line, head)):
        return True
    if follower.startswith("ber") and follower not in _BER_NOUNS and head.part is Part.NOUN:
        return True
    return _is_somebodys(line, head) or _names_unit(line) or _is_name_alone(line, head)


def _is_name_alone(line: Line, head: Found) -> bool:
    """Tell whether an action noun that is the whole label names a field, an event or a method."""
    if head.part is not Part.NOUN or head.start > 0 or len(line) > 1:
        return False
    noun = line.word(0)
    if is_native(noun):
        return noun in _ALONE
    return noun not in _steps_alone()


def _is_event(head: Found, noun: str) -> bool:
    """Tell whether a noun names an event, as loans do ("survei"), and no *peN-…-an* noun."""
    return head.verb is not None and "e" in head.verb.flags and not is_native(noun)


def _is_bare_kind(line: Line, head: Found) -> bool:
    """Tell whether a bare word and its kind are the whole label ("Servis berkala", "Razia rutin")."""
    bare = head.part is Part.BARE and not line.word(head.end - 1).endswith(("kan", "i"))
    return bare and head.end + 1 == len(line)


def is_native(noun: str) -> bool:
    """Tell whether a noun has the shape *peN-…-an*, which always names the doing of its verb."""
    return noun.startswith("pe") and noun.endswith("an")


def _is_somebodys(line: Line, head: Found) -> bool:
    """Tell whether the one who acts stands behind the noun ("Persetujuan Bupati", "Pemeriksaan dokter")."""
    verb = head.verb.verb if head.verb else ""
    follower = line.word(head.end)
    if head.verb is not None and "g" in head.verb.flags and follower in roles():
        return True
    if verb in _APPROVING:
        return follower in _offices()
    if verb in _EXAMINING:
        return follower in _EXPERTS or follower in _BODIES
    return verb == "mempresentasikan" and follower in _PRESENTED


def _names_unit(line: Line) -> bool:
    """Tell whether a label is nothing but fields joined, as units are called ("Penelitian dan Pengembangan")."""
    words = [word for word in line.words if word not in _OF_PLACES]
    if len(words) > 1 and all(word in _FIELDS for word in words):
        return True
    return " ".join(words) in _units()
