"""What a digest tells besides visits: alarms for the administrator, changes, what was recovered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from config import Config
from digest.compose import compose, preview
from digest.news import change_line
from storage import alarms, changes, recovered
from storage.alarms import Found
from storage.database import Database, open_database
from storage.values import to_time
from tests.storing import DAY, HOUR, NOW, another, begin, end, save, synthetic_visit

DEAD = [
    Found(
        "feed_dead", f"https://berita.example/{name}", f"/{name} is a web page now", "look for the feed's new address"
    )
    for name in ("rss", "feed")
]


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return open_database(tmp_path / "j.db", create=True)


@pytest.fixture
def run(db: Database) -> int:
    run = begin(db)
    end(db, run)
    return run


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(database=tmp_path / "j.db", sites=("berita",))


def tell_alarms(db: Database, found: list[Found], hours: int) -> None:
    with db.write():
        alarms.record(db, "berita", found, {("feed_dead", one.subject) for one in DEAD}, NOW + hours * HOUR)


@pytest.mark.usefixtures("run")
def test_alarms_stand_apart_for_the_administrator_each_cause_once(db: Database, config: Config) -> None:
    tell_alarms(db, DEAD, 0)
    made = compose(db, config, NOW + HOUR)
    _, _, told = made.text.partition("For the administrator")
    assert told.count("- berita: new, /rss is a web page now, and 1 more of this kind (since 17 Oct 2018") == 1
    assert "Next: look for the feed's new address" in told
    assert "For the administrator" in made.html
    tell_alarms(db, DEAD, 2)
    assert "- berita: continuing" in preview(db, config, NOW + 2 * HOUR).text
    tell_alarms(db, [], 3)
    assert "- berita: over since 17 Oct 2018, 13:22 WIB" in compose(db, config, NOW + 4 * HOUR).text
    assert "For the administrator" not in compose(db, config, NOW + 5 * HOUR).text


@pytest.mark.usefixtures("run")
def test_a_holiday_is_no_news(db: Database, config: Config) -> None:
    with db.write():
        alarms.record(db, "berita", [Found("holiday", "", "quiet: Nyepi", "nothing")], (), NOW)
    assert "Nyepi" not in preview(db, config, NOW).text


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
    second = compose(db, config, NOW + DAY)
    assert "Changed since an earlier digest told it" in second.text
    assert "number of people 42 -> 45" in second.text and "number of people 42 -&gt; 45" in second.html
    assert "42" not in compose(db, config, NOW + 2 * DAY).text


def test_a_change_before_the_first_digest_is_said_with_the_visit(db: Database, run: int, config: Config) -> None:
    article = another()
    with db.write():
        stored = save(db, run, article)
        before = changes.stated(db, stored.article_id) | {"headcount": "40"}
        changes.record(db, stored.article_id, before, NOW)
    made = compose(db, config, NOW + HOUR)
    assert "   changed since: number of people 40 -> 42" in made.text
    assert "Changed since an earlier digest" not in made.text
    assert "40 ->" not in compose(db, config, NOW + DAY).text


def test_what_a_site_took_down_is_said(db: Database, run: int) -> None:
    with db.write():
        stored = save(db, run, another())
        for hour in (24, 25):
            changes.revisited(db, stored.article_id, 1, "gone", NOW + hour * HOUR)
    [change] = changes.untold(db)
    assert change_line(change) == "taken down by its site, found on 18 Oct 2018, 11:22 WIB"


def test_what_comes_from_a_site_in_quarantine_is_told_as_doubtful(db: Database, run: int, config: Config) -> None:
    with db.write():
        db.insert(
            "site_state",
            {"site": "berita", "state": "quarantined", "since": to_time(NOW - HOUR), "reason": "hacked for a week"},
        )
        visited = another()
        save(db, run, visited, found=[synthetic_visit(visited.text)])
        save(db, run, replace(another(), title="Kabar Kedua"), now=NOW - DAY)
    text = compose(db, config, NOW + HOUR).text
    assert text.count("doubtful: berita is in quarantine since 17 Oct 2018, 09:22 WIB (hacked for a week)") == 1
    assert "in quarantine, read once a day and what it brings marked: hacked for a week" in text


def test_what_was_recovered_is_marked_where_it_stands(db: Database, run: int, config: Config) -> None:
    with db.write():
        visit, flag = save(db, run, another()), save(db, run, another(), found=())
        for stored in (visit, flag):
            recovered.mark(db, stored.article_id, "hidden", NOW - 3 * DAY, NOW)
    made = compose(db, config, NOW + HOUR)
    assert made.text.count("recovered: a break had hidden it since 14 Oct 2018, 10:22 WIB") == 2
    assert made.html.count("recovered: a break had hidden it since 14 Oct 2018, 10:22 WIB") == 2
