"""The schema, step by step. A released step is never edited: a change is a new step, in a file of its own.

Every step runs once, in this order, in one transaction; a database whose steps are not all known here is a newer one's.
"""

from __future__ import annotations

from sqlite_utils import Migrations

from storage.migrations.s01_first import first_schema

_STEPS = (first_schema,)

NAMES = frozenset(step.__name__ for step in _STEPS)

migrations = Migrations("jujugan")
for _step in _STEPS:
    migrations()(_step)
