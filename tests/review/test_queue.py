"""The queue: what a card says, what its buttons do with a script and without, what is never overruled unseen."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest

from article import Fact, Visit
from review import queue
from storage import decisions
from storage.database import Database
from storage.desk import reviews
from tests.morning import store_morning
from tests.review.test_review import Client
from tests.storing import NOW, another, begin, save, synthetic_visit


@pytest.fixture
def page(db: Database, tmp_path: Path) -> Client:
    store_morning(db, 23)
    return Client(db, tmp_path)


def cards(answer: httpx.Response) -> list[str]:
    return re.findall(r'<article id="([a-z]+-\d+)" class="card"', answer.text)


def decided(db: Database) -> list[tuple[str, str | None]]:
    return [(one.kind, one.reason) for one in reversed(reviews.latest(db))]


def scripted(page: Client, path: str, at: str = "/", **form: str) -> httpx.Response:
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://127.0.0.1{at}"}
    return page.post(path, headers=headers, **form)


def test_a_card_says_who_whence_how_many_when_what_for_and_why_it_was_found(page: Client) -> None:
    text = page.get("/").text
    card = text[text.index('id="visit-20"') : text.index('id="visit-19"')]
    for shown in (
        "Kabupaten Kediri",
        "32 people",
        "17 Oct 2018",
        "layanan publik desa",
        "Slamet Wijaya",
        "1 independent report",
        "first seen on seblang",
        "Sebanyak 32 orang",
        'href="https://seblang.example/berita/20" target="_blank" rel="noopener',
    ):
        assert shown in card
    assert re.search(r'class="score".*</span>0\.\d\d<', card)


def test_a_card_says_that_its_report_tells_of_other_visits_too(page: Client, db: Database) -> None:
    run = begin(db, "seblang")
    two = [Visit(visitors=(Fact("DPRD Contoh"),)), Visit(visitors=(Fact("PKK Contoh"),))]
    with db.write():
        one, other = save(db, run, another(site="seblang"), found=two).visit_ids
    text = page.get("/").text
    assert text.count("The same reports tell of 1 more visit.") == 2
    with db.write():
        decisions.merge(db, one, other, who="budi", now=NOW)
    assert "more visit" not in page.get("/").text


def test_what_is_to_be_confirmed_and_what_the_reasons_mean_stands_where_it_is_asked(page: Client, db: Database) -> None:
    run = begin(db, "seblang")
    with db.write():
        save(db, run, another(site="seblang"), found=[])
    text = page.get("/").text
    assert text.index("What do I confirm?") < text.index("studied how Banyuwangi runs") < text.index('class="card"')
    assert text.count("It is a visit") == 1 and "or the visit was to another place" in text
    assert re.search(r"surely a visit </span>0\.9\d<", text)
    indonesian = page.get("/", headers={"accept-language": "id"}).text
    assert (
        re.search(r"pasti kunjungan </span>0,9\d<", indonesian)
        and "Dewan akan studi banding ke Banyuwangi" in indonesian
    )


def test_an_article_that_the_rules_are_not_certain_of_says_just_that(page: Client, db: Database) -> None:
    run = begin(db, "seblang")
    with db.write():
        article = save(db, run, another(site="seblang"), found=[]).article_id
        db.execute("UPDATE verdict SET flagged = 0, score = 0.43, undecided = 'maybe' WHERE article = ?", [article])
    for at in ("/", f"/article/{article}"):
        text = page.get(at).text
        assert "Not certain: please look<" in text
        assert not any(said in text for said in ("0.43", "as well be none", "Reports no visit"))


def test_the_watched_place_is_named_by_its_profile_and_by_nothing_where_that_cannot_be_read(tmp_path: Path) -> None:
    profile = tmp_path / "lain.toml"
    assert queue._place_name([profile]) == ""
    profile.write_text('name = "Kabupaten Lain"')
    assert queue._place_name([profile]) == "Kabupaten Lain"


def test_the_words_that_decided_stand_out_in_their_sentence(page: Client, db: Database) -> None:
    with db.write():
        db.execute("UPDATE evidence SET words = 'belajar' WHERE sentence LIKE '%belajar%'")
    assert "<mark>belajar</mark>" in page.get("/").text


def test_twenty_stand_on_a_page_and_the_rest_behind_a_link(page: Client) -> None:
    first = page.get("/")
    assert cards(first) == [f"visit-{n}" for n in range(23, 3, -1)]
    assert "23 to decide" in first.text
    assert 'href="/?after=visit-4"' in first.text
    assert cards(page.get("/?after=visit-4")) == ["visit-3", "visit-2", "visit-1"]


def test_the_order_is_a_choice_in_the_address(page: Client) -> None:
    scores = [float(one) for one in re.findall(r'class="score".*?</span>(0\.\d\d)<', page.get("/?order=certain").text)]
    assert scores == sorted(scores, reverse=True)
    first = page.get("/?order=doubtful")
    second = page.get(re.findall(r'id="older" href="([^"]+)"', first.text)[0].replace("&amp;", "&"))
    scores = [float(one) for one in re.findall(r'class="score".*?</span>(0\.\d\d)<', first.text + second.text)]
    assert len(scores) == 23 and scores == sorted(scores)


_LONG = pytest.param("after=visit-" + "9" * 5000, id="long")


@pytest.mark.parametrize("query", ["after=visit-999", "after=visit-", "after=x", _LONG, "order=x"])
def test_an_address_that_means_nothing_shows_the_beginning(page: Client, query: str) -> None:
    assert cards(page.get(f"/?{query}"))[0] == "visit-23"


def test_a_decision_by_a_plain_form_leads_back_to_where_it_was_made(page: Client) -> None:
    answer = page.post("/visit/23/decide", say="confirm", seen="0", back="/#visit-22")
    assert (answer.status_code, answer.headers["location"]) == (303, "/#visit-22")
    after = page.get("/")
    assert "visit-23" not in cards(after) and "22 to decide" in after.text
    assert "Confirmed: <b" in after.text and 'action="/decision/1/undo"' in after.text


def test_a_script_that_states_no_address_is_answered_all_the_same(page: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://["}
    assert page.post("/visit/23/decide", headers=headers, say="confirm", seen="0").status_code == 200


def test_to_dismiss_one_says_why(page: Client, db: Database) -> None:
    for number, reason in enumerate(decisions.REASONS, 1):
        assert page.post(f"/visit/{number}/decide", say=reason, seen="0").status_code == 303
    assert decided(db) == [("dismiss", reason) for reason in decisions.REASONS]


def test_reading_never_decides(page: Client, db: Database) -> None:
    assert page.get("/visit/23/decide?say=confirm").status_code == 405
    assert page.get("/decision/1/undo").status_code == 405
    assert decided(db) == []


@pytest.mark.fault("G8")
@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_the_way_back_leads_nowhere_else(page: Client, where: str) -> None:
    assert page.post("/visit/23/decide", say="confirm", seen="0", back=where).headers["location"] == "/"


@pytest.mark.fault("G11")
def test_what_was_decided_meanwhile_is_not_overruled(page: Client, db: Database) -> None:
    page.post("/visit/23/decide", say="confirm", seen="0")
    late = page.post("/visit/23/decide", say="old", seen="0")
    assert late.status_code == 409 and "Meanwhile editor decided here: Confirmed" in late.text
    assert decided(db) == [("confirm", None)]
    assert page.post("/visit/23/decide", say="old", seen="1").status_code == 303


def test_a_visit_merged_meanwhile_is_told_as_such(page: Client, db: Database) -> None:
    with db.write():
        decisions.merge(db, 23, 22, who="budi", now=NOW)
    late = page.post("/visit/23/decide", say="confirm", seen="0")
    assert late.status_code == 409 and "budi merged this visit" in late.text
    assert decided(db) == [("merge", None)]


def test_what_is_no_decision_or_no_visit_is_refused_in_plain_words(page: Client, db: Database) -> None:
    assert page.post("/visit/23/decide", say="perhaps", seen="0").status_code == 409
    assert page.post("/visit/999/decide", say="confirm", seen="0").status_code == 409
    assert page.post("/decision/999/undo").status_code == 404
    assert page.post("/visit/" + "9" * 30 + "/decide", say="confirm").status_code == 404
    assert decided(db) == []


def test_a_script_gets_the_decided_card_the_message_and_the_count(page: Client) -> None:
    answer = scripted(page, "/visit/23/decide", say="confirm", seen="0", back="/#visit-22")
    assert answer.status_code == 200 and "<html" not in answer.text
    assert '<article id="visit-23" class="done"' in answer.text
    assert 'data-hx-swap-oob="innerHTML:#message"' in answer.text
    assert ">22 to decide<" in answer.text
    assert answer.text.count('data-key="z"') == 1, "the key undoes the last decision only"


def test_a_script_that_comes_late_gets_the_card_as_it_is_now(page: Client, db: Database) -> None:
    with db.write():
        decisions.edit(db, 23, "headcount", ["77"], who="budi", now=NOW)
    answer = scripted(page, "/visit/23/decide", say="confirm", seen="0")
    assert answer.status_code == 409
    assert '<article id="visit-23" class="card"' in answer.text and "77 people" in answer.text
    assert "Meanwhile budi decided here: Fact changed" in answer.text
    assert 'name="seen" value="1"' in answer.text


def test_undoing_brings_the_card_back(page: Client) -> None:
    page.post("/visit/22/decide", say="confirm", seen="0")
    answer = scripted(page, "/decision/1/undo")
    assert '<article id="visit-22" class="card"' in answer.text and "Undone" in answer.text
    assert cards(page.get("/"))[:3] == ["visit-23", "visit-22", "visit-21"]
    twice = page.post("/decision/1/undo", back="/")
    assert twice.status_code == 409


def test_the_message_says_why_something_was_dismissed_and_what_was_undone(page: Client) -> None:
    page.post("/visit/22/decide", say="old", seen="0")
    assert "<p>Dismissed (Old): <b" in page.get("/").text
    answer = scripted(page, "/decision/1/undo")
    assert "<p>Undone: Dismissed (Old): <b" in answer.text


def test_undo_goes_back_step_by_step_and_never_over_the_work_of_others(page: Client, db: Database) -> None:
    with db.write():
        decisions.decide(db, "confirm", visit=1, who="budi", now=NOW)
    page.post("/visit/23/decide", say="confirm", seen="0")
    page.post("/visit/22/decide", say="unsure", seen="0")
    offered = []
    for _ in range(2):
        found = re.search(r'action="(/decision/\d+/undo)"', page.get("/").text)
        assert found is not None
        offered.append(found[1])
        page.post(found[1], back="/")
    assert offered == ["/decision/3/undo", "/decision/2/undo"]
    assert "/undo" not in page.get("/").text


def test_the_unsure_are_kept_apart_and_can_be_decided_there(page: Client) -> None:
    page.post("/visit/23/decide", say="unsure", seen="0")
    unsure = page.get("/?decided=unsure")
    assert cards(unsure) == ["visit-23"] and "1 unsure" in unsure.text
    answer = scripted(page, "/visit/23/decide", at="/?decided=unsure", say="confirm", seen="1")
    assert ">0 unsure<" in answer.text and ">Unsure (0)<" in answer.text and 'class="done"' in answer.text
    back = scripted(page, "/decision/2/undo", at="/?decided=unsure")
    assert '<article id="visit-23" class="card"' in back.text


def test_an_article_without_a_visit_is_decided_like_one(page: Client, db: Database) -> None:
    run = begin(db, "seblang")
    with db.write():
        article = save(db, run, another(site="seblang"), found=[]).article_id
    assert cards(page.get("/"))[0] == f"article-{article}"
    answer = scripted(page, f"/article/{article}/decide", say="confirm", seen="0")
    assert f'<article id="article-{article}" class="done"' in answer.text
    assert decided(db) == [("confirm", None)]


def test_it_speaks_the_readers_language(page: Client) -> None:
    text = page.get("/", headers={"accept-language": "id-ID,id;q=0.9"}).text
    assert '<html lang="id">' in text and "23 belum diputuskan" in text and "Arahnya terbalik" in text
    assert "people" not in text


def test_it_says_in_the_readers_language_why_the_rules_could_not_tell(page: Client, db: Database) -> None:
    run = begin(db, "seblang")
    with db.write():
        article = save(db, run, another(site="seblang"), found=[]).article_id
        db.execute("UPDATE verdict SET flagged = 0, undecided = 'too little text to tell' WHERE article = ?", [article])
    for at in ("/", f"/article/{article}"):
        assert "too little text to tell" in page.get(at).text
        indonesian = page.get(at, headers={"accept-language": "id"}).text
        assert "teks terlalu sedikit untuk dinilai" in indonesian and "too little text" not in indonesian


def test_keys_are_switched_in_the_reader_s_own_browser_and_on_the_page_where_they_are(page: Client) -> None:
    assert "data-keys" not in page.get("/").text
    answer = page.post("/keys", keys="off", back="/visit/3?report=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/visit/3?report=1")
    assert '<html lang="en" data-keys="off">' in page.get("/").text
    page.post("/keys", keys="on")
    assert "data-keys" not in page.get("/").text
    assert page.get("/keys").status_code == 405


def test_a_headline_that_is_the_cards_title_is_not_said_twice(page: Client, db: Database) -> None:
    run = begin(db, "seblang")
    with db.write():
        article = save(db, run, another(site="seblang"), found=[]).article_id
    text = page.get("/").text
    card = text[text.index(f'id="article-{article}"') : text.index('id="visit-23"')]
    assert 'data-key="v">The article at its site</a>' in card


def test_the_log_tells_all_of_it_and_offers_to_undo_what_stands(page: Client) -> None:
    page.post("/visit/23/decide", say="wrong direction", seen="0")
    page.post("/decision/1/undo")
    page.post("/visit/22/decide", say="confirm", seen="0")
    text = page.get("/decisions").text
    assert "Dismissed (Wrong direction)" in text and "Undone: Dismissed" in text
    assert re.findall(r'action="(/decision/\d+/undo)"', text) == ["/decision/3/undo"]


@pytest.mark.parametrize(
    ("fact", "values", "told"),
    [
        ("date_start", ["2018-10-16"], "First day = 16 Oct 2018"),
        ("visitors", ["DPRD Tuban", "Bappeda Tuban"], "DPRD Tuban; Bappeda Tuban"),
        ("headcount", [], "How many = not stated"),
    ],
)
def test_the_log_tells_a_mended_fact_of_any_kind(
    page: Client, db: Database, fact: str, values: list[str], told: str
) -> None:
    with db.write():
        decisions.edit(db, 23, fact, values, who="budi", now=NOW)
    text = re.sub(r"<[^>]+>", "", page.get("/decisions").text)
    assert told in text


@pytest.mark.parametrize(
    ("score", "said"), [(0.97, "surely a visit"), (0.9, "surely"), (0.7, "probably a visit"), (0.47, "perhaps a visit")]
)
def test_a_card_says_in_words_how_sure_the_rules_are(page: Client, db: Database, score: float, said: str) -> None:
    run = begin(db, "seblang")
    with db.write():
        save(db, run, another(site="seblang"), score=score)
    assert said in page.get("/").text


def test_a_card_of_an_article_of_years_ago_says_when_that_came_out(page: Client, db: Database) -> None:
    run = begin(db, "seblang")
    with db.write():
        save(db, run, another(site="seblang", published=NOW - timedelta(days=2)))
    assert "published" not in page.get("/").text
    with db.write():
        save(db, run, another(site="seblang", published=NOW - timedelta(days=3000)))
    text = page.get("/").text
    assert f"published {(NOW - timedelta(days=3000)).day} " in text and text.count("published") == 1


def test_a_card_tells_of_another_with_the_same_guests_in_these_days(page: Client, db: Database) -> None:
    run = begin(db, "seblang")
    told = [("PKK Misal", 17), ("PKK Misal", 20), ("BPD Misal", 20), ("PKK Misal", 26)]
    with db.write():
        found = [[synthetic_visit("", visitors=who, start=date(2018, 10, day))] for who, day in told]
        one, near, _, far = (save(db, run, another(site="seblang"), found=each).visit_ids[0] for each in found)
    text = page.get("/").text
    twins = re.findall(r'Perhaps the same visit, to be merged:</b> <a href="/visit/(\d+)">', text)
    assert sorted(map(int, twins)) == [one, near] and far not in map(int, twins)
