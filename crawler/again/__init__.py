"""Judging and reading again what is stored, after rules or parsers changed."""
