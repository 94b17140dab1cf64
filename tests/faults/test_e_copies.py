"""Two hundred pairs of hand-written texts, what another site prints again and what is alike and another story; and a
new way to compute the hash of all."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import chain, combinations

import pytest

from config import ROOT
from crawler.copies import CERTAIN, NEAR, bands, content_hash, keeps_particulars, signature, similarity
from storage.database import Database
from storage.digest import digests, untold
from storage.digest.digests import Rendered
from tests import storing
from tests.storing import NOW, another, begin, save

EACH = 100
_DESKS = ("Antara", "Kabar Timur", "Suara Blambangan", "Warta Osing", "Jatim Kini")


def hand_written() -> list[tuple[str, str]]:
    """The shape and the text of each; texts of one shape are one story told with other names."""
    lines = (ROOT / "tests" / "eval" / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
    return [(row["shape"], row["text"]) for row in map(json.loads, lines)]


def printed_again(text: str, number: int) -> str:
    """The text as one of five other sites has it: its own dateline, links, sign-off, now and then the end left out or
    the spokesman's sentence in other words."""
    desk, paragraphs = _DESKS[number % len(_DESKS)], text.split("\n\n")
    paragraphs[0] = f"{desk.upper()}, Banyuwangi: {paragraphs[0].partition(' - ')[2] or paragraphs[0]}"
    if number % 3 == 0:
        paragraphs[1] = f"Hal itu disampaikan kepada {desk}. {paragraphs[1]}"
    if number % 4 == 0 and len(paragraphs) > 3:
        del paragraphs[-1]
    if number % 2:
        paragraphs.insert(1, f"Baca juga: Agenda Kabupaten Pekan Ini Menurut {desk}")
    return "\n\n".join([*paragraphs, f"Pewarta: redaksi {desk}. Hak cipta {desk} 2026."])


def is_copy(first: str, second: str) -> bool:
    """As the pipeline decides (crawler/storing/linking.py): equal, or of a shared band and alike enough."""
    if content_hash(first) == content_hash(second):
        return True
    one, other = signature(first), signature(second)
    likeness = similarity(one, other)
    if not set(bands(one)) & set(bands(other)) or likeness < NEAR:
        return False
    return likeness >= CERTAIN or keeps_particulars(first, second)


@pytest.mark.fault("E5")
def test_e5_reprints_by_five_sites_are_one_story_and_the_most_alike_others_are_not(
    measured: Callable[[str], None],
) -> None:
    written = hand_written()
    texts = [text for _, text in written][:EACH]
    again = [(text, printed_again(text, number)) for number, text in enumerate(texts)]
    marks = [(shape, text, signature(text)) for shape, text in written]
    others = [(one, other) for one, other in combinations(marks, 2) if one[0] != other[0]]
    others.sort(key=lambda pair: similarity(pair[0][2], pair[1][2]), reverse=True)
    apart = [(one[1], other[1]) for one, other in others[:EACH]]
    found = sum(is_copy(*pair) for pair in again)
    wrong = sum(is_copy(*pair) for pair in apart)
    precision, recall = found / (found + wrong), found / EACH
    measured(f"{len(again) + len(apart)} pairs: precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= 0.98 and recall >= 0.95


@pytest.mark.fault("E12")
@pytest.mark.timeout(900)
def test_e12_a_new_way_to_hash_makes_no_version_and_tells_nothing_again(
    db: Database, often: Callable[[int, int], int], measured: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = [another() for _ in range(often(100, 10_000))]
    run, hashed = begin(db), storing.text_hash
    with db.write():
        visits = [save(db, run, article).visit_ids[0] for article in read]
    with db.write():
        digests.compose(db, NOW, lambda _: Rendered("", ""))
    monkeypatch.setattr(storing, "text_hash", lambda text: hashed(text[::-1]).replace("v1:", "v2:"))
    with db.write():
        for article, visit in zip(read, visits, strict=True):
            save(db, run, article, visit_id=visit)
    assert db.rows("SELECT substr(content_hash, 1, 3) AS way, count(*) AS n FROM version GROUP BY way") == [
        {"way": "v2:", "n": len(read)}
    ]
    assert not [*untold.visits(db), *untold.more_reports(db), *chain(*untold.flags(db))]
    measured(f"{len(read)} articles read again under a new hash: 0 new versions, 0 told again")
