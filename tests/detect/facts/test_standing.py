from __future__ import annotations

import pytest

from detect.facts.standing import in_slot
from tests.telling import came, scene, values, visit

HOST = "Mereka diterima Bupati Banyuwangi di pendopo."
GUEST = f"Pemkab Sleman belajar ke Banyuwangi. {HOST}\n\n"


@pytest.mark.parametrize(
    "sentence",
    [
        "Hartati, peserta asal Bantul, terkesan pada layanan itu.",
        "Darmo (61), pasien asal Klaten, ikut mencoba layanan itu.",
        "Seorang kepala dinas dari Magelang bertanya soal anggaran.",
    ],
)
def test_where_one_person_is_from_is_not_who_came(sentence: str) -> None:
    assert came(GUEST + sentence) == ["34.04"]


@pytest.mark.parametrize(
    ("sentence", "stands"),
    [
        ("Tampak rombongan muda Sleman di pendopo.", True),
        ("Tampak rombongan besar tani Sleman di pendopo.", True),
        ("Setelah rombongan tiba, Sleman dipuji.", False),
    ],
)
def test_a_guest_stands_behind_words_for_people_over_what_they_are_like(sentence: str, stands: bool) -> None:
    (seen,) = (one for one in scene(sentence).seen if one.regions)
    assert in_slot(seen, seen.regions[0].first) is stands


def test_people_behind_a_comma_are_not_one_person() -> None:
    body = f"Pemkab Sleman belajar ke Banyuwangi, rombongan dari Kabupaten Pati, juga. {HOST}"
    assert "33.18" in came(body)


def test_the_way_from_one_place_to_another_sends_nobody() -> None:
    assert came(f"Mahasiswa Universitas Jember memindahkan studi dari Jakarta ke Banyuwangi. {HOST}") == [
        "universitas jember"
    ]
    assert came(f"Rombongan dari Sleman ke Banyuwangi untuk belajar. {HOST}") == ["34.04"]


def test_a_place_visited_beside_the_watched_one_sent_nobody() -> None:
    body = f"Mahasiswa Universitas Jember studi banding, mengunjungi Tuban dan Kabupaten Banyuwangi. {HOST}"
    assert came(body) == ["universitas jember"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Rumah sakit milik Pemerintah Kabupaten Bantul itu belajar lebih dulu.",
        "Materi disampaikan narasumber Kementerian Keuangan sebelum studi banding.",
        "DPRD Bantul meminta hasil studi banding dilaporkan.",
    ],
)
def test_owners_speakers_and_onlookers_did_not_come(sentence: str) -> None:
    assert came(GUEST + sentence) == ["34.04"]


def test_a_share_told_in_the_lead_makes_nobody_an_earlier_guest() -> None:
    body = f"Kebocoran air yang tinggal 18 persen membawa Pemkab Kudus belajar ke Banyuwangi. {HOST}"
    assert values(visit(body).visitors) == ["Pemkab Kudus"]


def test_what_was_not_done_instead_tells_of_nobody_else() -> None:
    told = "Camat dari Sampang memilih duduk di tikar ketimbang di kursi saat belajar di Banyuwangi."
    assert came(told) == ["35.27"]


def test_regions_that_are_said_to_be_gone_to_did_not_come() -> None:
    body = (
        "Peserta PPRA Lemhannas RI melaksanakan kegiatan di Jawa Timur. Provinsi lain yang menjadi tujuan kunjungan"
        " adalah Sulawesi Utara dan Kepulauan Riau.\n\nDi Banyuwangi peserta diterima Wakil Bupati."
    )
    assert values(visit(body).visitors) == ["Lemhannas RI"]
