"""bwi24jam.co.id: a local outlet on software of its own; the cards of its list and its articles' element are known."""

from crawler.facts import Layout, Listing, Pattern, SiteFacts
from crawler.site import NewsSite


class Bwi24jam(NewsSite):
    name = "bwi24jam"
    facts = SiteFacts(
        hosts=("bwi24jam.co.id",),
        sources=(
            Listing(
                "https://bwi24jam.co.id/berita",
                "B",
                item=".col-md-6.mb-4",
                title="h5::text",
                published=".post-meta::text",
            ),
        ),
        article=Pattern(r"/[^/.]+-[^/.]+-[^/.]+-[^/.]+/?$", "D"),
        layouts=(Layout("2024", "B", body=".card-text:not(.d-none)"),),
    )
