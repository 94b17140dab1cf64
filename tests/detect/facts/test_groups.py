from __future__ import annotations

import pytest

from detect.facts.groups import groups
from tests.telling import scene, values, visit

HOST = "Mereka diterima Bupati Banyuwangi di pendopo."


@pytest.mark.parametrize(
    ("sentence", "group"),
    [
        ("Sebanyak 30 hukum tua di Kabupaten Minahasa belajar.", "hukum tua di Kabupaten Minahasa"),
        ("Dua puluh peratin (kepala pekon) dari Tanggamus datang.", "peratin (kepala pekon) dari Tanggamus"),
        ("Delapan kades dari Ngrayun, Ponorogo, menginap di sana.", "kades dari Ngrayun, Ponorogo"),
        ("Lima petani dari Desa Watu Putih Kulon, Kudus, ikut serta.", "petani dari Desa Watu Putih Kulon, Kudus"),
        ("Para pelaku usaha mikro asal Blora ikut serta.", "pelaku usaha mikro asal Blora"),
        ("Lima relawan Tangguh dari Bantul ikut serta.", "relawan Tangguh dari Bantul"),
        ("Camat dan lurah Kota Madiun ikut serta.", "Camat dan lurah Kota Madiun"),
        ("Ketua pengelola homestay asal Sembalun bertanya.", "pengelola homestay asal Sembalun"),
    ],
)  # fmt: skip
def test_a_group_goes_from_what_it_does_to_where_it_is_from(sentence: str, group: str) -> None:
    told = scene(sentence)
    assert [told.words(seen, g.first, g.last) for seen in told.seen for g in groups(seen) if seen.index] == [group]


@pytest.mark.parametrize(
    "sentence",
    [
        "Sebanyak 12 inovasi dari Kabupaten Sleman dipamerkan.",
        "Empat puluh peserta dari Kabupaten Sleman datang.",
        "Petani memanen padi, Sleman pun kagum.",
        "Pengurus Masjid Agung Demak datang.",
    ],
)
def test_things_participants_and_people_of_no_place_are_no_group(sentence: str) -> None:
    told = scene(sentence)
    assert [group for seen in told.seen for group in groups(seen) if seen.index] == []


def test_a_group_is_named_with_its_small_place_and_region() -> None:
    told = visit(f"Sebanyak 20 pembatik dari Lasem, Kabupaten Rembang, belajar ke Banyuwangi. {HOST}")
    assert values(told.visitors) == ["pembatik dari Lasem, Kabupaten Rembang"]
    assert values(told.origin) == ["Kabupaten Rembang"]


def test_the_office_that_sent_a_group_is_named_beside_it() -> None:
    body = (
        f"Sebanyak 30 petani kopi dari Kabupaten Temanggung belajar ke Banyuwangi. {HOST}\n\nPerjalanan itu"
        " difasilitasi Dinas Pertanian Kabupaten Temanggung."
    )
    assert values(visit(body).visitors) == [
        "petani kopi dari Kabupaten Temanggung",
        "Dinas Pertanian Kabupaten Temanggung",
    ]
