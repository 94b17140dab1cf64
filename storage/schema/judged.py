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
            "flagged": "1: it reports a study visit to a watched place",
            "score": "probability of that, 0 to 1",
            "direction": "inbound, outgoing, elsewhere or none",
            "status": "announced, happened, cancelled or recap",
            "undecided": "why no verdict could be made, by a word for it; an editor then looks",
            "lexicon": "version of the words and rules",
            "watch": "profile of the watched place; of several that it flags, each",
            "judged": "when",
            "place": "region code of the watched place that it is about, the likeliest of several; NULL where the text "
            "does not open with one, or was judged before step s20",
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
        {
            "id": "number of the visit, in the order of being found",
            "found": "when it was first reported here",
            "shown": "the visit it is shown as: itself, or the one an editor merged it into",
            "decided": "confirmed, dismissed or unsure: what an editor said last",
        },
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
            "placed": "the visit it stands in: the one it was found to report, or the one an editor split it off into",
            "entry": "counts the delegations of its verdict from 0",
            "kept": "1: an editor's word keeps it, whatever later verdicts say",
            "place": "region code of the watched place that was visited",
        },
    ),
    "watched_place": (
        "The places that are, or were, watched.",
        {
            "code": "the region code in the gazetteer",
            "name": "what its profile calls it",
            "since": "since when it is watched here",
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
            "sentence": "the sentence that they stand in, quoted; NULL before step s17",
            "sentence_start": "where it starts",
            "sentence_end": "where it ends (excluded)",
            "mark": "what looks odd about it, by a word for it",
        },
    ),
    "decision": (
        "What an editor decided. Nothing is changed or deleted here: an `undo` names the decision that it takes back.",
        {
            "id": "number of the decision",
            "kind": "confirm, dismiss, unsure, merge, split, edit, flag (by hand) or undo",
            "visit": "the visit it is about",
            "article": "the article it is about: judged by itself, split off, or flagged by hand",
            "reason": "why it was dismissed: not a visit, wrong direction, old or copy",
            "other": "the visit that it was merged or split into",
            "made": "1: the decision made that visit",
            "fact": "the kind of fact edited",
            "stated": "what the editor says it is (JSON list of value and region code)",
            "undoes": "the decision taken back",
            "who": "the editor",
            "at": "when",
        },
    ),
    "decision_report": (
        "The reports that the editor had before the eyes: they stay where they were, whatever is judged later.",
        {"decision": "the decision", "report": "the report"},
    ),
    "rescore": (
        "A judging of everything again after the rules changed; one that was broken off is gone on with.",
        {
            "id": "number of the rescore",
            "rules": "fingerprint of the rules it judges by",
            "started": "when it began",
            "finished": "when its result was put in place",
            "reached": "the last version judged",
        },
    ),
    "rescore_left": (
        "Versions whose verdict touches visits: an unfinished rescore puts them in place all at once.",
        {"version": "the version"},
    ),
    "reranker": (
        "A re-ranker fitted to editors' decisions, with the figures of its back-test.",
        {
            "id": "number of the re-ranker, named in the verdicts it took part in",
            "made": "when it was fitted",
            "model": "version of the rules' weights it was fitted on",
            "decisions": "number of decided articles",
            "bias": "added to the rules' log-odds",
            "weights": "log-odds added for each measure (JSON)",
            "figures": "figures of the rules alone and with it (JSON)",
            "in_use": "1: later verdicts use it",
        },
    ),
    "digest": (
        "One numbered message to the editors, as it was composed.",
        {
            "number": "its number, counted from 1",
            "composed": "when",
            "text": "the message as text",
            "html": "the message as HTML",
            "subject": "its subject",
            "summary": "the message in short, for chats",
            "json": "the message as JSON, for programs",
            "editions": "subject, text and html of its parts (JSON), by the watched places that each is restricted to",
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
