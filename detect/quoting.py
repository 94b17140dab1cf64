"""The sentence that each fact stands in, so that a fact can be shown with what was said around it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from article import Fact, Span, Visit
from detect.sentences import Document


def quoted(visits: Sequence[Visit], document: Document) -> tuple[Visit, ...]:
    """The visits, each fact with the sentence of its span; a fact from the dateline stands in none."""
    spans = sorted((sentence.span for sentence in document.sentences), key=lambda span: span.start)
    return tuple(_visit(visit, spans) for visit in visits)


def _visit(visit: Visit, spans: Sequence[Span]) -> Visit:
    changes: dict[str, Any] = {}
    for name in Visit.__dataclass_fields__:
        stated = getattr(visit, name)
        if isinstance(stated, tuple):
            changes[name] = tuple(_fact(fact, spans) for fact in stated)
        elif stated is not None:
            changes[name] = _fact(stated, spans)
    return replace(visit, **changes)


def _fact(fact: Fact[Any], spans: Sequence[Span]) -> Fact[Any]:
    if fact.span is None:
        return fact
    nth = bisect_right(spans, fact.span.start, key=lambda span: span.start) - 1
    if nth < 0 or spans[nth].end <= fact.span.start:
        return fact
    # Words that reach into the next sentence take it along.
    return replace(fact, sentence=Span(spans[nth].start, max(spans[nth].end, fact.span.end)))
