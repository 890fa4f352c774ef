"""Slips of the pen, made at random in names of a full set: found, and never found wrongly."""

import random

import pytest

from bpm2sop.atlas.names import NearNames, normal

ASPECTS = (
    "Penyusunan Pelaksanaan Evaluasi Pelaporan Penerbitan Pengelolaan Pemeriksaan Pembinaan Penataan Pengawasan Pengadaan "
    "Pemeliharaan Penghapusan Pengajuan Penetapan Verifikasi Penanganan Pelayanan Pencatatan Distribusi"
)
OBJECTS = (
    "Rencana Kerja;Anggaran;Izin Usaha;Izin Reklame;Arsip Dinamis;Barang Milik Daerah;Surat Masuk;Surat Keluar;"
    "Kenaikan Pangkat;Cuti Pegawai;Laporan Kinerja;Pengaduan Masyarakat;Data Statistik;Aset Tetap;Perjalanan Dinas;"
    "Gaji Berkala;Pajak Daerah;Retribusi Pasar;Jaringan Komputer;Informasi Publik"
)
LETTERS = "aeiouknrst"


def slip(name: str, chance: random.Random) -> str:
    """One letter left out, put in, changed, or swapped with its neighbour, within a word."""
    letters = list(name)
    at = chance.choice([i for i in range(1, len(name) - 1) if " " not in name[i - 1 : i + 2]])
    kind = chance.choice(("out", "in", "change", "swap"))
    if kind == "out":
        del letters[at]
    elif kind == "in":
        letters.insert(at, chance.choice(LETTERS))
    elif kind == "change":
        letters[at] = chance.choice(LETTERS)
    else:
        letters[at - 1], letters[at] = letters[at], letters[at - 1]
    return "".join(letters)


@pytest.mark.parametrize("seed", range(12))
def test_each_single_slip_is_found_and_no_other_name(seed: int) -> None:
    """Sixty maps out of four hundred alike names; half of them misspelt, thirty names without a map beside."""
    chance = random.Random(seed)  # noqa: S311  (the same slips each time)
    names = [f"{aspect} {thing}" for aspect in ASPECTS.split() for thing in OBJECTS.split(";")]
    chance.shuffle(names)
    titles, absent = names[:60], names[60:90]
    slips = {slip(title, chance): title for title in titles[:30]}
    near = NearNames({title: title for title in titles}, (*slips, *absent), 0.85)
    found = {name: near.best(name) for name in (*slips, *absent)}
    assert {
        name: hit[0] for name, hit in found.items() if hit and normal(name) != normal(hit[0])
    } == {name: title for name, title in slips.items() if normal(name) != normal(title)}
