"""The peers' extraction of pages that are at hand.

python -m bench.peers.extract PEER PAGES.jsonl
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench.overlap import Scores, read
from bench.spent import spent, tell

logging.disable(logging.CRITICAL)


def trafilatura(html: str, url: str, *, fast: bool, with_metadata: bool) -> str | None:
    from trafilatura import bare_extraction

    found = bare_extraction(html, url=url, fast=fast, with_metadata=with_metadata, include_comments=False)
    return found.text if found is not None else None


def newspaper4k(html: str, url: str) -> str | None:
    import newspaper

    options = newspaper.Config()
    options.fetch_images = False
    article = newspaper.Article(url, language="id", config=options)
    article.download(input_html=html)
    article.parse()
    return str(article.text)


def readability(html: str, url: str) -> str | None:
    from lxml.html import fromstring
    from readability import Document

    summary = Document(html, url=url).summary()
    return " ".join(fromstring(summary).itertext())


PEERS: dict[str, Callable[[str, str], str | None]] = {
    "trafilatura": partial(trafilatura, fast=False, with_metadata=True),
    "trafilatura_fast": partial(trafilatura, fast=True, with_metadata=True),
    "trafilatura_fast_text": partial(trafilatura, fast=True, with_metadata=False),
    "newspaper4k": newspaper4k,
    "readability": readability,
}


def main(peer: str, file: Path) -> None:
    pages, extract = read(file), PEERS[peer]
    extract(pages[0].html.decode("utf-8", "replace"), pages[0].url)  # what it loads once
    with spent(count=len(pages)) as told:
        bodies = [extract(page.html.decode("utf-8", "replace"), page.url) for page in pages]
    tell(told | Scores.of(pages, bodies).told())


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
