"""A made set of maps, linked in every way, with traps; and what is true of it."""

from tests.atlas.made import Box, Call, chain, chart, work

GUID = "6F31A1F2-B947-5FD4-8A18-F6B00964FD9B"
OTHER_GUID = "932EBB89-47D3-5FAD-999F-ED67CD6C46AE"

BY_ID = {
    "id/layanan.bpmn": chain(
        "Layanan Publik",
        [
            Call("Izin", "proses_izin_reklame"),
            Call("Surat", "{" + GUID.lower() + "}"),
            Call("Kartu", "Process_" + OTHER_GUID.replace("-", "_")),
            Call("Lain nama sama sekali", "proses_legalisir"),
        ],
        "proses_layanan",
    ),
    "id/a.bpmn": work("Penerbitan Izin Reklame", "proses_izin_reklame"),
    "id/b.bpmn": work("Penerbitan Surat Keterangan", "sid-" + GUID),
    "id/c.bpmn": work("Penerbitan Kartu Tanda Anggota", "_" + OTHER_GUID.lower()),
    "id/d.bpmn": work("Legalisasi Dokumen", "proses_legalisir"),
}
BY_CODE = {
    "kode/00-peta-proses.bpmn": chart(
        "Peta Proses Badan",
        [Box("07.01 Perencanaan"), Box("07.02 Pemantauan"), Box("07.03 Pengarsipan")],
        "p_top",
        ("Proses Utama", "Proses Pendukung", "Proses Manajerial"),
    ),
    "kode/perencanaan.bpmn": chart("07.01 Perencanaan", [Box("07.01.01 Rencana Strategis")], "p1"),
    "kode/renstra.bpmn": work("07.01.01 Menyusun Rencana Strategis Badan", "p2"),
    "kode/07-02-pemantauan.bpmn": chart("Pemantauan", [Box("Berkala")], "p3"),
    "kode/7.2.1 triwulan.bpmn": work("Pemantauan Triwulanan", "p4"),
    "kode/07.02.02-tahunan.bpmn": work("Pemantauan Tahunan", "p5"),
}
TYPED = {
    "Pengelolan Arsip Dinamis": "Pengelolaan Arsip Dinamis",
    "Pemeliharan Jaringan Komputer": "Pemeliharaan Jaringan Komputer",
    "Penyelesaian  Sengketa-Informasi": "Penyelesaian Sengketa Informasi",
    "Pengembangan Kompetnesi Pegawai": "Pengembangan Kompetensi Pegawai",
    "PENGAMANAN ASET DÁERAH": "Pengamanan Aset Daerah",
    "Peminjaman Kendaran Dinas": "Peminjaman Kendaraan Dinas",
    "Penata usahaan Hibah": "Penatausahaan Hibah",
    "Fasilitasi Kunjugan Kerja": "Fasilitasi Kunjungan Kerja",
}
"""Name at the box, and title of its map."""
SAME = {"Penyelesaian  Sengketa-Informasi", "PENGAMANAN ASET DÁERAH"}
"""Names that differ in nothing but writing: links, not proposals."""
DECOYS = (
    "Penanganan Pengaduan",
    "Penanganan Pengadaan",
    "Penanganan Surat Masuk",
    "Penanganan Surat Keluar",
    "Pemusnahan Arsip Dinamis",
    "Evaluasi Kinerja Tahap 1",
    "Evaluasi Kinerja Tahap 2",
    "Audit Internal",
)
BY_NAME = {
    "nama/umum.bpmn": chart(
        "Urusan Umum",
        [
            *(Box(name) for name in TYPED),
            Box("Penanganan Surat"),
            Box("Evaluasi Kinerja Tahap 3"),
            Box("Audit Eksternal"),
        ],
        "p_umum",
    ),
    **{f"nama/{at}.bpmn": work(title, f"p_n{at}") for at, title in enumerate(TYPED.values())},
    **{f"nama/lain{at}.bpmn": work(title, f"p_l{at}") for at, title in enumerate(DECOYS)},
}
BY_MANIFEST = {
    "manifes/induk.bpmn": chart("Tata Kelola", [Box("Rapat"), Box("Notula")], "p_induk"),
    "manifes/anak1.bpmn": work("Penyiapan Bahan Pimpinan", "p_anak1"),
    "manifes/anak2.bpmn": work("Dokumentasi Keputusan", "p_anak2"),
}
MANIFEST = """
[[map]]
child = "manifes/anak1.bpmn"
parent = "Tata Kelola"
code = "09.01"
level = 3
owner = "Sekretariat"

[[map]]
child = "p_anak2"
parent = "manifes/induk.bpmn#p_induk_1"

[[map]]
child = "tidak ada"
parent = "Tata Kelola"
"""
TRAPS = {
    "jebakan/kosong.bpmn": chain(
        "Rantai Kosong",
        [Call("Ke kosong", "p_kosong"), Call("Ke pool lain", "p_hampa")],
        "p_rantai",
    ),
    "jebakan/target.bpmn": chart("Target Kosong", [], "p_kosong").replace(
        "<process",
        '<collaboration id="ck"><participant id="x" name="Kosong" processRef="p_kosong"/></collaboration><process',
        1,
    ),
    "jebakan/pool.bpmn": chain(
        "Isi Sebenarnya",
        ["Mencatat", "Mengirim"],
        "p_isi",
        pools='<collaboration id="cp"><participant id="a" name="Hampa" processRef="p_hampa"/>'
        '<participant id="b" name="Isi" processRef="p_isi"/></collaboration><process id="p_hampa" name="Hampa"/>',
    ),
    "jebakan/putar1.bpmn": chain("Putaran Satu", [Call("Dua", "p_dua")], "p_satu"),
    "jebakan/putar2.bpmn": chain("Putaran Dua", [Call("Satu", "p_satu")], "p_dua"),
    "jebakan/kembar1.bpmn": work("Kembar Siam", "p_kembar1"),
    "jebakan/kembar2.bpmn": work("Kembar  SIAM", "p_kembar2"),
    "jebakan/panggil_kembar.bpmn": chart("Pemanggil Kembar", [Box("Kembar Siam")], "p_panggil"),
    "jebakan/yatim.bpmn": work("Tak Bertuan", "p_yatim"),
    "jebakan/id1.bpmn": work("Id Satu", "p_sama"),
    "jebakan/id2.bpmn": work("Id Dua", "p_sama"),
    "jebakan/panggil_id.bpmn": chain(
        "Pemanggil Id", [Call("Tidak jelas", "p_sama")], "p_panggil_id"
    ),
    "jebakan/hilang.bpmn": chain("Pemanggil Hilang", [Call("Tiada", "p_tiada")], "p_hilang"),
    "jebakan/dua1.bpmn": chain("Induk Pertama", [Call("Anak bersama", "p_bersama")], "p_dua1"),
    "jebakan/dua2.bpmn": chain("Induk Kedua", [Call("Anak bersama", "p_bersama")], "p_dua2"),
    "jebakan/bersama.bpmn": work("Anak Rebutan", "p_bersama"),
    "jebakan/05.01-x.bpmn": chain(
        "Seksi", [Call("Salah kode", "p_salah"), Call("Loncat", "p_loncat")], "p_seksi"
    ),
    "jebakan/06.01.01-y.bpmn": work("Salah Kamar", "p_salah"),
    "jebakan/05.01.02.03-z.bpmn": work("Lompat Tingkat", "p_loncat"),
}
AGENCY = {**BY_ID, **BY_CODE, **BY_NAME, **BY_MANIFEST, **TRAPS}

PARENTS = {
    "id/a.bpmn": ("id/layanan.bpmn", "calledElement"),
    "id/b.bpmn": ("id/layanan.bpmn", "calledElement"),
    "id/c.bpmn": ("id/layanan.bpmn", "calledElement"),
    "id/d.bpmn": ("id/layanan.bpmn", "calledElement"),
    "kode/perencanaan.bpmn": ("kode/00-peta-proses.bpmn", "code"),
    "kode/renstra.bpmn": ("kode/perencanaan.bpmn", "code"),
    "kode/07-02-pemantauan.bpmn": ("kode/00-peta-proses.bpmn", "code"),
    "kode/7.2.1 triwulan.bpmn": ("kode/07-02-pemantauan.bpmn", "code"),
    "kode/07.02.02-tahunan.bpmn": ("kode/07-02-pemantauan.bpmn", "code"),
    "nama/2.bpmn": ("nama/umum.bpmn", "name"),
    "nama/4.bpmn": ("nama/umum.bpmn", "name"),
    "manifes/anak1.bpmn": ("manifes/induk.bpmn", "manifest"),
    "manifes/anak2.bpmn": ("manifes/induk.bpmn", "manifest"),
    "jebakan/target.bpmn": ("jebakan/kosong.bpmn", "calledElement"),
    "jebakan/pool.bpmn": ("jebakan/kosong.bpmn", "calledElement"),
}
"""File of a map, file of its parent's page, and the link."""
