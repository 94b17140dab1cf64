"""How much of an article's text was found: word 4-grams, as extraction benchmarks count. Standard library only."""

from __future__ import annotations

import base64
import json
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

GRAM = 4


@dataclass(frozen=True, slots=True)
class Saved:
    """A page with the text that a person, or the newsroom's truth, says is the article's."""

    url: str
    body: str
    html: bytes


@dataclass(frozen=True, slots=True)
class Scores:
    """The mean over pages of precision, recall and F1."""

    precision: float
    recall: float
    f1: float

    @classmethod
    def of(cls, pages: Sequence[Saved], bodies: Sequence[str | None]) -> Scores:
        each = [overlap(page.body, body or "") for page, body in zip(pages, bodies, strict=True)]
        return cls(*(statistics.mean(column) for column in zip(*each, strict=True)))

    def told(self) -> dict[str, float]:
        return asdict(self)


def overlap(true: str, found: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of one text."""
    a, b = _grams(true), _grams(found)
    both = sum((a & b).values())
    precision, recall = both / max(1, sum(b.values())), both / max(1, sum(a.values()))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def _grams(text: str) -> Counter[tuple[str, ...]]:
    words = "".join(c if c.isalnum() else " " for c in text.casefold()).split()
    return Counter(tuple(words[start : start + GRAM]) for start in range(max(1, len(words) - GRAM + 1)))


def write(file: Path, pages: Sequence[Saved]) -> None:
    with file.open("w", encoding="utf-8") as out:
        for page in pages:
            line = {"url": page.url, "body": page.body, "html": base64.b64encode(page.html).decode()}
            out.write(json.dumps(line) + "\n")


def read(file: Path) -> list[Saved]:
    lines = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [Saved(line["url"], line["body"], base64.b64decode(line["html"])) for line in lines]
