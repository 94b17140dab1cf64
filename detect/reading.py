"""A sentence as the rules see it: its tokens, the words that build and colour it, and who and where it names."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Set
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from detect import gazetteer
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
    """A sentence with its cues and mentions, both in order. `grammar` holds a cue under every word it covers; `regions`
    are those that the gazetteer finds, whether they are meant or not."""

    sentence: Sentence
    grammar: dict[int, Cue]
    colour: tuple[Cue, ...]
    mentions: tuple[Mention, ...]
    regions: tuple[gazetteer.Mention, ...]
    # The same colours by their kind: `coloured` is asked some hundred times an article.
    _by_kind: dict[str, list[Cue]] = field(init=False, repr=False, compare=False, default_factory=dict)

    # The mentions by their first token, and the kinds of them by each token that they cover, likewise.
    _by_first: dict[int, Mention] = field(init=False, repr=False, compare=False, default_factory=dict)
    _kinds: dict[int, tuple[Kind, ...]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for mention in reversed(self.mentions):
            self._by_first[mention.first] = mention
            for i in range(mention.first, mention.last + 1):
                self._kinds[i] = (mention.kind, *self._kinds.get(i, ()))
        for cue in self.colour:
            self._by_kind.setdefault(cue.kind, []).append(cue)

    @property
    def tokens(self) -> tuple[Token, ...]:
        return self.sentence.tokens

    def starting(self, i: int) -> Mention | None:
        """The first mention that starts at token i."""
        return self._by_first.get(i)

    def mentioned(self, kinds: Container[str], first: int, last: int) -> bool:
        """Does a mention of one of these kinds cover any of tokens first..last?"""
        return any(kind in kinds for i in range(first, last + 1) for kind in self._kinds.get(i, ()))

    def of(self, *kinds: str) -> Iterator[Cue]:
        """The words of these kinds, kind by kind."""
        for kind in kinds:
            yield from self._by_kind.get(kind, ())

    def has(self, kinds: Set[str]) -> bool:
        """Is there a word of any of these kinds?"""
        return not self._by_kind.keys().isdisjoint(kinds)

    def coloured(self, kind: str, first: int, last: int) -> bool:
        """Is there a word of that kind among tokens first..last?"""
        return any(cue.last >= first and cue.first <= last for cue in self._by_kind.get(kind, ()))

    def kind(self, i: int) -> str | None:
        """What word i does in the sentence's grammar."""
        cue = self.grammar.get(i)
        return cue.kind if cue else None

    def kinds(self, words: Iterable[int]) -> set[str | None]:
        return {self.kind(i) for i in words}

    def window(self, first: int, length: int) -> range:
        """At most `length` words from `first` on, within the sentence."""
        return range(max(0, first), min(len(self.tokens), first + length))
