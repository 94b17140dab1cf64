"""Articles and their versions."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from article import Article
from storage import articles, decisions
from storage.articles import Stored
from storage.database import Database, open_database
from storage.values import storable
from tests.storing import HOUR, NOW, another, begin, save, synthetic_article, text_hash


@pytest.fixture
def run(db: Database) -> int:
    return begin(db)


def store(
    db: Database, run: int, key: str, article: Article, now: datetime = NOW, content_hash: str | None = None
) -> Stored:
    with db.write():
        return articles.store(
            db,
            run,
            key,
            article,
            content_hash=content_hash or text_hash(article.body),
            signature=b"\x00\x01",
            bands=[3, 5],
            fetch_id=None,
            baseline=False,
            now=now,
        )


def test_an_article_comes_back_as_it_was_stored(db: Database, run: int) -> None:
    article = replace(synthetic_article(), site_id="42", marks=("date from the URL",), language="jv")
    stored = store(db, run, "42", article)
    row = articles.by_key(db, "berita", "42")
    assert row is not None
    assert (row.article, row.article_id, row.version_id) == (article, stored.article_id, stored.version_id)
    assert row.article.published is not None
    assert row.article.published.utcoffset() == timedelta(hours=7)
    assert (row.first_seen, row.last_read, row.versions, row.baseline) == (NOW, NOW, 1, False)
    assert articles.by_id(db, stored.article_id) == row
    assert articles.by_key(db, "berita", "43") is None
    assert articles.by_key(db, "lain", "42") is None


def test_an_unchanged_article_is_the_same_and_only_the_time_of_reading_moves(db: Database, run: int) -> None:
    first = store(db, run, "42", synthetic_article())
    again = store(db, run, "42", synthetic_article(), NOW + HOUR)
    assert (first.kind, again.kind) == ("new", "same")
    row = articles.by_key(db, "berita", "42")
    assert row is not None
    assert (row.first_seen, row.last_read, row.versions) == (NOW, NOW + HOUR, 1)


def test_a_mended_parser_fills_in_what_was_unknown(db: Database, run: int) -> None:
    store(db, run, "42", replace(synthetic_article(published=None), author=None))
    assert store(db, run, "42", replace(synthetic_article(), site_id="42")).kind == "same"
    row = articles.by_key(db, "berita", "42")
    assert row is not None
    assert (row.article.published, row.article.author, row.article.site_id) == (NOW, "Redaksi", "42")


@pytest.mark.fault("E4")
@pytest.mark.parametrize("change", [{"title": "Judul Baru"}, {"body": "Isi baru."}])
def test_a_changed_text_is_a_new_version_and_the_old_one_stays(db: Database, run: int, change: dict[str, str]) -> None:
    first = store(db, run, "42", synthetic_article())
    second = store(db, run, "42", synthetic_article(**change), NOW + HOUR)  # type: ignore[arg-type]
    assert (second.kind, second.article_id) == ("version", first.article_id)
    assert second.version_id != first.version_id
    row = articles.by_key(db, "berita", "42")
    assert row is not None
    assert (row.version_id, row.versions) == (second.version_id, 2)
    kept = db.rows("SELECT title, is_current, number FROM version ORDER BY number")
    assert [(version["number"], version["is_current"]) for version in kept] == [(1, 0), (2, 1)]
    assert kept[0]["title"] == synthetic_article().title


def test_a_new_way_to_hash_makes_no_new_version_and_another_text_does(db: Database, run: int) -> None:
    first = store(db, run, "42", synthetic_article(), content_hash="v1:aa")
    again = store(db, run, "42", synthetic_article(), content_hash="v2:bb")
    assert (again.kind, again.version_id) == ("same", first.version_id)
    row = articles.by_key(db, "berita", "42")
    assert row is not None and row.content_hash == "v2:bb"
    assert store(db, run, "42", synthetic_article(body="Isi baru."), content_hash="v3:cc").kind == "version"


@pytest.mark.parametrize(("kind", "reason", "dismissed"), [("dismiss", "old", True), ("confirm", None, False)])
def test_only_what_an_editor_dismissed_is_dismissed(
    db: Database, run: int, kind: decisions.Verdict, reason: decisions.Reason | None, dismissed: bool
) -> None:
    with db.write():
        article = save(db, run, synthetic_article()).article_id
    assert not articles.is_dismissed(db, article)
    with db.write():
        decisions.decide(db, kind, article=article, reason=reason, who="sari", now=NOW)
    assert articles.is_dismissed(db, article) is dismissed


def test_a_text_that_goes_back_to_what_it_was_is_a_third_version(db: Database, run: int) -> None:
    for body in ("Satu.", "Dua.", "Satu."):
        last = store(db, run, "42", synthetic_article(body=body))
    assert last.kind == "version"
    assert db.rows("SELECT number FROM version WHERE is_current = 1") == [{"number": 3}]


def test_another_url_under_the_same_key_is_the_same_article(db: Database, run: int) -> None:
    first = store(db, run, "42", synthetic_article(url="https://berita.example/42/judul-lama"))
    moved = store(db, run, "42", synthetic_article(url="https://berita.example/42/judul-baru", body="Isi baru."))
    assert moved.article_id == first.article_id
    row = articles.by_key(db, "berita", "42")
    assert row is not None
    assert row.first_url == "https://berita.example/42/judul-lama"
    assert row.article.url == "https://berita.example/42/judul-baru"


def test_the_same_key_on_two_sites_is_two_articles(db: Database, run: int) -> None:
    begin(db, "kabar")
    first = store(db, run, "42", synthetic_article())
    second = store(db, run, "42", synthetic_article(site="kabar"))
    assert second.kind == "new"
    assert second.article_id != first.article_id


ANY_TEXT = st.text(st.characters(codec=None, categories=None), max_size=60)


@pytest.mark.fault("E8")
@settings(max_examples=150)
@given(text=ANY_TEXT)
def test_no_text_loses_an_article(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    article = replace(
        synthetic_article(url=f"https://berita.example/{text}", title=text, body=f"{text} isi."),
        author=text,
        marks=(text,),
        site_id=text,
    )
    with open_database(tmp_path_factory.mktemp("text") / "news.db", create=True) as db:
        run = begin(db)
        with db.write():
            whole = save(db, run, article, key=text or "kosong", found=())
        row = articles.by_key(db, "berita", text or "kosong")
        assert row is not None
        assert row.article_id == whole.article_id
        assert row.article.body == storable(article.body)
        assert len(row.article.text) == len(article.text)
        assert store(db, run, text or "kosong", article).kind == "same"
        assert db.rows("SELECT length(body) AS n FROM version") == [{"n": len(article.body)}]


def test_an_impossible_publishing_time_does_not_lose_the_article(db: Database, run: int) -> None:
    stored = store(db, run, "42", synthetic_article(published=datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=7)))))
    assert stored.kind == "new"
    row = articles.by_key(db, "berita", "42")
    assert row is not None
    assert row.article.published is None


def test_a_text_hashed_another_way_is_the_same_version_with_its_new_hash(db: Database) -> None:
    run, article = begin(db), another()

    def store(content_hash: str, body: str = article.body) -> str:
        with db.write():
            told = replace(article, body=body)
            return articles.store(
                db, run, "a", told, content_hash=content_hash, signature=b"s", bands=[1], fetch_id=None,
                baseline=False, now=NOW,
            ).kind  # fmt: skip

    assert store("v0:aa") == "new"
    assert store("v1:bb") == "same"
    assert [row["content_hash"] for row in db.rows("SELECT content_hash FROM version")] == ["v1:bb"]
    assert store("v2:cc", "Teks yang lain.") == "version"
    assert store("v2:dd") == "version", "hashed the same way, another hash is another text"
