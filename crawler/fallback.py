"""The element that holds the article's text on a page of no known layout.

Paragraphs give their unlinked letters to the element that they stand in and half of them to the one around it, the
richest wins: the idea of Arc90's Readability (2009), here with blocks of text in place of <p>, since old Indonesian
pages break lines with <br> and wrap paragraphs in <div>.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

from crawler import body
from crawler.refusals import SHORTEST, NotAnArticle
from crawler.text import words
from crawler.tree import INLINE

# What the software of many sites names the text's element by, the surest first.
_NAMED = (
    "//*[@itemprop='articleBody']",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' entry-content ')]",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' td-post-content ')]",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' post-content ')]",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' article-content ')]",
)
_SKIPPED = words(
    """script style noscript template head nav header footer aside select button figure figcaption iframe svg
    object textarea h1 h2 h3"""
)
_PICTURES = words("figure figcaption")
_PARAGRAPHS = words("p figcaption li blockquote pre dd dt h4 h5 h6")
_SHORTEST = 40
_LINKED = 0.4
_HARDLY_LINKED = 0.2
_MOST_WRAPPERS = 4
# A named element must hold this share of the text of the densest one, or the name is another part's.
_NAMED_SHARE = 0.6
# So many parts of a page, each with this share of the richest one's text, are a list of articles.
_LISTED = 5
_LISTED_SHARE = 0.4
_LINKED_HEADINGS = ".//*[self::h2 or self::h3 or self::h4][.//a[@href] or parent::a[@href]]"


def read(tree: HtmlElement, title: str) -> tuple[str, str]:
    """The article's text and the way it was found; both empty where no part of the page holds running text.

    Raises NotAnArticle for a page whose texts are many and alike.
    """
    text = _densest(tree, title, _SKIPPED)
    for path in _NAMED:
        for element in tree.xpath(path)[:1]:
            named = body.read([element], title=title)
            if len(named) >= max(SHORTEST, _NAMED_SHARE * len(text)):
                return named, "named element"
    if len(text) < SHORTEST:
        captions = _densest(tree, title, _SKIPPED - _PICTURES)
        if len(captions) >= SHORTEST:
            return captions, "captions"
    return text, "densest element"


def _densest(tree: HtmlElement, title: str, skipped: frozenset[str]) -> str:
    """The text of the element richest in running text, empty where there is none. Raises NotAnArticle for a list."""
    scores = _scores(tree, skipped)
    if not scores:
        return ""
    dense = max(scores, key=lambda element: scores[element])
    _refuse_list(scores, dense)
    return body.read(_with_like_siblings(dense, skipped), title=title)


def _with_like_siblings(dense: HtmlElement, skipped: frozenset[str]) -> list[HtmlElement]:
    """The densest element with those that continue it: page builders give each run of paragraphs a box of its own.

    The boxes stand beside each other, or each in equal wrappers, and hold running text without linked headlines.
    """
    branch = dense
    for _ in range(_MOST_WRAPPERS):
        around = branch.getparent()
        if around is None:
            break
        like = [other for other in around if other.tag == branch.tag and other.get("class") == branch.get("class")]
        continued = [box for box in like if box is branch or _continues(box, skipped)]
        if len(continued) > 1:
            return continued
        branch = around
    return [dense]


def _continues(box: HtmlElement, skipped: frozenset[str]) -> bool:
    runs = [(letters, linked) for _, letters, linked in _runs(box, skipped)]
    letters, linked = sum(size for size, _ in runs), sum(size for _, size in runs)
    return letters - linked >= 2 * _SHORTEST and linked < _HARDLY_LINKED * letters and not box.xpath(_LINKED_HEADINGS)


def _scores(tree: HtmlElement, skipped: frozenset[str]) -> dict[HtmlElement, float]:
    """The unlinked letters of running text that each element holds, as a paragraph's own or the next outer element."""
    scores: dict[HtmlElement, float] = defaultdict(float)
    for block, letters, linked in _runs(tree, skipped):
        if letters - linked < _SHORTEST or linked > _LINKED * letters:
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
    headlines = len(richest.xpath(_LINKED_HEADINGS))
    if headlines >= _LISTED:
        raise NotAnArticle(f"list of articles ({headlines} linked headlines in its text)")
    around = {richest, *richest.iterancestors()}
    alike = {
        element
        for element, score in scores.items()
        if score >= _LISTED_SHARE * scores[richest] and element not in around and richest not in element.iterancestors()
    }
    apart = [element for element in alike if alike.isdisjoint(element.iterancestors())]
    if len(apart) >= _LISTED:
        raise NotAnArticle(f"list of articles ({len(apart) + 1} texts alike)")


def _runs(tree: HtmlElement, skipped: frozenset[str]) -> Iterator[tuple[HtmlElement, int, int]]:
    """Each run of text between two breaks: its block, its letters, and how many of them are linked."""
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
