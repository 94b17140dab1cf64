"""The condition of a site as one run shows it: gathers what the run sees, and keeps what is wrong as alarms."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from article import Candidate
from crawler.errors import NO_ADDRESS
from crawler.fetch import Fetch
from crawler.health import breakage
from crawler.health.breakage import Diagnosis
from crawler.health.looks import Look, likeness, look, skeleton
from crawler.health.signs import Answer, History, Page, Seen
from crawler.health.silence import Came
from crawler.health.standstill import Standing, shape
from crawler.lists.listings import NO_CARDS
from crawler.page.refusals import EMPTY, FOR_NOW
from crawler.storing.barring import TAKEN_DOWN, is_kept
from crawler.storing.tally import Reading
from polling.rhythm import LEARNT_FROM
from storage import candidates, pages, sites
from storage.database import Database
from storage.health import alarms, harvest, mishaps
from storage.health.alarms import Alarm, Found
from storage.health.harvest import Gave, ListPage, Usual
from storage.health.nowhere import Nowhere

# After so long without anything new it is asked whether that is usual.
QUIET = timedelta(hours=12)
# So far back its rhythm is looked for: also where it is silent for long, and its rhythm lies before that.
RHYTHM = 2 * LEARNT_FROM
# Two pages that share less of their names than this are not of one design.
UNLIKE = 0.3
_COMPARED = 6
# Pages were refused for the same trouble before there were enough of them for an alarm.
_BEFORE_ALARM = timedelta(days=1)
_ENDS_REFUSALS = frozenset(
    {"challenge", "consent", "login", "hacked", "parked", "soft_404", "bodies_empty", "unreachable", "refused"}
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A page that answered 200, as it came."""

    url: str
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    at: datetime


class Condition:
    """What one run sees of its site, from its first request to the alarms that it leaves.

    `is_cut_off` is set where this machine finds no address for any name (crawler/health/network.py): what then gives
    no answer is no fault of the site. `taken_over` is there once the run is closed, where the site shows mostly what is
    somebody else's.
    """

    def __init__(self, db: Database, site: str, began: datetime) -> None:
        self._db = db
        self._site = site
        self._began = began
        self._fetches: dict[str, Fetch] = {}
        self._looks: dict[str, Look] = {}
        self._asked: dict[str, str] = {}
        self._listed: Counter[str] = Counter()
        self._unchanged: set[str] = set()
        self._group: list[str] = []
        self._troubled: set[str] = set()
        self._kept_out: dict[str, str] = {}
        self.is_cut_off = False
        self.taken_over: Found | None = None
        self._without_cards: set[str] = set()
        self._shown: dict[str, Shown] = {}
        self._keeps = False
        self._pages: list[Page] = []
        self._sample: bytes = b""
        self._nowhere: list[Nowhere] = []
        self._standing = Standing(db, site)

    def fetched(self, fetch: Fetch) -> None:
        """A request was made; the last one to an address counts."""
        if fetch.kind != "article":
            self._fetches[fetch.url] = fetch
        if fetch.kind == "source":
            self._group.append(fetch.url)

    def answered(self, url: str, body: bytes, asked: str) -> None:
        """An address that is no article's was answered with this body, whatever the status. `asked` is the address
        that redirected there, or the same."""
        self._looks[url] = look(body)
        self._asked[url] = asked

    def shown(self, key: str, page: Shown, *, keep: bool) -> None:
        """An article's page came; `keep` whether raw pages are kept."""
        self._shown[key], self._keeps = page, keep

    def listed(self, keyed: Sequence[tuple[str, Candidate]], unchanged: Collection[str]) -> None:
        """A source was read."""
        self._listed.update(candidate.found_in for _, candidate in keyed)
        self._unchanged.update(unchanged)

    @property
    def nameless(self) -> str | None:
        """What is told of a host of which no address was found, None where there was none such."""
        told = (*self._kept_out.values(), *(fetch.error or "" for fetch in self._fetches.values()))
        return next((one for one in told if one.startswith(NO_ADDRESS)), None)

    def source_read(self, source: str, reading: Reading, problems: Sequence[str]) -> None:
        """How the reading of a source went, whose requests came last; without any, its problem says what kept us."""
        if not self._group and reading in ("failed", "absent") and problems:
            self._kept_out[source] = problems[0].removeprefix(f"{source}: ")
        self._without_cards.update(url for url in self._group if any(_lacks_cards(url, one) for one in problems))
        if reading in ("failed", "troubled", "absent"):
            self._troubled.update(self._group)
        if reading != "waiting":
            self._group.clear()

    def refused(self, key: str, reason: str) -> None:
        """An article's page was taken for none: it is kept for a look, and for a mended parser. Inside `write()`."""
        page = self._shown.pop(key, None)
        if page is None or reason == TAKEN_DOWN:
            return
        self._note(page, reason)
        if self._keeps and is_kept(self._db, page.body):
            pages.keep_refused(self._db, self._site, key, page.url, page.body, page.headers, page.at, reason)

    def stored(self, key: str) -> None:
        """An article's page was read and stored."""
        page = self._shown.pop(key, None)
        if page is not None:
            self._note(page, None)

    def asked_nowhere(self, answer: Nowhere) -> None:
        """A host was asked for an address that cannot exist."""
        self._nowhere.append(answer)

    def close(self, run_id: int, now: datetime, *, is_first_of_day: bool) -> list[Alarm]:
        """Keep what is wrong, and let pages be read again that were refused for what is over now; the alarms ended.

        Inside `write()`, like the run's end.
        """
        usual = harvest.usual(self._db, self._site, now)
        lists = harvest.list_pages(self._db, self._site)
        answers = [self._answer(fetch, lists) for fetch in self._fetches.values() if _is_final(fetch)]
        answers += [_unasked(source, why) for source, why in self._kept_out.items()]
        if self.is_cut_off:
            answers = [one for one in answers if one.status is not None]  # the others' silence is this machine's
        self._keep_network(now)
        read = harvest.read_in(self._db, run_id)
        before = harvest.read_before(self._db, self._site, run_id, now) if read or self._pages else []
        stands = self._standing.stands(run_id, now)
        seen = Seen(now, answers, self._pages, read, self._unlike(), stands, self._nowhere)
        history = History(usual, before, self._empty_before(now), self._came(now, is_first_of_day))
        found = breakage.diagnose(seen, history)
        self.taken_over = found.taken_over
        self._keep_usual(answers, found, usual, now)
        self._standing.keep(run_id, now)
        ended = alarms.record(self._db, self._site, found.found, found.well, now)
        for alarm in ended:
            if alarm.cause in _ENDS_REFUSALS:
                candidates.reopen(self._db, self._site, alarm.since - _BEFORE_ALARM, FOR_NOW)
        return ended

    def _keep_network(self, now: datetime) -> None:
        if self.is_cut_off:
            mishaps.record(self._db, "network", self.nameless or "", now)
        elif any(fetch.status is not None for fetch in self._fetches.values()):
            mishaps.over(self._db, "network", now)

    def _note(self, page: Shown, reason: str | None) -> None:
        body_hash = hashlib.sha256(page.body).hexdigest()
        self._pages.append(Page(page.url, look(page.body), body_hash, reason))
        if reason is None or reason.startswith(EMPTY):
            self._sample = page.body

    def _answer(self, fetch: Fetch, lists: Mapping[str, ListPage]) -> Answer:
        asked = self._asked.get(fetch.url, fetch.url)
        listed: int | None = self._listed[asked]
        if asked in self._without_cards:
            listed = 0  # what it links to besides its cards is no list of its news
        elif not self._unchanged.isdisjoint((asked, fetch.url)) or fetch.status == 304:
            listed = None
        before = lists.get(asked)
        return Answer(
            source=shape(asked),
            url=asked,
            status=fetch.status if fetch.error is None else None,
            look=self._looks.get(fetch.url),
            listed=listed,
            troubled=fetch.url in self._troubled,
            is_robots=fetch.kind == "robots",
            shown=before.articles if listed is None and before else listed,
            most=before.most if before else 0,
        )

    def _keep_usual(
        self, answers: Sequence[Answer], found: Diagnosis, usual: Mapping[str, Usual], now: datetime
    ) -> None:
        bad = {one.subject for one in found.found}
        gave = [
            Gave(
                one.source,
                # A robots.txt that is missing is as good as one that is there.
                (one.is_good or (one.is_robots and one.status is not None and one.status < 500))
                and one.source not in bad,
                None if one.status == 304 else one.look,
                one.listed,
            )
            for one in answers
        ]
        harvest.note(self._db, self._site, gave, usual, now)
        whole = {one.url: one.listed for one in answers if one.is_good and not one.is_robots and one.listed is not None}
        harvest.note_lists(self._db, self._site, whole, now)

    def _empty_before(self, now: datetime) -> int:
        empty = sum((page.reason or "").startswith(EMPTY) for page in self._pages)
        return harvest.emptied(self._db, self._site, now, EMPTY) - empty if empty else 0

    def _unlike(self) -> bool | None:
        """Whether this run's newest article page is of another design than each of those before the run."""
        if not self._sample:
            return None
        names = skeleton(self._sample.decode("utf-8", "replace"))
        is_unlike: bool | None = None
        for number in range(_COMPARED):
            earlier = pages.before(self._db, self._site, self._began, number)
            if earlier is None:
                break
            is_unlike = likeness(names, skeleton(earlier.body.decode("utf-8", "replace"))) < UNLIKE
            if not is_unlike:
                break  # one of the same design is enough, and most often the first is
        return is_unlike

    def _came(self, now: datetime, is_first_of_day: bool) -> Came | None:
        newest = harvest.newest(self._db, self._site)
        if newest is None or (now - newest < QUIET and not is_first_of_day):
            return None
        watched = sites.watched(self._db)[self._site].since
        return Came(sites.came(self._db, self._site, now - RHYTHM), watched)


def _lacks_cards(url: str, problem: str) -> bool:
    return NO_CARDS in problem and problem.startswith(f"{url}:")


def _unasked(source: str, why: str) -> Answer:
    return Answer(shape(source), source, None, None, listed=0, troubled=True, kept_out=why)


def _is_final(fetch: Fetch) -> bool:
    """Whether the answer is one, and no way to another."""
    return fetch.status is None or not 300 <= fetch.status < 400 or fetch.status == 304
