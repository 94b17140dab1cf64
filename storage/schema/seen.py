"""Tables of what was crawled."""

from __future__ import annotations

from storage.schema.kinds import Descriptions

_RUN_COUNTS = {
    "seen": "candidates that the site's sources listed in this run",
    "stored": "of these: read and stored (new, new version or unchanged)",
    "known": "of these: known already and not read again",
    "rejected": "of these: not an article, with a reason",
    "failed": "of these: could not be read, with a reason",
    "new": "articles stored for the first time",
    "versions": "articles stored with a changed text",
    "copies": "articles found to be copies",
    "flagged": "articles flagged",
    "requests": "requests made",
    "bytes": "bytes received",
    "not_modified": "requests answered with 304 Not Modified",
}

SEEN: Descriptions = {
    "site": (
        "A news outlet or press page that is watched.",
        {
            "name": "its name, as in the file in spiders/",
            "hosts": "its host names (JSON list)",
            "registered": "when it was first watched",
        },
    ),
    "run": (
        "One crawl of one site. Good only if seen = stored + known + rejected + failed and failed = 0.",
        {
            "id": "number of the run",
            "site": "the site crawled",
            "state": "running, good, partial, failed or interrupted",
            "baseline": "1: no run of the site had ended good or partial before; what it found is no news",
            "by_hand": "1: it read only the pages that someone named, and says nothing of the site's sources",
            "started": "when it started",
            "finished": "when it ended",
            "pid": "process that ran it",
            **_RUN_COUNTS,
            "problems": "what the administrator should know (JSON list of sentences)",
        },
    ),
    "candidate": (
        "A URL that a source listed, and what became of it.",
        {
            "id": "number of the candidate",
            "site": "the site that listed it",
            "key": "the site's own id of the article, else its canonical URL",
            "url": "canonical URL as listed last",
            "found_by": "kind of source: feed, sitemap, listing, wordpress, search or hand",
            "found_in": "URL of the source that listed it first",
            "title": "title as listed last",
            "published": "publishing time as listed last",
            "published_offset": "UTC offset that the listing stated, in minutes",
            "modified": "time of the last change as listed last",
            "state": "new (still to be read), stored, rejected or failed",
            "reason": "why it was rejected or failed",
            "attempts": "failures since the last success",
            "settled": "when its state was last set",
            "settled_title": "title as listed when it was last settled; another title now means a change to read",
            "settled_modified": "time of the last change as listed when it was last settled",
            "first_seen": "when it was first listed",
            "last_seen": "when it was last listed",
            "first_run": "the run that first saw it",
            "last_run": "the run that last saw or settled it",
        },
    ),
    "fetch": (
        "The ledger of requests: everything that was asked of a site.",
        {
            "id": "number of the request",
            "run": "the run that made it; NULL outside a run",
            "site": "the site it was made for",
            "kind": "source (feed, sitemap, listing), article or robots",
            "url": "the URL asked for",
            "at": "when",
            "status": "HTTP status; NULL when no answer came",
            "bytes": "bytes of the body received",
            "seconds": "time until the whole answer was there, in seconds",
            "not_modified": "1: the answer was 304 Not Modified",
            "error": "what went wrong",
        },
    ),
    "validator": (
        "What the last good answer of a URL said, so that the next request can be conditional.",
        {
            "url": "the URL",
            "etag": "its ETag",
            "last_modified": "its Last-Modified, as sent",
            "body_hash": "hash of its body, since ETags lie",
            "at": "when that answer came",
        },
    ),
    "beat": (
        "When each part of the daemon was last alive.",
        {"name": "the part", "at": "when"},
    ),
}
