"""Days named in a sentence, before anybody says which year they are of.

"Rabu (17/10)", "2-4/11/2024", "13 - 19 Juli 2017", "(28/11/19)", "October 20, 2015", "Selasa", "kemarin": each is a
`Named` with the days, the month and whatever else is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from detect.facts.dayname import Named, in_words, numbers, starters
from detect.facts.lexicon import section
from detect.sentences import Token

_LONGEST = 22
# d/m, d-d/m, with a year or not; d/m-d/m over the end of a month.
_SLASHED = re.compile(r"(\d{1,2})(?:-(\d{1,2}))?/(\d{1,2})(?:/(\d{4}|\d{2}))?")
_OVER_MONTHS = re.compile(r"(\d{1,2})/(\d{1,2})-(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?")
# The press's slips: 2/4/11/2024 and 9/10/5 for 2 to 4 November and 9 to 10 May.
_SLIP = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")
_SLIP_SHORT = re.compile(r"(\d{1,2})/(\d{1,2})/(\d)")
_US = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")
_WRITTEN = re.compile(r"(\d{1,2})[-.](\d{1,2})[-.](\d{4})")
_DAYS = re.compile(r"(\d{1,2})(?:-(\d{1,2}))?")
_DASHES = str.maketrans("‐‑‒–—―−", "-------")


def named(tokens: Sequence[Token]) -> list[Named]:
    """Every day named in a sentence, a range as one."""
    found: list[Named] = []
    may_start = starters()
    i = 0
    while i < len(tokens):
        if tokens[i].word not in may_start and not tokens[i].text[0].isdigit():
            i += 1
            continue
        one = (
            _numeric(tokens, i)
            or _over_months(tokens, i)
            or _with_month(tokens, i)
            or _english(tokens, i)
            or in_words(tokens, i)
        )
        if one is None:
            i += 1
            continue
        i = one.last + 1
        one = _with_weekday(tokens, one)
        if found and found[-1].first >= one.first:
            found.pop()
        if found and found[-1].last >= one.first:
            one = _of_weekdays(tokens, found, one)
        if found and _is_one_day(tokens, found[-1], one):
            one = one._replace(first=found[-1].first, relative=found[-1].relative)
            found.pop()
        if found and _is_range(tokens, found[-1], one):
            found[-1] = _range(found[-1], one)
        else:
            found.append(one)
    return found


def month_number(word: str) -> int | None:
    """1 to 12 for a month's name or abbreviation."""
    found = numbers("months").get(word)
    return None if found is None else found + 1


def _numeric(tokens: Sequence[Token], i: int) -> Named | None:
    text, last = tokens[i].text, i
    if not text[0].isdigit() or len(text) > _LONGEST:
        return None
    while (
        last + 1 < len(tokens)
        and tokens[last + 1].before == "/"
        and tokens[last + 1].text[0].isdigit()
        and last < i + 2
    ):
        last += 1
        text += "/" + tokens[last].text
    if "/" not in text and text.count("-") + text.count(".") < 2:
        return None
    text = text.translate(_DASHES)
    found = _slashed(text, i) or _slip(text, i) or _written(text, i)
    return found._replace(last=last) if found else None


def _slashed(text: str, i: int) -> Named | None:
    if over := _OVER_MONTHS.fullmatch(text):
        day, month, end, end_month = (int(over[k]) for k in range(1, 5))
        return _checked(Named(i, i, day, month, _year(over[5]), end, end_month))
    if us := _US.fullmatch(text):
        first, second = int(us[1]), int(us[2])
        if second > 12:
            return _checked(Named(i, i, second, first, _year(us[3]), us=True))
        return _checked(Named(i, i, first, second, _year(us[3]), us=first <= 12))
    if found := _SLASHED.fullmatch(text):
        return _checked(Named(i, i, int(found[1]), int(found[3]), _year(found[4]), _int(found[2])))
    return None


def _slip(text: str, i: int) -> Named | None:
    found = _SLIP.fullmatch(text) or _SLIP_SHORT.fullmatch(text)
    if found is None or int(found[1]) >= int(found[2]):
        return None
    year = _year(found[4]) if found.re is _SLIP else None
    return _checked(Named(i, i, int(found[1]), int(found[3]), year, int(found[2])))


def _written(text: str, i: int) -> Named | None:
    found = _WRITTEN.fullmatch(text)
    return _checked(Named(i, i, int(found[1]), int(found[2]), int(found[3]))) if found else None


def _with_month(tokens: Sequence[Token], i: int) -> Named | None:
    """ "17 Oktober 2018", "13 - 19 Juli", "30 Juli - 2 Agustus 2019": the number first, the month after it."""
    days = _DAYS.fullmatch(tokens[i].text.translate(_DASHES)) if tokens[i].text[0].isdigit() else None
    if days is None or len(tokens[i].text) > 5:
        return None
    day, end, j = int(days[1]), _int(days[2]), i + 1
    if end is None and " ".join(t.word for t in tokens[j : j + 2]) in section("calendar")["long_to"]:
        j += 2
    while j < len(tokens) and end is None and j < i + 4 and _joins(tokens[j]):
        j += 1
    if j < len(tokens) and _is_day(tokens[j].text) and (j > i + 1 or _dashed(tokens[j]) or tokens[j].before == ","):
        end, j = int(tokens[j].text), j + 1
    month = month_number(tokens[j].word) if j < len(tokens) else None
    if month is None or (end is None and j > i + 1):
        return None
    year = _year_token(tokens, j + 1)
    return _checked(Named(i, j + (year is not None), day, month, year, end))


def _over_months(tokens: Sequence[Token], i: int) -> Named | None:
    """ "27 Februari-3 Maret 2023": the first month and the second number are one word."""
    if i + 2 >= len(tokens) or not _is_day(tokens[i].text):
        return None
    name, dash, day = tokens[i + 1].word.translate(_DASHES).partition("-")
    start, end = month_number(name), month_number(tokens[i + 2].word)
    if not dash or start is None or end is None or not day.isdecimal() or len(day) > 2 or len(tokens[i].text) > 2:
        return None
    year = _year_token(tokens, i + 3)
    return _checked(Named(i, i + 2 + (year is not None), int(tokens[i].text), start, year, int(day), end))


def _joins(token: Token) -> bool:
    """Between the two numbers of "4 hingga Rabu 6 Maret" and "3 dan 4 September"."""
    return token.word in section("calendar")["to"] | section("calendar")["and"] or token.word in numbers("days")


def _english(tokens: Sequence[Token], i: int) -> Named | None:
    """ "October 20, 2015"."""
    month = month_number(tokens[i].word) if tokens[i].capital else None
    if month is None or i + 1 >= len(tokens):
        return None
    days = _DAYS.fullmatch(tokens[i + 1].text.translate(_DASHES))
    year = _year_token(tokens, i + 2)
    if days is None or len(tokens[i + 1].text) > 5 or not (tokens[i].capital and tokens[i + 1].before == ""):
        return None
    return _checked(Named(i, i + 1 + (year is not None), int(days[1]), month, year, _int(days[2])))


def _with_weekday(tokens: Sequence[Token], one: Named) -> Named:
    """The day of the week right before a number belongs to it."""
    if one.day is None:
        return one
    for j in range(one.first - 1, max(-1, one.first - 5), -1):
        weekday = numbers("days").get(tokens[j].word)
        if weekday is not None:
            return one._replace(first=j, weekday=weekday)
        if tokens[j].word not in section("calendar")["between"]:
            break
    return one


def _is_one_day(tokens: Sequence[Token], before: Named, one: Named) -> bool:
    """ "Kemarin (5/7)", "besok, Rabu (26/8)": the number says which day the word before it means."""
    spelt_out = before.relative is not None and before.day is None and one.day is not None
    return spelt_out and one.first == before.last + 1 and tokens[one.first].before in ("", "(", ",")


def _is_range(tokens: Sequence[Token], start: Named, end: Named) -> bool:
    between = [t.word for t in tokens[start.last + 1 : end.first]]
    if " ".join(between) in section("calendar")["long_to"]:
        return end.day is not None and start.end_day is None and start.relative is None
    to = section("calendar")["to"]
    bare = end.day is None and end.relative is not None
    if start.end_day is not None or start.relative is not None or bare or (start.after, end.after) != (None, None):
        return False
    joins = _dashed(tokens[end.first]) or (len(between) == 1 and between[0] in to | section("calendar")["and"])
    return joins and len(between) <= 1 and (end.day is not None or start.day is None)


def _range(start: Named, end: Named) -> Named:
    if start.day is None:
        # "Jumat - Sabtu (7-8/7)": the weekdays introduce the numbers; "sejak Rabu hingga Jumat (16/8)": one of them.
        began = start.weekday if end.day is not None and end.end_day is None else None
        day = end.weekday if began is not None else start.weekday
        return end._replace(first=start.first, weekday=day, ahead=start.ahead or end.ahead, began=began)
    return start._replace(
        last=end.last, month=start.month or end.month, year=start.year or end.year, end_day=end.day, end_month=end.month
    )


def _of_weekdays(tokens: Sequence[Token], found: list[Named], one: Named) -> Named:
    """ "Senin, Selasa dan Rabu (3/5)": the number is that of the last weekday, which stands among others; takes those
    out of `found`."""
    first = found.pop()
    while found and found[-1].day is None and found[-1].last + 1 == first.first and tokens[first.first].before == ",":
        first = found.pop()
    if one.end_day is not None:
        return one._replace(first=first.first, weekday=first.weekday)
    return one._replace(first=first.first, began=first.weekday)


def _checked(one: Named) -> Named | None:
    """Only days and months that exist."""
    good = 1 <= (one.day or 0) <= 31 and 1 <= (one.month or 0) <= 12 and (one.end_day is None or 1 <= one.end_day <= 31)
    return one if good and (one.end_month is None or 1 <= one.end_month <= 12) else None


def _dashed(token: Token) -> bool:
    return token.before.translate(_DASHES).strip("()") == "-"


def _year_token(tokens: Sequence[Token], j: int) -> int | None:
    if j >= len(tokens) or not (tokens[j].text.isdecimal() and len(tokens[j].text) == 4):
        return None
    year = int(tokens[j].text)
    return year if 1990 <= year <= 2100 and tokens[j].before in ("", ",", "/", "-") else None


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if len(text) == 4 else 2000 + int(text)


def _is_day(text: str) -> bool:
    """Whether a word is a number of a day's length; what only looks like a digit, such as a raised one, is none."""
    return len(text) <= 2 and text.isdecimal()


def _int(text: str | None) -> int | None:
    return None if text is None else int(text)
