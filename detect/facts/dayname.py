"""Days that are named in words: "Selasa", "kemarin", "Rabu pekan lalu", "dua hari lalu", "keesokan harinya"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from detect.facts.lexicon import phrases, section, table
from detect.sentences import Token

# Words of "keesokan harinya".
_NEXT_DAY = 2


class Named(NamedTuple):
    """Tokens `first`..`last` name a day or a stretch of days.

    `relative` counts days from the day of writing ("kemarin" is -1), `after` from the day that the text names before
    ("keesokan harinya" is 1); `weekday` is 0 for Monday, `week` which week it is of ("Rabu pekan lalu" is -1), `began`
    the weekday on which a stretch began whose last day has a number; `us` says that month and day can only, or could
    also, be in American order; `ahead` that a bare weekday is still to come.
    """

    first: int
    last: int
    day: int | None = None
    month: int | None = None
    year: int | None = None
    end_day: int | None = None
    end_month: int | None = None
    weekday: int | None = None
    relative: int | None = None
    us: bool = False
    ahead: bool = False
    week: int | None = None
    began: int | None = None
    after: int | None = None


@cache
def starters() -> frozenset[str]:
    """What a day may start with beside a figure: a day of the week, an English month, a word such as "kemarin"."""
    words = (*numbers("days"), *numbers("months"), *_relative(), *table("calendar")["lengths"])
    words = (*words, *section("calendar")["earlier_today"])
    return frozenset((*words, *phrases("calendar", "day_after", "day_before").by_first))


@cache
def numbers(key: str) -> dict[str, int]:
    """The number of each word of a list of facts.toml that is in order: weekdays from 0, months from 0."""
    return {word: n for n, line in enumerate(table("calendar")[key]) for word in line.split()}


def in_words(tokens: Sequence[Token], i: int) -> Named | None:
    """A day without a number that starts at token i."""
    weekday = numbers("days").get(tokens[i].word)
    if weekday is not None:
        return _weekday(tokens, i, weekday)
    return _counted(tokens, i) or _next_day(tokens, i) or _from_today(tokens, i)


def _weekday(tokens: Sequence[Token], i: int, weekday: int) -> Named | None:
    word, calendar = tokens[i].word, section("calendar")
    after = [t.word for t in tokens[i + 1 : i + 3]]
    before = tokens[i - 1] if i else None
    if word in calendar["weekly"] and not tokens[i].capital:
        return None
    if word in calendar["weekly"] and ((after[:1] and after[0] in calendar["week"]) or _is_figure(before)):
        return None
    if before and before.word in calendar["repeated"]:
        return None
    if len(after) == 2 and after[0] in calendar["weeks"] and after[1] in table("calendar")["which_week"]:
        return Named(i, i + 2, weekday=weekday, week=table("calendar")["which_week"][after[1]])
    days = _relative().get(after[0]) if after else None  # "Rabu kemarin", "Rabu besok"
    beside = bool(days) and not tokens[i + 1].before
    ahead = after[:1] and after[0] in calendar["ahead"]
    return Named(i, i + beside, weekday=weekday, ahead=bool(ahead) or (beside and (days or 0) > 0))


def _is_figure(token: Token | None) -> bool:
    return token is not None and token.text[0].isdigit()


def _from_today(tokens: Sequence[Token], i: int) -> Named | None:
    """ "Kemarin", "hari ini", not "akhir pekan kemarin"."""
    days, before = _relative().get(tokens[i].word), tokens[i - 1].word if i else ""
    if tokens[i].word in section("calendar")["earlier_today"]:
        after = tokens[i + 1].word if i + 1 < len(tokens) and not tokens[i + 1].before else ""
        parts = section("calendar")["parts_of_day"]
        return Named(i - (before in parts), i + (after in parts), relative=0) if {before, after} & parts else None
    vague = before in section("calendar")["spans"]
    if days == 0 and i > 1 and _length(tokens, i - 2) is not None:
        return None  # "tiga hari ini"
    if days is None or vague or (days == 0 and before not in section("calendar")["day"]):
        return None
    return Named(i - (days == 0), i, relative=days)


@cache
def _relative() -> dict[str, int]:
    """Days from the publishing date: "kemarin", "besok", and "ini" of "hari ini"."""
    return {word: int(days) for word, days in table("calendar")["relative"].items()}


def _counted(tokens: Sequence[Token], i: int) -> Named | None:
    """ "Dua hari lalu", "sehari sebelumnya": counted back from today, or from the day told before."""
    words, length = section("calendar"), _length(tokens, i)
    j = i + 1 + (tokens[i].word not in words["in_one"])
    if length is None or j >= len(tokens) or (j > i + 1 and tokens[i + 1].word not in words["lasting"]):
        return None
    j += tokens[j].word in words["which"]
    if j >= len(tokens) or tokens[j].before:
        return None
    if tokens[j].word in words["ago"]:
        return Named(i, j, relative=-length)
    sign = table("calendar")["counted"].get(tokens[j].word)
    return None if sign is None else Named(i, j, after=sign * length)


def _length(tokens: Sequence[Token], i: int) -> int | None:
    """ "Dua", "2": no more days than make a week."""
    lengths: dict[str, int] = table("calendar")["lengths"]
    text = tokens[i].text
    return int(text) if text.isascii() and text.isdigit() and len(text) == 1 else lengths.get(tokens[i].word)


def _next_day(tokens: Sequence[Token], i: int) -> Named | None:
    """ "Keesokan harinya", "esok paginya", "the next day"; "malam sebelumnya"."""
    found = phrases("calendar", "day_after", "day_before").at([t.word for t in tokens[i : i + _NEXT_DAY + 1]], 0)
    if found is None:
        return None
    return Named(i, i + found[0] - 1, after=1 if found[1] == "day_after" else -1)
