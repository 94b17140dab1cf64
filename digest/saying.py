"""News, troubles and deliveries as sentences of one language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from digest.news import KnownVisit
from storage.digest.changes import Change
from storage.digest.digests import DigestData
from storage.digest.outbox import Delivery
from storage.digest.recovered import Recovered
from storage.health.alarms import Alarm
from storage.health.lifecycle import Marked
from storage.health.mishaps import Mishap
from storage.values import from_time
from wording.clean import one_line
from wording.facts import telling
from wording.words import Language

_DAYS = ("date_start", "date_end")
_NAMED = 3


class Saying:
    def __init__(self, language: Language) -> None:
        self.tell = telling(language)
        self.words = self.tell.words

    def subject(self, data: DigestData, known: Sequence[KnownVisit]) -> str:
        """Who came, as far as a subject has room, else what there is; never more than one line."""
        parts = []
        if data.visits:
            names = [one_line("; ".join(visit.visitors), 60) for visit in data.visits[:_NAMED]]
            named = ", ".join(name for name in names if name)
            counted = self.words("digest.new_visits", n=len(data.visits))
            parts.append(f"{counted} ({named}{', …' if len(data.visits) > _NAMED else ''})" if named else counted)
        if cancelled := sum(one.is_cancelled for one in known):
            parts.append(self.words("digest.called_off", n=cancelled))
        if known:
            parts.append(self.words("digest.news_on", n=len(known)))
        if data.flags:
            parts.append(self.words("digest.to_look_at", n=len(data.flags)))
        what = ", ".join(parts) or self.words("digest.nothing")
        return one_line(self.words("digest.subject", number=data.number, what=what), 150)

    @staticmethod
    def places(data: DigestData) -> str:
        """The watched places that a part of the digest is restricted to, by name."""
        return ", ".join(data.places.get(code, code) for code in data.only)

    def sites(self, data: DigestData) -> str:
        """16 of 16 sites read, oldest 2 hours ago."""
        said = [self.words("digest.sites_read", read=data.sites_read, total=data.sites_total)]
        if data.oldest_read is not None:
            age = data.now - data.oldest_read
            hours = age.total_seconds() >= 3600
            said.append(
                self.words("digest.sites_oldest", age=self.tell.long(age))
                if hours
                else self.words("digest.sites_fresh")
            )
        line = ", ".join(said)
        return f"{line}; {self.words('digest.sites_unread', names=', '.join(data.unread))}" if data.unread else line

    def change(self, change: Change) -> str:
        """headcount 40 -> 45."""
        if change.what == "withdrawn":
            return self.words("digest.withdrawn", at=self.tell.clock(from_time(change.became or "")))
        what = self.words.get(f"digest.fact_{change.what}", change.what)
        was, became = self._value(change.what, change.was), self._value(change.what, change.became)
        return self.words("digest.change", what=what, was=was, became=became)

    def _value(self, what: str, value: str | None) -> str:
        if value is None:
            return self.words("digest.not_stated")
        if what in _DAYS:  # of an article with several delegations, one each
            return "; ".join(self.tell.day(date.fromisoformat(day)) for day in value.split("; "))
        if what == "status":
            return self.words.get(f"facts.status_{value}", value)
        return self.words.get(f"digest.value_{value.replace(' ', '_')}", value) if what == "flag" else one_line(value)

    def recovered(self, one: Recovered) -> str:
        return self.words(f"digest.recovered_{one.kind}", since=self.tell.clock(one.hidden_since))

    def doubt(self, one: Marked) -> str:
        reason = one_line(self.tell.line(one.life.reason))
        return self.words("digest.doubtful", site=one.site, since=self.tell.clock(one.life.since), reason=reason)

    def status(self, status: str) -> str:
        return self.words.get(f"facts.status_{status}", status)

    def alarms(self, alarms: Sequence[Alarm]) -> list[str]:
        """A line for each cause at each site."""
        lines: dict[tuple[str, str], list[Alarm]] = {}
        for alarm in alarms:
            lines.setdefault((alarm.site, alarm.cause), []).append(alarm)
        return [self.alarm(first, len(more)) for first, *more in lines.values()]

    def alarm(self, alarm: Alarm, more: int = 0) -> str:
        """Which site, what, since when, and what to do; `more` of its kind go with it."""
        words = one_line(self.tell.line(alarm.words))
        words = self.words("digest.alarm_more", words=words, n=more) if more else words
        if alarm.resolved is not None:
            return self.words("digest.alarm_over", site=alarm.site, at=self.tell.clock(alarm.resolved), words=words)
        runs = "" if alarm.runs == 1 else self.words("digest.alarm_runs", n=alarm.runs)
        since = self.tell.clock(alarm.since)
        slots = {"site": alarm.site, "words": words, "since": since, "runs": runs, "step": self.tell.step(alarm)}
        return self.words("digest.alarm_stands", **slots)

    def mishap(self, one: Mishap) -> str:
        """What went wrong with the installation itself, since when, and what to do."""
        about = self.words(f"digest.mishap_{one.about}")
        if one.resolved is not None:
            return self.words("digest.mishap_over", about=about, at=self.tell.clock(one.resolved))
        step = self.words(f"digest.mishap_{one.about}_step")
        words, since = one_line(one.words), self.tell.clock(one.since)
        return self.words("digest.mishap_stands", about=about, words=words, since=since, step=step)

    def delivery(self, one: Delivery) -> str:
        """digest 7, mail to the editors: waiting, next try 06:45 WIB; not now: 451 ..."""
        channel = self._channel(one)
        about = "digest.of_notice" if one.digest is None else "digest.of_digest"
        return f"{self.words(about, number=one.digest, channel=channel)}: {self.state(one)}"

    def way(self, one: Delivery) -> str:
        """mail to the editors: sent 3 Nov 2026, 06:30 WIB."""
        return f"{self._channel(one)}: {self.state(one)}"

    def _channel(self, one: Delivery) -> str:
        return f"{self.words(f'digest.channel_{one.channel}')}{f' ({one.edition})' if one.edition else ''}"

    def state(self, one: Delivery) -> str:
        at: datetime | None = one.sent or one.next_try
        state = self.words(f"digest.state_{one.state}", at=self.tell.clock(at), n=one.attempts)
        return f"{state}; {self.words(f'digest.fault_{one.fault}', error=one.error)}" if one.fault else state
