"""How many came, by texts written for this (synthetic)."""

from __future__ import annotations

import pytest

from tests.detect.facts.test_headcount import count

GUESTS = "Sebanyak 40 peserta dari Sleman belajar ke Banyuwangi, Rabu (12/3)."


@pytest.mark.parametrize(
    ("body", "people"),
    [
        ("Hartono satu dari 18 pegawai Pemkab Sleman yang dibawa belajar ke Banyuwangi.", 18),
        ("Dinas Sosial Sleman belajar ke Banyuwangi. Rini satu dari 24 peserta.", 24),
        ("Dinas Pertanian Sleman belajar ke Banyuwangi. Rombongan terdiri dari 20 petani dan empat PPL.", 24),
    ],
)
def test_one_of_so_many_is_told_of_all(body: str, people: int) -> None:
    assert count(body) == people


@pytest.mark.parametrize(
    ("more", "people"),
    [
        ("Mereka dibimbing lima patun.", 45),
        ("Dua penyuluh mengawal mereka.", 42),
        ("Di sana peserta bermalam dua hari, didampingi tiga widyaiswara dan dua panitia.", 45),
        ("Setiap kelompok didampingi dua orang widyaiswara, sehingga ada empat pendamping.", 44),
        ("Dua petugas Dinas Sosial Banyuwangi mendampingi mereka.", 40),
    ],
)
def test_companions_are_added_however_far_they_are_told(more: str, people: int) -> None:
    assert count(f"{GUESTS}\n\nTamu diajak melihat loket layanan. {more}") == people


def test_companions_told_before_the_guests_are_added() -> None:
    body = "Empat dosen Universitas Jember mendampingi mahasiswa belajar ke Banyuwangi."
    assert count(f"{body} Sebanyak 50 mahasiswa belajar di sana.") == 54


@pytest.mark.parametrize(
    ("body", "people"),
    [
        ("Bupati Sleman minta belajar ke Banyuwangi. Bupati dan delapan pejabatnya tiba Rabu.", 9),
        ("Hartono, pembatik asal Sleman, belajar ke Banyuwangi. Ia dan tujuh kawannya baru kembali.", 8),
        ("Ada 7 personel PDAM Sleman belajar ke Banyuwangi: kabag teknik, dua kasubbag, dan empat juru lacak.", 7),
        ("Kadis Sosial Sleman belajar ke Banyuwangi. Ia hadir bersama enam orang, yaitu sekretaris dan para kabid.", 6),
        ("Anggota Bawaslu Sleman belajar ke Banyuwangi. Mereka berempat, tiga komisioner dan sekretaris, bermalam.", 4),
        ("Rombongan MAN 1 Kota Kediri belajar ke Banyuwangi, terdiri dari kepala sekolah, 4 wakil, dan 27 guru.", 32),
        ("Lima komisioner, bersama koordinator sekretariat dan enam staf Bawaslu Sleman, belajar ke Banyuwangi.", 12),
        ("Rombongan lima kabupaten belajar ke Banyuwangi. Tiap kabupaten mengirim lima orang, total ada 25.", 25),
    ],
)
def test_a_list_s_parts_and_its_unnamed_head_are_counted_once(body: str, people: int) -> None:
    assert count(body) == people


def test_some_who_are_told_to_be_among_all_add_nothing() -> None:
    body = (
        "Tiga pejabat Pemkab Sleman baru pulang belajar dari Banyuwangi. Mereka termasuk di antara 50 peserta Diklatpim"
        " II yang dikirim LAN Makassar."
    )
    assert count(body) == 50
