"""All watched places: which of them an article may be about, told from its words before it is judged for any."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from detect import gazetteer
from detect.lexicon import default_lexicon
from detect.place import dateline_in, district_names, is_slip_of
from detect.profile import Profile, Words, load_profiles
from detect.sentences import Document, Sentence

# A place is told by a name of its own; or by what stands in it, which takes as many namings as this, or its dateline.
_ENOUGH = 2
# Words that are remembered, some 15 MB of them.
_WORDS = 100_000


@dataclass(frozen=True)
class Watched:
    """The watched places; a place that `opens` leaves out is none that `names_place` would find."""

    profiles: tuple[Profile, ...]
    _slips: dict[str, frozenset[str]] = field(default_factory=dict, init=False, compare=False, repr=False)

    @classmethod
    def read(cls, paths: Sequence[Path]) -> Watched:
        """Raises ProfileError."""
        return cls(load_profiles(paths))

    def with_profile(self, changed: Profile) -> Watched:
        """With this profile in place of the one of its place; of a single place it need not be the same."""
        others = self.profiles if len(self.profiles) > 1 else ()
        if all(profile.code != changed.code for profile in others):
            return Watched((*others, changed))
        return Watched(tuple(changed if profile.code == changed.code else profile for profile in others))

    @cached_property
    def version(self) -> str:
        """Names the profiles: one by its name and version, several by their number and a mark of all of these."""
        told = [profile.told for profile in self.profiles]
        if len(told) == 1:
            return told[0]
        return f"{len(told)} places {hashlib.sha256(repr(told).encode()).hexdigest()[:8]}"

    def of(self, code: str | None) -> Profile:
        """The profile of a place; the first of all where it is not watched (any more)."""
        return self._by_code.get(code or "", self.profiles[0])

    def named(self, document: Document) -> tuple[Profile, ...]:
        """The places, in their order, that an article may name: all of those that it does, and few others."""
        if len(self.profiles) == 1:
            return self.profiles
        sure: set[str] = set()
        inside: Counter[str] = Counter()
        for sentence in document.sentences:
            self._look(sentence, sure, inside)
        sure |= {
            code for code, times in inside.items() if times >= _ENOUGH or dateline_in(document, self._by_code[code])
        }
        return tuple(profile for profile in self.profiles if profile.code in sure)

    def _look(self, sentence: Sentence, sure: set[str], inside: Counter[str]) -> None:
        index, regions = self._index, gazetteer.load()
        for i, token in enumerate(sentence.tokens):
            word = token.word.removeprefix(gazetteer.EVERY)
            for words, code, is_name in index.get(word, ()):
                if len(words) > 1 and sentence.words[i + 1 : i + len(words)] != words[1:]:
                    continue
                if is_name:
                    sure.add(code)
                else:
                    inside[code] += 1
            if token.capital:
                sure.update(self._capitals.get(token.text, ()))
                sure |= self._misspelt(token.word)
            if regions.cues.get(token.word) == "district":
                sure.update(self._holding(sentence, i))

    def _holding(self, sentence: Sentence, i: int) -> Iterator[str]:
        """The places that hold a district named after the word for one."""
        found = gazetteer.load().mentions(sentence.tokens[i : i + 4])
        for code in found[0].codes if found else ():
            yield from (one for one in (code, *gazetteer.parents(code)) if one in self._by_code)

    def _misspelt(self, word: str) -> frozenset[str]:
        """The places in whose names the word is a slip. The press writes few words: each is looked at once."""
        if word not in self._slips:
            if len(self._slips) >= _WORDS:
                self._slips.clear()
            self._slips[word] = frozenset(
                code for name, code in self._by_letter.get(word[:1], ()) if is_slip_of(word, name, default_lexicon())
            )
        return self._slips[word]

    @cached_property
    def _by_code(self) -> Mapping[str, Profile]:
        return {profile.code: profile for profile in self.profiles}

    @cached_property
    def _index(self) -> Mapping[str, Sequence[tuple[Words, str, bool]]]:
        """By its first word: each phrase that names a place or what stands in it, the place, whether it is a name."""
        found: dict[str, list[tuple[Words, str, bool]]] = {}
        for profile in self.profiles:
            for phrase, is_name in _phrases(profile):
                found.setdefault(phrase[0], []).append((phrase, profile.code, is_name))
        return found

    @cached_property
    def _capitals(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        for profile in self.profiles:
            for short in profile.abbreviations:
                found.setdefault(short, []).append(profile.code)
        return found

    @cached_property
    def _by_letter(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for profile in self.profiles:
            for name in profile.names:
                found.setdefault(name[0].lower(), []).append((name, profile.code))
        return found


def _phrases(profile: Profile) -> Iterator[tuple[Words, bool]]:
    for phrases in profile.phrases.by_first.values():
        yield from ((words, kind in ("name", "epithet")) for words, kind in phrases if kind != "not")
    yield from ((tuple(name.split()), False) for name in district_names(profile.code))
    for names in gazetteer.load().villages.get(profile.code, {}).values():
        yield from ((name, False) for name, _ in names)
