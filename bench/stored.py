"""A database as large as years of reading make it, in minutes: for measuring what the page costs. All of it is made up.

    python bench/stored.py FILE [--articles 1000000] [--visits 20000] [--open 5000]

The first visits, a few hundred at most, are stored as the crawler stores them; the rest are copies of their rows under
other names.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from article import Fact  # noqa: E402
from detect.gazetteer import load  # noqa: E402
from storage.database import Database, open_database  # noqa: E402
from tests.storing import NOW, begin, end, save, synthetic_article, synthetic_visit  # noqa: E402

SITES = ("seblang", "berita", "kabar", "warta", "suara", "jendela", "fajar", "pesisir")
PROGRAMMES = ("PKA Angkatan II", "PKN Tingkat II", "studi tiru", "kunjungan kerja")
LOCI = ("pelayanan publik", "desa wisata", "pertanian", "pengelolaan sampah", "arsip", "pendidikan", "kesehatan")
# The most frequent first: as in any language the second stands half as often as the first, the third a third.
WORDS = ("yang", "di", "pemerintah", "daerah", "warga", "desa", "pegawai", "program", "kerja", "layanan", "dinas",
         "rombongan", "datang", "melihat", "pasar", "camat", "jalan", "sekolah", "pelayanan", "pantai", "wisata",
         "petani", "panen", "kunjungan", "berkunjung", "mengunjungi", "kunker", "kabupaten", "pertanian",
         "hujan")  # fmt: skip
SYLLABLES = ("ba", "ci", "du", "ga", "ja", "ko", "la", "mi", "nu", "pa", "ra", "so", "ta", "wi")
VOCABULARY = (*WORDS, *(f"{a}{b}{c}ng" for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES))
WEIGHTS = tuple(1 / rank for rank in range(1, len(VOCABULARY) + 1))
FIRST = 300
# Every fifth regency and city there is: where visitors come from.
PLACES = tuple(one for one in load().regions.values() if one.level in ("regency", "city"))[::5]
AT_ONCE = 50_000


def fill(db: Database, articles: int, visits: int, undecided: int, sites: Sequence[str] = SITES) -> None:
    """Bring an empty database to so many articles, of which `visits` report a visit each, `undecided` of them open.

    The higher an article's number, the newer it is: one in five minutes, and a visit in so many of them. A site has the
    same articles in every database where it has the same place among `sites`.
    """
    chance = random.Random(1)
    kept = min(FIRST, visits)
    runs = {site: begin(db, site) for site in sites}
    for number in range(1, kept + 1):
        with db.write():
            _store(db, runs, number, chance)
    for site, run in runs.items():
        end(db, run, site)
    asked = {"articles": articles, "visits": visits, "stride": articles // visits, "kept": kept}
    for first in range(kept + 1, articles + 1, AT_ONCE):
        _repeat(db, _ARTICLES, asked | {"first": first, "until": min(first + AT_ONCE - 1, articles)})
    _repeat(db, _VISITS, asked | {"first": kept + 1, "until": visits})
    with db.write():
        db.execute("UPDATE visit SET decided = 'confirmed' WHERE id <= ?", [visits - undecided])
        # It is to pass for what came about as it says, and not all at once.
        db.execute("DELETE FROM history")
        db.execute("ANALYZE")


def _store(db: Database, runs: Mapping[str, int], number: int, chance: random.Random) -> None:
    place = chance.choice(PLACES)
    site = chance.choice(list(runs))
    lead = f"Sebanyak {20 + number % 40} pegawai {place.name} belajar layanan desa di Banyuwangi, kemarin."
    article = synthetic_article(
        site=site,
        url=f"https://{site}.example/{number}",
        title=f"Rombongan {place.name} Datang Belajar, Bagian {number}",
        body=f"{lead} {made_up(chance)}",
        published=NOW - timedelta(hours=number),
    )
    visit = replace(
        synthetic_visit(
            article.text, visitors=f"Pemerintah {place.name}", start=(NOW - timedelta(days=number % 90)).date()
        ),
        origin=(Fact(place.name, code=place.code),),
        programme=Fact(chance.choice(PROGRAMMES)) if chance.random() < 0.6 else None,
        loci=tuple(Fact(locus) for locus in chance.sample(LOCI, chance.randint(0, 3))),
    )
    score, now = round(0.5 + chance.random() / 2, 3), NOW - timedelta(minutes=number)
    save(db, runs[site], article, found=[visit], score=score, now=now)


def made_up(chance: random.Random) -> str:
    """A text of fourteen sentences."""
    sentences = (" ".join(chance.choices(VOCABULARY, WEIGHTS, k=12)).capitalize() + "." for _ in range(14))
    return " ".join(sentences)


# Rows are copied within the file: through Python a million articles would take an hour. Visit n is reported by article
# n * stride, and both are copies of the same first one; each text gets a number that twenty others have.
_SERIES = (
    "WITH RECURSIVE step(n) AS (SELECT :first WHERE :first <= :until UNION ALL SELECT n + 1 FROM step WHERE n < :until)"
)
_OF_ARTICLE = "1 + (n + 3 * (n / :stride)) % :kept"
_OF_VISIT = "1 + n * (:stride + 3) % :kept"
_AGE = "'-' || (5 * (:articles - n)) || ' minutes'"
_IS_FLAGGED = "n % :stride = 0 AND n / :stride > :kept AND n / :stride <= :visits"

_VISITS = (
    f"""{_SERIES} INSERT INTO visit (id, found, shown)
        SELECT n, strftime('%Y-%m-%dT%H:%M:%SZ', found, n || ' hours'), n
        FROM step JOIN visit ON visit.id = {_OF_VISIT}""",
    f"""{_SERIES} INSERT INTO report (id, visit, placed, article, verdict, day, reported)
        SELECT n, n, n, n * :stride, n * :stride, date(report.day, n || ' hours'), report.reported
        FROM step JOIN report ON report.id = {_OF_VISIT}""",
    f"""{_SERIES} INSERT INTO fact (report, kind, position, value, code, quote, span_start, span_end, mark)
        SELECT n, kind, position, CASE kind WHEN 'date_start' THEN date(value, n || ' hours') ELSE value END,
               code, quote, span_start, span_end, mark
        FROM step JOIN fact ON fact.report = {_OF_VISIT}""",
    f"""{_SERIES} INSERT INTO evidence (verdict, rule, weight, sentence, words, sentence_start, sentence_end,
                                        words_start, words_end)
        SELECT n * :stride, rule, weight, sentence, words, sentence_start, sentence_end, words_start, words_end
        FROM step JOIN evidence ON evidence.verdict = {_OF_VISIT}""",
)

_ARTICLES = (
    f"""{_SERIES} INSERT INTO article (id, site, key, url, first_seen, last_read, first_run, baseline)
        SELECT n, site, key || '-' || n, url || '-' || n, strftime('%Y-%m-%dT%H:%M:%SZ', first_seen, {_AGE}),
               last_read, first_run, 0
        FROM step JOIN article ON article.id = {_OF_ARTICLE}""",
    f"""{_SERIES} INSERT INTO version (id, article, number, is_current, url, title, published, published_offset,
                                       language, method, marks, content_hash, read, run, body)
        SELECT n, n, 1, 1, url || '-' || n, title || ' ' || n, strftime('%Y-%m-%dT%H:%M:%SZ', published, {_AGE}),
               published_offset, language, method, marks, 'v1:' || n, read, run, body || ' Nomor ' || (n % 50000) || '.'
        FROM step JOIN version ON version.id = {_OF_ARTICLE}""",
    f"""{_SERIES} INSERT INTO verdict (id, article, version, is_current, flagged, score, direction, status, lexicon,
                                       watch, judged)
        SELECT n, n, n, 1, {_IS_FLAGGED}, CASE WHEN {_IS_FLAGGED} THEN score ELSE 0.01 END, direction, status, lexicon,
               watch, judged
        FROM step JOIN verdict ON verdict.id = {_OF_ARTICLE}""",
)


def _repeat(db: Database, statements: Sequence[str], asked: Mapping[str, int]) -> None:
    with db.write():
        for statement in statements:
            db.execute(statement, asked)


def arguments(told: str | None) -> argparse.ArgumentParser:
    """What every bench over a large database is asked with."""
    asked = argparse.ArgumentParser(description=told, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("file", type=Path, nargs="?")
    asked.add_argument("--articles", type=int, default=1_000_000)
    return asked


@contextmanager
def prepared(file: Path | None, articles: int) -> Iterator[Path]:
    """The file, filled with so many articles where it is not there yet; without one a file that goes with the block."""
    with tempfile.TemporaryDirectory() as folder:
        path = (file or Path(folder) / "million.db").absolute()
        is_new = not path.exists()
        with open_database(path, create=True) as db:
            if is_new:
                fill(db, articles, visits=articles // 50, undecided=articles // 200)
        yield path


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
