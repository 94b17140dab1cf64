"""The Indonesian page and digest say nothing in English but what the reader is told is English."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from html.parser import HTMLParser

import httpx
import pytest

from article import Fact, Visit
from config import Config
from crawler.health.causes import STEPS
from digest import compose, notice
from digest.feed import body_of
from review.app import create_app
from storage import decisions
from storage.database import Database
from storage.digest import notices
from storage.health import alarms, gaps, lifecycle
from storage.health.alarms import Found
from storage.health.gaps import Covered
from storage.told import told, within
from tests.morning import store_morning
from tests.storing import DAY, HOUR, NOW, another, begin, end, save, synthetic_article
from wording.words import entries

_WORD = re.compile(r"[a-z]{3,}")
# Names of fields, commands and files: the same in every language.
_NAMES = {"province", "programme", "flagged", "decided", "open", "site", "date", "visited", "crawl", "run", "dismissed"}
_VOID = frozenset({"meta", "link", "br", "input", "img"})


def _vocabulary() -> frozenset[str]:
    """Words that only the English wordings have."""
    said = {language: " ".join(entry[language] for entry in entries().values()).lower() for language in ("en", "id")}
    english, own = (set(_WORD.findall(said[language])) for language in ("en", "id"))
    return frozenset(english - own - _NAMES)


class Untranslated(HTMLParser):
    """The texts that stand in the page's own language: no part of it says that it is in another."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[tuple[str, bool]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if not any(foreign for _, foreign in self.inside):
            self.texts += [given[name] or "" for name in ("title", "aria-label", "placeholder") if name in given]
        if tag not in _VOID:
            self.inside.append((tag, tag != "html" and tag != "div" and "lang" in given))

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(foreign for _, foreign in self.inside):
            self.texts.append(data)


def english(html: str) -> list[str]:
    read = Untranslated()
    read.feed(html)
    words = _vocabulary()
    told = (re.sub(r"https?://\S+", "", text).strip() for text in read.texts)
    return [text for text in told if set(_WORD.findall(text.lower())) & words]


@pytest.fixture
def desk(db: Database) -> Database:
    """Something of everything that a page can tell."""
    store_morning(db, 16)
    run = begin(db, "seblang", NOW)
    odd = Visit(visitors=(Fact("Rombongan Contoh", mark="not_said_to_have_come"),), headcount=Fact(9, mark="added_up"))
    with db.write():
        for doubt in ("no_text", "short", "maybe"):
            flag = save(db, run, another(site="seblang"), found=[], flagged=False)
            db.execute("UPDATE verdict SET undecided = ? WHERE article = ?", [doubt, flag.article_id])
        save(db, run, another(site="seblang"), found=[odd])
        save(db, run, synthetic_article(site="seblang", url="https://seblang.example/berita/3", body="Lain."), found=[])
        db.execute("UPDATE evidence SET rule = 'lead.' || replace(rule, 'learn-at', 'learns')")
        db.execute("UPDATE evidence SET rule = 'rest.wording' WHERE rule = 'lead.minor'")
        words = told("pages_empty", n=3, all=9, url="https://seblang.example/x")
        alarms.record(db, "seblang", [Found(cause, "", words, "") for cause in STEPS], (), NOW)
        known = Covered("https://seblang.example/feed/", run, NOW, None, None, 1.0)
        for how in ("gap_read_back", "gap_others_showed"):
            gap = gaps.note(db, "seblang", known, run, NOW - DAY, NOW, told("gap_unknown", n=3, source="umpan"), NOW)
            gaps.end(db, gap, "declared", told(how), NOW + HOUR)
        why = within(told("life_alarm", n=3, what=within(words)))
        lifecycle._move(db, "seblang", "quarantined", told("life_unmended", n=7, why=why), NOW)
        for visit, reason in zip((16, 15, 14, 13), decisions.REASONS, strict=True):
            decisions.decide(db, "dismiss", visit=visit, reason=reason, who="budi", now=NOW)
        decisions.decide(db, "confirm", visit=12, who="budi", now=NOW)
        decisions.edit(db, 11, "headcount", ["31"], who="budi", now=NOW)
        decisions.undo(db, decisions.merge(db, 10, 9, who="budi", now=NOW), who="budi", now=NOW)
    end(db, run, "seblang", NOW, "partial")
    return db


def test_no_page_says_anything_in_english(desk: Database) -> None:
    config = Config(database=desk.path, sites=("seblang", "detik", "kompas"))
    app = create_app(desk, config, lambda: NOW + 2 * HOUR)
    compose.compose(desk, replace(config, digest=replace(config.digest, language="id")), NOW + HOUR)
    paths = ["/", "/?decided=unsure", "/search", "/search?q=desa", "/pictures", "/check", "/decisions", "/add"]
    paths += ["/health", "/digests", "/digests/1", "/digest/preview", "/visit/999", "/nowhere", "/digests/77"]
    paths += [f"/visit/{number}" for number in range(1, 18)] + [f"/article/{number}" for number in range(1, 24)]

    async def read() -> dict[str, list[str]]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            asked = {"headers": {"accept-language": "id"}, "follow_redirects": True}
            return {path: english((await client.get(path, **asked)).text) for path in paths}

    found = asyncio.run(read())
    assert {path: texts for path, texts in found.items() if texts} == {}


def test_no_digest_and_no_report_to_the_administrator_says_anything_in_english(desk: Database) -> None:
    config = Config(database=desk.path, sites=("seblang", "detik"))
    config = replace(config, digest=replace(config.digest, language="id"))
    digest = compose.preview(desk, config, NOW + HOUR)
    assert english(body_of(digest.html)) == []
    heads = [line for line in digest.text.splitlines() if line.startswith("==")]
    assert len(heads) > 2 and [line for line in heads if set(_WORD.findall(line.lower())) & _vocabulary()] == []
    stands = [one for one in alarms.standing(desk) if not one.is_note]
    report = notice.render(notices.untold(desk), stands, (), NOW, "id", "http://127.0.0.1:8600/")
    assert "perbaiki" in report.html and english(body_of(report.html)) == []


def test_what_is_english_would_be_seen() -> None:
    page = '<html lang="id"><p title="the last run failed">Baik</p><p lang="en">the last</p><p>a quiet hour</p></html>'
    assert english(page) == ["the last run failed", "a quiet hour"]
    assert len(_vocabulary()) > 300
