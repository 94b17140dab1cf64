"""Copies: found by text or by band, linked to the first seen."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import copies
from storage.database import Database, open_database
from tests.storing import HOUR, NOW, another, begin, save, synthetic_article, text_hash


@pytest.fixture
def run(db: Database) -> int:
    return begin(db)


def test_an_exact_copy_is_found_even_of_a_text_that_has_changed_since(db: Database, run: int) -> None:
    with db.write():
        first = save(db, run, synthetic_article(url="https://berita.example/1"))
        later = save(db, run, synthetic_article(url="https://berita.example/2"), now=NOW + HOUR)
        save(db, run, synthetic_article(url="https://berita.example/1", body="Isi baru."), found=(), now=NOW + HOUR)
    same = text_hash(synthetic_article().body)
    assert copies.exact(db, same) == first.article_id
    assert copies.exact(db, same, exclude_article_id=first.article_id) == later.article_id
    assert copies.exact(db, text_hash("tidak ada")) is None


def test_near_copies_share_a_band_of_any_64_bits(db: Database, run: int) -> None:
    with db.write():
        first = save(db, run, another())
        second = save(db, run, another(), now=NOW + HOUR)
    found = copies.near(db, [2**64 - 1])
    assert [article for article, _ in found] == [first.article_id, second.article_id]
    assert all(isinstance(signature, bytes) for _, signature in found)
    assert [article for article, _ in copies.near(db, [1], first.article_id)] == [second.article_id]
    assert copies.near(db, [77]) == []
    assert copies.near(db, []) == []


def links(db: Database) -> dict[int, int]:
    return {row["article"]: row["first"] for row in db.rows("SELECT article, first FROM copy")}


def saved_in_order(db: Database, run: int, number: int) -> list[int]:
    with db.write():
        return [save(db, run, another(), now=NOW + index * HOUR).article_id for index in range(number)]


def test_a_copy_of_a_copy_is_linked_to_the_first(db: Database, run: int) -> None:
    first, second, third = saved_in_order(db, run, 3)
    with db.write():
        copies.link(db, second, first, "exact", 1.0, NOW)
        copies.link(db, third, second, "near", 0.9, NOW)
    assert links(db) == {second: first, third: first}
    assert copies.first_of(db, third) == copies.first_of(db, first) == first


def test_the_first_seen_article_becomes_the_first_whichever_way_it_is_told(db: Database, run: int) -> None:
    first, second, third = saved_in_order(db, run, 3)
    with db.write():
        copies.link(db, second, third, "near", 0.9, NOW)
        assert links(db) == {third: second}
        copies.link(db, first, third, "near", 0.9, NOW)
    assert links(db) == {second: first, third: first}


def test_an_article_published_earlier_but_seen_later_is_still_the_copy(db: Database, run: int) -> None:
    with db.write():
        first = save(db, run, another(published=NOW)).article_id
        later = save(db, run, another(published=NOW - 5 * HOUR), now=NOW + HOUR).article_id
        copies.link(db, first, later, "exact", 1.0, NOW)
    assert links(db) == {later: first}


def test_an_article_is_never_a_copy_of_itself(db: Database, run: int) -> None:
    first, second = saved_in_order(db, run, 2)
    with db.write():
        copies.link(db, first, first, "exact", 1.0, NOW)
        copies.link(db, second, first, "exact", 1.0, NOW)
        copies.link(db, first, second, "exact", 1.0, NOW)
    assert links(db) == {second: first}


@settings(max_examples=30)
@given(pairs=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_links_always_point_straight_at_the_first_seen_of_their_group(
    pairs: list[tuple[int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with open_database(tmp_path_factory.mktemp("links") / "news.db", create=True) as db:
        ids = saved_in_order(db, begin(db), 6)
        groups = [{index} for index in range(6)]
        for one, other in pairs:
            with db.write():
                copies.link(db, ids[one], ids[other], "near", 0.9, NOW)
            joined = next(group for group in groups if one in group) | next(group for group in groups if other in group)
            groups = [group for group in groups if not group & joined] + [joined]
        expected = {ids[index]: ids[min(group)] for group in groups for index in group if index != min(group)}
        assert links(db) == expected
