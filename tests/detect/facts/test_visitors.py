from __future__ import annotations

import pytest

from tests.telling import article, came, values, visit, visits

HOST = "Mereka diterima Bupati Banyuwangi di pendopo."


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("Pemerintah Kabupaten (Pemkab) Sleman belajar ke Banyuwangi.", "Pemerintah Kabupaten (Pemkab) Sleman"),
        ("Rombongan Komisi D DPRD Tulungagung bertandang ke Banyuwangi.", "Komisi D DPRD Tulungagung"),
        ("Pemerintah Kabupaten dan DPRD Tuban belajar ke Banyuwangi.", "Pemerintah Kabupaten dan DPRD Tuban"),
        ("Mahasiswa Universitas Jember kuliah lapangan di Banyuwangi.", "Universitas Jember"),
        ("Banyuwangi kedatangan tamu dari Dinas Kesehatan Kota Malang.", "Dinas Kesehatan Kota Malang"),
        ("Sebanyak 40 pejabat Kementerian Keuangan menimba ilmu di Banyuwangi.", "Kementerian Keuangan"),
        ("Karyawan PT Serayu Makmur belajar ke Banyuwangi.", "PT Serayu Makmur"),
        ("Camat se-Kabupaten Tuban belajar ke Banyuwangi.", "Kabupaten Tuban"),
        ("Tim Dewan Pertimbangan Presiden mempelajari Banyuwangi.", "Tim Dewan Pertimbangan Presiden"),
        ("Mahasiswa Sebelas Maret University belajar di Banyuwangi.", "Sebelas Maret University"),
        (
            "Pasis Sekolah Staf dan Komando Angkatan Laut belajar di Banyuwangi.",
            "Sekolah Staf dan Komando Angkatan Laut",
        ),
        ("Pokdarwis Desa Watu Putih, Kudus, belajar ke Banyuwangi.", "Pokdarwis Desa Watu Putih"),
        ("Pengadilan Agama (PA) Kudus belajar ke Banyuwangi. Ketua PA Kudus hadir.", "Pengadilan Agama (PA) Kudus"),
        ("Delegasi Timor Leste mengunjungi Banyuwangi untuk belajar.", "Timor Leste"),
    ],
)
def test_whoever_stands_in_the_visitors_place_came(body: str, name: str) -> None:
    assert values(visit(f"{body} {HOST}").visitors) == [name]


def test_an_office_holder_stands_for_his_region() -> None:
    (fact,) = visit(f"Bupati Sigi mengaku kagum lalu belajar ke Banyuwangi. {HOST}").visitors
    assert (fact.value, fact.code, fact.mark) == ("Kabupaten Sigi", "72.10", "by_office_holder")
    (fact,) = visit(f"Wali Kota Tarakan belajar ke Banyuwangi. {HOST}").visitors
    assert (fact.value, fact.code) == ("Kota Tarakan", "65.71")


def test_the_full_name_is_taken_where_the_article_gives_it() -> None:
    body = f"Kemenkeu mengirim 20 pegawai belajar ke Banyuwangi. {HOST}\n\nPejabat Kementerian Keuangan itu tertarik."
    assert values(visit(body).visitors) == ["Kementerian Keuangan"]


def test_two_delegations_are_two_visits() -> None:
    body = f"Bupati Pasangkayu dan Bupati Lahat belajar ke Banyuwangi. {HOST}"
    assert [values(v.visitors) for v in visits(article(body))] == [["Kabupaten Pasangkayu"], ["Kabupaten Lahat"]]


def test_office_holders_in_a_row_all_came() -> None:
    body = (
        "Banyuwangi diserbu tiga kepala daerah. Mereka ialah Wali Kota Serang Budi Prasetyo, Wali Kota Bukittinggi"
        " Siti Aminah, serta Bupati Hulu Sungai Selatan Joko Susilo."
    )
    assert came(body) == ["36.73", "13.75", "63.06"]


def test_earlier_guests_did_not_come_now() -> None:
    body = f"Pemkab Sleman belajar ke Banyuwangi. {HOST}\n\nSebelumnya Pemkab Bantul dan Pemkot Magelang pernah datang."
    assert came(body) == ["34.04"]


def test_other_headlines_on_the_page_name_nobody() -> None:
    body = f"Pemkab Sleman belajar ke Banyuwangi. {HOST}\n\nBaca juga: Pemkab Takalar Belajar Garam ke Banyuwangi"
    assert came(body) == ["34.04"]


def test_a_giver_of_prizes_and_hints_did_not_come() -> None:
    body = f"Atas rekomendasi KPK, Pemkot Cilegon mempelajari sistem penganggaran Banyuwangi. {HOST}"
    assert came(body) == ["36.72"]


def test_a_region_split_off_is_history() -> None:
    body = f"Pemkab Seruyan belajar ke Banyuwangi. {HOST}\n\nSeruyan dimekarkan dari Kabupaten Kotawaringin Timur."
    assert came(body) == ["62.07"]


def test_places_gone_to_and_compared_with_did_not_come() -> None:
    body = (
        f"Pemkab Sleman belajar ke Banyuwangi. {HOST}\n\nMereka tidak pergi ke Surabaya."
        " Inflasi Banyuwangi lebih rendah dibanding Malang."
    )
    assert came(body) == ["34.04"]


def test_swapped_places_swap_the_visitor() -> None:
    assert came("DPRD Kota Yogyakarta belajar ke DPRD Banyuwangi.", watch="banyuwangi") == ["34.71"]
    assert came("DPRD Banyuwangi belajar ke DPRD Kota Yogyakarta.", watch="yogyakarta") == ["35.10"]


def test_an_organiser_came_and_its_peoples_regions_are_their_origin() -> None:
    body = (
        "Sebanyak 33 pejabat dibawa Kementerian Keuangan ke Banyuwangi untuk belajar.\n\nMereka berasal dari Kabupaten"
        " Agam, Kabupaten Pangandaran, Kota Payakumbuh, dan Kabupaten Sabu Raijua."
    )
    only = visit(body)
    assert values(only.visitors) == ["Kementerian Keuangan"]
    assert [fact.code for fact in only.origin] == ["13.06", "32.18", "13.76", "53.20"]


@pytest.mark.parametrize(
    ("body", "regions"),
    [
        ("Pemkab Sleman, Yogyakarta, belajar ke Banyuwangi.", ["34.04", "34"]),
        ("Bupati Lahat Provinsi Sumatera Selatan belajar ke Banyuwangi.", ["16.04", "16"]),
        ("Kabupaten Banyuwangi, Jawa Timur, kedatangan tamu dari Pemkab Tuban.", ["35.23"]),
        ("Jauh dari Provinsi Papua, Pemkab Biak Numfor belajar ke Banyuwangi.", ["91.06", "91"]),
        ("Mahasiswa Universitas Muhammadiyah Sidoarjo belajar di Banyuwangi.", ["35.15"]),
        ("Rektor Universitas Pendidikan Indonesia, Bandung, belajar ke Banyuwangi.", [None]),
        ("Pejabat Kementerian Keuangan belajar ke Banyuwangi.", []),
        ("Pemkot Malang belajar ke Banyuwangi.", ["35.73"]),
    ],
)
def test_origin_is_named_with_its_code(body: str, regions: list[str | None]) -> None:
    assert sorted(str(f.code) for f in visit(f"{body} {HOST}").origin) == sorted(map(str, regions))


def test_a_name_of_two_regions_is_settled_by_the_article() -> None:
    body = f"Tamu dari Malang belajar ke Banyuwangi. {HOST}\n\nWali Kota Malang memimpin rombongan."
    assert [fact.code for fact in visit(body).origin] == ["35.73"]


def test_spans_cover_the_names() -> None:
    told = article(f"Rombongan Pemkab Sleman belajar ke Banyuwangi. {HOST}")
    (only,) = visits(told)
    (fact,) = only.visitors
    assert fact.span is not None
    assert told.text[fact.span.start : fact.span.end] == "Pemkab Sleman"


def test_nobody_named_is_nobody_guessed() -> None:
    only = visit("Sejumlah tamu belajar ke Banyuwangi. Mereka tertarik pada pelayanan publik.")
    assert (only.visitors, only.origin, only.headcount, only.date_start) == ((), (), None, None)


def test_a_sentence_may_come_back_from_earlier_guests() -> None:
    body = (
        "Setelah sebelumnya Pemkab Tuban dan Pemkot Batam, kini giliran Pemkab Kudus datang belajar, Kamis (13/9/2018)."
    )
    told = visit(f"{body} {HOST}")
    assert values(told.visitors) == ["Pemkab Kudus"]
    assert told.date_start is not None


@pytest.mark.parametrize("span", ["Beberapa bulan", "Setahun", "Dua tahun"])
def test_who_came_months_before_did_not_come_this_time(span: str) -> None:
    body = f"Pemkab Kudus belajar ke Banyuwangi. {HOST}\n\n{span} sebelumnya Pemkab Tuban datang dengan tujuan serupa."
    assert came(body) == ["33.19"]


def test_who_came_last_week_did_not_come_this_time() -> None:
    body = f"Setelah pekan lalu Pemkab Tuban, 13-14 September 2018 giliran Pemkab Kudus datang belajar. {HOST}"
    told = visit(body)
    assert values(told.visitors) == ["Pemkab Kudus"]
    assert told.date_start is not None


def test_a_ranking_names_no_visitor() -> None:
    assert came(f"Pemkab Kudus, terbaik se-Jawa Tengah, belajar ke Banyuwangi. {HOST}") == ["33.19"]


def test_a_company_that_is_visited_did_not_come() -> None:
    body = f"Pemkab Kudus belajar ke Banyuwangi. {HOST} PT Gula Manis Jaya juga dikunjungi."
    assert values(visit(body).visitors) == ["Pemkab Kudus"]


def test_a_village_s_regency_is_the_origin_of_its_society() -> None:
    told = visit(f"Gapoktan Desa Watu Putih, Kabupaten Kudus, belajar ke Banyuwangi. {HOST}")
    assert values(told.origin) == ["Kabupaten Kudus"]
    told = visit(f"Asosiasi Kepala Desa (AKD) Kecamatan Gebog, Kudus, belajar ke Banyuwangi. {HOST}")
    assert values(told.origin) == ["Kudus"]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("Perumdam Tirta Jaya, Kota Madiun, belajar ke Banyuwangi.", "Perumdam Tirta Jaya"),
        ("Pengurus Masjid Agung Demak menimba ilmu ke Banyuwangi.", "Masjid Agung Demak"),
        ("Museum Sonokeling Yogyakarta belajar ke Banyuwangi.", "Museum Sonokeling Yogyakarta"),
        ("Peserta Latsar Kabupaten Blitar belajar ke Banyuwangi.", "Kabupaten Blitar"),
        ("Nagari Sungai Jernih, Tanah Datar, belajar ke Banyuwangi.", "Nagari Sungai Jernih, Tanah Datar"),
        ("Kecamatan Ngaglik, Sleman, belajar ke Banyuwangi.", "Kecamatan Ngaglik, Sleman"),
        ("Kelompok Wanita Tani Melati dari Kabupaten Batang belajar ke Banyuwangi.", "Kelompok Wanita Tani Melati"),
        ("Pengelola BUMDes Maju Jaya, Desa Ponggok, Klaten belajar ke Banyuwangi.", "BUMDes Maju Jaya"),
        ("Pondok Pesantren Al-Hikmah Bantul belajar ke Banyuwangi.", "Pondok Pesantren Al-Hikmah Bantul"),
        ("Rombongan RSUD Panti Asih belajar ke Banyuwangi.", "RSUD Panti Asih"),
        ("Sebanyak 20 petani kopi asal Kudus belajar ke Banyuwangi.", "petani kopi asal Kudus"),
        ("Officials of Timor Leste's Ministry of Finance visited Banyuwangi to learn.", "Ministry of Finance"),
        (
            "Officials from Langkawi Development Authority visited Banyuwangi to learn.",
            "Langkawi Development Authority",
        ),
    ],
)
def test_institutions_with_a_name_of_their_own_and_trades_came(body: str, name: str) -> None:
    assert values(visit(f"{body} {HOST}").visitors) == [name]


def test_institutions_joined_share_their_region_and_both_came() -> None:
    body = f"Dinas Lingkungan Hidup dan Komisi III DPRD Bontang bertandang ke Banyuwangi. {HOST}"
    only = visit(body)
    assert values(only.visitors) == ["Dinas Lingkungan Hidup", "Komisi III DPRD Bontang"]
    assert values(only.origin) == ["Bontang"]


def test_a_council_beside_its_government_came_as_well() -> None:
    body = f"Pemkab Tuban belajar ke Banyuwangi. {HOST}\n\nRombongan DPRD Tuban juga belajar di sana."
    assert values(visit(body).visitors) == ["Pemkab Tuban", "DPRD Tuban"]


def test_where_none_is_put_as_the_visitor_the_clearest_party_is_with_a_mark() -> None:
    body = (
        "SLEMAN - Angka itu disorot dalam rapat di Kabupaten Kudus. Sepulang dari Banyuwangi, tim menyusun aturan baru."
    )
    (fact,) = visit(body).visitors
    assert (fact.value, fact.mark) == ("Kabupaten Kudus", "not_said_to_have_come")


def test_where_one_of_the_guests_is_from_is_not_where_all_are() -> None:
    body = (
        f"Mahasiswa Universitas Jember belajar ke Banyuwangi. {HOST} Salah seorang peserta, Moh. Rifai,"
        " ASN Kabupaten Sigi, terkesan."
    )
    assert values(visit(body).origin) == ["Jember"]


def test_another_stop_of_the_journey_sent_nobody() -> None:
    body = f"Mahasiswa Universitas Jember belajar ke Banyuwangi dan Bali. {HOST} Mereka kagum pada Bali."
    assert came(body) == ["universitas jember"]


def test_the_dateline_tells_where_a_local_institution_is_from() -> None:
    (fact,) = visit(f"TRENGGALEK - Pokmaswas Prigi Lestari belajar ke Banyuwangi. {HOST}").origin
    assert (fact.value, fact.code, fact.mark) == ("TRENGGALEK", "35.03", "by_dateline")
    assert visit(f"JAKARTA - Kementerian Keuangan belajar ke Banyuwangi. {HOST}").origin == ()


def test_each_delegation_has_its_own_day_where_the_article_tells_it() -> None:
    body = (
        "Rombongan Pemkab Kudus belajar ke Banyuwangi, Senin (7/10/2019), sebanyak 15 orang."
        "\n\nRombongan DPRD Demak datang belajar ke Banyuwangi, Kamis (10/10/2019), sebanyak 20 orang."
    )
    told = visits(article(body))
    assert [v.date_start and v.date_start.value.isoformat() for v in told] == ["2019-10-07", "2019-10-10"]
    assert [v.headcount and v.headcount.value for v in told] == [15, 20]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("Mahasiswa Kyoto University of Agriculture belajar di Banyuwangi.", "Kyoto University of Agriculture"),
        ("Peserta MGMP se-Kabupaten Tuban belajar ke Banyuwangi.", "MGMP se-Kabupaten Tuban"),
        ("Rombongan Majlis Perbandaran Sibu belajar ke Banyuwangi.", "Majlis Perbandaran Sibu"),
        ("Mahasiswa Undiknas belajar ke Banyuwangi.", "Undiknas"),
    ],
)
def test_campuses_and_councils_from_elsewhere_came(body: str, name: str) -> None:
    assert values(visit(f"{body} {HOST}").visitors)[0] == name


def test_where_a_journey_starts_or_changes_is_no_visitor() -> None:
    assert came("Pegawai Pemkab Sleman belajar ke Banyuwangi. Mereka menumpang dua bus dari Klaten.") == ["34.04"]
    assert came("Pegawai Pemkab Sleman belajar ke Banyuwangi. Rombongan pulang lewat Surabaya.") == ["34.04"]


def test_two_ministries_named_side_by_side_both_came() -> None:
    lead = "Kemajuan Banyuwangi mengilhami Kementerian Keuangan serta Lembaga Administrasi Negara."
    assert len(came(f"{lead} Rombongan Kementerian Keuangan belajar ke sana.")) == 2


def test_the_country_of_a_ministry_is_where_it_is_from() -> None:
    body = "Pejabat Kementerian Administrasi Negara, Timor Leste, belajar ke Banyuwangi."
    found = visit(f"{body} {HOST}")
    assert values(found.visitors) == ["Kementerian Administrasi Negara"]
    assert values(found.origin) == ["Timor Leste"]


def test_an_office_named_without_its_region_is_that_of_the_paper_it_stands_in() -> None:
    body = "PEMALANG - Dinas Sosial belajar menyusun program di Banyuwangi. Lansia di Pemalang akan dikirimi makanan."
    assert values(visit(body).visitors) == ["Dinas Sosial"]


def test_people_of_an_office_who_came_along_are_named() -> None:
    body = "Wartawan Kota Madiun belajar ke Banyuwangi. Mereka datang bersama 7 pegawai Dinas Perpustakaan."
    assert values(visit(body).visitors)[-1] == "Dinas Perpustakaan"


def test_a_lead_tells_of_the_visit_even_where_it_was_last_week() -> None:
    assert came("Pegawai Pemkab Sleman belajar ke Banyuwangi pekan lalu.") == ["34.04"]


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("Pengelola RSUD Ende belajar antrean ke Banyuwangi.", ["Ende"]),
        ("The regent and officials of East Sumba came to Banyuwangi to study tourism.", ["East Sumba"]),
        ("Rombongan pejabat dari Vanuatu dan Papua Nugini belajar ke Banyuwangi.", ["Vanuatu", "Papua Nugini"]),
        (
            "Peserta Puslatbang KMP LAN belajar ke Banyuwangi. Mereka pejabat dari Sulawesi, Maluku, dan Papua.",
            ["Sulawesi", "Maluku", "Papua"],
        ),
    ],
)
def test_regions_are_known_by_institutions_quarters_and_islands(body: str, places: list[str]) -> None:
    found = [value for one in visits(article(f"{body} {HOST}")) for value in values(one.origin)]
    assert found == places


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (
            "PALU - Peserta Diklatpim III Angkatan VI menuntaskan studi di Banyuwangi.",
            "Peserta Diklatpim III Angkatan VI",
        ),
        (
            "JAKARTA - Reform Leader Academy (RLA) Angkatan XL belajar di Banyuwangi.",
            "Reform Leader Academy (RLA) Angkatan XL",
        ),
    ],
)
def test_a_class_is_the_visitor_where_nobody_else_is_named(body: str, name: str) -> None:
    assert values(visit(f"{body} Rombongan diterima Sekda Banyuwangi.").visitors) == [name]


def test_an_abbreviation_that_the_article_gives_for_a_training_is_no_ministry() -> None:
    body = "Perwira siswa Sespimmen Polri menjalani Kuliah Kerja Profesi (KKP) di Banyuwangi. Rombongan KKP tiba Senin."
    assert values(visit(body).visitors) == ["Sespimmen Polri"]
    assert "KKP" in values(visit("Rombongan KKP belajar ke Banyuwangi. Peserta KKP tiba Senin.").visitors)


def test_people_whom_an_office_takes_along_are_visitors_too() -> None:
    body = "Dinas Perikanan Kabupaten Buleleng mendampingi 12 orang nelayan dari Desa Melati belajar ke Banyuwangi."
    assert values(visit(f"{body} {HOST}").visitors) == [
        "Dinas Perikanan Kabupaten Buleleng",
        "nelayan dari Desa Melati",
    ]


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (
            "KUDUS - Inspektorat Kudus bersama Bappeda dan Bagian Hukum belajar ke Banyuwangi.",
            ["Inspektorat Kudus", "Bappeda", "Bagian Hukum"],
        ),
        ("Pegawai Inspektorat Kudus dan Bappeda belajar ke Banyuwangi.", ["Inspektorat Kudus", "Bappeda"]),
        (
            "RSUD Kudus belajar ke Banyuwangi. Dinas Kesehatan Kudus termasuk di dalam rombongan itu.",
            ["RSUD Kudus", "Dinas Kesehatan Kudus"],
        ),
        (
            "Dinas Sosial Kudus belajar ke Banyuwangi. Baznas Kudus turut serta sebagai penyandang dana.",
            ["Dinas Sosial Kudus", "Baznas Kudus"],
        ),
        (
            "Bupati Kudus, Hartono, mengajak perwakilan Kejaksaan Negeri dan Polres belajar ke Banyuwangi.",
            ["Kabupaten Kudus", "Kejaksaan Negeri", "Polres"],
        ),
        (
            "Bupati Kudus belajar ke Banyuwangi. Hadir pula Ketua DPRD Kabupaten Kudus, Hartono.",
            ["Kabupaten Kudus", "DPRD Kabupaten Kudus"],
        ),
    ],
)
def test_institutions_that_came_along_are_named_each(body: str, names: list[str]) -> None:
    assert values(visit(f"{body} {HOST}").visitors) == names


@pytest.mark.parametrize(
    "more",
    [
        "Ia memimpin rombongan dari Dinas Pariwisata, Bappeda, dan pengusaha.",
        "Kepala Dinas Pertanian Kudus yang turut serta diminta menyiapkan lahan.",
    ],
)
def test_a_government_s_own_offices_are_part_of_it(more: str) -> None:
    assert values(visit(f"Bupati Kudus belajar ke Banyuwangi. {HOST}\n\n{more}").visitors) == ["Kabupaten Kudus"]


def test_an_office_is_named_with_its_region_where_the_article_gives_it() -> None:
    body = f"Disparbud belajar ke Banyuwangi. {HOST}\n\nMenurut Kepala Disparbud Kabupaten Kudus, idenya bagus."
    assert values(visit(f"KUDUS - {body}").visitors) == ["Disparbud Kabupaten Kudus"]


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("Tim Smart City Kudus belajar ke Banyuwangi.", ["Kudus"]),
        ("Pemkab Sleman, DI Yogyakarta, belajar ke Banyuwangi.", ["Sleman", "DI Yogyakarta"]),
    ],
)
def test_a_word_before_a_region_is_not_always_of_its_name(body: str, places: list[str]) -> None:
    assert values(visit(f"{body} {HOST}").origin) == places


def test_who_arrives_behind_the_verb_came() -> None:
    body = f"Rombongan DPRD Blora belajar ke Banyuwangi. Siangnya datang lagi Komisi III DPRD Kota Tegal. {HOST}"
    assert came(body) == ["33.16", "33.76"]


def test_a_ministry_whose_advice_sent_the_guests_did_not_come() -> None:
    body = f"Atas saran Kementerian Keuangan, Dinas Perhubungan Kudus mengirim tim ke Banyuwangi untuk belajar. {HOST}"
    assert values(visit(body).visitors) == ["Dinas Perhubungan Kudus"]


def test_a_unit_is_not_named_beside_its_ministry() -> None:
    body = f"Pejabat Kementerian Kesehatan dan Direktorat Gizi Masyarakat belajar ke Banyuwangi. {HOST}"
    assert values(visit(body).visitors) == ["Kementerian Kesehatan"]


def test_regions_in_a_row_of_the_lead_came_together() -> None:
    body = f"Pejabat lima daerah, yaitu Kudus, Blora, Rembang, dan Jepara, ada di Banyuwangi. {HOST}"
    assert came(body, "Kudus Belajar ke Banyuwangi") == ["33.19", "33.16", "33.17", "33.20"]


def test_the_same_institution_is_named_as_fully_as_the_article_does() -> None:
    body = f"Rombongan PA Kudus belajar ke Banyuwangi. {HOST}\n\nPengadilan Agama Kudus mengirim tujuh orang."
    assert values(visit(body).visitors) == ["Pengadilan Agama Kudus"]


def test_local_institutions_named_with_those_that_came_are_visitors_too() -> None:
    told = (
        "Tim Dinas Kesehatan Kabupaten Kudus bersama Puskesmas Jati Satu dan Puskesmas Jati Dua belajar ke Banyuwangi."
    )
    names = [name for one in visits(article(f"Kabar dari rumah.\n\n{told} {HOST}")) for name in values(one.visitors)]
    assert sorted(names) == ["Puskesmas Jati Dua", "Puskesmas Jati Satu", "Tim Dinas Kesehatan Kabupaten Kudus"]
