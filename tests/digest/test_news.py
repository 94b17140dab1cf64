"""What a digest tells besides new visits: what changed on known ones, what was cancelled, what was recovered."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from config import Config
from digest.compose import compose, preview
from digest.saying import Saying
from storage.database import Database
from storage.digest import changes, recovered
from storage.health import alarms
from storage.health.alarms import Found
from storage.values import to_time
from tests.storing import DAY, HOUR, NOW, another, begin, end, save, synthetic_visit
from wording.words import entries


@pytest.fixture
def run(db: Database) -> int:
    run = begin(db)
    end(db, run)
    return run


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(database=tmp_path / "j.db", sites=("berita",))


@pytest.mark.usefixtures("run")
def test_what_is_broken_is_no_business_of_the_editors(db: Database, config: Config) -> None:
    dead = Found("feed_dead", "https://berita.example/rss", "/rss is a web page now", "look for the new address")
    with db.write():
        alarms.record(db, "berita", [dead], (), NOW)
    made = compose(db, config, NOW + HOUR).rendered
    assert "/rss is a web page now" not in made.text + made.html


def test_a_changed_fact_is_said_once(db: Database, run: int, config: Config) -> None:
    article = another()
    with db.write():
        stored = save(db, run, article)
    compose(db, config, NOW + HOUR)
    later = replace(article, body=f"{article.body} Jumlahnya dikoreksi.")
    with db.write():
        before = changes.stated(db, stored.article_id)
        save(db, run, later, found=[synthetic_visit(later.text, headcount=45)], visit_id=stored.visit_ids[0])
        changes.record(db, stored.article_id, before, NOW + DAY)
    second = compose(db, config, NOW + DAY).rendered
    assert "== News on known visits ==\n\nKabupaten Contoh\n" in second.text
    assert "number of people 42 -> 45" in second.text and "number of people 42 -&gt; 45" in second.html
    assert "42" not in compose(db, config, NOW + 2 * DAY).rendered.text


def test_a_change_before_the_first_digest_is_said_with_the_visit(db: Database, run: int, config: Config) -> None:
    article = another()
    with db.write():
        stored = save(db, run, article)
        before = changes.stated(db, stored.article_id) | {"headcount": "40"}
        changes.record(db, stored.article_id, before, NOW)
    made = compose(db, config, NOW + HOUR).rendered
    assert "   changed since: number of people 40 -> 42" in made.text
    assert "News on known visits" not in made.text
    assert "40 ->" not in compose(db, config, NOW + DAY).rendered.text


def test_what_a_site_took_down_is_said(db: Database, run: int) -> None:
    with db.write():
        stored = save(db, run, another())
        for hour in (24, 25):
            changes.revisited(db, stored.article_id, 1, "gone", NOW + hour * HOUR)
    [change] = changes.untold(db)
    assert Saying("en").change(change) == "withdrawn by its site, found on 18 Oct 2018, 11:22 WIB"


def test_what_comes_from_a_site_in_quarantine_is_told_as_doubtful(db: Database, run: int, config: Config) -> None:
    with db.write():
        db.insert(
            "site_state",
            {"site": "berita", "state": "quarantined", "since": to_time(NOW - HOUR), "reason": "hacked for a week"},
        )
        visited = another()
        save(db, run, visited, found=[synthetic_visit(visited.text)])
        save(db, run, replace(another(), title="Kabar Kedua"), now=NOW - DAY)
    made = compose(db, config, NOW + HOUR).rendered
    doubt = "doubtful: berita is in quarantine since 17 Oct 2018, 09:22 WIB (hacked for a week)"
    assert " ".join(made.text.split()).count(doubt) == made.html.count(doubt) == 1


def test_changed_days_of_several_delegations_are_told(db: Database, run: int) -> None:
    with db.write():
        stored = save(db, run, another())
        before = changes.stated(db, stored.article_id) | {"date_start": "2018-10-15; 2018-11-02"}
        changes.record(db, stored.article_id, before, NOW)
    [change] = changes.untold(db)
    assert Saying("id").change(change) == "hari pertama 15 Okt 2018; 2 Nov 2018 -> 17 Okt 2018"


def test_what_was_recovered_is_marked_where_it_stands(db: Database, run: int, config: Config) -> None:
    with db.write():
        visit, flag = save(db, run, another()), save(db, run, another(), found=())
        for stored in (visit, flag):
            recovered.mark(db, stored.article_id, "hidden", NOW - 3 * DAY, NOW)
    made = compose(db, config, NOW + HOUR).rendered
    assert made.text.count("recovered: a break had hidden it since 14 Oct 2018, 10:22 WIB") == 2
    assert made.html.count("recovered: a break had hidden it since 14 Oct 2018, 10:22 WIB") == 2


def test_a_told_visit_whose_text_was_mended_is_told_as_recovered_once(db: Database, run: int, config: Config) -> None:
    with db.write():
        stored = save(db, run, another())
    compose(db, config, NOW + HOUR)
    with db.write():
        recovered.mark(db, stored.article_id, "corrected", NOW - DAY, NOW + DAY)
    _, _, told = compose(db, config, NOW + DAY).rendered.text.partition("== News on known visits ==")
    assert "Kabupaten Contoh" in told
    assert told.count("recovered: a break had spoilt it since 16 Oct 2018, 10:22 WIB") == 1
    assert "recovered" not in compose(db, config, NOW + 2 * DAY).rendered.text


def test_of_a_visit_that_an_editor_dismissed_no_change_is_told(db: Database, run: int, config: Config) -> None:
    with db.write():
        stored = save(db, run, another())
    compose(db, config, NOW + HOUR)
    with db.write():
        before = changes.stated(db, stored.article_id) | {"headcount": "40"}
        changes.record(db, stored.article_id, before, NOW + DAY)
    assert "40 -> 42" in preview(db, config, NOW + DAY).text
    with db.write():
        db.execute("UPDATE visit SET decided = 'dismissed' WHERE id = ?", [stored.visit_ids[0]])
    assert "40 -> 42" not in preview(db, config, NOW + DAY).text


def cancelled_report(db: Database, run: int, visit_id: int, now: datetime) -> None:
    with db.write():
        later = save(db, run, another(title="Kunjungan Kabupaten Contoh Batal"), visit_id=visit_id, now=now)
        db.execute("UPDATE verdict SET status = 'cancelled' WHERE id = ?", [later.verdict_id])


def test_a_visit_that_was_called_off_is_told_first_and_by_its_name(db: Database, run: int, config: Config) -> None:
    with db.write():
        others = [save(db, run, another()) for _ in range(2)]
    compose(db, config, NOW + HOUR)
    with db.write():
        save(db, run, another(), visit_id=others[0].visit_ids[0], now=NOW + DAY)
    cancelled_report(db, run, others[1].visit_ids[0], NOW + DAY)
    made = compose(db, config, NOW + DAY).rendered
    _, _, told = made.text.partition("== News on known visits ==")
    assert told.strip().startswith("CANCELLED: Kabupaten Contoh")
    assert told.count("CANCELLED") == 1
    assert "told in digest 1" in told
    assert "Kunjungan Kabupaten Contoh Batal (berita)" in told
    assert "Cancelled: Kabupaten Contoh" in made.summary
    assert [one["cancelled"] for one in json.loads(made.json)["known_visits"]] == [True, False]
    assert made.subject == "Jujugan 2: 1 cancelled, news on 2 known visits"
    assert "known visits" not in compose(db, config, NOW + 2 * DAY).rendered.text


def test_a_text_that_now_calls_its_own_visit_off_is_told(db: Database, run: int, config: Config) -> None:
    with db.write():
        stored = save(db, run, another())
    compose(db, config, NOW + HOUR)
    with db.write():
        before = changes.stated(db, stored.article_id)
        db.execute("UPDATE verdict SET status = 'cancelled' WHERE id = ?", [stored.verdict_id])
        changes.record(db, stored.article_id, before, NOW + DAY)
    text = compose(db, config, NOW + DAY).rendered.text
    assert "CANCELLED: Kabupaten Contoh" in text
    assert "status happened -> cancelled" in text


def test_everything_is_said_in_the_language_of_the_digest(db: Database, run: int, config: Config) -> None:
    with db.write():
        first = save(db, run, another())
    compose(db, config, NOW + HOUR)
    with db.write():
        save(db, run, another(), found=(), now=NOW + DAY)
        save(db, run, another(), now=NOW + DAY)
    cancelled_report(db, run, first.visit_ids[0], NOW + DAY)
    told = replace(config, digest=replace(config.digest, language="id"))
    made = preview(db, told, NOW + DAY)
    assert "1 kunjungan baru, kabar tentang 1 kunjungan yang sudah dikenal, 1 artikel untuk dilihat" in made.text
    assert "DIBATALKAN" in made.text
    assert '<html lang="id">' in made.html
    english = words_that_differ()
    assert len(english) > 20
    assert {word for word in english if word in made.text or word in made.html} == set()


def words_that_differ() -> set[str]:
    """Whole English wordings of digest and facts that an Indonesian digest must not hold."""
    told = (entry["en"] for key, entry in entries().items() if key.startswith(("digest.", "facts.")))
    return {text for text in told if "{" not in text and len(text) > 8}
