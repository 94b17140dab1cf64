"""Suara Surabaya: the news of an East Java radio station, on WordPress."""

from crawler.facts import Feed, Layout, Pattern, SiteFacts, WordPress
from crawler.site import NewsSite


class Suarasurabaya(NewsSite):
    name = "suarasurabaya"
    facts = SiteFacts(
        hosts=("suarasurabaya.net",),
        sources=(
            Feed("https://www.suarasurabaya.net/feed/", "B"),
            WordPress("https://www.suarasurabaya.net", "D", query="banyuwangi"),
        ),
        article=Pattern(r"//[^/]+/[^/]+/\d{4}/[^/]+", "C"),
        layouts=(Layout("WordPress", "D", body=".entry-content"),),
    )
