"""An article's text out of the element that holds it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString
from lxml import etree
from lxml.html import HtmlElement

from crawler.page.lines import Line, of_article
from crawler.page.phrases import phrases
from crawler.page.refusals import SHORTEST
from crawler.page.tree import INLINE
from crawler.text import clean, words

_FURNITURE_TAGS = words(
    """aside audio button canvas dialog footer head iframe input ins nav noscript object script select style svg
    template textarea video"""
)
_NAME_BEGINNINGS, _NAME_WORDS = phrases("class_beginnings"), frozenset(phrases("class_words"))
_NAME_PIECES, _CAPTION_NAMES = phrases("class_pieces"), phrases("class_captions")
# A named part that holds more of the text than this is the article with an unlucky name.
_LARGEST_PART = 0.4
# Each part that stays is measured with all that it holds: on a page of nothing but such parts that takes minutes.
_MOST_LARGE = 50
# A link may hold whole blocks, a picture and a headline: so far up it is looked for.
_LINK_DEPTH = 4


def read(elements: Sequence[HtmlElement], cut: Sequence[str] = (), title: str = "") -> str:
    """The article's paragraphs in its elements, one a line; `cut` are the site's selectors of what is not its text.

    Captions count as text only where there is little else, as on a page of pictures.
    """
    markup = (etree.tostring(element, encoding="unicode", method="html", with_tail=False) for element in elements)
    soup = BeautifulSoup("".join(markup), "lxml")
    for selector in cut:
        for part in soup.select(selector):
            part.decompose()
    captions = [part for part in _without_furniture(soup) if _is_caption(part)]
    with_captions = _text(soup, title) if captions else ""
    _remove(captions)
    text = _text(soup, title)
    return text if len(text) >= SHORTEST or not with_captions else with_captions


def _text(soup: BeautifulSoup, title: str) -> str:
    return "\n".join(of_article(lines(soup), title))


def _without_furniture(soup: BeautifulSoup) -> list[Tag]:
    """Remove what is not the article's; the tags that are left."""
    # All tags come quickly; for a set of names BeautifulSoup asks each tag in turn by every way there is.
    tags: list[Tag] = list(soup.find_all(True))
    if _remove([tag for tag in tags if tag.name in _FURNITURE_TAGS]):
        tags = list(soup.find_all(True))
    named = [part for part in tags if _is_furniture(part)]
    if not named:
        return tags
    whole, large = len(soup.get_text()), 0
    for part in named:
        if part.decomposed:
            continue
        if len(part.get_text()) <= _LARGEST_PART * whole:
            part.decompose()
        else:
            large += 1
        if large > _MOST_LARGE:
            break
    return list(soup.find_all(True))


def _remove(parts: Sequence[Tag]) -> bool:
    """Remove the parts, of which one may hold another; whether there are any."""
    for part in parts:
        if not part.decomposed:
            part.decompose()
    return bool(parts)


def _names(part: Tag) -> str:
    classes = part.get("class") or ()
    return " ".join([*map(str, classes), str(part.get("id") or "")]).lower()


def _is_furniture(part: Tag) -> bool:
    if part.name == "form":  # a search box, or on old government sites the whole page
        return True
    if not part.attrs or part.name in ("html", "body"):
        return False
    names = _names(part)
    if not names.strip():
        return False
    if any(piece in names for piece in _NAME_PIECES):
        return True
    pieces = "".join(c if c.isalnum() else " " for c in names).split()
    return any(piece in _NAME_WORDS or piece.startswith(_NAME_BEGINNINGS) for piece in pieces)


def _is_caption(part: Tag) -> bool:
    if part.name == "figcaption":
        return True
    names = _names(part) if part.attrs else ""
    return any(name in names for name in _CAPTION_NAMES)


def lines(soup: BeautifulSoup) -> Iterator[Line]:
    """The text as a reader sees it, line by line: blocks and line breaks begin a new one."""
    pieces: list[tuple[str, bool]] = []
    block: Tag | None = None
    for node in soup.descendants:
        if isinstance(node, Tag):
            if node.name in ("br", "hr") and pieces:
                yield Line(tuple(pieces))
                pieces = []
            continue
        if isinstance(node, Comment) or not isinstance(node, NavigableString):
            continue
        own, is_link = _surroundings(node)
        if own is not block and pieces:
            yield Line(tuple(pieces))
            pieces = []
        block = own
        text = clean(str(node)).replace("\n", " ")
        if pieces and pieces[-1][1] is is_link:
            pieces[-1] = (pieces[-1][0] + text, is_link)
        elif text.strip() or pieces:
            pieces.append((text, is_link))
    if pieces:
        yield Line(tuple(pieces))


def _surroundings(node: NavigableString) -> tuple[Tag | None, bool]:
    """The block that a text stands in, and whether it is part of a link."""
    block: Tag | None = None
    for level, parent in enumerate(node.parents):
        if parent.name == "a" and parent.get("href"):
            return block or _block(parent), True
        if block is None and parent.name not in INLINE:
            block = parent
        if block is not None and level > _LINK_DEPTH:
            break
    return block, False


def _block(part: Tag) -> Tag | None:
    return next((parent for parent in part.parents if parent.name not in INLINE), None)
