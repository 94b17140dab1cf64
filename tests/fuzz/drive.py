"""One target under atheris, in a process of its own: `python -m tests.fuzz.drive NAME INPUTS FOLDER`.

Its last line is a JSON object: how many inputs it had, and the CPU seconds of the slowest. An exception ends it with
another code than 0, with the input in FOLDER; an input that takes over SLOWEST seconds counts as one. CPU time is
counted, as others may be at work on the machine; a hang is ended by atheris after ten times as long.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from pathlib import Path

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["article", "crawler", "detect", "digest", "storage", "wording"]):
    from tests.fuzz.targets import TARGETS, Target

from tests.fuzz.seeds import seeds

SLOWEST = 1.0


class TooSlow(Exception):
    """An input kept a reader busy for longer than promised."""


class Driven:
    """A target with what was measured of it."""

    def __init__(self, target: Target, inputs: int) -> None:
        self.target = target
        self._wanted = inputs
        self.inputs = 0
        self.slowest = 0.0

    def __call__(self, data: bytes) -> None:
        began = time.process_time()
        self.target.read(data)
        took = time.process_time() - began
        self.inputs += 1
        self.slowest = max(self.slowest, took)
        if took > SLOWEST:
            raise TooSlow(f"{took:.1f} s for {len(data)} bytes")
        if self.inputs == self._wanted:
            sys.stdout.write(json.dumps({"inputs": self.inputs, "slowest": round(self.slowest, 3)}) + "\n")
            sys.stdout.flush()
            os._exit(0)  # atheris ends a process without running what Python would at its end


def main(name: str, inputs: int, folder: Path) -> None:
    """Feed a target with so many inputs; does not return."""
    driven = Driven(next(one for one in TARGETS if one.name == name), inputs)
    corpus = folder / "corpus"
    corpus.mkdir()
    for seed in seeds(name):
        cut = seed[: driven.target.longest]
        (corpus / hashlib.sha1(cut, usedforsecurity=False).hexdigest()).write_bytes(cut)
        driven.target.read(cut)  # what is read once only, such as the rules, is read before anything is timed
    options = [f"-max_len={driven.target.longest}", f"-timeout={int(10 * SLOWEST)}", "-seed=7", "-len_control=0"]
    options += ["-rss_limit_mb=1500", "-verbosity=0", f"-artifact_prefix={folder}/"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], driven)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
