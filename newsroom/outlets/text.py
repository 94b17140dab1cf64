"""An article's text as a site prints it: paragraphs with inserts between them, cut into pages; slugs."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph ("lead" is the first, which takes the dateline), or an insert: "also" points to another article."""

    kind: Literal["lead", "text", "also", "ad"]
    text: str = ""
    url: str = ""


def blocks(paragraphs: Sequence[str], url: str, older: Sequence[tuple[str, str]]) -> list[Block]:
    """The paragraphs with one to three pointers to `older` (URL, title) pieces and an advertisement.

    They depend on the article's URL alone, so that the page shows the same ones at every visit.
    """
    random = Random(f"inserts {url}")
    places = range(1, len(paragraphs))
    also = set(random.sample(places, min(len(places), len(older), random.randint(1, 3))))
    pointers = iter(random.sample(list(older), len(also)))
    ad = random.choice(places) if places else 0
    out: list[Block] = []
    for at, paragraph in enumerate(paragraphs):
        if at in also:
            target, title = next(pointers)
            out.append(Block("also", title, target))
        if at and at == ad:
            out.append(Block("ad", f"slot-{at}"))
        out.append(Block("text" if at else "lead", paragraph))
    return out


def part(whole: Sequence[Block], page: int, pages: int) -> list[Block]:
    """Page `page` of `pages`, counted from 1, cut between paragraphs as evenly as may be."""
    texts = [at for at, block in enumerate(whole) if block.kind in ("lead", "text")]
    cuts = [texts[len(texts) * number // pages] for number in range(1, pages)] if texts else []
    edges = [0, *cuts, len(whole)]
    return list(whole[edges[page - 1] : edges[page]]) if 1 <= page < len(edges) else []


def slug(title: str, *, words: int = 12) -> str:
    """Bupati Sigi: "Kami Belajar" -> bupati-sigi-kami-belajar"""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    kept = "".join(letter if letter.isalnum() else " " for letter in plain.replace("'", ""))
    return "-".join(kept.split()[:words])
