"""Selectors of a site's article pages, guessed by comparing a few of them. Pure.

The text that trafilatura finds is the reference for the body: the element whose own text comes nearest to it on every
page is taken, the innermost of several. A selector for title, date or author is only looked for where the general way
of reading fails.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import trafilatura
from lxml.html import HtmlElement

from article import Article, Candidate
from crawler.facts import Grade, Layout
from crawler.page import body
from crawler.page.lines import Line, of_article
from crawler.page.published import Clock
from crawler.page.tree import seen_text, select
from crawler.text import normalise, words

# What frameworks name elements by, and what says nothing of what they hold.
_COMMON_NAMES = words(
    "active block box card clear clearfix col column container content-wrapper flex group grid inner item left main "
    "mb mt page-content px py right row section site-content site-main text wrap wrapper"
)
_BYLINES = ("author", "penulis", "reporter", "byline", "writer", "jurnalis", "wartawan", "kontributor", "pewarta")
_LONGEST_NAME, _LONGEST_DATE = 60, 100
_SHORTEST_BODY = 200
_GOOD = 0.75
_NEAR = 0.02
# A classed part inside the text that comes again with the same words is the site's own.
_LONGEST_PART = 400
_MOST_CUTS = 3


@dataclass(frozen=True, slots=True)
class Sample:
    """One article's page: its tree, what the general way of reading gives, and how the site's own source lists it."""

    html: str = field(repr=False)
    tree: HtmlElement = field(repr=False)
    url: str
    article: Article
    listed: Candidate | None = None


@dataclass(frozen=True, slots=True)
class Guess:
    """A layout, and what is in doubt."""

    layout: Layout | None
    doubts: tuple[str, ...] = ()


def guess(samples: Sequence[Sample], clock: Clock, name: str, grade: Grade) -> Guess:
    """The layout that fits every page of the sample."""
    found = _body(samples)
    if found is None:
        return Guess(None, ("no element holds the text on every page: the general way of reading is used",))
    selector, nearness = found
    doubts = [] if nearness >= 0.9 else [f"body: only {nearness:.0%} like what trafilatura takes for the text"]
    title, published, author = _title(samples), _published(samples, clock), _author(samples)
    doubts += _lacking(samples, title, published, author)
    layout = Layout(
        name, grade, selector, title=title, published=published, author=author, cut=_cuts(samples, selector)
    )
    return Guess(layout, tuple(doubts))


def reference(html: str, title: str) -> list[str]:
    """The article's lines as trafilatura finds them."""
    text = trafilatura.extract(html, fast=True, include_comments=False, include_tables=False) or ""
    return of_article((Line(((line, False),)) for line in text.split("\n")), title)


def nearness(ours: Sequence[str], theirs: Sequence[str]) -> float:
    """How alike two texts are: F1 over their words, counted, 0 to 1."""
    one, other = (Counter(normalise(" ".join(lines)).split()) for lines in (ours, theirs))
    shared = sum((one & other).values())
    return 2 * shared / (sum(one.values()) + sum(other.values()) or 1)


def _body(samples: Sequence[Sample]) -> tuple[str, float] | None:
    """The selector of the text's element with its nearness on the worst page; None where none fits every page.

    trafilatura's text is the reference, or the densest element's where that is matched better: trafilatura takes the
    headlines beside a short article for its text at times.
    """
    found = [
        _nearest(samples, [reference(one.html, one.article.title) for one in samples]),
        _nearest(samples, [one.article.body.split("\n") for one in samples]),
    ]
    return max((one for one in found if one is not None), key=lambda one: one[1], default=None)


def _nearest(samples: Sequence[Sample], references: Sequence[Sequence[str]]) -> tuple[str, float] | None:
    scores: dict[str, list[float]] = {}
    for sample, lines in zip(samples, references, strict=True):
        for selector, score in _holders(sample, lines):
            scores.setdefault(selector, []).append(score)
    whole = {selector: min(one) for selector, one in scores.items() if len(one) == len(samples)}
    good = {selector: score for selector, score in whole.items() if score >= _GOOD}
    if not good:
        return None
    best = max(good.values())
    near = [selector for selector in good if good[selector] >= best - _NEAR]
    chosen = min(near, key=lambda selector: (_is_common(selector), _size(samples, selector), len(selector)))
    return chosen, good[chosen]


def _holders(sample: Sample, lines: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Selectors of elements that may hold the text, each once, with their nearness on this page."""
    letters = sum(map(len, lines))
    if letters < _SHORTEST_BODY:
        return
    seen: dict[str, float] = {}
    for element in sample.tree.iter("div", "section", "article", "main", "td", "span", "p"):
        if element.tag in ("p", "span") and not element.get("class"):
            continue
        if element.tag != "p" and len(element.text_content()) < letters / 2:
            continue
        for selector in selectors_of(element):
            if selector not in seen:
                seen[selector] = _fits(sample, selector, lines)
    yield from seen.items()


def _fits(sample: Sample, selector: str, lines: Sequence[str]) -> float:
    holders = [one for one in select(sample.tree, selector) if not isinstance(one, str)]
    outer = [one for one in holders if not any(other in set(one.iterancestors()) for other in holders)]
    if not outer or len(outer) > 60:
        return 0.0
    return nearness(body.read(outer, title=sample.article.title).split("\n"), lines)


def _size(samples: Sequence[Sample], selector: str) -> int:
    """How much the selector takes in all: of several that give the same text the innermost is meant."""
    found = [one for sample in samples for one in select(sample.tree, selector) if not isinstance(one, str)]
    return sum(len(one.text_content()) for one in found)


def selectors_of(element: HtmlElement) -> Iterator[str]:
    """The ways to name an element that another page of the site may share."""
    if element.get("itemprop") == "articleBody":
        yield "[itemprop=articleBody]"
    identity = str(element.get("id") or "").strip()
    if _is_name(identity):
        yield f"#{identity}"
    names = [name for name in str(element.get("class") or "").split() if _is_name(name)]
    for name in names:
        yield f"{element.tag!s}.{name}" if name in _COMMON_NAMES or element.tag == "p" else f".{name}"
    if len(names) > 1:
        yield "".join(f".{name}" for name in names)


def _is_name(name: str) -> bool:
    """Whether a class or id names a kind of element, not one article: no colon, no long number."""
    plain = name.replace("-", "").replace("_", "")
    return bool(plain) and plain.isalnum() and plain.isascii() and plain[0].isalpha() and not _has_number(name)


def _has_number(name: str) -> bool:
    return sum(letter.isdecimal() for letter in name) > 2


def _is_common(selector: str) -> bool:
    names = selector.lstrip("#").replace("#", ".").split(".")
    return all(name in _COMMON_NAMES or name.rstrip("0123456789-") in _COMMON_NAMES for name in names if name)


def _cuts(samples: Sequence[Sample], selector: str) -> tuple[str, ...]:
    """Classed parts of the body that trafilatura leaves out and that say the same on several pages."""
    counts: Counter[str] = Counter()
    for sample in samples:
        lines = {normalise(line) for line in reference(sample.html, sample.article.title)}
        holders = [one for one in select(sample.tree, selector) if not isinstance(one, str)]
        shown = {normalise(line) for line in body.read(holders, title=sample.article.title).split("\n")}
        counts.update(set(_foreign(holders, shown - lines)))
    found = [one for one, count in counts.most_common() if count >= max(2, len(samples) - 1)]
    cuts: tuple[str, ...] = ()
    for one in found[:_MOST_CUTS]:
        if any(_cut(sample, selector, (*cuts, one)) != _cut(sample, selector, cuts) for sample in samples):
            cuts = (*cuts, one)
    return cuts


def _cut(sample: Sample, selector: str, cuts: Sequence[str]) -> str:
    holders = [one for one in select(sample.tree, selector) if not isinstance(one, str)]
    return body.read(holders, cuts, sample.article.title)


def _foreign(holders: Sequence[HtmlElement], extra: set[str]) -> Iterator[str]:
    """The selectors of the parts whose whole text is among the lines that do not belong here."""
    for holder in holders:
        for part in holder.iterdescendants("div", "p", "span", "table", "ul", "section", "blockquote", "strong"):
            text = normalise(seen_text(part)) if part.get("class") else ""
            if text and len(text) <= _LONGEST_PART and text in extra:
                yield from list(selectors_of(part))[:1]


def _title(samples: Sequence[Sample]) -> str:
    """The headline's selector, where what is read differs from what the site's source lists."""
    listed = [(sample, sample.listed.title) for sample in samples if sample.listed and sample.listed.title]
    wrong = [sample for sample, title in listed if not _are_alike(sample.article.title, title)]
    if 2 * len(wrong) <= len(listed):
        return ""
    wanted = {id(sample): normalise(title) for sample, title in listed}
    return _shared(
        [sample for sample, _ in listed],
        lambda sample, text: normalise(text) == wanted[id(sample)],
        ("h1", "h2", "h3", "div", "span"),
    )


def _are_alike(one: str, other: str) -> bool:
    ours, theirs = normalise(one), normalise(other)
    return bool(ours) and (ours in theirs or theirs in ours)


def _published(samples: Sequence[Sample], clock: Clock) -> str:
    """The selector of the day of publication, where no date is read or another one than is listed."""
    if all(sample.article.published and _agrees(sample, sample.article.published) for sample in samples):
        return ""

    def is_day(sample: Sample, text: str) -> bool:
        moment = clock.read(text) if len(text) <= _LONGEST_DATE else None
        return moment is not None and _agrees(sample, moment)

    return _shared(samples, is_day, ("time", "span", "div", "p", "small", "li", "td"))


def _agrees(sample: Sample, moment: datetime) -> bool:
    """Whether the site's own source lists about the same time, or none."""
    listed = sample.listed.published if sample.listed else None
    return listed is None or abs(moment - listed) <= timedelta(days=1)


def _author(samples: Sequence[Sample]) -> str:
    """The byline's selector, where no author is read on most pages."""
    if sum(sample.article.author is None for sample in samples) * 2 <= len(samples):
        return ""

    def is_name(_: Sample, text: str) -> bool:
        return 1 < len(text.split()) <= 8 and len(text) <= _LONGEST_NAME and not any(c.isdecimal() for c in text)

    tags = ("span", "div", "a", "p", "strong", "small", "li")
    return _shared(samples, is_name, tags, lambda name: any(one in name.lower() for one in _BYLINES))


def _shared(
    samples: Sequence[Sample],
    fits: Callable[[Sample, str], bool],
    tags: Sequence[str],
    is_named: Callable[[str], bool] = lambda _: True,
) -> str:
    """A selector whose first find fits on every page, the shortest of several; empty for none."""
    counts: Counter[str] = Counter()
    for sample in samples:
        found: dict[str, bool] = {}
        for element in sample.tree.iter(*tags):
            if not (element.get("class") or element.get("id")):
                continue
            for selector in filter(is_named, selectors_of(element)):
                if selector not in found:
                    found[selector] = fits(sample, seen_text(element))
        counts.update(selector for selector, is_right in found.items() if is_right)
    good = [selector for selector, count in counts.items() if count == len(samples)]
    return min(good, key=lambda one: (_is_common(one), len(one)), default="")


def _lacking(samples: Sequence[Sample], title: str, published: str, author: str) -> Iterator[str]:
    if not title and not all(sample.article.title for sample in samples):
        yield "title: not found on every page"
    if not published and not all(sample.article.published for sample in samples):
        yield "published: no date found on every page"
    if author:
        yield f"author: {author} is a guess by its name"
    elif not any(sample.article.author for sample in samples):
        yield "author: none found"
