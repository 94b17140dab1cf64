"""Days that an article tells of beside the visit's own: of coming home, of a statement, of the stay's other days."""

from __future__ import annotations

from datetime import date

import pytest

from tests.telling import visit

HOST = "Mereka diterima Bupati Banyuwangi di pendopo."


def start(body: str, published: str | None) -> date | None:
    found = visit(body, published=published).date_start
    return found.value if found else None


@pytest.mark.parametrize(
    ("body", "published", "expected"),
    [
        (
            "Penyuluh asal Kudus yang sejak Senin belajar di lahan petani Banyuwangi ikut memanen, Rabu (12/10/2022).",
            "2022-10-13",
            date(2022, 10, 10),
        ),
        (
            "Camat mengumpulkan para kades dari Kudus sebelum belajar ke Banyuwangi, Selasa (12/5/2026)."
            "\n\nRencananya mereka berada di sana tiga hari, 19-21 Mei 2026.",
            "2026-05-12",
            date(2026, 5, 19),
        ),
        (
            "Peserta dari Kudus belajar ke Banyuwangi, Selasa (9/5/2017)."
            "\n\nSebelumnya, 21-24 Maret lalu, rombongan lain mengunjungi Sulawesi Utara.",
            "2017-05-10",
            date(2017, 5, 9),
        ),
        (
            "Tamu dari Kudus menari di Desa Kemiren, Banyuwangi, Kamis (8/11/2018). Mereka belajar soal homestay."
            "\n\nRombongan berada di Banyuwangi sejak Rabu.",
            "2018-11-08",
            date(2018, 11, 7),
        ),
        (
            "Penyuluh dari Kudus belajar di Banyuwangi, Kamis (13/10/2022). Mereka berada di sana sejak pagi Rabu.",
            "2022-10-14",
            date(2022, 10, 13),
        ),
        (
            "Tamu dari Kudus melihat pengolahan sampah di Banyuwangi, Kamis (22/2/2024)."
            "\n\nSehari sebelumnya rombongan berdiskusi di kantor Dinas Lingkungan Hidup.",
            "2024-02-22",
            date(2024, 2, 21),
        ),
        (
            "Para kades dari Kudus menari bersama warga di Banyuwangi, Selasa (10/10/2023). Mereka belajar wisata."
            "\n\nDari kursus dua pekan itu, tiga hari (9-11/10) dihabiskan di Banyuwangi.",
            "2023-10-12",
            date(2023, 10, 9),
        ),
        (
            "Lima hari, 13 hingga 17 Oktober 2024, mahasiswa Universitas Jember menjalani kuliah lapangan ke Banyuwangi"
            " dan Bali.\n\nKeesokan harinya, 14 Oktober, mereka tiba dan langsung belajar.",
            "2024-10-19",
            date(2024, 10, 14),
        ),
        (
            "Rombongan Pemkab Kudus belajar ke Banyuwangi. Berangkat Jumat malam 18 November 2022, tiba Sabtu pagi.",
            None,
            date(2022, 11, 19),
        ),
        (
            "Sejak Senin (5/2/2018) hingga hari ini guru dari Kudus belajar di Banyuwangi. Tiga hari ini mereka sibuk.",
            "2018-02-07",
            date(2018, 2, 5),
        ),
        (f"Rogojampi, 15 Maret 2023. Guru dari Kudus belajar ke Banyuwangi. {HOST}", None, date(2023, 3, 15)),
    ],
)
def test_the_first_of_several_days_told_apart_is_the_visits(body: str, published: str | None, expected: date) -> None:
    assert start(body, published) == expected


@pytest.mark.parametrize(
    "other",
    [
        "Kisah itu diceritakan peserta setiba di Kudus, Rabu (23/8).",
        "Mereka baru mendarat lagi di Kudus Rabu (23/8) sore.",
        '"Kami belajar banyak," terang Hartono ditemui di ruang kerjanya, Rabu (23/8).',
        "Kunjungan itu berguna, ujar Hartono setiba di Bandara Ahmad Yani, Rabu (23/8).",
        "Hal itu dikemukakan Kepala Bagian Organisasi, Hartono, seusai memimpin tim ke Jawa Timur, Rabu (23/8).",
        "Sikap itu disampaikan selepas kunjungan ke Banyuwangi, Rabu (23/8).",
        '"Mereka kemari Senin," ungkap Hartono, Ketua Panwaslu Banyuwangi, Rabu (23/8).',
        '"Kami ikut rapatnya," cetusnya, Rabu (23/8).',
    ],
)
def test_the_day_of_coming_home_or_of_a_statement_is_another(other: str) -> None:
    lead, when = "KUDUS - Pegawai Pemkab Kudus belajar ke Banyuwangi.", "Mereka belajar di empat dinas, Senin (21/8)."
    body = f"{lead}\n\n{other}\n\n{when}"
    assert start(body, "2017-08-25") == date(2017, 8, 21)


def test_a_visit_of_some_day_in_a_month_was_on_no_day_of_the_next() -> None:
    body = (
        "Seratus kubus beton ditenggelamkan di Teluk Sumbreng, Rabu (20/11). Sepuluh nelayan dari Trenggalek belajar"
        " caranya di Banyuwangi, pertengahan Oktober."
    )
    assert start(body, "2013-11-21") is None
