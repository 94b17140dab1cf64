"""Tables of what was read."""

from __future__ import annotations

from storage.schema.kinds import Descriptions

TEXTS: Descriptions = {
    "article": (
        "One article of one site, whatever its URL and text have become.",
        {
            "id": "number of the article, in the order of being seen",
            "site": "the site it is on",
            "key": "the site's own id of it, else its canonical URL",
            "site_id": "the site's own id of it",
            "url": "canonical URL it was first read at",
            "first_seen": "when it was first read here",
            "last_read": "when it was last read here",
            "first_run": "the run that first read it",
            "baseline": "1: found by its site's baseline run, or by a search of the past",
            "decided": "confirmed, dismissed or unsure: what an editor said of the article itself last",
            "withdrawn": "when the site was found to have taken it down (asked twice); what was stored stays",
        },
    ),
    "version": (
        "One text of an article; a changed title or text makes a new one and the old stays.",
        {
            "id": "number of the version",
            "article": "its article",
            "number": "counts the texts of its article from 1",
            "is_current": "1: the text as last read",
            "url": "canonical URL it was read at",
            "title": "title",
            "body": "text without the site's furniture; personal numbers are blacked out; empty once it is "
            "no longer kept",
            "author": "author as named",
            "published": "publishing time",
            "published_offset": "UTC offset that the page or its site states, in minutes",
            "language": "language code",
            "method": "which link of the extraction chain gave the text",
            "parser": "version of the program and of the site's file that gave it; NULL before step s17",
            "marks": "what looked odd (JSON list)",
            "content_hash": "hash of the normalised text, with the version of its method in front",
            "read": "when it was first read here",
            "run": "the run that read it",
            "fetch": "the request that brought it",
        },
    ),
    "signature": (
        "The minhash signature of a version, for finding near copies.",
        {"version": "the version", "signature": "the signature"},
    ),
    "band": (
        "The bands of a signature: versions that share one may be near copies.",
        {"band": "hash of the band", "version": "the version"},
    ),
    "copy": (
        "An article whose text another article had first. It points straight at one that is no copy.",
        {
            "article": "the copy",
            "first": "the article with this text that was seen first here, which need not have been published first",
            "kind": "exact (same normalised text) or near",
            "similarity": "0 to 1, of the pair that was compared",
            "linked": "when this was found",
        },
    ),
    "raw_page": (
        "The page as it came, kept for a while so that a mended parser can read it again. Never exported.",
        {
            "id": "number of the page, in the order of being read",
            "site": "the site it is on",
            "key": "the key of the article or of the candidate that it was read for",
            "version": "the version read from it",
            "reason": "why it was taken for no article; NULL where one was read",
            "url": "its URL",
            "headers": "HTTP headers (JSON object)",
            "at": "when it was read",
            "size": "bytes that it takes here",
            "body": "its bytes, compressed (zlib)",
        },
    ),
    "recovered": (
        "An article that a break had hidden or spoilt, and that a mended parser read from the kept page.",
        {
            "article": "the article",
            "kind": "hidden (it had not been stored) or corrected (its text had been wrong)",
            "hidden_since": "when its page was read for the first time",
            "at": "when it was recovered",
            "digest": "the digest that told of it; NULL: the next one does if it is flagged",
        },
    ),
    "revisit": (
        "A flagged article's page read again some days later, to see whether it was changed or taken down.",
        {
            "id": "number of the revisit",
            "article": "the article",
            "day": "how many days after the first reading it was due: 1, 3 or 7",
            "at": "when it was made",
            "result": "same, changed, gone (404 or 410) or unreadable",
        },
    ),
    "change": (
        "Something that a later text of an article states differently, or that became of the article.",
        {
            "id": "number of the change",
            "article": "the article",
            "what": "kind of fact as in the table fact, or status, title, flag, text or withdrawn",
            "was": "what the earlier text said",
            "became": "what the later one says",
            "at": "when it was found",
            "digest": "the digest that told of it; NULL: the next one does",
        },
    ),
}
