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
        ("Peserta PPRA LIX menjalani Studi Strategis Dalam Negeri (SSDN) di Banyuwangi.",
         "Studi Strategis Dalam Negeri (SSDN)"),
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
