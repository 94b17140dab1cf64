"""Several watched places: which of them a text may be about, and the one verdict for all of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from article import Article
from detect import gazetteer
from detect.judge import facts, judge, judge_for
from detect.lexicon import default_lexicon
from detect.lines import judge_lines
from detect.place import district_names, names_place
from detect.profile import Profile, ProfileError, load_profiles
from detect.sentences import read
from detect.watched import Watched
from tests.districts import (
    BANYUWANGI,
    FILES,
    FROM_ONE_TO_THE_OTHER,
    OF_NEITHER,
    TO_BANYUWANGI,
    TO_BOTH,
    TO_YOGYAKARTA,
    YOGYAKARTA,
    both,
    told,
)

EACH = (TO_BANYUWANGI, TO_YOGYAKARTA, TO_BOTH, FROM_ONE_TO_THE_OTHER, OF_NEITHER)


@pytest.mark.parametrize(
    ("news", "places"),
    [
        (TO_BANYUWANGI, [BANYUWANGI]),
        (TO_YOGYAKARTA, [YOGYAKARTA]),
        (TO_BOTH, [YOGYAKARTA, BANYUWANGI]),
        (FROM_ONE_TO_THE_OTHER, [YOGYAKARTA]),
        (OF_NEITHER, []),
    ],
)
def test_a_visit_names_the_place_that_was_visited(news: Sequence[str], places: list[str]) -> None:
    verdict = judge_for(told(news), both())
    assert [visit.place for visit in verdict.visits] == places
    assert (verdict.flagged, verdict.place) == (bool(places), places[0] if places else None)


def test_a_visit_to_two_places_has_the_reasons_and_the_profiles_of_both() -> None:
    text = told(TO_BOTH)
    verdict, apart = judge_for(text, both()), [judge(text, profile) for profile in both().profiles]
    assert verdict.watch == "Kota Yogyakarta 2026.1 + Banyuwangi 2026.5"
    assert set(verdict.evidence) == {reason for one in apart for reason in one.evidence}
    assert verdict.score == max(one.score for one in apart)


@pytest.mark.parametrize("news", EACH)
def test_the_likeliest_place_s_verdict_is_the_one_that_it_has_alone(news: Sequence[str]) -> None:
    text = told(news)
    verdict, apart = judge_for(text, both()), [judge(text, profile) for profile in both().profiles]
    assert verdict.flagged == any(one.flagged for one in apart)
    if sum(one.flagged for one in apart) == 1:
        assert verdict == next(one for one in apart if one.flagged)


def test_a_text_that_names_none_names_all_profiles_in_short() -> None:
    verdict = judge_for(told(OF_NEITHER), both())
    assert (verdict.place, verdict.direction, verdict.watch) == (None, "none", both().version)
    changed = Watched((both().profiles[0], replace(both().profiles[1], version="2026.9")))
    assert both().version.startswith("2 places ") and changed.version != both().version


def test_a_single_place_is_judged_whatever_the_text_names() -> None:
    alone = Watched(both().profiles[:1])
    assert alone.named(read(told(OF_NEITHER))) == alone.profiles
    assert judge_for(told(OF_NEITHER), alone).watch == "Banyuwangi 2026.5"


def test_a_text_without_words_is_an_editor_s() -> None:
    assert judge_for(told(("", "")), both()).undecided == "no_text"


def test_facts_are_read_for_the_place_that_is_asked_for_else_for_the_one_named() -> None:
    assert [one.place for one in facts(told(TO_BOTH), both(), BANYUWANGI)] == [BANYUWANGI]
    assert [one.place for one in facts(told(TO_YOGYAKARTA), both())] == [YOGYAKARTA]
    assert [one.place for one in facts(told(OF_NEITHER), both())] == [BANYUWANGI]


def _namings(profile: Profile) -> list[str]:
    named = (*profile.names, *profile.epithets, *profile.abbreviations, *profile.datelines, *profile.offices)
    villages = [
        " ".join(name) for names in gazetteer.load().villages.get(profile.code, {}).values() for name, _ in names
    ]
    slips = [f"{name[:-2]}{name[-1]}{name[-1]}" for name in profile.names]
    return [*named, *profile.places, *profile.programmes, *slips, *district_names(profile.code), *villages]


NAMINGS = sorted({name for profile in both().profiles for name in _namings(profile)})
BEFORE = ("di", "ke", "Desa", "Desa Wisata", "Kecamatan", "Puskesmas", "se-", "warga", "Kampung", "Camat")


@given(
    st.lists(st.tuples(st.sampled_from(BEFORE), st.sampled_from(NAMINGS), st.booleans()), max_size=5),
    st.sampled_from(["", "BANYUWANGI - ", "Genteng, Warta - ", "YOGYA - ", "TUBAN - "]),
)
@example([("Desa", "Tamansari", False), ("di", "Singojuruh", False)], "GLAGAH - ")
@example([("se-", "Banyuwangi", False)], "")
def test_no_place_is_passed_over_that_judging_would_find(told: list[tuple[str, str, bool]], dateline: str) -> None:
    words = [f"Petugas hadir {before} {name.title() if up else name}." for before, name, up in told]
    text = Article(url="", site="", title="Kabar hari ini", body=dateline + " ".join(words).replace("se- ", "se-"))
    document = read(text)
    found = {profile.code for profile in both().named(document)}
    assert found >= {p.code for p in both().profiles if names_place(document, p, default_lexicon())}


def test_lines_tell_the_place_and_keep_places_apart() -> None:
    lines = [
        json.dumps({"id": number, "title": news[0], "text": news[1], "published": "2026-10-16"})
        for number, news in enumerate([TO_BOTH, TO_BANYUWANGI, TO_BOTH])
    ]
    first, other, again = (json.loads(line) for line in judge_lines(lines, both()))
    named = {one["place"]: one["visit_id"] for one in first["visits"]}
    assert len(set(named.values())) == 2 and set(named) == {BANYUWANGI, YOGYAKARTA}
    assert {one["place"]: one["visit_id"] for one in again["visits"]} == named
    assert (other["place"], other["visits"][0]["place"]) == (BANYUWANGI, BANYUWANGI)


def test_two_profiles_of_one_place_are_refused(tmp_path: Path) -> None:
    again = tmp_path / "again.toml"
    again.write_text(FILES[0].read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(ProfileError, match=r"again\.toml: `code` 35\.10 is that of .*banyuwangi\.toml too"):
        load_profiles([*FILES, again])
    with pytest.raises(ProfileError, match="names no profile"):
        load_profiles([])


@pytest.mark.parametrize("code", ["35.1", "35.10.99", "99.01", "code", "3510"])
def test_a_profile_whose_code_is_no_regions_is_refused(tmp_path: Path, code: str) -> None:
    mistyped = tmp_path / "mistyped.toml"
    mistyped.write_text(FILES[0].read_text(encoding="utf-8").replace('"35.10"', f'"{code}"'), encoding="utf-8")
    with pytest.raises(ProfileError, match=rf"mistyped\.toml: `code` {code} is no region's"):
        load_profiles([mistyped])


def test_a_changed_profile_takes_the_place_of_its_own() -> None:
    one, other = both().profiles
    changed, third = replace(other, version="9"), replace(other, code="33.22")
    assert both().with_profile(changed).profiles == (one, changed)
    assert both().with_profile(third).profiles == (one, other, third)
    assert Watched((one,)).with_profile(other).profiles == (other,)
