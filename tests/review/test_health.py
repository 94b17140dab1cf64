"""The health page: what needs a look stands first, with its reason and the next step, in the reader's language."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import get_args

import pytest

from crawler.health.causes import STEPS
from storage.database import Database
from storage.digest import digests, outbox
from storage.digest.digests import Rendered
from storage.file import holdings
from storage.health import alarms, beats, gaps, mishaps
from storage.health.alarms import Found
from storage.health.gaps import Covered
from storage.values import to_time
from tests.review.test_guard import Browser
from tests.storing import DAY, HOUR, NOW, another, begin, end, save
from wording.words import LANGUAGES, entries, words


def page(db: Database, language: str = "en") -> str:
    return Browser(db).ask("GET", "/health", headers={"accept-language": language}).text


def read(db: Database) -> int:
    run = begin(db, "seblang")
    with db.write():
        for back in (0, 0, 3):
            save(db, run, another(site="seblang"), found=(), flagged=False, now=NOW - back * DAY)
    end(db, run, "seblang")
    return run


def test_every_cause_of_an_alarm_has_its_words_and_its_step_and_there_are_no_others() -> None:
    said = {key.removeprefix("health.cause_") for key in entries() if key.startswith("health.cause_")}
    steps = {key.removeprefix("health.step_") for key in entries() if key.startswith("health.step_")}
    assert said == steps == set(STEPS)


def test_a_site_that_was_never_read_says_so_and_how_to_read_it(db: Database) -> None:
    text = page(db)
    assert "No site needs a look" not in text and "1 site has never been read" in text
    assert "jujugan crawl seblang" in text


@pytest.mark.fault("C10")
def test_a_host_whose_certificate_is_not_looked_at_is_named(db: Database) -> None:
    text = Browser(db, unverified=("ppid.contoh.go.id",)).ask("GET", "/health").text
    assert "The certificate of ppid.contoh.go.id is not looked at" in text
    assert "The certificate of" not in page(db)


def test_a_site_in_order_stands_in_the_table_with_its_line(db: Database) -> None:
    read(db)
    with db.write():
        beats.beat(db, "daemon", NOW)
    text = page(db)
    assert first(text) == "No site needs a look."
    assert "seblang, articles a day for 30 days: 0 to 2, 3 in all" in text
    assert "candidate, not proven yet" in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("cause", [cause for cause in STEPS if cause not in alarms.NOTES])
def test_an_alarm_is_told_in_the_readers_language_with_its_step(db: Database, cause: str, language: str) -> None:
    read(db)
    with db.write():
        alarms.record(db, "seblang", [Found(cause, "", "<b>seen</b>", "")], (), NOW)
    text = page(db, language)
    said = words("id" if language == "id" else "en")
    assert said(f"health.cause_{cause}") in re.sub("&#39;", "'", text)
    assert said(f"health.step_{cause}") in re.sub("&#39;", "'", text)
    assert "<b>seen" not in text


def test_a_gap_and_a_run_that_failed_are_told_and_a_holiday_is_not(db: Database) -> None:
    run = read(db)
    with db.write():
        known = Covered("https://seblang.example/feed/", run, NOW, None, None, 1.0)
        gaps.note(db, "seblang", known, run, NOW - timedelta(hours=3), NOW, "nothing was known", NOW)
        alarms.record(db, "seblang", [Found("holiday", "", "quiet", "")], (), NOW)
    failed = begin(db, "seblang", NOW)
    end(db, failed, "seblang", NOW, "failed")
    text = page(db)
    assert text.index("The last run failed") < text.index("gap from 17 Oct 2018, 07:22 WIB")
    assert "as it is on holidays" not in text


def first(text: str) -> str:
    return text.split('<p class="first"><b>')[1].split("</b>")[0]


@pytest.mark.fault("B10")
def test_the_first_sentence_is_what_is_worst(db: Database) -> None:
    assert first(page(db)) == "No site is being read: the daemon is silent."
    assert "The daemon is silent (last beat: never)" in page(db)
    with db.write():
        beats.beat(db, "daemon", NOW)
    assert "alive, last beat 17 Oct 2018" in page(db)
    assert first(page(db)) == "1 site has never been read"
    end(db, begin(db, "seblang", NOW), "seblang", NOW, "failed")
    assert first(page(db)) == "1 site needs a look"


def test_messages_that_do_not_arrive_are_told_with_the_next_try_and_what_to_do(db: Database) -> None:
    with db.write():
        number = digests.compose(db, NOW, lambda _: Rendered("", "")).number
        outbox.queue_digest(db, number, ("mail", "webhook", "feed"), "desk.example", NOW)
        mail, webhook, _ = outbox.of_digests(db, [number])[number]
        outbox.failed(db, mail.outbox_id, "temporary", "451 later", (), NOW + timedelta(hours=1))
        outbox.failed(db, webhook.outbox_id, "refused", "<b>410</b> gone", (), None)
    text = page(db)
    assert "digest 1, mail to the editors: waiting, next try 17 Oct 2018, 11:22 WIB; not now: 451 later" in text
    assert text.index("given up after") < text.index("it is tried again by itself"), "what needs a hand first"
    assert "jujugan digest --send" in text and "<b>410" not in text
    with db.write():
        outbox.arrived(db, mail.outbox_id, NOW)
        outbox.arrived(db, webhook.outbox_id, NOW)
    assert "next try" not in page(db) and "given up" not in page(db)


def test_the_newest_backup_is_told_and_one_that_is_overdue_with_its_step(db: Database) -> None:
    end(db, begin(db, "seblang"), "seblang")
    folder = db.path.parent / "backups"
    assert "<dt>Last backup</dt><dd>none</dd>" in page(db)
    with db.write():
        db.execute("UPDATE run SET started = ?", [to_time(NOW - 3 * DAY)])
    assert "A backup is overdue (the last one: never)" in page(db)
    with db.write():
        holdings.record(db, "backup", folder / "a.db", NOW - 2 * HOUR)
        holdings.record(db, "backup", db.path.parent / "elsewhere.db", NOW)
    text = page(db)
    assert "<dt>Last backup</dt><dd>17 Oct 2018, 08:22 WIB</dd>" in text and "overdue" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("about", get_args(mishaps.About))
def test_what_goes_wrong_with_the_installation_itself_is_told_with_its_step(
    db: Database, about: mishaps.About, language: str
) -> None:
    with db.write():
        mishaps.record(db, about, "<b>words</b>", NOW)
    text = page(db, language)
    said = words("id" if language == "id" else "en")
    assert said(f"digest.mishap_{about}") in text and said(f"digest.mishap_{about}_step") in text
    assert "<b>words" not in text and "&lt;b&gt;words" in text


def test_a_site_that_is_not_watched_any_more_needs_no_look_but_is_named(db: Database) -> None:
    begin(db, "surya", NOW - 9 * DAY)
    text = page(db)
    assert "1 site is not watched any more, what is stored of it stays: surya" in text
    assert text.count("surya") == 1
