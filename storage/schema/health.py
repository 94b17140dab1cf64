"""Tables of how the sites are doing, and of our manners towards them."""

from __future__ import annotations

from storage.schema.kinds import Descriptions

HEALTH: Descriptions = {
    "alarm": (
        "Something wrong with a site, from the run that found it to the one that found it mended.",
        {
            "id": "number of the alarm",
            "site": "the site",
            "cause": "what it is, one of a closed set (crawler/health/causes.py)",
            "subject": "what of the site it is about: a source, a field of its articles, or nothing for all of it",
            "words": "what was found last: a word and what fills its slots, as JSON",
            "step": "what the administrator can do next",
            "since": "when it was found first",
            "last_seen": "when it was found last",
            "runs": "in how many runs it was found",
            "resolved": "when a run showed that it is over; NULL while it stands",
        },
    ),
    "source_day": (
        "What one source of a site gave on one day, for telling a change from the usual.",
        {
            "site": "the site",
            "source": "the source's address, with every number in it written as 0",
            "day": "the day (UTC)",
            "answers": "whole answers that could be read as the source should be",
            "failing": "answers in a row, up to the last one, that could not",
            "failing_since": "when the first of these came",
            "least": "the fewest articles that an answer listed",
            "look": "what the last good answer looked like: xml, html or json",
            "behind": "the most articles that the site's other sources had brought before it showed something newer",
        },
    ),
    "list_page": (
        "What one address of a list gave, for telling a list whose articles are no longer found from an empty one.",
        {
            "site": "the site",
            "url": "the address",
            "articles": "articles that its last whole answer listed",
            "most": "the most that one of its answers listed",
            "at": "when the last whole answer came",
        },
    ),
    "nowhere": (
        "What a host answers, once a day, to an address that cannot exist: a page with status 200 is a soft 404.",
        {
            "site": "the site",
            "host": "the host",
            "url": "the address",
            "at": "when it was asked",
            "status": "HTTP status; NULL when no answer came",
            "title": "the page's title, where the page would pass for an article",
            "content_hash": "hash of the page's text, likewise",
        },
    ),
    "host_day": (
        "Our manners towards one host on one day, besides what the table fetch says.",
        {
            "host": "the host",
            "day": "the day (UTC)",
            "robots": "what came of its robots.txt: rules, none, or why it could not be read",
            "crawl_delay": "seconds between two requests that its robots.txt asks for",
            "allowed": "addresses that its robots.txt let us ask for",
            "refused": "addresses that we did not ask for, since its robots.txt forbids them",
            "waits": "times it asked to be left alone (429 or 503)",
            "waited": "seconds it asked for in all (Retry-After)",
        },
    ),
    "pause": (
        "A host's wish to be left alone for longer than a run waits: it is not asked before.",
        {
            "host": "the host",
            "until": "when it may be asked again",
            "said": "when it said so",
            "status": "the HTTP status that said so",
        },
    ),
    "robots": (
        "What a host's robots.txt said last; it holds for a day, an error instead of it for a quarter of an hour.",
        {
            "place": "scheme and host, with the port if one is stated",
            "host": "the host",
            "at": "when it was asked for last, or said to be the same",
            "status": "HTTP status; NULL when no answer came",
            "problem": "why no answer came",
            "etag": "the answer's ETag",
            "last_modified": "the answer's Last-Modified",
            "body": "the text, up to 512 KiB; empty where there was none",
        },
    ),
    "site_state": (
        "A site's life, state by state; the last one stands, and a site without any is a candidate.",
        {
            "id": "number of the entry",
            "site": "the site",
            "state": "candidate, stable, investigating, quarantined or retired",
            "since": "when it came into this state",
            "reason": "why: a word and what fills its slots, as JSON, or what an operator said",
            "proof": "the proof that it rests on, where it is stable",
        },
    ),
    "site_proof": (
        "What a check, or a run, showed of a site when it was to be proven.",
        {
            "id": "number of the proof",
            "site": "the site",
            "kind": "check (sites check) or run",
            "at": "when",
            "passed": "1: nothing was wrong",
            "figures": "what was counted (JSON object)",
            "wrong": "what was wrong (JSON list of sentences)",
        },
    ),
}
