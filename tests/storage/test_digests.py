"""The digest's ledger: everything is told, and told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from article import RunReport, RunState, Verdict
from storage import copies, runs, sites, verdicts
from storage.database import Database
from storage.digest import digests
from storage.digest.digests import DigestData, Rendered, StoredDigest
from storage.errors import WriteOutsideTransaction
from tests.storing import DAY, HOUR, NOW, Whole, another, begin, end, save, synthetic_verdict, synthetic_visit
from wording.facts import telling

pytestmark = pytest.mark.both_stores


@pytest.fixture
def run(db: Database) -> int:
    """A run after the baseline."""
    end(db, begin(db, now=NOW - 2 * HOUR), now=NOW - HOUR)
    return begin(db, now=NOW)


def render(data: DigestData) -> Rendered:
    return Rendered(f"digest {data.number}: {len(data.visits)}", f"<p>{data.number}</p>")


def compose(db: Database, now: datetime = NOW, sites: Sequence[str] | None = None) -> StoredDigest:
    with db.write():
        return digests.compose(db, now, render, sites=sites)


def told(db: Database, now: datetime = NOW) -> tuple[list[int], list[int], list[int]]:
    """The ids of the visits, of the flags and of the further articles in the next digest."""
    data = digests.preview(db, now)
    return (
        [card.visit_id for card in data.visits],
        [flag.article_id for flag in data.flags],
        [more.article_id for more in data.more],
    )


def flag_without_visit(db: Database, run: int, undecided: str | None = None, **changes: object) -> Whole:
    """A flagged article that reports no visit, or one that no verdict could be made on."""
    article = another()
    with db.write():
        whole = save(db, run, article, found=(), flagged=undecided is None, **changes)  # type: ignore[arg-type]
        if undecided is not None:
            verdict = replace(synthetic_verdict(article.text, flagged=False), undecided=undecided)
            verdicts.store(db, whole.article_id, whole.version_id, verdict, article.text, NOW)
    return whole


def test_a_visit_is_told_once(db: Database, run: int) -> None:
    with db.write():
        whole = save(db, run, another())
    assert told(db) == (list(whole.visit_ids), [], [])
    first = compose(db)
    assert (first.number, first.rendered.text, first.rendered.html) == (1, "digest 1: 1", "<p>1</p>")
    assert told(db) == ([], [], [])
    second = compose(db, NOW + DAY)
    assert (second.number, second.rendered.text) == (2, "digest 2: 0")
    assert digests.get(db, 1) == first
    assert digests.latest(db) == second
    assert digests.get(db, 3) is None


def test_a_preview_changes_nothing(db: Database, run: int) -> None:
    with db.write():
        save(db, run, another())
    before = digests.preview(db, NOW)
    assert (before.number, before.since) == (1, None)
    assert digests.preview(db, NOW) == before
    assert digests.latest(db) is None


def test_the_time_since_the_last_digest_is_known(db: Database) -> None:
    compose(db)
    assert digests.preview(db, NOW + DAY).since == NOW


def test_a_digest_is_composed_in_a_transaction_and_undone_with_it(db: Database, run: int) -> None:
    with db.write():
        whole = save(db, run, another())
    with pytest.raises(WriteOutsideTransaction):
        digests.compose(db, NOW, render)

    def broken(_: DigestData) -> Rendered:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), db.write():
        digests.compose(db, NOW, broken)
    assert digests.latest(db) is None
    assert told(db)[0] == list(whole.visit_ids)


def test_articles_that_are_not_flagged_are_not_told(db: Database, run: int) -> None:
    with db.write():
        save(db, run, another(), found=(), flagged=False)
    assert told(db) == ([], [], [])


def test_a_later_report_of_a_told_visit_is_listed_once_under_more(db: Database, run: int) -> None:
    with db.write():
        first = save(db, run, another())
    compose(db)
    with db.write():
        later = save(db, run, another(), visit_id=first.visit_ids[0])
        copied = save(db, run, another(), visit_id=first.visit_ids[0], copy_of=first.article_id)
    data = digests.preview(db, NOW)
    assert data.visits == ()
    assert [(more.article_id, more.is_copy) for more in data.more] == [
        (later.article_id, False),
        (copied.article_id, True),
    ]
    assert {(more.visit_id, more.first_digest) for more in data.more} == {(first.visit_ids[0], 1)}
    compose(db, NOW + HOUR)
    assert told(db) == ([], [], [])


def test_reports_told_with_their_visit_are_not_told_again(db: Database, run: int) -> None:
    with db.write():
        first = save(db, run, another())
        save(db, run, another(), visit_id=first.visit_ids[0])
    compose(db)
    assert told(db) == ([], [], [])


@pytest.mark.fault("E4")
def test_a_changed_or_rejudged_article_is_not_told_again(db: Database, run: int) -> None:
    article = another()
    with db.write():
        first = save(db, run, article)
    compose(db)
    with db.write():
        save(db, run, article)
        save(db, run, replace(article, body=f"{article.body} Tambahan."), visit_id=first.visit_ids[0])
    assert told(db) == ([], [], [])


def test_a_flag_without_a_visit_is_told_once_with_its_copies(db: Database, run: int) -> None:
    first = flag_without_visit(db, run)
    second = flag_without_visit(db, run, copy_of=first.article_id)
    [flag] = digests.preview(db, NOW).flags
    assert (flag.article_id, flag.copy_ids, len(flag.copies)) == (first.article_id, (second.article_id,), 1)
    assert flag.sentence.startswith("Sebanyak 42 pegawai")
    compose(db)
    assert told(db) == ([], [], [])
    third = flag_without_visit(db, run, copy_of=first.article_id)
    assert told(db) == ([], [], [third.article_id])
    assert digests.preview(db, NOW).more[0].visit_id is None
    compose(db)
    assert told(db) == ([], [], [])


def test_a_copy_of_an_article_that_is_not_told_is_told_itself(db: Database, run: int) -> None:
    with db.write():
        unflagged = save(db, run, another(), found=(), flagged=False)
    flagged = flag_without_visit(db, run, copy_of=unflagged.article_id)
    assert told(db)[1] == [flagged.article_id]


def test_an_undecided_article_goes_to_the_editor_with_the_reason(db: Database, run: int) -> None:
    whole = flag_without_visit(db, run, undecided="the text is too short")
    [flag] = digests.preview(db, NOW).flags
    assert (flag.article_id, flag.undecided) == (whole.article_id, "the text is too short")


def test_an_article_told_with_its_visit_is_not_told_as_a_flag_when_the_visit_is_withdrawn(
    db: Database, run: int
) -> None:
    article = another()
    with db.write():
        save(db, run, article)
    compose(db)
    with db.write():
        save(db, run, article, found=())
    assert told(db) == ([], [], [])


@pytest.mark.parametrize(
    ("published", "is_news"),
    [(NOW - 6 * DAY, True), (NOW - 7 * DAY, True), (NOW - 7 * DAY - HOUR, False), (None, False)],
)
def test_of_the_baseline_only_the_last_seven_days_are_news(
    db: Database, published: datetime | None, is_news: bool
) -> None:
    run = begin(db)
    article = another(published=published)
    with db.write():
        found = [synthetic_visit(article.text, start=None)]
        whole = save(db, run, article, found=found, baseline=True, now=NOW + HOUR)
    assert told(db)[0] == (list(whole.visit_ids) if is_news else [])
    flagged = another(published=published)
    with db.write():
        flag = save(db, run, flagged, found=(), baseline=True, now=NOW + HOUR)
    assert told(db)[1] == ([flag.article_id] if is_news else [])


def test_an_undated_baseline_article_counts_from_the_visits_own_date(db: Database) -> None:
    run = begin(db)
    with db.write():
        whole = save(db, run, another(published=None), baseline=True)
    assert told(db)[0] == list(whole.visit_ids)


def test_an_old_article_found_after_the_baseline_is_news(db: Database, run: int) -> None:
    with db.write():
        whole = save(db, run, another(published=NOW - 400 * DAY))
    assert told(db)[0] == list(whole.visit_ids)


def test_a_new_report_of_an_old_baseline_visit_tells_the_visit_and_all_its_reports(db: Database) -> None:
    run = begin(db)
    with db.write():
        old = save(db, run, another(published=NOW - 30 * DAY), baseline=True)
        assert told(db) == ([], [], [])
        save(db, run, another(), visit_id=old.visit_ids[0])
    [card] = digests.preview(db, NOW).visits
    assert (card.visit_id, card.reports) == (old.visit_ids[0], 2)
    compose(db)
    assert told(db) == ([], [], [])


def test_a_taken_down_visit_does_not_hide_the_next(db: Database, run: int) -> None:
    with db.write():
        first = save(db, run, another())
    compose(db)
    with db.write():
        db.execute("DELETE FROM visit WHERE id = ?", [first.visit_ids[0]])
        db.execute("DELETE FROM article WHERE id = ?", [first.article_id])
        later = save(db, run, another())
    assert told(db)[0] == list(later.visit_ids)


def site_ran(db: Database, name: str, state: RunState, now: datetime, *problems: str) -> None:
    run = begin(db, name, now)
    with db.write():
        runs.finish(db, run, RunReport(name, state, problems=problems), now)


def test_the_line_on_sites_counts_those_read_and_names_the_others(db: Database) -> None:
    site_ran(db, "berita", "good", NOW - HOUR)
    site_ran(db, "kabar", "partial", NOW - HOUR, "2 of 9 articles failed")
    site_ran(db, "lama", "good", NOW - 60 * HOUR)
    with db.write():
        sites.register(db, "baru", ["baru.example"], NOW)
    data = digests.preview(db, NOW)
    assert (data.sites_read, data.sites_total) == (2, 4)
    assert [(trouble.name, telling("en").lines(trouble.lines)) for trouble in data.troubles] == [
        ("baru", "never read yet"),
        ("kabar", "the last run could not read all it saw; 2 of 9 articles failed"),
        ("lama", "not read for 2 days"),
    ]
    chosen = digests.preview(db, NOW, sites=["berita", "belum-pernah"])
    assert (chosen.sites_read, chosen.sites_total) == (1, 2)
    assert [(trouble.name, trouble.state) for trouble in chosen.troubles] == [("belum-pernah", None)]


def test_sites_read_since_the_last_digest_count_however_long_ago(db: Database) -> None:
    compose(db, NOW - 3 * DAY)
    site_ran(db, "berita", "good", NOW - 2 * DAY)
    assert digests.preview(db, NOW).sites_read == 1


def test_a_site_that_was_not_due_is_not_behind(db: Database) -> None:
    site_ran(db, "berita", "good", NOW - 3 * DAY)
    for rest, trouble in ((DAY, ["not read for 3 days"]), (5 * DAY, [])):
        data = digests.preview(db, NOW, due=lambda _, read, rest=rest: read + rest)
        assert data.sites_read == 1 - len(trouble)
        assert [telling("en").lines(one.lines) for one in data.troubles] == trouble


def test_over_many_days_everything_is_told_exactly_once(db: Database, run: int) -> None:
    every: list[Whole] = []
    for day in range(12):
        with db.write():
            for index in range(5):
                earlier = every[(day * 7 + index) % len(every)] if every and index % 2 else None
                visit = earlier.visit_ids[0] if earlier else None
                every.append(save(db, run, another(), visit_id=visit, now=NOW + day * DAY))
            copies.link(db, every[-1].article_id, every[-2].article_id, "near", 0.9, NOW)
        compose(db, NOW + day * DAY)
    visits_told = db.rows("SELECT visit FROM digest_item WHERE kind = 'visit'")
    reports_told = db.rows("SELECT report FROM digest_item WHERE kind = 'report'")
    assert sorted(row["visit"] for row in visits_told) == sorted({whole.visit_ids[0] for whole in every})
    assert len(reports_told) == len({row["report"] for row in reports_told}) == len(every)
    assert told(db) == ([], [], [])


def test_a_verdict_without_evidence_is_told_too(db: Database, run: int) -> None:
    article = another()
    with db.write():
        whole = save(db, run, article, found=(), flagged=False)
        bare = Verdict(True, 0.6, "inbound", None, (), (), "1", "banyuwangi")
        verdicts.store(db, whole.article_id, whole.version_id, bare, article.text, NOW)
    assert [flag.sentence for flag in digests.preview(db, NOW).flags] == [""]
