"""The five founding articles, served as pages of their sites through the gateway, end as flagged reports.

Their texts are read from the reference data; nothing of them stands here.
"""

from __future__ import annotations

import html
import importlib.util
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from config import ROOT
from storage import visits
from storage.cards import VisitCard
from storage.database import open_database
from tests.reference import reference

ADDRESSES = {
    "seed-0": "https://www.merdeka.com/peristiwa/calon-pejabat-belajar-program-inovatif.html",
    "seed-1": "https://jatimnow.com/baca-6944-pejabat-belajar-inovasi",
    "seed-4": "https://bpsdm.pu.go.id/pelajari-inovasi-pelayanan-publik-kunjungi/",
}
DATES = {"seed-0": "Rabu, 17 Oktober 2018 14:05 WIB", "seed-1": "Selasa, 18 September 2018 16:20 WIB"}


def page(article: Mapping[str, Any], url: str) -> bytes:
    """A plain page of its site around the article, with the furniture that leaks."""
    paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in article["text"].splitlines() if line.strip())
    title, shown = html.escape(article["title"]), DATES.get(article["id"], "")
    layouts = {
        "www.merdeka.com": '<div class="mdk-dt-headline"><h1>{t}</h1></div><span class="mdk-date">{d}</span>'
        '<div class="mdk-body-detail"><div class="mdk-body-paragraph">{p}</div></div>',
        "jatimnow.com": '<h1>{t}</h1><span class="date">{d}</span><div class="detail">{p}</div>',
        "banyuwangikab.go.id": "<h1>{t}</h1><div class='isi'>{p}</div>",
        "bpsdm.pu.go.id": '<article><h1 class="entry-title">{t}</h1><div class="entry-content">{p}</div></article>',
    }
    body = layouts[url.split("/")[2]].format(t=title, d=shown, p=paragraphs)
    return (
        f'<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{title}</title></head><body><nav>'
        f'<a href="/">Beranda</a><a href="/tentang">Tentang</a></nav>{body}<footer>Hak cipta</footer></body></html>'
    ).encode()


def listing(found: list[tuple[str, str]]) -> bytes:
    cards = "".join(
        f"<li class='article__item' data-article-id='1'><a class='article__title' href='{url}'>{html.escape(title)}</a>"
        f"<a href='{url}'><div class='ng-wrp-item'>{html.escape(title)}</div></a></li>"
        for url, title in found
    )
    head = "<!doctype html><html><head><meta charset='utf-8'><title>Berita</title></head>"
    return f"{head}<body><ul>{cards}</ul></body></html>".encode()


def web(articles: Mapping[str, Mapping[str, Any]]) -> dict[str, bytes]:
    """Every address that answers: the articles, and a listing of each on its site."""
    pages: dict[str, bytes] = {}
    lists: dict[str, list[tuple[str, str]]] = {}
    for name, article in articles.items():
        url = article["url"] or ADDRESSES[name]
        pages[url] = page(article, url)
        lists.setdefault(url.split("/")[2], []).append((url, article["title"]))
    starts = {
        "www.merdeka.com": "https://www.merdeka.com/peristiwa",
        "jatimnow.com": "https://jatimnow.com/",
        "banyuwangikab.go.id": "https://banyuwangikab.go.id/berita/kanal/umum",
        "bpsdm.pu.go.id": "https://bpsdm.pu.go.id/v2/",
    }
    return pages | {starts[host]: listing(found) for host, found in lists.items()}


@pytest.fixture
def gateway() -> Iterator[str]:
    lines = reference("gold", "seeds.jsonl").read_text(encoding="utf-8").splitlines()
    answers = web({article["id"]: article for article in map(json.loads, lines)})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = answers.get(self.path[1:])
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/{{url}}"
    server.shutdown()
    server.server_close()


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", reference("gold", "score.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def prediction(name: str, card: VisitCard) -> dict[str, Any]:
    facts = {key: list(getattr(card, key)) for key in ("visitors", "origin", "loci", "hosts")}
    start = card.date_start.isoformat() if card.date_start else None
    one = facts | {"headcount": card.headcount, "programme": card.programme, "date_start": start}
    return {"id": name, "flagged": True, "visits": [one | {"visit_id": str(card.visit_id)}]}


def test_the_founding_articles_end_as_flagged_reports_with_their_facts(gateway: str, tmp_path: Path) -> None:
    path = tmp_path / "j.db"
    sites = ["merdeka", "jatimnow", "banyuwangikab", "bpsdm_pu"]
    environ = os.environ | {"JUJUGAN_DELAY": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "cli", "crawl", *sites, "--db", str(path), "--gateway", gateway],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "new=5" in done.stdout, done.stderr
    assert "flagged=5" in done.stdout, done.stderr
    gold_path = reference("gold", "seeds.jsonl")
    gold = [json.loads(line) for line in gold_path.read_text(encoding="utf-8").splitlines()]
    with open_database(path) as db:
        cards = {card.title: card for card in visits.newest(db, 20)}
    predicted = [prediction(article["id"], cards[article["title"]]) for article in gold if article["title"] in cards]
    assert len(predicted) == 5
    figures, errors = scorer().score(gold, predicted)
    wrong = [error for error in errors if error[1] in ("headcount", "date_start", "programme")]
    assert wrong == []
    for field in ("visitors", "origin", "hosts"):
        assert figures[f"{field}.recall"] >= 0.9, errors
    assert figures["loci.recall"] >= 0.6, errors
