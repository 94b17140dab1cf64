"""A database as large as years of reading make it, in minutes: for measuring what the page costs. All of it is made up.

    python bench/stored.py FILE [--articles 1000000] [--visits 20000] [--open 5000]

A first few hundred visits are stored as the crawler stores them; the rest are copies of their rows under other names.
"""

from __future__ import annotations

import argparse
import random
import sys
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from storage.database import Database, open_database  # noqa: E402
from tests.storing import NOW, begin, end, save, synthetic_article, synthetic_visit  # noqa: E402

PLACES = ("Kediri", "Blitar", "Madiun", "Ngawi", "Tuban", "Gresik", "Sampang", "Magetan", "Batu", "Jombang")
WORDS = ("pemerintah", "daerah", "rombongan", "yang", "datang", "melihat", "layanan", "desa", "pasar", "warga",
         "pegawai", "camat", "dinas", "program", "kerja", "panen", "jalan", "sekolah", "pantai", "wisata")  # fmt: skip
AT_ONCE = 50_000


def fill(db: Database, articles: int, visits: int, undecided: int) -> None:
    """Bring an empty database to so many articles, of which `visits` report a visit each, `undecided` of them open."""
    run = begin(db, "seblang")
    chance = random.Random(1)
    for number in range(1, 301):
        with db.write():
            _store(db, run, number, chance)
    end(db, run, "seblang")
    _repeat_articles(db, articles, visits)
    _repeat_visits(db, visits)
    with db.write():
        db.execute("UPDATE visit SET decided = 'confirmed' WHERE id <= ?", [visits - undecided])
        db.execute("ANALYZE")


def _store(db: Database, run: int, number: int, chance: random.Random) -> None:
    place = chance.choice(PLACES)
    lead = f"Sebanyak {20 + number % 40} pegawai Kabupaten {place} belajar layanan desa di Banyuwangi, kemarin."
    article = synthetic_article(
        site="seblang",
        url=f"https://seblang.example/{number}",
        title=f"Rombongan {place} Datang Belajar, Bagian {number}",
        body=f"{lead} {_body(chance)}",
        published=NOW - timedelta(hours=number),
    )
    visit = synthetic_visit(
        article.text, visitors=f"Kabupaten {place}", start=(NOW - timedelta(days=number % 90)).date()
    )
    save(
        db, run, article, found=[visit], score=round(0.5 + chance.random() / 2, 3), now=NOW - timedelta(minutes=number)
    )


def _body(chance: random.Random) -> str:
    sentences = (" ".join(chance.choices(WORDS, k=12)).capitalize() + "." for _ in range(14))
    return " ".join(sentences)


# A visit an hour; rows are copied within the file: through Python a million articles would take an hour.
_SERIES = "WITH RECURSIVE step(n) AS (SELECT ? UNION ALL SELECT n + 1 FROM step WHERE n < ?)"

_VISITS = (
    f"""{_SERIES} INSERT INTO visit (id, found, shown)
        SELECT n, strftime('%Y-%m-%dT%H:%M:%SZ', found, n || ' hours'), n
        FROM step JOIN visit ON visit.id = 1 + n % 300""",
    f"""{_SERIES} INSERT INTO report (id, visit, placed, article, verdict, day, reported)
        SELECT n, n, n, n, n, date(report.day, n || ' hours'), report.reported
        FROM step JOIN report ON report.id = 1 + n % 300""",
    f"""{_SERIES} INSERT INTO fact (report, kind, position, value, code, quote, span_start, span_end, mark)
        SELECT n, kind, position, value, code, quote, span_start, span_end, mark
        FROM step JOIN fact ON fact.report = 1 + n % 300""",
    f"""{_SERIES} INSERT INTO evidence (verdict, rule, weight, sentence, words, sentence_start, sentence_end,
                                        words_start, words_end)
        SELECT n, rule, weight, sentence, words, sentence_start, sentence_end, words_start, words_end
        FROM step JOIN evidence ON evidence.verdict = 1 + n % 300""",
)

_ARTICLES = (
    f"""{_SERIES} INSERT INTO article (id, site, key, url, first_seen, last_read, first_run, baseline)
        SELECT n, site, key || '-' || n, url || '-' || n,
               strftime('%Y-%m-%dT%H:%M:%SZ', first_seen, '-' || n || ' minutes'), last_read, first_run, 0
        FROM step JOIN article ON article.id = 1 + n % 300""",
    f"""{_SERIES} INSERT INTO version (id, article, number, is_current, url, title, published, published_offset,
                                       language, method, marks, content_hash, read, run, body)
        SELECT n, n, 1, 1, url || '-' || n, title || ' ' || n, published, published_offset, language, method, marks,
               'v1:' || n, read, run, body
        FROM step JOIN version ON version.id = 1 + n % 300""",
    f"""{_SERIES} INSERT INTO verdict (id, article, version, is_current, flagged, score, direction, status, lexicon,
                                       watch, judged)
        SELECT n, n, n, 1, n <= ?, CASE WHEN n <= ? THEN score ELSE 0.01 END, direction, status, lexicon, watch, judged
        FROM step JOIN verdict ON verdict.id = 1 + n % 300""",
)


def _repeat_articles(db: Database, last: int, visits: int) -> None:
    for first in range(301, last + 1, AT_ONCE):
        until = min(first + AT_ONCE - 1, last)
        with db.write():
            for statement in _ARTICLES:
                flagged = [visits, visits] if "INTO verdict" in statement else []
                db.execute(statement, [first, until, *flagged])


def _repeat_visits(db: Database, last: int) -> None:
    with db.write():
        for statement in _VISITS:
            db.execute(statement, [301, last])


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("file", type=Path)
    asked.add_argument("--articles", type=int, default=1_000_000)
    asked.add_argument("--visits", type=int, default=20_000)
    asked.add_argument("--open", type=int, default=5_000)
    given = asked.parse_args()
    with open_database(given.file, create=True) as db:
        fill(db, given.articles, given.visits, given.open)


if __name__ == "__main__":
    main()
