"""Reading kept pages again with the present parser: what a break had hidden or spoilt is put right.

Of each article every kept reading is taken apart anew, and the texts that they give in order are the texts that the
article should have had. Rows that say something else are corrected in place, texts that the break had passed over are
put in, and versions that only the break had made are dropped. Each article is one transaction, and one whose texts are
right already is left alone: so it may be broken off and run again at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone

from article import Article, Verdict
from config import Config
from crawler import urls
from crawler.extract import NotAnArticle, extract
from crawler.facts import SiteFacts
from crawler.page.pages import join
from crawler.pipelines import Unfit, fit
from crawler.rules import present, register
from crawler.run import site_class
from crawler.storing.barring import is_barred, without_names
from crawler.storing.filing import file
from crawler.storing.linking import Text, key_of, link, link_again
from crawler.web.charset import decode
from storage import articles, candidates, history, pages
from storage.database import Database, open_store
from storage.digest import changes, recovered
from storage.digest.recovered import VersionRow
from storage.health import nowhere
from storage.pages import RawPage, Reading

Judge = Callable[[Article], Verdict]


@dataclass(frozen=True, slots=True)
class Counts:
    """What came of a re-reading, in articles: `new` had been hidden, `corrected` had a wrong text, `same` was right.

    `refused` are candidates whose page still is no article, `unreadable` stored articles of whose kept pages none is
    one any more: they stay as they are.
    """

    new: int = 0
    corrected: int = 0
    same: int = 0
    refused: int = 0
    unreadable: int = 0
    flagged: int = 0

    def add(self, outcome: str, *, flagged: bool) -> Counts:
        return replace(self, **{outcome: getattr(self, outcome) + 1, "flagged": self.flagged + flagged})


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A text that an article should have had, the row that stands for it, and the readings that gave it.

    `is_own`: the first of these is the very reading that the row was made from.
    """

    article: Article
    text: Text
    version: VersionRow | None
    at: datetime
    readings: tuple[Reading, ...] = ()
    is_own: bool = True

    @property
    def is_mended(self) -> bool:
        if self.version is None:
            return True
        now, before = recovered.as_stored(self.article), self.version.article
        if not self.is_own:
            return (now.title, self.text.content_hash) != (before.title, self.version.content_hash)
        return now != replace(before, site_id=now.site_id)


class Rereader:
    """Reads the kept pages of one site again; `judge` gives the verdict on an article, `now` is when it is done."""

    def __init__(self, db: Database, site: str, facts: SiteFacts, judge: Judge, now: datetime) -> None:
        self._db = db
        self._site = site
        self._facts = facts
        self._judge = judge
        self._now = now
        self._nowhere = tuple(nowhere.of(db, site).values())

    def run(self, since: date | None = None, progress: Callable[[Counts], None] = lambda _: None) -> Counts:
        """Read again what was read on a day (of the site's own time) or later. Raises StorageError."""
        zone = timezone(timedelta(hours=self._facts.utc_offset))
        first = datetime.combine(since, time(0), zone) if since else None
        counts = Counts()
        for key in pages.keys(self._db, self._site, first):
            with self._db.write():
                outcome, flagged = self._one(key)
            counts = counts.add(outcome, flagged=flagged)
            progress(counts)
        return counts

    def _one(self, key: str) -> tuple[str, bool]:
        readings = pages.readings(self._db, self._site, key)
        read = [(one, article) for one in readings if (article := self._extracted(one, key)) is not None]
        row = articles.by_key(self._db, self._site, key)
        if row is None:
            return self._hidden(key, read) if read else ("refused", False)
        if not read:
            return "unreadable", False
        wanted = list(_collapsed(self._wanted(row.article_id, read)))
        stored = recovered.texts(self._db, row.article_id)
        is_same = [one.version for one in wanted] == stored and not any(one.is_mended for one in wanted)
        flagged = False if is_same else self._correct(row.article_id, wanted)
        for reading in (one for one, _ in read if one.version_id is None):
            self._was_read(key, reading)
        if is_same:
            self._attach(wanted, [one.version.version_id for one in wanted if one.version])
        return ("same" if is_same else "corrected"), flagged

    def _extracted(self, reading: Reading, key: str) -> Article | None:
        """The article that a reading's pages show now; None where they show none."""
        try:
            first, *further = (self._page(page, part=number > 0) for number, page in enumerate(reading.pages))
            article = join(first, further) if further else first
            article = fit(article, recovered.listed_title(self._db, self._site, key), self._nowhere)
            own = urls.key(article.url, self._facts)
            return None if is_barred(self._db, {key, own}, article) else without_names(self._db, article)
        except (NotAnArticle, Unfit):
            return None

    def _page(self, page: RawPage, *, part: bool) -> Article:
        html, mark = decode(page.body, page.headers.get("Content-Type"))
        article = extract(html, page.url, site=self._site, facts=self._facts, now=page.at, part=part)
        return replace(article, marks=(*article.marks, mark)) if mark else article

    def _hidden(self, key: str, read: Sequence[tuple[Reading, Article]]) -> tuple[str, bool]:
        """Store an article whose page had been taken for none, as the run would have that read it."""
        reading, article = read[0]
        text, first = Text.of(article), reading.pages[0]
        run = recovered.run_at(self._db, self._site, reading.at)
        if run is None:
            return "refused", False
        history.at(self._db, self._now)
        stored = articles.store(
            self._db,
            run.run_id,
            key_of(self._db, article, text.content_hash, urls.key(article.url, self._facts)),
            article,
            content_hash=text.content_hash,
            signature=text.signature,
            bands=text.bands,
            fetch_id=recovered.fetch_at(self._db, self._site, first.url, first.at),
            baseline=run.baseline,
            now=reading.at,
        )
        self._was_read(key, reading)
        pages.attach(self._db, reading, stored.version_id)
        if stored.kind == "same":
            return "same", False
        link(self._db, stored.article_id, text, self._now)
        flagged = self._file(stored.article_id, stored.version_id, article)
        if len(read) > 1:
            flagged = self._correct(stored.article_id, list(_collapsed(self._wanted(stored.article_id, read))))
        recovered.mark(self._db, stored.article_id, "hidden", reading.at, self._now)
        return "new", flagged

    def _wanted(self, article_id: int, read: Sequence[tuple[Reading, Article]]) -> Iterator[_Wanted]:
        """The article's texts as the kept readings give them, in order; texts without a kept reading as they are."""
        by_version: dict[int | None, list[tuple[Reading, Article]]] = {}
        for reading, article in read:
            by_version.setdefault(reading.version_id, []).append((reading, article))
        wanted: list[_Wanted] = []
        for version in recovered.texts(self._db, article_id):
            own = by_version.pop(version.version_id, [])
            if own:
                reading, article = own[0]
                wanted.append(self._standing(version, reading, article))
            else:  # its own words are not asked for, so that a text that is no longer kept stays as it is
                text = Text(version.article.body, version.content_hash, b"", ())
                wanted.append(_Wanted(version.article, text, version, version.read, is_own=False))
            by_version.setdefault(None, []).extend(own[1:])
        wanted += [
            _Wanted(article, Text.of(article), None, reading.at, (reading,))
            for reading, article in by_version.get(None, ())
        ]
        return iter(sorted(wanted, key=lambda one: one.at))

    @staticmethod
    def _standing(version: VersionRow, reading: Reading, article: Article) -> _Wanted:
        """The text of a stored version; what a later reading of the same text has filled in stays."""
        before = version.article
        whole = replace(
            article, author=article.author or before.author, published=article.published or before.published
        )
        is_own = abs(reading.at - version.read) <= pages.ONE_READING
        return _Wanted(whole, Text.of(article), version, version.read, (reading,), is_own)

    def _correct(self, article_id: int, wanted: Sequence[_Wanted]) -> bool:
        history.at(self._db, self._now)
        mended = [number for number, one in enumerate(wanted) if one.is_mended]
        first = mended[0] if mended else len(wanted) - 1
        run = recovered.run_at(self._db, self._site, wanted[first].at)
        texts = [
            recovered.Text(
                one.version.version_id if one.version else None,
                one.article,
                one.text.content_hash,
                one.text.signature,
                one.text.bands,
                one.at,
                one.is_mended,
            )
            for one in wanted
        ]
        before = changes.stated(self._db, article_id)
        ids = recovered.rewrite(self._db, article_id, texts, run.run_id if run else 0)
        flagged = False
        for number in range(first, len(wanted)):
            flagged = self._file(article_id, ids[number], wanted[number].article)
        self._attach(wanted, ids)
        recovered.drop(self._db, article_id)
        if before.get("flag") == changes.FLAGGED:
            changes.record(self._db, article_id, before, self._now)
        link_again(self._db, article_id, self._now)
        recovered.mark(self._db, article_id, "corrected", wanted[first].at, self._now)
        return flagged

    def _attach(self, wanted: Sequence[_Wanted], ids: Sequence[int]) -> None:
        """Say of each reading which version it shows."""
        for version_id, one in zip(ids, wanted, strict=True):
            for reading in one.readings:
                if reading.version_id != version_id:
                    pages.attach(self._db, reading, version_id)

    def _was_read(self, key: str, reading: Reading) -> None:
        """The candidate's page had been taken for no article, and is one."""
        run = recovered.run_at(self._db, self._site, reading.at)
        if run is not None:
            candidates.settle(self._db, run.run_id, self._site, key, "stored", None, reading.at)

    def _file(self, article_id: int, version_id: int, article: Article) -> bool:
        verdict = self._judge(article)
        file(self._db, article_id, version_id, verdict, article.text, article.published, self._now)
        return verdict.flagged


def _collapsed(wanted: Iterator[_Wanted]) -> Iterator[_Wanted]:
    """Each text once: a reading that gives the text of the one before it found nothing new."""
    last: _Wanted | None = None
    for one in wanted:
        if last is not None and _same(last, one):
            readings = (*last.readings, *one.readings)
            base = last if last.version is not None or one.version is None else replace(last, version=one.version)
            last = replace(base, readings=readings)
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last


def _same(one: _Wanted, other: _Wanted) -> bool:
    return one.text.content_hash == other.text.content_hash and one.article.title == other.article.title


def reread_site(site: str, config: Config, now: datetime, since: date | None = None) -> Counts:
    """Read a site's kept pages again with its present file, profile and rules.

    Raises ImportError for a site file that is none, ProfileError, LexiconError, ModelError and StorageError.
    """
    with open_store(config) as db:
        rules = present(db, config.profiles)
        register(db, rules, now)
        return Rereader(db, site, site_class(site).facts, rules.judge, now).run(since)
