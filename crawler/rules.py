"""The rules that verdicts are made by: profiles, lexicon and weights, with the re-ranker where one is in use."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from article import Article, Verdict, Visit
from config import VERSION
from detect import gazetteer
from detect.judge import facts, judge_for
from detect.lexicon import Lexicon, default_lexicon
from detect.reranker import reranked
from detect.score import Model, default_model
from detect.watched import Watched
from storage import watched_places
from storage.database import Database
from storage.desk import rerankers


@dataclass(frozen=True, slots=True)
class Rules:
    watched: Watched
    lexicon: Lexicon
    model: Model

    def judge(self, article: Article) -> Verdict:
        return judge_for(article, self.watched, self.lexicon, self.model)

    def facts(self, article: Article, place: str | None) -> tuple[Visit, ...]:
        """What an article tells of visits to a place, by its region code; None: to the first that it names."""
        return facts(article, self.watched, place, self.lexicon)

    def fingerprint(self) -> str:
        """Changes with any word, name or weight, whether its file's version was raised or not."""
        files = sorted(path for path in gazetteer.DATA.iterdir() if path.is_file())
        data = [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]  # what facts are read by, and regions
        told = repr((VERSION, self.watched.profiles, self.lexicon, self.model, data))
        return hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()


def present(db: Database, profiles: Sequence[Path]) -> Rules:
    """The rules in force. Raises ProfileError, LexiconError and ModelError."""
    return Rules(watched(profiles), default_lexicon(), weights(db))


def alone(profiles: Sequence[Path]) -> Rules:
    """The rules without a re-ranker. Raises ProfileError, LexiconError and ModelError."""
    return Rules(watched(profiles), default_lexicon(), default_model())


def watched(profiles: Sequence[Path]) -> Watched:
    """The watched places, read again only when a file was written to, since a process may make many runs.

    Raises ProfileError.
    """
    return _watched(tuple((path, _changed(path)) for path in profiles))


def register(db: Database, rules: Rules, now: datetime) -> None:
    """Keep what the watched places are called, for whoever reads the database without their profiles.

    Outside `write()`; writes only where there is something new. Raises StorageError.
    """
    places = {profile.code: profile.name for profile in rules.watched.profiles}
    if watched_places.lacks(db, places):
        with db.write():
            watched_places.keep(db, places, now)


@lru_cache(maxsize=4)
def _watched(profiles: tuple[tuple[Path, int | None], ...]) -> Watched:
    return Watched.read([path for path, _ in profiles])


def _changed(profile: Path) -> int | None:
    return profile.stat().st_mtime_ns if profile.is_file() else None


def weights(db: Database) -> Model:
    """The rules' weights, with the re-ranker in use; one that was fitted on other weights is left out."""
    model = default_model()
    used = rerankers.in_use(db)
    if used is None or used.model != model.version:
        return model
    return reranked(model, used.version, used.bias, used.weights)
