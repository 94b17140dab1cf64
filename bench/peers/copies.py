"""The peers' copies of the same texts, in memory: with our shingles, bands and threshold where they have such.

python -m bench.peers.copies PEER COUNT
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

from bench.reprints import found, texts
from bench.spent import processor, spent, tell

logging.disable(logging.CRITICAL)
SHINGLE, BINS, BANDS, NEAR = 3, 128, 32, 0.35
# Called one text after another: the number of the article that it is a copy of, if any; then it is known itself.
Ask = Callable[[int, str], int | None]


def shingles(text: str) -> list[str]:
    words = "".join(c if c.isalnum() else " " for c in text.casefold()).split()
    return [" ".join(words[start : start + SHINGLE]) for start in range(max(1, len(words) - SHINGLE + 1))]


def rensa() -> Ask:
    import rensa

    index = rensa.RMinHashLSH(threshold=NEAR, num_perm=BINS, num_bands=BANDS)
    known = {}

    def ask(number: int, text: str) -> int | None:
        mine = rensa.RMinHash(num_perm=BINS, seed=42)
        mine.update(shingles(text))
        near = [(mine.jaccard(known[other]), -other) for other in index.query(mine)]
        index.insert(number, mine)
        known[number] = mine
        return _nearest(near)

    return ask


def datasketch() -> Ask:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(num_perm=BINS, params=(BANDS, BINS // BANDS))
    known = {}

    def ask(number: int, text: str) -> int | None:
        mine = MinHash(num_perm=BINS)
        mine.update_batch([shingle.encode() for shingle in shingles(text)])
        near = [(mine.jaccard(known[other]), -other) for other in index.query(mine)]
        index.insert(number, mine, check_duplication=False)
        known[number] = mine
        return _nearest(near)

    return ask


def simhash() -> Ask:
    from simhash import Simhash, SimhashIndex

    index = SimhashIndex([], k=3)

    def ask(number: int, text: str) -> int | None:
        mine = Simhash(shingles(text))  # of words, or runs of letters, it joins half of these texts wrongly
        near = [int(other) for other in index.get_near_dups(mine)]
        index.add(str(number), mine)
        return min(near, default=None)

    return ask


def _nearest(near: list[tuple[float, int]]) -> int | None:
    likeness, other = max(near, default=(0.0, 0))
    return -other if likeness >= NEAR else None


PEERS = {"rensa": rensa, "datasketch": datasketch, "simhash": simhash}


def main(peer: str, count: int) -> None:
    ask, of = PEERS[peer](), {}
    PEERS[peer]()(0, "satu dua tiga empat lima")  # what it loads once
    cpu = 0.0
    with spent(count=count) as told:
        for one in texts(count):
            begin = processor()
            of[one.number] = ask(one.number, one.body)
            cpu += processor() - begin
    tell(told | {"cpu": cpu} | found(of, count))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
