"""From a plan and facts to a title and paragraphs of newspaper length."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from random import Random

from newsroom.texts.banks import LEFT_OUT, Plan
from newsroom.texts.weave import Facts, Weaver, sentence_case, title_case

SHORTEST, LONGEST = 150, 500
DRAFTS = 60
LONGEST_WANTED, USUALLY_WANTED = 400, 200
MOST_SPARE = 6
TITLE_CASE_SHARE = 0.7
CURLY_SHARE = 0.35


class NoDraftFits(ValueError):
    """A plan whose drafts are all too short, too long or repeat themselves."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A finished text and the slots that reached it."""

    title: str
    paragraphs: tuple[str, ...]
    used: frozenset[str]

    @property
    def words(self) -> int:
        return sum(len(paragraph.split()) for paragraph in self.paragraphs)


def compose(plan: Plan, facts: Facts, rng: Random, spare: str) -> Draft:
    """A draft of `plan` with SHORTEST..LONGEST words and no sentence twice; paragraphs of the bank `spare` lengthen it.

    Raises NoDraftFits after DRAFTS attempts.
    """
    for _ in range(DRAFTS):
        draft = _draft(plan, facts, rng, spare)
        if SHORTEST <= draft.words <= LONGEST and not _repeats(draft):
            return draft
    raise NoDraftFits(f"plan {plan.id}: no draft of {SHORTEST} to {LONGEST} words in {DRAFTS}: lengthen its blocks")


def _draft(plan: Plan, facts: Facts, rng: Random, spare: str) -> Draft:
    weaver = Weaver(rng, facts)
    title = " ".join(weaver.weave(rng.choice(plan.title)).split())
    weaver.start_over()
    paragraphs = _paragraphs(plan, weaver, spare)
    curly = rng.random() < CURLY_SHARE
    finished = tuple(_quotes(sentence_case(_without_second_ages(p, facts)), curly) for p in paragraphs)
    title = title_case(title) if rng.random() < TITLE_CASE_SHARE else sentence_case(title)
    return Draft(_quotes(title, curly), finished, frozenset(weaver.used))


def _paragraphs(plan: Plan, weaver: Weaver, spare: str) -> list[str]:
    """Lead and body; then, up to the length wanted, the plan's further blocks and the shared spare paragraphs."""
    rng = weaver.rng
    wanted = rng.triangular(SHORTEST, LONGEST_WANTED, USUALLY_WANTED)
    closing = rng.choice(plan.close) if plan.close else LEFT_OUT
    paragraphs = [weaver.weave(way) for block in (plan.lead, *plan.body) if (way := rng.choice(block)) != LEFT_OUT]
    further = [way for block in rng.sample(plan.mix, len(plan.mix)) if (way := rng.choice(block)) != LEFT_OUT]
    for way in (*further, *[f"{{{spare}}}"] * MOST_SPARE):
        if _count(paragraphs) + len(closing.split()) >= wanted:
            break
        paragraphs.append(weaver.weave(way))
    if closing != LEFT_OUT:
        paragraphs.append(weaver.weave(closing))
    return paragraphs


def _without_second_ages(paragraph: str, facts: Facts) -> str:
    """An age follows the full name; after the short name of a later mention it goes: "Totok (39)" becomes "Totok"."""
    for slot, name in facts.items():
        if slot.endswith(".s") and isinstance(name, str):
            paragraph = re.sub(rf"\b{re.escape(name)} \(\d+\)", name, paragraph)
    return paragraph


def _count(paragraphs: list[str]) -> int:
    return sum(len(paragraph.split()) for paragraph in paragraphs)


def _repeats(draft: Draft) -> bool:
    sentences = Counter(s for p in draft.paragraphs for s in p.replace('"', "").split(". ") if len(s.split()) > 4)
    return any(count > 1 for count in sentences.values())


def _quotes(text: str, curly: bool) -> str:
    """Straight quotation marks, or curly ones in pairs."""
    if not curly:
        return text
    opening = True
    letters = []
    for letter in text:
        if letter == '"':
            letter = "“" if opening else "”"
            opening = not opening
        letters.append(letter)
    return "".join(letters)
