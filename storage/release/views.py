"""Views of plain names and full-text search of a release: for whoever opens the file and asks in SQL or Datasette."""

from __future__ import annotations

from collections.abc import Mapping

_TOKENIZE = "tokenize = 'unicode61 remove_diacritics 2'"
_VISIT_WORDS = "visitors, origin, programme, loci, hosts, leader, title, sentence"

# Datasette finds the index of a table by `content="table"`; that of a view is named in metadata.yaml.
FULL_TEXT = (
    f'CREATE VIRTUAL TABLE version_fts USING fts5(title, content="version", content_rowid="id", {_TOKENIZE})',
    f'CREATE VIRTUAL TABLE visit_fts USING fts5({_VISIT_WORDS}, content="visit", content_rowid="id", {_TOKENIZE})',
    "INSERT INTO version_fts (version_fts) VALUES ('rebuild')",
    "INSERT INTO visit_fts (visit_fts) VALUES ('rebuild')",
)

# view: what it shows, in words and in SQL.
_VIEWS: Mapping[str, tuple[str, str]] = {
    "visits": (
        "Every visit, newest first, with the year and month it counts in: of its first day, else of its publication.",
        """SELECT visit.*, substr(day, 1, 4) AS year, substr(day, 1, 7) AS month
        FROM (SELECT visit.*, coalesce(date_start, date(coalesce(published, first_seen), '+7 hours')) AS day FROM visit)
            AS visit
        ORDER BY day DESC, id DESC""",
    ),
    "reports": (
        "Every article that reports a visit, with the visit's facts in short.",
        """SELECT report.id, report.visit, visit.visitors, visit.origin, report.day, article.site, version.url,
               version.title, version.published, verdict.score, verdict.status, report.article, report.verdict,
               copy.first AS copy_of, visit.decided
        FROM report JOIN visit ON visit.id = report.visit
        JOIN article ON article.id = report.article
        JOIN version ON version.article = article.id AND version.is_current = 1
        JOIN verdict ON verdict.id = report.verdict
        LEFT JOIN copy ON copy.article = article.id""",
    ),
    "articles": (
        "Every article with its current text's title and dates, and the verdict on it.",
        """SELECT article.id, article.site, version.url, version.title, version.published, article.first_seen,
               verdict.flagged, verdict.score, verdict.direction, verdict.status, verdict.undecided,
               copy.first AS copy_of, version.number AS versions, article.baseline, article.withdrawn, article.decided,
               version.content_hash, version.id AS version
        FROM article JOIN version ON version.article = article.id AND version.is_current = 1
        LEFT JOIN verdict ON verdict.article = article.id AND verdict.is_current = 1
        LEFT JOIN copy ON copy.article = article.id""",
    ),
    "sites_per_month": (
        "How much was read in a month, beside what was found: growth in the first is no growth in visits. Articles and "
        "visits count in the month in which they were first published.",
        """SELECT month, count(*) FILTER (WHERE days_read > 0) AS sites_read, sum(articles) AS articles,
               sum(late) AS late, sum(flagged) AS flagged, sum(reports) AS reports,
               (SELECT count(*) FROM visit WHERE
                 strftime('%Y-%m', coalesce(published, first_seen), '+7 hours') = site_month.month) AS visits,
               sum(runs) AS runs, sum(good_runs) AS good_runs, sum(gaps) AS gaps
        FROM site_month GROUP BY month ORDER BY month""",
    ),
    "visitor_regions": (
        "Where visitors came from, by region and year: visits, and people where their number is known.",
        """SELECT visit_region.code, visit_region.region, visits.year, count(*) AS visits,
               sum(visits.headcount) AS people, min(visits.day) AS first, max(visits.day) AS last
        FROM visit_region JOIN visits ON visits.id = visit_region.visit
        GROUP BY visit_region.code, visit_region.region, visits.year
        ORDER BY visits DESC, visit_region.region, visits.year""",
    ),
    "provenance": (
        "Every fact down to its sentence, text, page and rules, with the last word of an editor on it.",
        """SELECT fact.id AS fact, report.visit, report.id AS report, fact.kind, fact.position, fact.value, fact.code,
               coalesce(fact.sentence, (SELECT evidence.sentence FROM evidence WHERE evidence.verdict = report.verdict
                 AND evidence.sentence_start <= fact.span_start AND evidence.sentence_end >= fact.span_end
                 ORDER BY evidence.weight DESC, evidence.id LIMIT 1)) AS sentence,
               fact.sentence_start, fact.sentence_end,
               fact.quote, fact.span_start, fact.span_end, fact.mark,
               report.article, article.site, version.id AS version, version.number, version.url, version.title,
               version.published, version.fetched, version.http_status, version.content_hash, version.method,
               version.parser,
               report.verdict, verdict.score, verdict.lexicon, verdict.watch, verdict.judged,
               visit.decided, decision.id AS decision, decision.kind AS decision_kind, decision.at AS decision_at,
               decision.stated AS decision_stated
        FROM fact JOIN report ON report.id = fact.report
        JOIN visit ON visit.id = report.visit
        JOIN article ON article.id = report.article
        JOIN verdict ON verdict.id = report.verdict
        JOIN version ON version.id = verdict.version
        LEFT JOIN decision ON decision.id = (
            SELECT max(word.id) FROM decision AS word
            WHERE word.shown = report.visit AND (word.fact = fact.kind OR word.kind IN ('confirm', 'unsure', 'flag'))
              AND NOT EXISTS (SELECT 1 FROM decision AS undo WHERE undo.undoes = word.id))""",
    ),
}

VIEWS = tuple(f"CREATE VIEW {name} AS {sql}" for name, (_, sql) in _VIEWS.items())
MEANINGS: Mapping[str, str] = {name: meaning for name, (meaning, _) in _VIEWS.items()}
