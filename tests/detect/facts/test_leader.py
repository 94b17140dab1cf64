"""Own words about invented people: who leads a delegation, and where nobody is said to."""

from __future__ import annotations

import pytest

from tests.telling import visit

LEAD = "BANYUWANGI - Rombongan Pemkab Sleman belajar ke Banyuwangi, Kamis (14/3/2019)."
HOME = "SLEMAN - Pemkab Sleman mengirim 20 pegawai ke Banyuwangi untuk belajar, Kamis (14/3/2019)."


def leader(body: str, lead: str = LEAD) -> str | None:
    found = visit(f"{lead}\n\n{body}", published="2019-03-15").leader
    return found.value if found else None


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("Rombongan dipimpin Sekda Sleman Siti Aminah.", "Siti Aminah"),
        ("Rombongan dipimpin Hartono Wibisono.", "Hartono Wibisono"),
        ("Rombongan yang dipimpin langsung Bupati Budi Prasetyo itu menginap semalam.", "Budi Prasetyo"),
        ("Tim diketuai Kepala Dinas Perdagangan Rina Hartati.", "Rina Hartati"),
        ("Rombongan dikepalai Asisten Pemerintahan, Joko Susilo.", "Joko Susilo"),
        ("Hartono Wibisono, ketua rombongan, menuturkan kesannya.", "Hartono Wibisono"),
        ("Ketua rombongan, Siti Maemunah, menuturkan kesannya.", "Siti Maemunah"),
        ("Pimpinan rombongan Wahyu Hidayat menuturkan kesannya.", "Wahyu Hidayat"),
        ("KH Ahmad Syukri, yang memimpin rombongan, menuturkan kesannya.", "Ahmad Syukri"),
        ("Sekretaris Daerah Nur Laila memimpin langsung kunjungan itu.", "Nur Laila"),
        ("Kabag Organisasi Dewi Lestari memimpin tim tersebut.", "Dewi Lestari"),
        ("Bupati Sleman Budi Prasetyo memboyong 20 camat.", "Budi Prasetyo"),
        ("Kepala Dinas Kesehatan Sleman, dr. Endang Wahyuni, membawa 12 bidan.", "Endang Wahyuni"),
        ("Wabup Sleman Danang Haryanto mengajak para kepala dinas.", "Danang Haryanto"),
        ("Bupati Sleman Budi Prasetyo mengaku kagum.", "Budi Prasetyo"),
        ("Kepala Bappeda Sleman, Agus Riyanto, mengaku kagum.", "Agus Riyanto"),
        ('"Kami berangkat 24 orang, saya yang memimpin," kenang Sekda Sleman Harjo Utomo.', "Harjo Utomo"),
        ("Prof Ratna Wulandari berkisah. Pada Mei lalu ia mengajak 26 mahasiswa ke sana.", "Ratna Wulandari"),
        ('"We came to see the counters," said Ferry Haryadi, who led the delegation.', "Ferry Haryadi"),
        ("The group was led by Siti Rahmawati.", "Siti Rahmawati"),
        ("Dosen pembimbing, Wati Lestari, menjelaskan tugasnya.", "Wati Lestari"),
    ],
)
def test_whoever_leads_or_brings_the_others_is_the_leader(body: str, name: str) -> None:
    assert leader(body) == name


@pytest.mark.parametrize(
    "body",
    [
        "Ketua rombongan tidak disebut.",
        "Mereka diterima Bupati Banyuwangi Abdullah Azwar Anas.",
        "Kepala Dinas Pariwisata Banyuwangi, Rudi Hartono, menjelaskan kalender festival kepada tamu.",
        "Pemilik sanggar, Suyono Adi, menyambut mereka.",
        "Sebelumnya Bupati Kudus Harto Wijaya memimpin rombongan serupa.",
        "Salah seorang peserta, Siti Maemunah, mengaku kagum.",
        "Pegawai Sleman Joko Susilo mengaku kagum.",
    ],
)
def test_hosts_other_guests_and_mere_participants_do_not_lead(body: str) -> None:
    assert leader(body) is None


def test_one_who_is_said_to_lead_goes_before_one_who_only_holds_office() -> None:
    body = "Bupati Sleman Budi Prasetyo melepas mereka. Rombongan dipimpin Kabag Umum Joko Susilo."
    assert leader(body, HOME) == "Joko Susilo"


def test_the_leader_is_named_in_full() -> None:
    assert leader("Rombongan dipimpin Budi Prasetyo Hadi. Bupati Budi Prasetyo mengaku kagum.") == "Budi Prasetyo Hadi"
