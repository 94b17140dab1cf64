"""What the tests of rescoring share: articles that arrive as in a crawl, rules by a script, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from article import Article, Evidence, Fact, Span, Verdict, Visit
from config import ROOT
from crawler.rules import Rules
from crawler.storing.filing import file
from detect.lexicon import default_lexicon
from detect.score import default_model
from detect.watched import Watched
from storage import articles
from storage.database import Database, open_database
from storage.digest import digests
from storage.digest.digests import Rendered
from tests.storing import DAY, HOUR, NOW, begin, end, text_hash

SLEMAN, BANTUL, TUBAN = "Pemkab Sleman", "Pemkab Bantul", "Pemkab Tuban"
LATER = NOW + 30 * DAY


@cache
def real_rules(watch: str = "banyuwangi") -> Rules:
    return Rules(Watched.read([ROOT / "watch" / f"{watch}.toml"]), default_lexicon(), default_model())


@dataclass(frozen=True)
class Scripted(Rules):
    """Rules that find in each text (by its body) what the script says: the visits, None for no flag."""

    script: Mapping[str, tuple[Visit, ...] | None] = field(default_factory=dict)
    name: str = "1"
    doubt: str | None = None

    def judge(self, article: Article) -> Verdict:
        found = self.script.get(article.body)
        words = Span(0, len(article.title))
        return Verdict(
            flagged=found is not None,
            score=0.9 if found is not None else 0.1,
            direction="none" if found is None else "inbound",
            status=None if found is None else "happened",
            evidence=(Evidence(f"rule-{self.name}", 1.0, words, words),),
            visits=found or (),
            lexicon=self.name,
            watch="synthetic",
            undecided=self.doubt,
        )

    def fingerprint(self) -> str:
        return repr((self.name, sorted(self.script.items(), key=lambda item: item[0])))


def scripted(script: Mapping[str, tuple[Visit, ...] | None], name: str = "1", doubt: str | None = None) -> Scripted:
    rules = real_rules()
    return Scripted(rules.watched, rules.lexicon, rules.model, script, name, doubt)


def arrive(db: Database, run: int, article: Article, rules: Rules, now: datetime = NOW) -> int:
    """Store an article, or its new text, as a crawl does; its id."""
    verdict = rules.judge(article)
    with db.write():
        stored = articles.store(
            db,
            run,
            article.url,
            article,
            content_hash=text_hash(article.body),
            signature=b"",
            bands=[],
            fetch_id=None,
            baseline=False,
            now=now,
        )
        if stored.kind != "same":
            file(db, stored.article_id, stored.version_id, verdict, article.text, article.published, now)
    return stored.article_id


def outcome(db: Database) -> dict[str, Any]:
    """All that a verdict and a visit are, but for their numbers and the time of judging."""
    verdicts = db.rows(
        """SELECT version.id AS version, verdict.is_current, flagged, score, direction, status, undecided, lexicon,
             watch, (SELECT json_group_array(json_array(rule, weight, sentence, words, sentence_start, words_end))
                     FROM evidence WHERE evidence.verdict = verdict.id) AS evidence
           FROM verdict JOIN version ON version.id = verdict.version
           WHERE verdict.id = (SELECT max(id) FROM verdict AS other WHERE other.version = version.id)
           ORDER BY version.id"""
    )
    return {"verdicts": verdicts, "visits": grouping(db), "facts": stated(db)}


def grouping(db: Database) -> set[frozenset[tuple[int, int]]]:
    """The visits, each as the (article, entry) that report it."""
    found: dict[int, set[tuple[int, int]]] = {}
    for row in db.rows("SELECT visit, article, entry FROM standing WHERE holds"):
        found.setdefault(row["visit"], set()).add((row["article"], row["entry"]))
    return {frozenset(reports) for reports in found.values()}


def stated(db: Database) -> list[dict[str, Any]]:
    return db.rows(
        """SELECT article, entry, day, kind, position, value, code, quote, span_start, mark FROM standing
        LEFT JOIN fact ON fact.report = standing.id WHERE holds ORDER BY article, entry, kind, position"""
    )


def fresh(path: Path) -> tuple[Database, int]:
    db = open_database(path, create=True)
    end(db, begin(db, now=NOW - 2 * HOUR), now=NOW - HOUR)
    return db, begin(db)


def text(number: int, article: int | None = None) -> Article:
    """A synthetic text; scripted rules know it by its body."""
    url = f"https://berita.example/{number if article is None else article}"
    return Article(url=url, site="berita", title=f"Kabar {number}", body=f"Teks {number}.", published=NOW)


def who(name: str | None, day: int | None = 17) -> Visit:
    return Visit(visitors=(Fact(name),) if name else (), date_start=None if day is None else Fact(date(2018, 10, day)))


def script(**found: Any) -> dict[str, Any]:
    """t1=[visits of text 1], t2=None, ..."""
    return {f"Teks {name[1:]}.": None if told is None else tuple(told) for name, told in found.items()}


def compose(db: Database) -> None:
    with db.write():
        digests.compose(db, NOW, lambda data: Rendered(str(data.number), ""))
