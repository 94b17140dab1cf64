from __future__ import annotations

import pytest

from detect.facts.loci import odds
from detect.facts.prospects import prospects
from detect.facts.voices import voices
from tests.telling import scene, values, visit

LEAD = "Rombongan Pemkab Sleman tiba di Banyuwangi, Senin (25/2/2019)."


def loci(body: str, watch: str = "banyuwangi", lead: str = LEAD) -> list[object]:
    return values(visit(f"{lead}\n\n{body}", watch=watch).loci)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("Mereka mengunjungi Mal Pelayanan Publik (MPP).", ["Mal Pelayanan Publik (MPP)"]),
        ("Mereka meninjau Smart Kampung Desa Ketapang, Kecamatan Kalipuro.", ["Smart Kampung Desa Ketapang"]),
        ("Rombongan menuju Puskesmas Sempu dan RSUD Blambangan.", ["Puskesmas Sempu", "RSUD Blambangan"]),
        ("Mereka ingin meniru e-village budgeting.", ["e-village budgeting"]),
        ("Lokus yang dikunjungi ialah Dinas Kesehatan, Dinas Pertanian, dan Pantai Boom.",
         ["Dinas Kesehatan", "Dinas Pertanian", "Pantai Boom"]),
        ("Mereka mempelajari pengelolaan keuangan desa.", ["pengelolaan keuangan desa"]),
        ("Mereka dibawa ke Kecamatan Muncar.", ["Kecamatan Muncar"]),
        ("Mereka mempelajari Bangga Kencana.", ["Bangga Kencana"]),
        ("Mereka mengunjungi TPS 3R Balak.", ["TPS 3R Balak"]),
        ("Mereka menuju LARASI.", ["LARASI"]),
        ("Mereka melihat aplikasi Go Wisata. Aplikasi Go Wisata itu ditiru.", ["aplikasi Go Wisata"]),
        ("Mereka mengunjungi Desa Genteng Kulon.", ["Desa Genteng Kulon"]),
        ("Mereka meniru E-Village Budgeting. Sistem e-village budgeting itu hemat.", ["E-Village Budgeting"]),
        ("Mereka bersama lima staf mempelajari antrean di Dinas Kesehatan Banyuwangi.", ["Dinas Kesehatan Banyuwangi"]),
        ("Mereka belajar tentang zona integritas.", ["zona integritas"]),
        ("Mereka mengunjungi SMPN 1 Giri dan SMKN 1 Glagah.", ["SMPN 1 Giri", "SMKN 1 Glagah"]),
        ("Mereka mengunjungi Pura Agung Blambangan di Muncar.", ["Pura Agung Blambangan"]),
        ("Mereka mengunjungi Desa Watukebo, Rogojampi, sebelum pulang.", ["Desa Watukebo"]),
        ("Mereka mengunjungi Desa Ketapang dan Rogojampi.", ["Desa Ketapang", "Rogojampi"]),
        ("They travelled to Kampung Anyar village in Glagah.", ["Kampung Anyar"]),
    ],
)  # fmt: skip
def test_what_guests_go_to_or_study_is_a_locus(body: str, names: list[str]) -> None:
    assert loci(body) == names


@pytest.mark.parametrize(
    "body",
    [
        "Mereka diterima Kepala Dinas Kesehatan Banyuwangi, Wati Lestari, di Hotel Santika.",
        "Bupati Sleman mengajak Dinas Pariwisata, BPJS, dan PLN.",
        "Rombongan datang dari pulau Jawa bagian tengah.",
        "Sebelumnya tamu lain mengunjungi Pantai Boom.",
        "Bupati Sleman hadir beserta jajaran Dinas Koperasi dan UKM.",
        "Mereka disambut Camat Kalipuro, Edi Hartono, dan Mayjen TNI Slamet Riyanto.",
        "Tamu lain datang dari Desa Watu Putih, Kudus.",
        "Mereka juga mengunjungi Desa Tamansari, Kabupaten Bantul.",
        "Mereka mengunjungi pasar bersama Kepala Bidang Promosi Dinas Pariwisata Banyuwangi, Rina Hartati.",
    ],
)
def test_reception_halls_companions_and_other_visits_are_none(body: str) -> None:
    assert loci(body) == []


def test_a_name_is_told_once() -> None:
    body = "Mereka mengunjungi Mal Pelayanan Publik.\n\nMall pelayanan publik itu mereka tiru."
    assert loci(body) == ["Mal Pelayanan Publik"]


def test_offices_that_brief_the_guests_together_are_loci() -> None:
    body = (
        "Dinas Kesehatan, Dinas Pariwisata, serta Badan Perencanaan Pembangunan Daerah Kabupaten Banyuwangi membagikan"
        " pengetahuan kepada tamu."
    )
    assert len(loci(body)) == 3


def test_another_profile_has_other_places() -> None:
    lead = "Rombongan Pemkab Banyuwangi tiba di Kota Yogyakarta."
    assert loci("Mereka mengunjungi Malioboro.", "yogyakarta", lead) == ["Malioboro"]


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("Mereka menginap di rumah warga Kemiren.", ["Kemiren"]),
        ("Mereka mengunjungi Posyandu Mawar di Kelurahan Lateng.", ["Posyandu Mawar"]),
        ("Rombongan menuju Dusun Pancer, Desa Sumberagung.", ["Dusun Pancer"]),
        ("Mereka melihat Sumberasri, Kedungrejo, dan Tampo.", ["Sumberasri", "Kedungrejo", "Tampo"]),
    ],
)
def test_villages_need_no_word_before_them_and_where_a_place_lies_is_no_locus(body: str, names: list[str]) -> None:
    assert loci(body) == names


def test_of_two_names_of_one_place_the_fuller_is_shown() -> None:
    assert loci("Mereka mengunjungi RSUD Genteng. Di RSUD itu mereka melihat loket.") == ["RSUD Genteng"]


def sought(body: str) -> list[str]:
    """Everything that may have been seen or studied, chosen or not."""
    told = scene(body)
    return [told.words(p.shown.seen, p.shown.first, p.shown.last) for p in prospects(told, ())]


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("Mereka mempelajari strategi pengembangan sektor pariwisata.", ["pariwisata"]),
        ("Potensi wisata kami belum digarap.", []),
        ("Mereka disambut pegawai dinas pariwisata.", []),
        ("Predikat SPBE itu diraih dua kali.", ["SPBE"]),
        ("Mereka mempelajari Smart Kampung di Desa Ketapang.", ["Smart Kampung", "Desa Ketapang"]),
        ("Mereka didampingi anggota Komisi II dan Kelompok B.", []),
        ("Petugas memaparkan SIAGA (Sistem Jaga Warga).", ["SIAGA"]),
        ("Mereka bertanya soal pengelolaan Griyamas.", ["Griyamas"]),
        ("Rombongan melewati Taman Nasional Merbabu di Kabupaten Boyolali.", []),
        ("Mereka dijamu di Pendopo Wira Bhakti Nusa.", ["Pendopo Wira Bhakti Nusa"]),
        ("Mereka melihat Dinas Kominfosandi. Dinas Komunikasi, Informatika, dan Persandian sudah siap.",
         ["Dinas Komunikasi, Informatika, dan Persandian"]),
    ],
)  # fmt: skip
def test_what_may_have_been_seen_or_studied_in_the_form_it_is_known_by(body: str, names: list[str]) -> None:
    assert sought(body) == names


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("Mereka meninjau gudang obat, lalu dapur umum.", ["gudang obat", "dapur umum"]),
        ("Rombongan melihat poliklinik.", ["poliklinik"]),
        ("Petugas bercerita bahwa poliklinik, yang ramai, tutup.", []),
        ("Rombongan mengunjungi pabrik es yang berdiri lama.", ["pabrik es"]),
        ("Rombongan melihat kampung itu.", []),
        ("Mereka bertemu pengurus BUMDes Maju Lancar.", ["BUMDes Maju Lancar"]),
        ("Mereka bertemu Kepala BUMDes Maju Lancar.", []),
    ],
)
def test_kinds_of_places_are_told_in_plain_words_and_what_is_run_by_whom(body: str, names: list[str]) -> None:
    assert sought(body) == names


def test_a_village_of_another_region_is_known_by_its_name() -> None:
    told = scene("Mereka membandingkan Desa Kemiren dengan Desa Batu Lawang.")
    signs = {told.words(p.shown.seen, p.shown.first, p.shown.last): p.measures for p in prospects(told, ())}
    assert signs["Desa Batu Lawang"].get("foreign_village")
    assert not signs["Desa Kemiren"].get("foreign_village")


def test_names_in_a_row_are_a_list_of_what_was_seen() -> None:
    told = scene("Lokusnya Puskesmas Sempu, RSUD Genteng, dan Pantai Boom. Ada pula Kawah Ijen.")
    assert [p.measures["row"] for p in prospects(told, ())] == [1.0, 1.0, 1.0, 0.0]


def test_the_lines_of_a_list_are_what_its_opening_says() -> None:
    body = (
        "Rombongan Pemkab Sleman belajar ke Banyuwangi.\nPeserta dibagi ke tiga lokus, yaitu:\n1. Puskesmas Kabat"
        " (gizi)\n2. Bappeda (perencanaan berbasis data)\n3. Desa Sukojati\nMereka pulang Jumat."
    )
    assert values(visit(body).loci) == ["Puskesmas Kabat", "Bappeda", "Desa Sukojati"]


def test_a_subject_inside_a_name_is_told_by_the_name_alone() -> None:
    assert sought("Mereka melihat Lounge Pelayanan Publik.") == ["Lounge Pelayanan Publik"]


def test_the_next_on_a_list_of_subjects_is_learned_as_well() -> None:
    told = scene("Yang hendak dipelajari ialah pengelolaan sampah dan penataan pasar rakyat di kota tujuan mereka.")
    assert all(p.measures.get("subject_object") for p in prospects(told, ()))


def test_the_places_people_speak_of_what_they_are_proud_of() -> None:
    body = (
        "Bupati Banyuwangi Ipuk Fiestiandani menyebut Pantai Boom.\n\nBupati Sleman Harda Kiswaya melihat Kawah Ijen."
    )
    told = scene(body)
    assert voices(told)[1:] == ["own", "other"]
    boom, ijen = prospects(told, ())
    assert boom.measures["by_own"] and not boom.measures.get("by_other")
    assert ijen.measures["by_other"]


def test_a_sentence_that_names_nobody_goes_on_in_the_voice_before_it() -> None:
    told = scene("Bupati Banyuwangi Ipuk Fiestiandani menyapa tamunya. Ada festival, ada pula pantai.")
    assert voices(told)[1:] == ["own", "own"]


def test_every_weight_is_of_something_measured() -> None:
    body = "Mereka mengunjungi Mal Pelayanan Publik dan mempelajari pengelolaan keuangan desa."
    told = scene(f"{LEAD}\n\n{body}")
    measured = {name for prospect in prospects(told, ()) for name in prospect.measures}
    assert {"name", "subject", "landmark", "names", "subjects"} <= measured
    assert odds({"landmark": 1.0, "name": 1.0}, {"landmark": 2.0, "name": -0.5}) == 1.5
