"""What stands in a body but is not its own text: datelines, "Baca juga" lines, other headlines, the page's end."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from detect.letters import DASHES

_WORDS: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "data" / "page.toml").read_text(encoding="utf-8"))
_LEADS = frozenset(tuple(phrase.split()) for phrase in _WORDS["leads"])
_BEFORE_HEADLINE = frozenset(tuple(phrase.split()) for phrase in _WORDS["before_headline"])
_ENDS = frozenset(tuple(phrase.split()) for phrase in _WORDS["ends"])
_LABELS = frozenset(_WORDS["labels"])
_SMALL = frozenset(_WORDS["small"])
_DAYS = frozenset(_WORDS["days"])
_DOMAINS = frozenset(_WORDS["domains"])
ABBREVIATIONS = frozenset(_WORDS["abbreviations"])
COMMON = frozenset(_WORDS["common"])
_DATELINE_AT_MOST = 10
BULLETS = ("-", "•", "–", "*")


class Word(Protocol):
    """What is needed of a token here."""

    @property
    def word(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def before(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def _opens(tokens: Sequence[Word], phrases: frozenset[tuple[str, ...]]) -> bool:
    words = tuple([t.word for t in tokens[:3]])
    return words[:2] in phrases or words in phrases


def closes_page(tokens: Sequence[Word]) -> bool:
    """Is this line the heading of what follows an article (related posts, comments)?"""
    return len(tokens) <= 6 and _opens(tokens, _ENDS)


def is_bare_lead(tokens: Sequence[Word]) -> bool:
    """Is the line only "Baca juga:", so that the other headline is the next line?"""
    return len(tokens) == 2 and _opens(tokens, _BEFORE_HEADLINE)


def opens_leftover(tokens: Sequence[Word]) -> bool:
    """Do these words open a "Baca juga"?"""
    return _opens(tokens, _LEADS)


def is_leftover(tokens: Sequence[Word], tail: str, paragraph: int) -> bool:
    """Is the line about other articles or the page? `paragraph` is how many of the article's own came before."""
    if opens_leftover(tokens):
        return True
    if tokens[0].word in _LABELS and len(tokens) > 1 and tokens[1].before.startswith(":"):
        return True
    return paragraph > 0 and _is_headline(tokens, tail)


def is_item(tokens: Sequence[Word]) -> bool:
    """ "- Desa X", "2. Puskesmas Y", "b) Dinas Z": does the line open like an item of a list?"""
    if tokens[0].before[:1] in BULLETS:
        return True
    numbered = tokens[0].text.isdigit() or len(tokens[0].text) == 1
    return numbered and len(tokens) > 1 and tokens[1].before[:1] in (".", ")")


def _is_headline(tokens: Sequence[Word], tail: str) -> bool:
    """A line in title case without a full stop amid the body: another article's headline."""
    if len(tokens) < 6 or tail or any(mark in t.before for t in tokens for mark in ".;"):
        return False
    long_words = [t for t in tokens if t.word not in _SMALL and t.text[0].isalpha()]
    capitals = sum(t.text[0].isupper() for t in long_words)
    bullet = tokens[0].before[:1] in BULLETS
    return len(long_words) >= 5 and capitals >= len(long_words) * (0.7 if bullet else 1)


def dateline_length(tokens: Sequence[Word], tail: str) -> int:
    """How many tokens at a paragraph's start are its dateline ("Merdeka.com, Sleman - "); 0 when there is none."""
    if tokens[0].word in _DAYS:
        return 0
    if len(tokens) <= 5 and not tail:
        marks = {mark for t in tokens[1:] for mark in t.before}
        return len(tokens) if marks & {",", "|"} and all(_may_stand(tokens, i) for i in range(len(tokens))) else 0
    found = 0
    for i in range(1, min(len(tokens), _DATELINE_AT_MOST + 1)):
        if not _may_stand(tokens, i - 1):
            break
        if _closes_dateline(tokens, i):
            found = i
    return found


def _may_stand(tokens: Sequence[Word], i: int) -> bool:
    """May this word be part of a dateline: a name, a number, or a piece of a web address?"""
    in_address = tokens[i].before == "." or (i + 1 < len(tokens) and tokens[i + 1].before == ".")
    return not tokens[i].text[0].islower() or in_address


def _closes_dateline(tokens: Sequence[Word], i: int) -> bool:
    marks = tokens[i].before
    domain = tokens[i - 1].word in _DOMAINS and "." in tokens[i - 1].before
    if tokens[i].start - tokens[i - 1].end == 1 and not domain:
        return False  # "Tabanan-Sleman"
    if any(mark in DASHES or mark == "|" for mark in marks) or "//" in marks:
        return i <= 3 or any(t.text.isupper() or t.word in _DOMAINS for t in tokens[:i]) or tokens[i - 1].text.isdigit()
    shouted = tokens[i - 1].text.isupper() and len(tokens[i - 1].text) > 3
    return ("." in marks or ":" in marks) and (shouted or domain) and not tokens[i].text[0].islower()
