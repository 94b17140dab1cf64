"""Exact and near copies of a text.

A regional paper reprints with another dateline, two paragraphs less and a sentence reworded: no hash of the whole
text finds that, and shared word triples do. One-permutation minhash after Li, Owen and Zhang, "One Permutation
Hashing" (NIPS 2012), with their estimator, which counts no bin that is empty on both sides; bands after Leskovec,
Rajaraman and Ullman, "Mining of Massive Datasets", 3.4.
"""

from __future__ import annotations

from array import array
from hashlib import blake2b, sha256
from struct import unpack

from crawler.text import normalise

VERSION = "v1"
BINS = 128
BANDS = 32
SHINGLE = 3

# Two texts at least this similar are near copies. Chosen by the experiment that tests/crawler/test_copies.py prints: of
# 1,000 pairs each, 0.4 misses 3 reprints and 0.3 joins 31 short notices with one office's standing text.
NEAR = 0.35

# What is less alike than this is a copy only where it keeps the other's names and numbers as well: notices written from
# one office's standing words share most triples, but tell of another day and of other people.
CERTAIN = 0.6
KEPT = 0.7

_EMPTY = 0xFFFFFFFF


def content_hash(text: str) -> str:
    """The algorithm's version and the SHA-256 of the normalised text, "v1:<64 hex digits>"."""
    return f"{VERSION}:{sha256(normalise(text).encode()).hexdigest()}"


def signature(text: str) -> bytes:
    """The text's minhash: for each of 128 bins, in order, the least shingle hash as 4 bytes, big-endian."""
    least = [_EMPTY] * BINS
    for shingle in _shingles(normalise(text)):
        place, value = unpack(">HxxI", blake2b(shingle.encode(), digest_size=8).digest())
        place %= BINS
        if value < least[place]:
            least[place] = value
    return b"".join(value.to_bytes(4, "big") for value in least)


def _shingles(text: str) -> set[str]:
    words = text.split()
    return {" ".join(words[start : start + SHINGLE]) for start in range(max(1, len(words) - SHINGLE + 1))}


def bands(signature: bytes) -> tuple[int, ...]:
    """One number below 2**63 for each band of four bins that is not empty: texts that share one may be near copies."""
    width = len(signature) // BANDS
    empty = b"\xff" * width
    found = []
    for band in range(BANDS):
        piece = signature[band * width : (band + 1) * width]
        if piece != empty:
            digest = blake2b(bytes([band]) + piece, digest_size=8).digest()
            found.append(int.from_bytes(digest, "big") >> 1)
    return tuple(found)


def keeps_particulars(a: str, b: str) -> bool:
    """Whether the one text keeps nearly all names and numbers of the other; the shorter list of them decides."""
    mine, theirs = _particulars(a), _particulars(b)
    fewer = min(len(mine), len(theirs))
    return fewer == 0 or len(mine & theirs) >= KEPT * fewer


def _particulars(text: str) -> set[str]:
    """Words with a digit, and words with a capital that does not only open a sentence."""
    found, opens = set(), True
    for word in text.split():
        bare = word.strip(".,;:!?()[]\"'“”‘’–—-")
        if bare and (any(map(str.isdigit, bare)) or (bare[0].isupper() and not opens)):
            found.add(bare.casefold())
        opens = word[-1] in '.!?:”"' or not bare
    return found


def similarity(a: bytes, b: bytes) -> float:
    """The estimated share of word triples that two texts have in common, 0 to 1 (Jaccard index)."""
    pairs = [pair for pair in zip(array("I", a), array("I", b), strict=True) if pair != (_EMPTY, _EMPTY)]
    return sum(left == right for left, right in pairs) / len(pairs) if pairs else 0.0
