"""What is kept for a time only goes then, and nothing else does. All texts are synthetic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from article import Article
from cli import jujugan
from config import Config, ConfigError, load
from crawler.again.reread import Rereader
from crawler.again.rescore import rescore
from crawler.storing.linking import Text, link, link_again
from storage import articles, copies, decisions, pages
from storage.database import Database, check, open_database
from storage.removal.retention import drop_texts, prune
from storage.searching.search import search
from tests import hostile as web
from tests import warta
from tests.crawler.test_copies import reprinted_pair
from tests.crawler.test_reread import verdict
from tests.kept import kept
from tests.rescoring import arrive, outcome, scripted
from tests.storing import DAY, HOUR, NOW, another, begin, save, synthetic_article

LATER = NOW + 90 * DAY
CONFIG = Config(keep_texts_days=60)


def bodies(db: Database) -> list[str]:
    return [row["body"] for row in db.rows("SELECT body FROM version ORDER BY id")]


def plain(db: Database, run: int, **changes: object) -> int:
    """An article that nobody flagged."""
    with db.write():
        return save(db, run, another(**changes), found=(), flagged=False, score=0.1).article_id


@pytest.mark.fault("I1")
def test_raw_pages_go_after_their_days_and_the_oldest_of_too_many(db: Database) -> None:
    begin(db)
    with db.write():
        for number in range(40):
            at = NOW - timedelta(days=number)
            pages.keep_refused(db, "berita", f"k{number}", f"https://b.example/{number}", b"x" * 999, {}, at, "uji")
        prune(db, Config(keep_raw_days=30), NOW)
    assert db.rows("SELECT count(*) AS n FROM raw_page") == [{"n": 31}]
    size = db.rows("SELECT sum(size) AS n FROM raw_page")[0]["n"]
    with db.write():
        assert pages.prune(db, NOW - timedelta(days=30), size // 2) > 10
    assert db.rows("SELECT min(at) > '2018-09-28' AS recent, sum(size) <= ? AS few FROM raw_page", [size // 2]) == [
        {"recent": 1, "few": 1}
    ]


def test_texts_stay_for_ever_unless_the_operator_says_otherwise(db: Database) -> None:
    plain(db, begin(db))
    with db.write():
        prune(db, Config(), LATER + 3650 * DAY)
    assert "" not in bodies(db)


@pytest.mark.fault("I1")
def test_only_the_text_of_what_was_not_flagged_goes_and_only_past_its_age(db: Database) -> None:
    run = begin(db)
    old = plain(db, run, title="Panen Padi Sawah")
    with db.write():
        save(db, run, another())
    with db.write():
        young = articles.store(
            db, run, "muda", another(), content_hash="v1:x", signature=b"", bands=[], fetch_id=None, baseline=False,
            now=LATER - DAY,
        )  # fmt: skip
    before = kept(db)
    with db.write():
        prune(db, CONFIG, LATER)
    assert [bool(body) for body in bodies(db)] == [False, True, True]
    after = kept(db)
    for row in (*before["versions"], *after["versions"]):
        del row["body"]
    assert after == before
    assert search(db, "padi").hits[0].article_id == old and search(db, "catatan").count == 2
    assert articles.by_id(db, young.article_id) is not None
    check(db)


@pytest.mark.parametrize(
    "spare",
    [
        lambda db, article: decisions.decide(db, "dismiss", article=article, reason="old", who="rina", now=NOW),
        lambda db, article: decisions.flag(db, article, who="rina", now=NOW),
        lambda db, article: db.execute("UPDATE verdict SET undecided = 'no words' WHERE article = ?", [article]),
        lambda db, article: db.execute("UPDATE verdict SET flagged = 1 WHERE article = ?", [article]),
    ],
    ids=["dismissed", "flagged by hand", "undecided", "flagged"],
)
def test_what_an_editor_or_the_rules_spoke_of_keeps_its_text(
    db: Database, spare: Callable[[Database, int], object]
) -> None:
    article = plain(db, begin(db))
    with db.write():
        spare(db, article)
        assert drop_texts(db, LATER) == 0
    assert "" not in bodies(db)


def test_many_go_in_several_steps(db: Database) -> None:
    run = begin(db)
    for _ in range(5):
        plain(db, run)
    with db.write():
        assert [drop_texts(db, LATER, 2) for _ in range(4)] == [2, 2, 1, 0]


def test_a_text_that_is_read_again_unchanged_stays_dropped_and_a_changed_one_is_a_new_version(db: Database) -> None:
    run, told = begin(db), another()

    def read(article: Article) -> str:
        with db.write():
            text = Text.of(article)
            return articles.store(
                db, run, "1", article, content_hash=text.content_hash, signature=text.signature, bands=text.bands,
                fetch_id=None, baseline=False, now=LATER,
            ).kind  # fmt: skip

    assert read(told) == "new"
    with db.write():
        assert drop_texts(db, LATER + DAY) == 1
    assert read(told) == "same" and bodies(db) == [""]
    assert read(replace(told, body=f"{told.body} Tambahan.")) == "version"


def test_a_rescore_judges_every_text_kept_as_a_fresh_start_would(db: Database, tmp_path: Path) -> None:
    run = begin(db)
    told = [synthetic_article(url=f"https://berita.example/{n}", body=f"Teks nomor {n}.") for n in range(6)]
    for one in told:
        arrive(db, run, one, scripted({}))
    with db.write():
        assert drop_texts(db, LATER, 3) == 3
    flagging = scripted({one.body: () for one in told}, "2")
    rescore(db, flagging, NOW)
    with open_database(tmp_path / "fresh.db", create=True) as fresh:
        run = begin(fresh)
        for one in told[3:]:
            arrive(fresh, run, one, flagging)
        assert [row["n"] for row in (db.rows(_FLAGGED) + fresh.rows(_FLAGGED))] == [3, 3]
        assert outcome(db)["visits"] == outcome(fresh)["visits"]
    assert {row["lexicon"] for row in db.rows("SELECT lexicon FROM verdict WHERE is_current AND version <= 3")} == {"1"}
    check(db)


_FLAGGED = "SELECT count(*) AS n FROM verdict WHERE is_current = 1 AND flagged = 1"


@pytest.mark.fault("I1")
def test_copies_of_a_text_that_is_no_longer_kept_are_still_found(db: Database) -> None:
    from random import Random

    first, second = reprinted_pair(Random(3))
    run, ids = begin(db), []
    for number, body in enumerate((first, second, first)):
        article = another(body=body)
        text = Text.of(article)
        with db.write():
            stored = articles.store(
                db, run, str(number), article, content_hash=text.content_hash, signature=text.signature,
                bands=text.bands, fetch_id=None, baseline=False, now=NOW + number * HOUR,
            )  # fmt: skip
            ids.append(stored.article_id)
            link(db, stored.article_id, text, NOW)
            db.execute("UPDATE version SET body = '' WHERE id = ?", [stored.version_id])
    assert [copies.first_of(db, one) for one in ids] == [ids[0]] * 3
    with db.write():
        link_again(db, ids[0], NOW)
    assert [copies.first_of(db, one) for one in ids] == [ids[0]] * 3


def test_a_re_reading_leaves_dropped_texts_alone(server: web.Hostile, tmp_path: Path) -> None:
    crawl = warta.Crawl(server, tmp_path)
    warta.publish(server, 1, 2)
    crawl()
    with crawl.database() as db, db.write():
        assert drop_texts(db, warta.NOW + 60 * DAY) == 2
        assert db.rows("SELECT count(*) AS n FROM raw_page") == [{"n": 0}]
    server.answers[warta.FEED] = warta.xml(warta.feed((1, 2), {1: "Judul baru"}))
    server.answers[warta.article_url(1)] = web.page(warta.article(1, "Judul baru", warta.body(9)))
    assert crawl().versions == 1
    with crawl.database() as db:
        before = kept(db)
        counts = Rereader(db, "warta", warta.Warta.facts, verdict, warta.NOW).run()
        assert (counts.same, counts.corrected, counts.new) == (1, 0, 0)
        assert kept(db) == before and sorted(map(bool, bodies(db))) == [False, False, True]
    told = CliRunner().invoke(jujugan, ["texts", warta.article_url(1), "--db", str(crawl.config.database)])
    assert "one of the two texts is no longer kept" in told.output


@pytest.mark.parametrize(("given", "wanted"), [(0, 0), (60, 60), (365, 365)])
def test_the_age_is_set_in_days(tmp_path: Path, given: int, wanted: int) -> None:
    (tmp_path / "j.toml").write_text(f"[keep]\ntexts_days = {given}\n")
    assert load(tmp_path / "j.toml", {}).keep_texts_days == wanted
    assert load(tmp_path / "j.toml", {"JUJUGAN_KEEP_TEXTS_DAYS": "90"}).keep_texts_days == 90


@pytest.mark.parametrize("given", ["1", "59", "-1", '"x"', "true"])
def test_an_age_that_would_blind_the_watch_over_sites_is_refused(tmp_path: Path, given: str) -> None:
    (tmp_path / "j.toml").write_text(f"[keep]\ntexts_days = {given}\n")
    with pytest.raises(ConfigError, match="texts_days"):
        load(tmp_path / "j.toml", {})
