"""Memorandum: an East Java daily, now below disway.id. Its feed is guessed from those of its sister papers there."""

from crawler.facts import Feed, Front, Pattern, SiteFacts
from crawler.site import NewsSite


class Memorandum(NewsSite):
    name = "memorandum"
    facts = SiteFacts(
        hosts=("memorandum.disway.id", "memorandum.co.id"),
        sources=(Feed("https://memorandum.disway.id/rss", "D"), Front("https://memorandum.disway.id/", "D")),
        article=Pattern(r"/read/\d+/[^/]+", "C"),
        site_id=Pattern(r"/read/(\d+)/", "C"),
        layouts=(),
    )
