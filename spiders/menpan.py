"""Ministry of Administrative Reform: its news, with what the regions send it."""

from crawler.facts import Layout, Listing, Pattern, SiteFacts
from crawler.site import NewsSite


class Menpan(NewsSite):
    name = "menpan"
    facts = SiteFacts(
        hosts=("menpan.go.id",),
        sources=(
            Listing(
                "https://www.menpan.go.id/site/berita-terkini",
                "B",
                item=".article-header",
                link="h2 > a::attr(href)",
                title="h2 > a::text",
            ),
            Listing("https://www.menpan.go.id/site/berita-terkini/berita-daerah", "D"),
        ),
        article=Pattern(r"/site/berita-terkini/(?:[^/]+/)?[^/]+-[^/]+-[^/]+/?$", "B"),
        layouts=(Layout("2025", "B", body=".article-body-content"),),
    )
