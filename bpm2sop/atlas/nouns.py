"""Words that names of processes are made of: none of them is a misspelling of another."""

from __future__ import annotations

from typing import Final

_TEXT: Final = """
administrasi akreditasi alokasi arsip aset asistensi audit bantuan barang belanja bimbingan data daerah dana
desa diklat disposisi distribusi dokumen dokumentasi ekspor eksternal evaluasi external fasilitasi gaji hibah hukum
identifikasi impor import increase decrease export informasi inspeksi instalasi internal inventarisasi izin jasa
kalibrasi kas kendaraan kenaikan kepegawaian kerja keuangan klasifikasi konsultasi koordinasi laporan layanan
legalisasi mediasi migrasi mitigasi moderasi monitoring mutasi negosiasi notulensi operasi organisasi pajak pangkat
pasar pegawai pelaksanaan pelantikan pelaporan pelatihan pelayanan pelayaran pelelangan pelepasan pelestarian
peliputan pelunasan pemanfaatan pemantauan pemasangan pemasaran pemasukan pematangan pembaharuan pembahasan
pembaruan pembatalan pembatasan pembayaran pembebasan pembekalan pembelajaran pembelian pembenahan pembentukan
pemberdayaan pemberhentian pemberian pemberkasan pembersihan pembiayaan pembinaan pembongkaran pembuatan pembubaran
pembukaan pembukuan pemekaran pemeliharaan pemeriksaan pemesanan pemetaan pemilahan pemilihan pemindahan pemindaian
peminjaman pemotongan pemrosesan pemulangan pemulihan pemungutan pemusnahan pemutakhiran pemutusan penagihan
penambahan penanaman penandatanganan penanganan penanggulangan penarikan penataan penatausahaan pencabutan pencairan
pencarian pencatatan pencegahan pencetakan pendaftaran pendampingan pendanaan pendataan pendidikan pendirian
pendistribusian pendokumentasian penelaahan penelitian penempatan penerapan penerbitan penerimaan penertiban penerusan
penetapan pengadaan pengaduan pengajaran pengajian pengajuan pengakhiran pengakuan pengaktifan pengalihan pengamanan
pengambilan pengamatan pengangkatan pengangkutan penganggaran pengarahan pengarsipan pengaturan pengawalan pengawasan
pengecekan pengelolaan pengeluaran pengembalian pengembangan pengemasan pengendalian pengerjaan pengesahan pengetikan
penggajian penggalian penggandaan penggantian penghapusan penghargaan penghentian penghitungan pengiriman pengisian
pengkajian pengolahan pengubahan pengujian pengukuran pengumpulan pengumuman pengundian pengundangan pengunggahan
pengurangan pengurusan pengusulan penilaian penilikan penindakan peningkatan peninjauan penjadwalan penjagaan
penjaminan penjualan pensiun penugasan penunjukan penutupan penyaluran penyampaian penyediaan penyegelan
penyelenggaraan penyelesaian penyeleksian penyerahan penyesuaian penyetoran penyewaan penyiapan penyidikan
penyimpanan penyuluhan penyuratan penyusunan penyusutan perawatan perbaikan perencanaan pergantian perhitungan
perizinan perjanjian perkara perlindungan permintaan permohonan perolehan perpanjangan persetujuan persiapan pertanggungjawaban
perubahan perumahan perumusan piutang publikasi putusan rapat registrasi rehabilitasi rekonsiliasi rekrutmen
rekomendasi rencana retribusi reviu risiko rotasi sertifikasi sosialisasi standardisasi statistik supervisi surat
survei tagihan tanah transaksi usaha usulan validasi verifikasi masuk keluar
approval appraisal application appointment archive assessment assignment billing booking budget calibration
certification collection complaint compliance conversion correction delivery deployment disposal distribution
evaluation examination extension extraction inspection installation invention invoice licence loan maintenance
management meeting monitoring order payment payroll planning preparation presentation prevention procurement
production promotion protection publication purchase purchasing receipt recruitment registration rejection release
reporting request retention retirement return review revision selection service shipping submission supervision
termination testing training transaction transfer translation transport travel treatment validation verification
"""
NOUNS: Final = frozenset(_TEXT.split())
