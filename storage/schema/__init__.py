"""What every table and column means, in one place: for the data dictionary, and for whoever opens the file.

Times are UTC text to the second (2018-10-17T03:22:00Z), days are YYYY-MM-DD, lists are JSON; 0 and 1 mean no and yes;
NULL means unknown.
"""

from __future__ import annotations

from storage.schema.gauge import GAUGE
from storage.schema.health import HEALTH
from storage.schema.history import HISTORY
from storage.schema.holdings import HOLDINGS
from storage.schema.judged import JUDGED
from storage.schema.kinds import Descriptions
from storage.schema.people import PEOPLE
from storage.schema.seen import SEEN
from storage.schema.sent import SENT
from storage.schema.takedowns import TAKEDOWNS
from storage.schema.texts import TEXTS

DESCRIPTIONS: Descriptions = {
    **SEEN, **HEALTH, **TEXTS, **JUDGED, **SENT, **PEOPLE, **GAUGE, **HOLDINGS, **HISTORY, **TAKEDOWNS,
}  # fmt: skip
