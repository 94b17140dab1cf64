from __future__ import annotations

import pytest

from detect.facts.programme import programme
from tests.telling import scene


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("Peserta Diklatpim III Pemkab Sleman datang ke Banyuwangi.", "Diklatpim III"),
        ("Peserta Pendidikan dan Pelatihan Kepemimpinan (Diklatpim) Tingkat IV tiba di Banyuwangi.", "Diklatpim IV"),
        ("Rombongan Diklat PIM Tingkat 3 belajar ke Banyuwangi.", "Diklatpim 3"),
        ("Peserta PIM II belajar ke Banyuwangi.", "Diklatpim II"),
        ("Peserta PKN Tingkat II belajar ke Banyuwangi.", "PKN II"),
        ("Peserta Pelatihan Kepemimpinan Tingkat III belajar ke Banyuwangi.", "Pelatihan Kepemimpinan Tingkat III"),
        ("Peserta Pelatihan Kepemimpinan Administrator (PKA) tiba.", "Pelatihan Kepemimpinan Administrator (PKA)"),
        ("Sebanyak 60 peserta Latsar CPNS tiba di Banyuwangi.", "Latsar"),
        ("Mahasiswa menjalani Kuliah Kerja Lapangan (KKL) di Banyuwangi.", "Kuliah Kerja Lapangan (KKL)"),
        ("Mahasiswa KKL tiba di Banyuwangi.", "KKL"),
        ("Mahasiswa kesehatan menjalani residensi di puskesmas Banyuwangi.", "residensi"),
        ("Pemkab Sleman studi banding ke Banyuwangi.", None),
        ("Para pedagang kaki lima ditata, pim pinan pun senang.", None),
    ],
)
def test_the_training_is_named_as_the_press_does(body: str, name: str | None) -> None:
    found = programme(scene(body))
    assert (found.value if found else None) == name


def test_the_level_may_stand_elsewhere() -> None:
    found = programme(
        scene("Peserta Diklatpim belajar ke Banyuwangi.", title="Peserta Diklatpim IV Sleman ke Banyuwangi")
    )
    assert found is not None
    assert found.value == "Diklatpim IV"


def test_another_groups_training_is_not_this_ones() -> None:
    body = "Pemkab Sleman belajar ke Banyuwangi.\n\nSebelumnya peserta Diklatpim II Tuban pernah datang."
    assert programme(scene(body)) is None


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("Peserta PKN Tingkat II menjalani Visitasi Kepemimpinan Nasional (VKN) di Banyuwangi.", "PKN II"),
        ("Sebanyak 20 peserta menyimak Diklat Tata Kelola Nagari Angkatan V yang digelar di Banyuwangi.",
         "Diklat Tata Kelola Nagari Angkatan V"),
        ("Peserta Pelatihan Kepemimpinan Pengawas (PKP) Angkatan IX tiba di Banyuwangi.",
         "Pelatihan Kepemimpinan Pengawas (PKP) Angkatan IX"),
        ("Sebanyak 30 peserta Diklat Pengelolaan Arsip belajar di Banyuwangi.", "Diklat Pengelolaan Arsip"),
        ("Mahasiswa mengikuti Ekskursi Arsitektur di Banyuwangi.", "Ekskursi Arsitektur"),
        ("Rombongan Badan Diklat Sleman tiba di Banyuwangi.", None),
    ],
)  # fmt: skip
def test_the_training_comes_before_its_excursion_and_may_have_a_name_of_its_own(body: str, name: str | None) -> None:
    found = programme(scene(body))
    assert (found.value if found else None) == name


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("Kuliah Kerja Lapangan digelar di Banyuwangi. Peserta KKL tiba.", "Kuliah Kerja Lapangan (KKL)"),
        ("Mahasiswa mengambil mata kuliah Studio Perdesaan di Banyuwangi.", "Studio Perdesaan"),
        ("Mahasiswa Sleman melakukan studi ekskursi ke Banyuwangi.", "studi ekskursi"),
        ("DPRD Sleman mempelajari penataan PKL di Banyuwangi.", None),
        ("Mahasiswa PKL dari Sleman tiba di Banyuwangi.", "PKL"),
    ],
)
def test_a_training_under_both_names_or_one_that_means_something_else(body: str, name: str | None) -> None:
    found = programme(scene(body))
    assert (found.value if found else None) == name


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("Peserta PPRA LIX menjalani Studi Strategis Dalam Negeri (SSDN) di Banyuwangi.",
         "Studi Strategis Dalam Negeri (SSDN), PPRA LIX"),
        ("Siswa Program Pendidikan Singkat Angkatan (PPSA) XX menjalani Studi Strategis Dalam Negeri di Banyuwangi.",
         "Studi Strategis Dalam Negeri, Program Pendidikan Singkat Angkatan (PPSA) XX"),
        ("Perwira Sespimmen menjalani kuliah kerja di Banyuwangi.", "kuliah kerja, Sespimmen"),
    ],
)  # fmt: skip
def test_a_journey_of_a_course_is_named_with_it(body: str, name: str) -> None:
    found = programme(scene(body))
    assert found is not None
    assert found.value == name


def test_initials_are_spelt_out_with_level_and_class_where_the_article_does_so() -> None:
    body = "Visitasi Pelatihan Kepemimpinan Nasional Tingkat II Angkatan IV digelar di Banyuwangi."
    found = programme(scene(body, title="Peserta PKN II Belajar ke Banyuwangi"))
    assert found is not None
    assert found.value == "Pelatihan Kepemimpinan Nasional (PKN) Tingkat II Angkatan IV"


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("Rombongan Sesdilu angkatan ke-70 tiba. Sekolah Staf Dinas Luar Negeri itu memilih Banyuwangi.",
         "Sekolah Staf Dinas Luar Negeri (Sesdilu) angkatan ke-70"),
        ("Peserta Reform Leader Academy angkatan ke 9 tiba di Banyuwangi.", "Reform Leader Academy angkatan ke 9"),
        ("Peserta Pelatihan Dasar CPNS Kementerian Sosial Angkatan 12 tiba di Banyuwangi.",
         "Pelatihan Dasar CPNS Kementerian Sosial Angkatan 12"),
        ("Peserta Pelatihan Kepemimpinan Pengawas angkatan muda tiba di Banyuwangi.",
         "Pelatihan Kepemimpinan Pengawas"),
    ],
)  # fmt: skip
def test_a_class_has_a_number(body: str, name: str) -> None:
    found = programme(scene(body))
    assert found is not None
    assert found.value == name


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("Mahasiswa Sleman menggelar studi lapangan di Banyuwangi.", "studi lapangan"),
        ("Para camat Sleman menggelar studi lapangan di Banyuwangi.", None),
        ("Studi lapangan mahasiswa itu bagian dari Kuliah Kerja Lapangan di Banyuwangi.", "Kuliah Kerja Lapangan"),
        ("Mereka menempuh pelatihan kepemimpinan di Banyuwangi.", "pelatihan kepemimpinan"),
        ("Dalam pelatihan kepemimpinan itu peserta PKA Sleman belajar ke Banyuwangi.", "PKA"),
        ("Mahasiswa mengikuti PPL I di sekolah Banyuwangi.", "PPL I"),
        ("Petani dan PPL Sleman belajar ke Banyuwangi.", None),
        ("They came to Banyuwangi for the Harbour Training Course of the ministry.", "Training Course"),
        ("They came to Banyuwangi to see a training course for weavers.", None),
        ("Enam pegawai Sleman mengikuti in-house training di Banyuwangi.", "in-house training"),
        ("Calon pelatih dari Sleman menempuh Training of Trainers (ToT) di Banyuwangi.", "Training of Trainers (ToT)"),
        ("The group spent its summer course in Banyuwangi.", "summer course"),
    ],
)
def test_what_students_and_guests_from_abroad_take_part_in(body: str, name: str | None) -> None:
    found = programme(scene(body))
    assert (found.value if found else None) == name


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (
            "Tujuh belas peserta Kursus Jabatan Puncak (KJP) PTPN X belajar ke Banyuwangi.",
            "Kursus Jabatan Puncak (KJP)",
        ),
        ("Peserta Kursus Pamong Muda dari Sleman belajar ke Banyuwangi.", "Kursus Pamong Muda"),
        ("Lima puluh peserta Sekolah Tani dari Sleman belajar ke Banyuwangi.", "Sekolah Tani"),
        ("Program Pemkab Sleman bertajuk Sekolah Kades membawa 20 kades ke Banyuwangi.", "Sekolah Kades"),
        ("Mahasiswa Sleman datang dalam lawatan bertajuk Harbour Field Study ke Banyuwangi.", "Harbour Field Study"),
        ("The officials are enrolled in a leadership course and came to Banyuwangi.", "leadership course"),
        ("Para siswa Sekolah Rakyat dari Sleman belajar ke Banyuwangi.", None),
        ("Mereka dari Sleman melihat festival bertajuk Gandrung Sewu di Banyuwangi.", None),
        ("Mereka dari Sleman melihat Kursus Menjahit milik warga Banyuwangi.", None),
    ],
)
def test_courses_schools_of_participants_and_titled_journeys(body: str, name: str | None) -> None:
    found = programme(scene(body))
    assert (found.value if found else None) == name


def test_the_training_in_the_title_goes_before_another_that_is_told_of_first() -> None:
    found = programme(
        scene(
            "Banyuwangi sering menjadi lokus diklat kepemimpinan. Kini datang 24 peserta Reform Leader Academy (RLA).",
            title="Catatan Benchmarking Reform Leader Academy",
        )
    )
    assert found is not None
    assert found.value == "Reform Leader Academy (RLA)"
