"""Headers without an end are cut off, named, and harm no other page."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.manners import Limits
from crawler.run import complete, run_site
from crawler.web.heads import MOST_BYTES
from storage.database import open_database
from tests import warta
from tests.ambush.traps import wires
from tests.ambush.web import Trap, ambush, answer, raw

_, ENDLESS_HEADERS, *_, CONTINUES = wires()[:7]
ONE_LONG = raw(b"HTTP/1.1 200 OK\r\nX: y\r\n" + b"".join(b" x" * 4000 + b"\r\n" for _ in range(60)) + b"\r\n")


@pytest.mark.fault("C12")
@pytest.mark.parametrize(
    "trap", [ENDLESS_HEADERS, CONTINUES, ONE_LONG], ids=["endless", "continues", "one of many lines"]
)
def test_headers_without_an_end_are_cut_off(tmp_path: Path, trap: Trap) -> None:
    with ambush() as web:
        web.answers[warta.FEED] = answer(warta.feed((1, 2)).encode(), "application/rss+xml")
        web.answers[warta.article_url(1)] = trap
        web.answers[warta.article_url(2)] = answer(warta.article(2).encode())
        config = warta.config(None, tmp_path, gateway=web.gateway)
        with open_database(config.database, create=True):
            pass
        limits = Limits(page_seconds=30, retries=0, wait=0.2)
        report = complete(run_site(warta.Warta, config, now=warta.NOW, limits=limits))
    with open_database(config.database) as db:
        [row] = db.rows("SELECT state, reason FROM candidate WHERE key = '1'")
    assert (row["state"], row["reason"]) == ("rejected", f"headers larger than {MOST_BYTES} bytes")
    assert (report.stored, report.rejected) == (1, 1)
