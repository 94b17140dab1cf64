from __future__ import annotations

import pytest

from detect.facts.hosts import everybody
from detect.facts.parties import parties
from detect.facts.visitors import guests
from tests.telling import scene, values, visit

LEAD = "Rombongan Pemkab Sleman belajar ke Banyuwangi."


def hosts(body: str, watch: str = "banyuwangi") -> list[object]:
    return values(visit(f"{LEAD} {body}", watch=watch).hosts)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("Mereka diterima Asisten Pemerintahan Banyuwangi, Rahmat Hidayatullah.", ["Rahmat Hidayatullah"]),
        ("Sekda Banyuwangi Drs. Slamet Riyadi, M.Si menyambut mereka.", ["Slamet Riyadi"]),
        ("Rombongan ditemui Asisten III, Budi Waluyo, di aula.", ["Budi Waluyo"]),
        ("Kepala Desa Sukamaju, Hartono, menyambut rombongan.", ["Hartono"]),
        ("Direktur RSUD Genteng, dr. Taufik, menjelaskan alur layanan.", ["Taufik"]),
        ("Tamu didampingi Camat Glagah Asnawi.", ["Asnawi"]),
        ("Bupati Banyuwangi Ipuk Fiestiandani bercerita panjang.", ["Ipuk Fiestiandani"]),
        ("Kadishub Banyuwangi Budi Waluyo memaparkan aplikasi.", ["Budi Waluyo"]),
        ("Ketua PN Banyuwangi I Gede Astawa memaparkan aplikasi.", ["I Gede Astawa"]),
        ("Mereka diterima pemilik sanggar, Slamet Hartono.", ["Slamet Hartono"]),
        ("Sekda Banyuwangi Budi Waluyo menyambut mereka. Turut mendampingi Kepala Diskop Siti Aminah.",
         ["Budi Waluyo", "Siti Aminah"]),
    ],
)  # fmt: skip
def test_whoever_receives_or_speaks_for_the_place_is_a_host(body: str, names: list[str]) -> None:
    assert hosts(body) == names


def test_those_with_the_host_are_hosts_and_those_with_the_guest_are_not() -> None:
    body = (
        "Bupati Sleman Budi Prasetyo didampingi Sekda Siti Aminah diterima Wakil Bupati Banyuwangi Agus Salim"
        " didampingi Asisten Ekonomi Joko Susilo."
    )
    assert hosts(body) == ["Agus Salim", "Joko Susilo"]


def test_two_who_stand_in_one_place_of_the_sentence_are_of_one_side() -> None:
    body = "Di sana mereka berbincang dengan Kepala Bandara Bagas Wicaksono, serta Kadishub Banyuwangi Rahmat Hidayat."
    assert hosts(body) == ["Bagas Wicaksono", "Rahmat Hidayat"]


@pytest.mark.parametrize(
    "body",
    [
        "Bupati Sleman Budi Prasetyo mengatakan Banyuwangi menarik.",
        "Kemajuan itu terjadi di masa Bupati Banyuwangi Agus Salim.",
        "Bupati Banyuwangi Agus Salim sedang di Aceh.",
        "Sebelumnya Bupati Banyuwangi Agus Salim menyambut rombongan lain.",
        "Dihubungi terpisah, Camat Glagah Asnawi membenarkan.",
    ],
)
def test_guests_the_absent_and_the_spoken_of_are_none(body: str) -> None:
    assert hosts(body) == []


def test_guests_from_no_region_make_local_offices_the_hosts() -> None:
    body = "Pejabat Kementerian Keuangan belajar ke Banyuwangi.\n\nKepala Bappeda Joko Susilo memaparkan inovasi."
    assert values(visit(body).hosts) == ["Joko Susilo"]


def test_who_is_nowhere_said_to_be_there_is_judged_by_that_alone() -> None:
    told = scene(f"{LEAD} Kemajuan itu terjadi di masa Bupati Banyuwangi Agus Salim.")
    (spoken_of,) = everybody(told, guests(told, parties(told)).came)
    assert spoken_of.measures.keys() == {"somebody", "absent"}


def test_weights_decide_who_received() -> None:
    told = scene(f"{LEAD} Sekda Banyuwangi Slamet Riyadi menyambut mereka.")
    (somebody,) = everybody(told, guests(told, parties(told)).came)
    assert somebody.received({"somebody": -1.0, "receives": 1.0})
    assert not somebody.received({"somebody": -1.0, "receives": 0.9})


def test_a_name_is_told_once_in_its_longest_form() -> None:
    body = "Mereka diterima Sekda Banyuwangi Slamet Riyadi Utomo.\n\n“Silakan,” kata Slamet."
    assert hosts(body) == ["Slamet Riyadi Utomo"]


def test_another_profile_has_other_hosts() -> None:
    lead = "Rombongan Pemkab Banyuwangi belajar ke Kota Yogyakarta. Mereka diterima Wali Kota Yogyakarta Hasto Wardoyo."
    assert values(visit(lead, watch="yogyakarta").hosts) == ["Hasto Wardoyo"]


def test_the_students_lecturer_is_no_host() -> None:
    assert hosts("Mereka didampingi dosen Dr. Slamet Hartono.") == []


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("Petugas loket desa, Rini Hartati (26), memperlihatkan catatannya kepada tamu.", ["Rini Hartati"]),
        ("Hartono, petani kopi di sana, menjelaskan hitungannya kepada tamu.", ["Hartono"]),
        ("Rini Hartati, salah satu kabid di dinas itu, menjelaskan hitungannya kepada tamu.", ["Rini Hartati"]),
        ("Di Ketapang mereka menginap. Kades Ketapang, Hartono Wijaya, menjelaskan aplikasinya.", ["Hartono Wijaya"]),
        ("Di Bangsring mereka menyelam. Kepala Desa Hartono menjelaskan aturannya.", ["Hartono"]),
        ("Materi disampaikan Rini Hartati di hadapan tamu.", ["Rini Hartati"]),
        ("Menurut ketua kelompok tani Hartono Wijaya, tamu sangat teliti.", ["Hartono Wijaya"]),
        ("Kepada Direktur PDAM Banyuwangi Rini Hartati, Bupati Sleman Budi Adi bertanya.", ["Rini Hartati"]),
        ("Kepala Puskesmas Sobo Rini Hartati menjelaskan layanannya.", ["Rini Hartati"]),
    ],
)
def test_people_of_the_place_are_known_by_what_is_said_of_them(body: str, names: list[str]) -> None:
    assert hosts(body) == names


@pytest.mark.parametrize(
    "body",
    [
        "Kepala Dinas Kesehatan, Rini Hartati, mengatakan timnya berjumlah sembilan orang.",
        "Sekretaris Daerah Rini Hartati menjelaskan rencana penerapannya.",
        "Kabid Budidaya, Rini Hartati, mengatakan mereka akan meniru cara itu sepulang dari sana.",
    ],
)
def test_officials_of_the_papers_own_region_are_guests(body: str) -> None:
    lead = "SLEMAN - Pegawai Pemkab Sleman belajar ke Banyuwangi, Kamis (14/3/2019). Sleman menyiapkan aplikasi serupa."
    assert values(visit(f"{lead}\n\n{body}").hosts) == []


def test_a_papers_name_in_the_dateline_says_nothing_of_where_it_was_written() -> None:
    lead = "KabarTimur.com - Rombongan Pemkab Sleman belajar ke Banyuwangi, Kamis (14/3/2019)."
    body = "Di Banyuwangi mereka menuju pasar. Kepala Dinas Pasar, Rini Hartati, menjelaskan aturannya kepada tamu."
    assert values(visit(f"{lead}\n\n{body}").hosts) == ["Rini Hartati"]


@pytest.mark.parametrize(
    "body",
    [
        "Menurut Rini Hartono (26), petugas yang memandu tamu, terumbu itu ditanam warga.",
        "Menurut Rini Hartono, kepala Puskesmas Singojuruh, petugas menjemput pasien di rumah.",
    ],
)
def test_the_word_that_tells_whose_words_these_are_is_no_name(body: str) -> None:
    assert hosts(body)[-1:] == ["Rini Hartono"]


@pytest.mark.parametrize("what", ["Festival Film Pelajar", "Milik Desa"])
def test_what_somebody_runs_is_not_his_name(what: str) -> None:
    assert hosts(f"Mereka diterima Sekda Banyuwangi Budi Waluyo dan pengelola {what}.") == ["Budi Waluyo"]
    assert hosts("Direktur Bank Banyuwangi menerima rombongan.") == []


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("Pemilik sanggar, Rini Hartati, membocorkan resep warnanya kepada tamu.", ["Rini Hartati"]),
        ("Petani pelopor, Hartono Wijaya, mengajarkan cara menyambung bibit.", ["Hartono Wijaya"]),
        ("Kadispusip Banyuwangi Hartono Wijaya menjamu mereka.", ["Hartono Wijaya"]),
        ("Kabag Distribusi Hartono Wijaya memaparkan jaringan pipa kepada tamu.", ["Hartono Wijaya"]),
    ],
)
def test_more_verbs_and_offices_of_whoever_shows_the_guests(body: str, names: list[str]) -> None:
    assert hosts(f"Di Banyuwangi mereka melihat sanggar dan kebun. {body}") == names


def test_who_speaks_for_the_guests_or_came_with_them_is_no_host() -> None:
    assert hosts("Rini Hartati, juru bicara tamu, menjelaskan keadaan di daerahnya.") == []
    assert hosts("Kepala Puskesmas Hartono Wijaya yang turut dalam rombongan menilai cara itu murah.") == []


def test_the_head_of_a_unit_that_deals_with_villages_is_no_village_head() -> None:
    lead = "SLEMAN - Pegawai Pemkab Sleman belajar ke Banyuwangi, Kamis (14/3/2019)."
    said = "Kepala Bidang Ekonomi Desa, Rini Hartati, mengatakan hasilnya akan ditiru."
    assert values(visit(f"{lead}\n\n{said}").hosts) == []


def test_an_office_without_its_region_says_nothing_for_the_host_where_the_guests_paper_tells() -> None:
    lead = "SLEMAN - Pegawai Pemkab Sleman belajar ke Banyuwangi, Kamis (14/3/2019)."
    said = "Kepala Dinas, Hartono Wijaya, mengatakan Banyuwangi lebih maju."
    assert values(visit(f"{lead}\n\n{said}").hosts) == []


@pytest.mark.parametrize("place", ["Pantai Melati", "Kawah Melati", "Kebun Melati Indah"])
def test_the_place_that_somebody_runs_is_not_his_name(place: str) -> None:
    assert hosts(f"Di Banyuwangi mereka mewawancarai pengelola {place}.") == []


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("Kepala BPM-PD Banyuwangi, Rini Hartati, memaparkan anggaran desa.", ["Rini Hartati"]),
        ("Kepala Bidang Mutasi BKPP Banyuwangi, Hartono Wijaya, memandu diskusi.", ["Hartono Wijaya"]),
        ("Kepala Bidang Mutasi BKPP Banyuwangi yang memandu mengaku sibuk.", []),
        ("Diterima anggota Komisi IV, Rini Hartati, mereka berdiskusi lama.", ["Rini Hartati"]),
        ("Kepala dinas, Hartono Wijaya, tiba bersama lima guru.", []),
        ("Tim datang dengan Kepala BPKAD Hartono Wijaya di depan.", []),
        ("Ketua forum, Hartono Wijaya, bertanya soal pembagian hasil.", []),
        ("Diterima Ketua Pansus I Wayan Hartono Wijaya, mereka berdiskusi lama.", ["I Wayan Hartono Wijaya"]),
        ("Diterima Wakil Ketua Bapemperda Rini Hartati, mereka berdiskusi lama.", ["Rini Hartati"]),
        ("Manajer Angkasa Pura II Banyuwangi Rini Hartati memandu mereka.", ["Rini Hartati"]),
        ("Manajer Kebun Melati Indah, Rini Hartati, memandu mereka.", ["Rini Hartati"]),
        ("Kepala kebun Rini Hartati memandu mereka.", ["Rini Hartati"]),
    ],
)
def test_parts_of_an_office_are_no_name_and_who_comes_or_asks_is_a_guest(body: str, names: list[str]) -> None:
    assert hosts(body) == names


def test_a_name_behind_a_comma_is_no_part_of_the_place_that_he_runs() -> None:
    assert hosts("Rombongan disambut Ketua Harian Ijen Geopark, Budi Waluyo, di aula.") == ["Budi Waluyo"]


def test_an_institution_of_the_place_ends_where_its_name_does() -> None:
    assert hosts("Direktur RSUD Blambangan Siti Aminah menyambut rombongan.") == ["Siti Aminah"]
    assert hosts("Wadir Pelayanan RSUD Blambangan Siti Aminah menyambut rombongan.") == ["Siti Aminah"]


def test_what_a_title_says_that_somebody_does_is_no_name() -> None:
    body = f"{LEAD} Sekda Banyuwangi Budi Waluyo menyambut mereka."
    assert values(visit(body, title="Sekda Banyuwangi Buka Rahasia").hosts) == ["Budi Waluyo"]


def test_a_unit_is_nobodys_name() -> None:
    assert hosts("Tenaga Ahli Pengajar Bidang Ekonomi menyerahkan cendera mata kepada Wakil Bupati Banyuwangi.") == []
