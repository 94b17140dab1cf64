"""The links of a page, and which of them are headlines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler import urls
from crawler.facts import SiteFacts
from crawler.page.refusals import NotAnArticle
from crawler.page.tree import parse, seen_text
from crawler.urls import absolute
from crawler.web.charset import decode

_MOST = 3_000
_HEADLINE_WORDS = 5
_OFTEN = 5
# Below .id anybody's name stands one level deeper.
SECOND_LEVEL = frozenset({"co", "go", "or", "ac", "web", "my", "sch", "desa", "net", "com"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link to the site's own pages: its text, and whether a heading holds it or stands in it."""

    url: str
    text: str
    in_heading: bool = False


def anchors(body: bytes, url: str, facts: SiteFacts) -> list[Anchor]:
    """The page's links to its own site, each address once with its longest text; empty for what is no page."""
    html, _ = decode(body, None)
    try:
        tree = parse(html)
    except NotAnArticle:
        return []
    found: dict[str, Anchor] = {}
    for element in tree.xpath("//a[@href]")[:_MOST]:
        address = absolute(str(element.get("href")), url)
        if address is None or not urls.on_site(address, facts):
            continue
        address = address.partition("#")[0]
        heading = any(one.tag in _HEADINGS for one in (*element.iterancestors(), *element.iterdescendants()))
        anchor = Anchor(address, seen_text(element), heading)
        before = found.get(address)
        if before is None or len(before.text) < len(anchor.text):
            found[address] = anchor
    return list(found.values())


def headlines(links: Sequence[Anchor]) -> list[Anchor]:
    """The links that read like headlines of articles: several words, or set in a heading."""
    return [
        one
        for one in links
        if not urls.is_front(one.url) and len(one.text.split()) >= (3 if one.in_heading else _HEADLINE_WORDS)
    ]


def neighbours(body: bytes, url: str, facts: SiteFacts) -> list[str]:
    """Hosts below the same domain as the page's that it links to five times or more, and that are not the site's."""
    labels = (urlsplit(url).hostname or "").removeprefix("www.").split(".")
    domain = ".".join(labels[1:] if len(labels) > 2 and labels[1] not in SECOND_LEVEL else labels)
    html, _ = decode(body, None)
    try:
        links = parse(html).xpath("//a[@href]")[:_MOST]
    except NotAnArticle:
        return []
    addresses = (absolute(str(link.get("href")), url) for link in links)
    hosts = Counter(urlsplit(one).hostname or "" for one in addresses if one and not urls.on_site(one, facts))
    return [host for host, count in hosts.most_common() if count >= _OFTEN and host.endswith(f".{domain}")]
