"""What every table and column means, in one place: for the data dictionary, and for whoever opens the file.

Times are UTC text to the second (2018-10-17T03:22:00Z), days are YYYY-MM-DD, lists are JSON; 0 and 1 mean no and yes;
NULL means unknown.
"""

from __future__ import annotations

Descriptions = dict[str, tuple[str, dict[str, str]]]

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

_SEEN: Descriptions = {
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

_TEXTS: Descriptions = {
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
            "body": "text without the site's furniture; personal numbers are blacked out",
            "author": "author as named",
            "published": "publishing time",
            "published_offset": "UTC offset that the page or its site states, in minutes",
            "language": "language code",
            "method": "which link of the extraction chain gave the text",
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
            "id": "number of the page",
            "version": "the version read from it",
            "url": "its URL",
            "body": "its bytes, compressed (zlib)",
            "headers": "HTTP headers (JSON object)",
            "at": "when it was read",
        },
    ),
}

_JUDGED: Descriptions = {
    "verdict": (
        "The detector's judgement of one version of an article.",
        {
            "id": "number of the verdict",
            "article": "the article judged",
            "version": "the version judged",
            "is_current": "1: the newest verdict on the article",
            "flagged": "1: it reports a study visit to the watched place",
            "score": "probability of that, 0 to 1",
            "direction": "inbound, outgoing, elsewhere or none",
            "status": "announced, happened, cancelled or recap",
            "undecided": "why no verdict could be made; an editor then looks",
            "lexicon": "version of the words and rules",
            "watch": "profile of the watched place",
            "judged": "when",
        },
    ),
    "evidence": (
        "One reason behind a verdict. Places count characters of title, line break and body.",
        {
            "id": "number of the reason",
            "verdict": "the verdict",
            "rule": "the rule that applied",
            "weight": "its weight in log-odds",
            "sentence": "the sentence, quoted",
            "words": "the words that decided, quoted",
            "sentence_start": "where the sentence starts",
            "sentence_end": "where it ends (excluded)",
            "words_start": "where the words start",
            "words_end": "where they end (excluded)",
        },
    ),
    "visit": (
        "One delegation's study visit, reported by one or more articles.",
        {"id": "number of the visit, in the order of being found", "found": "when it was first reported here"},
    ),
    "report": (
        "An article that reports a visit.",
        {
            "id": "number of the report",
            "visit": "the visit",
            "article": "the article",
            "verdict": "the verdict that says so; it holds while that is the current one",
            "day": "first day of the visit as this article states it, else the day it was published",
            "reported": "when this was first found",
        },
    ),
    "fact": (
        "One thing that a report states about its visit, with the words that state it.",
        {
            "id": "number of the fact",
            "report": "the report",
            "kind": "visitors, origin, headcount, programme, date_start, date_end, loci, hosts or leader",
            "position": "counts those of its kind in the report from 0",
            "value": "the value: words, a number or a day",
            "code": "region code in the gazetteer, for an origin",
            "quote": "the words that state it",
            "span_start": "where they start in title, line break and body",
            "span_end": "where they end (excluded)",
            "mark": "what looks odd about it",
        },
    ),
    "digest": (
        "One numbered message to the editors, as it was composed.",
        {
            "number": "its number, counted from 1",
            "composed": "when",
            "text": "the message as text",
            "html": "the message as HTML",
        },
    ),
    "digest_item": (
        "What a digest told: each visit, report and article without a visit in exactly one digest.",
        {
            "id": "number of the item",
            "digest": "the digest",
            "kind": "visit, report (of a visit) or article (flagged or undecided, without a visit)",
            "visit": "the visit told",
            "report": "the report told",
            "article": "the article told",
        },
    ),
}

DESCRIPTIONS: Descriptions = {**_SEEN, **_TEXTS, **_JUDGED}
