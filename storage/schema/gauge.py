"""Tables of the recall gauge."""

from __future__ import annotations

from storage.schema.kinds import Descriptions

GAUGE: Descriptions = {
    "gauge_round": (
        "One drawing, with its digest, of articles that were judged since the last one and not flagged.",
        {
            "digest": "the digest that offers them",
            "reached": "the last article that it drew from; the next drawing begins behind it",
            "at": "when",
        },
    ),
    "gauge_stratum": (
        "The articles that a drawing drew from, by score: with the draws this gives each one's chance.",
        {
            "digest": "the digest",
            "stratum": "near, middle or far from the threshold",
            "size": "how many articles",
            "scores": "the sum of their scores",
            "drawn": "how many of them were drawn",
        },
    ),
    "gauge_draw": (
        "An article drawn, and what an editor says of it.",
        {
            "id": "number of the draw",
            "digest": "the digest that offers it",
            "stratum": "the stratum it was drawn from",
            "article": "the article; NULL once it was taken down",
            "answer": "visit, no visit or cannot tell; NULL while nobody has answered",
            "decision": "the flag by hand that the answer visit made",
            "who": "the editor",
            "at": "when it was answered last",
        },
    ),
    "gauge_flagged": (
        "The articles of the same stretch that came before the editor: flagged, or left undecided by the rules.",
        {"article": "the article", "digest": "the digest of the drawing"},
    ),
}
