"""The same storage in PostgreSQL, for installations of several machines: `store = "postgresql://..."`.

Nothing else imports psycopg or sqlglot (the extra `cluster`). Every statement of storage/ is written once, for SQLite,
and told to PostgreSQL by `dialect`; what SQLite calls otherwise stands in `functions`; the tables and triggers are read
from the SQLite schema by `schema`, so that they cannot drift; full-text search is `search`.
"""
