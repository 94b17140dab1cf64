"""Tables of how rows stood before they changed."""

from __future__ import annotations

from storage.schema.kinds import Descriptions

HISTORY: Descriptions = {
    "moment": (
        "One row: the time of the last thing that happened here, as the rows themselves state it.",
        {
            "id": "always 1",
            "at": "when it happened",
            "since": "since when `history` is kept; what was before is shown as it stood then",
        },
    ),
    "history": (
        "A row as it was before it was changed or removed, or that it was not there: for releases as of a past day.",
        {
            "id": "number of the entry; of several for one row the first after a moment says how it stood then",
            "kind": "the table",
            "row": "the row's key in it",
            "article": "the article that it goes with",
            "until": "until when it was so",
            "was": "its columns but the key and the body (JSON object); NULL: the row was not there",
        },
    ),
}
