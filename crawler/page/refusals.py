"""Why a page is no article: error pages that answer 200, walls, front pages, hacked pages."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.page.phrases import phrases
from crawler.text import normalise
from crawler.urls import is_front
from crawler.web.sniff import is_challenge

# Shorter than this is no article but a broken layout, a caption or a notice.
SHORTEST = 200

_NOT_FOUND, _GAMBLING, _WALLS = phrases("not_found"), phrases("gambling"), frozenset(phrases("walls"))
MISSING = "page not found (soft 404)"
HACKED = "hacked page (gambling advertisements)"
WALLED = "wall before the article (challenge, login or error)"
EMPTY = "empty or tiny body"
# Refusals for what became of the page, not for what it is: once the site is well, such a page is read again.
FOR_NOW = (MISSING, HACKED, WALLED, EMPTY)
# With more text than this a page says something besides that it has nothing to say.
_SHORT = 600
_FIRST_SCREEN = 3_000
_LONGEST = 250_000
_FEED_ROOTS = ("<rss", "<feed", "<urlset", "<sitemapindex", "<rdf:rdf")
_ADVERTISING = 3


class NotAnArticle(Exception):
    """The page holds no article; `reason` says why, in words for the run's report."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def of_document(html: str) -> str | None:
    """Why what came is no page at all; None for a page."""
    start = html[:2000].lstrip("\ufeff \r\n\t").lower()
    if any(root in start for root in _FEED_ROOTS) and "<html" not in start:
        return "feed or sitemap, not a page"
    return None


def of_address(url: str, canonical: str) -> str | None:
    """Why the address, or the one that the page calls its own, is no article's; None where it may be."""
    if is_front(url):
        return "front page"
    if canonical and is_front(canonical):
        return "front page under an article's address"
    return None


def of_text(titles: Sequence[str], body: str, html: str, seen: str) -> str | None:
    """Why a page that says this is no article; None where it is one.

    `titles` are the page's titles and headings, `body` the text taken for the article's, `html` the whole page and
    `seen` all that a reader sees of it.
    """
    plain = [normalise(title) for title in titles]
    advertised = normalise(" ".join([*titles, body]))
    if sum(phrase in advertised for phrase in _GAMBLING) >= _ADVERTISING:
        return HACKED
    if any(phrase in title for title in plain for phrase in _NOT_FOUND):
        return MISSING
    if len(body) >= _SHORT:
        return f"text of {len(body)} characters, longer than any article" if len(body) > _LONGEST else None
    is_walled = any(_first_part(title) in _WALLS for title in titles)
    if is_walled or is_challenge(html[:_FIRST_SCREEN].encode("utf-8", "replace")):
        return WALLED
    if len(body) >= SHORTEST:
        return None
    shown = normalise(" ".join([*titles, seen[:_FIRST_SCREEN]]))
    return MISSING if any(phrase in shown for phrase in _NOT_FOUND) else f"{EMPTY} ({len(body)} characters)"


def _first_part(title: str) -> str:
    """A title without the name of the site behind it."""
    for separator in (" | ", " - ", " – "):
        title = title.split(separator)[0]
    return normalise(title)
