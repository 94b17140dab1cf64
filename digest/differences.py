"""What changed between two texts of an article, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

# After these no sentence ends: titles and abbreviations of Indonesian names and addresses.
_ABBREVIATIONS = frozenset(
    {"dr", "drs", "dra", "ir", "h", "hj", "kh", "prof", "no", "jl", "kab", "kec", "tn", "ny", "sdr", "st", "moh"}
)
_MOST = 10_000


def difference(before: str, after: str) -> str:
    """The sentences that went (after a minus) and came (after a plus), in order; empty where none did.

    Of a sentence that was only reworded, both forms stand one below the other. Longer texts are compared by their
    first 10,000 sentences.
    """
    old, new = list(_sentences(before))[:_MOST], list(_sentences(after))[:_MOST]
    lines: list[str] = []
    for kind, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            lines += [f"- {one}" for one in old[first:last]] + [f"+ {one}" for one in new[begin:end]]
    return "\n".join(lines)


def _sentences(text: str) -> Iterator[str]:
    for line in text.splitlines():
        part: list[str] = []
        for word in line.split():
            part.append(word)
            if ends_sentence(word):
                yield " ".join(part)
                part = []
        if part:
            yield " ".join(part)


def ends_sentence(word: str) -> bool:
    """Whether a sentence can end with this word, its marks included."""
    bare = word.rstrip("\"'”’)")
    return bare.endswith((".", "!", "?")) and bare[:-1].lower().lstrip("(\"'“") not in _ABBREVIATIONS and len(bare) > 2
