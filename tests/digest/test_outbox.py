"""The outbox: when a parcel is tried again, when it is given up, and who hears of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from config import Config, Digest, Webhook
from digest import deliver, failure, notice
from digest.compose import compose
from digest.deliver import CLAIM, Outcome, patience
from storage.database import Database
from storage.digest import digests, notices, outbox
from storage.digest.outbox import Delivery, Fault, Parcel
from storage.health import alarms, mishaps
from storage.health.alarms import Found
from tests.posting import OTHER, How, Post, post_office
from tests.storing import DAY, HOUR, NOW, another, begin, save

MINUTE = timedelta(minutes=1)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    mail = Post().mail(port=9, administrator=(OTHER,))
    return Config(database=tmp_path / "news.db", sites=("berita",), digest=Digest(mail=mail))


def only(db: Database, channel: str = "mail") -> Delivery:
    [found] = [one for one in outbox.of_digests(db, [1])[1] if one.channel == channel]
    return found


def try_at(db: Database, config: Config, now: datetime, outcome: Outcome) -> Parcel | None:
    parcel = deliver.claim(db, now)
    if parcel is not None:
        deliver.settle(db, config, parcel, outcome, now)
    return parcel


def test_a_digest_is_queued_for_every_channel_in_the_transaction_that_numbers_it(db: Database, config: Config) -> None:
    compose(db, replace(config, digest=replace(config.digest, webhook=Webhook("http://127.0.0.1/"))), NOW)
    rows = outbox.of_digests(db, [1])[1]
    assert [(one.channel, one.state) for one in rows] == [("mail", "waiting"), ("feed", "sent"), ("webhook", "waiting")]
    assert [one.message_id for one in rows] == [
        f"<digest.1.20181017T032200Z.{name}@example.org>" for name in ("mail", "feed", "webhook")
    ]


def test_a_digest_that_cannot_be_queued_has_no_number(
    db: Database, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    run = begin(db)
    with db.write():
        save(db, run, another())
    monkeypatch.setattr(outbox, "queue_digest", broken)
    with pytest.raises(ZeroDivisionError):
        compose(db, config, NOW)
    assert digests.latest(db) is None
    assert len(digests.preview(db, NOW).visits) == 1


def test_what_is_being_sent_is_nobody_elses_until_the_claim_runs_out(db: Database, config: Config) -> None:
    compose(db, config, NOW)
    first = deliver.claim(db, NOW)
    assert first is not None
    assert deliver.claim(db, NOW + CLAIM - timedelta(seconds=1)) is None
    again = deliver.claim(db, NOW + CLAIM)
    assert again is not None
    assert (again.message_id, again.attempts) == (first.message_id, 2)
    assert only(db).fault == "unknown"


@pytest.mark.parametrize("fault", ["temporary", "hung", "unclear", "unknown"])
def test_tries_come_further_and_further_apart(db: Database, config: Config, fault: Fault) -> None:
    compose(db, config, NOW)
    now, waits = NOW, []
    for _ in range(9):
        assert try_at(db, config, now, Outcome(fault, "not now")) is not None
        next_try = only(db).next_try
        assert next_try is not None
        waits.append((next_try - now) / MINUTE)
        now = next_try
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_a_refusal_waits_for_a_person_and_is_told_to_the_administrator_once(db: Database, config: Config) -> None:
    compose(db, config, NOW)
    try_at(db, config, NOW, Outcome("refused", "550 no such mailbox"))
    assert only(db).next_try == NOW + 4 * HOUR
    assert notice.compose_due(db, config, NOW + MINUTE)
    parcel = deliver.claim(db, NOW + MINUTE)
    assert parcel is not None
    assert (parcel.channel, parcel.digest) == ("administrator", None)
    assert "digest 1, mail to the editors" in " ".join(parcel.text.split())
    assert "refused: 550 no such mailbox" in " ".join(parcel.text.split())
    assert parcel.subject == "Jujugan needs a look: 1 message not delivered"
    assert not notice.compose_due(db, config, NOW + 2 * HOUR)


def test_after_so_many_days_it_is_given_up_named_and_never_lost(db: Database, config: Config) -> None:
    compose(db, config, NOW)
    try_at(db, config, NOW + 5 * DAY - HOUR, Outcome("temporary", "451 later"))
    assert only(db).state == "waiting"
    try_at(db, config, NOW + 5 * DAY, Outcome("temporary", "451 later"))
    given_up = only(db)
    assert (given_up.state, given_up.next_try, given_up.error) == ("given_up", None, "451 later")
    assert deliver.claim(db, NOW + 30 * DAY) is None
    assert outbox.troubled(db) == [given_up]
    assert notice.compose_due(db, config, NOW + 5 * DAY)
    with db.write():
        outbox.hurry(db, NOW + 6 * DAY)
    parcel = deliver.claim(db, NOW + 6 * DAY)
    assert parcel is not None
    assert parcel.message_id == given_up.message_id
    deliver.settle(db, config, parcel, Outcome(), NOW + 6 * DAY)
    assert outbox.troubled(db) == [one for one in outbox.troubled(db) if one.channel == "administrator"]
    assert only(db).state == "sent"


def test_a_channel_that_is_no_longer_configured_ends_what_waits_for_it(db: Database, config: Config) -> None:
    compose(db, config, NOW)
    without = replace(config, digest=Digest())
    parcel = deliver.claim(db, NOW)
    assert parcel is not None
    deliver.settle(db, without, parcel, deliver.send(without, parcel), NOW)
    assert (only(db).state, only(db).error) == ("given_up", "the channel is no longer configured")


def test_what_has_arrived_stays_so_though_a_slower_try_failed(db: Database, config: Config) -> None:
    compose(db, config, NOW)
    slow = deliver.claim(db, NOW)
    fast = deliver.claim(db, NOW + CLAIM)
    assert slow is not None and fast is not None
    deliver.settle(db, config, fast, Outcome(), NOW + CLAIM)
    deliver.settle(db, config, slow, Outcome("hung", "no answer"), NOW + CLAIM)
    assert only(db).state == "sent"


def test_patience_has_an_end_and_a_beginning() -> None:
    assert [patience("hung", attempts) for attempts in (1, 1000)] == [MINUTE, HOUR]


def test_a_report_that_does_not_arrive_is_not_reported(db: Database, config: Config) -> None:
    trouble(db, "/rss", NOW)
    assert notice.compose_due(db, config, NOW)
    try_at(db, config, NOW, Outcome("refused", "550 no such administrator"))
    assert not notice.compose_due(db, config, NOW + DAY)
    assert [one.channel for one in outbox.troubled(db)] == ["administrator"]


def trouble(db: Database, subject: str, now: datetime) -> None:
    with db.write():
        if not db.rows("SELECT 1 FROM site"):
            db.insert("site", {"name": "berita", "hosts": "[]", "registered": "2018-10-01T00:00:00Z"})
        alarms.record(db, "berita", [Found("feed_dead", subject, f"{subject} is gone", "look for it")], (), now)


def mended(db: Database, subject: str, now: datetime) -> None:
    with db.write():
        alarms.record(db, "berita", [], {("feed_dead", subject)}, now)


def told(db: Database) -> str:
    row = db.one("SELECT subject, text FROM notice ORDER BY id DESC LIMIT 1")
    assert row is not None
    return " ".join(f"{row['subject']} {row['text']}".split())


def test_the_administrator_hears_what_is_new_and_what_is_over_each_once(db: Database, config: Config) -> None:
    trouble(db, "/rss", NOW)
    trouble(db, "/feed", NOW)
    assert notice.compose_due(db, config, NOW)
    assert "Jujugan needs a look: 2 new problems" in told(db)
    assert "- berita: /rss is gone, and 1 more of this kind (since 17 Oct 2018, 10:22 WIB)." in told(db)
    assert not notice.compose_due(db, config, NOW + 2 * HOUR)
    mended(db, "/rss", NOW + 2 * HOUR)
    trouble(db, "/index", NOW + 2 * HOUR)
    assert notice.compose_due(db, config, NOW + 3 * HOUR)
    new, over, standing = (told(db).index(head) for head in ("== New", "== Over", "== Told before"))
    assert new < told(db).index("/index is gone") < over < told(db).index("/rss is gone") < standing
    assert "/feed is gone" in told(db)[standing:]
    assert not notice.compose_due(db, config, NOW + 9 * HOUR)


def test_what_breaks_within_an_hour_is_one_report(db: Database, config: Config) -> None:
    trouble(db, "/rss", NOW)
    assert notice.compose_due(db, config, NOW)
    trouble(db, "/feed", NOW + MINUTE)
    assert not notice.compose_due(db, config, NOW + 59 * MINUTE)
    assert notice.compose_due(db, config, NOW + notices.EVERY)


def test_what_was_over_before_anybody_was_told_is_not_told(db: Database, config: Config) -> None:
    trouble(db, "/rss", NOW)
    mended(db, "/rss", NOW + MINUTE)
    assert not notice.compose_due(db, config, NOW + HOUR)


@pytest.mark.fault("A5")
def test_what_goes_wrong_with_the_installation_itself_is_told_as_the_sites_alarms_are(
    db: Database, config: Config
) -> None:
    with db.write():
        mishaps.record(db, "backup", "the disk of /mnt is full", NOW)
    assert notice.compose_due(db, config, NOW)
    assert "1 new problem" in told(db)
    assert "The backup failed: the disk of /mnt is full (since 17 Oct 2018, 10:22 WIB). Next: Mend it" in told(db)
    trouble(db, "/rss", NOW + HOUR)
    assert notice.compose_due(db, config, NOW + 2 * HOUR)
    new, standing = told(db).index("== New"), told(db).index("== Told before")
    assert new < told(db).index("/rss is gone") < standing < told(db).index("The backup failed")
    with db.write():
        mishaps.over(db, "backup", NOW + 3 * HOUR)
    assert notice.compose_due(db, config, NOW + 4 * HOUR)
    assert told(db).index("== Over") < told(db).index("The backup failed: over since 17 Oct 2018, 13:22 WIB")
    assert not notice.compose_due(db, config, NOW + 9 * HOUR)


def test_without_an_administrator_nothing_is_composed_and_nothing_forgotten(db: Database, config: Config) -> None:
    trouble(db, "/rss", NOW)
    nobody = replace(config, digest=replace(config.digest, mail=replace(config.digest.mail, administrator=())))
    assert not notice.compose_due(db, nobody, NOW)
    assert notice.compose_due(db, config, NOW + DAY)


def test_what_broke_never_takes_a_digests_number(db: Database, config: Config) -> None:
    trouble(db, "/rss", NOW)
    notice.compose_due(db, config, NOW)
    assert digests.preview(db, NOW).number == 1


@pytest.mark.fault("G13")
def test_a_server_that_comes_back_gets_what_waited_under_the_same_id(db: Database, config: Config) -> None:
    with post_office("later") as office:
        reachable = replace(config, digest=replace(config.digest, mail=office.mail()))
        compose(db, reachable, NOW)
        compose(db, reachable, NOW + DAY)
        for now in (NOW + DAY, NOW + DAY + 2 * MINUTE):
            while (parcel := deliver.claim(db, now)) is not None:
                deliver.settle(db, reachable, parcel, deliver.send(reachable, parcel), now)
            office.how = "takes"
    rows = [one for found in outbox.of_digests(db, [1, 2]).values() for one in found if one.channel == "mail"]
    assert [(one.state, one.attempts) for one in rows] == [("sent", 2), ("sent", 2)]
    assert office.ids == [one.message_id for one in rows]


@pytest.mark.fault("G13")
def test_each_digest_arrives_once_after_all_that_a_server_can_do(
    db: Database, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failure, "STEP_SECONDS", 0.3)
    failures: tuple[How, ...] = ("later", "hangs", "drops before the reply", "drops after the reply")
    with post_office() as office:
        reachable = replace(config, digest=replace(config.digest, mail=office.mail()))
        now = NOW
        for how in ("down", *failures):
            compose(db, reachable, now)
            office.how = how if how in failures else "takes"  # type: ignore[assignment]
            down = replace(reachable.digest.mail, port=9)
            at_first = replace(reachable, digest=replace(reachable.digest, mail=down)) if how == "down" else reachable
            drain(db, at_first, now)
            office.how = "takes"
            for minutes in (2, 90):
                drain(db, reachable, now + minutes * MINUTE)
            now += DAY
    rows = [one for found in outbox.of_digests(db, [1, 2, 3, 4, 5]).values() for one in found if one.channel == "mail"]
    assert [one.state for one in rows] == ["sent"] * 5
    # What was taken and never acknowledged is sent again, under the id by which a reader's mail program knows it.
    unsure = [1, 1, 1, 2, 1]
    assert Counter(office.ids) == {one.message_id: times for one, times in zip(rows, unsure, strict=True)}


def drain(db: Database, config: Config, now: datetime) -> None:
    while (parcel := deliver.claim(db, now)) is not None:
        deliver.settle(db, config, parcel, deliver.send(config, parcel), now)
