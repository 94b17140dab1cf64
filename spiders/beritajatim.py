"""beritajatim.com: an East Java daily on WordPress."""

from crawler.facts import Feed, Layout, Listing, Pattern, SiteFacts, WordPress
from crawler.site import NewsSite


class Beritajatim(NewsSite):
    name = "beritajatim"
    facts = SiteFacts(
        hosts=("beritajatim.com",),
        sources=(
            Feed("https://beritajatim.com/feed", "B"),
            Listing(
                "https://beritajatim.com/tag/banyuwangi?page={page}",
                "B",
                item=".list-post-on-sm",
                link=".post-title a::attr(href)",
                title=".post-title a::text",
                published=".post-date::text",
            ),
            WordPress("https://beritajatim.com", "D", query="banyuwangi"),
        ),
        article=Pattern(r"//[^/]+/[^/]+-[^/]+-[^/]+-[^/]+/?$", "B"),
        layouts=(Layout("2026", "B", body="[itemprop=articleBody], .article-content, .entry-content"),),
    )
