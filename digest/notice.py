"""The report to the administrator: what broke, what is mended, and which messages do not arrive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from config import Config, site_names
from digest.compose import host
from digest.saying import Saying
from storage.database import Database
from storage.digest import digests, notices
from storage.digest.digests import SiteTrouble
from storage.digest.notices import Notice, Untold
from storage.health import alarms, mishaps
from storage.health.alarms import Alarm
from storage.health.mishaps import Mishap
from wording.clean import one_line, printable
from wording.templates import environment
from wording.words import Language


def compose_due(db: Database, config: Config, now: datetime) -> bool:
    """Compose and queue a report where something is new or over and an administrator is named; whether it was."""
    if not _is_due(db, config, now):
        return False
    with db.write():
        if not _is_due(db, config, now):
            return False
        own = mishaps.standing(db)
        stands = [one for one in alarms.standing(db) if not one.is_note]
        troubles = digests.preview(db, now, sites=config.sites or site_names(), due=config.timetable.again).troubles
        notices.compose(
            db,
            notices.untold(db),
            lambda told: render(told, stands, troubles, now, config.digest.language, config.page, own),
            host(config),
            now,
        )
    return True


def render(
    told: Untold,
    stands: list[Alarm],
    troubles: tuple[SiteTrouble, ...],
    now: datetime,
    language: Language,
    page: str,
    own: Sequence[Mishap] = (),
) -> Notice:
    """Pure. `stands` are all alarms that stand, `troubles` the sites that are not good, `own` the mishaps that stand,
    told before or not."""
    say = Saying(language)
    words = say.words
    known = {one.alarm_id for one in told.new}
    known_own = {one.mishap_id for one in told.mishaps}
    new = (*told.new, *told.mishaps)
    over = (*told.over, *told.mishaps_over)
    counts = (("undelivered", told.deliveries), ("new", new), ("over", over))
    what = ", ".join(words(f"digest.notice_{name}", n=len(some)) for name, some in counts if some)
    sections = (
        ("deliveries", [say.delivery(one) for one in told.deliveries]),
        ("broken", [*map(say.mishap, told.mishaps), *say.alarms(told.new)]),
        ("mended", [*map(say.mishap, told.mishaps_over), *say.alarms(told.over)]),
        (
            "standing",
            [
                *(say.mishap(one) for one in own if one.mishap_id not in known_own),
                *say.alarms([one for one in stands if one.alarm_id not in known]),
            ],
        ),
        ("sites", [f"{one.name}: {one_line(say.tell.lines(one.lines))}" for one in troubles]),
    )
    subject = one_line(words("digest.notice_subject", what=what), 150)
    given = {
        "sections": [(words(f"digest.notice_{name}"), lines) for name, lines in sections if lines],
        "now": now,
        "page": page,
        "subject": subject,
    }
    pages = environment("digest", language)
    text, html = (printable(pages.get_template(f"notice.{form}").render(given)) for form in ("txt", "html"))
    return Notice(subject, text, html)


def _is_due(db: Database, config: Config, now: datetime) -> bool:
    mail = config.digest.mail
    return bool(mail.host and mail.administrator) and not notices.is_too_soon(db, now) and bool(notices.untold(db))
