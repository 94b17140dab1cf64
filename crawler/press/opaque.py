"""Links of a search that do not say where they lead: followed by ordinary requests, as robots.txt and guard allow."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import quote_plus, urlsplit

from parsel import Selector
from scrapy import Request
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.errors import ForGood
from crawler.fetch import header
from crawler.lists.feeds import entries, plain_title
from crawler.press.answers import publisher_address
from crawler.text import normalise
from crawler.urls import absolute
from crawler.web.charset import decode
from crawler.web.outcomes import Outcome, answered, plain
from crawler.web.weight import too_heavy

Ask = Callable[[Request], Awaitable[Response]]

_REDIRECTS = (301, 302, 303, 307, 308)
_HOPS = 5
# Where the page behind such a link names the publisher's address.
_NAMED = ("//*/@data-n-au", "//meta[translate(@http-equiv, 'REFSH', 'refsh')='refresh']/@content", "//a[@rel]/@href")
_NOT_A_PUBLISHER = ("google.com", "gstatic.com", "googleusercontent.com", "bing.com", "msn.com", "microsoft.com")


async def follow(ask: Ask, link: str, title: str | None, publisher: str | None) -> str | Outcome:
    """Where the link leads: by what its own page says, else by the publisher's own search for the title; else why
    neither tells."""
    reason = await _own_page(ask, link)
    if isinstance(reason, str):
        return reason
    if title and publisher:
        found = await _publisher_search(ask, publisher, title)
        if found:
            return found
    of = f" of {publisher}" if publisher else ""
    return Outcome(reason.state, f"the search's link does not say where it leads{of}: {reason.reason}")


async def _own_page(ask: Ask, link: str) -> str | Outcome:
    """Not followed by the middlewares, since the publisher's page may belong to a site with a run of its own."""
    url = link
    for _ in range(_HOPS):
        meta = {"kind": "article", "dont_redirect": True, "handle_httpstatus_list": list(_REDIRECTS)}
        try:
            response = await ask(Request(url, callback=NO_CALLBACK, meta=meta, dont_filter=True))
        except Exception as error:  # noqa: BLE001  # whatever kept the link from being read is its reason
            return Outcome("rejected" if isinstance(error, ForGood) else "failed", plain(error))
        if response.status not in _REDIRECTS:
            break
        url = absolute(header(response, "Location") or "", url) or link
        if _is_publisher(url):
            return url
    if response.status != 200:
        return answered(response.status)
    return _named_in(response) or Outcome("rejected", "its page names no address")


def _named_in(response: Response) -> str | None:
    html, _ = decode(response.body, header(response, "Content-Type"))
    if too_heavy(html):
        return None
    page = Selector(text=html, type="html")
    for path in _NAMED:
        for stated in page.xpath(path).getall():
            told = stated.partition("url=")[2] or stated
            address = absolute(told.strip(" '\""), response.url)
            if address and _is_publisher(address):
                return address
    return None


def _is_publisher(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    return publisher_address(url) == url and not any(
        host == own or host.endswith(f".{own}") for own in _NOT_A_PUBLISHER
    )


async def _publisher_search(ask: Ask, publisher: str, title: str) -> str | None:
    """The entry of that very title in the feed of the publisher's search, which every WordPress site has."""
    url = f"https://{publisher}/?s={quote_plus(title)}&feed=rss2"
    try:
        response = await ask(Request(url, callback=NO_CALLBACK, meta={"kind": "article"}, dont_filter=True))
    except Exception:  # noqa: BLE001  # it was one more try: what is told is why the link itself leads nowhere
        return None
    if response.status != 200:
        return None
    found, _ = entries(response.body, url)
    for entry in found:
        address = absolute(str(entry.get("link", "")), url)
        if address and normalise(plain_title(str(entry.get("title", ""))) or "") == normalise(title):
            return address
    return None
