"""Our extraction of pages that are at hand, with the site's selectors or with the fallback alone.

python -m bench.ours.extract PAGES.jsonl site|fallback
"""

from __future__ import annotations

import sys
from pathlib import Path

from bench.overlap import Scores, read
from bench.pages import NOW
from bench.spent import spent, tell
from crawler.extract import NotAnArticle, extract
from crawler.run import site_of
from crawler.web.charset import decode


def main(file: Path, way: str) -> None:
    pages = read(file)
    facts = {page.url: site.facts for page in pages if way == "site" and (site := site_of(page.url))}
    bodies = []
    extract(pages[0].html.decode("utf-8", "replace"), "", site="", facts=None, now=NOW)  # what it loads once
    with spent(count=len(pages)) as told:
        for page in pages:
            html, _ = decode(page.html, None)
            try:
                bodies.append(extract(html, page.url, site="", facts=facts.get(page.url), now=NOW).body)
            except NotAnArticle:
                bodies.append("")
    tell(told | Scores.of(pages, bodies).told())


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
