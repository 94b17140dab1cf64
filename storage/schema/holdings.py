"""Tables of the installation itself: its backups and releases, and what goes wrong. No release holds them."""

from __future__ import annotations

from storage.schema.kinds import Descriptions

HOLDINGS: Descriptions = {
    "holding": (
        "A backup or release that this installation has made of its data, and where it put it.",
        {
            "id": "number of the backup or release",
            "kind": "backup (one file) or release (a folder)",
            "path": "where it was put, as an absolute path",
            "made": "when",
            "sha256": "SHA-256 of its bytes, of a release that of its manifest; NULL where nobody took it",
            "gone": "when it was removed, rewritten or found missing; NULL while it is there",
            "note": "what is to be known of it, or how it went",
        },
    ),
    "mishap": (
        "Something that went wrong with the installation itself, until it went well again.",
        {
            "id": "number of the mishap",
            "about": "what went wrong: backup (it failed), log (of writes: it cannot be emptied), network (no name "
            "has an address), restart (the program changed under its daemon), room (too little left)",
            "words": "how it went wrong last, in plain words",
            "since": "when it went wrong first",
            "last_seen": "when it went wrong last",
            "times": "how often it went wrong",
            "resolved": "when it went well again; NULL while it stands",
            "notice": "the notice that told it",
            "over_notice": "the notice that told that it is over",
        },
    ),
}
