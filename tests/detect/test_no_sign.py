"""Words that look like a sign against a visit, or like a journey, and are none where they stand. Synthetic."""

from __future__ import annotations

import pytest

from detect.roles import roles
from detect.signals import collect
from tests.telling import article, readings


def names(body: str) -> set[str]:
    found = readings(article(body))[1]
    return {signal.name for signal in collect(found, [roles(r) for r in found])}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("Rombongan Pemkab Sleman tiba di Dinas Pariwisata Banyuwangi, Jalan Jaksa Agung Suprapto.", False),
        ("Rombongan Pemkab Sleman tiba di kantor di Jl Panglima Sudirman Banyuwangi.", False),
        ("Rombongan Jaksa Agung tiba di Banyuwangi.", True),
        ("Rombongan Pemkab Sleman diterima Bpk. Budi Santoso di Banyuwangi.", False),
        ("Rombongan BPK tiba di Banyuwangi.", True),
        ("Mahasiswa Universitas Jenderal Soedirman tiba di Banyuwangi.", False),
        ("Rombongan Jenderal Soedirman tiba di Banyuwangi.", True),
    ],
)
def test_a_street_or_a_gentleman_is_no_official(body: str, told: bool) -> None:
    assert ("official_subject" in names(body)) is told


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("Rombongan Pemkab Sleman tiba di Banyuwangi. Jumlah rombongan 35 orang.", False),
        ("Rombongan Pemkab Sleman tiba di Banyuwangi. Jumlah tamu 3.500 orang.", True),
        ("Jumlah rombongan studi tiru ke Banyuwangi naik.", True),
    ],
)
def test_how_many_came_is_not_how_often_some_do(body: str, told: bool) -> None:
    assert ("often" in names(body)) is told


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("Kepala Dispersip Banyuwangi Budi Santoso mengajak mereka ke depo arsip.", False),
        ("Kepala Dispersip Banyuwangi mengajak rombongan ke Kabupaten Sleman.", True),
        ("Pemkab Banyuwangi mengajak rombongan studi banding ke luar daerah.", True),
    ],
)
def test_a_walk_to_a_room_is_no_journey(body: str, told: bool) -> None:
    assert ("outgoing" in names(body)) is told


@pytest.mark.parametrize(
    ("body", "part"),
    [
        ('"Bukunya tidak hilang?" tanya Kabid Perpustakaan Sleman di Banyuwangi.', "other_speaker"),
        ("Kabid Perpustakaan Banyuwangi tanya kiat Sleman.", "other_host"),
    ],
)
def test_whoever_is_named_behind_a_question_asked_it(body: str, part: str) -> None:
    assert part in names(body)
