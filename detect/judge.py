"""Article -> verdict: is it a report of a study visit to the watched place? Pure and deterministic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from article import Article, Direction, Verdict, Visit
from detect.direction import Lean, lean, told
from detect.facts.find import find
from detect.focus import focus
from detect.lexicon import Lexicon, default_lexicon
from detect.measures import Measure, measures
from detect.mentions import read_all
from detect.place import names_place
from detect.profile import Profile
from detect.quoting import quoted
from detect.reading import Reading
from detect.score import Model, default_model, evidence, probability
from detect.sentences import Document, is_readable, read
from detect.signals import Signal, collect
from detect.status import status
from detect.wording import wording

# News names what it is about within its first sentences; a place named further down is an aside.
_OPENING = 16
# Shorter texts are a caption or the stump of an article.
_STUMP = 200
_MAYBE, _NEARLY = 0.2, 0.3
# A lean this strong, or the place's own people on a journey this plain in title and lead, no score overrules; the
# journey is an aside where all else leads here as plainly.
_AWAY, _OUT, _HERE = -0.5, 0.3, 0.3
# A lean less strong is overruled by a score that is more than near the threshold.
_LEANS_AWAY, _HARDLY = -0.3, 0.6


@dataclass(frozen=True, slots=True)
class Weighed:
    """An article that names the watched place early, read and measured."""

    document: Document
    readings: list[Reading]
    signals: list[Signal]
    lean: Lean
    measures: Mapping[str, Measure]


def weigh(
    article: Article, profile: Profile, lexicon: Lexicon | None = None, model: Model | None = None
) -> Weighed | None:
    """Read and measure one article; None where the watched place is not what it opens with."""
    return _weigh(read(article), article, profile, lexicon or default_lexicon(), model or default_model())


def _weigh(document: Document, article: Article, profile: Profile, words: Lexicon, weights: Model) -> Weighed | None:
    if not names_place(document, profile, words) or not document.body:
        return None
    published = article.published.date() if article.published else None
    readings = read_all(document, profile, words, published)
    if not any(m.side == "place" for r in readings[:_OPENING] for m in r.mentions):
        return None
    signals = collect(readings, document.dateline.end if document.dateline else 0)
    leaning = lean(signals)
    found = measures(signals, leaning, focus(document, readings, profile), wording(weights.words, readings))
    return Weighed(document, readings, signals, leaning, found)


def judge(article: Article, profile: Profile, lexicon: Lexicon | None = None, model: Model | None = None) -> Verdict:
    """Judge one article for one watched place.

    Flagged means: its news is that a delegation came, comes or will come to the place to learn. `undecided` is set,
    and nothing flagged, where the text cannot be judged or says opposite things.
    """
    words, weights = lexicon or default_lexicon(), model or default_model()
    version = f"{words.version}+{weights.version}"
    watch = f"{profile.name} {profile.version}".strip()
    document = read(article)
    weighed = _weigh(document, article, profile, words, weights)
    if weighed is None:
        undecided = _unread(document, profile, words)
        return Verdict(False, 0.0, None if undecided else "none", None, (), (), version, watch, undecided)
    score = round(probability(weights, weighed.measures), 4)
    undecided = _undecided(weighed, score, weights)
    flagged = score >= weights.threshold and undecided is None
    learnt = any(s.name in ("learns", "learns_away") and s.value >= 0.5 for s in weighed.signals)
    direction: Direction | None = "inbound" if flagged else told(weighed.lean, learnt, score)
    visits = quoted(find(article, document, weighed.readings, profile), document) if flagged else ()
    published = article.published.date() if article.published else None
    state = status(weighed.readings, weighed.signals, visits, published) if flagged else None
    rows = evidence(weights, weighed.measures)
    return Verdict(flagged, score, None if undecided else direction, state, rows, visits, version, watch, undecided)


def facts(article: Article, profile: Profile, lexicon: Lexicon | None = None) -> tuple[Visit, ...]:
    """What an article tells of a visit where somebody else than the rules takes it for a report of one; at least one
    Visit, which states nothing where the text does not."""
    document = read(article)
    published = article.published.date() if article.published else None
    readings = read_all(document, profile, lexicon or default_lexicon(), published)
    return quoted(find(article, document, readings, profile), document)


def _unread(document: Document, profile: Profile, words: Lexicon) -> str | None:
    """Why an article that was not weighed goes to the editor all the same."""
    if not document.body and (not document.title or names_place(document, profile, words)):
        return "no_text"
    return None


def _undecided(weighed: Weighed, score: float, model: Model) -> str | None:
    if score < model.threshold and not is_readable(weighed.document):
        return "language"
    outgoing = weighed.measures["outgoing_opening"].value >= _OUT and weighed.lean.strength < _HERE
    away = weighed.lean.strength <= (_LEANS_AWAY if score < _HARDLY else _AWAY)
    if score >= model.threshold and (outgoing or away):
        return "elsewhere"
    if weighed.lean.contradiction is not None:
        return "opposite"
    if len(weighed.document.text) < _STUMP and _MAYBE <= score < model.threshold:
        return "short"
    if _NEARLY <= score < model.threshold:
        return "maybe"
    return None
