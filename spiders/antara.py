"""ANTARA Jatim: the state news agency's East Java office; its national articles can be read too."""

from datetime import date

from crawler.facts import Feed, Layout, Listing, Pattern, SiteFacts
from crawler.site import NewsSite


class Antara(NewsSite):
    name = "antara"
    facts = SiteFacts(
        hosts=("antaranews.com",),
        sources=(
            Feed("https://jatim.antaranews.com/rss/terkini.xml", "B"),
            Listing("https://jatim.antaranews.com/terkini?page={page}", "B", item=".card__post"),
            Listing("https://jatim.antaranews.com/tag/banyuwangi", "B", item=".card__post"),
        ),
        article=Pattern(r"/berita/\d+/[^/]+", "B"),
        site_id=Pattern(r"//(?:www\.)?([^/]+/berita/\d+)/", "B"),
        layouts=(
            Layout(
                "2026", "B", body=".wrap__article-detail-content.post-content", author=".text-muted.mt-2.small::text"
            ),
            Layout("2015", "A", body="#content_news", until=date(2018, 6, 30)),
        ),
    )
