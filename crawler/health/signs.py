"""What one run saw of a site, and what is known of it from before: the rules of breakage hold one against the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from crawler.health.causes import STEPS, Cause
from crawler.health.looks import IN_THE_WAY, Look
from crawler.health.silence import Came
from storage.health.alarms import Found
from storage.health.harvest import Fields, Usual
from storage.health.nowhere import Nowhere
from storage.told import told

ARTICLES, PAGES = "articles", "pages"


@dataclass(frozen=True, slots=True)
class Answer:
    """The last answer to one of a run's requests that was not for an article.

    `source` is the address with numbers written as 0; `look` is None where no answer came. `listed` counts the
    articles in it, None where it had not changed; `shown` is the same, from the last whole answer where it had not
    changed, and `most` what this very address has ever listed. `troubled`: its source was not read as the site file
    says. `kept_out` is why a source was not even asked, None where it was.
    """

    source: str
    url: str
    status: int | None
    look: Look | None
    listed: int | None = None
    troubled: bool = False
    is_robots: bool = False
    shown: int | None = None
    most: int = 0
    kept_out: str | None = None

    @property
    def is_good(self) -> bool:
        return self.status == 304 or (self.status == 200 and self.look not in IN_THE_WAY and self.look != "empty")


@dataclass(frozen=True, slots=True)
class Page:
    """An article's page that a run asked for: `reason` why it is no article, None where it is one."""

    url: str
    look: Look | None
    body_hash: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Stand:
    """How far a source has come: its newest article, and how many newer ones the site's other sources have listed."""

    source: str
    url: str
    newest: datetime
    behind: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What a run saw. `unlike` says whether its newest article page shares hardly a name with those before it, None
    where there is none to compare. `nowhere` are the answers to addresses that cannot exist."""

    now: datetime
    answers: Sequence[Answer] = ()
    pages: Sequence[Page] = ()
    read: Sequence[Fields] = ()
    unlike: bool | None = None
    stands: Sequence[Stand] = ()
    nowhere: Sequence[Nowhere] = ()


@dataclass(frozen=True, slots=True)
class History:
    """The site's own: `sources` by Answer.source, `fields` of its articles newest first, `empty_pages` of the 30 days
    before the run. `came` is there where its rhythm is looked at: after long without anything new, and once a day."""

    sources: Mapping[str, Usual] = field(default_factory=dict)
    fields: Sequence[Fields] = ()
    empty_pages: int = 0
    came: Came | None = None


def finding(cause: Cause, subject: str, word: str, **slots: object) -> Found:
    """A finding, told (storage/told.py) by a word and its slots, with its cause's next step."""
    return Found(cause, subject, told(word, **slots), STEPS[cause])
