"""Articles in a few words for the tests of facts: own sentences about invented people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path

from article import Article, Visit
from config import ROOT
from detect.facts.find import find
from detect.facts.parties import parties
from detect.facts.scene import Scene, see
from detect.facts.visitors import guests
from detect.lexicon import default_lexicon
from detect.mentions import Reading, read_all
from detect.profile import Profile, load_profile
from detect.sentences import Document, Token, read, tokenise

WIB = timezone(timedelta(hours=7))


@cache
def profile(name: str = "banyuwangi") -> Profile:
    return load_profile(Path(ROOT / "watch" / f"{name}.toml"))


def tokens(text: str) -> list[Token]:
    return tokenise(text, 0)[0]


def article(body: str, title: str = "Kunjungan", published: str | None = None, url: str = "") -> Article:
    moment = datetime.fromisoformat(published).replace(tzinfo=WIB) if published else None
    return Article(url=url, site="contoh.example", title=title, body=body, published=moment)


def readings(told: Article, watch: str = "banyuwangi") -> tuple[Document, list[Reading]]:
    document = read(told)
    day = told.published.date() if told.published else None
    return document, read_all(document, profile(watch), default_lexicon(), day)


def scene(body: str, title: str = "Kunjungan", watch: str = "banyuwangi") -> Scene:
    told = article(body, title)
    return see(told.text, readings(told, watch)[1], profile(watch))


def visits(told: Article, watch: str = "banyuwangi") -> tuple[Visit, ...]:
    document, found = readings(told, watch)
    return find(told, document, found, profile(watch))


def visit(body: str, title: str = "Kunjungan", published: str | None = None, watch: str = "banyuwangi") -> Visit:
    """The only visit of an article."""
    (only,) = visits(article(body, title, published), watch)
    return only


def came(body: str, title: str = "Kunjungan", watch: str = "banyuwangi") -> list[str]:
    """Keys of the parties that came."""
    seen = scene(body, title, watch)
    return [party.key for party in guests(seen, parties(seen)).came]


def values(facts: Sequence[object]) -> list[object]:
    return [getattr(fact, "value") for fact in facts]  # noqa: B009
