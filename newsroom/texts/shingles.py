"""How much two texts share: Jaccard similarity of their word shingles (Broder 1997, resemblance)."""

from __future__ import annotations


def shingles(text: str, size: int = 3) -> frozenset[tuple[str, ...]]:
    """Every run of `size` words, lower case, without punctuation at the words' ends."""
    words = [word.strip(".,;:!?()\"“”'") for word in text.lower().split()]
    return frozenset(zip(*(words[at:] for at in range(size)), strict=False))


def likeness(first: frozenset[tuple[str, ...]], second: frozenset[tuple[str, ...]]) -> float:
    """0 (nothing shared) to 1 (the same)."""
    shared = len(first & second)
    union = len(first) + len(second) - shared
    return shared / union if union else 1.0
