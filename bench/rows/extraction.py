"""Extraction alone, of the same pages: CPU a page, and how much of the text is right."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench.harness import ROOT, Cost, Figure, Row, Size, Spent, cost, in_turn, ours, peer, ratios
from bench.overlap import Saved, write
from bench.pages import pages

PEERS = ("trafilatura_fast", "trafilatura_fast_text", "trafilatura", "newspaper4k", "readability")
REAL = Path(os.environ.get("REFERENCE_DATA", ROOT.parent / "shared")) / "pages"


def measure(size: Size) -> Row:
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "pages.jsonl"
        write(file, [Saved(page.url, page.body, page.html) for page in pages(size.extracted)])
        ways = [partial(ours, "extract", file, "site"), partial(ours, "extract", file, "fallback")]
        site, fallback, *theirs = in_turn([*ways, *(partial(peer, "extract", one, file) for one in PEERS)], size.pairs)
        told = _on_real_pages(Path(name) / "real.jsonl")
    fast, text = theirs[0], theirs[1]
    better = [a["f1"] - b["f1"] for a, b in zip(site, fast, strict=True)]
    figures = [
        Figure("extraction.fast", "CPU a page, the site's selectors", "trafilatura fast with title and date",
               ratios(site, fast), wanted=0.5, better="less"),
        Figure("extraction.fast_text", "CPU a page, the site's selectors", "trafilatura fast, text alone",
               ratios(site, text), better="less"),
        Figure("extraction.fallback", "CPU a page, the fallback alone", "trafilatura fast with title and date",
               ratios(fallback, fast), better="less"),
        Figure("extraction.f1", "body F1, the site's selectors", "trafilatura fast", better, "more F1", wanted=0.0),
    ]  # fmt: skip
    costs = [_scored("ours, the site's selectors", site), _scored("ours, the fallback alone", fallback)]
    costs += [_scored(one, spent) for one, spent in zip(PEERS, theirs, strict=True)]
    return Row("extraction", "python -m bench extraction", "page", figures, costs, told)


def _scored(who: str, runs: list[Spent]) -> Cost:
    return cost(who, runs, _f1(runs[0]))


def _f1(run: Spent) -> str:
    return f"F1 {run['f1']:.3f} (precision {run['precision']:.3f}, recall {run['recall']:.3f})"


def _on_real_pages(file: Path) -> list[str]:
    """The quality of each on saved pages of real sites, where these are at hand: a check of the peers' set-up."""
    if not REAL.exists():
        return []
    lines = map(json.loads, (REAL / "manifest.jsonl").read_text(encoding="utf-8").splitlines())
    real = [Saved(one["url"], one["body"], (REAL / one["file"]).read_bytes()) for one in lines if one.get("body")]
    write(file, real)
    runs: dict[str, Callable[[], Spent]] = {
        "ours, the site's selectors": partial(ours, "extract", file, "site"),
        "ours, the fallback alone": partial(ours, "extract", file, "fallback"),
        **{one: partial(peer, "extract", one, file) for one in PEERS},
    }
    return [f"on {len(real)} saved pages of real sites, {who}: {_f1(run())}" for who, run in runs.items()]
