"""Why a site's next poll is when it is, in the reader's language."""

from __future__ import annotations

import re

from wording.words import Words

_PAUSE = ", after a pause by the timetable"
# The reasons of polling/interval.py and polling/outlook.py, their numbers as {n}, by the word that tells them.
_REASONS = {
    "never read yet": "poll_never",
    "the clock was set back": "poll_clock",
    "its time in the timetable": "poll_slot",
    "the timetable's interval": "poll_interval",
    "its usual interval": "poll_usual",
    "a busy hour": "poll_busy",
    "a quiet hour": "poll_quiet",
    "soon: the last poll noticed a gap": "poll_gap",
    "soon: the last poll hardly overlapped": "poll_overlap",
    "soon: {n} new at once": "poll_new",
    "nothing new in {n} polls": "poll_idle",
    "shares its host": "poll_shares",
    "again, since the last run failed": "poll_again",
    "again, since {n} runs failed in a row": "poll_again_more",
    "{n} polls of its host in a day are the most": "poll_budget",
    "retired": "retired",
    "quarantined: read once a day": "poll_quarantined",
}


def why(reason: str, t: Words) -> str:
    """A reason that has no words yet is said as it is."""
    told = "; ".join(_part(part, t) for part in reason.removesuffix(_PAUSE).split("; "))
    return t("health.poll_pause", why=told) if reason.endswith(_PAUSE) else told


def _part(part: str, t: Words) -> str:
    number = re.search(r"\d+", part)
    key = _REASONS.get(part.replace(number[0], "{n}", 1) if number else part)
    if key is None:
        return part
    return t(f"health.{key}", n=number[0]) if number else t(f"health.{key}")
