"""Article -> verdict: is it a report of a study visit to the watched place? Pure and deterministic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from article import Article, Direction, Verdict, Visit
from detect.company import company
from detect.direction import Lean, lean, told
from detect.facts.find import find
from detect.focus import focus
from detect.grammar import Role
from detect.lexicon import Lexicon, default_lexicon
from detect.measures import Measure, measures
from detect.mentions import read_all
from detect.place import names_place
from detect.profile import Profile
from detect.quoting import quoted
from detect.reading import Reading
from detect.roles import roles
from detect.score import Model, default_model, evidence, probability
from detect.sentences import Document, is_readable, read
from detect.signals import Signal, collect
from detect.status import status
from detect.watched import Watched
from detect.wording import wording

# News names what it is about within its first sentences; a place named further down is an aside.
_OPENING = 16
# Shorter texts are a caption or the stump of an article.
_STUMP = 200
_MAYBE, _NEARLY = 0.2, 0.3
# A lean this strong, or the place's own people on a journey this plain in title and lead, hardly any score overrules;
# the journey is an aside where all else leads here as plainly.
_AWAY, _OUT, _HERE = -0.5, 0.29, 0.3
# The scores that do: one where title and lead send nobody elsewhere, since what follows them only confirms; and one
# where they do.
_SURE, _CERTAIN = 0.8, 0.95
# A lean less strong is overruled by a score that is more than near the threshold.
_LEANS_AWAY, _HARDLY = -0.3, 0.6


@dataclass(frozen=True, slots=True)
class Weighed:
    """An article that names the watched place early, read and measured."""

    document: Document
    readings: list[Reading]
    parts: list[list[Role]]
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
    parts = [roles(reading) for reading in readings]
    signals = collect(readings, parts, document.dateline.end if document.dateline else 0)
    leaning = lean(signals)
    text = {"wording": wording(weights.words, readings), "company": company(weights.company, readings, parts)}
    found = measures(signals, leaning, focus(document, readings, profile), text)
    return Weighed(document, readings, parts, signals, leaning, found)


def judge(article: Article, profile: Profile, lexicon: Lexicon | None = None, model: Model | None = None) -> Verdict:
    """Judge one article for one watched place.

    Flagged means: its news is that a delegation came, comes or will come to the place to learn. `undecided` is set,
    and nothing flagged, where the text cannot be judged or says opposite things.
    """
    return judge_for(article, Watched((profile,)), lexicon, model)


def judge_for(
    article: Article, watched: Watched, lexicon: Lexicon | None = None, model: Model | None = None
) -> Verdict:
    """Judge one article for every watched place that it may name.

    A visit to several places is one verdict with the visits to each; else the verdict is that of the place which the
    article is likeliest about: flagged before undecided, and what is neither comes last.
    """
    words, weights = lexicon or default_lexicon(), model or default_model()
    document = read(article)
    found = [_judge(document, article, profile, words, weights) for profile in watched.named(document)]
    if not found:
        undecided = None if document.body or document.title else "no_text"
        version = f"{words.version}+{weights.version}"
        return Verdict(False, 0.0, None if undecided else "none", None, (), (), version, watched.version, undecided)
    found.sort(key=lambda one: (not one.flagged, one.undecided is None, -one.score))
    flagged = [verdict for verdict in found if verdict.flagged]
    return _joined(flagged) if len(flagged) > 1 else found[0]


def _joined(flagged: Sequence[Verdict]) -> Verdict:
    """A visit to several places: what speaks for each, with the visits to each."""
    return replace(
        flagged[0],
        evidence=tuple(dict.fromkeys(reason for verdict in flagged for reason in verdict.evidence)),
        visits=tuple(visit for verdict in flagged for visit in verdict.visits),
        watch=" + ".join(verdict.watch for verdict in flagged),
    )


def _judge(document: Document, article: Article, profile: Profile, words: Lexicon, weights: Model) -> Verdict:
    version, watch = f"{words.version}+{weights.version}", profile.told
    weighed = _weigh(document, article, profile, words, weights)
    if weighed is None:
        undecided = _unread(document, profile, words)
        place = profile.code if undecided else None
        return Verdict(False, 0.0, None if undecided else "none", None, (), (), version, watch, undecided, place)
    score = round(probability(weights, weighed.measures), 4)
    undecided = _undecided(weighed, score, weights)
    flagged = score >= weights.threshold and undecided is None
    learnt = any(s.name in ("learns", "learns_away") and s.value >= 0.5 for s in weighed.signals)
    direction: Direction | None = "inbound" if flagged else told(weighed.lean, learnt, score)
    visits = _visits(article, document, weighed.readings, profile) if flagged else ()
    published = article.published.date() if article.published else None
    state = status(weighed.readings, weighed.signals, visits, published) if flagged else None
    rows = evidence(weights, weighed.measures)
    leads = None if undecided else direction
    return Verdict(flagged, score, leads, state, rows, visits, version, watch, undecided, profile.code)


def facts(
    article: Article, watched: Watched, place: str | None = None, lexicon: Lexicon | None = None
) -> tuple[Visit, ...]:
    """What an article tells of a visit where somebody else than the rules takes it for a report of one; at least one
    Visit, which states nothing where the text does not. Without a `place` it is to the first that the text may name."""
    document = read(article)
    profile = watched.of(place) if place else next(iter(watched.named(document)), watched.of(None))
    published = article.published.date() if article.published else None
    readings = read_all(document, profile, lexicon or default_lexicon(), published)
    return _visits(article, document, readings, profile)


def _visits(article: Article, document: Document, readings: list[Reading], profile: Profile) -> tuple[Visit, ...]:
    found = quoted(find(article, document, readings, profile), document)
    return tuple(replace(visit, place=profile.code) for visit in found)


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
    opens_away = any(weighed.measures[name].value for name in ("outgoing_opening", "elsewhere_opening"))
    if model.threshold <= score < (_CERTAIN if opens_away else _SURE) and (outgoing or away):
        return "elsewhere"
    if weighed.lean.contradiction is not None:
        return "opposite"
    if len(weighed.document.text) < _STUMP and _MAYBE <= score < model.threshold:
        return "short"
    if _NEARLY <= score < model.threshold:
        return "maybe"
    return None
