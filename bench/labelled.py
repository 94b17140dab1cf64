"""The articles that the benches and fits read: labelled ones, and ordinary news by the newsroom's writer."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from newsroom.texts import Story

ROOT = Path(__file__).resolve().parents[1]
GOLD = Path(os.environ.get("REFERENCE_DATA", ROOT.parent / "shared")) / "gold"
OWN = ROOT / "tests" / "eval"
# Nothing is fitted to these sets, nor is a word of the lexicon there for them: they tell what to expect of others.
BLIND = ("blind", "enam")


def labelled(without: Collection[str] = ()) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every labelled article there is, with the name of its set; the gold sets where they are at hand."""
    for path in (GOLD / "dev.jsonl", GOLD / "seeds.jsonl", *sorted(OWN.glob("*.jsonl"))):
        wanted = path.exists() and path.stem not in without
        lines = map(json.loads, path.read_text(encoding="utf-8").splitlines()) if wanted else ()
        yield from ((path.stem, line) for line in lines if "label" in line and line.get("title"))


def printed(story: Story) -> str:
    """A story's body as local papers print it: under the dateline."""
    return "BANYUWANGI - " + "\n\n".join(story.paragraphs)
