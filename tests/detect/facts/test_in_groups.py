"""Guests who are counted bit by bit: group by group, a list that begins with one of each, company told much later."""

from __future__ import annotations

import pytest

from tests.detect.facts.test_headcount import count

LEAD = "Rombongan Pemkab Sleman belajar ke Banyuwangi, Rabu (11/10/2023)."
FAR = "Pendopo teduh.\n\nPasar ramai.\n\nJalan bersih.\n\nWarga senang.\n\n"


@pytest.mark.parametrize(
    ("more", "people"),
    [
        ("Kelompok A (14 orang) ke pasar. Kelompok B (12 orang) ke pantai. Kelompok C (10 orang) ke kebun.", 36),
        ("Tim pertama, 9 orang, ke pasar. Tim kedua, 8 orang, ke pantai.", 17),
        ("Kelompok A (14 orang) ke pasar. Yang lain ke pantai.", 14),
    ],
)
def test_groups_are_added_up(more: str, people: int) -> None:
    assert count(f"{LEAD} {more}") == people


@pytest.mark.parametrize(
    ("members", "people"),
    [
        ("ketua komisi Budi Santoso, enam anggota, dan dua staf", 9),
        ("ketua Budi Santoso, sekretaris Rina Wulan, enam anggota, dan dua staf", 10),
        ("para guru, enam kepala sekolah, dan dua staf", 8),
    ],
)
def test_one_of_each_at_a_list_s_head_is_counted(members: str, people: int) -> None:
    assert count(f"{LEAD} Rombongan terdiri dari {members}.") == people


@pytest.mark.parametrize(
    ("more", "people"),
    [
        ("Rombongan dilepas bupati dan turut didampingi 6 camat serta 3 pegawai.", 39),
        ("Empat staf sekretariat yang turut serta diminta menulis laporan.", 34),
        ("Empat warga kampung itu menyambut.", 30),
    ],
)
def test_company_is_added_however_late_it_is_told(more: str, people: int) -> None:
    assert count(f"Sebanyak 30 kades Sleman belajar ke Banyuwangi, Rabu (11/10/2023).\n\n{FAR}{more}") == people
