"""The only SQL: one module a noun over one SQLite file."""
