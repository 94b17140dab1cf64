"""What is wrong, with a site or with the installation itself: the reason in plain words, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from config import Config
from digest.saying import Saying
from polling.outlook import Expectation
from storage.database import Database
from storage.digest import outbox
from storage.file import backups
from storage.health import beats, mishaps
from storage.health.alarms import Alarm
from storage.health.gaps import Gap
from storage.health.lifecycle import Life
from storage.sites import SiteHealth
from wording.facts import Telling

SILENT_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, what to do next, and what a run saw of it; `log` is what it wrote itself, in English. `weight`
    puts the worse first."""

    words: str
    step: str
    weight: int
    seen: tuple[str, ...] = ()
    log: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of all sites, by site."""

    health: Mapping[str, SiteHealth]
    lives: Mapping[str, Life]
    alarms: Sequence[Alarm]
    gaps: Sequence[Gap]
    days: Mapping[str, Mapping[str, int]]


def is_silent(db: Database, now: datetime) -> bool:
    """Whether the daemon gives no sign of life."""
    beat = beats.last(db, "daemon")
    return beat is None or now - beat > SILENT_AFTER


def of_installation(db: Database, config: Config, now: datetime, tell: Telling) -> Iterator[Problem]:
    """The daemon that is silent, what went wrong with itself, certificates that are not looked at, the messages that do
    not arrive."""
    if is_silent(db, now):
        beat = beats.last(db, "daemon")
        yield Problem(tell.words("health.daemon_silent", at=tell.clock(beat)), tell.words("health.daemon_step"), 100)
    t = tell.words
    for mishap in mishaps.standing(db):
        words = f"{t(f'digest.mishap_{mishap.about}')}, {t('health.since', at=tell.clock(mishap.since))}"
        yield Problem(words, t(f"digest.mishap_{mishap.about}_step"), 80, log=(mishap.words,))
    if backups.is_overdue(db, config, now):
        last = backups.newest(db, config.backup_folder)
        words = t("health.backup_overdue", at=tell.clock(last.made if last else None))
        yield Problem(words, t("health.backup_step"), 60)
    for host in config.unverified:
        yield Problem(t("health.unverified", host=host), t("health.unverified_step"), 1)
    say = Saying(t.language)
    for one in sorted(outbox.troubled(db), key=lambda one: one.state != "given_up"):
        yield Problem(say.delivery(one), tell.words(f"health.message_{one.state}"), 50)


def of_site(name: str, known: Known, expected: Expectation, tell: Telling) -> Iterator[Problem]:
    """Of a site that was read before; a retired one has none."""
    t = tell.words
    life, health = known.lives.get(name, Life()), known.health.get(name)
    if health is None or health.last_run is None or life.state == "retired":
        return
    if life.state in ("investigating", "quarantined"):
        words = t.get(f"health.life_{life.state}", life.state)
        yield Problem(words, t("health.life_step", site=name), 40, (tell.line(life.reason),))
    told = [alarm for alarm in known.alarms if alarm.site == name]
    for alarm in told:
        if alarm.is_note:
            continue
        words = f"{t.get(f'health.cause_{alarm.cause}', t('health.unknown_cause'))}, "
        since = t("health.since", at=tell.clock(alarm.since))
        seen = tuple(one for one in (alarm.subject, tell.line(alarm.words)) if one)
        yield Problem(words + since, tell.step(alarm), 30, seen)
    if health.last_state in ("partial", "failed", "interrupted"):
        words = t.get(f"health.run_{health.last_state}", health.last_state)
        weight = 10 if health.last_state == "partial" else 20
        yield Problem(words, t("health.run_step", site=name), weight, log=health.problems)
    if expected.silent_for and not any(alarm.cause in ("silent", "holiday") for alarm in told):
        words = t("health.silent_for", time=tell.long(expected.silent_for))
        yield Problem(words, t("health.step_silent"), 15)
    for gap in known.gaps:
        if gap.site == name:
            yield Problem(tell.gap_line(gap), t("health.gap_step"), 5, (tell.line(gap.reason),))
