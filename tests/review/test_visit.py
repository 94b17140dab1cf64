"""The pages of one visit and one article: facts in the words that state them, changes with their history, the log."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from storage import decisions, visits
from storage.cards import VisitCard
from storage.database import Database
from storage.desk import added, reviews
from tests.morning import store_morning
from tests.review.test_review import Client
from tests.storing import NOW, another, begin, save, synthetic_article


@pytest.fixture
def page(db: Database, tmp_path: Path) -> Client:
    store_morning(db, 16)
    return Client(db, tmp_path)


def words(answer: httpx.Response) -> str:
    """What a reader sees, without the markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def fact(answer: httpx.Response, kind: str) -> str:
    return answer.text.split(f'id="fact-{kind}"')[1].split('<div class="fact"')[0]


def card(db: Database, visit: int) -> VisitCard:
    return next(visits.cards(db, [visit]))


def test_each_fact_stands_in_the_sentence_that_states_it(page: Client) -> None:
    answer = page.get("/visit/16")
    assert re.search(r'<q lang="id">Sebanyak <mark class="k-headcount">28 orang</mark> dari', fact(answer, "headcount"))
    assert "not stated" in fact(answer, "date_end")
    assert re.search(r'<mark class="k-visitors k-origin "[^>]*>Kabupaten \w+</mark>', answer.text)


def test_a_changed_fact_keeps_its_history(page: Client, db: Database) -> None:
    answer = page.post("/visit/16/edit", kind="headcount", value=" 31 ", seen="0")
    assert (answer.status_code, answer.headers["location"]) == (303, "/visit/16#fact-headcount")
    page.post("/visit/16/edit", kind="headcount", value="", seen="1")
    page.post("/decision/2/undo")
    shown = fact(page.get("/visit/16"), "headcount")
    assert re.search(r'class="value"><span lang="id">31</span> <span class="small">changed by hand', shown)
    assert shown.count("editor:") == 3
    assert re.search(r"28</span> → <span lang=\"id\">31", shown)
    assert card(db, 16).headcount == 31


def test_a_list_is_changed_line_by_line_and_keeps_the_codes_of_what_stays(page: Client, db: Database) -> None:
    before = card(db, 16).origin
    page.post("/visit/16/edit", kind="origin", value=f"{before[0]}\n\nKota Baru\n", seen="0")
    assert card(db, 16).origin == (*before, "Kota Baru")
    assert card(db, 16).origin_codes == ("35.99", None)


@pytest.mark.parametrize(
    ("kind", "value", "why"),
    [
        ("headcount", "banyak", "Write a number"),
        ("headcount", "-3", "Write a number"),
        ("date_start", "17/10/2018", "Write a day"),
        ("leader", "a\nb", "one line only"),
        ("title", "x", "no fact"),
    ],
)
def test_what_is_no_fact_is_refused_in_plain_words(page: Client, db: Database, kind: str, value: str, why: str) -> None:
    answer = page.post("/visit/16/edit", kind=kind, value=value, seen="0")
    assert answer.status_code == 409 and why in words(answer)
    assert reviews.latest(db) == ()


@pytest.mark.fault("G11")
def test_a_change_on_a_page_that_is_out_of_date_is_refused(page: Client, db: Database) -> None:
    page.post("/visit/16/decide", say="confirm", seen="0")
    for path, form in (
        ("edit", {"kind": "headcount", "value": "3"}),
        ("merge", {"into": "1"}),
        ("split", {"article": "1"}),
    ):
        assert page.post(f"/visit/16/{path}", seen="0", **form).status_code == 409
    assert len(reviews.latest(db)) == 1


def test_a_visit_is_merged_with_a_likely_one_or_by_number(page: Client) -> None:
    offered = page.get("/visit/16")
    assert re.search(r'name="into" value="6"', offered.text)
    assert "Both: guests Sampang; from Kabupaten Sampang; to study pengelolaan pasar rakyat; the same day" in words(
        offered
    )
    answer = page.post("/visit/16/merge", into="6", seen="0")
    assert answer.headers["location"] == "/visit/6"
    merged = page.get("/visit/16")
    assert merged.status_code == 307 and merged.headers["location"] == "/visit/6"
    assert "Merged: 16 → 6" in words(page.get("/visit/6"))
    for into, why in (("6", "no visit"), ("99", "no visit with the number 99"), ("x", "no visit with the number x")):
        answer = page.post("/visit/6/merge", into=into, seen="1")
        assert answer.status_code == 409
        assert why in words(answer) or "one already" in words(answer)


def test_a_report_is_split_off_into_a_visit_of_its_own(page: Client, db: Database) -> None:
    stored = visits.get(db, 14)
    assert stored is not None and len(stored.reports) == 2
    copy = stored.reports[1].article_id
    answer = page.post("/visit/14/split", article=str(copy), seen="0")
    new = answer.headers["location"]
    assert visits.of_article(db, copy) == [int(new.removeprefix("/visit/"))]
    assert f"Split off: article {copy}" in words(page.get("/visit/14"))
    assert page.post("/visit/14/split", article="1", seen="1").status_code == 409


def test_reports_are_told_with_site_time_and_which_came_first(page: Client) -> None:
    text = words(page.get("/visit/14"))
    assert "seblang · " in text and "the first" in text and "copy of seblang" in text
    assert "first seen 17 Oct 2018, 09:36 WIB" in text


def test_the_text_of_another_report_can_be_read(page: Client, db: Database) -> None:
    stored = visits.get(db, 14)
    assert stored is not None
    text = page.get(f"/visit/14?report={stored.reports[1].report_id}").text
    assert f'<a href="/article/{stored.reports[1].article_id}">page of this article</a>' in text


def test_how_a_text_changed_is_told_sentence_by_sentence(page: Client, db: Database) -> None:
    run = begin(db, "seblang")
    first = synthetic_article(site="seblang", body="Ada 40 tamu. Mereka datang dari Kabupaten Contoh.")
    later = synthetic_article(site="seblang", body="Ada 45 tamu. Mereka datang dari Kabupaten Contoh.")
    with db.write():
        (visit,) = save(db, run, first).visit_ids
        save(db, run, later, now=NOW + timedelta(hours=1))
    text = page.get(f"/visit/{visit}").text
    assert "Ada 40 tamu.</del>" in text and "Ada 45 tamu.</ins>" in text
    assert "Mereka datang" not in text.split('class="change"')[1].split("</details>")[0]


def test_the_log_of_a_visit_tells_who_did_what_and_takes_it_back(page: Client, db: Database) -> None:
    with db.write():
        decisions.decide(db, "dismiss", visit=16, reason="old", who="budi", now=NOW)
    answer = page.get("/visit/16")
    assert "Dismissed (Old) budi, 17 Oct 2018, 10:22 WIB" in words(answer)
    assert page.post("/decision/1/undo", back="/visit/16").headers["location"] == "/visit/16"
    assert "Undone: Dismissed (Old) editor" in words(page.get("/visit/16"))


def settled(answer: httpx.Response) -> str:
    return answer.text.split('<div class="settled">')[1].split("</div>")[0]


def test_a_decided_visit_says_what_by_whom_and_when_and_offers_what_makes_sense_then(
    page: Client, db: Database
) -> None:
    with db.write():
        decisions.decide(db, "dismiss", visit=16, reason="old", who="budi", now=NOW)
    shown = settled(page.get("/visit/16"))
    assert re.search(r"<b>Dismissed</b> \(Old\) · budi, 17 Oct 2018, 10:22 WIB", shown)
    assert 'action="/decision/1/undo"' in shown and 'href="/visit/15"' in shown
    assert shown.index("Change the decision") < shown.index('value="confirm"')
    page.post("/visit/16/decide", say="confirm", seen="1")
    assert "<b>Confirmed</b> · editor" in settled(page.get("/visit/16"))
    page.post("/decision/2/undo")
    assert "<b>Dismissed</b>" in settled(page.get("/visit/16")), "what stood before the last word stands again"
    page.post("/decision/1/undo")
    assert "settled" not in page.get("/visit/16").text


def test_a_visit_that_a_confirmed_one_was_merged_into_says_whose_word_confirmed_it(page: Client, db: Database) -> None:
    with db.write():
        decisions.decide(db, "confirm", visit=16, who="budi", now=NOW)
        decisions.merge(db, 16, 6, who="sari", now=NOW)
    assert "<b>Confirmed</b> · budi" in settled(page.get("/visit/6"))


def test_a_decided_article_says_so_too(page: Client, db: Database) -> None:
    run = begin(db, "seblang")
    with db.write():
        article = save(db, run, another(site="seblang"), found=[]).article_id
    page.post(f"/article/{article}/decide", say="not a visit", seen="0")
    shown = settled(page.get(f"/article/{article}"))
    assert "<b>Dismissed</b> (Not a visit) · editor" in shown and 'value="confirm"' in shown
    assert "/flag" not in page.get(f"/article/{article}").text


def test_a_visit_that_no_rule_sees_any_more_is_still_shown(page: Client, db: Database) -> None:
    with db.write():
        db.execute("UPDATE verdict SET flagged = 0 WHERE article = (SELECT article FROM report WHERE visit = 15)")
    answer = page.get("/visit/15")
    assert answer.status_code == 200 and "no longer see a visit" in answer.text


def test_a_visit_or_article_that_does_not_exist_is_told(page: Client) -> None:
    assert page.get("/visit/99").status_code == 404
    assert page.get("/article/99999").status_code == 404


def test_an_article_that_the_rules_missed_is_flagged_by_hand_and_counted(page: Client, db: Database) -> None:
    run = begin(db, "seblang")
    with db.write():
        article = save(db, run, another(site="seblang"), found=[], flagged=False).article_id
    assert "Reports no visit" in words(page.get(f"/article/{article}"))
    answer = page.post(f"/article/{article}/flag", seen="0")
    (visit,) = visits.of_article(db, article)
    assert answer.headers["location"] == f"/visit/{visit}"
    assert f'id="visit-{visit}"' in page.get("/").text
    assert added.misses(db) == added.Misses(crawl=0, rules=1)
    assert page.post(f"/article/{article}/flag", seen="1").status_code == 409
    assert "/flag" not in page.get(f"/article/{article}").text


def test_an_article_confirmed_leads_to_its_visit_which_says_that_no_fact_was_read(page: Client, db: Database) -> None:
    run = begin(db, "seblang")
    with db.write():
        article = save(db, run, another(site="seblang"), found=[], flagged=False).article_id
        db.execute("UPDATE verdict SET undecided = 'maybe' WHERE article = ?", [article])
    answer = page.post(f"/article/{article}/decide", say="confirm", seen="0", back=f"/article/{article}")
    (visit,) = visits.of_article(db, article)
    assert answer.headers["location"] == f"/visit/{visit}"
    shown = page.get(f"/visit/{visit}")
    assert "No fact was read from its text" in words(shown) and "not stated" not in words(shown)
    assert "surely a visit" not in words(shown), "the rules were not"
    assert "date unknown" not in words(shown) and 'href="/visit/16" data-key="n"' in shown.text
    page.post(f"/visit/{visit}/edit", kind="headcount", value="31", seen="1")
    mended = page.get(f"/visit/{visit}")
    assert "31 people" in words(mended) and "not read" in fact(mended, "visitors")
    page.post(f"/visit/{visit}/edit", kind="headcount", value="", seen="2")
    assert "not stated" in fact(page.get(f"/visit/{visit}"), "headcount"), "an editor's word that it is not known"


def test_a_visit_that_is_still_to_be_decided_leads_on_too(page: Client) -> None:
    assert 'href="/visit/15" data-key="n"' in page.get("/visit/16").text


def test_an_article_shows_the_words_that_spoke_for_its_verdict(page: Client) -> None:
    text = page.get("/article/1").text
    assert '<mark class="k-reason "' in text and "learn-at · +2.5" in text
    assert 'href="/visit/1"' in text
