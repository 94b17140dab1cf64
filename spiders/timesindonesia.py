"""TIMES Indonesia: the search page of its own site (its JSON search wants a key that is not ours)."""

from crawler.facts import Front, Layout, Listing, Pattern, SiteFacts
from crawler.site import NewsSite


class Timesindonesia(NewsSite):
    name = "timesindonesia"
    facts = SiteFacts(
        hosts=("timesindonesia.co.id",),
        sources=(
            Listing(
                "https://timesindonesia.co.id/search?q=banyuwangi",
                "B",
                item="a.block.group",
                link="::attr(href)",
                title="h3::text",
            ),
            Front("https://timesindonesia.co.id/", "D"),
        ),
        article=Pattern(r"/[^/]+/\d{6}/[^/]+", "B"),
        site_id=Pattern(r"/[^/]+/(\d{6})/", "B"),
        date_in_url=(Pattern(r"/read/\d+/(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})/", "C"),),
        layouts=(Layout("2026", "B", body="article p.text-foreground"),),
    )
