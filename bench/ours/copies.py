"""Our copies: signature, bands written to SQLite, look-up and link, one article after another.

python -m bench.ours.copies COUNT DATABASE
"""

from __future__ import annotations

import sys
from collections import defaultdict
from itertools import islice
from pathlib import Path

from bench.ours.timing import timed
from bench.reprints import found, texts
from bench.spent import spent, tell
from crawler.storing import linking
from storage import articles
from storage.database import open_database
from tests.storing import NOW, begin, synthetic_article

AT_ONCE = 500


def main(count: int, path: Path) -> None:
    spending: dict[str, float] = defaultdict(float)
    of = timed(linking.Text.of, spending, "signature")
    link = timed(linking.link, spending, "look-up")
    articles.sign = timed(articles.sign, spending, "bands")
    with open_database(path, create=True) as db, spent(count=count) as told:
        run = begin(db, "seblang")
        made = texts(count)
        while some := list(islice(made, AT_ONCE)):
            with db.write():
                for one in some:
                    url = f"https://seblang.example/{one.number}"
                    article = synthetic_article(site="seblang", url=url, title=f"Judul {one.number}", body=one.body)
                    text = of(article)
                    stored = articles.store(
                        db, run, url, article, content_hash=text.content_hash, signature=text.signature,
                        bands=text.bands, fetch_id=None, baseline=False, now=NOW,
                    )  # fmt: skip
                    link(db, stored.article_id, text, NOW)
        rows = db.rows("SELECT article, first FROM copy")
    # The first article's number is 0 and its row 1.
    linked: dict[int, int | None] = {row["article"] - 1: row["first"] - 1 for row in rows}
    told |= {"whole": told["cpu"], "cpu": sum(spending.values()), "stages": spending} | found(linked, count)
    tell(told)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
