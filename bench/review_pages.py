"""What the review page costs with a million articles stored, while another process writes: milliseconds a request.

    python bench/review_pages.py [FILE] [--articles 1000000] [--times 200]

FILE is made, in about a minute, where it does not exist (bench/stored.py); the figures are those of this machine as it
is now. Requests go to the application itself, without a network.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import re
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from html import unescape
from multiprocessing.synchronize import Event
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import httpx  # noqa: E402

from bench.stored import arguments, prepared  # noqa: E402
from config import Config  # noqa: E402
from review.app import create_app  # noqa: E402
from storage.database import Database, open_database  # noqa: E402
from storage.desk import queue  # noqa: E402
from tests.storing import NOW, another, begin, save  # noqa: E402

# Milliseconds at the 95th percentile that each is to stay under.
WANTED = {"queue": 100.0, "most certain first": 100.0, "visit": 100.0, "decision": 50.0, "search": 150.0}
# Every kind of search there is, of words that stand in all texts, in some, in few and in none (bench/stored.py).
SEARCHES = (
    "kunjungan", "pelayanan publik", "pegawai desa -pantai", "yang di pemerintah daerah", "yang -di", "-yang",
    "kunjungan pelayanan pertanian pegawai", "memperhatikan keberhasilan pembangunan", "batatang batabang", "nomor 777",
    "xyzzyx", "xyzzyx OR yang", "kunker OR banding OR wisata", '"belajar layanan desa"', '"panen sekolah pasar"',
    '"pantai wisata" OR hujan', "Kab. Bojonegoro", "site:berita kabupaten", "-site:berita -site:warta hujan",
    "date:2015 wisata OR pasar", "date:2017-03-02..2018-09-17 dinas", "date:..2012 kunker", "date:2018-10-03",
    "flagged:yes", "flagged:no petani", "-flagged:yes site:kabar", "flagged:yes OR hujan", "decided:open",
    "decided:open rombongan", "decided:confirmed pelayanan", "-decided:confirmed kunjungan",
    "decided:open OR site:fajar", "from:Jatim", "from:Aceh pegawai desa -pantai", "from:Kab. Belitung",
    "from:Bali OR from:Yogyakarta pelayanan", "from:nowhere yang", "visited:2019-03 desa", "programme:PKA",
    'to:"desa wisata" petani', "to:arsip province:35", "province:34 -decided:dismissed",
    "visited:2018..2019 to:pertanian OR to:arsip", "is:visit", "kunjungan is:visit", "pelayanan publik is:visit",
    "yang pegawai is:visit", "decided:open is:visit", "to:=pertanian -decided:dismissed is:visit",
    "visited:2019-03 -decided:dismissed is:visit", "province:35 -decided:dismissed is:visit",
    "from:Jatim pegawai is:visit", "kunker OR to:arsip is:visit", "site:berita hujan is:visit", "flagged:yes is:visit",
)  # fmt: skip
_PAUSE = 0.02  # a crawl waits for its pages between two articles


def write(path: Path, started: Event, stop: Event) -> None:
    """What a crawl does to the database meanwhile: one article after another, each in a transaction of its own."""
    with open_database(path) as db:
        run = begin(db, "seblang")
        while not stop.is_set():
            with db.write():
                save(db, run, another(site="seblang"), found=[], flagged=False)
            started.set()
            time.sleep(_PAUSE)


async def measure(db: Database, path: Path, times: int) -> dict[str, list[tuple[float, float]]]:
    """Milliseconds of each request, and of the processor's time in it, by what was asked for."""
    app = create_app(db, Config(database=path), lambda: NOW)
    visits = [item.number for item in queue.page(db, shown=times).items if item.kind == "visit"]
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in WANTED}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client:
        token = re.search(r'name="token" value="(\w+)"', (await client.get("/add")).text)
        assert token
        for visit in visits:
            seen = queue.last_decisions(db, "visit", [visit])[visit]
            asked: dict[str, Callable[[], Awaitable[httpx.Response]]] = {
                "queue": lambda: client.get("/"),
                "most certain first": lambda: client.get("/?order=certain"),
                "visit": lambda visit=visit: client.get(f"/visit/{visit}"),  # type: ignore[misc]
                "decision": lambda visit=visit, seen=seen: client.post(  # type: ignore[misc]
                    f"/visit/{visit}/decide", data={"token": token[1], "say": "confirm", "seen": str(seen)}
                ),
            }
            for name, ask in asked.items():
                spent[name].append((await _timed(ask))[0])
        for query in SEARCHES * max(1, times // 20):
            spent["search"] += await _searched(client, query)
    return spent


async def _searched(client: httpx.AsyncClient, query: str) -> list[tuple[float, float]]:
    """The first page of a search, and the second where there is one."""
    took, answer = await _timed(lambda: client.get("/search", params={"q": query}))
    older = re.search(r'href="([^"]+)" rel="next"', answer.text)
    if older is None:
        return [took]
    return [took, (await _timed(lambda: client.get(unescape(older[1]))))[0]]


async def _timed(ask: Callable[[], Awaitable[httpx.Response]]) -> tuple[tuple[float, float], httpx.Response]:
    """Milliseconds by the clock and of the processor, and the answer."""
    start = time.perf_counter(), time.process_time()
    answer = await ask()
    took = 1000 * (time.perf_counter() - start[0]), 1000 * (time.process_time() - start[1])
    assert answer.status_code in (200, 303), answer.text
    return took, answer


def _percentiles(spent: Sequence[float]) -> tuple[float, float]:
    """The 50th and the 95th."""
    return statistics.median(spent), statistics.quantiles(spent, n=20)[-1]


def main() -> None:
    asked = arguments(__doc__)
    asked.add_argument("--times", type=int, default=200)
    given = asked.parse_args()
    with prepared(given.file, given.articles) as path, open_database(path) as db:
        tell(db, path, given.times)


def tell(db: Database, path: Path, times: int) -> None:
    counted = db.rows("SELECT (SELECT count(*) FROM article) AS articles, (SELECT count(*) FROM visit) AS visits")[0]
    print(f"{counted['articles']} articles, {counted['visits']} visits, {queue.left(db)} to decide")  # noqa: T201
    apart = multiprocessing.get_context("spawn")
    started, stop = apart.Event(), apart.Event()
    writer = apart.Process(target=write, args=(path, started, stop))
    for meanwhile in ("nothing else", "another process writes"):
        if meanwhile != "nothing else":
            writer.start()
            started.wait()
        for name, spent in asyncio.run(measure(db, path, times)).items():
            (p50, p95), (cpu50, cpu95) = (_percentiles(column) for column in zip(*spent, strict=True))
            verdict = "ok" if p95 < WANTED[name] else f"over {WANTED[name]:.0f}"
            told = f"p50 {p50:6.1f} ms  p95 {p95:6.1f} ms  (processor {cpu50:5.1f} and {cpu95:5.1f})  {verdict}"
            print(f"{meanwhile:24} {name:20} {told}", flush=True)  # noqa: T201
    stop.set()
    writer.join()


if __name__ == "__main__":
    main()
