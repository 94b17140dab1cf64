"""A crawled, judged and told installation with one text that is to be taken down. All of it is synthetic."""

from __future__ import annotations

import html
import json
import shutil
import zlib
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from digest import compose
from storage.database import Database
from tests import hostile as web
from tests import warta

SITE = warta.Warta
URL = warta.article_url(1)
TITLE = 'Tamu Kabupaten Tuban Tiru "Pasar Subuh" di Banyuwangi & Sekitarnya'
SENTENCES = (
    "Rombongan 42 pegawai Dinas Perdagangan Kabupaten Tuban melakukan kunjungan kerja ke Banyuwangi untuk belajar "
    "Smart Kampung, Rabu (14/10/2026).",
    "Rombongan yang dipimpin Kunthilaras Wirabumi itu diterima Kepala Dinas Perdagangan Banyuwangi di kantornya.",
    'Mereka mempelajari "Pasar Subuh" & lapak bergilir yang dijalankan Kabupaten Banyuwangi sejak tiga tahun lalu.',
    "Kami ingin meniru lapak bergilir itu di Tuban, kata Kunthilaras Wirabumi seusai pertemuan yang berlangsung akrab.",
)
# A word that stands in no other text: the search index holds words by themselves.
RARE = "Kunthilaras"


def page(headline: str = TITLE, more: str = "", box: str = "") -> web.Answer:
    text = "".join(f"<p>{html.escape(one)}</p>" for one in (*SENTENCES, *([more] if more else ())))
    return web.page(warta.article(1, headline, text).replace("</body>", f"{box}</body>"))


def publish(server: web.Hostile, *numbers: int) -> None:
    """Article 1 is the text; the box beside article 2 shows its title."""
    warta.publish(server, *numbers)
    server.answers[warta.FEED] = warta.xml(warta.feed(numbers, {1: TITLE}))
    server.answers[URL] = page()
    box = f"<aside>{html.escape(TITLE)}</aside>"
    server.answers[warta.article_url(2)] = web.page(warta.article(2).replace("</body>", f"{box}</body>"))


def installation(server: web.Hostile, folder: Path) -> warta.Crawl:
    """Three crawls, so that the text has two versions, and a digest that told of it."""
    made, answers, now = _made()
    shutil.copytree(made.name, folder, dirs_exist_ok=True)
    server.answers.update(answers)
    crawl = warta.Crawl(server, folder)
    crawl.now = now
    return crawl


@cache
def _made() -> tuple[TemporaryDirectory[str], dict[str, web.Answer], datetime]:
    """The installation that each test has a copy of, what its server answers, and the hour of the last crawl."""
    made = TemporaryDirectory()
    with web.hostile() as server:
        crawl = warta.Crawl(server, Path(made.name))
        warta.publish(server, 50, 51)
        assert crawl(SITE).state == "good"
        publish(server, 1, 2, 3)
        assert crawl(SITE).flagged == 1
        server.answers[warta.FEED] = warta.xml(warta.feed((1, 2, 3), {1: f"{TITLE} (Ralat)"}))
        server.answers[URL] = page(
            f"{TITLE} (Ralat)", "Acara ditutup makan siang bersama seluruh peserta di pendopo kabupaten."
        )
        assert crawl(SITE).versions == 1
        with crawl.database() as db:
            compose.compose(db, replace(crawl.config, sites=("detik",)), crawl.now + timedelta(minutes=5))
        return made, server.answers, crawl.now


def spellings(sentence: str) -> set[bytes]:
    """A sentence as any of our files may hold it."""
    ways = {sentence, html.escape(sentence), html.escape(sentence, quote=False)}
    ways |= {json.dumps(way, ensure_ascii=ascii)[1:-1] for way in tuple(ways) for ascii in (True, False)}
    return {way.encode() for way in ways}


def leftovers(folder: Path, sentences: tuple[str, ...] = (*SENTENCES, TITLE), word: str = RARE) -> list[str]:
    """Where a sentence, or the rare word, still stands under a folder: in a file's bytes, or in a page kept in it."""
    wanted = {way for sentence in sentences for way in spellings(sentence)}
    wanted |= {word.encode(), word.lower().encode()}
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            held = path.read_bytes()
            found += [f"{path.name}: {way!r}" for way in sorted(wanted) if way in held]
    return found


def in_pages(db: Database) -> list[bytes]:
    """What of the text stands in the pages that a database keeps."""
    kept = b"".join(zlib.decompress(row["body"]) for row in db.rows("SELECT body FROM raw_page"))
    return [way for one in (*SENTENCES, TITLE) for way in sorted(spellings(one)) if way in kept]
