"""Towns and provinces abroad that no list knows, by texts written for this (synthetic)."""

from __future__ import annotations

from tests.telling import article, scene, values, visit, visits

HOST = "Mereka diterima Bupati Banyuwangi di pendopo."


def test_an_unknown_province_is_known_by_the_country_behind_it() -> None:
    body = f"Delegasi Provinsi Phatthalung, Thailand, belajar ke Banyuwangi. {HOST}\n\nGubernur Phatthalung senang."
    (found,) = visits(article(body))
    assert values(found.visitors) == ["Provinsi Phatthalung"]
    assert values(found.origin) == ["Provinsi Phatthalung", "Thailand"]


def test_people_from_an_unknown_town_abroad_are_visitors() -> None:
    body = f"Tamu itu pejabat dari Phatthalung, Thailand, yang belajar ke Banyuwangi. {HOST}"
    found = visit(body)
    assert values(found.visitors) == ["Phatthalung"]
    assert values(found.origin) == ["Phatthalung", "Thailand"]


def test_a_university_before_its_country_is_no_town() -> None:
    found = visit(f"Students from Kyushu Sangyo University, Japan, came to study in Banyuwangi. {HOST}")
    assert values(found.visitors) == ["Kyushu Sangyo University"]
    assert values(found.origin) == ["Japan"]


def test_a_newspaper_named_after_a_region_is_no_region() -> None:
    body = f"DPRD Lamandau belajar ke Banyuwangi. {HOST}\n\nKetua dewan berkata kepada Kalteng Pos bahwa ia puas."
    assert values(visit(body).origin) == ["Lamandau"]


def regions(body: str) -> list[str]:
    """The codes of all regions of the body, in the order of the text."""
    named = ((seen.index, region) for seen in scene(body).seen for region in seen.regions)
    return [region.codes[0] for _, region in sorted(named, key=lambda one: (one[0], one[1].first))]


def test_a_province_at_the_head_of_a_sentence_is_known_by_its_country() -> None:
    assert regions("Provinsi Phatthalung, Thailand, mengirim tamu.") == ["~phatthalung province", "~thailand"]


def test_a_capital_at_the_head_of_a_sentence_makes_no_name_of_the_words_behind_it() -> None:
    assert regions("Semua Nam province tertarik.") == []
    assert regions("Kemarin pejabat Quang Nam province datang.") != []


def test_a_town_that_is_told_twice_with_its_country_is_told_twice() -> None:
    body = "Tamu dari Phatthalung, Thailand, tiba. Wali kota dari Phatthalung, Thailand, senang. Phatthalung jauh."
    part, country = "~phatthalung province", "~thailand"
    assert regions(body) == [part, country, part, country, part]
