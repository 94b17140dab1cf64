"""A takedown knows every place in which a text may stand, and what works beside it is not upset. All is synthetic."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from article import Article, Verdict
from crawler.again.rescore import rescore
from crawler.pipelines import Recognise
from crawler.storing.stages import Read, Recognised
from crawler.takedown import removal
from storage import articles
from storage.database import Database, check, open_database
from storage.health import alarms
from storage.health.alarms import Found
from storage.removal import tombstones
from storage.removal.quoted import SWEPT
from storage.removal.takedown import Page
from storage.searching import saved
from tests import hostile as web
from tests import taken, warta
from tests.rescoring import Scripted, arrive, scripted
from tests.storage.test_schema import our_tables
from tests.storing import NOW, another, begin, synthetic_visit

pytestmark = pytest.mark.sqlite_file

# Tables whose rows go with their article, or are emptied by name (storage/removal/takedown.py).
OWN = {"article", "version", "signature", "band", "copy", "raw_page", "recovered", "revisit", "change", "verdict"}
OWN |= {
    "evidence",
    "report",
    "fact",
    "candidate",
    "gauge_draw",
    "gauge_flagged",
    "tombstone",
    "tombstone_mark",
    "moment",
    "history",
}
# Columns of other tables that hold what is ours, a number, an address, or a word of a closed set.
PLAIN = {
    "site": {"name", "hosts", "registered"},
    "run": {"site", "state", "started", "finished"},
    "fetch": {"site", "kind", "url", "host", "at", "error"},
    "validator": {"url", "etag", "last_modified", "body_hash", "at"},
    "backfill": {"site", "source", "since", "until", "finished"},
    "lead": {"url", "leads_to"},
    "coverage": {"site", "source", "at", "newest", "reach", "since", "spared", "heads"},
    "gap": {"site", "source", "reach", "since", "until", "state", "tried", "noticed", "ended", "heads"},
    "beat": {"name", "at"},
    "alarm": {"site", "cause", "subject", "since", "last_seen", "resolved"},
    "source_day": {"site", "source", "day", "failing_since", "look"},
    "list_page": {"site", "url", "at"},
    "nowhere": {"site", "host", "url", "at", "content_hash"},
    "robots": {"host", "place", "body", "problem", "etag", "last_modified", "at"},
    "mishap": {"about", "since", "last_seen", "resolved"},
    "host_day": {"host", "day", "robots"},
    "pause": {"host", "until", "said"},
    "site_state": {"site", "state", "since"},
    "site_proof": {"site", "kind", "at"},
    "visit": {"found", "decided"},
    "decision": {"kind", "reason", "fact", "who", "at"},
    "rescore": {"rules", "started", "finished"},
    "reranker": {"made", "model", "weights", "figures"},
    "digest": {"composed"},
    "digest_item": {"kind"},
    "notice": {"composed"},
    "notice_item": {"kind"},
    "outbox": {"channel", "message_id", "state", "queued", "next_try", "reached", "fault", "sent", "edition"},
    "watched_place": {"code", "name", "since"},
    "person": {"name", "role", "password", "added", "removed"},
    "login": {"token", "began", "used"},
    "saved_search": {"who", "saved"},
    "blanked_name": {"mark", "reason", "at"},
    "gauge_round": {"at"},
    "gauge_stratum": {"stratum"},
    "holding": {"kind", "path", "made", "sha256", "gone", "note"},
}


@pytest.mark.fault("I2")
def test_every_column_of_text_is_reached_or_can_hold_none_of_an_article(db: Database) -> None:
    unknown = {
        (table, column)
        for table in our_tables(db)
        for column, kind in db.sql.table(table).columns_dict.items()
        if kind is not int and kind is not float and table not in OWN
        if column not in SWEPT.get(table, ()) and column not in PLAIN.get(table, set())
    }
    assert unknown == set(), "say of each new column whether a takedown must look through it"


def test_what_alarms_runs_and_searches_quote_is_blanked_out(server: web.Hostile, tmp_path: Path) -> None:
    crawl = taken.installation(server, tmp_path)
    with crawl.database() as db:
        with db.write():
            words = f'"{taken.TITLE}" stands for 9 addresses: {taken.SENTENCES[1]}'
            alarms.record(db, "warta", [Found("soft_404", "", words, "look at it")], (), NOW)
            saved.save(db, "pasar", f'"{taken.TITLE}"', who="rina", now=NOW)
            saved.save(db, taken.TITLE, "tuban", who="rina", now=NOW)
            saved.save(db, "tuban", "tuban", who="rina", now=NOW)
            db.execute("UPDATE run SET problems = json_array(?) WHERE id = 1", [f"lost: {taken.SENTENCES[0]}"])
        found = removal.find(db, taken.URL)
        removal.enforce(db, [removal.tombstone(db, found.pages[0], "uji", NOW)], NOW)
        assert alarms.of_site(db, "warta")[0].words == '"[taken down]" stands for 9 addresses: [taken down].'
        assert [one.name for one in saved.all_saved(db)] == ["tuban"]
        assert db.rows("SELECT problems FROM run WHERE id = 1") == [{"problems": '["lost: [taken down])."]'}]


@dataclass(frozen=True)
class Interrupted(Scripted):
    """Rules during which another process takes a text down, once."""

    path: Path = Path()
    url: str = ""

    def judge(self, article: Article) -> Verdict:
        with open_database(self.path) as other:
            found = removal.find(other, self.url)
            wanted = [removal.tombstone(other, page, "uji", NOW) for page in found.pages]
            removal.enforce(other, wanted, NOW)
        return super().judge(article)


@pytest.mark.parametrize("is_flagged", [True, False])
def test_a_rescore_goes_on_when_a_text_is_taken_down_meanwhile(
    db: Database, monkeypatch: pytest.MonkeyPatch, is_flagged: bool
) -> None:
    monkeypatch.setattr("crawler.takedown.removal.site_of", lambda _: None)
    run = begin(db)
    told = [another(title=f"Kabar {number}") for number in range(3)]
    for one in told:
        arrive(db, run, one, scripted({}))
    visits = (synthetic_visit(told[0].text),) if is_flagged else None
    script = dict.fromkeys((one.body for one in told), visits)
    rescore(db, Interrupted(**vars_of(scripted(script, "2")), path=db.path, url=told[1].url), NOW)
    check(db)
    assert [row["title"] for row in db.rows("SELECT title FROM version ORDER BY id")] == ["Kabar 0", "Kabar 2"]
    assert {row["lexicon"] for row in db.rows("SELECT lexicon FROM verdict WHERE is_current = 1")} == {"2"}


def vars_of(rules: Scripted) -> dict[str, object]:
    return {name: getattr(rules, name) for name in rules.__dataclass_fields__}


def test_a_crawl_that_read_it_before_it_was_taken_down_does_not_store_it_after(
    server: web.Hostile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crawl = warta.Crawl(server, tmp_path)
    warta.publish(server, 50)
    crawl(taken.SITE)
    taken.publish(server, 1, 2)
    before = Recognise.process_item

    def taking_down(self: Recognise, item: Read) -> Recognised:
        if item.asked == "1":
            with crawl.database() as other:
                wanted = removal.tombstone(other, Page("warta", "1", taken.URL, None), "uji", NOW)
                assert wanted.of("title")  # as it is listed
                removal.enforce(other, [wanted], NOW)
        return before(self, item)

    monkeypatch.setattr(Recognise, "process_item", taking_down)
    report = crawl(taken.SITE)
    assert (report.new, report.rejected) == (1, 1)
    with crawl.database() as db:
        assert articles.by_key(db, "warta", "1") is None
        assert db.rows("SELECT key FROM raw_page") == [{"key": "50"}]  # beside article 2 stands the title
        assert taken.in_pages(db) == []
        assert tombstones.unfinished(db) == [taken.URL]
