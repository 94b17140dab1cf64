"""The shared nouns: what the packages hand to each other. Imports nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, Literal, TypeVar

FoundBy = Literal["feed", "sitemap", "listing", "wordpress", "search", "hand"]
Direction = Literal["inbound", "outgoing", "elsewhere", "none"]
Status = Literal["announced", "happened", "cancelled", "recap"]
RunState = Literal["running", "good", "partial", "failed", "interrupted"]

T = TypeVar("T", covariant=True)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A URL found in a feed, sitemap, listing or search, with whatever came with it."""

    site: str
    url: str
    found_by: FoundBy
    found_in: str
    title: str | None = None
    published: datetime | None = None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One canonical URL as it was read at one time.

    `published` carries the UTC offset that the page stated or that its site writes in;
    None when the page shows no date. `method` names the link of the extraction chain that
    gave the body, `parser` its version; `marks` are plain words for whatever looked odd.
    """

    url: str
    site: str
    title: str
    body: str
    published: datetime | None = None
    author: str | None = None
    language: str = "id"
    site_id: str | None = None
    method: str = ""
    marks: tuple[str, ...] = ()
    parser: str = field(default="", compare=False)

    @property
    def text(self) -> str:
        """Title and body as one text: what every Span counts its characters in."""
        return f"{self.title}\n{self.body}"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters start..end (end excluded) of `Article.text`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason behind a verdict: the rule, its weight (log-odds), the sentence, the words that decided."""

    rule: str
    weight: float
    sentence: Span
    words: Span


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """A value with the place that states it. `mark` says in plain words what looks odd about it;
    `code` is the gazetteer's region code, for regions; `sentence` is the one that the place stands in."""

    value: T
    span: Span | None = None
    mark: str | None = None
    code: str | None = None
    sentence: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Visit:
    """One delegation's study visit as one article reports it. Unknown is None or empty, never a guess.

    `place` is the region code of the watched place that was visited: no fact that the text states.
    """

    visitors: tuple[Fact[str], ...] = ()
    origin: tuple[Fact[str], ...] = ()
    headcount: Fact[int] | None = None
    programme: Fact[str] | None = None
    date_start: Fact[date] | None = None
    date_end: Fact[date] | None = None
    loci: tuple[Fact[str], ...] = ()
    hosts: tuple[Fact[str], ...] = ()
    leader: Fact[str] | None = None
    place: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The detector's judgement of one article.

    `score` is the probability, 0 to 1, that the article reports a study visit to the watched place.
    `undecided` says why no verdict could be made (the article then goes to the editor), by a word for it: no_text,
    language, elsewhere, opposite, short or maybe; else None.
    `lexicon` names the version of the words and rules, `watch` the watched place's profile (of several places that it
    flags, all of them). `place` is the region code of the watched place that it is about, the likeliest of several;
    None where the text does not open with one.
    """

    flagged: bool
    score: float
    direction: Direction | None
    status: Status | None
    evidence: tuple[Evidence, ...]
    visits: tuple[Visit, ...]
    lexicon: str
    watch: str
    undecided: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class RunReport:
    """What one run saw and where each candidate went.

    A run is good only when seen = stored + known + rejected + failed and failed = 0;
    `problems` are sentences for the administrator.
    """

    site: str
    state: RunState
    seen: int = 0
    stored: int = 0
    known: int = 0
    rejected: int = 0
    failed: int = 0
    new: int = 0
    versions: int = 0
    copies: int = 0
    flagged: int = 0
    requests: int = 0
    bytes: int = 0
    not_modified: int = 0
    problems: tuple[str, ...] = ()

    @property
    def adds_up(self) -> bool:
        return self.seen == self.stored + self.known + self.rejected + self.failed
