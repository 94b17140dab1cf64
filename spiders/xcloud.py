"""xcloud.id: republishes beritajatim.com word for word, sorted by district."""

from crawler.facts import Feed, Layout, Listing, Pattern, SiteFacts
from crawler.site import NewsSite


class Xcloud(NewsSite):
    name = "xcloud"
    facts = SiteFacts(
        hosts=("xcloud.id",),
        sources=(
            Listing("https://xcloud.id/kab_kota/banyuwangi/page/{page}", "C"),
            Feed("https://xcloud.id/kab_kota/banyuwangi/feed/", "D"),
        ),
        article=Pattern(r"/[^/.]+-[^/.]+-[^/.]+-[^/.]+/?$", "D"),
        exclude=Pattern(r"/tag/", "C"),
        layouts=(Layout("WordPress", "D", body=".entry-content"),),
    )
