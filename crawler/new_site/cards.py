"""The cards of a page that lists articles: what selects each, and its link, title and date. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from crawler import urls
from crawler.facts import Grade, Listing, SiteFacts
from crawler.new_site.selectors import selectors_of
from crawler.page.published import Clock
from crawler.page.refusals import NotAnArticle
from crawler.page.tree import parse, seen_text, select
from crawler.urls import absolute
from crawler.web.charset import decode

_LEAST = 5
# A list must show this share of the articles that the page links to.
_SHARE = 0.6
_MOST = 400
_LONGEST_DATE = 100
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def listing(body: bytes, url: str, facts: SiteFacts, clock: Clock, grade: Grade) -> Listing | None:
    """The list of articles on a page, None where its cards have no name or show too few of the articles."""
    html, _ = decode(body, None)
    try:
        tree = parse(html)
    except NotAnArticle:
        return None
    links = [(link, address) for link in tree.xpath("//a[@href]")[:_MOST] if (address := _article(link, url, facts))]
    wanted = {address for _, address in links}
    cards = _cards(links)
    best = max(cards, key=lambda name: (len(cards[name]), -len(name)), default="")
    if not best or len(cards[best]) < max(_LEAST, _SHARE * len(wanted)):
        return None
    found = [one for one in select(tree, best) if not isinstance(one, str)]
    return Listing(
        url, grade, item=best, link=_link(found, url, facts), title=_title(found), published=_published(found, clock)
    )


def _article(link: HtmlElement, url: str, facts: SiteFacts) -> str | None:
    address = absolute(str(link.get("href") or ""), url)
    return urls.canonical(address, facts) if address and urls.is_article(address, facts) else None


def _cards(links: Sequence[tuple[HtmlElement, str]]) -> dict[str, set[str]]:
    """By selector the articles whose card it selects: the largest element that leads to one article only."""
    under: dict[HtmlElement, set[str]] = defaultdict(set)
    for link, address in links:
        for element in (link, *link.iterancestors()):
            under[element].add(address)
    cards: dict[str, set[str]] = defaultdict(set)
    for link, address in links:
        for element in (link, *link.iterancestors()):
            if len(under[element]) > 1:
                break
            for selector in selectors_of(element):
                cards[selector].add(address)
    shared = {selector for element, held in under.items() if len(held) > 1 for selector in selectors_of(element)}
    return {selector: held for selector, held in cards.items() if selector not in shared}


def _link(cards: Sequence[HtmlElement], url: str, facts: SiteFacts) -> str:
    """Where a card's link stands: in the first link, in the card itself, or in its heading."""
    if all(card.tag == "a" for card in cards):
        return "::attr(href)"
    for css in ("a", *(f"{tag} a" for tag in _HEADINGS)):
        firsts = [next((one for one in select(card, css) if not isinstance(one, str)), None) for card in cards]
        if all(first is not None and _article(first, url, facts) for first in firsts):
            return f"{css}::attr(href)"
    return "a::attr(href)"


def _title(cards: Sequence[HtmlElement]) -> str:
    for tag in _HEADINGS:
        for css in (f"{tag} a::text", f"{tag}::text"):
            if all(any(str(one).strip() for one in select(card, css)) for card in cards):
                return css
    return "a::text" if all(any(str(one).strip() for one in select(card, "a::text")) for card in cards) else ""


def _published(cards: Sequence[HtmlElement], clock: Clock) -> str:
    counts: Counter[str] = Counter()
    for card in cards:
        counts.update(set(_dates(card, clock)))
    return next((f"{css}::text" for css, count in counts.most_common() if count >= 0.9 * len(cards)), "")


def _dates(card: HtmlElement, clock: Clock) -> Iterator[str]:
    for element in card.iter("time", "span", "div", "p", "small", "em", "i"):
        text = (element.text or "").strip()
        if text and len(text) <= _LONGEST_DATE and text == seen_text(element) and clock.read(text):
            yield from list(selectors_of(element))[:1]
            if element.tag == "time":
                yield "time"
