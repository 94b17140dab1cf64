"""What is wrong with a site's articles: no text, no page, another layout. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from crawler.health import lacking
from crawler.health.looks import IN_THE_WAY
from crawler.health.signs import ARTICLES, PAGES, History, Seen, finding
from crawler.page.refusals import EMPTY, MISSING
from storage.health.alarms import Found

_ENOUGH, _SEVERAL, _FITTING = 20, 3, 10


def of_articles(seen: Seen, history: History) -> Iterator[Found]:
    """What is wrong with the articles' pages."""
    yield from _empty_pages(seen, history)
    yield from _missing_pages(seen)
    misfits = list(_misfits(seen, history))
    yield from misfits
    fits = any(one.layout for one in seen.read)
    if seen.unlike and not misfits and not fits and len(history.fields) >= _ENOUGH:
        yield finding("redesign", PAGES, "pages_otherwise")


def _empty_pages(seen: Seen, history: History) -> Iterator[Found]:
    """Pages without a text: one is enough of a site that had none in 30 days and articles enough to tell."""
    empty = [one for one in seen.pages if (one.reason or "").startswith(EMPTY)]
    never_before = not history.empty_pages and len(history.fields) >= _ENOUGH
    enough = len(empty) >= _SEVERAL or (empty and never_before)
    if not enough or 2 * len(empty) < len(seen.pages):
        return
    yield finding("bodies_empty", ARTICLES, "pages_empty", n=len(empty), all=len(seen.pages), url=empty[0].url)


def _missing_pages(seen: Seen) -> Iterator[Found]:
    """Many addresses, one body; or pages that say with status 200 that there is nothing."""
    missing = [one for one in seen.pages if one.reason == MISSING]
    bodies = Counter(one.body_hash for one in seen.pages if one.body_hash and one.look not in IN_THE_WAY)
    body, times = bodies.most_common(1)[0] if bodies else ("", 0)
    if times > len(missing):
        missing = [one for one in seen.pages if one.body_hash == body]
    if len(missing) >= _SEVERAL and 2 * len(missing) >= len(seen.pages):
        yield finding("soft_404", ARTICLES, "pages_missing", n=len(missing), all=len(seen.pages), url=missing[0].url)


def _misfits(seen: Seen, history: History) -> Iterator[Found]:
    """Articles that fit no layout of the site, of a site whose articles did: one whose page is of another design, or
    so many in a row as no chance brings."""
    if not seen.read or any(one.layout for one in seen.read):
        return
    fitting = sum(one.layout for one in history.fields)
    is_usual = fitting >= _FITTING and 10 * fitting >= 9 * len(history.fields)
    lost = lacking.lost(list(reversed(seen.read)), history.fields, lambda one: one.layout)
    if lost or (seen.unlike and is_usual):
        lacking_it, of = lost or (len(seen.read), len(seen.read))
        yield finding("redesign", ARTICLES, "pages_misfit", n=lacking_it, all=of)


def good_articles(seen: Seen) -> Iterator[tuple[str, str]]:
    """(cause, subject) of what was seen to be in order."""
    good = [one for one in seen.pages if one.reason is None]
    if seen.read:
        yield "silent", ""
        yield "holiday", ""
    if any(one.layout for one in seen.read):
        yield "redesign", ARTICLES
    if seen.unlike is False:
        yield "redesign", PAGES
    if good and not any(one.reason for one in seen.pages):
        yield "bodies_empty", ARTICLES
        yield "soft_404", ARTICLES
