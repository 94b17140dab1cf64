from __future__ import annotations

from datetime import date

import pytest

from detect.facts.dates import Days, days
from detect.facts.find import scene_of
from detect.facts.scene import see
from tests.telling import article, profile, readings

LEAD = "Rombongan Pemkab Sleman belajar ke Banyuwangi, {day}. Mereka diterima di pendopo."


def told(body: str, published: str | None = None, url: str = "", title: str = "Kunjungan") -> Days:
    one = article(body, title, published, url)
    document, found = readings(one)
    return days(one, document, scene_of(document, found, profile()))


def start(body: str, published: str | None = None, url: str = "") -> date | None:
    found = told(body, published, url).start
    return found.value if found else None


@pytest.mark.parametrize(
    ("day", "published", "expected"),
    [
        ("Rabu (17/10)", "2018-10-17", date(2018, 10, 17)),
        ("Kamis (28/12)", "2018-01-02", date(2017, 12, 28)),
        ("Jumat (5/1)", "2018-12-28", date(2019, 1, 5)),
        ("Selasa", "2018-10-18", date(2018, 10, 16)),
        ("kemarin", "2018-10-18", date(2018, 10, 17)),
        ("Selasa (19/9/17)", None, date(2017, 9, 19)),
    ],
)
def test_the_publishing_date_completes_a_day(day: str, published: str | None, expected: date) -> None:
    assert start(LEAD.format(day=day), published) == expected


def test_where_a_weekday_fits_both_orders_the_publishing_date_decides() -> None:
    body = "The delegation of the Sleman regency visited the town of Banyuwangi on Thursday (12/3/2026) to learn."
    assert start(body, "2026-03-15") == date(2026, 3, 12)


def test_without_any_year_the_day_is_unknown() -> None:
    assert start(LEAD.format(day="Kamis (10/10)")) is None
    assert start(LEAD.format(day="Rabu")) is None


def test_the_address_gives_the_year() -> None:
    assert start(LEAD.format(day="Kamis (10/10)"), url="https://contoh.example/2013/10/judul") == date(2013, 10, 10)


def test_another_days_year_serves_where_the_weekday_fits() -> None:
    body = LEAD.format(day="Senin (21/8)") + "\n\nBupati itu dilantik pada 22 Mei 2017."
    found = told(body)
    assert found.start is not None
    assert found.start.value == date(2017, 8, 21)
    assert found.start.mark is not None


def test_a_year_that_stands_alone_is_no_evidence() -> None:
    assert (
        start("Penghargaan 2018 membuat Pemkab Sleman belajar ke Banyuwangi selama tiga hari (18-20 Agustus).") is None
    )


def test_weekday_and_number_that_disagree_are_marked_and_the_number_wins() -> None:
    found = told(LEAD.format(day="Rabu (4/5/2017)"))
    assert found.start is not None
    assert found.start.value == date(2017, 5, 4)
    assert str(found.start.mark).startswith("weekday:2:")


def test_an_inauguration_is_not_the_visit() -> None:
    body = "Bupati Sleman yang dilantik 3 Mei 2019 itu belajar ke Banyuwangi, Selasa (9/7/2019)."
    assert start(body) == date(2019, 7, 9)


def test_an_earlier_visit_is_not_this_one() -> None:
    body = (
        LEAD.format(day="Senin (7/2/2022)") + "\n\nSebelumnya, Jumat (14/1/2022), rombongan Pemkot Bitung juga datang."
    )
    assert start(body) == date(2022, 2, 7)


@pytest.mark.parametrize("line", ["Rabu, 26 September 2012", "Diunggah 26 September 2012"])
def test_a_line_with_nothing_but_a_day_is_the_pages_clock(line: str) -> None:
    assert start(f"{line}\n\nRombongan DPRD Sleman belajar menangkap ikan ke Banyuwangi.") is None


def test_a_dateline_gives_the_day_where_no_sentence_does() -> None:
    body = "BANYUWANGI, Rabu (17/10/2018) - Rombongan Pemkab Sleman belajar ke Banyuwangi dan diterima bupati."
    assert start(body) == date(2018, 10, 17)


def test_a_stay_of_several_days_has_an_end() -> None:
    assert told(LEAD.format(day="Jumat-Sabtu (7-8/7)"), "2017-07-10").end.value == date(2017, 7, 8)  # type: ignore[union-attr]
    until = "Rombongan Pemkab Sleman tiba di Banyuwangi, Senin (25/2). Mereka tinggal hingga Rabu (27/2)."
    assert told(until, "2019-02-25").end.value == date(2019, 2, 27)  # type: ignore[union-attr]


def test_a_length_reckons_the_end_from_the_arrival_only() -> None:
    arrived = "Rombongan Pemkab Sleman tiba di Banyuwangi, Senin (25/2). Tiga hari lamanya mereka belajar."
    end = told(arrived, "2019-02-25").end
    assert end is not None
    assert (end.value, end.mark) == (date(2019, 2, 27), "length_of_stay")
    spoken = "“Kami lima hari belajar,” kata Bupati Sleman Budi Prasetyo usai diterima, Senin (25/2)."
    assert told(spoken, "2019-02-25").end is None


def test_english_pages_put_the_month_first() -> None:
    body = (
        "The delegation of Sleman regency visited Banyuwangi on Tuesday ({day}) to learn from the regent of the place."
    )
    assert start(body.format(day="10/20/2015")) == date(2015, 10, 20)
    assert start(body.format(day="8/7/2018"), "2018-08-08") == date(2018, 8, 7)


def test_a_reprint_years_later_keeps_the_day_it_states() -> None:
    assert start(LEAD.format(day="Kamis (22/3/2018)"), "2021-06-01") == date(2018, 3, 22)


def test_the_span_covers_the_words() -> None:
    one = article(LEAD.format(day="Rabu (17/10)"), published="2018-10-17")
    document, found = readings(one)
    day = days(one, document, see(one.text, found, profile())).start
    assert day is not None
    assert day.span is not None
    assert one.text[day.span.start : day.span.end] == "Rabu (17/10)"


def test_a_stretch_of_days_is_read_however_it_is_joined() -> None:
    for days_told in ("14 sampai dengan 15 Maret 2019", "14 s.d. 15 Maret 2019", "14-15 Maret 2019"):
        found = told(LEAD.format(day=f"tanggal {days_told}"))
        assert found.start is not None
        assert found.end is not None
        assert (found.start.value, found.end.value) == (date(2019, 3, 14), date(2019, 3, 15))
    assert start(LEAD.format(day="27 Februari-3 Maret 2023")) == date(2023, 2, 27)


def test_days_spelt_out_behind_last_week_are_the_visits() -> None:
    assert start("Pekan lalu (13-15/11), guru SMKN 1 Kudus belajar di Banyuwangi.", "2023-11-20") == date(2023, 11, 13)


def test_the_day_of_a_statement_gives_way_to_the_visits() -> None:
    body = '"Pasarnya bersih," kata Bupati Sleman, Jumat (23/3).\n\nMereka bertemu dinas di Banyuwangi, Rabu (21/3).'
    assert start(body, "2018-03-23") == date(2018, 3, 21)
    body = "Kepala Dinas Sleman, Rabu (7/4), menerangkan hasilnya. Mereka mengunjungi Banyuwangi, Senin (5/4)."
    assert start(body, "2021-04-07") == date(2021, 4, 5)


def test_what_is_said_at_home_dates_no_visit() -> None:
    body = 'SLEMAN - Pemkab Sleman meniru Banyuwangi. "Kami dari sana pekan lalu," ujar bupati, Selasa (19/3).'
    assert start(body, "2019-03-20") is None


def test_the_day_of_setting_out_gives_way_to_the_stay() -> None:
    body = (
        "Peserta dilepas gubernur di halaman kantor, Senin (18/10)."
        "\n\nMereka belajar di Banyuwangi pada 19 s.d. 21 Oktober."
    )
    assert start(body, "2021-10-18") == date(2021, 10, 19)


@pytest.mark.parametrize(
    ("body", "published", "expected"),
    [
        ("Sejak Sabtu (9/9) warga Sleman belajar di Banyuwangi.", "2017-09-11", date(2017, 9, 9)),
        ("Pegawai Sleman belajar di Banyuwangi, 5 hingga 7 Ogos 2025.", "2025-08-08", date(2025, 8, 5)),
        ("Tamu Sleman menyimak cerita nelayan Banyuwangi, Senin (1/5).", "2017-05-02", date(2017, 5, 1)),
        ("Pegawai Sleman bertemu warga Banyuwangi di ruang rapat, Senin (14/7).", "2025-07-14", date(2025, 7, 14)),
        (
            "Rapat digelar di Sleman, Jumat (14/10). Mereka akan berangkat ke Banyuwangi pada 24 Oktober.",
            "2022-10-14",
            date(2022, 10, 24),
        ),
        (
            "Peserta menempuh studi di lima provinsi, 24-28 Maret 2019. Selasa (26/3) mereka belajar di Banyuwangi.",
            "2019-03-29",
            date(2019, 3, 26),
        ),
        (
            "Tamu Sleman belajar di Banyuwangi. Kunjungan berlangsung tiga hari, 16 sampai 18 Maret. Akhir pekan "
            "kemarin semua pulang.",
            "2017-03-21",
            date(2017, 3, 16),
        ),
        ("Pegawai Sleman akan belajar ke Banyuwangi, Rabu depan.", "2018-09-14", date(2018, 9, 19)),
    ],
)
def test_the_day_of_the_visit_is_told_from_others(body: str, published: str, expected: date) -> None:
    assert start(body, published) == expected


def test_a_day_spoken_on_goes_before_a_bare_weekday_behind_it() -> None:
    body = '"Kami belajar di Banyuwangi," kata Kabag Sleman, Kamis (10/3/2022).\n\nLalu.\n\nJumat pagi hujan turun.'
    assert start(body, "2022-03-11") == date(2022, 3, 10)


@pytest.mark.parametrize(
    ("body", "published", "expected"),
    [
        ("Dua hari lalu pegawai Sleman belajar di Banyuwangi.", "2022-03-18", date(2022, 3, 16)),
        ("Warga Sleman berkunjung ke Banyuwangi, Selasa pekan lalu.", "2018-04-23", date(2018, 4, 17)),
        ("Warga Sleman belajar di Banyuwangi sejak Rabu hingga hari ini, Jumat (16/8/2019).", None, date(2019, 8, 14)),
        ("Siang tadi warga Sleman belajar di Banyuwangi sampai besok, Rabu (26/8/2015).", None, date(2015, 8, 25)),
        (
            "Guru Sleman diberangkatkan Sabtu (24/8) malam. Esok paginya mereka tiba di Banyuwangi.",
            "2024-08-30",
            date(2024, 8, 25),
        ),
        (
            "Studi pegawai Sleman di Banyuwangi ditutup Jumat (27/5/2022). Dibuka tiga hari sebelumnya, kunjungan itu "
            "ramai.",
            None,
            date(2022, 5, 24),
        ),
    ],
)
def test_a_day_is_counted_from_another(body: str, published: str | None, expected: date) -> None:
    assert start(body, published) == expected


@pytest.mark.parametrize(
    ("body", "published", "expected"),
    [
        (
            "Keberangkatan pegawai Sleman dijadwalkan Senin (10/6), sedangkan kegiatan berlangsung Selasa hingga Kamis "
            "(11-13/6) di Banyuwangi.",
            "2024-06-03",
            date(2024, 6, 11),
        ),
        (
            "Minggu malam (4/6) warga Sleman meninggalkan balai desa. Mereka belajar di Banyuwangi, Senin (5/6).",
            "2023-06-08",
            date(2023, 6, 5),
        ),
        (
            "Perangkat desa Sleman naik bus hari Minggu (4/6) dan baru sampai di Banyuwangi Senin sore (5/6).",
            "2023-06-08",
            date(2023, 6, 5),
        ),
        (
            "Dinas Sleman batal ke Banyuwangi pada 12 Februari. Jadwal barunya Rabu (4/3) di Banyuwangi.",
            "2020-02-21",
            date(2020, 3, 4),
        ),
        (
            "Menjelang diberlakukan 5 Januari 2025, petugas Sleman belajar ke Banyuwangi, Kamis (3/10/2024).",
            "2024-10-04",
            date(2024, 10, 3),
        ),
        (
            "DPRD Sleman mengunjungi Kabupaten Sidoarjo pada 16 April dan Kabupaten Banyuwangi pada 17 April.",
            "2018-04-19",
            date(2018, 4, 17),
        ),
        (
            "Dinas Sleman bertolak ke Jawa Timur, Selasa (20/2/2024).\n\nMereka belajar di Banyuwangi, mulai Rabu "
            "besok sampai Kamis.",
            "2024-02-20",
            date(2024, 2, 21),
        ),
        ("Relawan Sleman tinggal di Pantai Boom, Banyuwangi, sejak 5 Agustus 2019.", "2019-08-12", date(2019, 8, 5)),
        (
            "Mahasiswa Sleman menyusuri kampung di Banyuwangi, Kamis (24/6). Mereka belajar lima hari, 21-25 Juni.",
            "2021-06-24",
            date(2021, 6, 21),
        ),
    ],
)
def test_the_first_day_in_the_place_is_the_visits(body: str, published: str, expected: date) -> None:
    assert start(body, published) == expected


def test_the_day_of_a_statement_serves_where_nothing_says_that_the_visit_is_over() -> None:
    body = 'SLEMAN - Inspektorat Sleman berangkat ke Banyuwangi. "Kami belajar," ujar inspektur, Kamis (27/10/2022).'
    assert start(body) == date(2022, 10, 27)
    over = body.replace("berangkat ke", "baru pulang dari")
    assert start(over) is None


def test_the_day_of_being_home_again_is_no_day_of_the_visit() -> None:
    body = "Camat Sleman menuntaskan studi di Banyuwangi. Mereka kembali ke Sleman, Sabtu (15/12/2018)."
    assert start(body) is None


def test_the_day_of_a_statement_is_not_the_visits_where_that_was_some_day_of_the_week() -> None:
    body = (
        "SLEMAN - Pegawai Pemkab Sleman belajar ke Banyuwangi pekan ini.\n\nHasilnya bagus, ujarnya, Kamis (14/3/2019)."
    )
    assert start(body) is None
    assert start(body.replace(" pekan ini", "")) is not None


@pytest.mark.parametrize(
    ("body", "first"),
    [
        ("Pemkab Sleman berada di Banyuwangi selama tiga hari hingga Kamis (12/10).", 10),
        (
            "Guru Sleman belajar di Banyuwangi, Rabu (11/10).\n\nKegiatan berlangsung tiga hari, 10 hingga 12 Oktober.",
            10,
        ),
        ("Kader Sleman belajar di Banyuwangi, Rabu (11/10).\n\nMalam sebelumnya mereka dijamu di pendopo.", 10),
        ("Guru Sleman belajar di Banyuwangi, Rabu (11/10).\n\nLaporan diminta selambatnya 31 Oktober.", 11),
        ("Rombongan Sleman ke Banyuwangi pada 17 Oktober.\n\nLurah Budi, Kamis (12/10), mengutarakan harapannya.", 17),
        ("SLEMAN - Kami belajar banyak, kata Lurah Budi di sela pertemuan dengan lurah Banyuwangi, Rabu (11/10).", 11),
        ("Lurah Banyuwangi saat menerima lurah Sleman yang belajar, Rabu (11/10), mengisahkan masa sulit.", 11),
        ("Juara lomba desa tahun lalu dari Sleman dikirim belajar ke Banyuwangi, Rabu (11/10).", 11),
        (
            "Kades Sleman belajar di Banyuwangi, Rabu (11/10).\n\nWarung ramai.\n\nSehari sebelumnya mereka ke pasar.",
            10,
        ),
        ("Pegawai Sleman menuntaskan kunjungan di Banyuwangi, Kamis (12/10). Kunjungan dibuka Senin (9/10).", 9),
        (
            "Setelah Komisi I DPRD Sleman datang 2 Oktober lalu, kini Komisi II.\n\nMereka tiba Rabu (11/10).",
            11,
        ),
        ("Usai belajar di Banyuwangi 2 Oktober lalu, DPRD Sleman menyusun perda.", 2),
        (
            "Guru Sleman ke Banyuwangi, Rabu (11/10).\n\nWarga senang.\n\nSepekan lalu datang pula guru Bantul.",
            11,
        ),
    ],
)
def test_the_first_day_is_told_by_its_stay_and_not_by_others_days(body: str, first: int) -> None:
    assert start(body, "2023-10-13") == date(2023, 10, first)


@pytest.mark.parametrize(
    ("body", "published", "expected"),
    [
        ("Rombongan Pemkab Sleman belajar ke Banyuwangi, Senin dan Selasa (3/7/2018).", "2018-07-06",
         date(2018, 7, 2)),
        ("Rombongan Pemkab Sleman belajar di Banyuwangi. Hari kedua, Rabu (15/4/2026), mereka ke pasar.",
         "2026-04-20", date(2026, 4, 14)),
        ("Rombongan Pemkab Sleman baru pulang dari Banyuwangi, Kamis (5/10) malam. Tiga hari di sana mereka belajar.",
         "2023-10-06", date(2023, 10, 3)),
        ("Rombongan Pemkab Sleman bakal belajar ke Banyuwangi. Agenda berlangsung dua hari sampai Jumat.",
         "2022-11-23", date(2022, 11, 24)),
        ("Studi lapangan peserta Sleman di Banyuwangi ditutup Jumat. Selama empat hari sejak Selasa (23/7/2024) mereka"
         " dibagi ke kantor-kantor.", "2024-07-30", date(2024, 7, 23)),
    ],
)  # fmt: skip
def test_the_first_day_is_reckoned_from_a_later_one(body: str, published: str, expected: date) -> None:
    assert start(body, published) == expected


def test_a_statement_at_the_airport_of_home_is_no_day_of_the_visit() -> None:
    body = (
        'Pemandu asal Sleman belajar ke Banyuwangi. "Kami puas," kata Rina Wulan, Kamis (6/2), setiba di Bandara Adi.'
    )
    assert start(body, "2020-02-07") is None


def test_a_stay_that_is_told_by_the_days_that_follow_its_first_ends_with_them() -> None:
    told_so = "Sejak Senin (4/3) sampai tiga hari berikutnya pegawai Sleman belajar di Banyuwangi."
    found = told(told_so, "2019-03-11")
    assert found.start is not None and found.end is not None
    assert (found.start.value, found.end.value) == (date(2019, 3, 4), date(2019, 3, 7))


@pytest.mark.parametrize(
    "body",
    [
        'Guru Sleman pekan depan belajar ke Banyuwangi. "Kami siap," kata Ketua PGRI Rina Wulan, Rabu (4/10).',
        'Guru Sleman sepekan lalu belajar di Banyuwangi. "Kami puas," kata Ketua PGRI Rina Wulan, Rabu (4/10).',
        "Dinas Perhubungan Sleman menata parkir setelah mempelajarinya di Banyuwangi pada akhir September. Kepala dinas"
        " Budi Santoso, Rabu (4/10), mengatakan timnya diterima baik.",
        'Petani Sleman pekan silam belajar ke Banyuwangi. "Di sana, hari Jumat semua kebun dibersihkan," katanya.',
    ],
)
def test_a_visit_told_by_its_week_or_month_has_no_day_of_somebody_elses(body: str) -> None:
    assert start(f"SLEMAN - {body}", "2023-10-05") is None


@pytest.mark.parametrize(
    ("body", "first"),
    [
        (
            "Petugas BPBD Sleman tertarik pada sirene Banyuwangi.\n\nCara membunyikannya diperagakan di"
            " hadapan 16 petugas, Selasa (3/10).\n\nEsok harinya, Rabu (4/10), tamu dari Sleman menengok pos.",
            3,
        ),
        ("Kunjungan kerja dua hari DPRD Sleman di Banyuwangi yang berakhir Rabu (4/10) membahas pajak.", 3),
        ("Guru Sleman belajar di Banyuwangi. Rabu (4/10) merupakan hari kedua mereka di sana.", 3),
        ("DPRD Sleman belajar di Banyuwangi.\n\nSetiba di Mal Pelayanan Publik, Rabu (4/10), mereka berkeliling.", 4),
        (
            'SLEMAN - DPRD Sleman belajar ke Banyuwangi. "Kami temui Dishub, hari Selasa," papar Rina Wulan,'
            " Rabu (4/10).",
            3,
        ),
    ],
)
def test_the_day_of_the_visit_is_told_from_those_around_it(body: str, first: int) -> None:
    assert start(body, "2023-10-05") == date(2023, 10, first)


def test_the_stay_within_a_longer_journey_is_the_visits() -> None:
    found = told(
        "Peserta diklat berkegiatan di Jawa Timur pada 13-17 Juni 2022. Setelah dari Surabaya, pada 15-16 Juni 2022"
        " rombongan menuju Banyuwangi."
    )
    assert found.start is not None and found.end is not None
    assert (found.start.value, found.end.value) == (date(2022, 6, 15), date(2022, 6, 16))


def test_the_days_of_what_was_before_go_behind_the_visits_own() -> None:
    body = (
        "Sepekan, 7-11 Agustus 2017, tercatat 412 orang dari 13 instansi datang ke Banyuwangi.\n\n"
        "Selasa (15/8), giliran rombongan Pemkot Salatiga yang diterima di pendopo."
    )
    assert start(body, "2017-08-16") == date(2017, 8, 15)


def test_several_days_in_a_sentence_of_their_own_are_no_clock() -> None:
    body = "Pemkab Sleman akan mengirim tim ke Banyuwangi.\n\nKeberangkatan sudah disetujui. Jadwalnya 3-5 November."
    assert start(body, "2016-10-26") == date(2016, 11, 3)
