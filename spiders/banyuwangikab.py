"""banyuwangikab.go.id: the press pages of the regency itself, under their three addresses since 2011.

Those of its offices are another site: banyuwangikab_offices.
"""

from crawler.facts import Front, Listing, Pattern, SiteFacts
from crawler.site import NewsSite


class Banyuwangikab(NewsSite):
    name = "banyuwangikab"
    facts = SiteFacts(
        hosts=("banyuwangikab.go.id",),
        sources=(
            Listing(
                "https://banyuwangikab.go.id/berita/kanal/umum", "B", item="a:has(.ng-wrp-item)", link="::attr(href)"
            ),
            Front("https://banyuwangikab.go.id/", "D"),
        ),
        article=Pattern(
            r"//(?:www\.)?banyuwangikab\.go\.id/(?:public/)?(?:berita/[^/]+/?|berita-daerah/[^/]+\.html)$", "C"
        ),
        site_id=Pattern(r"/berita(?:-daerah)?/([^/]+?)(?:\.html)?/?$", "C"),
        layouts=(),
    )
