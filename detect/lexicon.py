"""The words of study visits by what they do in a sentence, read from lexicon.toml: data, versioned there."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeGuard

from detect import kept
from detect.letters import fold

DEFAULT = Path(__file__).parent / "lexicon.toml"

# Kinds that build the sentence; where two fit one word the longer phrase wins, then the earlier kind.
GRAMMAR = (
    "study", "visit", "nothing", "learn_to", "learn_of", "learned", "copy_of", "copied", "look", "apply", "applied",
    "visit_of", "visited", "go", "bring", "brought", "joined", "led", "receive", "received", "teach", "taught",
    "choose_of", "chosen", "become", "serve_as", "model", "target", "cause", "cause_passive", "praise_of", "meet",
    "turn", "copula", "like", "home", "home_from", "to", "at", "from", "origin", "by", "with", "toward", "purpose",
    "want", "say", "tell", "link",
)  # fmt: skip
# Kinds that colour it; a word may be of several.
COLOUR = frozenset([
    "guest", "body", "institution", "abroad", "training", "share", "admire", "asset", "here", "first_person", "pronoun",
    "common", "generic", "often", "counted", "crowd", "number", "praise", "background", "official", "official_subject",
    "local_people", "outing", "authority", "not_matter", "other_sense", "shows", "shown_round", "studied", "relative",
    "so_that", "carried_out", "time_span", "holiday", "urges", "at_home", "rank", "companion", "english", "former",
    "cancelled", "announced", "recap", "heads", "weekday", "fetch", "lore", "regular", "stream", "blame", "seat",
])  # fmt: skip
_RANK = {kind: rank for rank, kind in enumerate(GRAMMAR)}
# Words between a verb of getting and what it gets ("menyerap lebih banyak ilmu").
_BETWEEN = 2
# Shorter words with a clitic's letters at the end are words of their own.
_CLITIC_LEAVES = 4


class LexiconError(ValueError):
    """A lexicon file that cannot be used; the message names the file and the section that is wrong."""


class Cue(NamedTuple):
    """Words first..last (included) of a sentence are of this kind."""

    kind: str
    first: int
    last: int


Entries = tuple[tuple[tuple[str, ...], str], ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases by their first word, longest first."""

    version: str
    clitics: tuple[str, ...]
    phrases: Mapping[str, Entries]
    # The same by the second word too, and under "" those of one word: of a common word's phrases few can stand.
    _by_two: dict[str, dict[str, Entries]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for first, entries in self.phrases.items():
            seconds = {"", *(phrase[1] for phrase, _ in entries if len(phrase) > 1)}
            self._by_two[first] = {second: self._beside(entries, second) for second in seconds}

    def _beside(self, entries: Entries, second: str) -> Entries:
        """Those of one word, and those that can stand where the next word is `second`."""
        near = (second, self.bare(second))
        return tuple(entry for entry in entries if len(entry[0]) == 1 or entry[0][1] in near)

    def cues(self, words: Sequence[str]) -> tuple[dict[int, Cue], list[Cue]]:
        """(grammar cues by every word they cover, colour cues in order) of a sentence's folded words."""
        grammar: dict[int, Cue] = {}
        colour: list[Cue] = []
        known = self._by_two
        for i, word in enumerate(words):
            beside = known.get(word)
            if beside is None and len(word) > 6 and word.endswith(self.clitics):
                beside = known.get(self.bare(word))
            if beside is None:
                continue
            seen: list[str] = []
            for phrase, kind in self._fitting(beside, words, i):
                length = len(phrase)
                if kind in seen or (length > 1 and not self._matches(words, i, phrase)):
                    continue
                seen.append(kind)
                cue = Cue(kind, i, i + length - 1)
                if kind in COLOUR:
                    colour.append(cue)
                elif i not in grammar and length == 1:
                    grammar[i] = cue
                elif i not in grammar:
                    grammar.update(dict.fromkeys(range(i, cue.last + 1), cue))
        _join(grammar, colour)
        return grammar, _without_namesakes(colour)

    def _fitting(self, beside: Mapping[str, Entries], words: Sequence[str], i: int) -> Entries:
        """What may stand at i, told by the next word."""
        if len(beside) == 1 or i + 1 == len(words):
            return beside[""]
        after = words[i + 1]
        return beside.get(after) or beside.get(self.bare(after)) or beside[""]

    def bare(self, word: str) -> str:
        """Without a clitic that does not change what a word does ("kunjungannya", "belajarlah")."""
        for clitic in self.clitics if word.endswith(self.clitics) else ():
            if word.endswith(clitic) and len(word) >= _CLITIC_LEAVES + len(clitic):
                return word[: -len(clitic)]
        return word

    def _matches(self, words: Sequence[str], i: int, phrase: tuple[str, ...]) -> bool:
        """Does a phrase of several words stand at i, of which the first is known to?"""
        last = i + len(phrase) - 1
        if last >= len(words) or (last > i + 1 and tuple(words[i + 1 : last]) != phrase[1:-1]):
            return False
        return words[last] == phrase[-1] or (
            words[last].startswith(phrase[-1]) and self.bare(words[last]) == phrase[-1]
        )


def _without_namesakes(colour: list[Cue]) -> list[Cue]:
    """ "Universitas Jenderal Soedirman": a rank in an institution's name is nobody who came."""
    names = [cue for cue in colour if cue.kind == "institution" and cue.first < cue.last]
    if not names:
        return colour
    return [
        cue
        for cue in colour
        if cue.kind != "official_subject" or not any(name.first < cue.first and cue.last <= name.last for name in names)
    ]


def _join(grammar: dict[int, Cue], colour: Sequence[Cue]) -> None:
    """ "menyesap banyak ilmu": a verb of getting and a word for what is learned are together a word of learning."""
    lore = {cue.first: cue.last for cue in colour if cue.kind == "lore"}
    for verb in colour if lore else ():
        if verb.kind != "fetch":
            continue
        for i in range(verb.last + 1, verb.last + 2 + _BETWEEN):
            known = grammar.get(i)
            if i in lore:
                if known is None or known.first > verb.last:
                    cue = Cue("learn_to", verb.first, lore[i])
                    grammar.update(dict.fromkeys(range(cue.first, cue.last + 1), cue))
                break
            if known is not None:
                break


def _sections(names: Iterable[str]) -> str:
    return ", ".join(f"[{name}]" for name in sorted(names))


def are_texts(value: object) -> TypeGuard[list[str]]:
    """Whether a file's value is a list of texts, none of them blank."""
    return isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value)


def load_lexicon(path: Path) -> Lexicon:
    """Read a lexicon file. Raises LexiconError naming the file and the section."""
    try:
        raw = kept.toml(path) if path == DEFAULT else tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read ({error.strerror}); name a lexicon file") from error
    except (ValueError, RecursionError) as error:
        raise LexiconError(f"{path}: not valid TOML in UTF-8: {error}") from error
    version, clitics = raw.pop("version", None), raw.pop("clitics", [])
    if not isinstance(version, str) or not version:
        raise LexiconError(f"{path}: `version` is missing; every lexicon states one, such as version = '2'")
    if not are_texts(clitics):
        raise LexiconError(f"{path}: `clitics` must be a list of texts, such as clitics = ['nya', 'lah']")
    known = set(GRAMMAR) | COLOUR
    if missing := known - set(raw):
        raise LexiconError(f"{path}: missing: {_sections(missing)}; copy them from detect/lexicon.toml")
    if unknown := set(raw) - known:
        raise LexiconError(f"{path}: not known: {_sections(unknown)}; known are {_sections(known)}")
    gathered: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for kind, section in raw.items():
        words = section.get("words") if isinstance(section, dict) else None
        if not are_texts(words):
            raise LexiconError(f"{path}: [{kind}] needs `words`, a list of texts")
        for phrase in words:
            folded = tuple(fold(part) for part in phrase.split())
            gathered.setdefault(folded[0], []).append((folded, kind))
    for entries in gathered.values():
        entries.sort(key=lambda entry: (-len(entry[0]), _RANK.get(entry[1], 0)))
    return Lexicon(version, tuple(clitics), {first: tuple(entries) for first, entries in gathered.items()})


@cache
def default_lexicon() -> Lexicon:
    """The lexicon that ships with the package; read once, then kept."""
    return load_lexicon(DEFAULT)
