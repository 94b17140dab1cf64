"""Sixty synthetic visits for one editor's morning. All texts are made up."""

from __future__ import annotations

from datetime import date, timedelta

from article import Fact, Span, Visit
from storage.database import Database
from tests.storing import NOW, begin, end, place, save, synthetic_article

_PLACES = ("Kediri", "Blitar", "Madiun", "Ngawi", "Tuban", "Gresik", "Sampang", "Magetan", "Batu", "Jombang")
_GUESTS = ("Dinas Koperasi", "DPRD", "Bappeda", "Dinas Pertanian", "Kecamatan Sukamaju", "Dinas Kominfo")
_AIMS = ("layanan publik desa", "pengelolaan pasar rakyat", "wisata bahari", "pertanian padi organik", "kios pelayanan")
_HOSTS = ("Bupati", "Sekretaris Daerah", "Kepala Dinas Pariwisata", "Camat Licin")
_REST = (
    "Rombongan tiba pukul sembilan pagi dan langsung menuju ruang rapat. Para tamu menanyakan biaya, jumlah petugas, "
    "dan cara warga mengadu bila layanan terlambat.\nSetelah makan siang mereka melihat sendiri loket di dua desa. "
    "Kunjungan ditutup dengan tukar cendera mata."
)


def store_morning(db: Database, visits: int = 60) -> None:
    """So many visits found one minute after another, the last one newest; every seventh has a copy at another site."""
    run, other = begin(db, "seblang"), begin(db, "detik")
    with db.write():
        for number in range(1, visits + 1):
            _store(db, run, other, number)
    end(db, run, "seblang")
    end(db, other, "detik")


def _store(db: Database, run: int, other: int, number: int) -> None:
    town, guests = _PLACES[number % len(_PLACES)], _GUESTS[number % len(_GUESTS)]
    aim, host = _AIMS[number % len(_AIMS)], _HOSTS[number % len(_HOSTS)]
    day = date(2018, 10, 17) - timedelta(days=number % 5)
    who, people = f"{guests} Kabupaten {town}", 12 + number
    lead = f"Sebanyak {people} orang dari {who} belajar {aim} di Banyuwangi, {day.day}/{day.month}."
    body = f"{lead} Mereka dipimpin Slamet Wijaya dan diterima {host} di pendapa.\n{_REST} Catatan {number}."
    article = synthetic_article(
        site="seblang",
        url=f"https://seblang.example/berita/{number}",
        title=f"{guests} {town} Pelajari {aim.title()}",
        body=body,
        published=NOW - timedelta(minutes=2 * (60 - number)),
    )
    text = article.text
    visit = Visit(
        visitors=(Fact(who, place(text, who)),),
        origin=(Fact(f"Kabupaten {town}", place(text, f"Kabupaten {town}"), code="35.99"),),
        headcount=Fact(people, place(text, f"{people} orang")),
        programme=Fact("kunjungan kerja") if number % 3 else None,
        date_start=Fact(day, _last(text, f"{day.day}/{day.month}")),
        loci=(Fact(aim, place(text, f"belajar {aim}")),),
        hosts=(Fact(host, place(text, host)),),
        leader=Fact("Slamet Wijaya", place(text, "Slamet Wijaya")) if number % 4 == 0 else None,
    )
    found = NOW - timedelta(minutes=60 - number)
    first = save(db, run, article, found=[visit], score=round(0.55 + (number * 7 % 45) / 100, 2), now=found)
    if number % 7 == 0:
        copy = synthetic_article(
            site="detik", url=f"https://detik.example/d-{number}", title=article.title, body=body, published=found
        )
        of = {"visit_id": first.visit_ids[0], "copy_of": first.article_id}
        save(db, other, copy, found=[visit], score=0.5, now=found, **of)


def _last(text: str, words: str) -> Span:
    start = text.rindex(words)
    return Span(start, start + len(words))
