"""The one list of what is fuzzed: each target takes any bytes, and raises where a promise is broken.

tests/fuzz/test_fuzz.py feeds it what hypothesis makes up, tests/fuzz/drive.py what atheris makes of seeds.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from lxml import etree

from article import Article
from config import ROOT, load
from config_digest import Mail
from config_file import ConfigError
from crawler import dates, politeness, text, urls
from crawler.discover import read_source
from crawler.errors import Forbidden
from crawler.extract import extract
from crawler.facts import Feed, Front, Layout, Listing, Pattern, SiteFacts, Sitemap, Source, WordPress
from crawler.health import looks
from crawler.page import published, redaction
from crawler.page.refusals import NotAnArticle
from crawler.rules import Rules, alone
from crawler.web import charset, guard, robots
from detect.lexicon import LexiconError, load_lexicon
from detect.profile import ProfileError, load_profile
from digest.feed import Entry, atom
from digest.mail import letter
from storage.digest.outbox import Parcel
from storage.removal.masking import each_string
from storage.removal.names import Blanks
from storage.searching import query

HOST = "warta.example"
HOME = f"https://{HOST}"
NOW = datetime.fromisoformat("2026-10-14T12:00:00+07:00")
FACTS = SiteFacts(
    hosts=(HOST,),
    sources=(Feed(f"{HOME}/feed", "D"),),
    article=Pattern(rf"^https://{HOST}/berita/\d+/", "D"),
    site_id=Pattern(r"/berita/(\d+)/", "D"),
    layouts=(Layout("sintetis", "D", body=".isi, article", title="h1", published="time::attr(datetime)"),),
)
# Inputs of a small reader.
MANY = 100_000
ARTICLE = f"{HOME}/berita/1/kabar-1"
AHEAD = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Target:
    """A reader; `inputs` is how many it is promised: fewer where one of them is a whole page."""

    name: str
    read: Callable[[bytes], None]
    inputs: int = MANY
    longest: int = 2_000


def _text(data: bytes) -> str:
    """Bytes as text that may hold half surrogates, as JSON of a page can."""
    return data.decode("utf-8", "surrogateescape")


def _dates(data: bytes) -> None:
    said = _text(data)
    for offset in (7, 9):
        moment = dates.parse(said, now=NOW, utc_offset=offset)
        assert moment is None or moment.tzinfo
    first, _, rest = said.partition("|")
    found = published.choose([first], [rest], date(2026, 10, 1), published.Clock(NOW)).moment
    assert found is None or found - NOW <= AHEAD


def _urls(data: bytes) -> None:
    url = _text(data)
    for facts in (None, FACTS):
        own = urls.canonical(url, facts)
        assert urls.canonical(own, facts) == own, "canonical twice is canonical"
        urls.key(url, facts)
    if urls.is_article(url, FACTS):
        assert urls.own_host(url, FACTS) == HOST
        urls.site_id(url, FACTS)
    urls.date_from_url(url, FACTS)
    urls.is_front(url)
    if guard.refusal(url, FACTS) is None:
        assert urls.on_site(url, FACTS)


def _query(data: bytes) -> None:
    try:
        clauses = query.parse(_text(data))
    except query.QueryError:
        return
    spelt = query.spelt(clauses)
    assert len(spelt) > query.LONGEST or query.parse(spelt) == clauses


_MAIL = Mail(host="mail.example", sender="jujugan@kantor.example", to=("redaksi@kantor.example",))
_OURS = {"subject", "from", "to", "date", "message-id", "list-id", "auto-submitted", "jujugan-digest", "mime-version"}
_OURS.add("content-type")


def _mail(data: bytes) -> None:
    parcel = Parcel(1, "<digest.1@kantor.example>", "mail", 1, NOW, _text(data), "", "", "", "{}", 0, (), NOW)
    headers = letter(_MAIL, parcel).as_bytes().partition(b"\r\n\r\n")[0].split(b"\r\n")
    named = [line.partition(b":")[0].decode().lower() for line in headers if not line.startswith((b" ", b"\t"))]
    assert sorted(named) == sorted(_OURS), "a title adds no header"


def _feed_out(data: bytes) -> None:
    title, _, html = _text(data).partition("|")
    entry = Entry("<digest.1@kantor.example>", title, NOW, f"{HOME}/digests/1", html)
    made = atom([entry, entry], "Jujugan", f"{HOME}/feed.atom", HOME, "id").encode()
    tree = etree.fromstring(made, etree.XMLParser(resolve_entities=False, no_network=True))
    assert len(tree.findall("{http://www.w3.org/2005/Atom}entry")) == 2


def _texts(data: bytes) -> None:
    said = _text(data)
    clean = text.clean(said)
    clean.encode("utf-8")
    assert text.clean(clean) == clean
    text.normalise(said)
    text.has_lookalikes(said)
    once = redaction.redact(clean)
    assert redaction.redact(once) == once
    assert len(Blanks.of("Ani Sari").blank(clean)) == len(clean)
    each_string(clean, str.upper)


def _robots(data: bytes) -> None:
    rules = robots.rules(200, data, HOST)
    assert 0 <= rules.delay <= politeness.MAX_DELAY
    with contextlib.suppress(Forbidden):
        rules.check(ARTICLE)


def _header(data: bytes) -> None:
    said = data.decode("latin-1")
    wait = politeness.retry_after(said, NOW.astimezone(UTC))
    assert wait is None or wait >= 0
    charset.decode(b"<p>isi</p>", said)


def _letters(data: bytes) -> None:
    for header in (None, "text/html; charset=utf-16", "text/html; charset=windows-1252", "text/html; charset=x"):
        charset.decode(data, header)


def _lexicon(data: bytes) -> None:
    with _file("lexicon.toml", data) as path, contextlib.suppress(LexiconError):
        load_lexicon(path)


def _profile(data: bytes) -> None:
    with _file("place.toml", data) as path, contextlib.suppress(ProfileError):
        load_profile(path)


def _settings(data: bytes) -> None:
    with _file("jujugan.toml", data) as path, contextlib.suppress(ConfigError):
        load(path, {})


@contextlib.contextmanager
def _file(name: str, data: bytes) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        yield path


@cache
def _rules() -> Rules:
    return alone([ROOT / "watch" / "banyuwangi.toml"])


def _judging(data: bytes) -> None:
    title, _, body = text.clean(_text(data)).partition("\n")
    article = Article(ARTICLE, "warta", title, body, NOW)
    verdict = _rules().judge(article)
    assert 0 <= verdict.score <= 1
    for one in verdict.evidence:
        assert 0 <= one.sentence.start <= one.sentence.end <= len(article.text)


def _pages(data: bytes) -> None:
    html, _ = charset.decode(data, "text/html")
    looks.look(data)
    try:
        article = extract(html, ARTICLE, site="warta", facts=FACTS if len(data) % 2 else None, now=NOW)
    except NotAnArticle as refused:
        assert str(refused)
    else:
        assert article.text.encode("utf-8")
        assert article.published is None or article.published - NOW <= AHEAD


def _source(*sources: Source) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        for source in sources:
            found = read_source(data, source.url, source, FACTS, site="warta", now=NOW)
            assert all(urls.own_host(one.url, FACTS) == HOST for one in found.candidates)

    return read


_LISTING = Listing(f"{HOME}/indeks?page={{page}}", "D", item="li", link="a::attr(href)", title="a::text", pages=3)

TARGETS = (
    Target("dates", _dates, longest=300),
    Target("urls", _urls, longest=500),
    Target("search queries", _query, longest=320),
    Target("mail headers", _mail, longest=600),
    Target("feeds made", _feed_out, longest=1_000),
    Target("texts", _texts),
    Target("robots.txt", _robots),
    Target("headers", _header, longest=300),
    Target("letters", _letters),
    Target("lexicon files", _lexicon, inputs=10_000, longest=40_000),
    Target("profiles", _profile, inputs=2_500, longest=10_000),
    Target("settings", _settings, inputs=2_500, longest=5_000),
    Target("detection", _judging, inputs=10_000, longest=8_000),
    Target("pages", _pages, inputs=10_000, longest=60_000),
    Target("feeds", _source(Feed(f"{HOME}/feed", "D")), inputs=10_000, longest=20_000),
    Target("sitemaps", _source(Sitemap(f"{HOME}/sitemap.xml", "D")), inputs=10_000, longest=20_000),
    Target("listings", _source(_LISTING, Front(HOME, "D")), inputs=10_000, longest=40_000),
    Target("WordPress answers", _source(WordPress(HOME, "D")), inputs=10_000, longest=20_000),
)
