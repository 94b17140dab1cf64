"""What an answer looks like, whatever it was asked for: a feed, a page, or one of the pages that stand in their way."""

from __future__ import annotations

from typing import Literal

import re2

from crawler.page.phrases import phrases
from crawler.text import normalise
from crawler.web.sniff import is_challenge, kind

Look = Literal[
    "xml", "json", "html", "empty", "other", "challenge", "consent", "login", "hacked", "parked", "missing"
]  # fmt: skip

# What no article and no list of articles looks like, however the site is built.
IN_THE_WAY: frozenset[Look] = frozenset({"challenge", "consent", "login", "hacked", "parked"})

_PARKED, _CONSENT, _NOT_FOUND = phrases("parked"), phrases("consent"), phrases("not_found")
# News about gambling names it; only its advertisements promise anything.
_ADVERTISED = tuple(one for one in phrases("gambling") if not {"judi", "togel"} & set(one.split()))
# So many different phrases of advertisements are no chance, and fewer are enough with one of them in the title.
_ADVERTISING, _WITH_TITLE = 4, 3
# With more text than this a page says something besides what stands in the way.
_SMALL = 2_000
_READ = 300_000

_TITLE = re2.compile(r"(?is)<title[^>]*>(.*?)</title>")
_UNSEEN = re2.compile(r"(?is)<script.*?</script>|<style.*?</style>|<!--.*?-->|<head.*?</head>")
_TAG = re2.compile(r"(?s)<[^>]*>")
_NAMES = re2.compile(r"""(?i)\s(?:class|id)\s*=\s*["']([^"'>]{1,300})""")
_PASSWORD = r"""<input[^>]*type\s*=\s*["']?password"""
_HAS_PASSWORD = re2.compile(f"(?i){_PASSWORD}")
# Any of what tells the looks below, in one pass over the page, which for nearly all pages is the only one.
_TELLING = re2.compile("(?i)" + "|".join([_PASSWORD, *map(re2.escape, (*_ADVERTISED, *_PARKED, *_CONSENT))]))


def look(body: bytes) -> Look:
    """What a body is, by itself: its status and headers are not asked. Never raises."""
    found = kind(body)
    if found == "gzip":
        return "xml"  # a packed sitemap
    return _page(body) if found == "html" else found


def skeleton(html: str) -> frozenset[str]:
    """The names (class and id) that a page is built with, numbers in them written as 0."""
    return frozenset(name for names in _NAMES.findall(html[:_READ]) for name in _numberless(names).split())


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of their names two pages share, 0 to 1; 1 where neither has any."""
    together = one | other
    return len(one & other) / len(together) if together else 1.0


def _page(body: bytes) -> Look:
    if is_challenge(body):
        return "challenge"
    html = body[:_READ].decode("utf-8", "replace")
    title = _title(html)
    is_missing = any(phrase in title for phrase in _NOT_FOUND)
    if not _TELLING.search(html):
        return "missing" if is_missing else "html"
    lowered = html.lower()
    advertised = [phrase for phrase in _ADVERTISED if phrase in lowered]
    if len(advertised) >= _ADVERTISING or (len(advertised) >= _WITH_TITLE and any(one in title for one in advertised)):
        return "hacked"
    return "missing" if is_missing else _small(html, lowered, title)


def _small(html: str, lowered: str, title: str) -> Look:
    has_password = _HAS_PASSWORD.search(html) is not None
    if not has_password and not any(phrase in lowered for phrase in (*_PARKED, *_CONSENT)):
        return "html"
    seen = normalise(_TAG.sub(" ", _UNSEEN.sub(" ", html)))
    if len(seen) > _SMALL:
        return "html"
    said = f"{title} {seen}"
    if any(phrase in said for phrase in _PARKED):
        return "parked"
    if any(phrase in said for phrase in _CONSENT):
        return "consent"
    return "login" if has_password else "html"


def _title(html: str) -> str:
    found = _TITLE.search(html)
    return normalise(found.group(1)) if found else ""


def _numberless(text: str) -> str:
    return "".join("0" if one.isdecimal() else one for one in text)
