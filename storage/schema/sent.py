"""Tables of what goes out, and to whom it went."""

from __future__ import annotations

from storage.schema.kinds import Descriptions

SENT: Descriptions = {
    "notice": (
        "A message to the administrator: what broke and what is over.",
        {
            "id": "number of the notice; it is not shown",
            "composed": "when",
            "subject": "its subject",
            "text": "the notice as text",
            "html": "the notice as HTML",
        },
    ),
    "notice_item": (
        "What a notice told, each thing once.",
        {
            "id": "number of the item",
            "notice": "the notice",
            "kind": "new or over (of an alarm), refused or given_up (of a delivery)",
            "alarm": "the alarm told",
            "delivery": "the delivery told",
        },
    ),
    "outbox": (
        "Each digest and each notice once for every channel, until the channel has it.",
        {
            "id": "number of the delivery",
            "digest": "the digest; NULL for a notice",
            "notice": "the notice; NULL for a digest",
            "channel": "mail, administrator, feed, webhook or chat",
            "message_id": "its Message-ID, the same however often it is sent",
            "state": "waiting, sent or given_up",
            "queued": "when it was composed",
            "attempts": "how often it was tried",
            "next_try": "when it is tried next; while it is being sent, when that counts as cut off",
            "reached": "those of the channel's addresses that have it already (JSON list)",
            "fault": "why the last try failed: refused, temporary, hung, unclear (it may have arrived) or unknown "
            "(cut off, or still going on)",
            "error": "the same in words",
            "sent": "when the channel took it",
            "edition": "the part of the digest, by its places; empty: the whole of it",
        },
    ),
}
