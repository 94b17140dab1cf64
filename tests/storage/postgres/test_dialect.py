"""What SQLite and PostgreSQL mean otherwise, statement by statement."""

from __future__ import annotations

import json
import re

import pytest

from storage.database import Database

pytest.importorskip("sqlglot", reason="the extra `cluster` is not installed")

from storage.postgres.dialect import translate
from storage.postgres.search import to_tsquery
from storage.postgres.triggers import translated

SAID = {
    "SELECT a FROM t INDEXED BY i CROSS JOIN u ON u.a = t.b": 'SELECT "a" FROM "t" JOIN "u" ON "u"."a" = "t"."b"',
    "SELECT a IS NOT 'x' FROM t": 'SELECT CAST(("a" IS DISTINCT FROM \'x\') AS INT) FROM "t"',
    "SELECT sum(a = 1) FROM t WHERE holds": 'SELECT SUM(CAST(("a" = 1) AS INT)) FROM "t" WHERE "holds" <> 0',
    "SELECT CASE WHEN a THEN b = 1 ELSE 0 END FROM t": (
        'SELECT CASE WHEN "a" <> 0 THEN CAST(("b" = 1) AS INT) ELSE 0 END FROM "t"'
    ),
    "SELECT CASE a WHEN 1 THEN 2 END FROM t": 'SELECT CASE "a" WHEN 1 THEN 2 END FROM "t"',
    "SELECT 1 FROM t WHERE NOT (a OR b IS NULL)": ('SELECT 1 FROM "t" WHERE NOT ("a" <> 0 OR "b" IS NULL)'),
    "SELECT a FROM t ORDER BY a, id DESC": 'SELECT "a" FROM "t" ORDER BY "a" NULLS FIRST, "id" DESC',
    "SELECT a FROM t ORDER BY a COLLATE NOCASE": 'SELECT "a" FROM "t" ORDER BY LOWER("a") NULLS FIRST',
    "SELECT 1 FROM t WHERE a LIKE 'x%'": "SELECT 1 FROM \"t\" WHERE \"a\" ILIKE 'x%%' ESCAPE ''",
    "SELECT 1 FROM t WHERE a NOT LIKE 'x' ESCAPE '!'": ("SELECT 1 FROM \"t\" WHERE NOT (\"a\" ILIKE 'x' ESCAPE '!')"),
    "SELECT 1 FROM t WHERE a IN ()": 'SELECT 1 FROM "t" WHERE FALSE',
    "SELECT a FROM (SELECT 1 AS a)": 'SELECT "a" FROM (SELECT 1 AS "a") AS "nameless"',
    "INSERT OR IGNORE INTO t VALUES (:a)": 'INSERT INTO "t" VALUES (%(a)s) ON CONFLICT DO NOTHING',
    "INSERT INTO t (a, b) VALUES (1, 2) ON CONFLICT (a) DO UPDATE SET b = coalesce(excluded.b, b)": (
        'INSERT INTO "t" ("a", "b") VALUES (1, 2) ON CONFLICT("a") DO UPDATE '
        'SET "b" = COALESCE("excluded"."b", "t"."b")'
    ),
    "UPDATE t SET a = b = 1": 'UPDATE "t" SET "a" = CAST(("b" = 1) AS INT)',
}


@pytest.mark.parametrize("sqlite", SAID)
def test_it_is_said_otherwise(sqlite: str) -> None:
    assert translate(sqlite).sql == SAID[sqlite]


def test_values_keep_their_places() -> None:
    statement = translate("SELECT '?' FROM t WHERE a = ? AND b IN (?, ?, ?) AND c NOT IN (?) -- not this one?\n")
    assert [size for _, size in statement.slots] == [None, 3, 1]
    names = [name for name, _ in statement.slots]
    assert statement.sql == (
        f'SELECT \'?\' FROM "t" WHERE "a" = %({names[0]})s AND "b" = ANY(%({names[1]})s) '
        f'AND NOT "c" = ANY(%({names[2]})s)'
    )


def test_of_one_row_no_more_is_made() -> None:
    assert translate("SELECT a FROM t ORDER BY id", is_one=True).sql == 'SELECT "a" FROM "t" ORDER BY "id" LIMIT 1'
    assert translate("SELECT a FROM t LIMIT ?", is_one=True).sql.endswith("LIMIT %(p0)s")
    assert translate("SELECT 1 UNION SELECT 2", is_one=True).sql.endswith("LIMIT 1")


def test_lists_of_any_length_are_one_statement() -> None:
    texts = {translate(f"SELECT 1 FROM t WHERE a IN ({','.join('?' * size)})").sql for size in (1, 2, 900)}
    assert len(texts) == 1


@pytest.mark.parametrize(
    ("match", "query"),
    [
        ('"kunjungan kerja"', "('kunjungan' <-> 'kerja')"),
        ('("desa" OR "kafé") AND ("x")', "(('desa') | ('kafe')) & (('x'))"),
        ("(tags : (zzy2024 OR zzm202403))", "((('zzy2024':D) | ('zzm202403':D)))"),
        ('({title body} : "zz top") AND "a"', "(('zz':AB <-> 'top':AB)) & ('a')"),
        ('(tags : zzall) NOT ("b")', "(('zzall':D)) & !(('b'))"),
    ],
)
def test_a_search_is_put_into_the_other_language(match: str, query: str) -> None:
    assert to_tsquery(match) == query


EVERYTHING = """
SELECT max(a, 2) AS unknown, max(3, 2) AS known, strftime('%Y-%m-%dT%H:%M:%SZ', at, '-1 day') AS before,
    date(at, '+7 hours') AS day, datetime(at, '+7 hours') AS moment, julianday(at) - julianday('2018-10-16') AS days,
    json_extract('[["x", null]]', '$[0]') AS part, (SELECT group_concat(DISTINCT value) FROM json_each('[1,1]')) AS one,
    json_group_array(3) AS listed, json_object('a', 1) AS told,
    json_group_array(json_array(1, 'x')) AS nested, instr('abc', 'c') AS place,
    substr('abc', 2, 1) AS letter, lower('ÄB') AS small, 'A' LIKE 'a' AS alike, 1 / 2 AS half, sum(5) AS whole
FROM (SELECT CAST(NULL AS INTEGER) AS a, '2018-10-17T22:22:00Z' AS at) GROUP BY a, at
"""


@pytest.mark.both_stores
def test_both_answer_alike(db: Database) -> None:
    row = db.rows(EVERYTHING)[0]
    row["told"] = row["told"].replace(" ", "")
    row["part"] = row["part"].replace(" ", "")
    row["nested"] = row["nested"].replace(" ", "")
    assert row == {
        "unknown": None, "known": 3, "before": "2018-10-16T22:22:00Z", "day": "2018-10-18",
        "moment": "2018-10-18 05:22:00", "days": pytest.approx(1.93194, rel=1e-5), "part": '["x",null]', "one": "1",
        "listed": "[3]", "told": '{"a":1}', "place": 3, "letter": "b", "small": "Äb", "alike": 1, "half": 0, "whole": 5,
        "nested": '[[1,"x"]]',
    }  # fmt: skip


@pytest.mark.both_stores
def test_a_list_within_a_list_stays_a_list(db: Database) -> None:
    row = db.rows("SELECT json_group_array(json_array(a, 'x')) AS lists FROM (SELECT 1 AS a UNION SELECT 2 ORDER BY 1)")
    assert json.loads(row[0]["lists"]) == [[1, "x"], [2, "x"]]


@pytest.mark.parametrize(
    ("event", "given_back"),
    [("BEFORE DELETE", "old"), ("BEFORE INSERT", "new"), ("BEFORE UPDATE OF a, b", "new"), ("AFTER DELETE", "NULL")],
)
def test_a_trigger_lets_happen_what_it_comes_before(event: str, given_back: str) -> None:
    """PostgreSQL leaves out, without a word, what a trigger before it gives no row back for."""
    function, _ = translated(f"CREATE TRIGGER t {event} ON v BEGIN DELETE FROM u WHERE a = 1; END")
    assert re.findall(r"RETURN (\w+);", function) == [given_back]


def test_a_trigger_that_is_written_otherwise_is_refused() -> None:
    with pytest.raises(ValueError, match="written otherwise"):
        list(translated("CREATE TRIGGER t INSTEAD OF INSERT ON v BEGIN SELECT 1; END"))
