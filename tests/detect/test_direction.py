"""Which way a visit goes, where articles do not say it in every sentence."""

from __future__ import annotations

import pytest

from detect.direction import Lean, told
from detect.judge import judge
from tests.telling import article, profile


def direction(title: str, body: str) -> str | None:
    return judge(article(body, title), profile()).direction


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "Sepuluh Kepala Desa Berguru ke Ponggok",
            "Sepuluh kepala desa dari Banyuwangi bertolak ke Ponggok, Klaten, untuk belajar mengelola umbul. "
            "Mereka diterima kepala desa Ponggok. Pulangnya mereka singgah di Solo untuk belajar batik.",
        ),
        (
            "Studi Banding ke Badung, Pejabat Dalami Pajak Hotel",
            "Pejabat Pemkab Banyuwangi belajar pajak hotel ke Badung. Mereka diterima Sekda Badung. "
            "Dari Badung mereka studi banding ke Denpasar.",
        ),
    ],
)
def test_the_traveller_is_the_places_own_wherever_a_sentence_leaves_him_out(title: str, body: str) -> None:
    assert direction(title, body) == "outgoing"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "Pemkab Sikka Studi Banding ke Labuan Bajo",
            "Pemkab Sikka belajar tata kelola pelabuhan ke Manggarai Barat, bukan ke Banyuwangi. "
            "Mereka diterima wakil bupati Manggarai Barat.",
        ),
        (
            "DPRD Salatiga Belajar ke Depok",
            "DPRD Salatiga studi banding ke Kota Depok. Tahun lalu mereka mengunjungi Banyuwangi. "
            "Depok dipilih karena dekat.",
        ),
    ],
)
def test_between_two_others(title: str, body: str) -> None:
    assert direction(title, body) == "elsewhere"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "Setahun, 600 Rombongan Belajar ke Banyuwangi",
            "Sepanjang tahun ini 600 rombongan dari berbagai daerah belajar ke Banyuwangi. "
            "Pemkab menargetkan seribu rombongan tahun depan.",
        ),
        (
            "Banyuwangi Kerap Kirim Petani Belajar",
            "Banyuwangi kerap mengirim petani belajar ke daerah lain. Hampir setiap bulan ada yang berangkat.",
        ),
        (
            "Harga Cabai di Banyuwangi Naik",
            "Harga cabai di Banyuwangi naik dua kali lipat. Dinas mempelajari pola lonjakan harga.",
        ),
    ],
)
def test_no_visit_has_no_direction(title: str, body: str) -> None:
    assert direction(title, body) == "none"


def test_what_is_not_flagged_leads_here_only_where_a_visit_is_likely() -> None:
    here, away = Lean("inbound", 0.8, None), Lean("outgoing", -0.8, None)
    assert told(here, True, 0.4) == "inbound"
    assert told(here, True, 0.01) == "none"
    assert told(here, False, 0.4) == "none"
    assert told(away, True, 0.01) == "outgoing"
