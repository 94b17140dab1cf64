"""The synthetic press: what it promises to its readers (the stand-in web and its truth file)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.texts import KINDS, WIB, Story, TooManyVisits, retell, stories
from newsroom.texts.banks import Plan, one_side, plans, words
from newsroom.texts.draw import FactDraw
from newsroom.texts.local import LOCAL_FILES, OTHER_FILES
from newsroom.texts.places import towns
from newsroom.texts.pressdates import MONTHS, WEEKDAYS, one_day, period
from newsroom.texts.shingles import likeness, shingles
from newsroom.texts.visits import FORM_FILES, visit_of
from newsroom.texts.weave import BadTemplate, UnknownSlot, Weaver, sentence_case, title_case

START = date(2026, 9, 21)
DAYS, PER_DAY, VISITS = 25, 40, 30
NAMES = "|".join(WEEKDAYS)
NUMBERED = re.compile(rf"({NAMES}) \((\d{{1,2}})/(\d{{1,2}})(?:/(\d{{2,4}}))?\)")
WRITTEN_OUT = re.compile(rf"({NAMES}), (\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})")
YESTERDAY = re.compile(r"kemarin \((\d{1,2})/(\d{1,2})\)|\((\d{1,2})/(\d{1,2})\) kemarin")


@pytest.fixture(scope="module")
def press() -> list[Story]:
    return stories(7, START, DAYS, PER_DAY, VISITS)


@pytest.fixture(scope="module")
def many_visits() -> list[Story]:
    return [story for story in stories(11, START, 60, 10, 400) if story.kind == "visit"]


def _stated_in(truth_value: str, story: Story) -> bool:
    return truth_value in "\n".join(story.paragraphs)


# The period


def test_the_same_arguments_give_the_same_stories() -> None:
    assert stories(3, START, 4, 10, 5) == stories(3, START, 4, 10, 5)
    assert stories(3, START, 4, 10, 5) != stories(4, START, 4, 10, 5)


def test_hash_randomisation_changes_nothing() -> None:
    code = (
        "import hashlib; from datetime import date; from newsroom.texts import stories, retell;"
        "told = stories(3, date(2026, 9, 21), 3, 10, 6); told += [retell(story, 1) for story in told[:5]];"
        "print(hashlib.sha256(repr(told).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_a_period_has_the_stories_asked_for_oldest_first(press: list[Story]) -> None:
    assert len(press) == DAYS * PER_DAY
    assert [story.published for story in press] == sorted(story.published for story in press)
    assert Counter(story.published.date() for story in press) == {
        START + timedelta(days=i): PER_DAY for i in range(DAYS)
    }
    assert all(story.published.tzinfo == WIB for story in press)


def test_nine_in_ten_are_plain_local_news_and_every_kind_occurs(press: list[Story]) -> None:
    shares = Counter(story.kind for story in press)
    assert set(shares) == set(KINDS)
    assert 0.88 <= shares["local_news"] / len(press) <= 0.92
    others = [shares[kind] for kind in OTHER_FILES]
    assert max(others) - min(others) <= 1


def test_every_visit_happens_once_and_some_are_told_by_several_outlets(press: list[Story]) -> None:
    tellings = Counter(story.event for story in press if story.kind == "visit")
    assert len(tellings) == VISITS
    assert max(tellings.values()) > 1
    assert all(count == 1 for event, count in Counter(s.event for s in press).items() if event not in tellings)


def test_more_visits_than_stories_are_refused() -> None:
    assert len(stories(1, START, 1, 3, 3)) == 3
    with pytest.raises(TooManyVisits, match="4 visits"):
        stories(1, START, 1, 3, 4)


# The texts


def test_no_template_marks_or_double_spaces_are_left_over(press: list[Story], many_visits: list[Story]) -> None:
    for story in press + many_visits:
        assert not re.search(r"[{}\[\]|]|\d> |  | [,.;!?]|,,|\.\.", story.text), story.text


def test_every_story_has_a_newspaper_length_and_no_sentence_twice(press: list[Story], many_visits: list[Story]) -> None:
    for story in press + many_visits:
        assert 150 <= sum(len(paragraph.split()) for paragraph in story.paragraphs) <= 500
        assert len(set(story.paragraphs)) == len(story.paragraphs)
        assert story.title and story.reporter and story.town and story.tags


def test_weekday_and_number_of_a_date_agree(press: list[Story], many_visits: list[Story]) -> None:
    seen = 0
    for story in press + many_visits:
        numbered = NUMBERED.findall(story.text)
        written = [
            (name, day, str(MONTHS.index(month) + 1), year)
            for name, day, month, year in WRITTEN_OUT.findall(story.text)
        ]
        for name, day, month, year in numbered + written:
            assert WEEKDAYS[_date(story, day, month, year).weekday()] == name
            seen += 1
    assert seen > len(press)


def _date(story: Story, day: str, month: str, year: str) -> date:
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    near = [date(story.published.year + ahead, int(month), int(day)) for ahead in (-1, 0, 1)]
    return min(near, key=lambda candidate: abs((candidate - story.published.date()).days))


def test_yesterday_is_the_day_before_the_paper(press: list[Story]) -> None:
    found = [(story, match) for story in press for match in YESTERDAY.findall(story.text)]
    for story, match in found:
        day, month = (int(number) for number in match if number)
        assert story.published.date() - _date(story, str(day), str(month), "") == timedelta(days=1)
    assert found


def test_plain_news_hardly_repeats_itself(press: list[Story]) -> None:
    local = [shingles(story.text) for story in press if story.kind == "local_news"]
    alike = {
        at
        for pair in combinations(range(len(local)), 2)
        if likeness(local[pair[0]], local[pair[1]]) > 0.5
        for at in pair
    }
    assert len(alike) < 0.02 * len(local)


def test_titles_hardly_repeat(press: list[Story]) -> None:
    assert len({story.title for story in press}) > 0.97 * len(press)


# The truth


def test_only_visits_have_a_truth(press: list[Story]) -> None:
    assert all((story.truth is None) == (story.kind != "visit") for story in press)


def test_visitors_are_named_in_the_body(many_visits: list[Story]) -> None:
    for story in many_visits:
        assert story.truth
        assert story.truth["visitors"]
        assert all(_stated_in(name, story) for name in story.truth["visitors"])


def test_a_headcount_in_the_truth_is_stated_in_the_text(many_visits: list[Story]) -> None:
    stated = [story for story in many_visits if story.truth and story.truth["headcount"]]
    for story in stated:
        counts = [guests.headcount for guests in visit_of(story.event, story.happened).guests]
        assert story.truth
        assert story.truth["headcount"] == sum(count.total or 0 for count in counts)
        for count in counts:
            ways = (count.phrase, count.english, f"{count.total} orang")
            assert any(way in story.text.lower() for way in map(str.lower, ways)), story.text
    assert 0.3 * len(many_visits) < len(stated) < 0.9 * len(many_visits)


def test_a_headcount_of_parts_is_summed_and_a_vague_one_unknown(many_visits: list[Story]) -> None:
    heads = [g.headcount for story in many_visits for g in visit_of(story.event, story.happened).guests]
    assert all(head.total == sum(count for count, _ in head.parts) for head in heads if not head.vague)
    assert any(len(head.parts) > 2 for head in heads)
    assert {head.total for head in heads if head.vague} == {None}


def test_the_places_people_and_programmes_of_the_truth_are_in_the_text(many_visits: list[Story]) -> None:
    for story in many_visits:
        assert story.truth
        named = (*story.truth["origin"], *story.truth["loci"], *story.truth["hosts"])
        optional = [story.truth[fact] for fact in ("leader", "programme") if story.truth[fact]]
        assert all(name in story.text for name in (*named, *optional))


def test_the_visits_days_are_in_the_text(many_visits: list[Story]) -> None:
    undated = 0
    for story in many_visits:
        assert story.truth
        first, last = story.truth["date_start"], story.truth["date_end"]
        if first is None:
            undated += 1
            continue
        assert first == story.happened
        assert re.search(rf"\b{first.day}\b", story.text)
        assert last is None or (last > first and re.search(rf"\b{last.day}\b", story.text))
    assert 0 < undated < 0.1 * len(many_visits)


def test_the_status_fits_the_papers_day(many_visits: list[Story]) -> None:
    assert {story.truth["status"] for story in many_visits if story.truth} == {
        "happened",
        "announced",
        "cancelled",
        "recap",
    }
    for story in many_visits:
        assert story.truth
        ahead = (story.happened - story.published.date()).days
        if story.truth["status"] == "announced":
            assert ahead > 0
        if story.truth["status"] in ("happened", "recap"):
            assert ahead <= 0
        assert story.happened.weekday() < 5


def test_guests_of_all_sorts_come(many_visits: list[Story]) -> None:
    visitors = " ".join(name for story in many_visits if story.truth for name in story.truth["visitors"])
    for sort in (
        "DPRD",
        "Pemerintah Kabupaten",
        "Kementerian",
        "Universitas",
        "RSUD",
        "PKK",
        "Koperasi",
        "Desa",
        "the ",
    ):
        assert sort in visitors
    assert any(len(story.truth["visitors"]) > 1 for story in many_visits if story.truth)


# Retelling


def test_another_outlet_tells_the_same_happening_in_other_words(press: list[Story], many_visits: list[Story]) -> None:
    for story in press[:60] + many_visits[:60]:
        again = retell(story, 5)
        assert (again.event, again.kind, again.happened) == (story.event, story.kind, story.happened)
        assert again.published > story.published
        assert likeness(shingles(story.text), shingles(again.text)) < 0.45


def test_retelling_is_deterministic_and_differs_by_seed(many_visits: list[Story]) -> None:
    story = many_visits[0]
    assert retell(story, 5) == retell(story, 5)
    assert retell(story, 5) != retell(story, 6)


def test_no_fact_of_a_retelling_contradicts_the_first_telling(many_visits: list[Story]) -> None:
    for story in many_visits[:150]:
        first, second = story.truth, retell(story, 9).truth
        assert first
        assert second
        for fact in ("status", "headcount", "programme", "date_start", "date_end"):
            assert None in (first[fact], second[fact]) or first[fact] == second[fact]
        assert first["status"] == second["status"]


def test_an_announced_visit_is_still_ahead_when_retold(many_visits: list[Story]) -> None:
    announced = [story for story in many_visits if story.truth and story.truth["status"] == "announced"]
    assert announced
    for story in announced:
        assert retell(story, 2).published.date() < story.happened


# The banks


def _plans(names: tuple[str, ...]) -> list[Plan]:
    return [plan for name in names for plan in plans(name)]


def test_there_are_enough_differently_built_pieces() -> None:
    assert len(_plans(FORM_FILES)) >= 25
    assert all(len(plans(name)) >= 8 for name in OTHER_FILES)
    assert len(_plans(LOCAL_FILES)) >= 40
    ids = [plan.id for plan in _plans((*FORM_FILES, *OTHER_FILES, *LOCAL_FILES))]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("plan", _plans((*OTHER_FILES, *LOCAL_FILES)), ids=lambda plan: plan.id)
def test_every_line_of_every_plan_can_be_filled(plan: Plan) -> None:
    town = towns()[0]
    shared = words("shared") | words("spare")
    for side in range(1, plan.only.get("sides", 1) + 1):
        own = one_side(plan, side)
        facts = {**shared, **FactDraw(Random(side), town, START, START).draw(plan.facts)}
        assert plan.only.get("spare", "spare.umum") in shared
        for line in (*own.title, *own.lead, *(way for block in (*own.body, *own.mix) for way in block), *own.close):
            assert Weaver(Random(side), facts).weave(line)


def test_no_real_office_holder_is_named() -> None:
    banks = " ".join(" ".join(lines) for name in ("spare", "guests") for lines in words(name).values())
    assert not re.search(r"\b(Ipuk|Azwar|Anas|Khofifah|Jokowi|Prabowo)\b", banks)


# The parts


@given(st.text(alphabet=st.characters(exclude_characters="[]{}|"), max_size=60))
def test_text_without_marks_is_woven_unchanged(text: str) -> None:
    assert Weaver(Random(0), {}).weave(text) == text


@given(st.integers(), st.lists(st.sampled_from(["satu", "dua", "tiga"]), min_size=1, max_size=4))
def test_a_choice_gives_one_of_its_ways(seed: int, ways: list[str]) -> None:
    assert Weaver(Random(seed), {}).weave(f"x [{'|'.join(ways)}]") in {f"x {way}" for way in ways}


@pytest.mark.parametrize("template", ["[satu", "satu]", "{nama", "[satu|{dua]"])
def test_unpaired_marks_are_an_error(template: str) -> None:
    with pytest.raises(BadTemplate):
        Weaver(Random(0), {}).weave(template)


def test_an_unknown_slot_is_an_error() -> None:
    with pytest.raises(UnknownSlot, match="siapa"):
        Weaver(Random(0), {}).weave("{siapa}")


def test_a_person_is_introduced_by_the_full_name() -> None:
    weaver = Weaver(Random(0), {"ketua": "Sugeng Prayitno", "ketua.s": "Sugeng"})
    assert weaver.weave("{ketua.s} datang. {ketua} pulang.") == "Sugeng Prayitno datang. Sugeng pulang."


def test_cases_follow_the_house_style() -> None:
    assert (
        sentence_case('"mau?" tanyanya. ia  diam. "tidak." lalu pergi')
        == '"Mau?" tanyanya. Ia diam. "Tidak." Lalu pergi'
    )
    assert title_case("dua desa di muncar terendam") == "Dua Desa di Muncar Terendam"


@given(st.dates(date(2011, 1, 1), date(2030, 12, 31)), st.integers(-20, 20), st.integers(0, 4), st.integers())
def test_a_days_number_is_always_stated(day: date, lag: int, length: int, seed: int) -> None:
    published = day + timedelta(days=lag)
    assert str(day.day) in one_day(day, published, Random(seed))
    last = day + timedelta(days=length)
    said = period(day, last, published, Random(seed))
    assert str(day.day) in said
    assert str(last.day) in said
