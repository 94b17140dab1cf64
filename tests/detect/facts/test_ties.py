"""Own words about invented people: hosts of whom no place is told, told from guests of whom none is told either."""

from __future__ import annotations

import pytest

from detect.facts.ties import signs
from tests.telling import scene, values, visit

LEAD = "BANYUWANGI - Rombongan DPRD Kabupaten Sleman belajar ke Banyuwangi, Kamis (14/3/2019)."


def hosts(body: str, lead: str = LEAD) -> list[object]:
    return values(visit(f"{lead}\n\n{body}").hosts)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("Kepala desa setempat, Hartono, memperagakan layanannya.", ["Hartono"]),
        ("Ketua pengadilan tuan rumah, Wahyu Hidayat, membawa rombongan berkeliling.", ["Wahyu Hidayat"]),
        ("Mereka dipandu pejabat dinas, Rini Astuti, menyusuri pasar.", ["Rini Astuti"]),
        ("Di Desa Tamansari para tamu menginap. Kades Untung Raharjo memperagakan aplikasi desa.", ["Untung Raharjo"]),
        ("Di Bangsring mereka menyelam. Sukardi Hadi, petani karang, mengisahkan masa lalunya.", ["Sukardi Hadi"]),
        ("Tamu menuju BPPT Banyuwangi. Kepala BPPT Rudi Hartono memberi penjelasan.", ["Rudi Hartono"]),
        ("KH Ahmad Syafii mempersilakan para tamu melihat dapur.", ["Ahmad Syafii"]),
        ("Koordinator relawan, Hendra Saputra, memperlihatkan ruang kendali kepada tamu.", ["Hendra Saputra"]),
        ("Staf ahli bupati, Sugeng Hartadi, menerima rombongan.", ["Sugeng Hartadi"]),
        ("Di Desa Kemiren Bu Wijayanti, pemilik warung, mengajari mereka memasak.", ["Wijayanti"]),
        ("Kepada mahasiswa itu Kepala Bagian Umum, Hartono Adi, menjelaskan layanannya.", ["Hartono Adi"]),
        ("Kabid Pelayanan, Agus Raharjo, mengatakan tak ada yang ditutupi dari tamu.", ["Agus Raharjo"]),
    ],
)
def test_whoever_explains_what_is_here_is_a_host(body: str, names: list[str]) -> None:
    assert hosts(body) == names


@pytest.mark.parametrize(
    "body",
    [
        "Ketua Komisi II, Budi Raharjo, mengatakan pasar itu bersih.",
        "Salah seorang peserta, Siti Maemunah, menjelaskan rencananya.",
        "Rombongan tiba bersama Kepala Bagian Umum, Hartono Adi, yang memberi penjelasan.",
        "Kabag Umum Joko Susilo, memimpin rombongan itu.",
        "Bupati Hartono Adi menjelaskan harapannya.",
        "Di Banyuwangi mereka kagum. Kades Sukamulya Hartono Adi mengaku iri.",
        "Dosen pembimbing, Wati Lestari, menjelaskan tugasnya.",
        "Kepala DPMPTSP, Hartono Adi, memimpin 31 orang dari enam perangkat daerah.",
    ],
)
def test_whoever_came_along_is_none(body: str) -> None:
    assert hosts(body) == []


def test_an_institution_that_came_brings_no_hosts() -> None:
    lead = "BANYUWANGI - Pegawai Perumdam Tirta Jaya, Kota Madiun, belajar ke Banyuwangi, Kamis (14/3/2019)."
    assert hosts("Direktur Perumdam Tirta Jaya, Eko Budiarto, menjelaskan masalahnya.", lead) == []


@pytest.mark.parametrize(
    "words",
    [
        "menyampaikan bahwa dulu pernah ada keluhan",
        "menjawab pertanyaan yang dikirim sebelumnya",
        "menyarankan kehati-hatian",
    ],
)
def test_a_host_who_speaks_of_earlier_times_is_there(words: str) -> None:
    assert hosts(f"Kepala Dinas Sosial Banyuwangi, Ratna Wulandari, {words}.") == ["Ratna Wulandari"]


def test_who_received_earlier_guests_is_none() -> None:
    assert hosts("Tahun lalu Kepala Dinas Sosial Banyuwangi, Ratna Wulandari, menjelaskan itu kepada tamu lain.") == []


@pytest.mark.parametrize(
    ("sentence", "where"),
    [
        ("Di Klaten Kepala Dinas Pasar Hartono Adi menjelaskan kios Banyuwangi.", "abroad"),
        ("Di Banyuwangi Kepala Dinas Pasar Hartono Adi menjelaskan kios Klaten.", "here"),
    ],
)
def test_only_what_is_named_before_somebody_tells_where_he_is(sentence: str, where: str) -> None:
    told = scene(sentence)
    ((seen, person),) = ((seen, person) for seen in told.seen for person in seen.people)
    assert signs(told, seen, person) & {"here", "abroad"} == {where}
