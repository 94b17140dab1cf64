"""The schema, step by step. A released step is never edited: a change is a new step, in a file of its own.

Every step runs once, in this order, in one transaction; a database whose steps are not all known here is a newer one's.
"""

from __future__ import annotations

from sqlite_utils import Migrations

from storage.migrations.s01_first import first_schema
from storage.migrations.s02_decisions import decisions
from storage.migrations.s03_gaps import gaps_schema
from storage.migrations.s04_alarms import alarms
from storage.migrations.s05_lifecycle import lifecycle
from storage.migrations.s06_backfill import backfill_schema
from storage.migrations.s07_spared import spared_lists
from storage.migrations.s08_signs import signs
from storage.migrations.s10_queue import queue_schema
from storage.migrations.s11_outbox import outbox_schema
from storage.migrations.s12_people import people_schema
from storage.migrations.s13_search import search_schema
from storage.migrations.s14_gauge import gauge_schema
from storage.migrations.s15_holdings import holdings_schema
from storage.migrations.s16_takedowns import takedowns_schema
from storage.migrations.s17_history import history_schema
from storage.migrations.s18_robots import robots_and_heads
from storage.migrations.s19_told import told_schema
from storage.migrations.s20_places import places_schema
from storage.migrations.s21_editions import editions_schema
from storage.migrations.s22_waiting import waiting_schema
from storage.migrations.s25_names import names_schema

STEPS = (
    first_schema,
    decisions,
    gaps_schema,
    alarms,
    lifecycle,
    backfill_schema,
    spared_lists,
    signs,
    queue_schema,
    outbox_schema,
    people_schema,
    search_schema,
    gauge_schema,
    holdings_schema,
    takedowns_schema,
    history_schema,
    robots_and_heads,
    told_schema,
    names_schema,
    places_schema,
    editions_schema,
    waiting_schema,
)

NAMES = frozenset(step.__name__ for step in STEPS)

migrations = Migrations("jujugan")
for _step in STEPS:
    migrations()(_step)
