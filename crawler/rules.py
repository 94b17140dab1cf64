"""The rules that verdicts are made by: profile, lexicon and weights, with the re-ranker where one is in use."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from article import Article, Verdict, Visit
from config import VERSION
from detect.judge import facts, judge
from detect.lexicon import Lexicon, default_lexicon
from detect.profile import Profile, load_profile
from detect.reranker import reranked
from detect.score import Model, default_model
from storage import rerankers
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Rules:
    profile: Profile
    lexicon: Lexicon
    model: Model

    def judge(self, article: Article) -> Verdict:
        return judge(article, self.profile, self.lexicon, self.model)

    def facts(self, article: Article) -> tuple[Visit, ...]:
        return facts(article, self.profile, self.lexicon)

    def fingerprint(self) -> str:
        """Changes with any word, name or weight, whether its file's version was raised or not."""
        told = repr((VERSION, self.profile, self.lexicon, self.model))
        return hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()


def present(db: Database, watch: Path) -> Rules:
    """The rules in force. Raises ProfileError, LexiconError and ModelError."""
    return Rules(_profile(watch, _changed(watch)), default_lexicon(), weights(db))


def alone(watch: Path) -> Rules:
    """The rules without a re-ranker. Raises ProfileError, LexiconError and ModelError."""
    return Rules(load_profile(watch), default_lexicon(), default_model())


@lru_cache(maxsize=4)
def _profile(watch: Path, _: int | None) -> Profile:
    """Read again only when the file was written to, since a process may make many runs."""
    return load_profile(watch)


def _changed(watch: Path) -> int | None:
    return watch.stat().st_mtime_ns if watch.is_file() else None


def weights(db: Database) -> Model:
    """The rules' weights, with the re-ranker in use; one that was fitted on other weights is left out."""
    model = default_model()
    used = rerankers.in_use(db)
    if used is None or used.model != model.version:
        return model
    return reranked(model, used.version, used.bias, used.weights)
