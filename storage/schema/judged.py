"""Tables of what was judged and told."""

from __future__ import annotations

from storage.schema.kinds import Descriptions

JUDGED: Descriptions = {
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
