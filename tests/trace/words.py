"""Words of which random labels are made."""

VERBS = (
    *("Memeriksa", "Menerima", "Mencatat", "Menyusun", "Menandatangani", "Mengirim", "Verifikasi"),
    *("Membuat", "Mengarsipkan", "Menghitung", "Menyetujui", "Meneliti", "Mendisposisi"),
)
THINGS = (
    *("berkas permohonan", "surat tugas", "nota dinas", "laporan bulanan", "data pegawai"),
    *("usulan cuti", "dokumen lelang", "berita acara", "kuitansi", "daftar hadir", "rancangan SK"),
    *("formulir", "lampiran", "izin usaha", "hasil rapat"),
)
UNITS = ("Loket", "Kepala Seksi", "Verifikator", "Sekretaris", "Bendahara", "Kepala Dinas")
WORDS = ("kembali", "awal", "akhir", "kelengkapan", "secara daring")
