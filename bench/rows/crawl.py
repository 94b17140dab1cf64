"""The whole path over pages of real size, against plain Scrapy that only fetches and what else one would pick."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import count
from pathlib import Path

from bench.harness import Figure, Row, Size, Spent, cost, in_turn, ours, peer, ratios
from bench.pages import served

# The one that extracts and stores for the least CPU comes first.
PEERS = ("trafilatura_fast", "trafilatura", "newspaper4k", "news_please")
WANTED = {"trafilatura_fast": 2.0, "newspaper4k": 5.0, "news_please": 5.0}


def measure(size: Size) -> Row:
    with tempfile.TemporaryDirectory() as name, served(size.pages, Path(name)) as (address, told):
        files = (Path(name) / f"{number}.db" for number in count())
        crawled = partial(_ours, address, told, files)
        bare, whole = in_turn([partial(ours, "bare", address, told, size.pages), crawled], size.pairs)
        peers = [partial(_peer, one, address, told, files, size.peer_pages) for one in PEERS]
        mine, *theirs = in_turn([partial(crawled, size.peer_pages), *peers], size.pairs)
    figures = [
        Figure("crawl.scrapy", "pages a second of CPU, whole path", "bare Scrapy", ratios(bare, whole), wanted=0.3),
        Figure("crawl.scrapy_clock", "pages a second by the clock, whole path", "bare Scrapy",
               ratios(bare, whole, "wall")),
        Figure("crawl.size", "the file for each article of real length, raw pages aside", "8 KB wanted",
               [run["size"] / 1000 for run in whole], "KB", 8, "less"),
        *(Figure(f"crawl.{one}", "pages a second of CPU, fetched to stored", one, ratios(spent, mine),
                 wanted=WANTED.get(one)) for one, spent in zip(PEERS, theirs, strict=True)),
    ]  # fmt: skip
    costs = [
        cost(f"bare Scrapy, {size.pages} pages", bare),
        cost(f"ours, {size.pages} pages", whole, _stages(whole)),
        cost(f"ours, {size.peer_pages} pages", mine),
        *(cost(f"{one}, {size.peer_pages} pages", spent, f"{spent[0]['stored']} stored with a text")
          for one, spent in zip(PEERS, theirs, strict=True)),
    ]  # fmt: skip
    return Row("crawl", "python -m bench crawl", "page", figures, costs)


def _ours(address: str, told: Path, files: Iterator[Path], *pages: int) -> Spent:
    return ours("crawl", address, told, next(files), *pages)


def _peer(one: str, address: str, told: Path, files: Iterator[Path], pages: int) -> Spent:
    return peer("crawl", one, address, told, next(files), pages)


def _stages(runs: Sequence[Spent]) -> str:
    """The CPU of each stage, in milliseconds a page; what is left is Scrapy, the fetch and the account."""
    spent = {
        stage: statistics.median(1000 * run["stages"][stage] / run["count"] for run in runs)
        for stage in runs[0]["stages"]
    }
    rest = statistics.median(1000 * run["cpu"] / run["count"] for run in runs) - sum(spent.values())
    return ", ".join(f"{stage} {value:.1f}" for stage, value in {"fetch": rest, **spent}.items())
