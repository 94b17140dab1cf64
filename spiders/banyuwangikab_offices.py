"""Offices of the regency with press pages of their own: information, farming, tourism, permits and its mall, law."""

from crawler.facts import Front, Listing, Pattern, SiteFacts
from crawler.site import NewsSite


class BanyuwangikabOffices(NewsSite):
    name = "banyuwangikab_offices"
    facts = SiteFacts(
        hosts=(
            "ppid.banyuwangikab.go.id",
            "dinaspertanian.banyuwangikab.go.id",
            "disbudpar.banyuwangikab.go.id",
            "dpmptspbwi.banyuwangikab.go.id",
            "jdih.banyuwangikab.go.id",
        ),
        sources=(
            Listing("https://ppid.banyuwangikab.go.id/", "B", item="h6", title="a::text"),
            Front("http://dinaspertanian.banyuwangikab.go.id/", "D"),
            Front("https://disbudpar.banyuwangikab.go.id/", "D"),
            Front("http://dpmptspbwi.banyuwangikab.go.id/", "D"),
            Front("https://jdih.banyuwangikab.go.id/", "D"),
        ),
        article=Pattern(r"/(?:news_detail|berita|detail)/[^/]+-[^/]+/?$", "C"),
        layouts=(),
    )
