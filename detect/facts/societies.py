"""Societies and companies bear names of any words: which of them is told, and not the office of somebody in one."""

from __future__ import annotations

from collections.abc import Sequence

from detect.facts.lexicon import calendar_words, institutions, section
from detect.sentences import Token


def is_society(tokens: Sequence[Token], first: int) -> bool:
    """Is token `first` the head of a society's name ("Gapoktan Tani Makmur"), not of somebody's office ("Ketua
    Asosiasi Petani Budi")?"""
    before, offices = tokens[first - 1].word if first else "", section("offices")
    held = before in offices["titles"] and before not in offices["of_many"]
    return tokens[first].word in institutions().societies and (not held or _is_set_off(tokens, first))


def _is_set_off(tokens: Sequence[Token], first: int) -> bool:
    """ "Direktur Perumdam Tirta Jaya, Eko": the capitals end before a comma, and another name stands behind it."""
    end = first + 1
    while end < len(tokens) and tokens[end].capital and not tokens[end].before:
        end += 1
    if end >= len(tokens) or end == first + 1 or tokens[end].before != ",":
        return False
    behind = tokens[end]
    return behind.capital and behind.word not in calendar_words() and behind.word not in section("offices")["titles"]
