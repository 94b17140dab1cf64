"""Tables of the copies made of the data. No release holds them."""

from __future__ import annotations

from storage.schema.kinds import Descriptions

HOLDINGS: Descriptions = {
    "holding": (
        "A copy that this installation has made of its data, and where it put it.",
        {
            "id": "number of the copy",
            "kind": "backup (one file) or release (a folder)",
            "path": "where it was put, as an absolute path",
            "made": "when",
            "sha256": "SHA-256 of its bytes, of a release that of its manifest; NULL where nobody took it",
            "gone": "when it was removed, rewritten or found missing; NULL while it is there",
            "note": "what is to be known of it, or how it went",
        },
    ),
}
