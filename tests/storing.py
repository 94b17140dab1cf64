"""Synthetic articles and a whole stored article in one call, for the tests of storage. All texts are made up."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from itertools import count

from article import Article, Candidate, Evidence, Fact, RunReport, RunState, Span, Verdict, Visit
from storage import articles, candidates, copies, runs, sites, verdicts, visits
from storage.database import Database

WIB = timezone(timedelta(hours=7))
NOW = datetime(2018, 10, 17, 10, 22, tzinfo=WIB)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)

TITLE = "Rombongan Kabupaten Contoh Belajar Layanan Desa"
SENTENCE = "Sebanyak 42 pegawai Kabupaten Contoh belajar layanan desa di Banyuwangi, Rabu (17/10)."
BODY = f"{SENTENCE} Mereka diterima Sekretaris Daerah."


def synthetic_article(
    *,
    url: str = "https://berita.example/a/1",
    site: str = "berita",
    title: str = TITLE,
    body: str = BODY,
    published: datetime | None = NOW,
) -> Article:
    return Article(url=url, site=site, title=title, body=body, published=published, method="layout", author="Redaksi")


def place(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def synthetic_visit(
    text: str,
    *,
    visitors: str = "Kabupaten Contoh",
    start: date | None = date(2018, 10, 17),
    headcount: int | None = 42,
) -> Visit:
    return Visit(
        visitors=(Fact(visitors, place(text, visitors) if visitors in text else None),),
        origin=(Fact("Kabupaten Contoh", code="35.99"),),
        headcount=None if headcount is None else Fact(headcount, mark="counted"),
        date_start=None if start is None else Fact(start),
    )


def synthetic_verdict(text: str, visits: Sequence[Visit] = (), *, score: float = 0.9, flagged: bool = True) -> Verdict:
    first = text.partition("\n")[2].partition(".")[0]
    sentence = place(text, first) if first else Span(0, len(text))
    return Verdict(
        flagged=flagged,
        score=score,
        direction="inbound" if flagged else "none",
        status="happened" if flagged else None,
        evidence=(Evidence("minor", 0.5, Span(0, 5), Span(0, 5)), Evidence("learn-at", 2.5, sentence, sentence)),
        visits=tuple(visits),
        lexicon="1",
        watch="banyuwangi",
    )


def text_hash(text: str) -> str:
    return "v1:" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True, slots=True)
class Whole:
    """What storing a whole article made."""

    article_id: int
    version_id: int
    verdict_id: int
    visit_ids: tuple[int, ...]


def begin(db: Database, site: str = "berita", now: datetime = NOW) -> int:
    """A registered site's new run."""
    with db.write():
        sites.register(db, site, [f"{site}.example"], now)
        return runs.start(db, site, now, pid=1)


def end(db: Database, run: int, site: str = "berita", now: datetime = NOW, state: RunState = "good") -> None:
    with db.write():
        runs.finish(db, run, RunReport(site, state), now)


def save(
    db: Database,
    run: int,
    article: Article,
    *,
    key: str | None = None,
    found: Sequence[Visit] | None = None,
    visit_id: int | None = None,
    copy_of: int | None = None,
    score: float = 0.9,
    flagged: bool = True,
    baseline: bool = False,
    now: datetime = NOW,
) -> Whole:
    """One article as the crawler stores it; the caller holds the transaction."""
    key = key or article.url
    found = [synthetic_visit(article.text)] if found is None else found
    candidates.record(db, run, [(key, Candidate(article.site, article.url, "feed", "https://x.example/rss"))], now)
    stored = articles.store(
        db,
        run,
        key,
        article,
        content_hash=text_hash(article.body),
        signature=article.body.encode("utf-8", "replace")[:16],
        bands=[1, 2**64 - 1, len(article.body)],
        fetch_id=None,
        baseline=baseline,
        now=now,
    )
    if copy_of is not None:
        copies.link(db, stored.article_id, copy_of, "exact", 1.0, now)
    verdict = synthetic_verdict(article.text, found, score=score, flagged=flagged)
    verdict_id = verdicts.store(db, stored.article_id, stored.version_id, verdict, article.text, now)
    ids = tuple(visits.report(db, visit_id, stored.article_id, verdict_id, visit, article.text, now) for visit in found)
    candidates.settle(db, run, article.site, key, "stored", None, now)
    return Whole(stored.article_id, stored.version_id, verdict_id, ids)


_numbers = count(1)


def another(**changes: object) -> Article:
    """An article that no other test text equals."""
    number = next(_numbers)
    made: dict[str, object] = {"url": f"https://berita.example/n/{number}", "body": f"{BODY} Catatan {number}."}
    return replace(synthetic_article(), **(made | changes))  # type: ignore[arg-type]
