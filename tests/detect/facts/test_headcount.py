from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detect.facts.numbers import number
from tests.telling import article, tokens, visits


def count(body: str) -> int | None:
    told = [v.headcount.value for v in visits(article(body)) if v.headcount]
    return sum(told) if told else None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("40", 40), ("1.200", 1200), ("enam", 6), ("sebelas", 11), ("dua puluh lima", 25), ("seratus dua belas", 112),
        ("ke-120", 120), ("sepuluh", 10), ("tujuh belas", 17), ("twelve", 12),
    ],
)  # fmt: skip
def test_numbers_in_words_and_figures(text: str, value: int) -> None:
    found = number(tokens(text), 0)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize("text", ["belasan", "puluhan", "3.5", "25 ribu", "20 persen", "2,5", "empat juta"])
def test_vague_and_huge_numbers_are_none(text: str) -> None:
    assert number(tokens(text), 0) is None


@given(st.integers(0, 99999))
def test_every_plain_figure_is_read(value: int) -> None:
    found = number(tokens(str(value)), 0)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    ("body", "people"),
    [
        ("Sebanyak 40 peserta dari Pemkab Sleman belajar ke Banyuwangi.", 40),
        ("Rombongan Pemkab Sleman terdiri atas 30 peserta dan 10 widya iswara, datang ke Banyuwangi.", 40),
        ("Bupati Sleman bersama 20 orang anggota rombongan berkunjung ke Banyuwangi untuk belajar.", 20),
        ("Pemkab Sleman membawa 115 kader ditambah lima ketua organisasi wanita ke Banyuwangi.", 120),
        ("Rombongan Pemkab Sleman berjumlah 60 orang, terdiri dari 20 kades dan 40 lurah.", 60),
        ("Sebanyak 45 perbekel dari Tabanan belajar ke Banyuwangi.", 45),
        ("A 12-member delegation from Sleman regency visited Banyuwangi to learn.", 12),
        ("Dua lembaga, DPRD Sleman dan DPRD Kudus, belajar. Rombongan Sleman 15 orang, dari Kudus 9 orang.", 24),
        ("Enam orang pejabat Pemkab Sleman dikirim belajar ke Banyuwangi.", 6),
        ("Puluhan pejabat Pemkab Sleman belajar ke Banyuwangi.", None),
        ("Pemkab Sleman belajar ke Banyuwangi. Mal itu melayani 192 jenis izin dari 20 instansi.", None),
        ("Pemkab Sleman belajar ke Banyuwangi yang didatangi 3.000 orang wisatawan.", None),
        ("Empat lurah Pemkab Sleman belajar ke Banyuwangi. Kepala dinas itu menyebut jumlah rombongan 18 orang.", 18),
        ("Pemkab Sleman belajar ke Banyuwangi. Seorang bidan desa mendata 26 ibu hamil.", None),
        ("Pemkab Sleman belajar ke Banyuwangi. Di kantor Banyuwangi 12 petugas melayani mereka.", None),
        ("Dua rombongan tamu, Pemkab Sleman dan Pemkab Kudus, belajar ke Banyuwangi.", None),
        ("Peserta Diklatpim III angkatan 25 Pemkab Sleman belajar ke Banyuwangi.", None),
        ("Tiga kepala daerah belajar ke Banyuwangi, salah satunya Bupati Sleman.", None),
    ],
)
def test_people_who_came_are_counted(body: str, people: int | None) -> None:
    assert count(body) == people


def test_a_total_wins_over_its_parts() -> None:
    body = (
        "Bupati dan 50 anggota DPRD Kabupaten Sleman ikut belajar ke Banyuwangi.\n\nJika dijumlah, sekitar 120 orang."
    )
    assert count(body) == 120


def test_those_who_follow_the_course_are_not_all_who_came() -> None:
    body = (
        "Enam diplomat Kementerian Luar Negeri dikirim belajar ke Banyuwangi.\n\n"
        "Seluruhnya ada 29 peserta yang menjalani pendidikan itu."
    )
    assert count(body) == 6


def test_two_delegations_have_each_their_number() -> None:
    body = (
        "Dua rombongan belajar ke Banyuwangi. Dari Kabupaten Bangli datang 140 peserta.\n\n"
        "Adapun rombongan DPRD Kabupaten Purworejo berjumlah 12 orang."
    )
    told = {v.visitors[0].value: v.headcount and v.headcount.value for v in visits(article(body))}
    assert told == {"Kabupaten Bangli": 140, "DPRD Kabupaten Purworejo": 12}


def test_the_span_covers_number_and_noun() -> None:
    told = article("Sebanyak 40 orang peserta dari Pemkab Sleman belajar ke Banyuwangi.")
    (only,) = visits(told)
    assert only.headcount is not None
    assert only.headcount.span is not None
    assert told.text[only.headcount.span.start : only.headcount.span.end] == "40 orang"


@pytest.mark.parametrize(
    ("body", "people"),
    [
        ("Lima belas (15) pengurus Pemkab Sleman belajar ke Banyuwangi.", 15),
        ("Bersama delapan koleganya, Bupati Sleman belajar ke Banyuwangi.", 9),
        ("Hartono dan 23 petani lain dari Sleman belajar ke Banyuwangi.", 24),
        ("Ia dan dua penyuluh dari Sleman belajar ke Banyuwangi.", 3),
        ("Sebanyak 21 lurah Kota Blitar, tiga camat dan dua staf belajar ke Banyuwangi.", 26),
        ("Tamu dari Sleman 18 orang, 7 dari DPRD dan 11 dari dinas, belajar ke Banyuwangi.", 18),
        ("Ada 30 pegawai dari Sleman dan 12 dari Kudus belajar ke Banyuwangi.", 42),
        ("Sebanyak 26 relawan Sleman belajar ke Banyuwangi.", 26),
        ("Sebanyak 39 peserta dari Sleman belajar ke Banyuwangi. Mereka didampingi 4 widyaiswara.", 43),
        ("Regent of Sleman came to Banyuwangi to learn with an entourage of 32.", 32),
        ("Twenty-four students of Sleman regency visited Banyuwangi to learn.", 24),
        ("Sebanyak 50 siswa dan 50 perempuan pengurus koperasi dari Sleman belajar ke Banyuwangi.", 100),
        ("Pemkab Sleman belajar ke Banyuwangi dengan 30 orang: 10 dari Bappeda, 20 dari dinas.", 30),
        ("Pesertanya 33, semua dari Sleman. Mereka belajar ke Banyuwangi.", 33),
        ("Kami bersebelas dari Sleman belajar ke Banyuwangi.", 11),
        ("Di kelas, 60 orang peserta dari Sleman belajar ke Banyuwangi.", 60),
        ("Pemkab Sleman belajar ke Banyuwangi. Kedelapan legislator itu lalu mengunjungi pasar.", 8),
        ("Pemkab Sleman belajar ke Banyuwangi.\n\nDi sana ada 20 pemerintah desa dan 300 penari.", None),
    ],
)
def test_parts_companions_and_whoever_is_named_beside_are_added(body: str, people: int | None) -> None:
    assert count(body) == people


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("Delapan guru dan seorang laboran dari Sleman belajar ke Banyuwangi.", 9),
        ("Sebanyak 40 peserta asal Sleman belajar ke Banyuwangi. Empat pendamping ikut serta.", 44),
        ("Sebanyak 45 wartawan Sleman belajar ke Banyuwangi. Mereka bersama 7 pegawai dinas berangkat pagi.", 52),
        ("Rombongan Sleman berjumlah 14 orang, terdiri dari petani, didampingi dua penyuluh, tiba di Banyuwangi.", 16),
        ("Dari 60 peserta asal Sleman yang belajar ke Banyuwangi hanya 9 orang berasal dari desa.", 60),
        ("Kami 22 orang dari Sleman belajar ke Banyuwangi, tiap lima orang menulis satu naskah.", 22),
        ("Rombongan 31 orang dari enam perangkat daerah Sleman belajar ke Banyuwangi.", 31),
        ("Sekda Sleman Budi Adi dan enam stafnya belajar ke Banyuwangi.", 7),
        ("Bupati Sleman belajar ke Banyuwangi bersama Ketua DPRD Siti Adi dan 46 pejabat.", 46),
        ("Nineteen municipal administrators from Sleman came to study in Banyuwangi.", 19),
        ("Pegawai Sleman belajar ke Banyuwangi. Seluruhnya ada empat widyaiswara, pesertanya sebanyak 58 orang.", 62),
    ],
)
def test_who_came_along_is_counted_and_parts_are_not(body: str, value: int) -> None:
    assert count(body) == value


@pytest.mark.parametrize(
    "body",
    [
        "Pegawai Sleman belajar ke Banyuwangi. Loketnya melayani 600 orang sehari.",
        "Pegawai Sleman belajar ke Banyuwangi. Targetnya 150 pelaku usaha ikut.",
    ],
)
def test_what_is_counted_each_day_or_aimed_at_is_no_headcount(body: str) -> None:
    assert count(body) is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Bupati Sleman datang ke Banyuwangi bersama tiga pimpinan DPRD dan sejumlah kepala dinas.", None),
        ("Wali Kota Batu datang ke Banyuwangi bersama kepala dinas sosial, kepala bappeda, dan empat camat.", None),
        ("Sebanyak 12 pejabat dan staf Pemkab Sleman datang ke Banyuwangi.", 12),
        ("Pemkab Sleman mengirim 17 utusan ke Banyuwangi untuk belajar.", 17),
        ("Sepuluh mandor serta 14 pengurus koperasi Sleman belajar ke Banyuwangi.", 24),
        ("Sebanyak 30 bidan Sleman belajar ke Banyuwangi. Lima pegawai dinas mengantar mereka.", 35),
    ],
)
def test_a_list_is_counted_whole_or_not_at_all(body: str, expected: int | None) -> None:
    assert count(body) == expected


def test_two_guests_are_two_delegations_where_two_came() -> None:
    body = (
        "Dua tamu belajar ke Banyuwangi, Jumat (16/10). DPRD Kota Bima belajar layanan perizinan di Banyuwangi. "
        "Di tempat terpisah, DPRD Kabupaten Sleman belajar pengelolaan pasar di Banyuwangi."
    )
    assert [visit.headcount for visit in visits(article(body))] == [None, None]


def test_drivers_are_counted_only_with_those_they_drive() -> None:
    assert (
        count("DPRD Sleman belajar ke Banyuwangi. Di luar, dua sopir menunggu rombongan sambil bermain catur.") is None
    )
    assert count("Sebanyak 12 anggota DPRD Sleman dan dua sopir datang ke Banyuwangi untuk belajar.") == 14


@pytest.mark.parametrize(
    ("who", "number_of_people"),
    [
        ("Rombongan Dinas Pariwisata Kabupaten Sleman plus delapan seniman", None),
        ("Pejabat Pemerintah Kabupaten Sleman dan 12 petani", None),
        ("Sebanyak 20 pejabat Pemerintah Kabupaten Sleman dan 12 petani", 32),
        ("Sebanyak 14 direksi bank dari Sleman", 14),
        ("Sebanyak 14 pengasuh pesantren dari Sleman", 14),
    ],
)
def test_people_beside_others_of_whom_no_number_is_told_are_not_all_who_came(
    who: str, number_of_people: int | None
) -> None:
    assert count(f"{who} belajar ke Banyuwangi.") == number_of_people


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("\n\nPagi itu cerah.\n\nDi tempat itu, 14 ibu bekerja sambil mengasuh anak.", None),
        ("\n\nPagi itu cerah.\n\nKota itu akan memulai dengan 150 penerima rantang.", None),
        ("Mereka mendengar penuturan penyintas yang kehilangan dua anaknya.", None),
        ("Pada 2010 wisatawan masih sedikit, kata mereka.", None),
        ("Kabupatennya memiliki 17 pesantren, kata mereka.", None),
        ("Mereka membina 60 perajin.", None),
        ("Kini penerimanya 601 mahasiswa, kata mereka.", None),
        ("Mereka datang bersama enam analis kepegawaian dan dua pejabat.", 8),
        ("Kunjungan berlangsung pada 21 s/d 22 Pebruari 2024.", None),
        ("Rombongan membawa 8 camat, kepala Dinas Pangan, Dinas Sosial, dan beberapa staf.", None),
        ("Setelah pekan lalu 40 mahasiswa Malang, kali ini 31 tamu datang belajar.", 31),
        ("Sebanyak 67 hukum tua belajar di sana. Mereka didampingi empat pegawai dinas.", 71),
        ("Rombongan berisi 14 bidan yang dikirim dinas ke Jawa Timur, ditemani tiga pejabat dinas.", 17),
        ("Kegiatan itu diikuti 25 awak media.\n\nDengan tambahan 12 pegawai, rombongan tiba di pendopo.", 37),
        ("Ia menyebutkan 13 orang ikut serta, delapan anggota dewan dan selebihnya staf.", 13),
        ("Rombongan seluruhnya 16 orang. Bank Indonesia menyertakan tujuh pegawainya.", 23),
    ],
)
def test_others_are_told_from_guests_and_company_is_added(more: str, expected: int | None) -> None:
    assert count(f"Pemkab Kudus belajar ke Banyuwangi. {more}") == expected


@pytest.mark.parametrize(
    ("body", "people"),
    [
        ("Kepala Dinas Sosial Kudus mengajak 5 camat, 10 penyuluh KB, dan seorang perawat ke Banyuwangi.", 16),
        ("Delapan mantri hewan beserta dua dokter dari Dinas Pertanian Kudus belajar ke Banyuwangi.", 10),
        ("Rombongan DPRD Kudus menyeberang dari pulau lain sebanyak 21 orang, sementara Pemkab Demak mengutus 15"
         " pejabat untuk belajar ke Banyuwangi.", 36),
        ("Kepala Dinas Sosial Kudus membawa enam staf belajar ke Banyuwangi.\n\nSebanyak 200 pemohon mundur.", 6),
    ],
)  # fmt: skip
def test_one_more_at_a_list_s_end_and_two_delegations_counts_are_added(body: str, people: int) -> None:
    assert count(body) == people


@pytest.mark.parametrize(
    ("more", "people"),
    [
        ("Dinas itu membawa 17 notaris asal Kudus.", 17),
        ("Pemkab Kudus mengirim 14 dalang ke sana.", 14),
        ("Ia bersama 26 krama subak diajak ke sana.", 26),
        ("Forty-one public administration students from Kudus studied there.", 41),
        ("A dozen homestay operators from Kudus studied there.", 12),
        ("Tim berjumlah 17, mulai jaksa hingga pegawai Kudus, belajar di sana.", 17),
        ("Peserta yang hadir dari Kudus 31 dari 32 orang karena satu sakit.", 31),
        ("Rombongan Kudus terdiri dari 1 asisten, 10 kepala dinas, dan 15 lurah pasar.", 26),
        ("Rombongan Kudus lima orang: tiga pengurus, dua penata cahaya.", 5),
        ("Dari Kudus hadir 28 mahasiswa, dari Demak 33.", 61),
        ("Rombongan Kudus 43 kepala sekolah, ikut pula dalam perjalanan itu beserta seorang pengawas.", 44),
        ("Delapan nelayan Kudus diajak, berikut empat pegawai dinas.", 12),
        ("Pemkab Kudus mengirim 14 utusan. Setiap desa di sana dikunjungi 20 tim.", 14),
    ],
)
def test_whoever_is_counted_is_found_whatever_they_are_called(more: str, people: int) -> None:
    assert count(f"Pemkab Kudus belajar ke Banyuwangi. {more}") == people


@pytest.mark.parametrize(
    ("more", "people"),
    [
        ("Sebanyak 45 pejabat Kudus datang.\n\nKe-45 pejabat itu bersama tiga pengajar berkeliling.", 48),
        ("Bupati Kudus membawa 32 pegiat wisata ke sana.\n\nSelain 32 orang itu, ada empat pendamping dari dinas.", 36),
        ("Humas Kudus mengajak 20 wartawan ke sana.\n\nHari itu cerah.\n\nIkut serta tujuh staf humas.", 27),
        ("Pemkab Kudus mengirim 28 camat ke sana.\n\nSatu asisten dan tiga staf mendampingi.", 32),
    ],
)
def test_people_told_of_later_are_added(more: str, people: int) -> None:
    assert count(f"Pemkab Kudus belajar ke Banyuwangi. {more}") == people


@pytest.mark.parametrize(
    "more",
    [
        "Pemkab Kudus mengirim 12 bus ke sana.",
        "Lebih dari seratus perempuan Kudus datang ke sana.",
        "Dinas Sosial Kudus bersama empat wali nagari datang ke sana.",
        "Pondok itu dihuni 4.000 santri dan 300 ustaz.",
        "Di festival itu satu perajin dipasangkan dengan satu desainer.",
    ],
)
def test_others_bounds_and_people_beside_an_office_are_no_headcount(more: str) -> None:
    assert count(f"Pemkab Kudus belajar ke Banyuwangi. {more}") is None


@pytest.mark.parametrize(
    ("body", "people"),
    [
        ("Sebanyak 24 petani Sleman belajar ke Banyuwangi. Dinas Pertanian Banyuwangi menyediakan dua pendamping.", 24),
        ("Kampus itu menurunkan 275 Nindya Praja ke Banyuwangi untuk belajar.", 275),
        ("Dua puluh enam account officer dari Sleman belajar ke Banyuwangi.", 26),
        ("Sebanyak 13 perawat dan dua psikiater dari Sleman belajar ke Banyuwangi.", 15),
    ],
)
def test_professions_are_counted_and_the_hosts_own_people_are_not_added(body: str, people: int) -> None:
    assert count(body) == people
