"""An address that cannot exist, asked for once a day and host: a site that answers it with a page says so of anything.

Such a page (a soft 404) would be taken for an article wherever one was taken down; it is known again by its title or
its text.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable
from datetime import UTC
from urllib.parse import urlsplit, urlunsplit

from scrapy import Request
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from article import Article
from crawler import urls
from crawler.copies import content_hash
from crawler.extract import NotAnArticle, extract
from crawler.facts import SiteFacts
from crawler.fetch import header
from crawler.health.looks import IN_THE_WAY, look
from crawler.lists.searches import NONSENSE
from crawler.report import Account
from crawler.text import normalise
from crawler.web.charset import decode
from storage.health import nowhere
from storage.health.nowhere import Nowhere

# Of a site with many hosts, such as a paper with an edition for each district, no run asks more than these.
_HOSTS = 3
# So many words in a folder are a headline, and so many digits an article's number.
_HEADLINE, _NUMBER = 4, 3


async def ask_for_nothing(
    ask: Callable[[Request], Awaitable[Response]], account: Account, facts: SiteFacts, articles: Iterable[str]
) -> None:
    """Ask each host of these articles' addresses that was not asked today. `ask` is the engine's download.

    Raises StorageError.
    """
    today = account.now().astimezone(UTC).date()
    asked = {host for host, one in nowhere.of(account.db, account.site).items() if one.at.date() == today}
    addresses = {urlsplit(url).hostname or "": nonsense for url in articles if (nonsense := address(url, facts))}
    for host in [host for host in addresses if host not in asked][:_HOSTS]:
        answer = await _asked(ask, account, facts, host, addresses[host])
        with account.writing():
            nowhere.keep(account.db, account.site, answer)
        account.condition.asked_nowhere(answer)


def address(url: str, facts: SiteFacts) -> str | None:
    """An address of an article's form that cannot exist: its numbers 0, its headline a word that nobody ever wrote.

    None where the article is known by its query or by a single word.
    """
    parts = urlsplit(url)
    *folders, last = parts.path.rstrip("/").split("/")
    stem, dot, ending = last.partition(".")
    path = "/".join([*map(_folder, folders), _headless(stem) + dot + ending])
    made = urlunsplit(parts._replace(path=path + "/" * parts.path.endswith("/"), fragment=""))
    return made if not parts.query and made != url and urls.is_article(made, facts) else None


def shows_nothing(article: Article, listed_title: str | None, known: Collection[Nowhere]) -> bool:
    """Whether an article is but the page that its site shows where it has nothing; `known` are the hosts' answers.

    What bears the very title under which a source lists it is an article, whatever else bears it too.
    """
    title = normalise(article.title)
    if title and title == normalise(listed_title or ""):
        return False
    own = content_hash(article.body)
    return any((one.title and one.title == title) or one.content_hash == own for one in known)


async def _asked(
    ask: Callable[[Request], Awaitable[Response]], account: Account, facts: SiteFacts, host: str, url: str
) -> Nowhere:
    now = account.now()
    request = Request(url, callback=NO_CALLBACK, meta={"kind": "article", "dont_retry": True}, dont_filter=True)
    try:
        response = await ask(request)
    except Exception:  # noqa: BLE001  # whatever kept the answer away, this run and the ledger tell of it
        return Nowhere(host, url, now, None)
    if response.status != 200 or not urls.is_article(response.url, facts):
        # One that is led elsewhere, such as to the front page, is told from an article by where it ends.
        return Nowhere(host, url, now, next(iter(response.meta.get("redirect_reasons", ())), response.status))
    if look(response.body) in IN_THE_WAY:
        return Nowhere(host, url, now, None)  # it stands before whatever is asked for
    html, _ = decode(response.body, header(response, "Content-Type"))
    try:
        page = extract(html, response.url, site=account.site, facts=facts, now=now)
    except NotAnArticle:
        return Nowhere(host, url, now, 200)
    return Nowhere(host, url, now, 200, normalise(page.title) or None, content_hash(page.body))


def _folder(name: str) -> str:
    """A folder without the number or headline in it; what has but a digit, such as v2, is the site's."""
    if name.count("-") + 1 >= _HEADLINE:
        return _headless(name)
    digits = sum(map(str.isdecimal, name))
    return _numberless(name) if name.isdecimal() or digits >= _NUMBER else name


def _headless(headline: str) -> str:
    """A headline's words replaced; the word before a number, as in baca-98363-judul, is the site's."""
    words = headline.split("-")
    kept = 1 if len(words) > 1 and words[1].isdecimal() else 0
    return "-".join([*words[:kept], *(_numberless(word) if word.isdecimal() else NONSENSE for word in words[kept:])])


def _numberless(text: str) -> str:
    return "".join("0" if one.isdecimal() else one for one in text)
