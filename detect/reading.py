"""A sentence as the rules see it: its tokens, the words that build and colour it, and who and where it names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from detect.lexicon import Cue
from detect.sentences import Sentence, Token

# "guests" are people of whom the words do not say where from ("rombongan"): they count for neither side.
Side = Literal["place", "other", "guests"]
# name: the place or another region by name; inside: something that stands in the place; parent: the province around it.
Kind = Literal["name", "person", "inside", "region", "parent", "institution", "abroad", "people"]


class Mention(NamedTuple):
    """Tokens first..last (included) name the watched place, another party, or guests."""

    side: Side
    kind: Kind
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence with its cues and mentions, both in order. `grammar` holds a cue under every word it covers."""

    sentence: Sentence
    grammar: dict[int, Cue]
    colour: tuple[Cue, ...]
    mentions: tuple[Mention, ...]

    @property
    def tokens(self) -> tuple[Token, ...]:
        return self.sentence.tokens

    def coloured(self, kind: str, first: int, last: int) -> bool:
        """Is there a word of that kind among tokens first..last?"""
        return any(c.kind == kind and c.last >= first and c.first <= last for c in self.colour)

    def kind(self, i: int) -> str | None:
        """What word i does in the sentence's grammar."""
        cue = self.grammar.get(i)
        return cue.kind if cue else None

    def kinds(self, words: Iterable[int]) -> set[str | None]:
        return {self.kind(i) for i in words}

    def window(self, first: int, length: int) -> range:
        """At most `length` words from `first` on, within the sentence."""
        return range(max(0, first), min(len(self.tokens), first + length))
