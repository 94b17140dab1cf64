"""Asking the news searches, and placing what they list: with the site that owns the address, else with the press at
large."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from article import Candidate
from crawler import urls
from crawler.errors import Forbidden, OfTheHost
from crawler.facts import Query, SiteFacts
from crawler.press import queries
from crawler.press.answers import Answered, Hit, read_answer
from crawler.press.opaque import follow
from crawler.press.owners import Owners
from crawler.report import Account, Key
from crawler.storing.tally import Reading
from crawler.text import normalise
from crawler.web.outcomes import Outcome, answered, plain
from detect.profile import Profile
from storage import candidates
from storage.health import searches

Keyed = list[tuple[Key, Candidate]]

HOUR = timedelta(hours=1)
# How long a title is remembered: a search lists a story for about so long.
_TITLES = timedelta(days=30)
# So many words make a title one story's alone, where the search does not say whose it is.
_LONG_TITLE = 6
# Links that do not say where they lead cost a request each: so many a run.
MOST_LINKS = 20
WAITS = Outcome("failed", f"at most {MOST_LINKS} links of searches are followed in one run: it waits for the next")


@dataclass(slots=True)
class _Asked:
    """What one search has given so far: `hits` with the answer that each was found in, `ahead` what is left to ask."""

    ahead: deque[tuple[str, datetime, datetime]]
    hits: dict[Hit, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    excused: list[str] = field(default_factory=list)
    whole: int = 0

    def take(self, url: str, answer: Answered) -> None:
        known = {hit.url for hit in self.hits}
        self.hits |= {hit: url for hit in answer.hits if hit.url not in known}
        if answer.forbidden:
            self.excused.append(answer.forbidden)
            self.ahead.clear()
        elif answer.problem:
            self.problems.append(answer.problem)
        else:
            self.whole += 1

    @property
    def reading(self) -> Reading:
        """A search that robots.txt keeps from us is none that we have."""
        if self.excused:
            return "absent"
        if not self.problems:
            return "answered"
        return "troubled" if self.whole else "failed"


class Search:
    """One run's searches. `ask` is the engine's download, `until` the monotonic time to stop at."""

    def __init__(
        self,
        ask: Callable[[Request], Awaitable[Response]],
        account: Account,
        facts: SiteFacts,
        profiles: Sequence[Profile],
        owners: Owners,
        until: float,
    ) -> None:
        self._ask = ask
        self._account = account
        self._facts = facts
        self._profiles = profiles
        self._owners = owners
        self._until = until
        self._words = queries.default_words()
        self._publishers: dict[Key, str | None] = {}
        self._refused: dict[Key, str] = {}
        self._by_title: dict[str, str] = {}
        self._links = 0
        # Whether every search was asked for all of it, and answered.
        self.whole = True

    async def ask_all(self, since: datetime, until: datetime) -> None:
        """Ask each search for what came out in between. Raises StorageError."""
        for query in self._facts.queries:
            await self._ask_one(query, since, until)

    def choose(self, to_read: Keyed) -> Keyed:
        """What is worth a request; the rest is rejected, each with its reason."""
        for key, _ in to_read:
            if key in self._refused:
                self._account.settle(key, Outcome("rejected", self._refused[key]))
        return [(key, candidate) for key, candidate in to_read if key not in self._refused]

    async def addressed(self, chosen: Keyed) -> Keyed:
        """The chosen ones with links that do not say where they lead replaced by the pages that they lead to."""
        found: Keyed = []
        taken = {key for key, _ in chosen}
        for key, candidate in chosen:
            if not self._owners.is_opaque(candidate.url):
                found.append((key, candidate))
                continue
            led = await self._lead(key, candidate)
            if isinstance(led, Outcome):
                self._account.settle(key, led)
                continue
            self._account.settle(key, Outcome("rejected", f"leads to {led}"))
            hit = Hit(led, candidate.title, candidate.published)
            fresh = [(own, one) for own, one in self._place([hit], candidate.found_in) if own not in taken]
            taken |= {own for own, _ in fresh}
            found += self.choose(self._unread(fresh))
        return found

    async def _ask_one(self, query: Query, since: datetime, until: datetime) -> None:
        reach = self._account.now() - timedelta(days=query.days)
        earliest = max(since, reach) if query.days else since
        texts = queries.texts_of_all(self._profiles, self._words.asked, query.terms)
        asked = _Asked(deque((text, earliest, until) for text in texts))
        host = urlsplit(query.url).hostname or ""
        left = query.hourly - searches.asked_since(self._account.db, host, self._account.now() - HOUR)
        while asked.ahead and left > 0 and monotonic() < self._until:
            left -= 1
            text, first, last = asked.ahead.popleft()
            url = queries.address(query, text, first, last)
            answer = await self._answer(url, query)
            self._account.condition.listed((), [url])  # how much a search finds says nothing of its health
            asked.take(url, answer)
            if answer.full:
                asked.ahead.extend((text, *half) for half in queries.halves(query, first, last))
        for found_in in dict.fromkeys(asked.hits.values()):
            hits = [hit for hit, url in asked.hits.items() if url == found_in]
            self._place([hit for hit in hits if hit.published is None or hit.published >= earliest], found_in)
        self._account.listed([])
        self.whole = self.whole and not asked.ahead and asked.reading == "answered"
        self._account.source(query.url, asked.reading, asked.problems, asked.excused)

    async def _answer(self, url: str, query: Query) -> Answered:
        try:
            response = await self._ask(Request(url, callback=NO_CALLBACK, meta={"kind": "source"}, dont_filter=True))
        except Forbidden as error:
            return Answered(forbidden=f"{urlsplit(url).hostname}: {plain(error)}")
        except Exception as error:  # noqa: BLE001  # whatever kept a search from being read is told in the report
            return Answered(problem=plain(error) if isinstance(error, OfTheHost) else f"{url}: {plain(error)}")
        if response.status != 200:
            return Answered(problem=f"{url}: {answered(response.status).reason}")
        return read_answer(response.body, url, query, self._account.now())

    def _place(self, hits: Sequence[Hit], found_in: str) -> Keyed:
        """Hand over what is a site's, and list the rest as this site's own; the latter."""
        own: Keyed = []
        for hit in hits:
            if not hit.opaque:
                self._by_title.setdefault(normalise(hit.title or ""), hit.url)
            elif self._is_known(hit):
                continue
            site = None if hit.opaque else self._owners.of(hit.url)
            reason = self._refusal(hit)
            if site is not None and reason is None and self._owners.hand_over(site, hit, found_in):
                continue
            if site is not None and reason is None:
                reason = f"is on a host of {site.name}, and has not the form of its articles"
            facts = self._facts if urls.is_article(hit.url, self._facts) else None
            address = urls.canonical(hit.url, facts)
            key = urls.key(address, facts)
            own.append((key, Candidate(self._account.site, address, "search", found_in, hit.title, hit.published)))
            self._publishers[key] = hit.publisher
            if reason:
                self._refused[key] = reason
        self._account.known_before(own)
        self._account.listed(own)
        return own

    def _unread(self, keyed: Keyed) -> Keyed:
        """Those that are not settled already; the others end as known."""
        known = candidates.known(self._account.db, self._account.site, [key for key, _ in keyed])
        settled = {key for key, one in known.items() if one.state in ("stored", "rejected")}
        for key in settled:
            self._account.tally.end(key, "known")
        return [(key, one) for key, one in keyed if key not in settled]

    def _refusal(self, hit: Hit) -> str | None:
        if not queries.is_press(hit.url, self._words):
            return "on a host that shows what others publish"
        if not any(queries.concerns(hit, profile, self._words) for profile in self._profiles):
            return "neither its title nor its snippet can concern a visit to the place"
        return None

    def _is_known(self, hit: Hit) -> bool:
        """Whether the story behind such a link is listed already, by another search or by its publisher's own site."""
        title = hit.title or ""
        known = searches.titled(self._account.db, [title], self._account.now() - _TITLES).get(title, ())
        other = self._by_title.get(normalise(title))
        addresses = [url for url in (*known, other or "") if url and not self._owners.is_opaque(url)]
        if hit.publisher is None:
            return bool(addresses) and len(title.split()) >= _LONG_TITLE
        return any(_same_house(urlsplit(url).hostname or "", hit.publisher) for url in addresses)

    async def _lead(self, key: Key, candidate: Candidate) -> str | Outcome:
        publisher = self._publishers.get(key)
        site = self._owners.of(f"https://{publisher}/") if publisher else None
        if site is not None:
            return Outcome("rejected", f"the search's link does not say where it leads; {site.name} lists its own news")
        if self._links >= MOST_LINKS or monotonic() > self._until:
            return WAITS
        self._links += 1
        return await follow(self._ask, candidate.url, candidate.title, publisher)


def _same_house(host: str, publisher: str) -> bool:
    one, other = host.removeprefix("www."), publisher.removeprefix("www.")
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
