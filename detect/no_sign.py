"""Words that look like a sign against a visit and are none where they stand: parts of names, the day before, blame of
something else."""

from __future__ import annotations

from detect.lexicon import Cue
from detect.reading import Reading

# What a street's name begins with, which are named after generals and presidents; and what the abbreviation of an
# office also stands for.
_STREETS, _HONORIFICS = ("jalan", "jl", "jln", "gang"), ("bpk",)
# Before "sebelumnya": so shortly before what is told that it is the news.
_DAYS = ("hari", "sehari", "malam", "semalam")
# Digits of a number that is no single delegation's.
THOUSANDS = 4


def is_no_sign(reading: Reading, cue: Cue) -> bool:
    """Does the word say nothing against a visit here?"""
    return any(one(reading, cue) for one in (_within_name, _of_no_trip, _of_these, is_just_before))


def _within_name(reading: Reading, cue: Cue) -> bool:
    """ "perwira siswa", "Sabu Raijua": part of what guests or their region are called; "Jalan Jaksa Agung X" is a
    street, "Bpk. Budi" a person."""
    if (cue.first and reading.tokens[cue.first - 1].word in _STREETS) or _is_honorific(reading, cue):
        return True
    if any(m.kind == "region" and m.first <= cue.first and cue.last <= m.last for m in reading.mentions):
        return True
    return any(
        c.kind in ("guest", "training") and c.first <= cue.first and cue.last <= c.last and c[1:] != cue[1:]
        for c in reading.colour
    )


def _is_honorific(reading: Reading, cue: Cue) -> bool:
    """ "Bpk": in small letters it is "Bapak", in capitals the state's auditors."""
    text = reading.tokens[cue.first].text
    return cue.first == cue.last and text.casefold() in _HONORIFICS and not text.isupper()


def is_just_before(reading: Reading, cue: Cue) -> bool:
    """ "sehari sebelumnya": the day before what is told now is no background."""
    return cue.kind == "background" and cue.first > 0 and reading.tokens[cue.first - 1].word in _DAYS


def _of_these(reading: Reading, cue: Cue) -> bool:
    """ "Jumlah rombongan 35 orang": how many came, not how often some do."""
    after = reading.tokens[cue.last + 1].word if cue.last + 1 < len(reading.tokens) else ""
    if cue.kind != "often" or reading.tokens[cue.first].word != "jumlah":
        return False
    return after.isdecimal() and len(after) < THOUSANDS


def _of_no_trip(reading: Reading, cue: Cue) -> bool:
    """ "kritik" where the sentence names no study visit: blame of something else."""
    return cue.kind == "blame" and not any(c.kind in ("study", "visit") for c in reading.grammar.values())
