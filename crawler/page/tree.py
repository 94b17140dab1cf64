"""A page's HTML as a tree, within bounds."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from lxml.html import (
    HtmlComment,
    HtmlElement,
    HtmlEntity,
    HTMLParser,
    HtmlProcessingInstruction,
    document_fromstring,
)
from parsel import Selector

from crawler.page.refusals import NotAnArticle
from crawler.text import tidy, words
from crawler.web.weight import too_heavy

_UNSEEN = ("script", "style", "noscript", "template")
# Tags that do not begin a new line of text.
INLINE = words(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q s samp small span
    strike strong sub sup time tt u var wbr"""
)
# lxml.html's own parser asks a function in Python for the class of each node it meets; of forms we ask nothing.
_CLASSES = etree.ElementDefaultClassLookup(HtmlElement, HtmlComment, HtmlProcessingInstruction, HtmlEntity)


def parse(html: str) -> HtmlElement:
    """The page as a tree. Raises NotAnArticle for an empty page and for one that is too heavy."""
    if reason := too_heavy(html):
        raise NotAnArticle(reason)
    # Old pages leave tags open by the hundred; without huge_tree libxml2 drops all that lies deeper than 256.
    parser = HTMLParser(encoding="utf-8", huge_tree=True)
    parser.set_element_class_lookup(_CLASSES)
    try:
        return document_fromstring(html.replace("\x00", "").encode("utf-8", "replace"), parser=parser)
    except etree.ParserError as error:
        raise NotAnArticle("empty page") from error


def select(tree: HtmlElement, css: str) -> list[HtmlElement | str]:
    """What a selector of a site file finds, in document order: elements, or strings for ::text and ::attr()."""
    return [found.root for found in Selector(root=tree).css(css)] if css else []


def texts(tree: HtmlElement, css: str) -> Iterator[str]:
    """The selector's finds as single lines of text, without the empty ones."""
    for found in select(tree, css):
        text = tidy(found) if isinstance(found, str) else seen_text(found)
        if text:
            yield text


def seen_text(element: HtmlElement) -> str:
    """The element's text as a reader sees it, on one line."""
    pieces: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end", "comment"))
    for event, node in walk:
        if event == "start" and node.tag in _UNSEEN:
            walk.skip_subtree()
        elif event == "start":
            pieces += ["" if node.tag in INLINE else " ", node.text or ""]
        if event != "start" and node is not element:
            pieces += ["" if event == "comment" or node.tag in INLINE else " ", node.tail or ""]
    return tidy("".join(pieces))
