"""The element that holds the article's text on a page of no known layout.

Paragraphs give their unlinked letters to the element that they stand in and half of them to the one around it, the
richest wins: the idea of Arc90's Readability (2009), here with blocks of text in place of <p>, since old Indonesian
pages break lines with <br> and wrap paragraphs in <div>.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from lxml import etree
from lxml.html import HtmlElement

from crawler.page import body
from crawler.page.refusals import SHORTEST, NotAnArticle
from crawler.page.tree import INLINE, seen_text
from crawler.text import words

# What the software of many sites names the text's element by, the surest first.
_NAMED = (
    ("itemprop", "articleBody"),
    ("class", "entry-content"),
    ("class", "td-post-content"),
    ("class", "post-content"),
    ("class", "article-content"),
)
# All that may be one of these: each question of its own would walk the whole page again.
_MAYBE_NAMED = "//*[@itemprop='articleBody' or contains(@class, '-content')]"
_SKIPPED = words(
    """script style noscript template head nav header footer aside select button figure figcaption iframe svg
    object textarea h1 h2 h3"""
)
_PICTURES = words("figure figcaption")
_HEADINGS = words("h1 h2 h3 h4")
_PARAGRAPHS = words("p figcaption li blockquote pre dd dt h4 h5 h6")
_SHORTEST = 40
_LINKED = 0.4
_MOST_OF_THE_PAGE = 0.6
_MOST_WRAPPERS = 4
# A named element must hold this share of the text of the densest one, or the name is another part's.
_NAMED_SHARE = 0.6
# So many parts of a page, each with this share of the richest one's text, are a list of articles.
_LISTED = 5
_LISTED_SHARE = 0.4
_HEADLINE_WORDS = 4
# A run of text: its block, its letters, and how many of them are linked.
Run = tuple[HtmlElement, int, int]
_LINKED_HEADINGS = ".//*[self::h2 or self::h3 or self::h4][.//a[@href] or parent::a[@href]]"


def read(tree: HtmlElement, title: str) -> tuple[str, str]:
    """The article's text and the way it was found; both empty where no part of the page holds running text.

    Raises NotAnArticle for a page whose texts are many and alike.
    """
    elements = _densest(tree, _SKIPPED)
    text = body.read(elements, title=title)
    for element in _named(tree):
        named = text if elements == [element] else body.read([element], title=title)
        if len(named) >= max(SHORTEST, _NAMED_SHARE * len(text)):
            return named, "named element"
    if len(text) < SHORTEST:
        captions = body.read(_densest(tree, _SKIPPED - _PICTURES), title=title)
        if len(captions) >= SHORTEST:
            return captions, "captions"
    return text, "densest element"


def _named(tree: HtmlElement) -> list[HtmlElement]:
    """The page's first element of each name, the surest name first."""
    found: dict[tuple[str, str], HtmlElement] = {}
    for element in tree.xpath(_MAYBE_NAMED):
        found.setdefault(("itemprop", element.get("itemprop", "")), element)
        for name in element.get("class", "").split():
            found.setdefault(("class", name), element)
    return [found[name] for name in _NAMED if name in found]


def _densest(tree: HtmlElement, skipped: frozenset[str]) -> list[HtmlElement]:
    """The element richest in running text, with those that continue it; none where no element holds any.

    Raises NotAnArticle for a list.
    """
    runs = list(_runs(tree, skipped))
    scores = _scores(runs)
    if not scores:
        return []
    dense = max(scores, key=lambda element: scores[element])
    _refuse_list(scores, dense)
    return _with_like_siblings(dense, _prose(runs), skipped)


def _with_like_siblings(dense: HtmlElement, page: int, skipped: frozenset[str]) -> list[HtmlElement]:
    """The densest element with those that continue it: page builders give each run of paragraphs a box of its own.

    The boxes stand beside each other, or each in equal wrappers, and hold running text without linked headlines.
    An element that holds most of the page's running text (so many letters) needs none.
    """
    if _prose(_runs(dense, skipped)) >= _MOST_OF_THE_PAGE * page:
        return [dense]
    branch = dense
    for _ in range(_MOST_WRAPPERS):
        around = branch.getparent()
        if around is None:
            break
        like = [other for other in around if other.tag == branch.tag and other.get("class") == branch.get("class")]
        filled = [box for box in like if _prose(_runs(box, skipped)) >= _SHORTEST]
        continued = [box for box in filled if not box.xpath(_LINKED_HEADINGS)]
        if len(continued) > 1:
            return continued
        branch = around
    return [dense]


def _prose(runs: Iterable[Run]) -> int:
    """The unlinked letters of running text."""
    return sum(letters - linked for _, letters, linked in runs if _is_prose(letters, linked))


def _is_prose(letters: int, linked: int) -> bool:
    return letters - linked >= _SHORTEST and linked <= _LINKED * letters


def _scores(runs: Iterable[Run]) -> dict[HtmlElement, float]:
    """The unlinked letters of running text that each element holds, as a paragraph's own or the next outer element."""
    scores: dict[HtmlElement, float] = defaultdict(float)
    for block, letters, linked in runs:
        if not _is_prose(letters, linked):
            continue
        holder = block.getparent() if block.tag in _PARAGRAPHS else block
        if block.tag == "li" and holder is not None:
            holder = holder.getparent()
        if holder is None:
            continue
        scores[holder] += letters - linked
        around = holder.getparent()
        if around is not None:
            scores[around] += (letters - linked) / 2
    return scores


def _refuse_list(scores: dict[HtmlElement, float], richest: HtmlElement) -> None:
    """Raise NotAnArticle for a page that offers articles in place of being one."""
    teasers = _teasers(richest)
    if teasers >= _LISTED:
        raise NotAnArticle(f"list of articles ({teasers} headlines with their teasers)")
    around = {richest, *richest.iterancestors()}
    alike = {
        element
        for element, score in scores.items()
        if score >= _LISTED_SHARE * scores[richest] and element not in around and richest not in element.iterancestors()
    }
    offered = [element for element in alike if alike.isdisjoint(element.iterancestors()) and _is_offered(element)]
    if len(offered) >= _LISTED:
        raise NotAnArticle(f"list of articles ({len(offered)} texts with headlines)")


def _teasers(element: HtmlElement) -> int:
    """How many linked headlines in an element have running text before the next one: a block of headlines has none."""
    teasers, follows_headline = 0, False
    for block, letters, linked in _runs(element, _SKIPPED - _HEADINGS):
        if block.tag in _HEADINGS and linked > _LINKED * letters:
            follows_headline = True
        elif follows_headline and _is_prose(letters, linked):
            teasers, follows_headline = teasers + 1, False
    return teasers


def _is_offered(element: HtmlElement) -> bool:
    """Whether a headline that leads elsewhere stands beside the text: it is a teaser."""
    card = element.getparent()
    links = card.xpath(".//a[@href]")[:_LISTED] if card is not None else []
    return any(len(seen_text(link).split()) >= _HEADLINE_WORDS for link in links)


def _runs(tree: HtmlElement, skipped: frozenset[str]) -> Iterator[Run]:
    """Each run of text between two breaks."""
    blocks: list[HtmlElement] = [tree]
    links = letters = linked = 0
    walk = etree.iterwalk(tree, events=("start", "end", "comment"))
    for event, element in walk:
        breaks = event != "comment" and element.tag not in INLINE
        if breaks and letters:
            yield blocks[-1], letters, linked
            letters = linked = 0
        if event == "start":
            text = element.text
            links += element.tag == "a"
            if breaks:
                blocks.append(element)
            if element.tag in skipped:
                text = None
                walk.skip_subtree()
        else:
            text = element.tail
            if event == "end":
                links -= element.tag == "a"
                if breaks:
                    blocks.pop()
        size = len(" ".join(text.split())) if text else 0
        letters += size
        linked += size if links else 0
