"""Tables of the people who use the desk. No release holds them."""

from __future__ import annotations

from storage.schema.kinds import Descriptions

PEOPLE: Descriptions = {
    "person": (
        "Someone who may log in to the desk.",
        {
            "id": "number of the person",
            "name": "the name to log in with, which decisions are signed with",
            "role": "editor or administrator",
            "password": "argon2id hash of the password, with its salt and costs",
            "added": "when",
            "removed": "when the person was shut out; the name stays, since decisions bear it",
        },
    ),
    "login": (
        "A log-in that has not ended yet.",
        {
            "token": "SHA-256 of the cookie's value",
            "person": "who",
            "began": "when",
            "used": "when it was last used, to the hour",
        },
    ),
    "saved_search": (
        "A search that someone keeps under a name.",
        {
            "id": "number of the search",
            "name": "its name",
            "query": "what is searched for, as it is typed",
            "who": "who kept or changed it last",
            "saved": "when",
        },
    ),
}
