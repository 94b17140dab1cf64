"""Whether a sentence tells of other guests or other times than those of the visit. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from detect.facts.lexicon import holds, phrases, section, table
from detect.sentences import Token

# Words before "sebelumnya" at a sentence's head: "beberapa bulan".
_HEAD = 2
# Words in which a comparison names whom or when it compares with.
_COMPARED = 4
# Words between what was won and "tahun lalu".
_RESULT = 3


def is_background(tokens: Sequence[Token], *, leads: bool) -> bool:
    """Earlier guests or times; "sehari sebelumnya" and "pekan lalu (13/11)" only tell when something was, "ketimbang
    di kursi" that it was done instead, and a lead tells of the visit itself even where that was last week."""
    told = [token.word for token in tokens]
    kept = [word for i, word in enumerate(told) if not (_says_when(told, i) or _says_instead(tokens, i))]
    past = holds(phrases("told", "ago"), kept) or " ".join(told[:2]) in section("told")["opens_ago"]
    return holds(phrases("told", "background"), kept) or (not leads and past)


def _says_instead(tokens: Sequence[Token], i: int) -> bool:
    """ "memilih duduk di tikar ketimbang di kursi": without "lebih" it says what was not done, if neither a name nor a
    figure stands right behind it."""
    words = section("told")
    if tokens[i].word not in words["comparisons"] or any(token.word in words["more"] for token in tokens[:i]):
        return False
    return not any(token.capital or token.text[0].isdigit() for token in tokens[i + 1 : i + 1 + _COMPARED])


def others_until(tokens: Sequence[Token]) -> int:
    """Where a sentence that begins with earlier guests comes to those of this visit; 0 when it does not."""
    words = [token.word for token in tokens]
    again, background, ago = (phrases("told", key) for key in ("again", "background", "ago"))
    turns = (i for i, w in enumerate(words) if w in again.by_first and again.at(words, i) and not tokens[i].quoted)
    is_after = not section("told")["after"].isdisjoint(words[:1])  # "Setelah X datang 10 Maret, | kini Y"
    for i in turns:
        after = is_after and tokens[i].before == ","
        if i and (after or holds(background, words[:i]) or holds(ago, words[:i])):
            return i
    return 0


def _says_when(told: Sequence[str], i: int) -> bool:
    """Is a span of time counted back from, or the day spelt out right behind, or are the same guests told of, or what
    was won or decided then ("pemenang lomba tahun lalu")? What begins months or years before tells of others."""
    words = section("told")
    if told[i] not in words["before"]:
        return False
    span = told[i - 1] if i and told[i].endswith(table("offices")["enclitic"]) else ""
    counted = span in words["spans"] and not (i <= _HEAD and span in words["long_spans"])
    won = not words["results"].isdisjoint(told[max(0, i - _RESULT) : max(0, i - 1)])
    return counted or won or any(word[:1].isdigit() or word in words["same"] for word in told[i + 1 : i + 2])
