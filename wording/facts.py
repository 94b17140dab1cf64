"""How facts read on a page or in a digest: one place, so that both say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from storage.desk.likely import Likely
from storage.health.alarms import Alarm
from storage.health.gaps import Gap
from storage.told import parts
from storage.visits import VisitCard
from timetable import TIMEZONE
from wording.words import Language, Words, words

# What older verdicts say in place of the judge's reasons of today.
_UNDECIDED = {
    "there is no text": "no_text",
    "the text is neither Indonesian nor English": "language",
    "the words are those of a visit here, the sentences lead elsewhere": "elsewhere",
    "title and lead say opposite things about who visits whom": "opposite",
    "too little text to tell": "short",
    "it may be a visit, and as well be none": "maybe",
}


class Telling:
    """Facts in the words of one language."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def when(self, card: VisitCard) -> str:
        """The days of a visit: "17 Oct 2018", "27 to 29 Mar 2018", or "date unknown"."""
        if card.date_start is None:
            return self.words("facts.date_unknown")
        if card.date_end is None or card.date_end == card.date_start:
            return self.day(card.date_start)
        is_one_month = card.date_start.replace(day=1) == card.date_end.replace(day=1)
        first = f"{card.date_start.day}" if is_one_month else self.day(card.date_start)
        return self.words("facts.from_to", first=first, last=self.day(card.date_end))

    def day(self, moment: date) -> str:
        month = self.words("facts.months").split()[moment.month - 1]
        return f"{moment.day} {month} {moment.year}"

    def stated(self, value: str, kind: str) -> str:
        """A value of a fact as it is stored: days are YYYY-MM-DD there."""
        return self.day(date.fromisoformat(value)) if kind in ("date_start", "date_end") else value

    def clock(self, moment: datetime | None) -> str:
        """A time in the sites' own zone, named."""
        if moment is None:
            return self.words("facts.never")
        local = moment.astimezone(TIMEZONE)
        return f"{self.day(local)}, {local:%H:%M} WIB"

    def short(self, moment: datetime | None) -> str:
        """A time for a table whose head names the zone."""
        if moment is None:
            return self.words("facts.never")
        local = moment.astimezone(TIMEZONE)
        return f"{local.day:02} {self.words('facts.months').split()[local.month - 1]} {local:%H:%M}"

    def long(self, time: timedelta) -> str:
        """5 hours, 3 days."""
        hours = int(time.total_seconds() // 3600)
        return self.words("facts.hours", n=hours) if hours < 48 else self.words("facts.days", n=hours // 24)

    def gap_line(self, gap: Gap) -> str:
        """A gap as a sentence, with its site and its times."""
        slots = {"site": gap.site, "since": self.clock(gap.since), "until": self.clock(gap.until)}
        return self.words(f"facts.gap_{gap.state}", source=gap.source, how=self.line(gap.how or ""), **slots)

    def undecided(self, reason: str) -> str:
        """Why no verdict could be made; a reason that has no words yet is said as it is."""
        return self.words.get(f"facts.undecided_{_UNDECIDED.get(reason, reason)}", reason)

    def mark(self, mark: str) -> str:
        """What looks odd about a fact; a mark that has no words, such as an older one, as it is."""
        kind, _, days = mark.partition(":")
        if kind != "weekday":
            return self.words.get(f"facts.mark_{mark}", mark)
        names = self.words("facts.weekdays").split()
        said, number = (names[int(day)] for day in days.split(":"))
        return self.words("facts.mark_weekday", said=said, number=number)

    def sign(self, rule: str) -> str:
        """A sign behind a verdict, as "zone.name": in the title, that somebody learns."""
        zone, _, name = rule.partition(".")
        told = self.words.get(f"signs.{name}", "")
        return f"{self.words.get(f'signs.in_{zone}', zone)}: {told}" if told else rule

    def line(self, line: str) -> str:
        """A line of storage/told.py in words; another text as it is."""
        said = parts(line)
        return line if said is None else self._said(*said)

    def lines(self, lines: Iterable[str]) -> str:
        return "; ".join(map(self.line, lines))

    def step(self, alarm: Alarm) -> str:
        """What the administrator does next."""
        return self.words.get(f"health.step_{alarm.cause}", alarm.step)

    def _said(self, word: str, slots: Mapping[str, Any]) -> str:
        """A word of a newer release, unknown to this one, is said as it is."""
        try:
            return self.words(f"told.{word}", **{name: self._slot(slot) for name, slot in slots.items()})
        except KeyError:
            return f"{word} {dict(slots)}"

    def _slot(self, slot: Any) -> object:
        if isinstance(slot, list | tuple):
            return self._said(*slot)
        return self.short(datetime.fromisoformat(slot["at"])) if isinstance(slot, dict) else slot

    def alike(self, other: Likely) -> list[str]:
        """What speaks for two visits being one: the same guests, origin, subject, number, and how far apart."""
        named = (("visitors", other.visitors), ("origin", other.origin), ("loci", other.loci))
        told = [self.words(f"visit.alike_{kind}", what=what) for kind, what in named if what]
        if other.headcount is not None:
            told.append(self.words("visit.alike_headcount", n=other.headcount))
        if other.days is not None:
            told.append(self.words("visit.alike_days" if other.days else "visit.alike_day", n=other.days))
        return told

    def decimal(self, number: float, form: str = "%.2f") -> str:
        """A number with the decimal sign of the language; `form` as for the operator %."""
        told = form % number
        return told.replace(".", ",") if self.words.language == "id" else told

    def people(self, card: VisitCard) -> str:
        if card.headcount is None:
            return self.words("facts.people_unknown")
        return self.words("facts.people", n=card.headcount)


@cache
def telling(language: Language) -> Telling:
    return Telling(words(language))


def web(url: str) -> str:
    """The URL where it is one that a browser may follow, else nothing: pages write these, and not all mean well."""
    return url if url.lower().startswith(("http://", "https://")) else ""


def around(text: str, words: str) -> tuple[str, str, str]:
    """What stands before the words, they themselves, and what follows; where they are the whole text, or are not in
    it, nothing stands out."""
    before, found, after = text.partition(words) if words and words != text else (text, "", "")
    return before, found, after
