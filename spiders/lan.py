"""National Institute of Public Administration: its news and that of its regional centres, on WordPress."""

from crawler.facts import Feed, Layout, Listing, Pattern, SiteFacts
from crawler.site import NewsSite


class Lan(NewsSite):
    name = "lan"
    facts = SiteFacts(
        hosts=("lan.go.id",),
        sources=(
            Listing("https://lan.go.id/?cat=7", "B", item=".entry-title", title="a::text"),
            Feed("https://lan.go.id/?feed=rss2", "D"),
        ),
        article=Pattern(r"/\?p=\d+$|//[^/]+/[^/]+-[^/]+-[^/]+-[^/]+/?$", "C"),
        layouts=(Layout("2025", "B", body=".entry-content.entry--item"),),
        keep_query=("p",),
    )
