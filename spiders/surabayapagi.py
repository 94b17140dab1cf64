"""Surabaya Pagi: an East Java daily; its feed, and its own search for the district's name."""

from crawler.facts import Feed, Layout, Listing, Pattern, SiteFacts
from crawler.site import NewsSite


class Surabayapagi(NewsSite):
    name = "surabayapagi"
    facts = SiteFacts(
        hosts=("surabayapagi.com",),
        sources=(
            Feed("https://surabayapagi.com/feed", "B"),
            Listing(
                "https://surabayapagi.com/search/banyuwangi",
                "B",
                item=".category-text-wrap",
                link="h2 a::attr(href)",
                title="h2 a::text",
            ),
        ),
        article=Pattern(r"/news-\d+-[^/]+", "B"),
        site_id=Pattern(r"/news-(\d+)-", "B"),
        layouts=(Layout("2026", "B", body="[itemprop=articleBody], .article-content"),),
    )
