"""What rows were before they changed, so that a past day can be shown as it was; where facts and texts come from.

Triggers keep the history, so that nothing which changes a row can forget it. They know the time from `moment`: of the
last thing that happened, as the rows themselves state it, since a moved clock is not SQLite's. What was there before
this step is shown as it stands now.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database as SqliteDatabase

_TABLES = (
    # In words of a sentence, for facts stored before this step, there is none.
    "ALTER TABLE fact ADD COLUMN sentence TEXT",
    "ALTER TABLE fact ADD COLUMN sentence_start INTEGER",
    "ALTER TABLE fact ADD COLUMN sentence_end INTEGER",
    # Behind the body, since only a release asks for it.
    "ALTER TABLE version ADD COLUMN parser TEXT",
    """CREATE TABLE moment (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        at TEXT NOT NULL,
        since TEXT NOT NULL
    ) STRICT""",
    """INSERT INTO moment (id, at, since)
        SELECT 1, newest, newest FROM (SELECT max(at) AS newest FROM (
            SELECT '0001-01-01T00:00:00Z' AS at
            UNION ALL SELECT max(started) FROM run
            UNION ALL SELECT max(finished) FROM run
            UNION ALL SELECT max(registered) FROM site
            UNION ALL SELECT max(first_seen) FROM article
            UNION ALL SELECT max(judged) FROM verdict
            UNION ALL SELECT max(reported) FROM report
            UNION ALL SELECT max(found) FROM visit
            UNION ALL SELECT max(linked) FROM copy
            UNION ALL SELECT max(at) FROM decision
            UNION ALL SELECT max(max(since, coalesce(resolved, since))) FROM alarm
            UNION ALL SELECT max(max(noticed, coalesce(ended, noticed))) FROM gap))""",
    """CREATE TABLE history (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        row ANY NOT NULL,
        article INTEGER REFERENCES article(id) ON DELETE CASCADE,
        until TEXT NOT NULL,
        was TEXT
    ) STRICT""",
    "CREATE INDEX history_until ON history(until)",
    "CREATE INDEX history_article ON history(article) WHERE article IS NOT NULL",
)

# table: its key, what says when a row began, the article that it goes with, the columns that are kept.
_KEPT = {
    "site": ("name", "registered", "NULL", "hosts registered"),
    "run": (
        "id", "started", "NULL",
        "site state baseline by_hand past started finished seen stored known rejected failed new versions copies "
        "flagged requests bytes not_modified",
    ),
    "article": ("id", "first_seen", "{row}.id", "site key site_id url first_seen first_run baseline withdrawn decided"),
    "version": (
        "id", "read", "{row}.article",
        "article number is_current url title published published_offset language method parser marks content_hash "
        "read run fetch",
    ),
    "copy": ("article", "linked", "{row}.article", "first kind similarity linked"),
    "verdict": (
        "id", "judged", "{row}.article",
        "article version is_current flagged score direction status undecided lexicon watch judged",
    ),
    "visit": ("id", "found", "NULL", "found shown decided"),
    "report": ("id", "reported", "{row}.article", "visit article verdict day reported placed entry kept"),
    "fact": (
        "id", None, "(SELECT article FROM report WHERE id = {row}.report)",
        "report kind position value code quote span_start span_end sentence sentence_start sentence_end mark",
    ),
}  # fmt: skip

_RAISE = "UPDATE moment SET at = {time} WHERE at < {time};"
# A clock that was wrong by more than a day is not the measure for ever.
_SET_BACK = "UPDATE moment SET at = new.started WHERE strftime('%Y-%m-%dT%H:%M:%SZ', at, '-1 day') > new.started;"


def _statements() -> Iterator[str]:
    for table, (key, begins, article, columns) in _KEPT.items():
        yield from _triggers(table, key, begins, article, columns.split())
    yield from _CLOCK


def _triggers(table: str, key: str, begins: str | None, article: str, columns: list[str]) -> Iterator[str]:
    began = f"new.{begins}" if begins else "(SELECT reported FROM report WHERE id = new.report)"
    listed = ", ".join(f"'{column}', old.{column}" for column in columns)
    if begins is None:
        listed += ", 'began', (SELECT reported FROM report WHERE id = old.report)"
    keep = f"""INSERT INTO history (kind, row, article, until, was)
        SELECT '{table}', old.{key}, {article.format(row="old")}, moment.at, json_object({listed}) FROM moment;"""
    # A row that is stored later than it says it began, as a page read again from the archive, was not there before.
    yield f"""CREATE TRIGGER {table}_began AFTER INSERT ON {table} BEGIN
        {_SET_BACK if table == "run" else ""}
        {_RAISE.format(time=began) if begins else ""}
        INSERT INTO history (kind, row, article, until)
        SELECT '{table}', new.{key}, {article.format(row="new")}, moment.at FROM moment WHERE {began} < moment.at;
        END"""
    changed = " OR ".join(f"old.{column} IS NOT new.{column}" for column in columns)
    if table == "run":
        # That it had not ended yet is told by when it ended.
        changed = f"old.state <> 'running' AND ({changed})"
    if table == "visit":
        # A visit is shown as itself from the statement after the one that makes it.
        changed = f"old.shown IS NOT NULL AND ({changed})"
    raised = _RAISE.format(time="new.judged") if table == "verdict" else ""
    yield f"""CREATE TRIGGER {table}_changed AFTER UPDATE OF {", ".join(columns)} ON {table}
        WHEN {changed} BEGIN {raised} {keep} END"""
    if table in _ENDS:
        also = _FACTS_OF_REPORT if table == "report" else ""
        yield f"CREATE TRIGGER {table}_ended BEFORE DELETE ON {table} WHEN {_ENDS[table]} BEGIN {keep} {also} END"


# They go with their report, and then no longer know it.
_FACTS_OF_REPORT = f"""INSERT INTO history (kind, row, article, until, was)
    SELECT 'fact', fact.id, old.article, moment.at,
           json_object({", ".join(f"'{column}', fact.{column}" for column in _KEPT["fact"][3].split())},
                       'began', old.reported)
    FROM moment, fact WHERE fact.report = old.id;"""

# What a takedown removes leaves no history: then the article is gone first.
_ENDS = {
    "version": "EXISTS (SELECT 1 FROM article WHERE id = old.article)",
    "copy": "EXISTS (SELECT 1 FROM article WHERE id = old.article)",
    "visit": "1",
    "report": "EXISTS (SELECT 1 FROM article WHERE id = old.article)",
    "fact": "EXISTS (SELECT 1 FROM report WHERE id = old.report)",
}

_CLOCK = (
    f"""CREATE TRIGGER moment_of_end AFTER UPDATE OF finished ON run WHEN new.finished IS NOT NULL
        BEGIN {_RAISE.format(time="new.finished")} END""",
    f"""CREATE TRIGGER moment_of_reading AFTER UPDATE OF last_read ON article
        BEGIN {_RAISE.format(time="new.last_read")} END""",
    f"CREATE TRIGGER moment_of_decision AFTER INSERT ON decision BEGIN {_RAISE.format(time='new.at')} END",
    f"CREATE TRIGGER moment_of_revisit AFTER INSERT ON revisit BEGIN {_RAISE.format(time='new.at')} END",
    f"CREATE TRIGGER moment_of_gap AFTER INSERT ON gap BEGIN {_RAISE.format(time='new.noticed')} END",
    f"""CREATE TRIGGER moment_of_gap_end AFTER UPDATE OF ended ON gap WHEN new.ended IS NOT NULL
        BEGIN {_RAISE.format(time="new.ended")} END""",
    f"CREATE TRIGGER moment_of_alarm AFTER INSERT ON alarm BEGIN {_RAISE.format(time='new.since')} END",
    f"""CREATE TRIGGER moment_of_alarm_end AFTER UPDATE OF resolved ON alarm WHEN new.resolved IS NOT NULL
        BEGIN {_RAISE.format(time="new.resolved")} END""",
)


def history_schema(db: SqliteDatabase) -> None:
    for statement in (*_TABLES, *_statements()):
        db.execute(statement)
