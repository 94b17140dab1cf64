"""Synthetic news of study visits to one of two watched places, to both, and from one to the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from functools import cache

from article import Article
from config import ROOT
from detect.watched import Watched

NOW = datetime(2026, 10, 17, 8, tzinfo=timezone(timedelta(hours=7)))
BANYUWANGI, YOGYAKARTA = "35.10", "34.71"
FILES = tuple(ROOT / "watch" / f"{name}.toml" for name in ("banyuwangi", "yogyakarta"))

TO_BANYUWANGI = (
    "DPRD Tuban Studi Banding Pelayanan Publik ke Banyuwangi",
    "BANYUWANGI - Sebanyak 25 anggota DPRD Kabupaten Tuban melakukan kunjungan kerja ke Kabupaten Banyuwangi, Selasa "
    "(13/10/2026). Mereka ingin belajar tentang Mal Pelayanan Publik dan program Smart Kampung.\n\n"
    "Rombongan diterima Sekretaris Daerah di kantor Pemkab Banyuwangi. Ketua rombongan mengatakan, Banyuwangi dipilih "
    "karena pelayanan publiknya bisa dicontoh. Setelah itu mereka meninjau desa yang menerapkan program tersebut.",
)
TO_YOGYAKARTA = (
    "Pemkot Pekalongan Belajar Pengelolaan Sampah di Kota Yogyakarta",
    "YOGYA - Sebanyak 30 orang dari Pemerintah Kota Pekalongan melakukan studi banding ke Pemerintah Kota Yogyakarta, "
    "Rabu (14/10/2026). Mereka ingin belajar pengelolaan sampah lewat program Mbah Dirjo.\n\n"
    "Rombongan diterima Wali Kota Yogyakarta Hasto Wardoyo di Balai Kota Timoho. Ketua rombongan mengatakan, Kota "
    "Yogyakarta dipilih karena berhasil mengurangi sampah. Mereka lalu meninjau Pasar Beringharjo.",
)
TO_BOTH = (
    "Pemkab Ngawi Studi Banding ke Banyuwangi dan Kota Yogyakarta",
    "Sebanyak 40 pejabat Pemerintah Kabupaten Ngawi melakukan studi banding ke dua daerah pekan ini. Mereka belajar "
    "pelayanan publik ke Pemerintah Kabupaten Banyuwangi, Senin (12/10/2026), lalu belajar pengelolaan sampah ke "
    "Pemerintah Kota Yogyakarta, Kamis (15/10/2026).\n\n"
    "Di Banyuwangi rombongan diterima Sekretaris Daerah dan meninjau Mal Pelayanan Publik. Di Kota Yogyakarta "
    "rombongan diterima Wali Kota Hasto Wardoyo di Balai Kota Timoho. Ketua rombongan mengatakan, kedua daerah "
    "dipilih karena inovasinya bisa dicontoh.",
)
FROM_ONE_TO_THE_OTHER = (
    "Pemkab Banyuwangi Belajar Pengelolaan Sampah ke Kota Yogyakarta",
    "YOGYA - Sebanyak 20 pejabat Pemerintah Kabupaten Banyuwangi melakukan studi banding ke Pemerintah Kota "
    "Yogyakarta, Jumat (16/10/2026). Mereka ingin belajar pengelolaan sampah.\n\n"
    "Rombongan diterima Wali Kota Yogyakarta Hasto Wardoyo di Balai Kota Timoho. Ketua rombongan mengatakan, Kota "
    "Yogyakarta dipilih karena berhasil mengurangi sampah.",
)
OF_NEITHER = (
    "Harga Cabai di Pasar Tuban Naik",
    "TUBAN - Harga cabai rawit di pasar tradisional Kabupaten Tuban naik sejak awal pekan. Pedagang mengatakan pasokan "
    "dari petani berkurang karena hujan. Pemerintah daerah berencana menggelar pasar murah.",
)


@cache
def both() -> Watched:
    return Watched.read(FILES)


def told(news: Sequence[str], number: int = 1) -> Article:
    title, body = news
    return Article(url=f"https://berita.example/{number}", site="berita", title=title, body=body, published=NOW)
