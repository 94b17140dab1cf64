"""Announced, happened, called off, or told again."""

from __future__ import annotations

import pytest

from detect.judge import judge
from tests.telling import article, profile

REST = (
    " Mereka ingin mempelajari mal pelayanan publik. Rombongan dipimpin Sekda Sampang dan membawa kepala dinas. "
    "Banyuwangi dipilih karena layanannya cepat."
)


def status(body: str, published: str | None = None, title: str = "Pemkab Sampang Belajar ke Banyuwangi") -> str | None:
    return judge(article(body + REST, title, published), profile()).status


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("Pemkab Sampang akan studi banding ke Banyuwangi.", "announced"),
        ("Pemkab Sampang dijadwalkan berkunjung ke Banyuwangi pekan depan.", "announced"),
        ("Pemkab Sampang studi banding ke Banyuwangi. Hasilnya akan diterapkan.", "happened"),
        ("Pemkab Sampang diterima Wakil Bupati Banyuwangi saat studi banding.", "happened"),
        ("Studi banding Pemkab Sampang ke Banyuwangi ditunda karena cuaca.", "cancelled"),
        ("Pemkab Sampang membatalkan rapat, lalu studi banding ke Banyuwangi.", "happened"),
    ],
)
def test_words_tell_where_no_day_is_known(body: str, told: str) -> None:
    assert status(body) == told


@pytest.mark.parametrize(
    "body",
    [
        "Pemkab Sampang segera mengirim dua belas camat ke Banyuwangi untuk studi tiru.",
        "Bulan depan giliran Pemkab Sampang yang studi banding ke Banyuwangi.",
        "Pemkab Sampang bertolak ke Banyuwangi pekan depan guna belajar layanan publik.",
        "Rencana studi tiru Pemkab Sampang ke Banyuwangi sudah bulat.",
        "Studi banding Pemkab Sampang ke Banyuwangi ditunda menjadi pekan depan.",
        "Pemkab Sampang melepas 20 pegawai yang akan studi lapangan ke Banyuwangi, Rabu.",
        "Sebanyak 20 pegawai Pemkab Sampang dilepas menuju Banyuwangi guna studi tiru.",
        "Pemkab Sampang menjadwalkan studi tiru ke Banyuwangi awal Juni.",
        "Pemkab Sampang will visit Banyuwangi next week to learn about public service.",
    ],
)
def test_announced(body: str) -> None:
    assert status(body) == "announced"


@pytest.mark.parametrize(
    "body",
    [
        "Pemkab Sampang berencana menerapkan mal pelayanan publik setelah studi banding ke Banyuwangi kemarin.",
        "Pemkab Sampang berencana mengadopsi mal pelayanan publik yang dilihatnya di Banyuwangi.",
        "Pemkab Sampang telah studi banding ke Banyuwangi. Hasilnya bakal dibahas pekan depan.",
        "Usai studi banding ke Banyuwangi, Pemkab Sampang akan membangun mal pelayanan publik.",
        "Rombongan Pemkab Sampang tiba di Banyuwangi hendak belajar mal pelayanan publik.",
        "Pemkab Sampang sedang berada di Banyuwangi untuk studi tiru.",
        "Kunjungan Pemkab Sampang ke Banyuwangi yang semula dirancang dua hari diperpanjang.",
        "Setelah sempat ditunda dua kali, Pemkab Sampang akhirnya studi banding ke Banyuwangi.",
        "Studi banding ke Bali batal, Pemkab Sampang belajar ke Banyuwangi.",
        "Meski rapat paripurna batal, Pemkab Sampang tetap studi banding ke Banyuwangi.",
    ],
)
def test_happened_whatever_else_is_planned_or_off(body: str) -> None:
    assert status(body) == "happened"


@pytest.mark.parametrize(
    "body",
    [
        "Pemkab Sampang menunda keberangkatan pejabatnya ke Banyuwangi untuk studi tiru.",
        "Studi tiru Pemkab Sampang ke Banyuwangi yang sedianya digelar besok tidak jadi.",
        "Pejabat dicoret. Studi tiru Pemkab Sampang ke Banyuwangi yang mestinya berangkat kemarin tinggal rencana.",
        "Pemkab Sampang mengurungkan studi banding ke Banyuwangi lantaran anggaran dipangkas.",
        "Bupati membatalkan kunjungan kerja Pemkab Sampang ke Banyuwangi.",
        "Karena pandemi, kunjungan belajar Pemkab Sampang ke Banyuwangi dijadwal ulang.",
        "Studi banding Pemkab Sampang ke Banyuwangi dipastikan gagal berangkat.",
        "The Sampang regency has postponed its study visit to Banyuwangi.",
    ],
)
def test_called_off(body: str) -> None:
    assert status(body) == "cancelled"


@pytest.mark.parametrize(
    ("body", "published", "told"),
    [
        ("Tiga tahun lalu Pemkab Sampang studi banding ke Banyuwangi.", "2022-05-10", "recap"),
        ("Pada Mei 2015 Pemkab Sampang studi banding ke Banyuwangi. Kini hasilnya terasa.", "2019-02-10", "recap"),
        ("Tahun 2017 silam Pemkab Sampang belajar ke Banyuwangi.", "2020-02-10", "recap"),
        ("Kilas balik: Pemkab Sampang pernah studi banding ke Banyuwangi.", None, "recap"),
        ("Pada Desember 2018 Pemkab Sampang studi banding ke Banyuwangi.", "2019-01-10", "happened"),
        ("Pemkab Sampang studi banding ke Banyuwangi, yang sejak 2017 punya mal pelayanan.", "2020-02-10", "happened"),
        ("Pemkab Sampang studi banding ke Banyuwangi, peraih penghargaan 2018.", "2019-05-10", "happened"),
        ("Pemkab Sampang studi banding ke Banyuwangi untuk menyusun APBD 2020.", "2019-05-10", "happened"),
    ],
)
def test_an_old_visit_is_told_again(body: str, published: str | None, told: str) -> None:
    assert status(body, published) == told


def test_the_day_of_the_announcement_is_not_that_of_the_visit() -> None:
    body = "Awal Juni Pemkab Sampang dijadwalkan studi banding ke Banyuwangi, kata bupati, Kamis (14/3/2019)."
    assert status(body, "2019-03-14") == "announced"


@pytest.mark.parametrize(
    ("published", "told"),
    [
        ("2019-03-12", "announced"),
        ("2019-03-14", "happened"),
        ("2019-03-20", "happened"),
        ("2019-09-30", "recap"),
    ],
)
def test_the_day_of_the_visit_tells_against_the_day_of_the_paper(published: str, told: str) -> None:
    assert status("Pemkab Sampang studi banding ke Banyuwangi, Kamis (14/3/2019).", published) == told


def test_what_is_no_visit_has_no_status() -> None:
    assert judge(article("Harga cabai di Banyuwangi akan naik.", "Cabai"), profile()).status is None
