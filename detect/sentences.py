"""Article -> sentences and tokens, each with its characters in Article.text.

What is not the article's own telling is set aside: the dateline (a place in it says where a reporter sits, not where
anybody went), "Baca juga" lines and headlines of other articles left in the body, and whatever follows the page's end.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, NamedTuple

from article import Article, Span
from detect.furniture import (
    ABBREVIATIONS,
    BULLETS,
    COMMON,
    closes_page,
    dateline_length,
    is_bare_lead,
    is_item,
    is_leftover,
    opens_leftover,
)
from detect.letters import DASHES, QUOTES, SEPARATORS, fold

# A news article has 1,000 to 6,000 characters, with its news in the first thousand; a hostile page has no end.
READ_AT_MOST = 6_000
_TITLE_AT_MOST = 400
# Longer "sentences" are text without full stops; rules look at a window anyway.
SENTENCE_AT_MOST = 120
_DEGREE = 3  # letters of the parts of an academic degree ("S.Pd", "M.Kes")

_SPACED = str.maketrans(dict.fromkeys(SEPARATORS, " "))
_EDGES = ".,;:!?/'’‘" + "".join(DASHES)
# The English genitive, which is no part of the name that it stands behind.
_GENITIVE = ("'s", "’s")
_STOPS = frozenset(".!?…")

Part = Literal["title", "body"]


class Token(NamedTuple):
    """A word: folded, as written, whether it begins with a capital, where it stands, the marks between it and the word
    before, whether quoted speech."""

    word: str
    text: str
    capital: bool
    start: int
    end: int
    before: str
    quoted: bool


# A NamedTuple's own constructor takes three times as long, for each word of every article.
_token = partial(tuple.__new__, Token)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the title (paragraph 0) or the body (paragraphs from 1); `index` counts over both.

    `words` are the tokens' folded ones, `after` the marks between the last and what follows; `opened_by` is the index
    of the sentence that opens the list whose item this is ("ke empat lokus, yaitu:")."""

    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    part: Part
    paragraph: int
    index: int
    after: str
    opened_by: int | None = None

    @property
    def span(self) -> Span:
        """From its first word to its last, with the bracket that closes after it: news ends sentences with a day."""
        words = self.cover(0, len(self.tokens) - 1)
        return Span(words.start, words.end + self.after.startswith(")"))

    def cover(self, first: int, last: int) -> Span:
        """The characters from token `first` to token `last`, both included."""
        return Span(self.tokens[first].start, self.tokens[last].end)


@dataclass(frozen=True, slots=True)
class Document:
    """An article's own sentences. `text` is Article.text; `cut` says that its end was not read."""

    text: str
    title: tuple[Sentence, ...]
    body: tuple[Sentence, ...]
    dateline: Span | None
    cut: bool

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return self.title + self.body


def read(article: Article) -> Document:
    """Split an article; every Span counts characters of Article.text."""
    text = article.text
    body_start = len(article.title) + 1
    limit = body_start + READ_AT_MOST
    title = tuple(_sentences(*tokenise(article.title[:_TITLE_AT_MOST], 0), "title", 0, 0))
    body: list[Sentence] = []
    dateline: Span | None = None
    headline_follows = False
    paragraph = 0
    opener: int | None = None
    for tokens, tail in _paragraphs(text[body_start:limit], body_start):
        if closes_page(tokens):
            break
        opener = opener if is_item(tokens) else None
        if headline_follows or is_leftover(tokens, tail, paragraph if opener is None else 0):
            headline_follows = not headline_follows and is_bare_lead(tokens)
            continue
        paragraph += 1
        if dateline is None and paragraph <= 3 and (length := dateline_length(tokens, tail)):
            dateline = Span(tokens[0].start, tokens[length - 1].end)
            tokens = tokens[length:]
        told = _sentences(tokens, tail, "body", paragraph, len(title) + len(body))
        body.extend(told if opener is None else (replace(one, opened_by=opener) for one in told))
        opener = body[-1].index if tail.endswith(":") else opener
    strays = [s for s in body if opens_leftover(s.tokens)]
    own = tuple(s for s in body if s not in strays) if strays else tuple(body)
    return Document(text, title, own, dateline, len(text) > limit)


def is_readable(document: Document) -> bool:
    """Is the body running text in Indonesian or English? Too short a body to tell passes."""
    words = [t.word for s in document.body for t in s.tokens][:300]
    return len(words) < 30 or sum(word in COMMON for word in words) >= len(words) * 0.06


def tokenise(line: str, offset: int) -> tuple[list[Token], str]:
    """The words of one line and the marks after the last; `offset` is where the line starts in Article.text."""
    tokens: list[Token] = []
    quoted = False
    end = 0
    for chunk in line.translate(_SPACED).split():
        core = chunk if chunk.isalnum() else chunk.strip(_EDGES)
        for word in (core,) if core.isalnum() else _parts(core):
            folded = fold(word)
            if not folded:
                continue  # invisible: no reader sees a word there
            # Only marks and spaces lie between `end` and the next word, so its first occurrence is the right one.
            start = line.index(word, end)
            marks = line[end:start]
            if marks == " ":
                marks = ""
            elif marks:
                marks = marks.replace(" ", "")
                quoted = _quoted(quoted, marks)
            end = start + len(word)
            name = word[:-2] if word.endswith(_GENITIVE) else word
            last = offset + start + len(name)
            tokens.append(_token((folded, name, word[0].isupper(), offset + start, last, marks, quoted)))
    return tokens, line[end:].strip()


def _paragraphs(text: str, offset: int) -> Iterator[tuple[list[Token], str]]:
    """Lines with words; a line that goes on in lower case after one without a full stop is the same paragraph."""
    held: list[Token] = []
    tail = ""
    box = False
    for line in text.split("\n"):
        tokens, marks = tokenise(line, offset)
        offset += len(line) + 1
        boxed, box = box, line.strip() in BULLETS
        if boxed and tokens:
            continue  # a bullet alone on its line opens an item of a box beside the text
        if not tokens:
            if held:
                yield held, tail
            held = []
            continue
        if held and tail in ("", ",") and tokens[0].text[0].islower() and not tokens[0].before:
            held += tokens
        else:
            if held:
                yield held, tail
            held = tokens
        tail = marks
    if held:
        yield held, tail


def _sentences(tokens: list[Token], tail: str, part: Part, paragraph: int, index: int) -> Iterator[Sentence]:
    first = 0
    for i in range(1, len(tokens) + 1):
        last = i == len(tokens)
        if last or i - first >= SENTENCE_AT_MOST or (tokens[i].before and _ends(tokens, i, first)):
            after = tail if last else tokens[i].before
            own = tuple(tokens[first:i])
            yield Sentence(own, tuple([token.word for token in own]), part, paragraph, index, after)
            first, index = i, index + 1


def _ends(tokens: list[Token], i: int, first: int) -> bool:
    """Does a sentence end before token i?"""
    marks, before, here = tokens[i].before, tokens[i - 1], tokens[i]
    if _STOPS.isdisjoint(marks) or here.text[0].islower() or _is_degree(tokens, i):
        return False
    if marks[0] != ".":
        return True
    if before.word in ABBREVIATIONS or (len(before.text) == 1 and before.text.isalpha()):
        return False
    if before.text.isdigit() and i - 1 == first and len(before.text) <= 2:
        return False  # "1. Judul": a numbered line
    touching = here.start - before.end == 1
    return not touching or len(before.text) > 3


def _is_degree(tokens: list[Token], i: int) -> bool:
    """ "S.Pd., M.Si": does a comma or the next letter of another degree follow an academic one's full stop?"""
    marks, before = tokens[i].before, tokens[i - 1]
    if marks.startswith(".,"):
        return True
    in_degree = before.before == "." and len(before.text) <= _DEGREE
    goes_on = i + 1 < len(tokens) and tokens[i + 1].before == "." and tokens[i + 1].start - tokens[i].end == 1
    return marks == "." and in_degree and len(tokens[i].text) == 1 and goes_on


def _parts(core: str) -> Iterator[str]:
    """Words joined by marks without a space: "dan/atau", "Misalnya,lanjut", "Jumat–Sabtu", "Jawa-Bali"."""
    first = 0
    for i, mark in enumerate(core):
        if mark.isalnum() or not 0 < i < len(core) - 1:
            continue
        if _divides(mark, core[i - 1], core[i + 1]) and (mark != "-" or core[first].isupper()):
            if i > first:
                yield core[first:i]
            first = i + 1
    if first < len(core):
        yield core[first:]


def _divides(mark: str, left: str, right: str) -> bool:
    if mark == "-":
        return left.isalpha() and right.isupper()
    if mark in ".,;:!?/…" or mark in DASHES:
        return not (left.isdigit() and right.isdigit())
    # Invisible format marks (category Cf) stand inside words; other unprintable ones are what a page was broken with.
    return not mark.isprintable() and unicodedata.category(mark) != "Cf"


def _quoted(quoted: bool, marks: str) -> bool:
    """Inside direct speech after these marks? Quotes toggle; of the curly ones only “ is used without mistake."""
    for mark in marks:
        if mark in "“„":
            quoted = True
        elif mark in QUOTES:
            quoted = not quoted
    return quoted
