"""What becomes of a piece: reprints elsewhere, later edits, a changed address, its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from newsroom.outlets.base import Outlet
from newsroom.outlets.text import slug
from newsroom.publication import CopyKind, Moved, Publication, Version
from newsroom.render import filler
from newsroom.texts import Story


def reprint(story: Story, random: Random) -> tuple[Story, CopyKind]:
    """The story as another site reprints it: word for word, or with its end cut off and a sentence reworded."""
    if random.random() < 0.35:
        return story, "verbatim"
    paragraphs = list(story.paragraphs)
    if len(paragraphs) > 4 and random.random() < 0.7:
        paragraphs.pop()
    at = random.randrange(len(paragraphs))
    paragraphs[at] = _reworded(paragraphs[at])
    title = story.title if random.random() < 0.5 else _retitled(story.title, random)
    return replace(story, title=title, paragraphs=tuple(paragraphs)), "edited"


def _reworded(paragraph: str) -> str:
    """One or two words of the paragraph changed as a sub-editor would."""
    changed = 0
    words = paragraph.split(" ")
    for at, word in enumerate(words):
        bare = word.strip(',."')
        other: str | None = filler()["rewordings"].get(bare)
        if other and changed < 2:
            words[at] = word.replace(bare, other)
            changed += 1
    return " ".join(words) if changed else f"{paragraph} Demikian keterangan yang dihimpun redaksi."


def _retitled(title: str, random: Random, now: str = "") -> str:
    """The title with another tail than it has `now`."""
    tail: str = random.choice([tail for tail in filler()["title_tails"] if not now.endswith(tail)])
    return title + tail


def live_through(
    piece: Publication, outlet: Outlet, random: Random, edited: float, deleted: float, moved: float
) -> Publication:
    """The publication with whatever happens to it later; at most one kind of change each."""
    chance = random.random()
    if chance < edited:
        return replace(piece, versions=_edits(piece, random))
    if chance < edited + deleted:
        return replace(piece, deleted=piece.published + timedelta(minutes=random.randint(180, 12 * 1440)))
    if chance < edited + deleted + moved:
        return _renamed(piece, outlet, random)
    return piece


def changed_later(piece: Publication, random: Random) -> Publication:
    """The publication edited, or one in four taken down, one to six days after it came out."""
    at = piece.published + timedelta(minutes=random.randint(1440, 6 * 1440))
    if random.random() < 0.25:
        return replace(piece, deleted=at)
    last = piece.versions[0]
    more = (*last.paragraphs, random.choice(filler()["added_paragraphs"]))
    return replace(piece, versions=(last, Version(at, _retitled(last.title, random), more)))


def _edits(piece: Publication, random: Random) -> tuple[Version, ...]:
    """One or two later versions: a new title, a paragraph more, or both."""
    versions = list(piece.versions)
    for _ in range(random.choice((1, 1, 1, 2))):
        last = versions[-1]
        kind = random.choice(("title", "text", "text", "both"))
        title = _retitled(piece.versions[0].title, random, last.title) if kind != "text" else last.title
        more = (random.choice(filler()["added_paragraphs"]),) if kind != "title" else ()
        at = last.at + timedelta(minutes=random.randint(20, 60 * 60))
        versions.append(Version(at, title, last.paragraphs + more))
    return tuple(versions)


def _renamed(piece: Publication, outlet: Outlet, random: Random) -> Publication:
    """The piece came out under a shorter slug; some hours later its address changed to the one it has now."""
    short = f"{slug(piece.versions[0].title, words=5)}-{piece.slot.number}"
    old = outlet.url(replace(piece.slot, slug=short))
    if old == piece.url:
        return piece
    return replace(piece, moved=Moved(old, piece.published + timedelta(minutes=random.randint(60, 48 * 60))))
